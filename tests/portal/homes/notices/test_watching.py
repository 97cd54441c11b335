"""Notices of the watch-list: what is proposed, what came of it, and reviews due and overdue."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from portal.committee.members.read_model import COMMITTEE
from portal.committee.situations.read_model import SITUATIONS
from portal.homes.notices import watching
from portal.homes.notices.words import words
from portal.web.accounts import account as account_rows
from shared.core.geneva import day_of
from shared.core.roles import Role
from tests.portal.homes.notices.conftest import Office, _person
from tests.stakeholders import situations as said
from tests.support.committee import elected, member

MODELS = (SITUATIONS, COMMITTEE)
DESK = "desk-of-kenya"
KINDS = ("situation-proposed", "situation-opened", "situation-declined", "review-due")


def proposed(office: Office, **changed: Any) -> None:
    given = {"proposed_by": DESK, "proposed_at": office.clock(), **changed}
    office.tell(replace(said.PROPOSED, **given), models=MODELS)


def opened(office: Office, *, days: int = 90, **changed: Any) -> None:
    proposed(office, **changed)
    review_on = day_of(office.clock()) + timedelta(days=days)
    office.tell(replace(said.OPENED, review_on=review_on, opened_at=office.clock()), models=MODELS)


def heard(office: Office) -> list[tuple[str, str]]:
    """Work twice, as nothing is told twice; return to whom what was told."""
    office.work()
    office.work()
    return sorted((row.account_id, row.kind) for row in office.told() if row.reason == "situation")


def test_nobody_is_looked_for_once_they_were_told(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    proposed(office)
    assert heard(office) != []

    def looked(*_: object) -> None:
        pytest.fail("nobody is to be told")

    monkeypatch.setattr(watching, "presiding", looked)
    office.work()


def test_a_proposal_goes_to_who_opens_it(office: Office) -> None:
    proposed(office)
    assert heard(office) == [("committee", "situation-proposed")]


@pytest.mark.parametrize(
    ("nationality", "chair", "told"),
    [("FRA", "sr-torture", True), ("KEN", "sr-torture", False), ("FRA", "sr-food", True)],
)
def test_who_presides_is_told_and_never_who_is_concerned(
    office: Office, nationality: str, chair: str, *, told: bool
) -> None:
    """Where the chair has no account any more, who stands in is told."""
    seat, other = member("sr-torture", nationality, holder_id="committee"), member("sr-food")
    by_term = {"sr-torture": seat.term_id, "sr-food": other.term_id}
    office.tell(elected(members=(seat, other), chair=by_term[chair]), models=MODELS)
    proposed(office)
    assert (heard(office) != []) is told


def test_who_proposed_and_the_desk_are_told_what_came_of_it(office: Office) -> None:
    opened(office)
    assert heard(office) == [(DESK, "situation-opened")]


def test_who_proposed_is_told_that_it_is_not_opened(office: Office) -> None:
    proposed(office, proposed_by="committee")
    office.tell(replace(said.DECLINED, declined_at=office.clock()), models=MODELS)
    assert heard(office) == [("committee", "situation-declined")]


def test_who_took_a_proposal_back_is_told_nothing_nor_is_who_is_there_no_more(
    office: Office,
) -> None:
    proposed(office, proposed_by="nobody")
    office.tell(replace(said.DECLINED, declined_at=office.clock()), models=MODELS)
    other = {"situation_id": "situation-2"}
    proposed(office, **other)
    back = replace(said.DECLINED, code="taken_back", declined_at=office.clock(), **other)
    office.tell(back, models=MODELS)
    assert heard(office) == []


def test_a_review_is_told_a_week_before_once_overdue_and_then_to_the_chief(
    office: Office,
) -> None:
    opened(office, days=60)
    first = [(DESK, "situation-opened")]
    office.later(days=52)
    assert heard(office) == []
    office.later(days=1)
    soon = [("committee", "review-due"), (DESK, "review-due")]
    assert heard(office) == soon
    office.later(days=7)
    assert heard(office) == soon, "due on this day"
    office.later(days=1)
    late = [("committee", "review-late"), (DESK, "review-late")]
    assert heard(office) == sorted([*soon, *late])
    office.later(days=14)
    assert heard(office) == sorted([*soon, *late, ("chief", "review-late")])
    assert first[0] not in heard(office)


def test_a_review_that_was_made_is_not_told_of(office: Office) -> None:
    opened(office, days=60)
    review_on = day_of(office.clock()) + timedelta(days=85)
    office.tell(replace(said.REVIEWED, review_on=review_on), models=MODELS)
    office.later(days=61)
    assert heard(office) == []


def test_the_desk_is_told_nothing_of_what_rests_on_reprisals(office: Office) -> None:
    """R15: whatever is told of it."""
    opened(office, days=3, reprisals=True)
    assert heard(office) == [("committee", "review-due")]


def test_nobody_of_a_government_is_told_and_no_notice_says_which_state(office: Office) -> None:
    opened(office, days=3)
    heard(office)
    assert {row.account_id for row in office.told()}.isdisjoint({"kenya", "jordan"})
    for kind in (*KINDS, "review-late"):
        assert "situation" in words("situation", kind)
        assert "Kenya" not in words("situation", kind)


def test_a_guest_is_told_of_an_invitation_and_of_its_end(office: Office) -> None:
    """Whose State is another by then, or whose role is, is told nothing."""
    partners = {"partner": "KEN", "partner-elsewhere": "NPL"}
    with office.engine.begin() as conn:
        for one, state in partners.items():
            account = _person(one, Role.UN_PARTNER, {"state_codes": frozenset({state})})
            account_rows.add(conn, account)
    opened(office)

    def told() -> list[tuple[str, str]]:
        heard(office)
        rows = (row for row in office.told() if row.reason == "watched")
        return sorted((row.account_id, row.kind) for row in rows)

    for one in (*partners, DESK):
        invited = replace(said.INVITED, guest_id=one, invited_at=office.clock())
        office.tell(invited, models=MODELS)
    assert told() == [("partner", "situation-shown")]
    office.later(days=2)
    for one in partners:
        gone = replace(said.WITHDRAWN, guest_id=one, withdrawn_at=office.clock())
        office.tell(gone, models=MODELS)
    assert told() == [("partner", "situation-shown"), ("partner", "situation-unshown")]
