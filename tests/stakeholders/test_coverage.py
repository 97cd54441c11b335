"""Coverage of States: a set of standards, answers with sources, and a snapshot of each month."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from services.stakeholders.committee.members.decide import STREAM
from services.stakeholders.coverage import COVERAGE
from shared.contracts.stakeholders_committee import CommitteeMemberLeft
from shared.contracts.stakeholders_coverage import (
    CoverageCell,
    CoverageColumn,
    CoverageSnapshotTaken,
    CoverageValue,
    CoverageValuesRecorded,
    Standard,
    StandardSetAdopted,
)
from shared.contracts.stakeholders_coverage_commands import (
    AdoptStandardSet,
    RecordCoverageValues,
    TakeCoverageSnapshot,
)
from shared.core.actor import Actor, system
from shared.core.roles import Role
from shared.core.testing import AT, given
from shared.reference.coverage import COVERAGE_CLOCK, on_record, standards
from tests.stakeholders.alerts import ELECTED, ON

MEMBER = Actor(actor_id="member-1", roles=frozenset({Role.COORDINATION_COMMITTEE}))
KEYS = ("visit", "letters", "organisations")


def as_adopted(key: str) -> Standard:
    one = standards()[key]
    return Standard(
        key=key,
        question=one.question,
        unit=one.unit,
        source=one.source,
        kind=one.kind,
        public=one.public,
    )


ADOPT = AdoptStandardSet(version=1, standards=KEYS)
ADOPTED = StandardSetAdopted(
    version=1,
    standards=tuple(map(as_adopted, KEYS)),
    adopted_by="member-1",
    adopted_at=AT,
)
VISITED = CoverageValue(
    state="KEN", value="2019-05-17", source="A/HRC/43/50", dated_on=date(2025, 12, 1)
)
NEVER = CoverageValue(
    state="VAT", value="never", source="https://www.example.org/visits", dated_on=date(2025, 12, 1)
)
RECORD = RecordCoverageValues(
    standard="visit", seen=on_record({}, ("KEN", "VAT")), values=(VISITED, NEVER), via="sheet"
)
RECORDED = CoverageValuesRecorded(
    standard="visit",
    values=(VISITED, NEVER),
    via="sheet",
    recorded_by="member-1",
    recorded_at=AT,
)
COLUMNS = (
    CoverageColumn(
        standard="visit",
        cells=(
            CoverageCell(
                state="KEN",
                value="2019-05-17",
                source="A/HRC/43/50",
                dated_on=date(2025, 12, 1),
            ),
        ),
    ),
    CoverageColumn(
        standard="letters",
        cells=(CoverageCell(state="KEN", value="3", source=None, dated_on=date(2026, 1, 5)),),
    ),
    CoverageColumn(standard="organisations", cells=()),
)
TAKE = TakeCoverageSnapshot(month="2026-01", version=1, columns=COLUMNS)
EVERY = (ADOPT, RECORD, TAKE)
TAKEN = CoverageSnapshotTaken(month="2026-01", version=1, columns=COLUMNS, taken_at=AT)


# --- the set -------------------------------------------------------------------------------------


def test_the_committee_adopts_a_set_of_standards() -> None:
    given(COVERAGE).when(ADOPT, by=MEMBER).then(ADOPTED)
    given(COVERAGE, ADOPTED).when(ADOPT, by=MEMBER).then_nothing()
    again = replace(ADOPT, version=2)
    given(COVERAGE, ADOPTED).when(again, by=MEMBER).then_nothing()


def test_another_set_follows_and_the_one_before_stays_what_it_was() -> None:
    other = replace(ADOPT, version=2, standards=("letters", "letters"))
    then = replace(ADOPTED, version=2, standards=(as_adopted("letters"),))
    given(COVERAGE, ADOPTED).when(other, by=MEMBER).then(then)
    given(COVERAGE, ADOPTED, then).when(other, by=MEMBER).then_nothing()
    given(COVERAGE, ADOPTED, then).when(ADOPT, by=MEMBER).then_refused("since you opened")


def test_a_set_is_of_standards_of_the_list() -> None:
    for some in ((), ("visit", "score")):
        wrong = replace(ADOPT, standards=some)
        given(COVERAGE, ADOPTED).when(replace(wrong, version=2), by=MEMBER).then_refused("list")


def test_the_first_set_asks_thirteen_questions_without_a_direction() -> None:
    whole = AdoptStandardSet(version=1, standards=tuple(standards()))
    (fact,) = COVERAGE.decide(whole, asked(MEMBER), COVERAGE.initial)
    assert isinstance(fact, StandardSetAdopted)
    assert len(fact.standards) == 13
    assert {one.key for one in fact.standards if not one.public} == {"organisations"}
    words = " ".join(one.question for one in fact.standards).lower()
    assert not {"good", "bad", "best", "worst", "score", "rank"} & set(words.split())


def asked(by: Actor) -> Any:
    return given(COVERAGE).when(ADOPT, by=by).asked


# --- answers from outside ------------------------------------------------------------------------


def test_answers_are_recorded_with_their_sources_all_or_none() -> None:
    given(COVERAGE).when(RECORD, by=MEMBER).then(RECORDED)
    given(COVERAGE, RECORDED).when(RECORD, by=MEMBER).then_nothing()


def test_only_what_changed_is_told_and_an_answer_can_be_taken_back() -> None:
    newer = replace(VISITED, value="2025-11-03")
    known = {
        "KEN": ("2019-05-17", VISITED.source, VISITED.dated_on),
        "VAT": ("never", NEVER.source, NEVER.dated_on),
    }
    seen = on_record(known, known)
    both = replace(RECORD, seen=seen, values=(newer, NEVER), via="member")
    then = replace(RECORDED, values=(newer,), via="member")
    given(COVERAGE, RECORDED).when(both, by=MEMBER).then(then)
    gone = replace(VISITED, value=None)
    known |= {"KEN": ("2025-11-03", newer.source, newer.dated_on)}
    back = replace(RECORD, seen=on_record(known, ["KEN"]), values=(gone,))
    given(COVERAGE, RECORDED, then).when(back, by=MEMBER).then(replace(RECORDED, values=(gone,)))
    given(COVERAGE, RECORDED).when(back, by=MEMBER).then_refused("than the page showed")
    given(COVERAGE, RECORDED, then).when(both, by=MEMBER).then_nothing()
    given(COVERAGE).when(back, by=MEMBER).then_nothing()


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"state": "ATA"}, "member State"),
        ({"value": "0"}, "no answer"),
        ({"source": "Somebody told me"}, "symbol"),
        ({"dated_on": AT.date() + timedelta(days=1)}, "to come"),
    ],
)
def test_an_answer_is_of_a_state_of_a_kind_and_from_a_source(
    change: dict[str, Any], sentence: str
) -> None:
    wrong = replace(RECORD, values=(NEVER, replace(VISITED, **change)))
    given(COVERAGE).when(wrong, by=MEMBER).then_refused(sentence)


def test_what_is_counted_is_not_recorded_and_no_state_stands_there_twice() -> None:
    given(COVERAGE).when(replace(RECORD, standard="letters"), by=MEMBER).then_refused("counts")
    given(COVERAGE).when(replace(RECORD, standard="score"), by=MEMBER).then_refused("list")
    twice = replace(RECORD, values=(VISITED, VISITED))
    given(COVERAGE).when(twice, by=MEMBER).then_refused("twice")


# --- snapshots -----------------------------------------------------------------------------------


def test_the_clock_takes_one_snapshot_a_month_and_nothing_changes_it() -> None:
    given(COVERAGE, ADOPTED).when(TAKE, by=COVERAGE_CLOCK).then(TAKEN)
    other = replace(TAKE, columns=(*COLUMNS[:2], COLUMNS[2]))
    given(COVERAGE, TAKEN, ADOPTED).when(other, by=COVERAGE_CLOCK).then_nothing()
    late = AT + timedelta(days=40)
    given(COVERAGE, TAKEN, ADOPTED).when(other, by=COVERAGE_CLOCK, at=late).then_nothing()


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"month": "2026-02"}, "month"),
        ({"version": 2}, "in force"),
        ({"columns": COLUMNS[:2]}, "columns"),
        ({"columns": (COLUMNS[1], COLUMNS[0], COLUMNS[2])}, "columns"),
    ],
)
def test_a_snapshot_has_the_columns_of_the_set_and_is_of_its_month(
    change: dict[str, Any], sentence: str
) -> None:
    wrong = replace(TAKE, **change)
    given(COVERAGE, ADOPTED).when(wrong, by=COVERAGE_CLOCK).then_refused(sentence)


@pytest.mark.parametrize("change", [{"state": "ATA"}, {"value": "often"}])
def test_a_snapshot_has_answers_of_states(change: dict[str, Any]) -> None:
    (cell,) = COLUMNS[1].cells
    for cells in ((replace(cell, **change),), (cell, cell)):
        letters = replace(COLUMNS[1], cells=cells)
        wrong = replace(TAKE, columns=(COLUMNS[0], letters, COLUMNS[2]))
        given(COVERAGE, ADOPTED).when(wrong, by=COVERAGE_CLOCK).then_refused("none")


def test_who_left_the_committee_as_a_member_decides_nothing() -> None:
    member = replace(MEMBER, actor_id="holder-1")
    left = CommitteeMemberLeft(
        election_id="e-1",
        term_id="t-1",
        mandate="sr-torture",
        left_on=ON,
        reason_code="resigned",
        recorded_by="chief",
        recorded_at=AT,
    )
    for command in (ADOPT, RECORD):
        given(COVERAGE, ELECTED, left).when(command, by=member).then_forbidden()
    adopted = replace(ADOPTED, adopted_by="holder-1")
    given(COVERAGE, ELECTED).when(ADOPT, by=member).then(adopted)


def test_without_a_set_there_is_no_snapshot() -> None:
    nothing = replace(TAKE, version=0, columns=())
    given(COVERAGE).when(nothing, by=COVERAGE_CLOCK).then_refused("in force")


def test_each_stream_is_its_own_and_a_snapshot_reads_the_set() -> None:
    assert COVERAGE.stream(ADOPT) == "coverage-set"
    assert COVERAGE.stream(RECORD) == "coverage-of-visit"
    assert COVERAGE.stream(TAKE) == "coverage-2026-01"
    assert COVERAGE.consults(TAKE, COVERAGE.initial) == ("coverage-set",)
    assert COVERAGE.consults(ADOPT, COVERAGE.initial) == (STREAM,)


@pytest.mark.parametrize("command", EVERY)
@pytest.mark.parametrize(
    "by",
    [
        system("a policy"),
        *(
            Actor(actor_id=role, roles=frozenset({role}))
            for role in Role
            if role is not Role.COORDINATION_COMMITTEE
        ),
    ],
    ids=lambda one: one.actor_id,
)
def test_nobody_else_adopts_records_or_takes(command: Any, by: Actor) -> None:
    given(COVERAGE, ADOPTED).when(command, by=by).then_forbidden()


def test_the_committee_takes_no_snapshot_and_the_clock_adopts_nothing() -> None:
    given(COVERAGE, ADOPTED).when(TAKE, by=MEMBER).then_forbidden()
    given(COVERAGE).when(ADOPT, by=COVERAGE_CLOCK).then_forbidden()
    given(COVERAGE).when(RECORD, by=COVERAGE_CLOCK).then_forbidden()
