"""Accreditation: O4, the lifecycles of B.3, SB1 to SB5 and SB13, and its edge cases of B.8."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given as some
from hypothesis import strategies as st

from services.stakeholders.organisation.decide import ORGANISATION
from services.stakeholders.organisation.state import Organisation
from shared.contracts.stakeholders_accreditations import AccreditationRecorded
from shared.core.actor import Asked
from shared.core.decider import Refused
from shared.core.testing import AT, given
from shared.reference.accreditation import ECOSOC, GANHRI, GRADES, STATUSES, Record, in_force, wrong
from tests.stakeholders.organisations import (
    CHECK,
    CHECKED,
    CLAIM,
    CLAIMED,
    CONFIRMED,
    DISSOLVED,
    ELSEWHERE,
    FOCAL,
    MEMBER,
    OFFICER,
    RECORD,
    RECORDED,
    REFUSED,
    REGISTERED,
    SECOND,
)

HERE = (REGISTERED, CONFIRMED)
START = date(2020, 1, 1)


def decided(status: str, month: int, scheme: str = GANHRI, **also: Any) -> Record:
    """Return a decision that takes effect so many months after the start."""
    day = START + timedelta(days=30 * month)
    return Record(
        **{
            "record_id": f"{scheme}-{status}-{month}",
            "scheme": scheme,
            "status": status,
            "body": "SCA",
            "decided": day,
            "effective": day,
            "document": "Report",
            **also,
        }
    )


def on(month: int) -> date:
    return START + timedelta(days=30 * month)


# --- what is in force on a day ------------------------------------------------------------------


def test_before_anything_was_decided_nothing_is_in_force() -> None:
    assert in_force([], GANHRI, START).standing == "none"
    assert in_force([decided("A", 1)], GANHRI, START).grade is None
    assert in_force([decided("A", 1)], ECOSOC, on(2)).grade is None
    assert in_force([decided("applied", 0)], GANHRI, on(2)).standing == "applied"


@pytest.mark.parametrize("scheme", GRADES)
def test_each_grade_is_in_force_from_the_day_on_which_it_takes_effect(scheme: str) -> None:
    for grade in GRADES[scheme]:
        one = decided(grade, 1, scheme)
        assert in_force([one], scheme, one.effective - timedelta(days=1)).grade is None
        assert in_force([one], scheme, one.effective).grade == grade


def test_a_downgrade_counts_from_its_effective_date_and_delivered_acts_stand() -> None:
    """A year of grace lies between the decision and the day on which it takes effect."""
    records = [decided("A", 0), decided("recommended_b", 10), decided("B", 24, decided=on(12))]
    assert in_force(records, GANHRI, on(12)).grade == "A"
    assert in_force(records, GANHRI, on(12)).standing == "recommended_b"
    day_before = on(24) - timedelta(days=1)
    assert in_force(records, GANHRI, day_before).grade == "A"
    assert in_force(records, GANHRI, on(24)).grade == "B"
    later = [*records, decided("withdrawn", 30)]
    assert in_force(later, GANHRI, day_before) == in_force(records, GANHRI, day_before)


def test_a_special_review_leaves_an_a_and_says_since_when() -> None:
    found = in_force([decided("A", 0), decided("special_review", 6)], GANHRI, on(7))
    assert (found.grade, found.standing, found.since) == ("A", "special_review", on(6))
    again = [decided("A", 0), decided("special_review", 6), decided("A", 9)]
    assert in_force(again, GANHRI, on(10)).standing == "in_force"


def test_a_challenge_stops_nothing_before_the_decision() -> None:
    records = [decided("A", 0), decided("recommended_b", 5), decided("challenged", 6)]
    assert in_force(records, GANHRI, on(7)).grade == "A"


def test_a_deferral_past_the_end_date_leaves_no_grade_in_force() -> None:
    until = on(12)
    records = [decided("A", 0, next_review=on(60)), decided("deferred", 6, until=until)]
    assert in_force(records, GANHRI, until).grade == "A"
    assert in_force(records, GANHRI, until).standing == "deferred"
    after = in_force(records, GANHRI, until + timedelta(days=1))
    assert (after.grade, after.standing) == (None, "lapsed")
    assert in_force([*records, decided("A", 14)], GANHRI, on(15)).grade == "A"


def test_a_deferral_without_an_end_ends_with_the_period_of_the_grade() -> None:
    records = [decided("A", 0, next_review=on(60)), decided("deferred", 58)]
    assert in_force(records, GANHRI, on(60)).grade == "A"
    assert in_force(records, GANHRI, on(61)).standing == "lapsed"
    assert in_force([decided("deferred", 1)], GANHRI, on(61)).standing == "deferred"


def test_a_review_that_is_late_takes_no_grade_away() -> None:
    assert in_force([decided("A", 0, next_review=on(60))], GANHRI, on(70)).grade == "A"


def test_a_suspension_holds_the_grade_until_it_is_reinstated_or_withdrawn() -> None:
    granted = decided("special", 0, ECOSOC)
    suspended = decided("suspended", 6, ECOSOC, until=on(18))
    found = in_force([granted, suspended], ECOSOC, on(7))
    assert (found.grade, found.held, found.until) == (None, "special", on(18))
    assert in_force([granted, suspended], ECOSOC, on(20)).grade is None, "a decision ends it"
    back = [granted, suspended, decided("reinstated", 19, ECOSOC)]
    assert in_force(back, ECOSOC, on(20)).grade == "special"
    gone = [granted, suspended, decided("withdrawn", 19, ECOSOC)]
    assert in_force(gone, ECOSOC, on(20)).standing == "withdrawn"
    assert in_force(back, ECOSOC, on(5)).grade == "special", "what was delivered before stands"


def test_a_report_that_is_due_and_a_request_that_is_deferred_leave_the_status() -> None:
    records = [decided("roster", 0, ECOSOC), decided("quadrennial_due", 4, ECOSOC)]
    assert in_force(records, ECOSOC, on(5)).grade == "roster"
    records.append(decided("deferred", 6, ECOSOC, until=on(7)))
    assert in_force(records, ECOSOC, on(9)).grade == "roster"
    records.append(decided("special", 10, ECOSOC))
    assert in_force(records, ECOSOC, on(11)).grade == "special", "reclassified"


def test_merged_ngos_inherit_no_status_until_ecosoc_acknowledges_it() -> None:
    notified = decided("merger_notified", 2, ECOSOC)
    found = in_force([notified], ECOSOC, on(3))
    assert (found.grade, found.standing) == (None, "merger_notified")
    assert in_force([notified, decided("special", 5, ECOSOC)], ECOSOC, on(6)).grade == "special"


def test_an_institution_that_was_split_or_replaced_begins_without_a_grade() -> None:
    """Its records are in a stream of their own: there is nothing to inherit."""
    after = ORGANISATION.fold([replace(REGISTERED, organisation_id="new")])
    assert isinstance(after, Organisation)
    assert not after.records


def test_a_record_that_was_corrected_counts_no_more() -> None:
    wrong_one = decided("A", 1)
    right = decided("B", 1, record_id="right", corrects=wrong_one.record_id)
    assert in_force([wrong_one, right], GANHRI, on(2)).grade == "B"
    assert in_force([right, wrong_one], GANHRI, on(2)).grade == "B"


def test_what_makes_no_sense_is_said_by_field() -> None:
    late: dict[str, Any] = {
        "next_review": on(0),
        "until": on(0),
        "document": "",
        "effective": on(0),
    }
    found = dict(wrong(replace(decided("A", 1), **late), today=on(0)))
    assert found == {
        "decided": "future",
        "effective": "before_decision",
        "document": "missing",
        "next_review": "too_early",
        "until": "too_early",
    }
    assert dict(wrong(decided("general", 0), today=on(9))) == {"status": "unknown"}
    assert dict(wrong(decided("suspended", 0), today=on(9))) == {"until": "missing"}
    assert not dict(wrong(decided("A", 0), today=on(0)))


RECORDS = st.lists(
    st.sampled_from([(scheme, status) for scheme in STATUSES for status in STATUSES[scheme]])
    .flatmap(lambda one: st.tuples(st.just(one), st.integers(0, 40), st.integers(1, 40)))
    .map(lambda one: decided(one[0][1], one[1], one[0][0], until=on(one[1] + one[2]))),
    max_size=12,
    unique_by=lambda one: one.record_id,
)


@some(RECORDS, st.permutations(range(12)), st.integers(0, 90))
def test_any_records_in_any_order_give_one_answer_and_what_comes_later_changes_no_day_before(
    records: list[Record], order: list[int], month: int
) -> None:
    mixed = [records[place] for place in order if place < len(records)]
    for scheme in GRADES:
        found = in_force(records, scheme, on(month))
        assert found == in_force(mixed, scheme, on(month))
        assert found.grade is None or found.grade in GRADES[scheme]
        assert not (found.grade and found.held)
        known = [one for one in records if one.effective <= on(month)]
        assert found == in_force(known, scheme, on(month))


# --- who records it -----------------------------------------------------------------------------


def test_an_officer_records_it_and_the_same_decision_once() -> None:
    given(ORGANISATION, *HERE).when(RECORD, by=OFFICER).then(RECORDED)
    given(ORGANISATION, REGISTERED).when(RECORD, by=OFFICER).then(RECORDED)
    sheet = replace(RECORD, source="sheet")
    given(ORGANISATION, *HERE, RECORDED).when(sheet, by=SECOND).then_nothing()
    for by in (FOCAL, MEMBER, ELSEWHERE):
        given(ORGANISATION, *HERE).when(RECORD, by=by).then_forbidden()


def test_a_correction_names_what_it_stands_for_and_both_are_kept() -> None:
    other = replace(RECORD, record_id="r-2", corrects=RECORD.record_id)
    told = replace(RECORDED, record_id="r-2", corrects=RECORD.record_id)
    given(ORGANISATION, *HERE, RECORDED).when(other, by=OFFICER).then(told)
    third = replace(other, record_id="r-3")
    given(ORGANISATION, *HERE, RECORDED, told).when(third, by=OFFICER).then_refused("no such")
    given(ORGANISATION, *HERE).when(other, by=OFFICER).then_refused("no such record")
    state = ORGANISATION.fold([*HERE, RECORDED, told])
    assert isinstance(state, Organisation)
    assert state.records == {RECORD.record_id: True, "r-2": False}


@pytest.mark.parametrize("history", [(REFUSED,), (CONFIRMED, DISSOLVED)])
@pytest.mark.parametrize(("command", "by"), [(RECORD, OFFICER), (CLAIM, FOCAL)])
def test_what_is_not_in_the_register_gets_none(
    history: Sequence[Any], command: Any, by: Any
) -> None:
    given(ORGANISATION, REGISTERED, *history).when(command, by=by).then_refused("not in the")


def test_a_person_without_an_organisation_has_none() -> None:
    person = replace(REGISTERED, standing="person")
    given(ORGANISATION, person).when(RECORD, by=OFFICER).then_refused("has no accreditation")


def test_what_an_organisation_says_of_itself_waits_and_gives_no_record() -> None:
    given(ORGANISATION, *HERE).when(CLAIM, by=FOCAL).then(CLAIMED)
    given(ORGANISATION, *HERE, CLAIMED).when(CLAIM, by=FOCAL).then_nothing()
    other = replace(CLAIM, claim_id="c-2")
    given(ORGANISATION, *HERE, CLAIMED).when(other, by=FOCAL).then_refused("still checks")
    given(ORGANISATION, *HERE, CLAIMED, CHECKED).when(other, by=FOCAL).then(
        replace(CLAIMED, claim_id="c-2")
    )
    for by in (OFFICER, MEMBER, ELSEWHERE):
        given(ORGANISATION, *HERE).when(CLAIM, by=by).then_forbidden()
    state = ORGANISATION.fold([*HERE, CLAIMED])
    assert isinstance(state, Organisation)
    assert not state.records, "no rights"


def test_an_officer_checks_it_against_the_list() -> None:
    claimed = given(ORGANISATION, *HERE, CLAIMED)
    claimed.when(CHECK, by=OFFICER).then(CHECKED)
    claimed.when(replace(CHECK, found=True), by=OFFICER).then_refused("Record the accreditation")
    found = replace(CHECKED, found=True)
    given(ORGANISATION, *HERE, CLAIMED, RECORDED).when(replace(CHECK, found=True), by=OFFICER).then(
        found
    )
    given(ORGANISATION, *HERE, CLAIMED, CHECKED).when(CHECK, by=SECOND).then_nothing()
    given(ORGANISATION, *HERE).when(CHECK, by=OFFICER).then_refused("did not say")
    claimed.when(CHECK, by=FOCAL).then_forbidden()


@some(
    st.lists(
        st.tuples(st.integers(0, 4), st.sampled_from([None, 0, 1, 2, 3, 4])),
        max_size=12,
    )
)
def test_in_any_history_records_are_only_added_and_each_is_corrected_once(
    moves: list[tuple[int, int | None]],
) -> None:
    events: list[Any] = list(HERE)
    for number, corrects in moves:
        command = replace(
            RECORD,
            record_id=f"r-{number}",
            corrects=None if corrects is None else f"r-{corrects}",
        )
        try:
            events += ORGANISATION.decide(
                command, Asked(at=AT, by=OFFICER), ORGANISATION.fold(events)
            )
        except Refused:
            continue
    told = [one for one in events if isinstance(one, AccreditationRecorded)]
    corrected = [one.corrects for one in told if one.corrects]
    assert len({one.record_id for one in told}) == len(told)
    assert len(corrected) == len(set(corrected))
    assert set(corrected) <= {one.record_id for one in told}
