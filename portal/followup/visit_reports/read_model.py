"""The tables of reports on visits: where each stands, its recommendations and comments."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Date,
    Index,
    Integer,
    String,
    Table,
)

from portal.followup.visit_reports import filed, writers
from portal.followup.visit_reports.filed import tables
from shared.contracts.followup import FOLLOWUP
from shared.contracts.followup_visit_reports import (
    TYPES,
    CommentPeriodEnded,
    Fact,
    OnReport,
    PreliminaryNoteNamed,
    ReportItem,
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
    VisitReportSubmitted,
    VisitReportTextKept,
    VisitReportWithdrawn,
)
from shared.facts.kafka import Published
from shared.platform.tables import Instant, SealedText
from shared.read_models.model import MADE_BY, Change, Delete, Put, ReadModel

CONSUMER = "portal.visitreports"
WHAT = {kind: name for name, kind in TYPES.items()}

reports = Table(
    "visit_reports",
    tables,
    Column("mission_id", String(36), primary_key=True),
    Column("mandate", String(80)),
    Column("state", String(3)),
    Column("stage", String(12)),
    Column("steps", Integer),
    Column("version", Integer),
    Column("text_hash", String(64)),
    Column("text", SealedText),
    Column("words", Integer),
    Column("sent_at", Instant),
    Column("comments_due", Date),
    Column("ended_at", Instant),
    Column("approved_by", String(80)),
    Column("slot", Date),
    Column("submitted_words", Integer),
    Column("submitted_at", Instant),
    Column("waiver", SealedText),
    Column("returned", SealedText),  # why who publishes gave it back
    Column("returned_at", Instant),
    Column("symbol", String(80)),
    Column("languages", JSON),
    Column("published_at", Instant),
    Column("mandates", JSON),  # in whose name it was published
    Column("number", BigInteger, index=True, info={MADE_BY: "index"}),  # of its publication
    Column("preliminary", String(80)),  # the symbol of its preliminary note
    Column("preliminary_on", Date),
    Column("preliminary_languages", JSON),
    Column("addendum", String(80)),
    Column("public_comments", JSON),  # the ids of those in the addendum
    Column("session", Integer),
    Column("presented_on", Date),
    Column("first_round", Date),
    Column("reason", String(20)),
    Column("note", SealedText),
    Column("began_at", Instant),
    Index("visit_reports_by_file", "mandate", "state"),
    Index("visit_reports_by_stage", "stage", "published_at"),
    Index("visit_reports_public", "state", "published_at"),
    Index("visit_reports_by_publication", "published_at"),
)
items = Table(
    "visit_reports_items",
    tables,
    Column("mission_id", String(36), primary_key=True),
    Column("recommendation_id", String(36), primary_key=True),
    Column("number", Integer),
    Column("text", SealedText),
    Column("public", String),  # its words, once published
    Column("paragraph", String(30)),  # in the document; empty: nobody said
)
addressees = Table(
    "visit_reports_addressees",
    tables,
    Column("mission_id", String(36), primary_key=True),
    Column("recommendation_id", String(36), primary_key=True),
    Column("addressee_id", String(36), primary_key=True),
    Column("kind", String(20)),
    Column("name", SealedText),
)
comments = Table(
    "visit_reports_comments",
    tables,
    Column("mission_id", String(36), primary_key=True),
    Column("comment_id", String(36), primary_key=True),
    Column("step", Integer),
    Column("kind", String(12)),
    Column("paragraph", Integer),
    Column("text", SealedText),
    Column("publish", Boolean),
    Column("by_government", Boolean),
    Column("late", Boolean),
    Column("said_at", Instant),
    Column("taken", Boolean),  # none: nobody has decided
    Column("reason", SealedText),
)
steps = Table(
    "visit_reports_steps",
    tables,
    Column("mission_id", String(36), primary_key=True),
    Column("step", Integer, primary_key=True),
    Column("what", String(40)),
    Column("done_by", String(80)),
    Column("done_at", Instant),
)


read_with = Table(
    "visit_reports_read_with",
    tables,
    Column("mission_id", String(36), primary_key=True),
    Column("other", String(36), primary_key=True),
    Column("said_at", Instant),
    Index("visit_reports_read_with_by_other", "other"),
)


# A report that is begun anew has nothing of these from its life before.
_OF_ONE_LIFE = (
    *("sent_at", "comments_due", "ended_at", "approved_by", "slot", "submitted_words"),
    *("submitted_at", "waiver", "returned", "returned_at", "symbol", "languages"),
    *("published_at", "mandates", "addendum", "public_comments", "session", "presented_on"),
    *("first_round", "reason", "note", "preliminary", "preliminary_on", "preliminary_languages"),
)


_WORDS = ("text", "words", "text_hash")
_OF_ONE_APPROVAL = ("approved_by", "slot", "submitted_words", "submitted_at", "waiver")


def project(published: Published) -> Iterable[Change]:
    fact = published.fact
    if not isinstance(fact, Fact):
        return []
    done = {"what": WHAT[type(fact)], "done_by": fact.done_by, "done_at": fact.done_at}
    head: dict[str, Any] = {
        "mandate": fact.mandate,
        "state": fact.state,
        "stage": fact.stage,
        "steps": fact.step,
    }
    if isinstance(fact, VisitReportPublished):
        head["number"] = published.position
    return [
        Put(reports, (fact.mission_id,), {**head, **_said(fact)}),
        Put(steps, (fact.mission_id, fact.step), done),
        *writers.changes(fact),
        *_beside(fact),
    ]


def _said(fact: Fact) -> dict[str, Any]:  # one case for each fact
    match fact:
        case VisitReportStarted():
            gone = (*_OF_ONE_LIFE, *(_WORDS if fact.afresh else ()))
            return {**dict.fromkeys(gone), "began_at": fact.done_at}
        case VisitReportTextKept():
            return {**_draft(fact), "text": fact.text, "words": fact.words}
        case VisitReportItemSet() | VisitReportItemRemoved():
            return _draft(fact)
        case VisitReportSentToState():
            return {"sent_at": fact.done_at, "comments_due": fact.comments_due}
        case CommentPeriodEnded():
            return {"ended_at": fact.done_at}
        case VisitReportApproved():
            return {"approved_by": fact.done_by}
        case VisitReportSubmitted():
            return {
                "slot": fact.slot,
                "submitted_words": fact.words,
                "submitted_at": fact.done_at,
                "waiver": fact.waiver,
                "returned": None,
            }
        case VisitReportReturned():
            return {"returned": fact.note, "returned_at": fact.done_at}
        case VisitReportPublished():
            return {
                "symbol": fact.symbol,
                "languages": list(fact.languages),
                "published_at": fact.done_at,
                "mandates": list(fact.mandates),
            }
        case VisitReportLanguagesSet() | StateCommentsPublished() | PreliminaryNoteNamed():
            return _followed(fact)
        case VisitReportPresented():
            return {"session": fact.session, "presented_on": fact.on}
        case VisitFollowUpPlanned():
            return {"first_round": fact.first_round}
        case VisitReportWithdrawn():
            return {"reason": fact.reason, "note": fact.note}
        case VisitReportPassedOn():
            return _passed(fact)
        case (
            StateCommented()
            | StateCommentDecided()
            | VisitReportFileAdded()
            | VisitReportFileTakenBack()
            | VisitReportReadWith()
            | VisitReportMandateJoined()
            | VisitReportMandateLeft()
        ):
            return {}


def _followed(
    fact: VisitReportLanguagesSet | StateCommentsPublished | PreliminaryNoteNamed,
) -> dict[str, Any]:
    """Documents beside the report: itself in a language, what the State said, and the note."""
    if isinstance(fact, VisitReportLanguagesSet):
        return {"languages": list(fact.languages)}
    if isinstance(fact, PreliminaryNoteNamed):
        return {
            "preliminary": fact.symbol,
            "preliminary_on": fact.issued_on,
            "preliminary_languages": list(fact.languages),
        }
    return {"addendum": fact.symbol, "public_comments": list(fact.comments)}


def _passed(fact: VisitReportPassedOn) -> dict[str, Any]:
    """What the mandate before approved and submitted is approved and submitted anew."""
    if fact.to is None:
        return {"reason": "mandate_ended", "note": None}
    if fact.stage != "deciding":
        return {"mandate": fact.to}
    return {"mandate": fact.to, **dict.fromkeys(_OF_ONE_APPROVAL)}


def _draft(
    fact: VisitReportTextKept | VisitReportItemSet | VisitReportItemRemoved,
) -> dict[str, Any]:
    return {"version": fact.version, "text_hash": fact.text_hash}


def _beside(fact: Fact) -> list[Change]:
    match fact:
        case VisitReportStarted():
            gone = (items, addressees, comments, read_with) if fact.afresh else (read_with,)
            return [Delete(table, (fact.mission_id,)) for table in gone]
        case VisitReportItemSet():
            return _item(fact)
        case VisitReportItemRemoved(mission_id=mission_id, recommendation_id=one):
            key = (mission_id, one)
            return [Delete(items, key), Delete(addressees, key)]
        case VisitReportPublished():
            return [
                Put(items, _key(fact, each.item.recommendation_id), {"public": each.words})
                for each in fact.recommendations
            ]
        case VisitReportReadWith(others=others):
            said = {"said_at": fact.done_at}
            these = [Put(read_with, _key(fact, one), said) for one in others]
            return [Delete(read_with, (fact.mission_id,)), *these]
        case StateCommented():
            return [_comment(fact)]
        case StateCommentDecided():
            decided = {"taken": fact.taken, "reason": fact.reason}
            return [Put(comments, _key(fact, fact.comment_id), decided)]
        case _:
            return filed.changes(fact)


def _item(fact: VisitReportItemSet) -> list[Change]:
    key = _key(fact, fact.item.recommendation_id)
    return [
        Put(items, key, {"number": fact.number, **_words_of(fact.item)}),
        Delete(addressees, key),
        *(
            Put(addressees, (*key, one.addressee_id), {"kind": one.kind, "name": one.name})
            for one in fact.item.addressees
        ),
    ]


def _words_of(item: ReportItem) -> dict[str, Any]:
    return {"text": item.text, "paragraph": item.paragraph}


def _comment(fact: StateCommented) -> Change:
    said = fact.comment
    return Put(
        comments,
        _key(fact, said.comment_id),
        {
            "step": fact.step,
            "kind": said.kind,
            "paragraph": said.paragraph,
            "text": said.text,
            "publish": said.publish,
            "by_government": fact.by_government,
            "late": fact.late,
            "said_at": fact.done_at,
        },
    )


def _key(fact: OnReport, one: str) -> tuple[str, str]:
    return (fact.mission_id, one)


VISIT_REPORTS = ReadModel(consumer=CONSUMER, contracts=(FOLLOWUP,), tables=tables, project=project)
