"""Facts of followup about the report on a visit.

Lifecycle: visits-recommendations-knowledge.md section E.9.

One stream for each mission. The text and the comments of the State are sealed under keys of their
own; a recommendation under the key that it has once it is registered, so its words stay the same.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal, TypeAlias

from shared.contracts.feed import Feed, Shown
from shared.contracts.stakeholders_library import LibraryFile
from shared.core.message import Sealed

Stage: TypeAlias = Literal[
    "drafting", "with_state", "deciding", "approved", "submitted", "published", "withdrawn"
]
"""``deciding``: the period for comments is over, and the holder decides about them."""
CommentKind: TypeAlias = Literal["factual", "substantive"]
DocumentKind: TypeAlias = Literal["official", "advance", "note"]
"""The official document, the advance unedited version, or the preliminary note."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportAddressee:
    """``kind``: of shared.reference.recommending; ``name``: under the recommendation's key."""

    addressee_id: str
    kind: str
    name: Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportItem:
    """A recommendation of the report; the Government is an addressee of each.

    ``recommendation_id``: by which it is registered once the report is published. ``paragraph``:
    its number in the document, such as 92 or 92 (a); empty: nobody said.
    """

    recommendation_id: str
    text: Sealed
    addressees: tuple[ReportAddressee, ...] = ()
    paragraph: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicItem:
    """``words``: as everybody reads them."""

    item: ReportItem
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportPlace:
    """Where a recommendation stands: the report on a visit, and the paragraph if somebody said.

    ``words_hash``: SHA-256 of its words as the report published them.
    """

    mission_id: str
    symbol: str
    paragraph: str
    words_hash: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StateComment:
    """``paragraph``: its number; 0: the whole. ``publish``: the State asks that all read it."""

    comment_id: str
    kind: CommentKind
    paragraph: int
    text: Sealed
    publish: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class OnReport:
    """``stage``: where the report stands then. ``step``: how many its stream has with this one."""

    mission_id: str
    mandate: str
    state: str
    stage: Stage
    step: int
    done_by: str
    done_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitReportStarted(OnReport):
    """After the visit ended; anew after it was withdrawn.

    ``afresh``: with nothing of what was withdrawn, which was another mandate's (SC3).
    ``joint_mission_id``: of the joint visit, where a mandate that came along writes its own (E.1).
    """

    afresh: bool = False
    joint_mission_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OnDraft(OnReport):
    """``version``: of the draft; ``text_hash``: of its text and recommendations, keyed."""

    version: int
    text_hash: str


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitReportTextKept(OnDraft):
    text: Sealed
    words: int


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitReportItemSet(OnDraft):
    """``number``: its place among the recommendations."""

    number: int
    item: ReportItem


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitReportItemRemoved(OnDraft):
    recommendation_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitReportSentToState(OnReport):
    """The State is the first recipient. ``comments_due``: the last day for its comments."""

    text_hash: str
    comments_due: date


@dataclass(frozen=True, slots=True, kw_only=True)
class StateCommented(OnReport):
    """``by_government``: it said so itself. ``late``: the period was over."""

    comment: StateComment
    by_government: bool
    late: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CommentPeriodEnded(OnReport):
    """``comments``: how many there are."""

    comments: int


@dataclass(frozen=True, slots=True, kw_only=True)
class StateCommentDecided(OnReport):
    """``reason``: why it is refused, under the comment's key."""

    comment_id: str
    taken: bool
    reason: Sealed | None


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitReportApproved(OnReport):
    """``approving``: the mandate of whose holder it is; all that write it approve the same words.

    ``stage`` is "approved" once the last of them has; "drafting" before the State gets the words.
    """

    text_hash: str
    approving: str


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitReportSubmitted(OnReport):
    """``slot``: of the conference service. ``waiver``: why it is late or over the limit."""

    slot: date
    words: int
    waiver: Sealed | None


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitReportReturned(OnReport):
    """Who publishes gave it back to its mandate: it is approved and submitted anew."""

    note: Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitReportPublished(OnReport):
    """A policy registers the recommendations. ``approved_by``: the holder of the first mandate.

    ``mandates``: those that wrote it, the first one leads. ``languages``: in which the official
    document is out; none: it is the advance unedited version.
    """

    symbol: str
    approved_by: str
    languages: tuple[str, ...]
    recommendations: tuple[PublicItem, ...]
    mandates: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitReportLanguagesSet(OnReport):
    """The official document is out in these languages."""

    languages: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitReportFileAdded(OnReport):
    """A published document in a language. ``replaces``: the id of the file that it stands for."""

    kind: DocumentKind
    language: str
    file: LibraryFile
    replaces: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitReportFileTakenBack(OnReport):
    """Nobody reads it any more: it was the wrong one, or the report is public no more."""

    file_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PreliminaryNoteNamed(OnReport):
    """The preliminary note is out as an addendum of its own, which may come before the report.

    ``symbol``, ``issued_on``: None: there is none, and it was named by mistake.
    """

    symbol: str | None
    issued_on: date | None
    languages: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StateCommentsPublished(OnReport):
    """``symbol``: of the addendum; ``comments``: the ids of those in it, and no later ones."""

    symbol: str
    comments: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitReportPresented(OnReport):
    """``session``: of the Human Rights Council."""

    session: int
    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitFollowUpPlanned(OnReport):
    first_round: date


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitReportWithdrawn(OnReport):
    """It is not submitted, or not public any more.

    ``reason``: of shared.reference.visit_reports. ``taken_back``: the recommendations that were
    public with it and are so no more.
    """

    reason: str
    note: Sealed | None
    taken_back: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitReportPassedOn(OnReport):
    """``to`` goes on with it in place of ``mandate``; None: it is withdrawn, as a record (SC3).

    What the holder had approved counts for no other mandate.
    """

    to: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitReportReadWith(OnReport):
    """It is to be read together with these reports of other mandates on the visit, by mission.

    Each mandate says so of its own; pages link two that say it of one another.
    """

    others: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitReportMandateJoined(OnReport):
    """``joined`` writes it as well, after a joint visit."""

    joined: str


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitReportMandateLeft(OnReport):
    """``left`` writes it no more, and ``mandate`` is who leads then.

    ``vacant``: an officer took it off, as nobody signs for it. The words, and the approvals of the
    others, stay.
    """

    left: str
    vacant: bool


