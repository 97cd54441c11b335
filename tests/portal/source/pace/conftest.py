from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Blueprint, request

from portal.source.pace import gate
from portal.web.accounts.access import public
from portal.web.act import Answer
from tests.support.pace import NARROW
from tests.support.portal import Pages, pages, sqlite_urls


@pytest.fixture
def portal(tmp_path: Path) -> Iterator[Pages]:
    """The portal with two steps that are open to everybody."""
    with pages(*sqlite_urls(tmp_path), **NARROW) as built:
        built.app.register_blueprint(_steps())
        yield built


def _steps() -> Blueprint:
    bp = Blueprint("steps", __name__, url_prefix="/steps")

    @bp.post("/<about>")
    @public
    def submit(about: str) -> Answer:
        return gate.asked(gate.SUBMIT, about) or f"done: {request.form.get('text', '')}"

    @bp.post("/<about>/begin")
    @public
    def begin(about: str) -> Answer:
        return gate.asked(gate.BEGIN, about) or "begun"

    @bp.post("/<int:size>/file/<int:before>")
    @public
    def file(size: int, before: int) -> Answer:
        return gate.file_waits(size, before=before) or "kept"

    return bp
