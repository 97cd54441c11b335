"""Facts that reach several read models at once, each of them twice, as Kafka may send them."""

from collections.abc import Iterable, Sequence

from shared.facts.kafka import Published
from shared.read_models.model import Applier, apply_together


def twice(appliers: Sequence[Applier], facts: Iterable[Published]) -> None:
    """Apply each fact to those of the read models that hear its topic, all in one transaction."""
    for fact in facts:
        heard = [one for one in appliers if fact.topic in topics(one)]
        for _ in range(2 if heard else 0):
            apply_together([(one, [fact]) for one in heard])


def topics(applier: Applier) -> set[str]:
    return {contract.topic for contract in applier.model.contracts}
