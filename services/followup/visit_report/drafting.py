"""The draft of a report on a visit: its text, its recommendations, and its way to the State."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, assert_never

from services.followup.mission.state import goes_on
from services.followup.visit_report import beside
from services.followup.visit_report.state import Report, Step, step_of
from services.followup.visit_report.whose import of_government
from shared.contracts.followup_visit_report_commands import (
    KeepVisitReportText,
    LogStateComment,
    OnDraft,
    RemoveVisitReportItem,
    SendVisitReportToState,
    SetVisitReportItem,
    StartVisitReport,
)
from shared.contracts.followup_visit_reports import (
    CommentPeriodEnded,
    Fact,
    ReportItem,
    Stage,
    StateCommented,
    VisitReportItemRemoved,
    VisitReportItemSet,
    VisitReportSentToState,
    VisitReportStarted,
    VisitReportTextKept,
)
from shared.core.actor import Asked
from shared.core.decider import Refused
from shared.core.geneva import day_of
from shared.core.said import Count
from shared.reference.recommending import ADDRESSEES
from shared.reference.visit_reports import COMMENT_PERIOD, COMMENTS, LONGEST_PERIOD, PARAGRAPH

_MOST: Final = 200
_MOST_ADDRESSEES: Final = 20
_MOST_COMMENTS: Final = 1_000
_ENDED: Final = frozenset({"ended", "completed"})
_OPEN: Final[frozenset[Stage]] = frozenset({"drafting", "deciding", "approved"})
COMMENTED: Final[frozenset[Stage]] = frozenset({"deciding", "approved", "submitted", "published"})


@dataclass(frozen=True, slots=True, kw_only=True)
class EndCommentPeriod:
    """Only this service's own clock sends it."""

    mission_id: str


class Draft(Step):
    version: int
    text_hash: str


def start(command: StartVisitReport, asked: Asked, state: Report) -> Sequence[Fact]:
    if state.steps and state.stage != "withdrawn":
        raise Refused("There is a report on this visit already.")
    goes_on(state.mission)
    beside.begins(command, state)
    other = state.of != state.mandate
    if state.kept and not other:
        raise Refused("Its mandate has ended, and it is kept as a record.")
    _ended(state)
    started = step_of(command, asked, state, "drafting")
    afresh = bool(state.steps) and other
    return [VisitReportStarted(**started, afresh=afresh, joint_mission_id=command.joint_mission_id)]


def draft(command: OnDraft, asked: Asked, state: Report) -> Sequence[Fact]:
    if state.stage == "with_state":
        raise Refused("The State has the draft: it changes once the period for comments is over.")
    if state.stage not in _OPEN:
        raise Refused("The report changes no more.")
    # What was approved was another text.
    stage: Stage = "deciding" if state.stage == "approved" else state.stage
    made = Draft(
        **step_of(command, asked, state, stage),
        version=state.version + 1,
        text_hash=command.text_hash,
    )
    match command:
        case KeepVisitReportText():
            if not command.words:
                raise Refused("Enter the text of the report.")
            return [VisitReportTextKept(**made, text=command.text, words=command.words)]
        case SetVisitReportItem():
            _sound(command.item, state)
            return [_set(command.item, made, state)]
        case RemoveVisitReportItem():
            if command.recommendation_id not in state.items:
                raise Refused("There is no such recommendation in the report.")
            gone = command.recommendation_id
            return [VisitReportItemRemoved(**made, recommendation_id=gone)]
    assert_never(command)


