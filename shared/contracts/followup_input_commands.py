"""The commands of calls for input and of contributions.

Whoever contributes asks as ``by_contribution``: with an account or without, nobody knows which.
``seen``: how many steps of the call the page showed (decision 0063).
"""

from dataclasses import dataclass
from datetime import date
from typing import Literal, TypeAlias

from shared.contracts.followup_inputs import CallText, End, Publication
from shared.core.message import Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueInputCall:
    call_id: str
    mission_id: str
    mandate: str
    closes_on: date
    public: bool
    texts: tuple[CallText, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtendInputCall:
    call_id: str
    mission_id: str
    mandate: str
    seen: int
    closes_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class EndInputCall:
    call_id: str
    mission_id: str
    mandate: str
    seen: int
    how: End


@dataclass(frozen=True, slots=True, kw_only=True)
class SubmitContribution:
    contribution_id: str
    call_id: str
    language: str
    name: Sealed | None
    text: Sealed
    publication: Publication


@dataclass(frozen=True, slots=True, kw_only=True)
class AddToContribution:
    contribution_id: str
    addition_id: str
    text: Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class AddContributionFile:
    """The fields are those of ``AddAttachment``."""

    contribution_id: str
    attachment_id: str
    object_name: str
    sha256: str
    size: int
    media_type: str
    scanned: Literal["clean", "not_scanned"]
    details: Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class ChooseContributionPublication:
    contribution_id: str
    publication: Publication


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawContribution:
    contribution_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkContribution:
    """``seen``: how many additions and files the page showed."""

    contribution_id: str
    read: bool
    seen: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteOnContribution:
    contribution_id: str
    note_id: str
    note: Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class SetContributionNameAside:
    """A holder: the name names nobody. Whoever works for the mandate: it does after all."""

    contribution_id: str
    aside: bool
    reason: Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishContribution:
    """``seen``: what the sender allowed as the page showed it."""

    contribution_id: str
    published: bool
    seen: Publication


OfCall: TypeAlias = IssueInputCall | ExtendInputCall | EndInputCall
OfSender: TypeAlias = (
    AddToContribution | AddContributionFile | ChooseContributionPublication | WithdrawContribution
)
OfTeam: TypeAlias = (
    MarkContribution | NoteOnContribution | SetContributionNameAside | PublishContribution
)
OfContribution: TypeAlias = SubmitContribution | OfSender | OfTeam
Command: TypeAlias = OfCall | OfContribution

TYPES: dict[str, type] = {
    "issue-input-call": IssueInputCall,
    "extend-input-call": ExtendInputCall,
    "end-input-call": EndInputCall,
    "submit-contribution": SubmitContribution,
    "add-to-contribution": AddToContribution,
    "add-contribution-file": AddContributionFile,
    "choose-contribution-publication": ChooseContributionPublication,
    "withdraw-contribution": WithdrawContribution,
    "mark-contribution": MarkContribution,
    "note-on-contribution": NoteOnContribution,
    "set-contribution-name-aside": SetContributionNameAside,
    "publish-contribution": PublishContribution,
}
