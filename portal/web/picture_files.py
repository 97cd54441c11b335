"""A picture with its figure, and as a file for other people's pages."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from flask import Response, render_template

from portal.web import charts
from portal.web.charts import Drawing
from portal.web.figures import Figure

ALONE: Final = "sandbox; default-src 'none'; style-src 'unsafe-inline'"
"""The policy of a file that brings its colours and can do nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """``name``: in addresses. ``finding``: what the picture shows first, in words."""

    name: str
    figure: Figure
    drawing: Drawing
    finding: str


def as_svg(one: Picture, below: Sequence[str]) -> Response:
    """Return it as a file. ``below``: what it says of itself, such as the day."""
    body = render_template(
        "chart.svg",
        one=one,
        above=charts.wrapped(one.figure.caption),
        below=[line for said in below for line in charts.wrapped(said)],
    )
    answer = Response(body, content_type="image/svg+xml; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="{one.name}.svg"'
    answer.headers["Content-Security-Policy"] = ALONE
    return answer
