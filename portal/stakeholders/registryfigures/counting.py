"""Days without a holder, and days until a new holder could sign: section C.7.

The first follow from terms, which are public. The second are of the first weeks of holders, so they
are counted in bands and without a mandate.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median
from typing import Final

from sqlalchemy import Connection, func, select

from portal.stakeholders.queries import Chain, Seat
from portal.stakeholders.read_model import onboardings, terms
from portal.stakeholders.registryfigures.course import Life
from shared.core.geneva import day_of

_DAY: Final = timedelta(days=1)
BANDS: Final = (0, 7, 14, 30, 60)
"""Up to so many days; and more."""
OVER, WAITS, NEVER = "over", "waits", "never"
_ALWAYS: Final = ((date.min, date.max),)


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """``last``: the last day without a holder; None: it is vacant still."""

    mandate: str
    seat: str | None
    first: date
    last: date | None
    days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Ready:
    """``bands``: how many terms, by the most days of the band, or by what became of them."""

    bands: Mapping[int | str, int]
    median: int | None


def gaps(chains: Iterable[Chain], lives: Mapping[str, Life], today: date) -> list[Gap]:
    """Return each time without a holder after a term, the latest first.

    A mandate that is not in force lacks no holder. What was before the first term is not known.
    """
    found = [
        gap
        for chain in chains
        for seat in chain.seats
        for gap in _of_seat(chain, seat, _periods(lives, chain), today)
    ]
    return sorted(found, key=lambda one: (-one.first.toordinal(), one.mandate, one.seat or ""))


def _periods(lives: Mapping[str, Life], chain: Chain) -> Sequence[tuple[date, date]]:
    life = lives.get(chain.mandate.mandate)
    return life.periods if life else _ALWAYS


def _of_seat(
    chain: Chain, seat: Seat, periods: Sequence[tuple[date, date]], today: date
) -> Iterable[Gap]:
    in_order = sorted(seat.terms, key=lambda term: term.starts_on)
    starts = [*(term.starts_on for term in in_order), date.max]
    for term, next_start in zip(in_order, starts[1:], strict=True):
        for begin, end in periods:
            first = max(term.last + _DAY, begin)
            last = min(next_start - _DAY, end)
            if first <= last and first <= today:
                yield Gap(
                    mandate=chain.mandate.mandate,
                    seat=seat.region,
                    first=first,
                    last=last if last < today else None,
                    days=(min(last, today) - first).days + 1,
                )


def ready(conn: Connection, today: date) -> Ready:
    """Return how many days after the start of their terms nothing barred signing any more."""
    c, t = onboardings.c, terms.c
    rows = conn.execute(
        select(c.starts_on, c.ready_at, func.coalesce(t.ended_on, t.ends_on).label("last"))
        .join(terms, t.term_id == c.term_id)
        .where(c.starts_on <= today)
    ).all()
    days = [
        max(0, (day_of(row.ready_at) - row.starts_on).days)
        for row in rows
        if row.ready_at is not None
    ]
    bands = Counter[int | str](next((most for most in BANDS if one <= most), OVER) for one in days)
    for row in rows:
        if row.ready_at is None:
            bands[WAITS if row.last >= today else NEVER] += 1
    return Ready(bands=bands, median=round(median(days)) if days else None)
