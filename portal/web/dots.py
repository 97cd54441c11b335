"""A strip of dots for each row of a figure: where each of its many stands on one scale.

Each counted thing is a dot, so a row of a few is not louder than it is, and nothing is averaged.
The last place of the scale stands apart: it is no number. Everything else is as in ``charts``.
"""

from collections.abc import Iterator, Sequence
from math import ceil
from typing import Final

from portal.web.charts import WIDTH, Dot, Drawing, Shape, Stroke, Words, wrapped
from portal.web.figures import Figure, Row

_PITCH: Final = 9.0
"""From one dot to the next, which are 8 wide."""
_LINE: Final = 20.0
_LAST: Final = 3
"""Places that the last one takes, so that its name has room beside the number before it."""

Names = Sequence[Sequence[Sequence[str]]]
"""Of each dot: by row and column."""


def dots(figure: Figure, places: Sequence[str], names: Names) -> Drawing:
    """Draw a dot for each name. ``places``: what the columns are called below the strips."""
    unit = WIDTH / (len(places) - 1 + _LAST) if places else WIDTH
    abreast = max(1, int(unit // _PITCH))
    shapes: list[Shape] = []
    y = 0.0
    for row, those in zip(figure.rows, names, strict=True):
        for text in wrapped(row.label):
            shapes.append(Words(x=0, y=y + 15, text=text, look="strong"))
            y += _LINE
        y += _PITCH * max((ceil(len(some) / abreast) for some in those), default=0) + 4
        shapes.append(Stroke(points=((0, y), (WIDTH, y)), look="axis"))
        shapes += _strip(those, y, unit=unit, abreast=abreast)
        y += 18
        shapes += _scale(places, y, unit)
        y += 14
    return Drawing(height=y, shapes=tuple(shapes))


def _strip(
    those: Sequence[Sequence[str]], y: float, *, unit: float, abreast: int
) -> Iterator[Shape]:
    for nth, some in enumerate(those):
        wide = min(abreast, len(some))
        begin = _middle(nth, len(those), unit) - (wide - 1) * _PITCH / 2
        for at, said in enumerate(some):
            up, along = divmod(at, abreast)
            x = round(begin + along * _PITCH, 1)
            yield Dot(x=x, y=round(y - 5 - up * _PITCH, 1), look="s1", said=said)


def _scale(places: Sequence[str], y: float, unit: float) -> Iterator[Shape]:
    for nth, text in enumerate(places[:-1]):
        x = round(_middle(nth, len(places), unit), 1)
        yield Words(x=x, y=y, text=text, anchor="middle", look="small")
    if places:
        yield Words(x=WIDTH, y=y, text=places[-1], anchor="end", look="small")


def _middle(nth: int, count: int, unit: float) -> float:
    """Return where a column is; the last one is at the end of its room."""
    return WIDTH - unit / 2 - 4 if nth == count - 1 else (nth + 0.5) * unit


def row_of(label: str, those: Sequence[Sequence[str]]) -> Row:
    """Return how many names each column of a row has."""
    return Row(label=label, values=[len(some) for some in those])
