"""What officers decide of a session: R1, R7 and R8 of section B.3."""

from collections.abc import Sequence

from services.stakeholders.session.state import Absent, Session, Stage, State
from services.stakeholders.session.turns import after, offered
from shared.contracts.stakeholders_session_commands import (
    ChangeCapacity,
    ChangeSession,
    CloseSession,
    OpenSession,
    RecordAttendance,
)
from shared.contracts.stakeholders_sessions import (
    AttendanceRecorded,
    Capacity,
    CapacityChanged,
    Fact,
    SessionChanged,
    SessionClosed,
    SessionDetails,
    SessionOpened,
)
from shared.core.actor import Asked
from shared.core.decider import Refused, require
from shared.core.roles import Role
from shared.core.said import Number
from shared.reference import REGIONS
from shared.reference.sessions import (
    CATEGORIES,
    FIRST_YEAR,
    LANGUAGES,
    LAST_YEAR,
    MOST_CAPACITY,
    ZONES,
)


def open_session(command: OpenSession, asked: Asked, state: State) -> Sequence[Fact]:
    officer(asked)
    if not isinstance(state, Absent):
        raise Refused("This session was opened already.")
    _sound(command.details)
    _fits(command.capacity)
    if asked.at >= command.details.starts_at:
        raise Refused("A session begins after it is opened.")
    return [
        SessionOpened(
            session_id=command.session_id,
            details=command.details,
            capacity=command.capacity,
            link=command.link,
            opened_by=asked.by.actor_id,
            opened_at=asked.at,
        )
    ]


def change(command: ChangeSession, asked: Asked, state: Session) -> Sequence[Fact]:
    officer(asked)
    _sound(command.details)
    if state.called_off:
        raise Refused("This session was called off.")
    if asked.at >= state.details.ends_at:
        raise Refused("This session is over.")
    return [
        SessionChanged(
            session_id=command.session_id,
            details=command.details,
            link=command.link,
            changed_by=asked.by.actor_id,
            changed_at=asked.at,
        )
    ]


def change_capacity(command: ChangeCapacity, asked: Asked, state: Session) -> Sequence[Fact]:
    """Nobody who has a seat is dropped: what is taken beyond it stays taken."""
    officer(asked)
    _fits(command.capacity)
    if command.capacity == state.capacity:
        return []
    changed: list[Fact] = [
        CapacityChanged(
            session_id=command.session_id,
            capacity=command.capacity,
            changed_by=asked.by.actor_id,
            changed_at=asked.at,
        )
    ]
    return [*changed, *offered(command.session_id, after(state, changed), asked.at)]


def close(command: CloseSession, asked: Asked, state: Session) -> Sequence[Fact]:
    officer(asked)
    if state.called_off or (state.closed and not command.called_off):
        return []
    if command.called_off and asked.at >= state.details.ends_at:
        raise Refused("This session is over.")
    return [
        SessionClosed(
            session_id=command.session_id,
            called_off=command.called_off,
            closed_by=asked.by.actor_id,
            closed_at=asked.at,
        )
    ]


def record(command: RecordAttendance, asked: Asked, state: Session) -> Sequence[Fact]:
    """Only who has a seat can have come: somebody who waits is never listed."""
    officer(asked)
    if asked.at < state.details.starts_at or state.called_off:
        raise Refused("Attendance is recorded once the session began.")
    new = []
    for registration_id in dict.fromkeys(command.registration_ids):
        one = state.registrations.get(registration_id)
        if one is None or one.stage is not Stage.CONFIRMED:
            raise Refused("Only somebody with a confirmed seat can be recorded.")
        if one.came is not command.came:
            new.append(registration_id)
    if not new:
        return []
    return [
        AttendanceRecorded(
            session_id=command.session_id,
            registration_ids=tuple(new),
            came=command.came,
            recorded_by=asked.by.actor_id,
            recorded_at=asked.at,
        )
    ]


def officer(asked: Asked) -> None:
    require(asked, Role.STAKEHOLDER_OFFICER, no="Only a stakeholder officer may run a session.")


def _sound(details: SessionDetails) -> None:
    if not details.title.strip():
        raise Refused("Enter the title of the session.")
    if details.ends_at <= details.starts_at:
        raise Refused("The session ends before it begins.")
    if details.starts_at.year < FIRST_YEAR or details.ends_at.year > LAST_YEAR:
        raise Refused("Check the year of the session.")
    if details.zone not in ZONES:
        raise Refused("Choose the time zone from the list.")
    if not details.audience or not set(details.audience) <= CATEGORIES.keys():
        raise Refused("Choose whom the session is for.")
    if not set(details.languages) <= set(LANGUAGES):
        raise Refused("Choose the languages from the list.")


def _fits(capacity: Capacity) -> None:
    counts = (capacity.room, capacity.remote, *capacity.reserved.values())
    if not all(0 <= one <= MOST_CAPACITY for one in counts):
        raise Refused("A session has at most {most} seats.", most=Number(MOST_CAPACITY))
    if not capacity.reserved.keys() <= REGIONS.keys():
        raise Refused("There is no such regional group.")
    if sum(capacity.reserved.values()) > capacity.room:
        raise Refused("More seats are reserved than the room has.")
    if capacity.per_organisation is not None and capacity.per_organisation < 1:
        raise Refused("An organisation has at least one seat.")
