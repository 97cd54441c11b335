"""The commands of the report on a visit.

``seen``: how many steps of the stream the page showed (decision 0063).
"""

from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from shared.contracts.followup_visit_reports import DocumentKind, ReportItem, StateComment
from shared.contracts.stakeholders_library import LibraryFile
from shared.core.message import Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class OnReport:
    """``mandate``: that writes it, or one of those that do, and for which somebody acts."""

    mission_id: str
    mandate: str
    seen: int


@dataclass(frozen=True, slots=True, kw_only=True)
class StartVisitReport(OnReport):
    """``joint_mission_id``: of the joint visit in which the mission goes on, if it does."""

    joint_mission_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class KeepVisitReportText(OnReport):
    """``text_hash``: of this text and the recommendations, keyed."""

    text: Sealed
    words: int
    text_hash: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SetVisitReportItem(OnReport):
    """A new recommendation, or one that is there with its words and addressees anew."""

    item: ReportItem
    text_hash: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoveVisitReportItem(OnReport):
    recommendation_id: str
    text_hash: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SendVisitReportToState(OnReport):
    """The holder sends exactly the draft with this hash."""

    text_hash: str
    comments_due: date


@dataclass(frozen=True, slots=True, kw_only=True)
class LogStateComment(OnReport):
    """The Government itself, or an officer of the mandate for it."""

    comment: StateComment


@dataclass(frozen=True, slots=True, kw_only=True)
class DecideStateComment(OnReport):
    """``reason``: where a factual comment is refused."""

    comment_id: str
    taken: bool
    reason: Sealed | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ApproveVisitReport(OnReport):
    text_hash: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SubmitVisitReport(OnReport):
    slot: date
    words: int
    waiver: Sealed | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishVisitReport(OnReport):
    """``words``: of each recommendation by its id, as everybody reads them.

    ``text_hash``: of all words as they are opened then, which are those that were approved.
    ``languages``: in which the official document is out; none: as the advance unedited version.
    """

    text_hash: str
    symbol: str
    languages: tuple[str, ...]
    words: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SetVisitReportLanguages(OnReport):
    """The official document is out in these languages."""

    languages: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AddVisitReportFile(OnReport):
    """A published document in a language, in place of the file that there is of it."""

    kind: DocumentKind
    language: str
    file: LibraryFile


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeBackVisitReportFile(OnReport):
    file_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NamePreliminaryNote(OnReport):
    """``symbol``, ``issued_on``: None: there is none. ``languages``: in which it is out."""

    symbol: str | None
    issued_on: date | None
    languages: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnVisitReport(OnReport):
    """Who publishes gives a report back that was submitted. ``note``: why."""

    note: Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishStateComments(OnReport):
    """``comments``: the ids of those that the page showed to who publishes."""

    symbol: str
    comments: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PresentVisitReport(OnReport):
    session: int
    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanVisitFollowUp(OnReport):
    first_round: date


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawVisitReport(OnReport):
    reason: str
    note: Sealed | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadVisitReportWith(OnReport):
    """``others``: the missions of all reports that it is to be read together with; may be none."""

    others: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NameReportMandate(OnReport):
    """``joined`` is to write the report as well.

    ``own_mission_id``: by which it came along on a joint visit, if it did.
    """

    joined: str
    own_mission_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LeaveVisitReport(OnReport):
    """``mandate`` writes it no more."""


OnDraft: TypeAlias = KeepVisitReportText | SetVisitReportItem | RemoveVisitReportItem
OfPublishing: TypeAlias = (
    PublishVisitReport
    | SetVisitReportLanguages
    | AddVisitReportFile
    | TakeBackVisitReportFile
    | ReturnVisitReport
    | PublishStateComments
)
Decides: TypeAlias = (
    SendVisitReportToState
    | DecideStateComment
    | ApproveVisitReport
    | PresentVisitReport
    | PlanVisitFollowUp
    | WithdrawVisitReport
)
Command: TypeAlias = (
    StartVisitReport
    | KeepVisitReportText
    | SetVisitReportItem
    | RemoveVisitReportItem
    | SendVisitReportToState
    | LogStateComment
    | DecideStateComment
    | ApproveVisitReport
    | SubmitVisitReport
    | PublishVisitReport
    | SetVisitReportLanguages
    | AddVisitReportFile
    | TakeBackVisitReportFile
    | NamePreliminaryNote
    | ReturnVisitReport
    | PublishStateComments
    | PresentVisitReport
    | PlanVisitFollowUp
    | WithdrawVisitReport
    | ReadVisitReportWith
    | NameReportMandate
    | LeaveVisitReport
)

TYPES: dict[str, type] = {
    "start-visit-report": StartVisitReport,
    "keep-visit-report-text": KeepVisitReportText,
    "set-visit-report-item": SetVisitReportItem,
    "remove-visit-report-item": RemoveVisitReportItem,
    "send-visit-report-to-state": SendVisitReportToState,
    "log-state-comment": LogStateComment,
    "decide-state-comment": DecideStateComment,
    "approve-visit-report": ApproveVisitReport,
    "submit-visit-report": SubmitVisitReport,
    "publish-visit-report": PublishVisitReport,
    "set-visit-report-languages": SetVisitReportLanguages,
    "add-visit-report-file": AddVisitReportFile,
    "take-back-visit-report-file": TakeBackVisitReportFile,
    "name-preliminary-note": NamePreliminaryNote,
    "return-visit-report": ReturnVisitReport,
    "publish-state-comments": PublishStateComments,
    "present-visit-report": PresentVisitReport,
    "plan-visit-follow-up": PlanVisitFollowUp,
    "withdraw-visit-report": WithdrawVisitReport,
    "read-visit-report-with": ReadVisitReportWith,
    "name-report-mandate": NameReportMandate,
    "leave-visit-report": LeaveVisitReport,
}
