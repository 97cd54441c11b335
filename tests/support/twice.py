"""Facts that reach several read models at once, each of them twice, as Kafka may send them."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from shared.contracts.stakeholders import STAKEHOLDERS
from shared.core.message import derive_id
from shared.facts.kafka import Published
from shared.read_models.model import Applier, apply_together


def twice(appliers: Sequence[Applier], facts: Iterable[Published]) -> None:
    """Let the facts arrive in one batch, and the whole batch again.

    Each fact reaches those of the read models that hear its topic, all in one transaction.
    """
    arrived = list(facts)
    each = [(one, [fact for fact in arrived if fact.topic in topics(one)]) for one in appliers]
    heard = [(one, some) for one, some in each if some]
    for _ in range(2 if heard else 0):
        apply_together(heard)


def topics(applier: Applier) -> set[str]:
    return {contract.topic for contract in applier.model.contracts}


def of_stakeholders(fact: Any, number: int, stream: str, at: datetime) -> Published:
    """The fact as it arrives from stakeholders: the one of this number that a test tells of."""
    return Published(
        fact=fact,
        id=derive_id("stakeholders", stream, number),
        stream=stream,
        position=number,
        recorded_at=at,
        correlation_id=derive_id("case", 1),
        actor="somebody",
        traceparent=None,
        topic=STAKEHOLDERS.topic,
        partition=0,
        offset=number,
    )
