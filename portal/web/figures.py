"""A figure: numbers by row and column. It is a table in any case, and may have a picture.

A table with bars of one scale in its cells is the picture itself: a screen reader, a copy into a
sheet and a printer get the same as the eye, labels break into as many lines as they need, and right
to left all is mirrored with the page. ``charts.py`` draws pictures that stand apart. A number that
is not shown is a dash, and has no part in the scale. The macros: ``chart.html``.
"""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """``values``: one for each column; None: not shown, which is not zero.

    ``short``: a code or an acronym, for where there is no room for the label. ``theirs``: somebody
    wrote the label, in whatever language and as long as it is.
    """

    label: str
    values: Sequence[int | None]
    link: str | None = None
    short: str = ""
    theirs: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """``about``: what the rows are; ``columns``: what is counted."""

    caption: str
    about: str
    columns: Sequence[str]
    rows: Sequence[Row]

    @property
    def most(self) -> int:
        """The longest bar stands for this. What is not shown has no part in it."""
        shown = (value for row in self.rows for value in row.values if value is not None)
        return max(shown, default=0)

    @property
    def keeps_back(self) -> bool:
        return any(value is None for row in self.rows for value in row.values)

    def length(self, value: int) -> float:
        """Return how long the bar of a value is, in hundredths of the longest, to a tenth."""
        return round(100 * value / self.most, 1) if self.most else 0.0

    def height(self, value: int | None) -> float:
        """Return how high the column of a value is, in hundredths of the highest.

        What happened once among thousands still has a mark.
        """
        return max(5.0, round(100 * value / self.most, 1)) if value else 0.0
