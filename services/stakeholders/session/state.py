"""The state of a session and its seats, folded from its events."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import Enum, auto
from types import MappingProxyType
from typing import Any, Final, TypeAlias, assert_never

from shared.contracts.stakeholders_sessions import (
    AppealDecided,
    AttendanceRecorded,
    Capacity,
    CapacityChanged,
    Fact,
    PlacedOnWaitingList,
    RefusalAppealed,
    RegistrationCancelled,
    RegistrationErased,
    RegistrationRequested,
    SeatConfirmed,
    SeatHandedOn,
    SeatKind,
    SeatOfferDeclined,
    SeatOffered,
    SeatOfferLapsed,
    SessionChanged,
    SessionClosed,
    SessionDetails,
    SessionOpened,
    SessionPaperAdded,
    SessionPaperWithdrawn,
    SessionRegistrationRefused,
)
from shared.reference.sessions import REMOTE, ROOM


class Stage(Enum):
    REQUESTED = auto()
    WAITING = auto()
    OFFERED = auto()
    CONFIRMED = auto()
    LAPSED = auto()
    CANCELLED = auto()
    REFUSED = auto()


HOLDING: Final = frozenset({Stage.OFFERED, Stage.CONFIRMED})
"""Who keeps a seat from others."""
ACTIVE: Final = frozenset({Stage.REQUESTED, Stage.WAITING, *HOLDING})

Part: TypeAlias = tuple[SeatKind, int]
"""Seats of one kind: so many."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Registration:
    """``number``: in the order of this stream, which decides between equal times.

    ``has``: the seats that are confirmed or offered. ``asked``: what was asked for less than
    wanted, and answered by no or by silence. ``appeal``: of the last refusal: None before, then
    whether it is open. ``erased``: who it was for can be read by nobody any more.
    """

    registration_id: str
    holder_id: str
    asked_by: str
    organisation: str | None
    region: str | None
    zone: str
    kind: SeatKind
    seats: int
    queued_at: datetime
    number: int
    stage: Stage = Stage.REQUESTED
    has: Part | None = None
    until: datetime | None = None
    asked: frozenset[Part] = frozenset()
    refused_by: str | None = None
    appeal: bool | None = None
    came: bool = False
    erased: bool = False

    @property
    def group(self) -> str:
        """Who counts as one organisation: a person without one counts alone."""
        return self.organisation or self.registration_id

    @property
    def place(self) -> tuple[datetime, int]:
        return self.queued_at, self.number

    @property
    def whole(self) -> bool:
        """Whether what is offered is all that was asked for."""
        return self.has == (self.kind, self.seats)


@dataclass(frozen=True, slots=True)
class Absent:
    """Nobody opened it."""


_NONE: Final[Mapping[Any, Any]] = MappingProxyType({})


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """``taken``: seats confirmed or offered, by kind and regional group. ``waiting``: how many.

    ``offered``: who has an offer. ``papers``: whether each stands, or was withdrawn.
    """

    details: SessionDetails
    capacity: Capacity
    closed: bool = False
    called_off: bool = False
    registrations: Mapping[str, Registration] = field(default_factory=lambda: _NONE)
    taken: Mapping[tuple[SeatKind, str | None], int] = field(default_factory=lambda: _NONE)
    waiting: int = 0
    offered: frozenset[str] = frozenset()
    asked: int = 0
    last_at: datetime | None = None
    papers: Mapping[str, bool] = field(default_factory=lambda: _NONE)

    def free(self, kind: SeatKind, region: str | None) -> int:
        """Return how many seats of this kind are free for somebody of this regional group."""
        total = self.capacity.room if kind == ROOM else self.capacity.remote
        left = total - sum(n for (of, _), n in self.taken.items() if of == kind)
        if kind == ROOM:
            left -= sum(
                max(0, n - self.taken.get((ROOM, one), 0))
                for one, n in self.capacity.reserved.items()
                if one != region
            )
        return max(0, left)

    def line(self) -> list[Registration]:
        """Return who waits, in strict order of asking."""
        some = [one for one in self.registrations.values() if one.stage is Stage.WAITING]
        return sorted(some, key=lambda one: one.place)

    def offers(self) -> list[Registration]:
        """Return who has an offer, in the order of asking."""
        return sorted((self.registrations[one] for one in self.offered), key=lambda one: one.place)

    def any_free(self) -> bool:
        """Whether there is a seat that somebody could have."""
        regions = (None, *self.capacity.reserved)
        return self.free(REMOTE, None) > 0 or any(self.free(ROOM, one) for one in regions)


State: TypeAlias = Absent | Session


