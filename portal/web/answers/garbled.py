"""Addresses that PostgreSQL cannot look up: with a NUL, or with a number that no column holds.

No text of ours has a NUL, and no edition or year such a number. So nothing is there, whatever else
the address says.
"""

from collections.abc import Iterator
from typing import Final

from flask import Flask, request
from werkzeug.exceptions import NotFound

_MOST: Final = 2**31 - 1


def init_app(app: Flask) -> None:
    """Call it first: all that follows may look something up."""
    app.before_request(_refuse)


def _refuse() -> None:
    if any("\0" in said for said in _address()):
        raise NotFound
    if any(isinstance(said, int) and said > _MOST for said in (request.view_args or {}).values()):
        raise NotFound


def _address() -> Iterator[str]:
    yield request.path
    for name, value in request.args.items(multi=True):
        yield name
        yield value