Fact: TypeAlias = (
    VisitReportStarted
    | VisitReportTextKept
    | VisitReportItemSet
    | VisitReportItemRemoved
    | VisitReportSentToState
    | StateCommented
    | CommentPeriodEnded
    | StateCommentDecided
    | VisitReportApproved
    | VisitReportSubmitted
    | VisitReportReturned
    | VisitReportPublished
    | VisitReportLanguagesSet
    | VisitReportFileAdded
    | VisitReportFileTakenBack
    | PreliminaryNoteNamed
    | StateCommentsPublished
    | VisitReportPresented
    | VisitFollowUpPlanned
    | VisitReportWithdrawn
    | VisitReportPassedOn
    | VisitReportReadWith
    | VisitReportMandateJoined
    | VisitReportMandateLeft
)

TYPES: dict[str, type] = {
    "visit-report-started": VisitReportStarted,
    "visit-report-text-kept": VisitReportTextKept,
    "visit-report-item-set": VisitReportItemSet,
    "visit-report-item-removed": VisitReportItemRemoved,
    "visit-report-sent-to-state": VisitReportSentToState,
    "visit-report-state-commented": StateCommented,
    "visit-report-comment-period-ended": CommentPeriodEnded,
    "visit-report-comment-decided": StateCommentDecided,
    "visit-report-approved": VisitReportApproved,
    "visit-report-submitted": VisitReportSubmitted,
    "visit-report-returned": VisitReportReturned,
    "visit-report-published": VisitReportPublished,
    "visit-report-languages-set": VisitReportLanguagesSet,
    "visit-report-file-added": VisitReportFileAdded,
    "visit-report-file-taken-back": VisitReportFileTakenBack,
    "visit-report-note-named": PreliminaryNoteNamed,
    "visit-report-comments-published": StateCommentsPublished,
    "visit-report-presented": VisitReportPresented,
    "visit-report-follow-up-planned": VisitFollowUpPlanned,
    "visit-report-withdrawn": VisitReportWithdrawn,
    "visit-report-passed-on": VisitReportPassedOn,
    "visit-report-read-with": VisitReportReadWith,
    "visit-report-mandate-joined": VisitReportMandateJoined,
    "visit-report-mandate-left": VisitReportMandateLeft,
}


def _started_2(old: dict[str, Any]) -> dict[str, Any]:
    """In version 1 no visit had gone to another mandate."""
    return {**old, "afresh": False}


def _started_3(old: dict[str, Any]) -> dict[str, Any]:
    """In version 2 the report on a joint visit was of the mandate that leads."""
    return {**old, "joint_mission_id": None}


def _approved_2(old: dict[str, Any]) -> dict[str, Any]:
    """In version 1 one mandate wrote a report."""
    return {**old, "approving": old["mandate"]}


def _published_2(old: dict[str, Any]) -> dict[str, Any]:
    return {**old, "mandates": [old["mandate"]]}


def _item_2(old: dict[str, Any]) -> dict[str, Any]:
    """In version 1 nobody said in which paragraph a recommendation stands."""
    return {**old, "item": {**old["item"], "paragraph": ""}}


def _published_3(old: dict[str, Any]) -> dict[str, Any]:
    return {**old, "recommendations": [_item_2(each) for each in old["recommendations"]]}


UPCASTERS = {
    "visit-report-started": (_started_2, _started_3),
    "visit-report-approved": (_approved_2,),
    "visit-report-published": (_published_2, _published_3),
    "visit-report-item-set": (_item_2,),
}

FEED: Feed = {
    VisitReportPublished: Shown(
        words="Report on a visit published", mandates="mandates", recipient="state"
    )
}
