"""Feeding read models of one database together: fetch, decode and commit each fact once.

A read model that fails is taken out and gets a consumer of its own, so that it stops no other
(decision 0023).
"""

import asyncio
import secrets
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, TypeAlias

import structlog
from opentelemetry import trace

from shared.facts.applied import applied
from shared.facts.kafka import Partition, Published
from shared.platform import telemetry
from shared.read_models.model import Applier, Behind, apply_together, look_at_all
from shared.read_models.places import Reached, places

log = structlog.get_logger(__name__)

_TRIES = 3  # before one is taken out; what all of them fail at is no fault of one
_NEAR = 10_000  # facts: who is further behind than this would make the others wait
_MANY = 5_000  # facts, counted for each read model: from here on a batch is written in portions
PORTIONS: Final = 8
# Which portion a process begins with: others begin elsewhere. In containers all have one number.
_FIRST: Final = secrets.randbelow(PORTIONS)

Part: TypeAlias = Callable[[Applier], object]


@dataclass(slots=True)
class Together:
    """Several read models of one database, fed by one consumer.

    ``part`` is called, in the event loop, with a read model that must go on alone, from the
    position of its tables.
    """

    appliers: list[Applier]
    part: Part
    _failed: Counter[str] = field(default_factory=Counter)  # times in a row, by consumer

    async def resume(self) -> Reached:
        """Return the position of the read model that is furthest behind, for each partition."""
        return await asyncio.to_thread(_earliest, self.appliers)

    async def apply(self, facts: Sequence[Published]) -> None:
        """Apply ``facts`` to all; each skips those it has. Raises an error that all share."""
        arrived = [(applier, _concerning(applier, facts)) for applier in self.appliers]
        arrived = [(applier, some) for applier, some in arrived if some]
        spans = [
            _start_span(fact, applier)
            for applier, some in arrived
            for fact in some
            if fact.traceparent
        ]
        try:
            failures = await asyncio.to_thread(_apply_all, arrived)
        finally:
            for span in spans:
                span.end()
        for applier, some in arrived:
            consumer = applier.model.consumer
            if consumer in failures:
                self._failed[consumer] += 1
            else:
                del self._failed[consumer]
                applied(consumer, some)
        if failures:
            await self._take_out(failures, of=len(arrived))

    async def look(self) -> None:
        """Raise ``Behind`` if tables are further back than they were, though no fact comes."""
        await asyncio.to_thread(look_at_all, self.appliers)

    async def _take_out(self, failures: Mapping[str, Exception], *, of: int) -> None:
        """Take out read models that failed often enough; raise if one is to be retried.

        Raises ``Behind`` if all of them are: then all go back together.
        """
        others = (one for one in failures.values() if not isinstance(one, Behind))
        error = next(others, next(iter(failures.values())))
        is_common = len(failures) == of > 1 or len(self.appliers) == 1
        if is_common or any(self._failed[consumer] < _TRIES for consumer in failures):
            raise error
        gone = [applier for applier in self.appliers if applier.model.consumer in failures]
        await asyncio.to_thread(_reachable, gone)  # raises where it is the database
        for applier in gone:
            log.error(
                "read model goes on alone",
                consumer=applier.model.consumer,
                error=type(error).__name__,
            )
            self.appliers.remove(applier)
            self.part(applier)


def near(appliers: Sequence[Applier]) -> list[Applier]:
    """Return the read models close to the furthest one; the others should go on alone."""
    remembered = _remember_all(appliers)
    furthest: dict[Partition, int] = {}
    for reached in remembered.values():
        for tp, (offset, _) in reached.items():
            furthest[tp] = max(offset, furthest.get(tp, 0))

    def behind(applier: Applier) -> int:
        reached = remembered[applier.model.consumer]
        topics = _topics(applier)
        return sum(
            offset - reached.get(tp, (0, 0))[0]
            for tp, offset in furthest.items()
            if tp[0] in topics
        )

    return [applier for applier in appliers if behind(applier) <= _NEAR]


def has_all(appliers: Sequence[Applier], ends: Mapping[Partition, int]) -> bool:
    """Whether the tables of each have what these partitions have, whoever feeds them."""
    with appliers[0].engine.connect() as conn:
        reached = places(conn, *(applier.model.consumer for applier in appliers))
    return all(
        tp in reached[applier.model.consumer] and reached[applier.model.consumer][tp][0] + 1 >= end
        for applier in appliers
        for tp, end in ends.items()
        if end and tp[0] in _topics(applier)
    )


def _topics(applier: Applier) -> set[str]:
    return {contract.topic for contract in applier.model.contracts}


def _concerning(applier: Applier, facts: Sequence[Published]) -> list[Published]:
    topics = _topics(applier)
    return [fact for fact in facts if fact.topic in topics]


def _start_span(fact: Published, applier: Applier) -> trace.Span:
    """Start a span for each fact, so that one trace runs from the click to the projection."""
    return trace.get_tracer("rapporteur").start_span(
        f"project {applier.model.consumer}",
        context=telemetry.extract(fact.traceparent or ""),
        kind=trace.SpanKind.CONSUMER,
        attributes={"rapporteur.position": fact.position},
    )


def _earliest(appliers: Iterable[Applier]) -> Reached:
    """Return the position that all reached, for each partition; none if one has not started."""
    remembered = [(_topics(applier), applier.remembered()) for applier in appliers]
    return {
        tp: min(places)
        for tp in {tp for _, reached in remembered for tp in reached}
        if (
            places := [reached.get(tp, (0, 0)) for topics, reached in remembered if tp[0] in topics]
        )
    }


def _reachable(appliers: Sequence[Applier]) -> None:
    """Check that the database answers, without recording positions: facts may be retried."""
    with appliers[0].engine.connect() as conn:
        places(conn, *(applier.model.consumer for applier in appliers))


def _remember_all(appliers: Iterable[Applier]) -> dict[str, Reached]:
    return {applier.model.consumer: applier.remembered() for applier in appliers}


def _apply_all(
    arrived: Sequence[tuple[Applier, Sequence[Published]]],
) -> dict[str, Exception]:
    """Apply a batch in one transaction, a large one in some; return the failures with reasons."""
    failures: dict[str, Exception] = {}
    for some in _portions(arrived):
        failures |= _apply_some(some)
    return failures


def _portions(
    arrived: Sequence[tuple[Applier, Sequence[Published]]],
) -> Iterable[Sequence[tuple[Applier, Sequence[Published]]]]:
    """Part a large batch by read model, so that several processes write at the same time.

    A transaction keeps all others out that write its read models (``alone``): with all of them in
    one, processes would only ever take turns. Receipts wait less for SQLite's writer, too.
    """
    if sum(len(facts) for _, facts in arrived) < _MANY:
        return [arrived] if arrived else []
    number = min(PORTIONS, len(arrived))
    return [arrived[(_FIRST + turn) % number :: number] for turn in range(number)]


def _apply_some(
    arrived: Sequence[tuple[Applier, Sequence[Published]]],
) -> dict[str, Exception]:
    """Apply all in one transaction; if it fails, each alone. Return the failures with reasons."""
    try:
        apply_together(arrived)
    except Exception as error:  # noqa: BLE001  # whose it is shows when each writes alone
        if len(arrived) == 1:
            return {arrived[0][0].model.consumer: error}
    else:
        return {}
    failures: dict[str, Exception] = {}
    for applier, facts in arrived:
        try:
            applier.apply(facts)
        except Exception as error:  # noqa: BLE001  # told to whoever asked
            failures[applier.model.consumer] = error
    return failures
