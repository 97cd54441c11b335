"""Metrics of the facts that a consumer applied."""

from collections.abc import Sequence
from datetime import UTC, datetime

from shared.facts.kafka import Published
from shared.platform.metrics import APPLIED, APPLIED_AGE, APPLIED_POSITION


def applied(consumer: str, facts: Sequence[Published]) -> None:
    """Count the facts that a consumer has just applied; the last one is the newest."""
    APPLIED.labels(consumer).inc(len(facts))
    age = datetime.now(UTC) - facts[-1].recorded_at
    APPLIED_AGE.labels(consumer).set(age.total_seconds())
    for topic, position in {fact.topic: fact.position for fact in facts}.items():
        APPLIED_POSITION.labels(consumer, topic).set(position)
