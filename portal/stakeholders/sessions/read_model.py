"""The tables of sessions and of who asked for a seat in them. Persons and needs are sealed."""

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
    Text,
)

from shared.contracts.stakeholders import STAKEHOLDERS
from shared.contracts.stakeholders_sessions import (
    AppealDecided,
    AttendanceRecorded,
    Capacity,
    CapacityChanged,
    PlacedOnWaitingList,
    RefusalAppealed,
    RegistrationCancelled,
    RegistrationErased,
    RegistrationRequested,
    SeatConfirmed,
    SeatHandedOn,
    SeatOfferDeclined,
    SeatOffered,
    SeatOfferLapsed,
    SessionChanged,
    SessionClosed,
    SessionDetails,
    SessionOpened,
    SessionPaperAdded,
    SessionPaperWithdrawn,
    SessionRegistrationRefused,
)
from shared.facts.kafka import Published
from shared.platform.tables import Instant, SealedText
from shared.read_models.model import Change, Put, ReadModel

CONSUMER = "portal.sessions"

tables = MetaData()
sessions = Table(
    "stakeholder_sessions",
    tables,
    Column("session_id", String(36), primary_key=True),
    Column("title", Text),
    Column("place", Text),
    Column("starts_at", Instant, index=True),
    Column("ends_at", Instant),
    Column("zone", String(40)),
    Column("access", String(10)),
    Column("audience", JSON),
    Column("languages", JSON),
    Column("accessibility", Text),
    Column("input_call", Text),
    Column("input_until", Date),
    Column("link", SealedText),
    Column("room", Integer),
    Column("remote", Integer),
    Column("reserved", JSON),
    Column("per_organisation", Integer),
    Column("closed_at", Instant),
    Column("called_off", Boolean),
)
seats = Table(
    "stakeholder_seats",
    tables,
    Column("session_id", String(36), primary_key=True),
    Column("registration_id", String(36), primary_key=True),
    Column("holder_id", String(80), index=True),
    Column("asked_by", String(80), index=True),
    Column("organisation", String(80)),  # a pseudonym for this session
    Column("category", String(10)),
    Column("kind", String(10)),
    Column("seats", Integer),
    Column("person", SealedText),
    Column("needs", SealedText),
    Column("zone", String(40)),
    Column("shows_name", Boolean),
    Column("state", String(10)),  # waiting, offered, confirmed, lapsed, cancelled, refused
    Column("queued_at", Instant),
    Column("number", BigInteger),  # the order of asking, where the times are equal
    Column("has_kind", String(10)),  # what is offered or confirmed
    Column("has_seats", Integer),
    Column("until", Instant),  # of an offer
    Column("code", String(20)),  # why it was refused
    Column("refused_by", String(80)),
    Column("appeal", SealedText),
    Column("appeal_open", Boolean),
    Column("came", Boolean),
    Column("erased_at", Instant),  # on request; None too once its time is over
    Index("stakeholder_seats_line", "session_id", "state", "queued_at", "number"),
    Index("stakeholder_seats_one", "registration_id"),
)
papers = Table(
    "stakeholder_session_papers",
    tables,
    Column("session_id", String(36), primary_key=True),
    Column("paper_id", String(36), primary_key=True),
    Column("title", SealedText),
    Column("audience", String(10)),  # public, registered
    Column("object_name", String(64)),
    Column("sha256", String(64)),
    Column("size", BigInteger),
    Column("scanned", String(12)),
    Column("details", SealedText),
    Column("added_at", Instant),
    Column("withdrawn_at", Instant),
)


