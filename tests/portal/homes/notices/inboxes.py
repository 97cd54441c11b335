"""What stands in inboxes, for the tests of them."""

from collections.abc import Collection
from dataclasses import replace
from typing import Any

from portal.homes.notices import inbox
from portal.homes.notices.pages import Page
from portal.homes.notices.read_model import NOTICES
from portal.oversight.forgetting.tables import erasures
from portal.web.accounts import account as accounts
from portal.web.accounts.account import Account
from portal.web.accounts.rights import Rights
from shared.contracts.approvals_transmission import SourceInformed
from shared.core.message import derive_id
from shared.core.roles import Role
from tests.portal.homes.notices.conftest import EVERY_MODEL, Office
from tests.support import followup
from tests.support import submissions as intake
from tests.support.letters import (
    LEAD,
    LETTER,
    OTHER,
    T0,
    drafted,
    requested,
    upto,
)

ASKED = [*drafted(), requested()]
"""The holders of both mandates are asked, and the officer of the other one is told that it is."""
INFORMED = SourceInformed(
    communication_id=LETTER, submission_id=intake.ID, informed_by="officer", informed_at=T0
)


def everywhere(page: Page) -> bool:
    """Let every door be open: what is asked here is what stands behind them."""
    assert page in Page
    return True


def account(office: Office, who: str) -> Account:
    with office.engine.connect() as conn:
        return account_in(conn, who)


def account_in(conn: Any, who: str) -> Account:
    found = accounts.by_id(conn, who)
    assert found is not None
    return found


def shown(office: Office, who: str) -> list[tuple[str, str, str]]:
    """Kind, page and item of what the person sees; the count says as many as are unread."""
    person = account(office, who)
    with office.engine.connect() as conn:
        page = inbox.page_of(conn, person, everywhere)
        unread = inbox.page_of(conn, person, everywhere, unread=True)
        assert inbox.unread(conn, person, everywhere) == len(unread)
    return [(row.kind, row.page, row.item_id) for row in page]


def kinds(office: Office, who: str) -> list[str]:
    return [kind for kind, _, _ in shown(office, who)]


def become(office: Office, who: str, *roles: Role, mandates: Collection[str] = ()) -> None:
    rights = Rights(roles=frozenset(roles), mandates=frozenset(mandates))
    with office.engine.begin() as conn:
        accounts.set_rights(conn, who, rights, None)


def erased(office: Office, subject: str) -> None:
    row = {
        "erasure_id": str(derive_id(subject)),
        "subject": subject,
        "erased_at": office.clock(),
        "by": "p",
    }
    with office.engine.begin() as conn:
        conn.execute(erasures.insert().values(**row, basis="request", asked_by="person"))


def case(office: Office) -> None:
    """Let a letter of both mandates be sent, and wait for its reply."""
    due = replace(followup.due(LETTER, recipient="KEN"), mandates=(LEAD, OTHER))
    office.tell(*upto("transmitted"), due, models=[one for one in EVERY_MODEL if one != NOTICES])
