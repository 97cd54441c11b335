"""The tables of mandates and of terms, all public. Holders' names are sealed, to be erasable."""

from collections.abc import Iterable

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Date,
    MetaData,
    SmallInteger,
    String,
    Table,
    Text,
)

from portal.stakeholders import registered
from shared.contracts.stakeholders import STAKEHOLDERS, CallClosed, CallForCandidaturesIssued
from shared.contracts.stakeholders_terms import HolderTermEnded, HolderTermStarted
from shared.facts.kafka import Published
from shared.platform.tables import Instant, SealedText
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
chains = Table(
    "mandate_chains",
    tables,
    Column("mandate", String(60), primary_key=True),
    Column("renamed", JSON),  # the titles of today, if they are not those of the reference data
    Column("until", Date),
    Column("open_ended", Boolean),
    Column("pending", Boolean),
    Column("ended_on", Date),
    Column("into", String(60)),
    Column("beside", JSON),
    Column("perhaps_merged_with", String(60)),
)
acts = Table(
    "mandate_acts",
    tables,
    Column("mandate", String(60), primary_key=True),
    Column("position", BigInteger, primary_key=True),
    Column("kind", String(20), primary_key=True),
    Column("symbol", Text),
    Column("adopted_on", Date),
    Column("paragraph", SmallInteger),
    Column("months", SmallInteger),
    Column("votes", JSON),
    Column("until", Date),  # the last day that it gives
    Column("titles", JSON),
    Column("custody", JSON),  # of each kind of open work, to which mandate
)
calls = Table(
    "mandate_calls",
    tables,
    Column("vacancy_id", String(36), primary_key=True),
    Column("mandate", String(60), index=True),
    Column("closes_at", Instant),
    Column("closed", Boolean),
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
        case CallForCandidaturesIssued() as f:
            call = {"mandate": f.mandate, "closes_at": f.closes_at, "closed": False}
            return [Put(calls, (f.vacancy_id,), call)]
        case CallClosed() as f:
            return [Put(calls, (f.vacancy_id,), {"closed": True})]
        case _:
            return [
                *(
                    Put(chains, (mandate,), values)
                    for mandate, values in registered.chain(published.fact)
                ),
                *(
                    Put(acts, (one.mandate, published.position, one.kind), one.values)
                    for one in registered.acts(published.fact)
                ),
            ]


TERMS = ReadModel(consumer=CONSUMER, contracts=(STAKEHOLDERS,), tables=tables, project=project)