def project(published: Published) -> Iterable[Change]:
    match published.fact:
        case SessionOpened() as f:
            opened = {"link": f.link, "closed_at": None, "called_off": False}
            return [_session(f, **_details(f.details), **_capacity(f.capacity), **opened)]
        case SessionChanged() as f:
            return [_session(f, **_details(f.details), link=f.link)]
        case CapacityChanged() as f:
            return [_session(f, **_capacity(f.capacity))]
        case SessionClosed() as f:
            off = {"called_off": True} if f.called_off else {}
            return [_session(f, closed_at=f.closed_at, **off)]
        case RegistrationRequested() as f:
            return [_requested(f, published.position)]
        case AttendanceRecorded() as f:
            return [Put(seats, (f.session_id, one), {"came": f.came}) for one in f.registration_ids]
        case SessionPaperAdded() as f:
            return [_added(f)]
        case SessionPaperWithdrawn() as f:
            return [_paper(f, withdrawn_at=f.withdrawn_at)]
        case fact:
            values = _of_seat(fact)
            return [_seat(fact, **values)] if values else []


def _of_seat(fact: Any) -> dict[str, Any]:  # one case for each fact
    now: dict[str, Any]
    has = {"has_kind": None, "has_seats": None, "until": None}
    match fact:
        case SeatConfirmed():
            now = {"has_kind": fact.kind, "has_seats": fact.seats, "until": None}
            return {"state": "confirmed", **now}
        case SeatOffered():
            now = {"has_kind": fact.kind, "has_seats": fact.seats, "until": fact.until}
            return {"state": "offered", **now}
        case PlacedOnWaitingList() | SeatOfferDeclined():
            return {"state": "waiting", **has}
        case SeatOfferLapsed():
            return {"state": "waiting" if fact.stays else "lapsed", **has}
        case RegistrationCancelled():
            return {"state": "cancelled", **has}
        case SessionRegistrationRefused():
            why = {"code": fact.code, "refused_by": fact.refused_by, "appeal": None}
            return {"state": "refused", **has, **why}
        case RefusalAppealed():
            return {"appeal": fact.reason, "appeal_open": True}
        case RegistrationErased():
            return {"erased_at": fact.erased_at, "shows_name": False}
        case SeatHandedOn():
            return {"asked_by": fact.to_account}
        case AppealDecided():
            state = {"state": "waiting", "code": None} if fact.granted else {}
            return {"appeal_open": False, **state}
        case _:
            return {}


def _requested(f: RegistrationRequested, number: int) -> Put:
    """Who asks again begins anew."""
    return _seat(
        f,
        holder_id=f.holder_id,
        asked_by=f.asked_by,
        organisation=f.organisation,
        category=f.category,
        kind=f.kind,
        seats=f.seats,
        person=f.person,
        needs=f.needs,
        zone=f.zone,
        shows_name=f.shows_name,
        state="waiting",
        queued_at=f.queued_at,
        number=number,
        has_kind=None,
        has_seats=None,
        until=None,
        code=None,
        refused_by=None,
        appeal=None,
        appeal_open=False,
        came=False,
        erased_at=None,
    )


def _added(f: SessionPaperAdded) -> Put:
    return _paper(
        f,
        title=f.title,
        audience=f.audience,
        object_name=f.file.object_name,
        sha256=f.file.sha256,
        size=f.file.size,
        scanned=f.file.scanned,
        details=f.file.details,
        added_at=f.added_at,
        withdrawn_at=None,
    )


def _paper(f: Any, **values: object) -> Put:
    return Put(papers, (f.session_id, f.paper_id), values)


def _session(f: Any, **values: object) -> Put:
    return Put(sessions, (f.session_id,), values)


def _seat(f: Any, **values: object) -> Put:
    return Put(seats, (f.session_id, f.registration_id), values)


def _details(details: SessionDetails) -> dict[str, object]:
    return {
        "title": details.title,
        "place": details.room,
        "starts_at": details.starts_at,
        "ends_at": details.ends_at,
        "zone": details.zone,
        "access": details.access,
        "audience": list(details.audience),
        "languages": list(details.languages),
        "accessibility": details.accessibility,
        "input_call": details.input_call,
        "input_until": details.input_until,
    }


def _capacity(capacity: Capacity) -> dict[str, object]:
    return {
        "room": capacity.room,
        "remote": capacity.remote,
        "reserved": dict(capacity.reserved),
        "per_organisation": capacity.per_organisation,
    }


SESSIONS = ReadModel(consumer=CONSUMER, contracts=(STAKEHOLDERS,), tables=tables, project=project)
