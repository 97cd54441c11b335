"""The table of sessions of the Human Rights Council and of expert meetings."""

from collections.abc import Iterable

from sqlalchemy import JSON, Boolean, Column, Date, Integer, MetaData, String, Table

from shared.contracts.stakeholders import STAKEHOLDERS
from shared.contracts.stakeholders_agenda import AgendaEventNoted, AgendaEventStruck
from shared.facts.kafka import Published
from shared.read_models.model import Change, Put, ReadModel

CONSUMER = "portal.agenda"

tables = MetaData()
events = Table(
    "agenda_events",
    tables,
    Column("event_id", String(36), primary_key=True),
    Column("kind", String(10)),
    Column("number", Integer),  # of a session of the Council
    Column("title", String(200)),  # of a meeting
    Column("language", String(8)),
    Column("mandates", JSON),
    Column("first_on", Date, index=True),
    Column("last_on", Date),
    Column("place", String(200)),
    Column("source", String(200)),
    Column("steps", Integer),
    Column("struck", Boolean),
)


def project(published: Published) -> Iterable[Change]:
    match published.fact:
        case AgendaEventNoted() as f:
            of = f.details
            values = {
                "kind": of.kind,
                "number": of.number,
                "title": of.title,
                "language": of.language,
                "mandates": list(of.mandates),
                "first_on": of.first,
                "last_on": of.last,
                "place": of.place,
                "source": of.source,
                "steps": f.step,
                "struck": False,
            }
            return [Put(events, (f.event_id,), values)]
        case AgendaEventStruck() as f:
            return [Put(events, (f.event_id,), {"struck": True, "steps": f.step})]
        case _:
            return []


AGENDA = ReadModel(consumer=CONSUMER, contracts=(STAKEHOLDERS,), tables=tables, project=project)
