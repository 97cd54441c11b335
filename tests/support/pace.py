"""The portal with two steps that are open to everybody, and budgets that a test uses up.

And the work that a browser does in place of waiting.
"""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from html import unescape
from itertools import count
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from flask import Blueprint, Flask, Response, render_template_string, request

from portal.source.pace import gate
from portal.source.pace.ticket import PARTS, part
from portal.web.accounts.access import public
from portal.web.act import Answer
from tests.support.portal import Pages, pages, sqlite_urls

NARROW: Final[Mapping[str, Any]] = MappingProxyType(
    {"pace_network": 5, "pace_total": 20, "pace_work": 64, "pace_wait_seconds": 10}
)
"""A network sends one submission for nothing, and all of them together send five."""

_FORM = """<!doctype html><html lang="en"><title>A form</title><form method="post">
<input type="hidden" name="csrf_token" value="{{ csrf_token() }}">
<label>Text <textarea name="text"></textarea></label><button>Send</button></form></html>"""


@contextmanager
def built(directory: Path, **settings: Any) -> Iterator[Pages]:
    with pages(*sqlite_urls(directory), added=_add_steps, **{**NARROW, **settings}) as portal:
        yield portal


def worked(page: str) -> dict[str, str]:
    """Do the work that this page asks for; return what is sent beside what was typed."""
    seed, limit, ticket = (
        unescape((re.search(pattern, page) or [""])[1])
        for pattern in (
            r'data-seed="([^"]+)"',
            r'data-limit="([^"]+)"',
            rf'name="{gate.TICKET}" value="([^"]+)"',
        )
    )
    found = [
        next(n for n in map(str, count()) if part(seed, number, n) < int(limit))
        for number in range(PARTS)
    ]
    return {gate.TICKET: ticket, gate.WORK: ".".join(found)}


def _add_steps(app: Flask) -> None:
    bp = Blueprint("steps", __name__, url_prefix="/steps")

    @bp.get("/<about>")
    @public
    def form(about: str) -> str:
        return render_template_string(_FORM)

    @bp.post("/<about>")
    @public
    def submit(about: str) -> Answer:
        done = f"done: {request.form.get('text', '')}"
        return gate.asked(gate.SUBMIT, about) or Response(done, mimetype="text/plain")

    @bp.post("/<about>/begin")
    @public
    def begin(about: str) -> Answer:
        return gate.asked(gate.BEGIN, about) or "begun"

    @bp.post("/<int:size>/file/<int:before>")
    @public
    def file(size: int, before: int) -> Answer:
        return gate.file_waits(size, before=before) or "kept"

    app.register_blueprint(bp)
