"""The state of an interactive dialogue and its speakers, folded from its events."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import Enum, auto
from types import MappingProxyType
from typing import Any, Final, TypeAlias, assert_never

from shared.contracts.stakeholders_dialogues import (
    CoSponsorAccepted,
    CoSponsorAsked,
    CoSponsorLeft,
    DialogueChanged,
    DialogueClosed,
    DialogueDetails,
    DialogueScheduled,
    Fact,
    Form,
    Joint,
    SlotPassedOn,
    SlotRequested,
    SlotWithdrawn,
    SpeakerCalled,
    SpeakerListed,
    SpeakerPutBack,
    Speaks,
    StatementDelivered,
    StatementNotReached,
    StatementPublished,
    StatementTakenBack,
    StatementUploaded,
    StatementVideoLinked,
)
from shared.core.message import Sealed
from shared.reference.dialogues import ABSENT, Place, place, seconds_of


class Stage(Enum):
    REQUESTED = auto()
    LISTED = auto()
    SPEAKING = auto()
    DELIVERED = auto()
    NOT_REACHED = auto()
    WITHDRAWN = auto()


OPEN: Final = frozenset({Stage.REQUESTED, Stage.LISTED})
"""Whose turn is still to come."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """``published``: whether everybody may read it. ``video``: where its recording is."""

    text: Sealed
    publishes: bool
    uploaded_at: datetime
    published: bool = False
    video: Sealed | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CoSponsor:
    """``accepted``: whether whose slot it is agreed."""

    speaker: Sealed
    asked_by: str
    accepted: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """``number``: in the order of this stream. ``requests``: how often it was asked for.

    ``co_sponsors``: by pseudonym, in the order in which they were accepted.
    """

    slot_id: str
    speaks: Speaks
    organisation: str | None
    state: str | None
    requested_by: str
    requested_at: datetime
    number: int
    requests: int
    stage: Stage = Stage.REQUESTED
    code: str | None = None
    called_at: datetime | None = None
    statements: Mapping[Form, Statement] = field(default_factory=lambda: _NONE)
    co_sponsors: Mapping[str, CoSponsor] = field(default_factory=lambda: _NONE)

    @property
    def place(self) -> Place:
        return place(self.speaks, self.requested_at, self.requests, self.number)

    @property
    def absent(self) -> bool:
        return self.stage is Stage.WITHDRAWN and self.code == ABSENT


@dataclass(frozen=True, slots=True)
class Absent:
    """Nobody scheduled it."""


_NONE: Final[Mapping[Any, Any]] = MappingProxyType({})


@dataclass(frozen=True, slots=True, kw_only=True)
class Dialogue:
    """``spoken``: seconds that speakers had the floor."""

    details: DialogueDetails
    closed: bool = False
    called_off: bool = False
    slots: Mapping[str, Slot] = field(default_factory=lambda: _NONE)
    spoken: int = 0
    asked: int = 0
    last_at: datetime | None = None

    def line(self) -> list[Slot]:
        """Return who is on the list and did not speak yet, in their order."""
        listed = [one for one in self.slots.values() if one.stage is Stage.LISTED]
        return sorted(listed, key=lambda one: one.place)

    def speaking(self) -> Slot | None:
        """Return who has the floor."""
        return next((one for one in self.slots.values() if one.stage is Stage.SPEAKING), None)

    @property
    def left(self) -> int:
        """Seconds that are left when nobody speaks."""
        return self.details.minutes * 60 - self.spoken

    def seconds(self, one: Slot) -> int:
        return seconds_of(one.speaks, self.details.visits)


State: TypeAlias = Absent | Dialogue


def evolve(state: State, event: Fact) -> State:
    if isinstance(event, DialogueScheduled):
        return Dialogue(details=event.details)
    if isinstance(state, Absent):
        return state
    match event:
        case DialogueChanged():
            return replace(state, details=event.details)
        case DialogueClosed():
            return replace(state, closed=True, called_off=event.called_off)
        case SlotRequested():
            return _requested(state, event)
        case StatementDelivered():
            state = replace(state, spoken=state.spoken + event.seconds)
            return _kept(state, event.slot_id, stage=Stage.DELIVERED, called_at=None)
        case StatementUploaded() | StatementPublished() | StatementTakenBack():
            return _written(state, event)
        case StatementVideoLinked():
            return _recorded(state, event)
        case CoSponsorAsked() | CoSponsorAccepted() | CoSponsorLeft() | SlotPassedOn():
            return _joint(state, event)
        case _:
            return _moved(state, event)


_Moves: TypeAlias = (
    SpeakerListed | SpeakerCalled | SpeakerPutBack | StatementNotReached | SlotWithdrawn
)


def _moved(state: Dialogue, event: _Moves) -> Dialogue:
    match event:
        case SpeakerListed() | SpeakerPutBack():
            now: dict[str, Any] = {"stage": Stage.LISTED, "code": None, "called_at": None}
        case SpeakerCalled():
            now = {"stage": Stage.SPEAKING, "called_at": event.called_at}
        case StatementNotReached():
            now = {"stage": Stage.NOT_REACHED}
        case SlotWithdrawn():
            now = {"stage": Stage.WITHDRAWN, "code": event.code}
        case _:
            assert_never(event)
    return _kept(state, event.slot_id, **now)


def _requested(state: Dialogue, event: SlotRequested) -> Dialogue:
    """Who asks again has a new place; what was uploaded stays.

    Who joined the statement of before is asked about anew: nobody accepted them for this slot.
    """
    before = state.slots.get(event.slot_id)
    asked = state.asked + 1
    new = Slot(
        slot_id=event.slot_id,
        speaks=event.speaks,
        organisation=event.organisation,
        state=event.state,
        requested_by=event.requested_by,
        requested_at=event.requested_at,
        number=asked,
        requests=event.requests,
        statements=before.statements if before else _NONE,
        co_sponsors={
            name: replace(one, accepted=False)
            for name, one in (before.co_sponsors if before else _NONE).items()
        },
    )
    slots = {**state.slots, event.slot_id: new}
    return replace(state, slots=slots, asked=asked, last_at=event.requested_at)


def _written(
    state: Dialogue, event: StatementUploaded | StatementPublished | StatementTakenBack
) -> Dialogue:
    slot = state.slots.get(event.slot_id)
    if slot is None:
        return state
    before = slot.statements.get(event.form)
    if isinstance(event, StatementUploaded):
        new = Statement(
            text=event.text,
            publishes=event.publishes,
            uploaded_at=event.uploaded_at,
            video=before.video if before else None,
        )
        return _kept(state, event.slot_id, statements={**slot.statements, event.form: new})
    if before is None:
        return state
    if isinstance(event, StatementPublished):
        after = replace(before, published=True)
    else:
        after = replace(before, published=False, publishes=False)
    return _kept(state, event.slot_id, statements={**slot.statements, event.form: after})


def _recorded(state: Dialogue, event: StatementVideoLinked) -> Dialogue:
    slot = state.slots.get(event.slot_id)
    said = slot.statements.get("oral") if slot else None
    if slot is None or said is None:
        return state
    after = replace(said, video=event.address)
    return _kept(state, event.slot_id, statements={**slot.statements, "oral": after})


def _joint(state: Dialogue, event: Joint) -> Dialogue:
    slot = state.slots.get(event.slot_id)
    if slot is None:
        return state
    known = slot.co_sponsors.get(event.organisation)
    left = {name: one for name, one in slot.co_sponsors.items() if name != event.organisation}
    match event:
        case CoSponsorAsked():
            new = CoSponsor(speaker=event.speaker, asked_by=event.asked_by)
            return _kept(state, event.slot_id, co_sponsors={**left, event.organisation: new})
        case CoSponsorAccepted():
            joins = {event.organisation: replace(known, accepted=True)} if known else {}
            return _kept(state, event.slot_id, co_sponsors={**left, **joins})
        case CoSponsorLeft():
            return _kept(state, event.slot_id, co_sponsors=left)
        case SlotPassedOn():
            return _kept(
                state,
                event.slot_id,
                organisation=event.organisation,
                requested_by=event.requested_by,
                co_sponsors=left,
                statements={  # whose it is now says anew whether it may be published
                    form: replace(one, publishes=False) for form, one in slot.statements.items()
                },
            )
    assert_never(event)


def _kept(state: Dialogue, slot_id: str, **changed: Any) -> Dialogue:
    before = state.slots.get(slot_id)
    if before is None:
        return state
    return replace(state, slots={**state.slots, slot_id: replace(before, **changed)})
