"""Facts of stakeholders about dialogues: selection-stakeholders-committee.md section B.3.

A slot to speak is an organisation's, a State's or the mandate-holder's. An organisation is a
pseudonym that holds for one dialogue. Who speaks and what a statement says are sealed.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, TypeAlias

from shared.core.message import Sealed

Speaks: TypeAlias = Literal["holder", "state_concerned", "nhri_concerned", "state", "nhri", "ngo"]
"""As what somebody speaks. ``nhri_concerned``: an institution of the State concerned."""
Form: TypeAlias = Literal["oral", "written"]


@dataclass(frozen=True, slots=True, kw_only=True)
class DialogueDetails:
    """``minutes``: for all speakers. ``visits``: how many visit reports the holder presents."""

    title: str
    sub_item: str
    mandate: str
    state_concerned: str | None
    visits: int
    starts_at: datetime
    minutes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DialogueScheduled:
    dialogue_id: str
    details: DialogueDetails
    scheduled_by: str
    scheduled_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class DialogueChanged:
    """``details``: all of them, from now on."""

    dialogue_id: str
    details: DialogueDetails
    changed_by: str
    changed_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class DialogueClosed:
    """``called_off``: it does not take place."""

    dialogue_id: str
    called_off: bool
    closed_by: str
    closed_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SlotRequested:
    """``speaker``: who is to speak. ``state``: of a State's slot. Asked again: a new place.

    ``requests``: how often this slot was asked for, with this time.
    """

    dialogue_id: str
    slot_id: str
    speaks: Speaks
    organisation: str | None
    state: str | None
    speaker: Sealed
    requests: int
    requested_by: str
    requested_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SpeakerListed:
    dialogue_id: str
    slot_id: str
    listed_by: str
    listed_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementUploaded:
    """``publishes``: whether its author wants it public. Uploaded again, it stands for the last."""

    dialogue_id: str
    slot_id: str
    form: Form
    text: Sealed
    words: int
    language: str
    publishes: bool
    uploaded_by: str
    uploaded_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SpeakerCalled:
    """The speaker has the floor."""

    dialogue_id: str
    slot_id: str
    called_by: str
    called_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SpeakerPutBack:
    """Called by mistake: back to the same place on the list."""

    dialogue_id: str
    slot_id: str
    put_back_by: str
    put_back_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementDelivered:
    """``seconds``: how long the speaker had the floor."""

    dialogue_id: str
    slot_id: str
    seconds: int
    recorded_by: str
    delivered_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementNotReached:
    """The time was over before this speaker's turn."""

    dialogue_id: str
    slot_id: str
    recorded_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SlotWithdrawn:
    """``code``: one of shared.reference.dialogues.WITHDRAWALS."""

    dialogue_id: str
    slot_id: str
    code: str
    withdrawn_by: str
    withdrawn_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementPublished:
    """``received_in_time``: it was not delivered, for want of time."""

    dialogue_id: str
    slot_id: str
    form: Form
    received_in_time: bool
    published_by: str
    published_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementTakenBack:
    """Whose it is does not want it public any more, and gives no reason."""

    dialogue_id: str
    slot_id: str
    form: Form
    taken_back_by: str
    taken_back_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementVideoLinked:
    """Where the Council's recording of this oral statement is; None: the link was wrong.

    ``address``: sealed, as it says whose statement it is.
    """

    dialogue_id: str
    slot_id: str
    address: Sealed | None
    linked_by: str
    linked_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class CoSponsorAsked:
    """An organisation wants to join the statement of this slot. ``speaker``: if it passes on."""

    dialogue_id: str
    slot_id: str
    organisation: str
    speaker: Sealed
    asked_by: str
    asked_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class CoSponsorAccepted:
    """Whose slot it is agreed: the statement is a joint one."""

    dialogue_id: str
    slot_id: str
    organisation: str
    accepted_by: str
    accepted_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class CoSponsorLeft:
    """``code``: one of shared.reference.dialogues.PARTINGS."""

    dialogue_id: str
    slot_id: str
    organisation: str
    code: str
    left_by: str
    left_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SlotPassedOn:
    """Whose slot it was left, and a co-sponsor has it now, at the same place.

    ``code``: why, one of shared.reference.dialogues.PASSING. ``requested_by``: who asked to join.
    """

    dialogue_id: str
    slot_id: str
    organisation: str
    speaker: Sealed
    requested_by: str
    code: str
    passed_by: str
    passed_at: datetime


Joint: TypeAlias = CoSponsorAsked | CoSponsorAccepted | CoSponsorLeft | SlotPassedOn
Fact: TypeAlias = (
    Joint
    | DialogueScheduled
    | DialogueChanged
    | DialogueClosed
    | SlotRequested
    | SpeakerListed
    | StatementUploaded
    | SpeakerCalled
    | SpeakerPutBack
    | StatementDelivered
    | StatementNotReached
    | SlotWithdrawn
    | StatementPublished
    | StatementTakenBack
    | StatementVideoLinked
)

TYPES: dict[str, type] = {
    "dialogue-scheduled": DialogueScheduled,
    "dialogue-changed": DialogueChanged,
    "dialogue-closed": DialogueClosed,
    "slot-requested": SlotRequested,
    "speaker-listed": SpeakerListed,
    "statement-uploaded": StatementUploaded,
    "speaker-called": SpeakerCalled,
    "speaker-put-back": SpeakerPutBack,
    "statement-delivered": StatementDelivered,
    "statement-not-reached": StatementNotReached,
    "slot-withdrawn": SlotWithdrawn,
    "statement-published": StatementPublished,
    "statement-taken-back": StatementTakenBack,
    "statement-video-linked": StatementVideoLinked,
    "co-sponsor-asked": CoSponsorAsked,
    "co-sponsor-accepted": CoSponsorAccepted,
    "co-sponsor-left": CoSponsorLeft,
    "slot-passed-on": SlotPassedOn,
}
