"""Pictures of coverage: years since the last visit, and the share of States that were touched.

Both are of what everybody reads (decision 0155). No State is compared with another one: a region
is not better for its dots, and a line says nothing of who needed a letter.
"""

from bisect import bisect
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Final

from sqlalchemy import Connection, func, select

from portal.committee.coverage import joined, words
from portal.committee.coverage.cells import Cell
from portal.committee.coverage.read_model import visits
from portal.committee.coverage.table import set_in_force
from portal.followup.publication.tables import letters
from portal.web import charts, dots
from portal.web.chart_files import Picture
from portal.web.figures import Figure, Row
from portal.web.i18n import names
from portal.web.i18n.formats import long_month, number
from portal.web.i18n.texts import gettext, ngettext
from shared.core.geneva import day_of, start_of
from shared.reference.coverage import GROUPS, NEVERS, SILENT, before, covered
from shared.reference.visits import years_since

VISITS, TOUCHED = "visits", "touched"
WINDOWS: Final = (12, 24, SILENT)
"""Months back, of a line each."""
MONTHS: Final = 24
"""Whole months that a line shows before today."""
_LONGEST: Final = 15
"""Years since a visit that have a place of their own; longer ago is one place."""
_LATELY: Final = 5


def pictures(conn: Connection, today: date) -> list[Picture]:
    """Return those of which there is something to show."""
    found = _visits(conn, today), _touched(conn, today)
    return [one for one in found if one is not None]


# --- years since the last visit ------------------------------------------------------------------


def _visits(conn: Connection, today: date) -> Picture | None:
    found = set_in_force(conn)
    column = next((one for one in found.columns if one.key == "visit"), None) if found else None
    if column is None or not column.public:
        return None
    told = joined.answers(conn, today)["visit"]
    some = {one: _place(told.get(one), today) for one in covered()}
    places = {one: place for one, place in some.items() if place is not None}
    if not places:
        return None
    labels = [*map(number, range(_LONGEST)), f"{number(_LONGEST)}+", gettext("never")]
    strips = [[_there(places, group, at) for at in range(len(labels))] for group in GROUPS]
    figure = Figure(
        caption=gettext("States by whole years since the last visit"),
        about=gettext("Regional group"),
        columns=labels,
        rows=[dots.row_of(words.group(one), of) for one, of in zip(GROUPS, strips, strict=True)],
    )
    return Picture(
        name=VISITS,
        figure=figure,
        drawing=charts.on_page(dots.dots(figure, labels, strips)),
        finding=_told_of(places),
    )


def _place(cell: Cell | None, today: date) -> int | None:
    """Return whole years, up to the longest; one more: never. None: there is no such answer."""
    if cell is None:
        return None
    if cell.value in NEVERS:
        return _LONGEST + 1
    if not cell.value[:1].isdecimal():
        return None
    return min(max(0, years_since(date.fromisoformat(cell.value), today)), _LONGEST)


def _there(places: Mapping[str, int], group: str, at: int) -> list[str]:
    some = [one for one, place in places.items() if place == at and covered()[one] == group]
    return [names.recipient(one) for one in names.in_order(some, "states")]


def _told_of(places: Mapping[str, int]) -> str:
    never = sum(place > _LONGEST for place in places.values())
    lately = sum(place < _LATELY for place in places.values())
    return gettext(
        "States with an answer: %(all)s of %(covered)s. Visited in the last five years: "
        "%(lately)s. Never visited: %(never)s",
        all=number(len(places)),
        covered=number(len(covered())),
        lately=number(lately),
        never=number(never),
    )


# --- States that were touched --------------------------------------------------------------------


def _touched(conn: Connection, today: date) -> Picture | None:
    points = [*_month_ends(today, MONTHS), today]
    days = _days(conn, before(points[0], max(WINDOWS)), today)
    shown = [numbers(days, on) for on in points]
    if not any(shown[-1]):
        return None
    first = _first(conn, today)
    columns = [
        ngettext("In %(shown)s month", "In %(shown)s months", one, shown=number(one))
        for one in WINDOWS
    ]
    figure = Figure(
        caption=gettext("Share of States with a public letter or visit, in per cent"),
        about=gettext("Month"),
        columns=columns,
        rows=[
            Row(
                label=long_month(on.year, on.month),
                short=f"{on:%m/%y}",
                values=[_share(one) if on >= first else None for one in some],
            )
            for on, some in zip(points, shown, strict=True)
        ],
    )
    return Picture(
        name=TOUCHED,
        figure=figure,
        drawing=charts.on_page(charts.lines(figure)),
        finding=_told(shown[-1]),
    )


def numbers(days: Mapping[str, Sequence[date]], on: date) -> list[int]:
    """Return how many States were touched until this day, in each window."""
    last = [some[at - 1] for some in days.values() if (at := bisect(some, on))]
    return [sum(day >= before(on, months) for day in last) for months in WINDOWS]


def _days(conn: Connection, since: date, today: date) -> Mapping[str, Sequence[date]]:
    """Return by State the days of public letters, and the last days of public visits for itself."""
    found: dict[str, set[date]] = defaultdict(set)
    c = letters.c
    sent = select(c.recipient, c.transmitted_at).where(
        c.published_at.is_not(None), c.transmitted_at >= start_of(since)
    )
    for state, at in conn.execute(sent).tuples():
        found[state].add(day_of(at))
    v = visits.c
    over = select(v.state, v.last).where(v.own, v.last >= since, v.last <= today)
    for state, day in conn.execute(over).tuples():
        found[state].add(day)
    return {state: sorted(some) for state, some in found.items() if state in covered()}


def _first(conn: Connection, today: date) -> date:
    """Return the first day that is public of any letter or visit, however long ago it was."""
    c, v = letters.c, visits.c
    sent = select(func.min(c.transmitted_at)).where(
        c.published_at.is_not(None), c.recipient.in_(sorted(covered()))
    )
    over = select(func.min(v.last)).where(v.own, v.last <= today, v.state.in_(sorted(covered())))
    letter, visit = conn.scalar(sent), conn.scalar(over)
    days = ([] if letter is None else [day_of(letter)]) + ([] if visit is None else [visit])
    return min(days, default=today)


def _month_ends(today: date, months: int) -> Iterator[date]:
    first = today.replace(day=1)
    for back in range(months - 1, -1, -1):
        yield before(first, back) - timedelta(days=1)


def _share(states: int) -> int:
    return round(100 * states / len(covered()))


def _told(now: Sequence[int]) -> str:
    """Return the last numbers with what they are of: a share alone says too little."""
    year, two, three = map(number, now)
    return gettext(
        "Of %(all)s States, as of today: %(year)s in 12 months, %(two)s in 24 months, %(three)s in "
        "36 months",
        all=number(len(covered())),
        year=year,
        two=two,
        three=three,
    )
