"""Whoever holds a mandate no more finds nothing of it waiting, and a new holder reads it."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from typing import Any

from services.approvals.app import APPROVALS_SERVICE
from services.approvals.holding import NoteBars, NoteTerm
from shared.core.actor import Asked, system
from shared.core.message import Metadata, derive_id
from shared.core.roles import Role
from shared.hosting.service import asking
from shared.reference import mandates
from shared.reference.onboarding import SINCE
from tests.portal.letters.communications.conftest import Desk
from tests.stakeholders import test_onboarding as weeks
from tests.support.letters import LEAD, THIRD
from tests.support.terms import ended, started

HOME = "/waiting"
NONE = "You do not hold these mandates today"


def note(desk: Desk, command: Any) -> None:
    """Let approvals note a fact of stakeholders, as its policy does."""
    ask = asking(APPROVALS_SERVICE, desk.service.store)
    at, id_ = desk.portal.clock(), derive_id("noted", repr(command))
    metadata = Metadata(correlation_id=id_, causation_id=id_, actor="system:approvals")
    asked = Asked(at=at, by=system("approvals"))
    with ThreadPoolExecutor(1) as thread:
        thread.submit(lambda: asyncio.run(ask(command, asked, id_, metadata))).result()  # type: ignore[arg-type]
    desk.service.catch_up()


def account_of(desk: Desk, who: str) -> str:
    account = desk[who].account
    assert account is not None
    return account.account_id


def test_nothing_waits_for_a_holder_whose_term_is_over(desk: Desk) -> None:
    desk.awaiting()
    mine = account_of(desk, "holder")
    note(desk, NoteTerm(of=started(holder_id=mine, mandate=LEAD)))
    page = desk["holder"].get(HOME).text
    assert 'id="text-1"' in page
    assert NONE not in page
    last = desk.portal.clock().date() - timedelta(days=1)
    note(desk, NoteTerm(of=ended(mandate=LEAD, ended_on=last)))
    assert desk["holder"].get(HOME).status_code == 403
    page = desk["holder"].get("/security").text
    assert "the term ended on" in page
    assert mandates()[LEAD].name in page
    both = frozenset({LEAD, THIRD})
    page = desk.portal.signed_in(Role.MANDATE_HOLDER, mandates=both).get(HOME).text
    assert 'id="text-1"' not in page
    assert NONE in page
    assert mandates()[LEAD].name in page
    assert NONE not in desk["other holder"].get(HOME).text


def test_a_new_holder_reads_what_waits_and_is_told_why_they_cannot_approve_it(desk: Desk) -> None:
    page = desk.awaiting()
    desk.portal.clock.forward(timedelta(days=10))
    mine = account_of(desk, "holder")
    new = started(holder_id=mine, mandate=LEAD, starts_on=SINCE)
    note(desk, NoteTerm(of=replace(new, term_id="t-1")))
    note(desk, NoteBars(of=replace(weeks.STARTED, mandate=LEAD)))
    assert 'id="text-1"' in desk["holder"].get(HOME).text
    refused = desk.press("holder", page, "/approve")
    assert refused.status_code == 422
    assert "Solemn declaration" in refused.text
    assert "Two-factor key" in refused.text
