"""The state of a meeting of the Committee, folded from its events."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import Enum, auto
from typing import TypeAlias, assert_never

from services.stakeholders.committee.members import state as members
from services.stakeholders.committee.members.state import Committee
from shared.contracts import stakeholders_committee
from shared.contracts.stakeholders_meetings import (
    MeetingCalled,
    MeetingCancelled,
    MeetingChanged,
    MeetingFact,
    MeetingGuestInvited,
    MeetingGuestWithdrawn,
    MeetingHeld,
    MeetingPaperAdded,
    MeetingPaperWithdrawn,
    MinutesAgreed,
    MinutesReopened,
    MinutesWritten,
    OfCalled,
)
from shared.core.message import Sealed
from shared.reference import committee_meetings as reference

Heard: TypeAlias = MeetingFact | stakeholders_committee.Fact


class Stage(Enum):
    CALLED = auto()
    CANCELLED = auto()
    HELD = auto()
    AGREED = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """``stands``: it was not withdrawn."""

    added_by: str
    stands: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Meeting:
    """``version``: of the minutes that were written last; 0: none were. ``code``: if cancelled."""

    called_by: str
    kind: str
    starts_at: datetime
    states: tuple[str, ...]
    invited: tuple[str, ...]
    named_only: bool
    agenda: Sealed
    place: Sealed | None = None
    stage: Stage = Stage.CALLED
    code: str | None = None
    held_on: date | None = None
    participants: tuple[str, ...] = ()
    version: int = 0
    minutes: Sealed | None = None
    guests: frozenset[str] = frozenset()
    papers: Mapping[str, Paper] = field(default_factory=dict)

    def has(self, actor_id: str) -> bool:
        """Whether this person called the meeting, or is invited to it."""
        return actor_id == self.called_by or actor_id in self.invited

    @property
    def details(self) -> str:
        """What tells it from the same meeting before it was changed, or afterwards."""
        return reference.details(
            self.kind,
            self.starts_at,
            self.states,
            self.invited,
            self.agenda,
            self.place,
            named_only=self.named_only,
        )

    @property
    def recorded(self) -> str:
        """What tells the record that it was held from another."""
        return reference.recorded(self.starts_at, self.held_on, self.participants)


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """``meeting``: None before it is called. ``committee``: while a decision reads it."""

    meeting: Meeting | None = None
    committee: Committee = field(default_factory=Committee)


def evolve(state: State, event: Heard) -> State:
    if isinstance(event, stakeholders_committee.Fact):
        return replace(state, committee=members.evolve(state.committee, event))
    if isinstance(event, MeetingCalled):
        return replace(state, meeting=_called(event))
    if state.meeting is None:
        return state
    return replace(state, meeting=_after(state.meeting, event))


def _called(event: MeetingCalled) -> Meeting:
    return Meeting(
        called_by=event.called_by,
        kind=event.kind,
        starts_at=event.starts_at,
        states=event.states,
        invited=event.invited,
        named_only=event.named_only,
        agenda=event.agenda,
        place=event.place,
    )


def _after(meeting: Meeting, event: OfCalled) -> Meeting:
    match event:
        case MeetingChanged():
            return replace(
                meeting,
                kind=event.kind,
                starts_at=event.starts_at,
                states=event.states,
                invited=event.invited,
                named_only=event.named_only,
                agenda=event.agenda,
                place=event.place,
            )
        case MeetingCancelled():
            return replace(meeting, stage=Stage.CANCELLED, code=event.code)
        case MeetingHeld():
            return replace(
                meeting,
                stage=Stage.HELD,
                held_on=event.held_on,
                participants=event.participants,
            )
        case MinutesWritten():
            return replace(meeting, version=event.version, minutes=event.minutes)
        case MinutesAgreed():
            return replace(meeting, stage=Stage.AGREED)
        case MinutesReopened():
            return replace(meeting, stage=Stage.HELD)
        case MeetingPaperAdded():
            return _paper(meeting, event.paper_id, Paper(added_by=event.added_by))
        case MeetingPaperWithdrawn():
            gone = replace(meeting.papers[event.paper_id], stands=False)
            return _paper(meeting, event.paper_id, gone)
        case MeetingGuestInvited():
            return replace(meeting, guests=meeting.guests | {event.guest_id})
        case MeetingGuestWithdrawn():
            return replace(meeting, guests=meeting.guests - {event.guest_id})
    assert_never(event)


def _paper(meeting: Meeting, paper_id: str, paper: Paper) -> Meeting:
    return replace(meeting, papers={**meeting.papers, paper_id: paper})
