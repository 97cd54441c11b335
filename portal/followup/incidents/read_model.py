"""The table of incidents of missions. Nothing in it says whether a reprisal case came of one."""

from collections.abc import Iterable

from sqlalchemy import JSON, Boolean, Column, Date, Index, MetaData, String, Table

from shared.contracts.followup import FOLLOWUP
from shared.contracts.followup_incidents import IncidentLogged, IncidentStruck
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
    Index("incidents_by_mission", "mission_id"),
)
_SAID = ("mission_id", "mandate", "state", "kind", "clause", "on", "afterwards", "account")


def project(published: Published) -> Iterable[Change]:
    match published.fact:
        case IncidentLogged() as f:
            said = {name: getattr(f, name) for name in (*_SAID, "action")}
            by = {"told": list(f.told), "by_id": f.done_by, "logged_at": f.done_at}
            return [Put(incidents, (f.incident_id,), {**said, **by})]
        case IncidentStruck() as f:
            return [Put(incidents, (f.incident_id,), {"struck_at": f.done_at})]
        case _:
            return []


INCIDENTS = ReadModel(consumer=CONSUMER, contracts=(FOLLOWUP,), tables=tables, project=project)
