"""Notices of letters about visits (V1): whose approval is asked, sent back, left, approved."""

from dataclasses import replace
from typing import Any

import pytest

from portal.followup.visits.read_model import VISITS
from portal.homes.notices.choosing import AT_ONCE
from portal.homes.notices.words import NEWS, words
from shared.contracts.followup_visit_letters import Asking
from shared.core.actor import Actor
from shared.core.message import derive_id
from shared.core.roles import Role
from tests.followup import visit_letters as letters
from tests.followup.visits import OFFICER, person
from tests.portal.homes.notices.conftest import Office, want
from tests.portal.homes.notices.inboxes import erased, shown
from tests.support.letters import LEAD, OTHER

ID = str(derive_id("letter about a visit of notices"))
ASKED, BACK, LEFT, APPROVED = (
    f"visit-letter-{one}" for one in ("approval-requested", "changes-requested", "left", "approved")
)
Move = tuple[Any, Actor]


def of(command: Any, by: Actor) -> Move:
    return replace(command, visit_letter_id=ID), by


JOINT = replace(letters.DRAFT, mandates=(LEAD, OTHER), asking=Asking(kind="official"))
AWAITING = [of(JOINT, OFFICER), of(letters.PUT, OFFICER)]
FIRST, SECOND = (
    of(replace(letters.APPROVE, mandate=mandate), person(who, Role.MANDATE_HOLDER, mandate))
    for mandate, who in ((LEAD, "holder"), (OTHER, "other-holder"))
)
SENT_BACK = of(replace(letters.CHANGES, mandate=OTHER), SECOND[1])
GONE = of(replace(letters.LEAVE, mandate=OTHER), SECOND[1])
READY = {"officer": {APPROVED}, "other-officer": {APPROVED}, "desk": {APPROVED}}


def heard(office: Office, *moves: Move, since: int = 0) -> dict[str, set[str]]:
    """Tell what came since, each fact twice, and work twice; return who was told what at all."""
    office.tell(*letters.told(*moves, at=office.clock())[since:], models=(VISITS,))
    office.work()
    office.work()
    rows = [row for row in office.told() if row.page == "visittext"]
    assert {row.item_id for row in rows} <= {ID}
    told = {(row.account_id, row.kind) for row in rows}
    assert len(told) == len(rows)  # one of each fact
    assert all(words(row.reason, row.kind) != NEWS for row in rows)
    return {who: {kind for one, kind in told if one == who} for who, _ in told}


def test_who_is_asked_hears_of_it_and_the_last_approval_is_told_to_who_goes_on(
    office: Office,
) -> None:
    asked = {"holder": {ASKED}, "other-holder": {ASKED}}
    want(office, "other-holder", AT_ONCE)
    office.mailed()
    assert heard(office, *AWAITING) == asked
    assert "other-holder" in office.mailed()
    assert shown(office, "holder") == [(ASKED, "visittext", ID)]
    assert heard(office, *AWAITING, FIRST, since=2) == asked
    assert heard(office, *AWAITING, FIRST, SECOND, since=3) == asked | READY
    assert shown(office, "desk") == [(APPROVED, "visittext", ID)]
    office.later(minutes=1)
    erased(office, f"visitletter-{ID}")
    assert shown(office, "desk") == []


@pytest.mark.parametrize(
    ("moves", "told"),
    [
        ([SENT_BACK], {"officer": {BACK}, "other-officer": {BACK}}),
        ([GONE], {"holder": {ASKED}, "officer": {LEFT}}),
        ([FIRST, GONE], {"officer": {APPROVED}, "desk": {APPROVED}}),
        ([FIRST, SECOND, GONE], {"officer": {APPROVED, LEFT}, "desk": {APPROVED}}),
    ],
)
def test_what_is_over_is_no_news_and_one_fact_is_told_once(
    office: Office, moves: list[Move], told: dict[str, set[str]]
) -> None:
    assert heard(office, *AWAITING, *moves) == told
