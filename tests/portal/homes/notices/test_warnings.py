"""Notices of early warning: at once, after 48 hours, and then the Chief; never who is concerned."""

from dataclasses import replace
from typing import Any

import pytest

from portal.committee.members.read_model import COMMITTEE
from portal.committee.warning.read_model import ALERTS
from portal.homes.notices import warnings
from portal.homes.notices.words import words
from shared.contracts.stakeholders_alerts import AlertRaised
from tests.portal.homes.notices.conftest import Office
from tests.stakeholders import alerts as told
from tests.support.committee import designated, elected, member

MODELS = (ALERTS, COMMITTEE)


def raised(office: Office, state: str = "KEN", **changed: Any) -> AlertRaised:
    alert_id = f"alert-{state}"
    fact = replace(told.RAISED, alert_id=alert_id, state=state, raised_at=office.clock(), **changed)
    office.tell(fact, models=MODELS)
    return fact


def heard(office: Office) -> list[tuple[str, str]]:
    """Work twice, as nothing is told twice; return to whom what was told."""
    office.work()
    office.work()
    return sorted((row.account_id, row.kind) for row in office.told() if row.reason == "warning")


FIRST = [("committee", "alert-raised"), ("desk-of-kenya", "alert-raised")]
WAITS = ("committee", "alert-waits")


def test_an_alert_goes_to_the_committee_and_the_desk_then_the_chair_then_the_chief(
    office: Office,
) -> None:
    raised(office)
    assert heard(office) == FIRST
    office.later(hours=47)
    assert heard(office) == FIRST
    office.later(hours=1)
    assert heard(office) == sorted([*FIRST, WAITS]), "there is no chair, so all are told"
    office.later(hours=48)
    assert heard(office) == sorted([*FIRST, WAITS, ("chief", "alert-waits")])
    office.later(days=20)
    assert len(heard(office)) == 4


def test_what_somebody_has_waits_for_nobody_until_it_rises(office: Office) -> None:
    fact = raised(office)
    assert heard(office) == FIRST
    office.tell(replace(told.TAKEN, alert_id=fact.alert_id), models=MODELS)
    office.later(days=10)
    assert heard(office) == FIRST
    rose = replace(told.ROSE, alert_id=fact.alert_id, rose_at=office.clock())
    office.tell(rose, models=MODELS)
    rise = [("committee", "alert-rose"), ("desk-of-kenya", "alert-rose")]
    assert heard(office) == sorted([*FIRST, *rise])
    office.later(hours=48)
    assert heard(office) == sorted([*FIRST, *rise, WAITS])


def test_a_step_of_the_desk_ends_no_notice_of_a_rise_that_it_does_not_read(office: Office) -> None:
    """SD7: it waits for the Committee still."""
    fact = raised(office)
    hidden = replace(told.ROSE, rose_at=office.clock(), open_level=None, open_now=0)
    own = replace(told.CLOSED, whose="desk")
    for each in (told.TAKEN, told.WATCHED, hidden, own):
        office.tell(replace(each, alert_id=fact.alert_id), models=MODELS)
    office.later(hours=48)
    assert WAITS in heard(office)


def test_the_chair_alone_is_told_where_one_is_on_record(office: Office) -> None:
    seat = member("sr-torture", "FRA", holder_id="committee")
    office.tell(elected(members=(seat,)), designated("sr-torture"), models=MODELS)
    raised(office)
    office.later(hours=48)
    assert WAITS in heard(office)


def test_whom_it_is_for_is_looked_for_once_and_when_it_is_told(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[object] = []
    of = warnings._committee

    def counted(*given: Any) -> Any:
        asked.append(given)
        return of(*given)

    raised(office)
    monkeypatch.setattr(warnings, "_committee", counted)
    assert heard(office) == FIRST
    office.later(hours=1)
    assert heard(office) == FIRST
    assert len(asked) == 1, "not in each pass"


@pytest.mark.parametrize("nationality", ["KEN", "FRA"])
def test_a_member_concerned_is_told_nothing(office: Office, nationality: str) -> None:
    seat = member("sr-torture", nationality, holder_id="committee")
    office.tell(elected(members=(seat,)), designated("sr-torture"), models=MODELS)
    raised(office)
    office.later(hours=48)
    there = "committee" in {who for who, _ in heard(office)}
    assert there is (nationality != "KEN")


def test_a_desk_officer_is_told_nothing_of_what_reprisals_alone_make_unusual(
    office: Office,
) -> None:
    raised(office, open_level=None, open_now=0)
    assert heard(office) == FIRST[:1]


def test_what_is_old_is_no_news_and_nobody_of_a_government_is_told(office: Office) -> None:
    raised(office)
    raised(office, "JOR")
    office.later(days=31)
    assert heard(office) == []
    assert {row.account_id for row in office.told()}.isdisjoint({"kenya", "jordan"})


def test_no_notice_says_which_state(office: Office) -> None:
    for kind in ("alert-raised", "alert-rose", "alert-waits"):
        assert "early warning" in words("warning", kind)
        assert "Kenya" not in words("warning", kind)
