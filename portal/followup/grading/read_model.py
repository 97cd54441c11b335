"""The delegations of grading. Whether one stands is asked with each request."""

from collections.abc import Iterable
from typing import Final

from sqlalchemy import JSON, Column, Date, Index, MetaData, String, Table

from shared.contracts.followup import FOLLOWUP
from shared.contracts.followup_grading import GradingDelegated, GradingDelegationEnded
from shared.facts.kafka import Published
from shared.platform.tables import Instant
from shared.read_models.model import Change, Put, ReadModel

CONSUMER: Final = "portal.grading"

tables = MetaData()
delegations = Table(
    "grading_delegations",
    tables,
    Column("delegation_id", String(36), primary_key=True),
    Column("mandate", String(60)),
    Column("delegate_id", String(80)),
    Column("scope", String(10)),
    Column("state", String(3)),
    Column("mission_id", String(36)),
    Column("recommendations", JSON),
    Column("until", Date),
    Column("delegated_by", String(80)),
    Column("delegated_at", Instant),
    Column("ended_by", String(80)),
    Column("ended_at", Instant),  # none: it was not ended; it may be over
    Index("grading_delegations_mandate", "mandate"),
)


def project(published: Published) -> Iterable[Change]:
    match published.fact:
        case GradingDelegated() as fact:
            values = {
                "mandate": fact.mandate,
                "delegate_id": fact.delegate_id,
                "scope": fact.scope,
                "state": fact.state,
                "mission_id": fact.mission_id,
                "recommendations": list(fact.recommendations),
                "until": fact.until,
                "delegated_by": fact.delegated_by,
                "delegated_at": fact.delegated_at,
            }
            return [Put(delegations, (fact.delegation_id,), values)]
        case GradingDelegationEnded() as fact:
            ended = {"ended_by": fact.ended_by, "ended_at": fact.ended_at}
            return [Put(delegations, (fact.delegation_id,), ended)]
        case _:
            return []


GRADING: Final = ReadModel(consumer=CONSUMER, contracts=(FOLLOWUP,), tables=tables, project=project)
