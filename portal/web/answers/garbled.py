"""Addresses with a NUL: PostgreSQL looks nothing up by one, and no text of ours has any.

So nothing is there, whatever else the address says.
"""

from collections.abc import Iterator

from flask import Flask, request
from werkzeug.exceptions import NotFound


def init_app(app: Flask) -> None:
    """Call it first: all that follows may look something up."""
    app.before_request(_refuse)


def _refuse() -> None:
    if any("\0" in said for said in _address()):
        raise NotFound


def _address() -> Iterator[str]:
    yield request.path
    for name, value in request.args.items(multi=True):
        yield name
        yield value
