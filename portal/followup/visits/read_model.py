"""The tables of visit files: where each stands, as its facts say, its documents and letters."""

from collections.abc import Collection, Iterable
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    ColumnElement,
    Date,
    Index,
    Integer,
    String,
    Table,
    and_,
    or_,
)

from portal.followup.visits import letter_model
from portal.followup.visits.letter_model import tables
from shared.contracts.followup import FOLLOWUP
from shared.contracts.followup_visit_files import VisitDocumentFileAdded
from shared.contracts.followup_visits import (
    TYPES,
    Filed,
    OnFile,
    TermsAnswered,
    VisitCooperationGraded,
    VisitDatesPublished,
    VisitDocumentStruck,
    VisitFilePassedOn,
    VisitTerritoriesNamed,
    Window,
)
from shared.facts.kafka import Published
from shared.platform.tables import Instant, SealedText
from shared.read_models.model import Change, Put, ReadModel

CONSUMER = "portal.visits"

files = Table(
    "visits_files",
    tables,
    Column("visit_file_id", String(36), primary_key=True),
    Column("mandate", String(80)),
    Column("state", String(3)),
    Column("status", String(15)),
    Column("asked_on", Date),
    Column("unanswered_on", Date),
    Column("invited_on", Date),
    Column("written_on", Date),
    Column("last_on", Date),
    Column("reminders", Integer),
    Column("postponed", Integer),
    Column("visit_kind", String(15)),
    Column("first", Date),  # of the dates that are proposed
    Column("last", Date),
    Column("public_first", Date, index=True),  # of the days that a holder let everybody read
    Column("public_last", Date),
    Column("graded_in", String(40)),  # the scheme of the last grade of the request
    Column("grade", String(40)),
    Column("grade_public", Boolean),
    Column("dates_by", String(10)),
    Column("terms", String(20)),
    Column("mission_id", String(36)),
    Column("called_off", Boolean),
    Column("to_send", String(10)),
    Column("territories", JSON),
    Column("hosts", JSON),  # the other States in which places lie that it concerns
    Column("steps", Integer),
    Column("keeper", String(80)),  # goes on with it in place of its mandate
    Column("kept_at", Instant),  # since when it is a record
    Index("visits_files_by_state", "state"),
    Index("visits_files_by_age", "unanswered_on"),
    Index("visits_files_by_mandate", "mandate"),
    Index("visits_files_by_keeper", "keeper"),
    Index("visits_files_to_send", "to_send"),
)
documents = Table(
    "visits_documents",
    tables,
    Column("visit_file_id", String(36), primary_key=True),
    Column("document_id", String(36), primary_key=True),
    Column("logged", BigInteger),  # the fact's position: the order of one day
    Column("kind", String(40)),  # the fact's wire name
    Column("dated_on", Date),
    Column("passed_on", Date),
    Column("channel", String(10)),
    Column("reference", SealedText),
    Column("note", SealedText),
    Column("details", JSON),  # what this kind has beside: codes and numbers
    Column("mission_id", String(36)),  # which its dates open, or move
    Column("first", Date),
    Column("last", Date),
    Column("logged_by", String(80)),
    Column("logged_at", Instant),
    Column("struck", Boolean),
    Index("visits_documents_by_mission", "mission_id"),
)
reservations = Table(
    "visits_reservations",
    tables,
    Column("visit_file_id", String(36), primary_key=True),
    Column("document_id", String(36), primary_key=True),
    Column("clause", String(20), primary_key=True),
    Column("text", SealedText),
)
# Files of letters: a fact tells of each, and of none again.
scans = Table(
    "visits_scans",
    tables,
    Column("attachment_id", String(36), primary_key=True),
    Column("document_id", String(36)),
    Column("object_name", String(64)),
    Column("sha256", String(64)),
    Column("size", BigInteger),
    Column("media_type", String(80)),
    Column("scanned", String(20)),
    Column("details", SealedText),
    Column("added_at", Instant),
    Index("visits_scans_by_document", "document_id"),
)
# The line of a file after each of its steps, as everybody could read it then: nothing but codes.
courses = Table(
    "visits_courses",
    tables,
    Column("visit_file_id", String(36), primary_key=True),
    Column("step", Integer, primary_key=True, autoincrement=False),
    Column("status", String(15)),
    Column("last", Date),  # of the dates that are proposed
    Column("at", Instant),
    Index("visits_courses_by_time", "at"),
)
_DETAILS = (
    "by",
    "kind",
    "renewed",
    "number",
    "worded",
    "reason",
    "session",
    "hours_before",
    "deemed",
    "kept",
    "version",
    "value",
    "taken",
    "answer_id",
    "short_notice",
    "letter_id",
)
_KINDS = {kind: name for name, kind in TYPES.items()}


