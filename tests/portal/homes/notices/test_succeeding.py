"""Notices of custody: a successor hears of what came to their mandate, once it is there."""

from dataclasses import replace
from typing import Any

import pytest

from portal.homes.notices.told import REASONS
from portal.homes.notices.words import words
from shared.contracts.followup_custody import CasePassedOn
from shared.contracts.followup_missions import MissionPassedOn
from shared.contracts.followup_rounds import FollowUpRoundPassedOn
from shared.contracts.followup_visit_reports import VisitReportPassedOn
from shared.contracts.followup_visits import VisitFilePassedOn
from shared.contracts.stakeholders_custody import Item
from shared.core.roles import Role
from shared.core.testing import AT
from tests.followup import missions, reports, rounds, visits
from tests.followup.visits import FILE_ID
from tests.portal.homes.notices.conftest import EVERY_MODEL, Office
from tests.portal.homes.notices.inboxes import become, case, shown
from tests.stakeholders.test_custody import DECIDED
from tests.support.letters import LEAD, LETTER, THIRD

_PASSED_CASE = CasePassedOn(
    communication_id=LETTER, mandate=LEAD, to=THIRD, joins=True, passed_at=AT
)
_PASSED: dict[Item, tuple[Any, Any, str, str]] = {
    "visit-files": (
        visits.REQUESTED,
        visits.fact(VisitFilePassedOn, to=THIRD),
        "visitfile",
        FILE_ID,
    ),
    "missions": (
        missions.OPENED,
        missions.fact(MissionPassedOn, 2, to=THIRD),
        "mission",
        missions.MISSION_ID,
    ),
    "visit-reports": (
        reports.STARTED,
        reports.fact(VisitReportPassedOn, 2, "drafting", to=THIRD),
        "visit",
        missions.MISSION_ID,
    ),
    "rounds": (
        rounds.OPENED,
        rounds.fact(FollowUpRoundPassedOn, to=THIRD),
        "ourround",
        rounds.ROUND_ID,
    ),
    "reply-cases": (None, _PASSED_CASE, "case", LETTER),
}
_KINDS = {
    "visit-files": "custody-of-visit-file",
    "missions": "custody-of-mission",
    "visit-reports": "custody-of-visit-report",
    "rounds": "custody-of-round",
    "reply-cases": "custody-of-case",
}


@pytest.fixture
def staffed(office: Office) -> Office:
    """An officer and a holder of the successor, and of the mandate that ended."""
    become(office, "other-officer", Role.HUMAN_RIGHTS_OFFICER, mandates={THIRD})
    return office


def decided(office: Office, kind: Item, item_id: str, to: str | None = THIRD) -> None:
    at = office.clock()
    one = replace(DECIDED, mandate=LEAD, kind=kind, item_id=item_id, to=to, decided_at=at)
    office.tell(one, models=EVERY_MODEL)


def heard(office: Office) -> list[tuple[str, str]]:
    """Work twice, as nothing is told twice."""
    office.work()
    office.work()
    return sorted((row.account_id, row.kind) for row in office.told() if row.reason == "successor")


@pytest.mark.parametrize("kind", _PASSED)
def test_the_holder_and_the_officer_of_a_successor_hear_once_the_item_is_theirs(
    staffed: Office, kind: Item
) -> None:
    begun, passed, page, item_id = _PASSED[kind]
    if begun is None:
        case(staffed)
    else:
        staffed.tell(begun, models=EVERY_MODEL)
    decided(staffed, kind, item_id)
    assert heard(staffed) == [], "it is not with them yet"
    staffed.tell(passed, models=EVERY_MODEL)
    said = _KINDS[kind]
    both = ["member", "other-officer", "strange-holder"]
    assert heard(staffed) == [(who, said) for who in both]
    for who in both:
        assert (said, page, item_id) in shown(staffed, who)
    for who in ("holder", "officer", "other-holder", "chief"):
        assert said not in {one for one, _, _ in shown(staffed, who)}
    assert words("successor", said).endswith("your mandate now")
    staffed.box.mails.clear()


def test_of_a_record_nobody_is_told(staffed: Office) -> None:
    staffed.tell(missions.OPENED, models=EVERY_MODEL)
    decided(staffed, "missions", missions.MISSION_ID, None)
    staffed.tell(missions.fact(MissionPassedOn, 2, to=None), models=EVERY_MODEL)
    assert heard(staffed) == []


def test_whose_mandate_changed_since_sees_the_notice_no_more(staffed: Office) -> None:
    begun, passed, page, item_id = _PASSED["visit-files"]
    staffed.tell(begun, models=EVERY_MODEL)
    decided(staffed, "visit-files", item_id)
    staffed.tell(passed, models=EVERY_MODEL)
    assert heard(staffed)
    assert (_KINDS["visit-files"], page, item_id) in shown(staffed, "member")
    become(staffed, "member", Role.MANDATE_HOLDER, mandates={LEAD})
    assert shown(staffed, "member") == []


def test_a_successor_that_ends_too_passes_on_and_who_goes_on_hears(staffed: Office) -> None:
    begun, passed, _, item_id = _PASSED["missions"]
    staffed.tell(begun, passed, models=EVERY_MODEL)
    on = replace(passed, mandate=THIRD, to=LEAD, step=3)
    at = staffed.clock()
    again = replace(
        DECIDED, mandate=THIRD, kind="missions", item_id=item_id, to=LEAD, decided_at=at
    )
    staffed.tell(again, on, models=EVERY_MODEL)
    assert heard(staffed) == [(who, "custody-of-mission") for who in ("holder", "officer")]


def test_what_was_decided_longer_ago_is_no_news(staffed: Office) -> None:
    begun, passed, _, item_id = _PASSED["rounds"]
    staffed.tell(begun, models=EVERY_MODEL)
    decided(staffed, "rounds", item_id)
    staffed.later(days=2)
    staffed.tell(passed, models=EVERY_MODEL)
    assert heard(staffed) == []


def test_only_who_works_for_a_mandate_is_told_for_it() -> None:
    assert REASONS["successor"] == {Role.MANDATE_HOLDER, Role.HUMAN_RIGHTS_OFFICER}