def send(command: SendVisitReportToState, asked: Asked, state: Report) -> Sequence[Fact]:
    if state.stage != "drafting":
        raise Refused("The draft was sent to the State already.")
    _ended(state)
    exact(command.text_hash, state)
    today = day_of(asked.at)
    if not state.approvals.keys() >= set(state.joint):
        raise Refused(
            "The draft goes to the State in the name of all: the others approve it first."
        )
    held(state, today)
    if command.comments_due < today + COMMENT_PERIOD:
        raise Refused.many(
            "The State has at least {days} day for its comments.",
            "The State has at least {days} days for its comments.",
            days=Count(COMMENT_PERIOD.days),
        )
    if command.comments_due > today + LONGEST_PERIOD:
        raise Refused("Enter a day within half a year.")
    return [
        VisitReportSentToState(
            **step_of(command, asked, state, "with_state"),
            text_hash=command.text_hash,
            comments_due=command.comments_due,
        )
    ]


def comment(command: LogStateComment, asked: Asked, state: Report) -> Sequence[Fact]:
    """A comment that comes late is logged all the same; the Government reads a draft no more."""
    said = command.comment
    itself = of_government(asked, state)
    if said.comment_id in state.comments:
        return []
    late = state.stage in COMMENTED
    if state.stage != "with_state" and (itself or not late):
        raise Refused("The period for comments on this draft is not open.")
    if said.kind not in COMMENTS:
        raise Refused("Choose whether the comment is about facts or about substance.")
    if said.paragraph < 0:
        raise Refused("Enter the number of the paragraph.")
    if len(state.comments) >= _MOST_COMMENTS:
        raise Refused("The report has as many comments as it can have.")
    stage: Stage | None = None
    if state.stage in {"approved", "submitted"} and said.kind == "factual":
        stage = "deciding"  # the holder approved without it
    return [
        StateCommented(
            **step_of(command, asked, state, stage),
            comment=said,
            by_government=itself,
            late=late,
        )
    ]


def end_period(command: EndCommentPeriod, asked: Asked, state: Report) -> Sequence[Fact]:
    due = state.comments_due
    if state.stage != "with_state" or due is None or day_of(asked.at) <= due:
        return []
    return [
        CommentPeriodEnded(
            mission_id=command.mission_id,
            mandate=state.mandate,
            state=state.mission.state,
            stage="deciding",
            step=state.steps + 1,
            done_by=asked.by.actor_id,
            done_at=asked.at,
            comments=len(state.comments),
        )
    ]


def exact(text_hash: str, state: Report) -> None:
    """Refuse what is about other words than those that stand."""
    if not state.has_text:
        raise Refused("The report has no text yet.")
    if text_hash != state.text_hash:
        raise Refused("The text has changed. Read it again.")


def held(state: Report, on: date) -> None:
    """Refuse what somebody approved whose term is over."""
    if not all(state.holding(one).held_by(by, on) for one, by in state.approvals.items()):
        raise Refused("Who approved it does not hold the mandate any more. It is approved anew.")


def _ended(state: Report) -> None:
    if beside.visit(state).phase not in _ENDED:
        raise Refused("The report on a visit follows its end.")


def _sound(item: ReportItem, state: Report) -> None:
    _unregistered(item.recommendation_id, state)
    if item.paragraph and not PARAGRAPH.fullmatch(item.paragraph):
        raise Refused("Enter a paragraph such as 92 or 92 (a).")
    if any(each.kind not in ADDRESSEES for each in item.addressees):
        raise Refused("Choose from the list what kind of body it is addressed to.")
    if len(item.addressees) > _MOST_ADDRESSEES:
        raise Refused("A recommendation has at most 20 addressees beside the Government.")
    if item.recommendation_id not in state.items and len(state.items) >= _MOST:
        raise Refused("The report has as many recommendations as it can have.")


def _set(item: ReportItem, made: Draft, state: Report) -> VisitReportItemSet:
    last = max(state.numbers.values(), default=0)
    number = state.numbers.get(item.recommendation_id, last + 1)
    return VisitReportItemSet(**made, number=number, item=item)


def _unregistered(recommendation_id: str, state: Report) -> None:
    """Refuse other words for what is registered. It can be left out of a report begun anew."""
    if recommendation_id in state.registered:
        raise Refused("This recommendation is registered. Correct it there, by a corrigendum.")
