"""The sessions of the Council and the Assembly to which mandates report, with their days.

One stream for all: a decision about a report reads it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from types import MappingProxyType
from typing import Any, Final, TypeAlias, assert_never, get_args

from shared.contracts.stakeholders_report_deadline_commands import (
    CorrectReportingSession,
    MoveReportingSession,
    OfSession,
    RecordReportingSession,
)
from shared.contracts.stakeholders_report_deadlines import (
    Body,
    ReportingSessionCorrected,
    ReportingSessionMoved,
    ReportingSessionRecorded,
    Weeks,
)
from shared.contracts.stakeholders_report_deadlines import OfSession as Fact
from shared.core.actor import Asked
from shared.core.decider import Decider, Refused, require
from shared.core.geneva import day_of
from shared.core.roles import Role
from shared.core.said import Number
from shared.reference.report_deadlines import MOST_WEEKS

_KEY: Final = "all"
_CHANGED: Final = "The session has changed. Look at it again."
_LONGEST: Final = timedelta(days=120)
_AHEAD: Final = timedelta(days=5 * 366)


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    body: Body
    number: int
    starts_on: date
    ends_on: date
    weeks: Weeks


State: TypeAlias = Mapping[str, Session]


def decide(command: OfSession, asked: Asked, state: State) -> Sequence[Fact]:
    require(
        asked,
        Role.CHIEF,
        no="Only the Chief of the Special Procedures Branch may record when sessions are.",
    )
    match command:
        case RecordReportingSession():
            return _record(command, asked, state)
        case MoveReportingSession():
            return _move(command, asked, state)
        case CorrectReportingSession():
            return _correct(command, asked, state)
    assert_never(command)


def _record(command: RecordReportingSession, asked: Asked, state: State) -> Sequence[Fact]:
    if command.session_id in state:
        return []
    _named(command, state)
    _sound(command, asked)
    return [
        ReportingSessionRecorded(
            session_id=command.session_id,
            body=command.body,
            number=command.number,
            starts_on=command.starts_on,
            ends_on=command.ends_on,
            weeks=command.weeks,
            recorded_by=asked.by.actor_id,
            recorded_at=asked.at,
        )
    ]


def _move(command: MoveReportingSession, asked: Asked, state: State) -> Sequence[Fact]:
    found = _found(command.session_id, state)
    now = (found.starts_on, found.ends_on, found.weeks)
    if (command.starts_on, command.ends_on, command.weeks) == now:
        return []
    if (command.was_starts_on, command.was_ends_on, command.was_weeks) != now:
        raise Refused(_CHANGED)
    _sound(command, asked)
    return [
        ReportingSessionMoved(
            session_id=command.session_id,
            starts_on=command.starts_on,
            ends_on=command.ends_on,
            weeks=command.weeks,
            was_starts_on=found.starts_on,
            was_weeks=found.weeks,
            moved_by=asked.by.actor_id,
            moved_at=asked.at,
        )
    ]


def _correct(command: CorrectReportingSession, asked: Asked, state: State) -> Sequence[Fact]:
    """Whatever reports are on it: only what it is called changes."""
    found = _found(command.session_id, state)
    if (command.body, command.number) == (found.body, found.number):
        return []
    if (command.was_body, command.was_number) != (found.body, found.number):
        raise Refused(_CHANGED)
    _named(command, state)
    return [
        ReportingSessionCorrected(
            session_id=command.session_id,
            body=command.body,
            number=command.number,
            corrected_by=asked.by.actor_id,
            corrected_at=asked.at,
        )
    ]


def _found(session_id: str, state: State) -> Session:
    if (found := state.get(session_id)) is None:
        raise Refused("There is no such session.")
    return found


def _named(command: RecordReportingSession | CorrectReportingSession, state: State) -> None:
    if command.body not in get_args(Body) or command.number < 1:
        raise Refused("Choose the Council or the Assembly, and give the number of the session.")
    if any((one.body, one.number) == (command.body, command.number) for one in state.values()):
        raise Refused("This session is recorded already.")


def _sound(command: RecordReportingSession | MoveReportingSession, asked: Asked) -> None:
    if abs(command.starts_on - day_of(asked.at)) > _AHEAD:
        raise Refused("The session is more than five years away. Check the year.")
    if not timedelta() <= command.ends_on - command.starts_on <= _LONGEST:
        raise Refused("A session ends on its first day or later, within 120 days.")
    w = command.weeks
    if not MOST_WEEKS >= w.comments >= w.approval >= w.submission >= w.publication >= 0:
        raise Refused(
            "The weeks go down from the comments of the State to the publication, from {most} to "
            "0 at most.",
            most=Number(MOST_WEEKS),
        )


def evolve(state: State, event: Fact) -> State:
    match event:
        case ReportingSessionRecorded():
            new = Session(
                body=event.body,
                number=event.number,
                starts_on=event.starts_on,
                ends_on=event.ends_on,
                weeks=event.weeks,
            )
            return {**state, event.session_id: new}
        case ReportingSessionMoved():
            return _changed(
                state,
                event.session_id,
                starts_on=event.starts_on,
                ends_on=event.ends_on,
                weeks=event.weeks,
            )
        case ReportingSessionCorrected():
            return _changed(state, event.session_id, body=event.body, number=event.number)
    assert_never(event)


def _changed(state: State, session_id: str, **now: Any) -> State:
    found = state.get(session_id)
    return state if found is None else {**state, session_id: replace(found, **now)}


SESSIONS: Decider[OfSession, Fact, State] = Decider(
    category="reportingsessions",
    key=lambda _: _KEY,
    initial=MappingProxyType({}),
    decide=decide,
    evolve=evolve,
)
STREAM: Final = f"reportingsessions-{_KEY}"
