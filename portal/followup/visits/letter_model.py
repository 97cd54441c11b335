"""The tables of letters about visits: the present text, who approved it, and what happened."""

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
    MetaData,
    String,
    Table,
)

from portal.web.steps import happened, table_of
from shared.contracts.followup_visit_letters import (
    TYPES,
    OnVisitLetter,
    VisitLetterApproved,
    VisitLetterDrafted,
    VisitLetterHandedOver,
    VisitLetterHeldBack,
    VisitLetterLeft,
    VisitLetterRevised,
    VisitLetterSendingStruck,
    VisitLetterSent,
)
from shared.facts.kafka import Published
from shared.platform.tables import SealedText
from shared.read_models.model import Change, Put

tables = MetaData()
letters = Table(
    "visits_letters",
    tables,
    Column("visit_letter_id", String(36), primary_key=True),
    Column("letter", String(10)),
    Column("state", String(3)),
    Column("mandates", JSON),  # the lead first
    Column("stage", String(10)),
    Column("version", Integer),
    Column("content_hash", String(64)),
    Column("kind", String(15)),
    Column("first", Date),  # of the dates that it proposes
    Column("last", Date),
    Column("text", SealedText),
    Column("dated_on", Date),
    Column("passed_on", Date),
    Column("channel", String(10)),
    Column("reference", SealedText),
    Column("sending", Integer),  # how often it was recorded as sent
    Column("handed_over", Integer),  # at which step: it is being sent, nobody changes it; 0 if not
    Column("changed", BigInteger),
    Index("visits_letters_by_stage", "stage"),
)
signatures = Table(
    "visits_letters_mandates",
    tables,
    Column("visit_letter_id", String(36), primary_key=True),
    Column("mandate", String(80), primary_key=True),
    Column("approved", Boolean),  # the present text
    Column("approved_by", String(80)),  # the last time
    Column("gone", Boolean),
    Index("visits_letters_by_mandate", "mandate"),
)
steps = table_of(
    "visits_letters_steps",
    tables,
    "visit_letter_id",
    Column("mandate", String(80)),
    Column("version", Integer),
    Column("note", SealedText),
    Column("stage", String(10)),  # after it
    Column("visit_kind", String(15)),  # these are of a step that writes a version
    Column("first", Date),
    Column("last", Date),
    Column("text", SealedText),
)
_KINDS = {kind: name for name, kind in TYPES.items()}


def project(published: Published) -> Iterable[Change]:
    f = published.fact
    if not isinstance(f, OnVisitLetter):
        return []
    return [
        Put(letters, (f.visit_letter_id,), {**_of(f), "changed": published.position}),
        *_signatures(f),
        happened(
            steps,
            published,
            _KINDS[type(f)],
            f.done_at,
            by=f.done_by,
            mandate=getattr(f, "mandate", None),
            version=f.version,
            note=getattr(f, "note", None),
            stage=f.stage,
            **_version(f),
        ),
    ]


def _of(f: OnVisitLetter) -> dict[str, Any]:
    return {
        "letter": f.letter,
        "state": f.state,
        "mandates": list(f.mandates),
        "stage": f.stage,
        "version": f.version,
        "content_hash": f.content_hash,
        **_written(f),
        **_sent(f),
    }


def _version(f: OnVisitLetter) -> dict[str, Any]:
    written = _written(f)
    return {"visit_kind": written.pop("kind"), **written} if written else {}


def _written(f: OnVisitLetter) -> dict[str, Any]:
    if not isinstance(f, VisitLetterDrafted | VisitLetterRevised):
        return {}
    dates = f.asking.dates
    return {
        "kind": f.asking.kind,
        "first": dates and dates.first,
        "last": dates and dates.last,
        "text": f.text,
    }


def _sent(f: OnVisitLetter) -> dict[str, Any]:
    names = ("dated_on", "passed_on", "channel", "reference")
    match f:
        case VisitLetterSent():
            return {name: getattr(f, name) for name in (*names, "sending")}
        case VisitLetterHandedOver():
            return {"handed_over": f.step}
        case VisitLetterHeldBack():
            return {"handed_over": 0}
        case VisitLetterSendingStruck():
            return {**dict.fromkeys(names), "handed_over": 0}
        case _:
            return {}


def _signatures(f: OnVisitLetter) -> list[Put]:
    left = [f.mandate] if isinstance(f, VisitLetterLeft) else []
    by = {"approved_by": f.done_by}
    gave = [f.mandate] if isinstance(f, VisitLetterApproved) else []
    return [
        *(Put(signatures, (f.visit_letter_id, one), by) for one in gave),
        *(
            Put(
                signatures,
                (f.visit_letter_id, one),
                {"approved": one in f.approved, "gone": False},
            )
            for one in f.mandates
        ),
        *(Put(signatures, (f.visit_letter_id, one), {"gone": True}) for one in left),
    ]
