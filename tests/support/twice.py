"""Facts that reach several read models at once, each of them twice, as Kafka may send them."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from itertools import count
from typing import Any

from shared.contracts import Contract
from shared.contracts.followup import FOLLOWUP
from shared.contracts.stakeholders import STAKEHOLDERS
from shared.core.message import derive_id
from shared.facts.kafka import Published
from shared.read_models.model import Applier, apply_together

_EVERYBODY: list[tuple[list[Applier], Iterator[int]]] = []


@contextmanager
def told_to_all(appliers: Sequence[Applier]) -> Iterator[None]:
    """While this runs, all that is told twice reaches each of these, and no others.

    The facts stand in the order in which they are told, whoever numbered them.
    """
    _EVERYBODY.append((list(appliers), count(1)))
    try:
        yield
    finally:
        _EVERYBODY.pop()


def twice(appliers: Sequence[Applier], facts: Iterable[Published]) -> None:
    """Let the facts arrive in one batch, and the whole batch again.

    Each fact reaches those of the read models that hear its topic, all in one transaction.
    """
    arrived = list(facts)
    if _EVERYBODY:
        appliers, numbers = _EVERYBODY[-1]
        arrived = [
            replace(one, position=number, offset=number)
            for one, number in zip(arrived, numbers, strict=False)
        ]
    each = [(one, [fact for fact in arrived if fact.topic in topics(one)]) for one in appliers]
    heard = [(one, some) for one, some in each if some]
    for _ in range(2 if heard else 0):
        apply_together(heard)


def topics(applier: Applier) -> set[str]:
    return {contract.topic for contract in applier.model.contracts}


def of_stakeholders(fact: Any, number: int, stream: str, at: datetime) -> Published:
    """The fact as it arrives from stakeholders: the one of this number that a test tells of."""
    return of(STAKEHOLDERS, fact, number, stream, at)


def of_followup(fact: Any, number: int, stream: str, at: datetime) -> Published:
    return of(FOLLOWUP, fact, number, stream, at)


def of(contract: Contract, fact: Any, number: int, stream: str, at: datetime) -> Published:
    return Published(
        fact=fact,
        id=derive_id(contract.service, stream, number),
        stream=stream,
        position=number,
        recorded_at=at,
        correlation_id=derive_id("case", 1),
        actor="somebody",
        traceparent=None,
        topic=contract.topic,
        partition=0,
        offset=number,
    )
