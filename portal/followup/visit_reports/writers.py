"""The tables of who writes a report on a visit beside who leads it, and who approved it."""

from sqlalchemy import Column, Index, String, Table

from portal.followup.visit_reports.filed import tables
from shared.contracts.followup_visit_reports import (
    Fact,
    OnReport,
    StateCommentDecided,
    StateCommented,
    VisitReportApproved,
    VisitReportItemRemoved,
    VisitReportItemSet,
    VisitReportMandateJoined,
    VisitReportMandateLeft,
    VisitReportPassedOn,
    VisitReportReturned,
    VisitReportSentToState,
    VisitReportStarted,
    VisitReportTextKept,
)
from shared.platform.tables import Instant
from shared.read_models.model import Change, Delete, Put

# Who had a report before, or writes it beside the first: the words are compared with theirs too.
before = Table(
    "visit_reports_before",
    tables,
    Column("mission_id", String(36), primary_key=True),
    Column("mandate", String(80), primary_key=True),
    Column("passed_at", Instant),
)
joint = Table(
    "visit_reports_joint",
    tables,
    Column("mission_id", String(36), primary_key=True),
    Column("mandate", String(80), primary_key=True),  # writes it beside the first
    Column("joined_at", Instant),
    Index("visit_reports_joint_by_mandate", "mandate"),
)
approvals = Table(
    "visit_reports_approvals",
    tables,
    Column("mission_id", String(36), primary_key=True),
    Column("mandate", String(80), primary_key=True),
    Column("approved_by", String(80)),
)

_VOIDING = (
    VisitReportStarted,
    VisitReportTextKept,
    VisitReportItemSet,
    VisitReportItemRemoved,
    VisitReportSentToState,
    StateCommentDecided,
    VisitReportReturned,
    VisitReportPassedOn,
    VisitReportMandateJoined,
)


def changes(fact: Fact) -> list[Change]:
    """Return what a fact changes of both; what changed has no approval any more."""
    void = [Delete(approvals, (fact.mission_id,))] if _voids(fact) else []
    return [*void, *_of(fact)]


def _voids(fact: Fact) -> bool:
    """Whether what was approved was something else."""
    factual = isinstance(fact, StateCommented) and fact.comment.kind == "factual"
    return factual or isinstance(fact, _VOIDING)


def _of(fact: Fact) -> list[Change]:
    """Return what it changes itself.

    Each that is or was among them is in ``before``, but who leads: its words may stay in a report
    that is begun anew without it, and are compared with what it was told.
    """
    match fact:
        case VisitReportStarted(afresh=True):  # with none of their words
            return [Delete(table, (fact.mission_id,)) for table in (joint, before)]
        case VisitReportStarted():
            return [Delete(joint, (fact.mission_id,)), Delete(before, _key(fact, fact.mandate))]
        case VisitReportApproved(approving=mandate):
            return [Put(approvals, _key(fact, mandate), {"approved_by": fact.done_by})]
        case VisitReportMandateJoined(joined=one):
            return [Put(joint, _key(fact, one), {"joined_at": fact.done_at}), _had(fact, one)]
        case VisitReportMandateLeft(left=one):
            gone = [Delete(approvals, _key(fact, one)), Delete(joint, _key(fact, one))]
            return [*gone, _had(fact, one), *_led_by(fact, fact.mandate)]
        case VisitReportPassedOn(to=to):
            return [_had(fact, fact.mandate), *(_led_by(fact, to) if to else [])]
        case _:
            return []


def _had(fact: Fact, mandate: str) -> Put:
    return Put(before, _key(fact, mandate), {"passed_at": fact.done_at})


def _led_by(fact: Fact, mandate: str) -> list[Change]:
    return [Delete(table, _key(fact, mandate)) for table in (joint, before)]


def _key(fact: OnReport, one: str) -> tuple[str, str]:
    return (fact.mission_id, one)
