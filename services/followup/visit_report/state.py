"""The report on a visit, folded from its events.

Section E.9 of visits-recommendations-knowledge.md.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any, TypeAlias, TypedDict, assert_never

from services.followup import holding
from services.followup.mission import state as missions
from services.followup.mission.state import Mission
from shared.contracts.followup_holding import HoldingHeard
from shared.contracts.followup_missions import OfMission
from shared.contracts.followup_visit_report_commands import OnReport
from shared.contracts.followup_visit_reports import (
    Fact,
    PreliminaryNoteNamed,
    ReportItem,
    Stage,
    StateCommentDecided,
    StateCommented,
    StateCommentsPublished,
    VisitFollowUpPlanned,
    VisitReportApproved,
    VisitReportFileAdded,
    VisitReportFileTakenBack,
    VisitReportItemRemoved,
    VisitReportItemSet,
    VisitReportLanguagesSet,
    VisitReportMandateJoined,
    VisitReportMandateLeft,
    VisitReportPassedOn,
    VisitReportPresented,
    VisitReportPublished,
    VisitReportReadWith,
    VisitReportReturned,
    VisitReportSentToState,
    VisitReportStarted,
    VisitReportTextKept,
)
from shared.core.actor import Asked
from shared.reference.holding import Holding

Heard: TypeAlias = Fact | missions.Heard


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """``steps`` is 0 where there is none. ``undecided``: factual comments without a decision.

    ``asked``: the comments that the State wants to be read. ``registered``: the recommendations
    that have been. ``of``: the mandate that began it, or that goes on with it. ``kept``: it is a
    record of that one, which ended.

    ``joint``: the mandates that write it beside the first. ``approvals``: of the present words, by
    mandate, whose holder gave it.

    ``files``: of what each is and in which language. ``note``: the symbol, the day and the
    languages of the preliminary note.

    ``joint_mission_id``: of the joint visit on which its mandate came along (E.1).

    ``mission`` and ``holdings``, by mandate, are other streams, and are there only while a decision
    reads them; so are ``visit``, the joint one in which the mission goes on, and ``others``, the
    reports on the same visit.
    """

    stage: Stage = "drafting"
    of: str = ""
    kept: bool = False
    steps: int = 0
    version: int = 0
    text_hash: str | None = None
    has_text: bool = False
    items: Mapping[str, ReportItem] = field(default_factory=dict)
    numbers: Mapping[str, int] = field(default_factory=dict)
    comments_due: date | None = None
    comments: Mapping[str, str] = field(default_factory=dict)
    undecided: frozenset[str] = frozenset()
    decided: Mapping[str, bool] = field(default_factory=dict)
    asked: frozenset[str] = frozenset()
    joint: tuple[str, ...] = ()
    approvals: Mapping[str, str] = field(default_factory=dict)
    registered: frozenset[str] = frozenset()
    addendum: bool = False
    presented_on: date | None = None
    first_round: date | None = None
    read_with: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    files: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    note: tuple[str | None, date | None, tuple[str, ...]] = (None, None, ())
    joint_mission_id: str | None = None
    mission: Mission = field(default_factory=Mission)
    visit: Mission = field(default_factory=Mission)
    others: "Mapping[str, Report]" = field(default_factory=dict)
    holdings: Mapping[str, Holding] = field(default_factory=dict)

    @property
    def mandates(self) -> tuple[str, ...]:
        """Those that write it, the first one leads."""
        return (self.mandate, *(self.joint if self.stage != "withdrawn" else ()))

    @property
    def note_languages(self) -> tuple[str, ...]:
        return self.note[2]

    def holding(self, mandate: str) -> Holding:
        return self.holdings.get(mandate, Holding(mandate=mandate))

    @property
    def mandate(self) -> str:
        """The mandate whose it is: that of the mission, unless it went to another (SC3)."""
        return self.of if self.steps and self.stage != "withdrawn" else self.mission.mandate


def evolve(state: Report, event: Heard) -> Report:
    if isinstance(event, HoldingHeard):
        held = holding.evolve(state.holding(event.mandate), event)
        return replace(state, holdings={**state.holdings, event.mandate: held})
    if not isinstance(event, Fact):
        return _visited(state, event)
    state = replace(state, stage=event.stage, steps=event.step, of=event.mandate)
    match event:
        case VisitReportTextKept() | VisitReportItemSet() | VisitReportItemRemoved():
            return _drafted(state, event)
        case StateCommented() | StateCommentDecided():
            return _commented(state, event)
        case _:
            return replace(state, **_said(state, event))


def hears(state: Report, event: Heard) -> Report:
    """Fold the other reports on a joint visit beside this one."""
    own = state.mission.mission_id
    if not isinstance(event, Fact) or own in {"", event.mission_id}:
        return evolve(state, event)
    other = evolve(state.others.get(event.mission_id, Report()), event)
    return replace(state, others={**state.others, event.mission_id: other})


def _visited(state: Report, event: OfMission) -> Report:
    """Fold the mission, which is read first, and that of the joint visit in which it goes on."""
    if state.mission.mission_id in {"", event.mission_id}:
        return replace(state, mission=missions.evolve(state.mission, event))
    return replace(state, visit=missions.evolve(state.visit, event))


def _drafted(
    state: Report, event: VisitReportTextKept | VisitReportItemSet | VisitReportItemRemoved
) -> Report:
    state = replace(state, version=event.version, text_hash=event.text_hash, approvals={})
    match event:
        case VisitReportTextKept():
            return replace(state, has_text=True)
        case VisitReportItemSet(item=item):
            one = item.recommendation_id
            return replace(
                state,
                items={**state.items, one: item},
                numbers={**state.numbers, one: event.number},
            )
        case VisitReportItemRemoved(recommendation_id=gone):
            left = {key: item for key, item in state.items.items() if key != gone}
            return replace(state, items=left)
    assert_never(event)


def _commented(state: Report, event: StateCommented | StateCommentDecided) -> Report:
    if isinstance(event, StateCommentDecided):
        return replace(
            state,
            approvals={},  # what was approved rested on other decisions
            undecided=state.undecided - {event.comment_id},
            decided={**state.decided, event.comment_id: event.taken},
        )
    comment = event.comment
    factual = {comment.comment_id} if comment.kind == "factual" else set()
    return replace(
        state,
        comments={**state.comments, comment.comment_id: comment.kind},
        approvals={} if factual else state.approvals,
        undecided=state.undecided | factual,
        asked=state.asked | ({comment.comment_id} if comment.publish else set()),
    )


_ALONE: Mapping[str, Any] = {"joint": (), "approvals": {}}
_NO_WORDS: Mapping[str, Any] = {
    "has_text": False,
    "text_hash": None,
    "items": {},
    "numbers": {},
    "comments": {},
    "undecided": frozenset(),
    "decided": {},
    "asked": frozenset(),
}


def _said(state: Report, event: Fact) -> Mapping[str, Any]:
    match event:
        case VisitReportStarted():  # anew: nothing of the life that was withdrawn
            gone: dict[str, Any] = dict.fromkeys(("comments_due", "presented_on", "first_round"))
            gone |= {"read_with": (), "note": (None, None, ())}
            words = _NO_WORDS if event.afresh else {}
            anew = {"addendum": False, "kept": False, "joint_mission_id": event.joint_mission_id}
            return {**gone, **words, **_ALONE, **anew}
        case VisitReportSentToState():
            return {"comments_due": event.comments_due, "approvals": {}}
        case VisitReportApproved(approving=mandate):
            return {"approvals": {**state.approvals, mandate: event.done_by}}
        case VisitReportReturned():
            return {"approvals": {}}
        case VisitReportPassedOn():
            left = tuple(one for one in state.joint if one != event.to)
            passed = {"of": event.to or event.mandate, "joint": left, "approvals": {}}
            return {**passed, "kept": event.to is None}
        case VisitReportMandateJoined(joined=one):
            return {"joint": (*state.joint, one), "approvals": {}}
        case VisitReportMandateLeft():
            out = {event.left, event.mandate}
            given = {one: by for one, by in state.approvals.items() if one != event.left}
            return {
                "joint": tuple(one for one in state.joint if one not in out),
                "approvals": given,
            }
        case VisitReportPublished():
            now = {each.item.recommendation_id for each in event.recommendations}
            return {"registered": state.registered | now, "languages": event.languages}
        case VisitReportLanguagesSet():
            return {"languages": event.languages}
        case VisitReportFileAdded() | VisitReportFileTakenBack() | PreliminaryNoteNamed():
            return _documented(state, event)
        case StateCommentsPublished():
            return {"addendum": True}
        case VisitReportPresented():
            return {"presented_on": event.on}
        case VisitFollowUpPlanned():
            return {"first_round": event.first_round}
        case VisitReportReadWith():
            return {"read_with": event.others}
        case _:
            return {}


def _documented(
    state: Report, event: VisitReportFileAdded | VisitReportFileTakenBack | PreliminaryNoteNamed
) -> Mapping[str, Any]:
    if isinstance(event, PreliminaryNoteNamed):
        return {"note": (event.symbol, event.issued_on, event.languages)}
    gone = event.replaces if isinstance(event, VisitReportFileAdded) else event.file_id
    files = {each: of for each, of in state.files.items() if each != gone}
    if isinstance(event, VisitReportFileAdded):
        files[event.file.file_id] = (event.kind, event.language)
    return {"files": files}


class Step(TypedDict):
    mission_id: str
    mandate: str
    state: str
    stage: Stage
    step: int
    done_by: str
    done_at: datetime


def step_of(command: OnReport, asked: Asked, state: Report, stage: Stage | None = None) -> Step:
    """``stage``: where it stands then; None: where it did."""
    return Step(
        mission_id=command.mission_id,
        mandate=state.mandate,
        state=state.mission.state,
        stage=stage or state.stage,
        step=state.steps + 1,
        done_by=asked.by.actor_id,
        done_at=asked.at,
    )
