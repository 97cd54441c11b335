"""The coverage of States: standards, answers from outside, and snapshots. K2 of section D.3.

The set of standards, the answers to each of them and the snapshot of each month are streams of
their own. Nothing is ever taken out: another set follows, an answer is recorded again, and what a
snapshot says stays (decision 0077).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final, TypeAlias, assert_never

from services.stakeholders.committee.members import state as members
from services.stakeholders.committee.members.decide import STREAM
from services.stakeholders.committee.members.state import Committee
from services.stakeholders.committee.sitting import works
from shared.contracts import stakeholders_committee
from shared.contracts.stakeholders_coverage import (
    CoverageColumn,
    CoverageSnapshotTaken,
    CoverageValue,
    CoverageValuesRecorded,
    Fact,
    Standard,
    StandardSetAdopted,
)
from shared.contracts.stakeholders_coverage_commands import (
    AdoptStandardSet,
    Command,
    RecordCoverageValues,
    TakeCoverageSnapshot,
)
from shared.core.actor import Asked
from shared.core.decider import Decider, Forbidden, Refused
from shared.core.geneva import day_of
from shared.reference.coverage import (
    COVERAGE_CLOCK,
    counts_as,
    covered,
    month_of,
    on_record,
    sound,
    source_is_sound,
    standards,
)

_SET: Final = "set"
Answer: TypeAlias = tuple[str, str, date]
"""The answer, its source, and the day of the source."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """``standards``: keys of the set in force. ``answers``: by State. ``taken``: the snapshot.

    ``committee``: while a decision reads it.
    """

    version: int = 0
    standards: tuple[str, ...] = ()
    answers: Mapping[str, Answer] = field(default_factory=dict)
    taken: bool = False
    committee: Committee = field(default_factory=Committee)


def decide(command: Command, asked: Asked, state: Coverage) -> Sequence[Fact]:
    match command:
        case AdoptStandardSet():
            return _adopt(command, asked, state)
        case RecordCoverageValues():
            return _record(command, asked, state)
        case TakeCoverageSnapshot():
            return _take(command, asked, state)
    assert_never(command)


Heard: TypeAlias = Fact | stakeholders_committee.Fact


def evolve(state: Coverage, event: Heard) -> Coverage:
    if isinstance(event, stakeholders_committee.Fact):
        return replace(state, committee=members.evolve(state.committee, event))
    match event:
        case StandardSetAdopted():
            keys = tuple(one.key for one in event.standards)
            return replace(state, version=event.version, standards=keys)
        case CoverageValuesRecorded():
            return replace(state, answers=_with(state.answers, event.values))
        case CoverageSnapshotTaken():
            return replace(state, taken=True)
    assert_never(event)


def _adopt(command: AdoptStandardSet, asked: Asked, state: Coverage) -> Sequence[Fact]:
    _committee(asked, state)
    keys = tuple(dict.fromkeys(command.standards))
    if keys == state.standards and command.version in {state.version, state.version + 1}:
        return []
    if command.version != state.version + 1:
        raise Refused("Another set was adopted since you opened this page. Read it first.")
    if not keys or any(one not in standards() for one in keys):
        raise Refused("Choose the standards from the list.")
    return [
        StandardSetAdopted(
            version=command.version,
            standards=tuple(_standard(key) for key in keys),
            adopted_by=asked.by.actor_id,
            adopted_at=asked.at,
        )
    ]


def _standard(key: str) -> Standard:
    one = standards()[key]
    return Standard(
        key=one.key,
        question=one.question,
        unit=one.unit,
        source=one.source,
        kind=one.kind,
        public=one.public,
    )


def _record(command: RecordCoverageValues, asked: Asked, state: Coverage) -> Sequence[Fact]:
    _committee(asked, state)
    standard = standards().get(command.standard)
    if standard is None:
        raise Refused("Choose the standard from the list.")
    if standard.computed:
        raise Refused("The platform counts this by itself: nobody records it.")
    for one in command.values:
        _sound(one, standard.kind, asked)
    if len({one.state for one in command.values}) < len(command.values):
        raise Refused("A State is in this list twice.")
    changed = tuple(one for one in command.values if _answer(one) != state.answers.get(one.state))
    if not changed:
        return []
    if command.seen != on_record(state.answers, (one.state for one in command.values)):
        raise Refused("Other answers are on record than the page showed. Load it and read them.")
    return [
        CoverageValuesRecorded(
            standard=command.standard,
            values=changed,
            via=command.via,
            recorded_by=asked.by.actor_id,
            recorded_at=asked.at,
        )
    ]


def _sound(one: CoverageValue, kind: str, asked: Asked) -> None:
    if one.state not in covered():
        raise Refused("Choose a member State or an observer State.")
    if one.value is not None and not sound(kind, one.value):
        raise Refused("This is no answer to the question.")
    if not source_is_sound(one.source):
        raise Refused("Give the symbol of a document or the address of a page as the source.")
    if one.dated_on > day_of(asked.at):
        raise Refused("The source is of a day that is still to come.")


def _answer(one: CoverageValue) -> Answer | None:
    return None if one.value is None else (one.value, one.source, one.dated_on)


def _with(answers: Mapping[str, Answer], values: Sequence[CoverageValue]) -> Mapping[str, Answer]:
    told = {one.state: _answer(one) for one in values}
    return {state: answer for state, answer in {**answers, **told}.items() if answer is not None}


def _take(command: TakeCoverageSnapshot, asked: Asked, state: Coverage) -> Sequence[Fact]:
    if asked.by != COVERAGE_CLOCK:
        raise Forbidden("Only the clock takes a snapshot.")
    if state.taken:
        return []
    if command.month != month_of(day_of(asked.at)):
        raise Refused("A snapshot is of the month in which it is taken.")
    if not state.version or command.version != state.version:
        raise Refused("Another set of standards is in force.")
    _whole(command.columns, state)
    return [
        CoverageSnapshotTaken(
            month=command.month,
            version=command.version,
            columns=command.columns,
            taken_at=asked.at,
        )
    ]


def _whole(columns: Sequence[CoverageColumn], state: Coverage) -> None:
    """Every column of the set, and each State at most once in it."""
    if tuple(one.standard for one in columns) != state.standards:
        raise Refused("The snapshot has other columns than the set of standards.")
    for column in columns:
        kind, named = standards()[column.standard].kind, {one.state for one in column.cells}
        told_once = len(named) == len(column.cells) and named <= covered().keys()
        if not told_once or not all(counts_as(kind, one.value) for one in column.cells):
            raise Refused("The snapshot has an answer that is none.")


def _committee(asked: Asked, state: Coverage) -> None:
    if not works(asked, state.committee):
        raise Forbidden("Only the Coordination Committee decides about the standards of coverage.")


def _key(command: Command) -> str:
    match command:
        case AdoptStandardSet():
            return _SET
        case RecordCoverageValues():
            return f"of-{command.standard}"
        case TakeCoverageSnapshot():
            return command.month
    assert_never(command)


def _consults(command: Command, _: Coverage) -> Sequence[str]:
    """A snapshot has the columns of the set in force; who left the Committee decides nothing."""
    return (f"coverage-{_SET}",) if isinstance(command, TakeCoverageSnapshot) else (STREAM,)


COVERAGE: Decider[Command, Heard, Coverage] = Decider(
    category="coverage",
    key=_key,
    initial=Coverage(),
    decide=decide,
    evolve=evolve,
    consults=_consults,
)
