"""Pictures of figures: pure functions from numbers to shapes, in units of a drawing.

Everything runs from left to right here. Right to left the whole drawing is mirrored, and so are the
anchors of its texts, which follow the direction of the page. ``chart.html`` writes the shapes, into
a page or a file; ``chart.css`` has their colours. What has no number is a dash, never 0, and has no
part in the scale.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from math import ceil, floor, log10
from textwrap import wrap
from typing import ClassVar, Final, TypeAlias
from unicodedata import east_asian_width

from portal.web.figures import Figure, Row
from portal.web.i18n.formats import listed, number
from portal.web.i18n.texts import gettext, language

WIDTH: Final = 420.0
"""Of every drawing, so that its texts are as large as those around it, on a phone as well."""
STEPS: Final = 4
"""Shades of tiles, all of one colour: a darker one is a larger number, and no better."""
NONE: Final = "\N{EN DASH}"

_MARGIN = 44.0  # for the numbers at the side
_TOP, _PLOT = 14.0, 180.0
_LINE, _SWATCH = 20.0, 14.0
_APART = 38.0  # two labels below the plot
_LETTER = 7.8  # how wide a letter is, about
_WRAPPED, _WIDE = 46, 26  # letters in a line; Chinese ones
_BAR, _BESIDE = 18.0, 26.0
_NUMBER = 52.0  # room for the number behind the longest bar
_PER_ROW, _TILE, _HIGH = 8, 48.0, 38.0
_TIED = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """``look``: s1 to s6 of a series, t0 to t4 of a tile. ``said``: what it shows, for a tip."""

    shape: ClassVar = "box"
    x: float
    y: float
    width: float
    height: float
    look: str
    said: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """``anchor``: start, middle or end, in the direction of the page."""

    shape: ClassVar = "words"
    x: float
    y: float
    text: str
    anchor: str = "start"
    look: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stroke:
    """A line through these points; ``look``: grid, axis, or l1 to l5 of a series."""

    shape: ClassVar = "stroke"
    points: tuple[tuple[float, float], ...]
    look: str

    @property
    def path(self) -> str:
        return " ".join(f"{x:g},{y:g}" for x, y in self.points)


@dataclass(frozen=True, slots=True, kw_only=True)
class Dot:
    """Round for the first series, then a square, a diamond: they are told without colours too."""

    shape: ClassVar = "dot"
    x: float
    y: float
    look: str
    said: str = ""


Shape: TypeAlias = Box | Words | Stroke | Dot


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """``left_out``: how many rows of the figure there was no room for."""

    height: float
    shapes: tuple[Shape, ...]
    width: float = WIDTH
    left_out: int = 0

    @property
    def patterns(self) -> list[str]:
        """The series that are told by a pattern: all but the first, which is full."""
        looks = {one.look for one in self.shapes if isinstance(one, Box)}
        return sorted(look for look in looks if look[0] == "s" and look != "s1")


# --- scales -------------------------------------------------------------------------------------


def ticks(most: float, about: int = 4) -> list[int]:
    """Return round numbers from 0 to at least ``most``, some ``about`` steps apart."""
    raw = max(most, 1) / about
    unit = 10 ** floor(log10(raw))
    step = max(1, ceil(next(times for times in (1, 2, 5, 10) if times * unit >= raw) * unit))
    return [step * n for n in range(max(1, ceil(most / step)) + 1)]


def linear(value: float, most: float, length: float) -> float:
    """Return how much of the length the value is, to a tenth."""
    return round(length * value / most, 1) if most else 0.0


def band(count: int, length: float, gap: float = 0.2) -> list[tuple[float, float]]:
    """Return where each of so many columns begins, and how wide it is."""
    each = length / count if count else 0.0
    return [(round(n * each + each * gap / 2, 1), round(each * (1 - gap), 1)) for n in range(count)]


def step(value: float, most: float) -> int:
    """Return the shade of a number, from 1 on."""
    return 1 + int((STEPS - 1) * value // most) if most else 1


def mirrored(drawing: Drawing) -> Drawing:
    """Return the drawing as it is from right to left; digits and letters stay as they are."""
    return replace(drawing, shapes=tuple(_mirrored(one, drawing.width) for one in drawing.shapes))


def on_page(drawing: Drawing) -> Drawing:
    """Return the drawing as it is in the language of the page."""
    return mirrored(drawing) if language().right_to_left else drawing


def _mirrored(one: Shape, width: float) -> Shape:
    if isinstance(one, Box):
        return replace(one, x=round(width - one.x - one.width, 1))
    if isinstance(one, Stroke):
        return replace(one, points=tuple((round(width - x, 1), y) for x, y in one.points))
    return replace(one, x=round(width - one.x, 1))


# --- pictures -----------------------------------------------------------------------------------


def columns(figure: Figure) -> Drawing:
    """A column for each row, with the values of its columns one upon the other."""
    most = max((_together(row) for row in figure.rows), default=0)
    scale = ticks(most)
    shapes: list[Shape] = [*_grid(scale), *_below(figure.rows)]
    for (x, width), row in zip(_places(figure.rows), figure.rows, strict=True):
        y = _TOP + _PLOT
        if all(value is None for value in row.values):
            shapes.append(Words(x=round(x + width / 2, 1), y=y - 4, text=NONE, anchor="middle"))
        for nth, value in enumerate(row.values, 1):
            height = linear(value or 0, scale[-1], _PLOT)
            y = round(y - height, 1)
            if value:
                said = _said(row, figure.columns[nth - 1], value)
                shapes.append(Box(x=x, y=y, width=width, height=height, look=f"s{nth}", said=said))
    return _with_legend(figure, shapes, dots=False)


def lines(figure: Figure) -> Drawing:
    """A line for each column. It breaks where there is no number."""
    scale = ticks(figure.most)
    shapes: list[Shape] = [*_grid(scale), *_below(figure.rows)]
    middles = [round(x + width / 2, 1) for x, width in _places(figure.rows)]
    for x, row in zip(middles, figure.rows, strict=True):
        if None in row.values:
            shapes.append(Words(x=x, y=_TOP + _PLOT - 4, text=NONE, anchor="middle"))
    for nth, column in enumerate(figure.columns, 1):
        run: list[tuple[float, float]] = []
        for x, row in zip(middles, figure.rows, strict=True):
            value = row.values[nth - 1]
            if value is None:
                shapes += _stroke(run, nth)
                run = []
                continue
            y = round(_TOP + _PLOT - linear(value, scale[-1], _PLOT), 1)
            run.append((x, y))
            shapes.append(Dot(x=x, y=y, look=f"s{nth}", said=_said(row, column, value)))
        shapes += _stroke(run, nth)
    return _with_legend(figure, shapes, dots=True)


def bars(figure: Figure, most_rows: int = 20) -> Drawing:
    """A bar for each of the first rows, of its first number, with its name beside or above it."""
    rows = figure.rows[:most_rows]
    most = max((row.values[0] or 0 for row in rows), default=0)
    beside = bool(rows) and all(row.short for row in rows)
    widest = max((len(row.short) for row in rows), default=0)
    x = round(min(widest * _LETTER, WIDTH / 2) + 8, 1) if beside else 0.0
    shapes: list[Shape] = []
    y = 0.0
    for row in rows:
        if beside:
            shapes.append(Words(x=0, y=y + 15, text=row.short))
        else:
            for text in wrapped(row.label):
                shapes.append(Words(x=0, y=y + 15, text=text))
                y += _LINE
        shapes += _bar(figure, row, x=x, y=y, most=most)
        y += _BESIDE
        y += 0 if beside else 4
    return Drawing(height=y, shapes=tuple(shapes), left_out=len(figure.rows) - len(rows))


def tiles(figure: Figure, groups: Mapping[str, Sequence[Row]]) -> Drawing:
    """A tile of one size for each row, under the name of its group: a picture without a map."""
    most = max((row.values[0] or 0 for rows in groups.values() for row in rows), default=0)
    shapes: list[Shape] = []
    y = 0.0
    for name, rows in groups.items():
        shapes.append(Words(x=0, y=y + 17, text=name, look="strong"))
        y += 26
        for nth, row in enumerate(rows):
            x = (nth % _PER_ROW) * (WIDTH / _PER_ROW)
            shapes += _tile(figure, row, x=x, y=y + nth // _PER_ROW * (_HIGH + 4), most=most)
        y += ceil(len(rows) / _PER_ROW) * (_HIGH + 4) + 6
    return Drawing(height=y, shapes=tuple(shapes))


def heat(figure: Figure) -> Drawing:
    """A tile for each number, shaded; the columns have numbers, which the legend says in words."""
    width = WIDTH / max(1, len(figure.columns))
    shapes: list[Shape] = [
        Words(x=round((nth + 0.5) * width, 1), y=14, text=number(nth + 1), anchor="middle")
        for nth in range(len(figure.columns))
    ]
    y = _LINE
    for row in figure.rows:
        for text in wrapped(row.label):
            shapes.append(Words(x=0, y=y + 15, text=text, look="strong"))
            y += _LINE
        for nth in range(len(row.values)):
            shapes += _shade(figure, row, nth, x=round(nth * width, 1), y=y, width=width - 4)
        y += _HIGH + 6
    for nth, column in enumerate(figure.columns, 1):
        for text in wrapped(f"{number(nth)}  {column}"):
            shapes.append(Words(x=0, y=y + 15, text=text))
            y += _LINE
    return Drawing(height=y, shapes=tuple(shapes))


def finding(figure: Figure, *, together: bool = True) -> str:
    """Return in words what the picture shows first: its highest number.

    ``together``: the values of a row are parts of one number; else its first is looked at.
    """
    of = {
        row.label: _together(row) if together else row.values[0]
        for row in figure.rows
        if any(value is not None for value in row.values)
    }
    most = max((value for value in of.values() if value is not None), default=0)
    highest = [label for label, value in of.items() if value == most]
    if not most or len(highest) > _TIED:
        return gettext("Highest number: %(number)s", number=number(most))
    which = listed(highest)
    return gettext("Highest number: %(number)s (%(which)s)", number=number(most), which=which)


def apart(figure: Figure) -> Figure:
    """Return each number as a row of its own: what a heat table shows first is one number."""
    rows = [
        Row(label=listed([row.label, column]), values=[value])
        for row in figure.rows
        for column, value in zip(figure.columns, row.values, strict=True)
    ]
    return replace(figure, columns=[figure.caption], rows=rows)


def wrapped(text: str) -> list[str]:
    """Return the lines of a text: in a drawing none breaks by itself."""
    wide = any(east_asian_width(letter) in "WF" for letter in text)
    return wrap(text, _WIDE if wide else _WRAPPED)


# --- parts of pictures --------------------------------------------------------------------------


def _grid(scale: Sequence[int]) -> Iterator[Shape]:
    for value in scale:
        y = round(_TOP + _PLOT - linear(value, scale[-1], _PLOT), 1)
        look = "grid" if value else "axis"
        yield Stroke(points=((_MARGIN, y), (WIDTH, y)), look=look)
        yield Words(x=_MARGIN - 6, y=y + 5, text=number(value), anchor="end")


def _places(rows: Sequence[Row]) -> list[tuple[float, float]]:
    found = band(len(rows), WIDTH - _MARGIN)
    return [(round(_MARGIN + x, 1), width) for x, width in found]


def _below(rows: Sequence[Row]) -> Iterator[Shape]:
    """Yield the names of the columns, as many as there is room for, and the last one.

    The last one ends with the drawing where it would reach out of it.
    """
    places = [round(x + width / 2, 1) for x, width in _places(rows)]
    half = _LETTER / 2 * max((len(row.short or row.label) for row in rows[-1:]), default=0)
    over = max(0.0, places[-1] + half - WIDTH) if places else 0.0
    room = max(_APART, over and over + 2 * half + 4)
    every = max(1, ceil(len(rows) * room / (WIDTH - _MARGIN)))
    for nth, (middle, row) in enumerate(zip(places, rows, strict=True)):
        if (len(rows) - 1 - nth) % every == 0:
            ends = over and nth == len(rows) - 1
            yield Words(
                x=WIDTH if ends else middle,
                y=_TOP + _PLOT + 18,
                text=row.short or row.label,
                anchor="end" if ends else "middle",
            )


def _with_legend(figure: Figure, shapes: Iterable[Shape], *, dots: bool) -> Drawing:
    """One series needs none: the title says what it is."""
    found = list(shapes)
    y = _TOP + _PLOT + 30
    if len(figure.columns) > 1:
        for nth, column in enumerate(figure.columns, 1):
            found.append(_sample(nth, y, dots=dots))
            for text in wrapped(column):
                found.append(Words(x=_SWATCH + 8, y=y + 12, text=text))
                y += _LINE
            y += 2
    return Drawing(height=y, shapes=tuple(found))


def _sample(nth: int, y: float, *, dots: bool) -> Shape:
    if dots:
        return Dot(x=_SWATCH / 2, y=y + _SWATCH / 2, look=f"s{nth}")
    return Box(x=0, y=y, width=_SWATCH, height=_SWATCH, look=f"s{nth}")


def _stroke(run: Sequence[tuple[float, float]], nth: int) -> list[Shape]:
    return [Stroke(points=tuple(run), look=f"l{nth}")] if len(run) > 1 else []


def _bar(figure: Figure, row: Row, *, x: float, y: float, most: float) -> Iterator[Shape]:
    value = row.values[0]
    if value is None:
        yield Words(x=x + 6, y=y + 15, text=NONE)
        return
    width = linear(value, most, WIDTH - x - _NUMBER)
    said = _said(row, figure.columns[0], value)
    yield Box(x=x, y=y, width=width, height=_BAR, look="s1", said=said)
    yield Words(x=round(x + width + 6, 1), y=y + 15, text=number(value))


def _tile(figure: Figure, row: Row, *, x: float, y: float, most: float) -> Iterator[Shape]:
    value = row.values[0]
    look = "t0" if value is None else f"t{step(value, most)}"
    said = "" if value is None else _said(row, figure.columns[0], value)
    yield Box(x=x, y=y, width=_TILE, height=_HIGH, look=look, said=said)
    middle = x + _TILE / 2
    yield Words(x=middle, y=y + 15, text=row.short, anchor="middle")
    shown = NONE if value is None else number(value)
    yield Words(x=middle, y=y + 32, text=shown, anchor="middle")


def _shade(
    figure: Figure, row: Row, nth: int, *, x: float, y: float, width: float
) -> Iterator[Shape]:
    value = row.values[nth]
    look = "t0" if value is None else f"t{step(value, figure.most)}"
    said = "" if value is None else _said(row, figure.columns[nth], value)
    yield Box(x=x, y=y, width=round(width, 1), height=_HIGH, look=look, said=said)
    shown = NONE if value is None else number(value)
    yield Words(x=round(x + width / 2, 1), y=y + 24, text=shown, anchor="middle")


def _together(row: Row) -> int:
    return sum(value or 0 for value in row.values)


def _said(row: Row, column: str, value: int) -> str:
    what = listed([row.label, column])
    return gettext("%(what)s: %(number)s", what=what, number=number(value))
