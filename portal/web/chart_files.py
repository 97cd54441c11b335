"""A picture outside a page: as a file that stands alone, and on paper. It can do nothing."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from flask import Response, render_template

from portal.web import charts
from portal.web.charts import Drawing, Words
from portal.web.figures import Figure
from portal.web.i18n.texts import gettext, language

_ALONE: Final = "sandbox; default-src 'none'; style-src 'unsafe-inline'"
_TURNED: Final = {"start": "end", "end": "start"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """``name``: in addresses. ``finding``: what the picture shows first, in words."""

    name: str
    figure: Figure
    drawing: Drawing
    finding: str


def alone(
    one: Picture, file_name: str, on: str, about: str = "", *, public: bool = True
) -> Response:
    """Return the picture for other people's pages: it brings its colours.

    ``on``: of which day it is; ``about``: of what. ``public``: it may be kept for a minute.
    """
    body = _written(one, one.drawing, below=[on, *_left_out(one), *charts.wrapped(about)])
    answer = Response([body], content_type="image/svg+xml; charset=utf-8")
    if public:
        answer.headers["Cache-Control"] = "public, max-age=60"
    answer.headers["Content-Disposition"] = f'attachment; filename="{file_name}"'
    answer.headers["Content-Security-Policy"] = _ALONE
    return answer


def on_paper(one: Picture) -> str:
    """Return the picture for the press, which does not turn the anchors of texts by itself."""
    drawing = one.drawing
    if language().right_to_left:
        shapes = (
            replace(each, anchor=_TURNED.get(each.anchor, each.anchor))
            if isinstance(each, Words)
            else each
            for each in drawing.shapes
        )
        drawing = replace(drawing, shapes=tuple(shapes))
    return _written(one, drawing, above=False, below=_left_out(one))


def _written(
    one: Picture, drawing: Drawing, *, above: bool = True, below: Sequence[str] = ()
) -> str:
    return render_template(
        "chart.svg",
        one=one,
        drawing=drawing,
        above=charts.wrapped(one.figure.caption) if above else [],
        below=below,
    )


def _left_out(one: Picture) -> list[str]:
    if not one.drawing.left_out:
        return []
    return charts.wrapped(gettext("Only the highest numbers are in this picture."))
