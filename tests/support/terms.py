"""Terms of mandate-holders, and the table that is filled with them."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import Engine

from portal.stakeholders.read_model import TERMS
from shared.contracts.stakeholders_terms import HolderTermEnded, HolderTermStarted
from shared.core.message import Sealed, derive_id
from shared.read_models.model import Applier
from tests.support.ready import ready
from tests.support.twice import of_stakeholders, twice

AT = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
TORTURE, DETENTION = "sr-torture", "wgad"
FIRST, LAST = date(2024, 8, 1), date(2027, 7, 31)
TERM = str(derive_id("term", 1))

Seal = Callable[[str, str], Sealed]


def started(  # every field that a test may want to be another
    term_id: str = TERM,
    *,
    name: str = "Ana Invented",
    mandate: str = TORTURE,
    seat: str | None = None,
    holder_id: str | None = None,
    number: int = 1,
    starts_on: date = FIRST,
    ends_on: date = LAST,
    seal: Seal = Sealed,
) -> HolderTermStarted:
    return HolderTermStarted(
        term_id=term_id,
        mandate=mandate,
        seat=seat,
        holder=seal(f"term-{term_id}", name),
        holder_id=holder_id,
        number=number,
        starts_on=starts_on,
        ends_on=ends_on,
        recorded_by="chief",
        recorded_at=AT,
    )


def ended(
    term_id: str = TERM,
    *,
    mandate: str = TORTURE,
    ended_on: date = date(2026, 9, 30),
    reason_code: str = "resigned",
) -> HolderTermEnded:
    return HolderTermEnded(
        term_id=term_id,
        mandate=mandate,
        ended_on=ended_on,
        reason_code=reason_code,
        recorded_by="chief",
        recorded_at=AT,
    )


@dataclass(slots=True)
class Terms:
    """The table of terms in this database."""

    engine: Engine
    told: int = 0
    applier: Applier = field(init=False)

    def __post_init__(self) -> None:
        (self.applier,) = ready(self.engine, [TERMS])

    def tell(self, *facts: Any) -> None:
        """Apply these facts, each of them twice, as Kafka may."""
        numbered = list(enumerate(facts, self.told + 1))
        self.told += len(numbered)
        arrived = [of_stakeholders(one, n, f"terms-{one.mandate}", AT) for n, one in numbered]
        twice([self.applier], arrived)

    def tell_of(self, stream: str, fact: Any) -> None:
        """Apply this fact of another stream, twice."""
        self.told += 1
        twice([self.applier], [of_stakeholders(fact, self.told, stream, AT)])
