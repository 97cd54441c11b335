"""Facts of followup about the text of a request for a visit, or of a reminder: V1 and V2.

Section E.3 of visits-recommendations-knowledge.md. A letter is of one mandate, or of several that
ask one State together. Each fact has who asks and where the letter stands after it. The text, what
holders write about it and the reference are sealed under a key of the letter. None has a line in
the feed: that a letter went out, the files of its mandates say.
"""

import json
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any, Literal, TypeAlias

from shared.contracts.followup_visits import Letter, VisitKind, Window
from shared.core.catalogue import Upcaster
from shared.core.commitment import committed
from shared.core.message import Sealed

Stage: TypeAlias = Literal["drafting", "awaiting", "approved", "sent", "withdrawn"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """What the letter asks beside its words. A reminder has neither kind nor dates."""

    kind: VisitKind | None = None
    dates: Window | None = None


def fingerprint(letter: Letter, state: str, asking: Asking, text: str, salt: str) -> str:
    """Return the hash, in hex, of all that the State receives: what holders approve.

    Who asks is not in it: a mandate that leaves takes no approval of the others away.
    """
    whole = {"letter": letter, "state": state, **asdict(asking), "text": text}
    written = json.dumps(whole, ensure_ascii=False, sort_keys=True, default=date.isoformat)
    return committed(written, salt)


@dataclass(frozen=True, slots=True, kw_only=True)
class OnVisitLetter:
    """``mandates``: those that ask, the lead first; ``approved``: those that approved this text.

    ``step``: how many steps the letter has with this one.
    """

    visit_letter_id: str
    letter: Letter
    state: str
    mandates: tuple[str, ...]
    approved: tuple[str, ...]
    stage: Stage
    version: int
    content_hash: str
    step: int
    done_by: str
    done_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitLetterDrafted(OnVisitLetter):
    asking: Asking
    text: Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitLetterRevised(OnVisitLetter):
    """It voids every approval (R1)."""

    asking: Asking
    text: Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitLetterApprovalRequested(OnVisitLetter):
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitLetterApproved(OnVisitLetter):
    """``mandate`` approved this very text."""

    mandate: str


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitLetterChangesRequested(OnVisitLetter):
    """It voids every approval."""

    mandate: str
    note: Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitLetterLeft(OnVisitLetter):
    """The others go on. ``vacant``: nobody signs for the mandate, and an officer took it off."""

    mandate: str
    vacant: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitLetterWithdrawn(OnVisitLetter):
    """It does not go out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitLetterSent(OnVisitLetter):
    """``cleared_on``: the day on which the last approval was given.

    ``sending``: the number of this record, of which the ones before were struck.
    """

    asking: Asking
    cleared_on: date
    dated_on: date
    passed_on: date
    channel: str
    reference: Sealed | None
    sending: int


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitLetterHandedOver(OnVisitLetter):
    """It is being sent: until it is held back nobody changes what was approved."""


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitLetterHeldBack(OnVisitLetter):
    """It is not being sent, and can be changed again. ``note``: why; none in version 1."""

    note: Sealed | None


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitLetterSendingStruck(OnVisitLetter):
    """It was not sent, or otherwise than recorded. ``note``: why."""

    sending: int
    note: Sealed


Fact: TypeAlias = (
    VisitLetterDrafted
    | VisitLetterRevised
    | VisitLetterApprovalRequested
    | VisitLetterApproved
    | VisitLetterChangesRequested
    | VisitLetterLeft
    | VisitLetterWithdrawn
    | VisitLetterHandedOver
    | VisitLetterHeldBack
    | VisitLetterSent
    | VisitLetterSendingStruck
)

TYPES: dict[str, type] = {
    "visit-letter-drafted": VisitLetterDrafted,
    "visit-letter-revised": VisitLetterRevised,
    "visit-letter-approval-requested": VisitLetterApprovalRequested,
    "visit-letter-approved": VisitLetterApproved,
    "visit-letter-changes-requested": VisitLetterChangesRequested,
    "visit-letter-left": VisitLetterLeft,
    "visit-letter-withdrawn": VisitLetterWithdrawn,
    "visit-letter-handed-over": VisitLetterHandedOver,
    "visit-letter-held-back": VisitLetterHeldBack,
    "visit-letter-sent": VisitLetterSent,
    "visit-letter-sending-struck": VisitLetterSendingStruck,
}


def _sent_2(old: dict[str, Any]) -> dict[str, Any]:
    """In version 1 a sending was recorded once: that record could not be struck."""
    return {"sending": 1, **old}


def _held_back_2(old: dict[str, Any]) -> dict[str, Any]:
    return {**old, "note": None}


UPCASTERS: dict[str, tuple[Upcaster, ...]] = {
    "visit-letter-sent": (_sent_2,),
    "visit-letter-held-back": (_held_back_2,),
}
