"""What partners are called, for who works with them: people, and organisations by their people."""

from collections.abc import Iterable, Mapping

from sqlalchemy import Connection

from portal.web.accounts import account as accounts
from portal.web.accounts import families
from portal.web.accounts.account import Account
from portal.web.i18n import names
from shared.contracts.followup_partners import Kind
from shared.reference.partners import BY_ORGANISATION, DESK, ROLES, one_form


def called(conn: Connection, some: Iterable[tuple[Kind, str]]) -> Mapping[str, str]:
    """Return the name of each by who it is; one that has no name here is left out."""
    every = set(some)
    by_account = {who for kind, who in every if kind not in {*BY_ORGANISATION, DESK}}
    found = {**accounts.names(conn, by_account)}
    found |= {who: names.recipient(who) for kind, who in every if kind == DESK}
    for kind, who in every:
        if kind in BY_ORGANISATION:
            name = next((one.organisation for one in people(conn, kind, who)), None)
            found |= {who: name} if name else {}
    return found


def people(conn: Connection, kind: Kind, who: str) -> list[Account]:
    """Return the people of an organisation or institution, as mergers made it."""
    entries = set(conn.scalars(families.of(one_form(kind, who))))
    return [each for each in accounts.of_organisations(conn, entries) if each.has(ROLES[kind])]
