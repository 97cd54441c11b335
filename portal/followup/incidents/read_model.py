"""The tables of incidents of missions. Nothing in them says whether a reprisal case came of one."""

from collections.abc import Iterable

from sqlalchemy import JSON, Boolean, Column, Date, Index, MetaData, String, Table

from shared.contracts.followup import FOLLOWUP
from shared.contracts.followup_incidents import (
    IncidentAnswered,
    IncidentLogged,
    IncidentPutToState,
    IncidentStruck,
)
from shared.facts.kafka import Published
from shared.platform.tables import Instant, SealedText
from shared.read_models.model import Change, Put, ReadModel

CONSUMER = "portal.incidents"

tables = MetaData()
incidents = Table(
    "incidents",
    tables,
    Column("incident_id", String(36), primary_key=True),
    Column("mission_id", String(36)),
    Column("mandate", String(80)),
    Column("state", String(3)),
    Column("kind", String(20)),
    Column("clause", String(20)),
    Column("on", Date),
    Column("afterwards", Boolean),
    Column("account", SealedText),
    Column("action", SealedText),
    Column("told", JSON),
    Column("by_id", String(80)),
    Column("logged_at", Instant),
    Column("struck_at", Instant),
    Column("side", String(10)),
    Column("partner_id", String(36)),
    Column("to_security", Boolean),
    Column("put_text", SealedText),  # all that the Government reads of it
    Column("put_by", String(80)),
    Column("put_at", Instant),
    Index("incidents_by_mission", "mission_id"),
    Index("incidents_by_partner", "partner_id"),
    Index("incidents_put", "state", "put_at"),
)
answers = Table(
    "incident_answers",
    tables,
    Column("answer_id", String(36), primary_key=True),
    Column("incident_id", String(36)),
    Column("mission_id", String(36)),
    Column("text", SealedText),
    Column("by_id", String(80)),
    Column("at", Instant),
    Index("incident_answers_by_incident", "incident_id"),
)
_OF = ("mission_id", "mandate", "state")
_SAID = (
    *(*_OF, "kind", "clause", "on", "afterwards", "account", "action"),
    *("side", "partner_id", "to_security"),
)


def project(published: Published) -> Iterable[Change]:
    match published.fact:
        case IncidentLogged() as f:
            said = {name: getattr(f, name) for name in _SAID}
            by = {"told": list(f.told), "by_id": f.done_by, "logged_at": f.done_at}
            return [Put(incidents, (f.incident_id,), {**said, **by})]
        case IncidentStruck() as f:
            return [Put(incidents, (f.incident_id,), {"struck_at": f.done_at})]
        case IncidentPutToState() as f:
            of = {name: getattr(f, name) for name in _OF}
            put = {"put_text": f.text, "put_by": f.done_by, "put_at": f.done_at}
            return [Put(incidents, (f.incident_id,), {**of, **put})]
        case IncidentAnswered() as f:
            of = {"incident_id": f.incident_id, "mission_id": f.mission_id}
            said = {"text": f.text, "by_id": f.done_by, "at": f.done_at}
            return [Put(answers, (f.answer_id,), {**of, **said})]
        case _:
            return []


INCIDENTS = ReadModel(consumer=CONSUMER, contracts=(FOLLOWUP,), tables=tables, project=project)
