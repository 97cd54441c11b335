"""The table of terms. All of it is public; the holders' names are sealed, so they can be erased."""

from collections.abc import Iterable

from sqlalchemy import Column, Date, MetaData, SmallInteger, String, Table

from shared.contracts.stakeholders import STAKEHOLDERS
from shared.contracts.stakeholders_terms import HolderTermEnded, HolderTermStarted
from shared.facts.kafka import Published
from shared.platform.tables import SealedText
from shared.read_models.model import Change, Put, ReadModel

CONSUMER = "portal.stakeholders"

tables = MetaData()
terms = Table(
    "mandate_terms",
    tables,
    Column("term_id", String(36), primary_key=True),
    Column("mandate", String(60), index=True),
    Column("seat", String(10)),
    Column("holder", SealedText),
    Column("holder_id", String(36), index=True),
    Column("number", SmallInteger),
    Column("starts_on", Date),
    Column("ends_on", Date),  # as planned
    Column("ended_on", Date),  # the last day, once its end is recorded
    Column("reason_code", String(20)),
)


def project(published: Published) -> Iterable[Change]:
    match published.fact:
        case HolderTermStarted() as f:
            started = {
                "mandate": f.mandate,
                "seat": f.seat,
                "holder": f.holder,
                "holder_id": f.holder_id,
                "number": f.number,
                "starts_on": f.starts_on,
                "ends_on": f.ends_on,
            }
            return [Put(terms, (f.term_id,), started)]
        case HolderTermEnded() as f:
            ended = {"ended_on": f.ended_on, "reason_code": f.reason_code}
            return [Put(terms, (f.term_id,), ended)]
        case _:
            return []


TERMS = ReadModel(consumer=CONSUMER, contracts=(STAKEHOLDERS,), tables=tables, project=project)
