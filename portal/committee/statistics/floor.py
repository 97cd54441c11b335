"""Numbers of grades for who knows that they were given, and not what they are (section G.2).

Nothing follows of one grade, neither from one look nor from two. Numbers stand as they stood at the
end of a year, and change only once five grades or more were given since. None below five is shown,
nought neither: where the others are nought, it would say what the few are. And a row in which all
are of one value would say what each of them is, so it is shown once two values have five.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Final

from portal.committee.gaps.bands import band
from portal.committee.statistics.comparing import HOW, compare
from portal.committee.statistics.rows import Given, Sent

FEWEST: Final = 5
_VALUES: Final = 2
"""Of a row, so that it tells of no grade which it is."""


def compared(
    letters: Iterable[Sent], given: Sequence[Given], today: date
) -> dict[tuple[str, str], int]:
    """Return the least number of the band of each that is shown."""
    until = last_year((one.year for one in given), today)
    if until is None:
        return {}
    held: dict[tuple[str, str], Given] = {}
    for one in sorted(given, key=lambda each: each.year):
        if one.year <= until:
            held[one.reply_id, one.mandate] = one
    return in_bands(compare(letters, held.values(), date(until + 1, 1, 1)), HOW)


def last_year(given: Iterable[int], today: date) -> int | None:
    """Return the year with which numbers end: over, and five grades or more since the last.

    ``given``: of each grade the year in which it was.
    """
    by_year = Counter(year for year in given if year < today.year)
    until: int | None = None
    since = 0
    for year in sorted(by_year):
        since += by_year[year]
        if since >= FEWEST:
            until, since = year, 0
    return until


def in_bands(
    counted: Mapping[tuple[str, str], int], rows: Iterable[str]
) -> dict[tuple[str, str], int]:
    """Return the least of the band of each number that is shown; a key begins with its row."""
    found: dict[tuple[str, str], int] = {}
    for each in rows:
        row = {key: count for key, count in counted.items() if key[0] == each and count >= FEWEST}
        if len(row) >= _VALUES:
            found |= {key: _least(count) for key, count in row.items()}
    return found


def _least(count: int) -> int:
    of = band(count)
    return max(of[0], FEWEST) if of else FEWEST
