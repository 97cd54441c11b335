"""Pictures of an edition, drawn from its frozen numbers (decision 0157).

A picture stands beside its table and never in its place. Where the numbers of a row are no parts of
one number, it shows the first of them, and its title says which.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Final, TypeAlias

from portal.public.register.pictures import tiles_of
from portal.web import charts
from portal.web.chart_files import Picture
from portal.web.charts import Drawing
from portal.web.figures import Figure
from portal.web.i18n.texts import gettext

_Draw: TypeAlias = Callable[[Figure], Drawing]


def picture_of(table: str, figure: Figure) -> Picture | None:
    """Return the picture of a table; None if it has none, or if all its numbers are nought."""
    if table not in _DRAWN or not figure.most:
        return None
    draw = _DRAWN[table]
    shown = figure if draw in _WHOLE else _first(figure)
    return Picture(
        name=table,
        figure=shown,
        drawing=charts.on_page(draw(shown)),
        finding=charts.finding(shown, together=draw is charts.columns),
    )


def _first(figure: Figure) -> Figure:
    """Return the first column alone, the highest number first where there are too many rows."""
    rows = [replace(row, values=row.values[:1]) for row in figure.rows]
    if len(rows) > _MOST:
        rows.sort(key=lambda row: -(row.values[0] or 0))
    if len(figure.columns) == 1:
        return replace(figure, rows=rows)
    title = gettext("%(table)s: %(column)s", table=figure.caption, column=figure.columns[0])
    return replace(figure, caption=title, columns=figure.columns[:1], rows=rows)


def _tiles(figure: Figure) -> Drawing:
    return charts.tiles(figure, tiles_of({row.short: row.values[0] for row in figure.rows}))


_MOST: Final = 20  # rows of a picture with bars
_DRAWN: Final[Mapping[str, _Draw]] = MappingProxyType(
    {
        **dict.fromkeys(
            (
                *("holders_gender", "holders_region", "candidates_gender", "candidates_region"),
                *("invitations", "visit_groups", "visit_mandates", "visited"),
                *("types", "mandates", "groups", "statements"),
                *("reports", "themes", "followups"),
            ),
            charts.bars,
        ),
        "visit_years": charts.lines,
        "visit_lines": charts.columns,
        "states": _tiles,
    }
)
"""The other tables are lists, or numbers that are no parts of one scale."""
_WHOLE: Final = frozenset({charts.lines, charts.columns})
