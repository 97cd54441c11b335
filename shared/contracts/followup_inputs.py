"""Facts of followup about calls for input to a country visit, and the contributions to them.

Lifecycle: M3 in section E.4 of visits-recommendations-knowledge.md. A contribution is confidential
unless its sender ticks publication. All that is written in one is sealed under a key of its own.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, TypeAlias

from shared.core.message import Sealed

End: TypeAlias = Literal["closed", "withdrawn"]
"""``closed``: before its day; ``withdrawn``: it is not asked for any more."""
Publication: TypeAlias = Literal["no", "unnamed", "named"]
"""What the sender allows: that nobody but the mandate reads it, or everybody, without a name or
with it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CallText:
    """What is asked for, in one language; everybody whom the call reaches reads it."""

    language: str
    text: Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class OnInputCall:
    """``step``: how many steps the call has with this one."""

    call_id: str
    mission_id: str
    mandate: str
    state: str
    step: int
    done_by: str
    done_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class InputCallIssued(OnInputCall):
    """``closes_on``: its last day. ``public``: it is listed; else only its address leads to it."""

    closes_on: date
    public: bool
    texts: tuple[CallText, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class InputCallExtended(OnInputCall):
    closes_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class InputCallEnded(OnInputCall):
    how: End


@dataclass(frozen=True, slots=True, kw_only=True)
class OnContribution:
    contribution_id: str
    call_id: str
    mission_id: str
    mandate: str
    state: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ContributionReceived(OnContribution):
    """``name``: as the sender wrote it, if at all. ``late``: the call was over by then."""

    language: str
    name: Sealed | None
    text: Sealed
    publication: Publication
    late: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ContributionAddedTo(OnContribution):
    addition_id: str
    text: Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class ContributionFileAdded(OnContribution):
    """The fields are those of ``AttachmentAdded``."""

    attachment_id: str
    object_name: str
    sha256: str
    size: int
    media_type: str
    scanned: Literal["clean", "not_scanned"]
    details: Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class ContributionPublicationChosen(OnContribution):
    """The sender allows something else; what was published and is not allowed goes."""

    publication: Publication


@dataclass(frozen=True, slots=True, kw_only=True)
class ContributionWithdrawn(OnContribution):
    """By its sender: nobody reads it any more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ContributionMarked(OnContribution):
    """Somebody who works for the mandate read it, or says that it is to be read again."""

    read: bool
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ContributionNoted(OnContribution):
    """Under the key of the contribution."""

    note_id: str
    note: Sealed
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ContributionNameSetAside(OnContribution):
    """What was typed as a name names nobody, and stops no text; not ``aside``: it does again.

    ``reason`` is under the key of the contribution.
    """

    aside: bool
    reason: Sealed
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ContributionPublished(OnContribution):
    """``published``: whether everybody reads it from now on, or not any more."""

    published: bool
    by: str


OfCall: TypeAlias = InputCallIssued | InputCallExtended | InputCallEnded
OfContribution: TypeAlias = (
    ContributionReceived
    | ContributionAddedTo
    | ContributionFileAdded
    | ContributionPublicationChosen
    | ContributionWithdrawn
    | ContributionMarked
    | ContributionNoted
    | ContributionNameSetAside
    | ContributionPublished
)
Fact: TypeAlias = OfCall | OfContribution

TYPES: dict[str, type] = {
    "input-call-issued": InputCallIssued,
    "input-call-extended": InputCallExtended,
    "input-call-ended": InputCallEnded,
    "contribution-received": ContributionReceived,
    "contribution-added-to": ContributionAddedTo,
    "contribution-file-added": ContributionFileAdded,
    "contribution-publication-chosen": ContributionPublicationChosen,
    "contribution-withdrawn": ContributionWithdrawn,
    "contribution-marked": ContributionMarked,
    "contribution-noted": ContributionNoted,
    "contribution-name-set-aside": ContributionNameSetAside,
    "contribution-published": ContributionPublished,
}
