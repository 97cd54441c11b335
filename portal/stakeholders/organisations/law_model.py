"""The table of laws and lists that punish contact with the UN: what each is, is sealed."""

from collections.abc import Iterable

from sqlalchemy import Column, Date, MetaData, String, Table

from shared.contracts.stakeholders import STAKEHOLDERS
from shared.contracts.stakeholders_contact_laws import (
    ContactLawLifted,
    ContactLawLiftingProposed,
    ContactLawRecorded,
)
from shared.facts.kafka import Published
from shared.platform.tables import Instant, SealedText
from shared.read_models.model import Change, Put, ReadModel

CONSUMER = "portal.contactlaws"

tables = MetaData()
laws = Table(
    "contact_laws",
    tables,
    Column("state", String(3), primary_key=True),
    Column("since", Date),
    Column("text", SealedText),
    Column("recorded_by", String(80)),
    Column("recorded_at", Instant),
    Column("proposed_by", String(80)),  # the first of two officers who lift it
    Column("proposed_at", Instant),
    Column("lifted_by", String(80)),
    Column("lifted_at", Instant),  # null: it stands
)


def project(published: Published) -> Iterable[Change]:
    match published.fact:
        case ContactLawRecorded() as f:
            row = {
                "since": f.since,
                "text": f.text,
                "recorded_by": f.recorded_by,
                "recorded_at": f.recorded_at,
                "proposed_by": None,
                "proposed_at": None,
                "lifted_by": None,
                "lifted_at": None,
            }
            return [Put(laws, (f.state,), row)]
        case ContactLawLiftingProposed() as f:
            proposed = {"proposed_by": f.proposed_by, "proposed_at": f.proposed_at}
            return [Put(laws, (f.state,), proposed)]
        case ContactLawLifted() as f:
            return [Put(laws, (f.state,), {"lifted_by": f.lifted_by, "lifted_at": f.lifted_at})]
        case _:
            return []


LAWS = ReadModel(consumer=CONSUMER, contracts=(STAKEHOLDERS,), tables=tables, project=project)