def project(published: Published) -> Iterable[Change]:
    fact = published.fact
    return [*_changes(published), *([_course(fact)] if isinstance(fact, OnFile) else [])]


def _changes(published: Published) -> Iterable[Change]:
    match published.fact:
        case VisitDocumentStruck() as f:
            return [
                _file(f),
                Put(documents, (f.visit_file_id, f.document_id), {"struck": True}),
            ]
        case VisitTerritoriesNamed() as f:
            return [_file(f, territories=list(f.territories), hosts=list(f.hosts))]
        case VisitDatesPublished() as f:
            return [_file(f, public_first=f.dates.first, public_last=f.dates.last)]
        case VisitCooperationGraded() as f:
            return [_file(f, graded_in=f.scheme, grade=f.grade, grade_public=f.public)]
        case VisitFilePassedOn() as f:
            return [_file(f, **({"keeper": f.to} if f.to else {"kept_at": f.done_at}))]
        case TermsAnswered() as f:
            return [_file(f), _document(f, published.position), *_reservations(f)]
        case Filed() as f:
            return [_file(f), _document(f, published.position)]
        case OnFile() as f:
            return [_file(f)]
        case VisitDocumentFileAdded() as f:
            return [_scan(f)]
        case _:
            return letter_model.project(published)


def of_mandates(some: Collection[str]) -> ColumnElement[bool]:
    """Whether one of these goes on with the file: its mandate, unless another took its place."""
    c = files.c
    return or_(and_(c.keeper.is_(None), c.mandate.in_(sorted(some))), c.keeper.in_(sorted(some)))


def _file(f: OnFile, **also: Any) -> Put:
    now = f.now
    if now.kind is not None:  # else the fact is of before the file said it
        also["visit_kind"] = now.kind
    return Put(
        files,
        (f.visit_file_id,),
        {
            "mandate": f.mandate,
            "state": f.state,
            "status": now.status,
            "asked_on": now.asked_on,
            "unanswered_on": now.unanswered_on,
            "invited_on": now.invited_on,
            "written_on": now.written_on,
            "last_on": now.last_on,
            "reminders": now.reminders,
            "postponed": now.postponed,
            **_days(now.dates),
            "dates_by": now.dates_by,
            "terms": now.terms,
            "mission_id": now.mission_id,
            "called_off": now.called_off,
            "to_send": now.to_send,
            "steps": f.step,
            **also,
        },
    )


def _course(f: OnFile) -> Put:
    line = {"status": f.now.status, "last": f.now.dates and f.now.dates.last, "at": f.done_at}
    return Put(courses, (f.visit_file_id, f.step), line)


def _scan(f: VisitDocumentFileAdded) -> Put:
    names = [column.name for column in scans.c if column is not scans.c.attachment_id]
    return Put(scans, (f.attachment_id,), {name: getattr(f, name) for name in names})


def _reservations(f: TermsAnswered) -> list[Put]:
    return [
        Put(
            reservations,
            (f.visit_file_id, f.document.document_id, one.clause),
            {"text": one.text},
        )
        for one in f.reservations
    ]


def _document(f: Any, position: int) -> Put:
    one = f.document
    return Put(
        documents,
        (f.visit_file_id, one.document_id),
        {
            "logged": position,
            "kind": _KINDS[type(f)],
            "dated_on": one.dated_on,
            "passed_on": one.passed_on,
            "channel": one.channel,
            "reference": one.reference,
            "note": one.note,
            "details": {name: getattr(f, name) for name in _DETAILS if hasattr(f, name)},
            **_days(getattr(f, "dates", None)),
            "mission_id": getattr(f, "mission_id", None),
            "logged_by": f.done_by,
            "logged_at": f.done_at,
        },
    )


def _days(dates: Window | None) -> dict[str, Any]:
    return {"first": dates and dates.first, "last": dates and dates.last}


VISITS = ReadModel(consumer=CONSUMER, contracts=(FOLLOWUP,), tables=tables, project=project)