def evolve(state: State, event: Fact) -> State:
    if isinstance(event, SessionOpened):
        return Session(details=event.details, capacity=event.capacity)
    if isinstance(state, Absent):
        return state
    match event:
        case SessionChanged():
            return replace(state, details=event.details)
        case CapacityChanged():
            return replace(state, capacity=event.capacity)
        case SessionClosed():
            return replace(state, closed=True, called_off=state.called_off or event.called_off)
        case RegistrationRequested():
            return _requested(state, event)
        case AttendanceRecorded():
            return _attended(state, event)
        case SessionPaperAdded():
            return replace(state, papers={**state.papers, event.paper_id: True})
        case SessionPaperWithdrawn():
            return replace(state, papers={**state.papers, event.paper_id: False})
        case (
            SeatConfirmed()
            | PlacedOnWaitingList()
            | SeatOffered()
            | SeatOfferLapsed()
            | SeatOfferDeclined()
            | RegistrationCancelled()
            | SessionRegistrationRefused()
            | RefusalAppealed()
            | AppealDecided()
            | SeatHandedOn()
            | RegistrationErased()
        ):
            before = state.registrations.get(event.registration_id)
            return state if before is None else _kept(state, _after(before, event))
    assert_never(event)


_OfOne: TypeAlias = (
    SeatConfirmed
    | PlacedOnWaitingList
    | SeatOffered
    | SeatOfferLapsed
    | SeatOfferDeclined
    | RegistrationCancelled
    | SessionRegistrationRefused
    | RefusalAppealed
    | AppealDecided
    | SeatHandedOn
    | RegistrationErased
)


def _after(one: Registration, event: _OfOne) -> Registration:  # one for each
    match event:
        case SeatConfirmed():
            return replace(one, stage=Stage.CONFIRMED, has=(event.kind, event.seats), until=None)
        case PlacedOnWaitingList():
            return replace(one, stage=Stage.WAITING, has=None, until=None)
        case SeatOffered():
            return replace(
                one, stage=Stage.OFFERED, has=(event.kind, event.seats), until=event.until
            )
        case SeatOfferLapsed() | SeatOfferDeclined():
            return _unanswered(one)
        case RegistrationCancelled():
            return replace(one, stage=Stage.CANCELLED, has=None, until=None)
        case SessionRegistrationRefused():
            return replace(
                one,
                stage=Stage.REFUSED,
                has=None,
                until=None,
                refused_by=event.refused_by,
                appeal=None,
            )
        case RefusalAppealed():
            return replace(one, appeal=True)
        case SeatHandedOn():
            return replace(one, asked_by=event.to_account)
        case RegistrationErased():
            return replace(one, erased=True)
        case AppealDecided():
            return replace(
                one, appeal=False, stage=Stage.WAITING if event.granted else Stage.REFUSED
            )
    assert_never(event)


def _unanswered(one: Registration) -> Registration:
    """Off the list; but whoever was asked to take less than they wanted keeps their place."""
    if one.whole or one.has is None:
        return replace(one, stage=Stage.LAPSED, has=None, until=None)
    return replace(one, stage=Stage.WAITING, has=None, until=None, asked=one.asked | {one.has})


def _requested(state: Session, event: RegistrationRequested) -> Session:
    asked = state.asked + 1
    new = Registration(
        registration_id=event.registration_id,
        holder_id=event.holder_id,
        asked_by=event.asked_by,
        organisation=event.organisation,
        region=event.region,
        zone=event.zone,
        kind=event.kind,
        seats=event.seats,
        queued_at=event.queued_at,
        number=asked,
    )
    return replace(_kept(state, new), asked=asked, last_at=event.queued_at)


def _attended(state: Session, event: AttendanceRecorded) -> Session:
    came = {
        one: replace(state.registrations[one], came=event.came)
        for one in event.registration_ids
        if one in state.registrations
    }
    return replace(state, registrations={**state.registrations, **came})


def _kept(state: Session, after: Registration) -> Session:
    """Return the session with this registration as it is now; thousands may stand beside it."""
    registrations = dict(state.registrations)
    before = registrations.get(after.registration_id)
    registrations[after.registration_id] = after
    taken = dict(state.taken)
    for one, sign in ((before, -1), (after, 1)):
        if one is not None and one.has is not None:
            kind, seats = one.has
            key = (kind, one.region)
            taken[key] = taken.get(key, 0) + sign * seats
    waited = before is not None and before.stage is Stage.WAITING
    offered = state.offered
    if after.stage is Stage.OFFERED:
        offered |= {after.registration_id}
    elif after.registration_id in offered:
        offered -= {after.registration_id}
    return replace(
        state,
        registrations=registrations,
        taken=taken,
        offered=offered,
        waiting=state.waiting + (after.stage is Stage.WAITING) - waited,
    )
