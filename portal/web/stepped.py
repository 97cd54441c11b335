"""A stepped line over days, with what happened marked on it.

A mark is a number, which the legend says in words: kinds are told apart without colours.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Final

from portal.web.charts import WIDTH, Dot, Drawing, Shape, Stroke, Words, linear, ticks, wrapped
from portal.web.i18n.formats import listed, number, short_day

_MARGIN, _TOP, _PLOT, _LINE = 44.0, 34.0, 160.0, 20.0
_APART: Final = 100.0
"""Two labels below the plot."""
_NEAR: Final = 14.0
"""Marks that are nearer stand one above the other, in so many rows at most."""
_ROWS: Final = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """From this day on there are ``number``. ``kind``: which of the kinds of the legend."""

    on: date
    number: int
    kind: int


def stepped(
    first: date, last: date, begin: int, turns: Sequence[Turn], kinds: Sequence[str]
) -> Drawing:
    """``begin``: how many there are on the first day; ``kinds``: the legend, in order."""
    scale = ticks(max([begin, *(one.number for one in turns)]))
    days = max(1, (last - first).days)

    def x(on: date) -> float:
        return round(_MARGIN + linear((on - first).days, days, WIDTH - _MARGIN), 1)

    def y(value: int) -> float:
        return round(_TOP + _PLOT - linear(value, scale[-1], _PLOT), 1)

    shapes: list[Shape] = []
    for value in scale:
        look = "grid" if value else "axis"
        shapes.append(Stroke(points=((_MARGIN, y(value)), (WIDTH, y(value))), look=look))
        shapes.append(Words(x=_MARGIN - 6, y=y(value) + 5, text=number(value), anchor="end"))
    shapes += _days(first, last, x)
    points, now = [(x(first), y(begin))], begin
    marks: list[Shape] = []
    before, row = -_NEAR, 0
    for on, some in groupby(turns, key=lambda one: one.on):
        here = list(some)
        at = x(on)
        points += [(at, y(now)), (at, y(here[-1].number))]
        now = here[-1].number
        row = (row + 1) % (_ROWS + 1) if at - before < _NEAR else 0
        before = at
        told = sorted({one.kind for one in here})
        marks.append(Dot(x=at, y=y(now), look="s1", said=_said(on, told, kinds)))
        text = listed(number(kind) for kind in told)
        up = max(12.0, min(y(now), points[-2][1]) - 8 - 12 * row)
        marks.append(Words(x=at, y=round(up, 1), text=text, anchor="middle", look="small"))
    shapes.append(Stroke(points=(*points, (x(last), y(now))), look="l1"))
    shapes += marks
    height = _TOP + _PLOT + 30
    there = {one.kind for one in turns}
    for nth, words in enumerate(kinds, 1):
        if nth in there:
            for text in wrapped(f"{number(nth)}  {words}"):
                shapes.append(Words(x=0, y=height + 12, text=text))
                height += _LINE
    return Drawing(height=height, shapes=tuple(shapes))


def _said(on: date, told: Sequence[int], kinds: Sequence[str]) -> str:
    return listed([short_day(on), *(kinds[kind - 1] for kind in told)])


def _days(first: date, last: date, x: Callable[[date], float]) -> Iterator[Shape]:
    """Yield the first day, the last one, and between them the years for which there is room."""
    below = _TOP + _PLOT + 18
    yield Words(x=x(first), y=below, text=short_day(first))
    yield Words(x=x(last), y=below, text=short_day(last), anchor="end")
    room = x(first) + _APART
    for year in range(first.year + 1, last.year + 1):
        at = x(date(year, 1, 1))
        if room <= at <= x(last) - _APART:
            yield Words(x=at, y=below, text=str(year), anchor="middle")
            room = at + _APART / 2
