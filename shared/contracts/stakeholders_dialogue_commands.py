"""The commands of interactive dialogues and their speakers, and their intended actors."""

from dataclasses import dataclass
from typing import TypeAlias

from shared.contracts.stakeholders_dialogues import DialogueDetails, Form, Speaks
from shared.core.message import Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class ScheduleDialogue:
    """A stakeholder officer."""

    dialogue_id: str
    details: DialogueDetails


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeDialogue:
    """A stakeholder officer. ``details``: all of them."""

    dialogue_id: str
    details: DialogueDetails


@dataclass(frozen=True, slots=True, kw_only=True)
class CloseDialogue:
    """A stakeholder officer. ``called_off``: it does not take place."""

    dialogue_id: str
    called_off: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestSlot:
    """Somebody of an organisation; a Government; an officer for a State or a mandate-holder.

    ``grade``: the one in force for the organisation on this day, which no fact repeats.
    ``merged``: what the entries are called here that are one with it by mergers.
    """

    dialogue_id: str
    slot_id: str
    speaks: Speaks
    organisation: str | None
    state: str | None
    speaker: Sealed
    grade: str | None
    merged: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ListSpeakers:
    """A stakeholder officer."""

    dialogue_id: str
    slot_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class UploadStatement:
    """Whose slot it is. ``grade``: in force on this day.

    ``organisation``: that of the slot, if whoever asks is of it now.
    """

    dialogue_id: str
    slot_id: str
    form: Form
    text: Sealed
    words: int
    language: str
    publishes: bool
    grade: str | None
    organisation: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CallSpeaker:
    """A stakeholder officer. ``grade``: in force on this day."""

    dialogue_id: str
    slot_id: str
    grade: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PutSpeakerBack:
    """A stakeholder officer."""

    dialogue_id: str
    slot_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordDelivery:
    """A stakeholder officer."""

    dialogue_id: str
    slot_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawSlot:
    """Whose slot it is. ``organisation``: as of ``UploadStatement``.

    ``same``: the pseudonyms in the dialogue that are of one organisation, by mergers.
    """

    dialogue_id: str
    slot_id: str
    organisation: str | None = None
    same: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleaseSlot:
    """A stakeholder officer; the clock of the register, of who is dissolved or has no grade.

    ``code``: one of shared.reference.dialogues.RELEASES. ``same``: as of ``WithdrawSlot``.
    """

    dialogue_id: str
    slot_id: str
    code: str
    same: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishStatement:
    """A stakeholder officer."""

    dialogue_id: str
    slot_id: str
    form: Form


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkStatementVideo:
    """A stakeholder officer. ``address``: None takes the link away."""

    dialogue_id: str
    slot_id: str
    address: Sealed | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeBackStatement:
    """Whose slot it is. ``organisation``: as of ``UploadStatement``."""

    dialogue_id: str
    slot_id: str
    form: Form
    organisation: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AskToCoSponsor:
    """Somebody of another organisation. ``speaks``, ``grade``, ``merged``: as of ``RequestSlot``.

    ``speaker``: who speaks if the slot passes to this organisation.
    """

    dialogue_id: str
    slot_id: str
    organisation: str
    speaks: Speaks
    speaker: Sealed
    grade: str | None
    merged: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AcceptCoSponsor:
    """Whose slot it is. ``organisation``: as of ``UploadStatement``."""

    dialogue_id: str
    slot_id: str
    co_sponsor: str
    organisation: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LeaveStatement:
    """Who joined it, or asked to. ``organisation``: its pseudonym."""

    dialogue_id: str
    slot_id: str
    organisation: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PartWithCoSponsor:
    """Whose slot it is; a stakeholder officer; the clock of the register, as of ``ReleaseSlot``.

    ``code``: ``lead``, or one of shared.reference.dialogues.RELEASES.
    """

    dialogue_id: str
    slot_id: str
    co_sponsor: str
    code: str
    organisation: str | None = None


Command: TypeAlias = (
    ScheduleDialogue
    | ChangeDialogue
    | CloseDialogue
    | RequestSlot
    | ListSpeakers
    | UploadStatement
    | CallSpeaker
    | PutSpeakerBack
    | RecordDelivery
    | WithdrawSlot
    | ReleaseSlot
    | PublishStatement
    | LinkStatementVideo
    | TakeBackStatement
    | AskToCoSponsor
    | AcceptCoSponsor
    | LeaveStatement
    | PartWithCoSponsor
)

TYPES: dict[str, type] = {
    "schedule-dialogue": ScheduleDialogue,
    "change-dialogue": ChangeDialogue,
    "close-dialogue": CloseDialogue,
    "request-slot": RequestSlot,
    "list-speakers": ListSpeakers,
    "upload-statement": UploadStatement,
    "call-speaker": CallSpeaker,
    "put-speaker-back": PutSpeakerBack,
    "record-delivery": RecordDelivery,
    "withdraw-slot": WithdrawSlot,
    "release-slot": ReleaseSlot,
    "publish-statement": PublishStatement,
    "link-statement-video": LinkStatementVideo,
    "take-back-statement": TakeBackStatement,
    "ask-to-co-sponsor": AskToCoSponsor,
    "accept-co-sponsor": AcceptCoSponsor,
    "leave-statement": LeaveStatement,
    "part-with-co-sponsor": PartWithCoSponsor,
}
