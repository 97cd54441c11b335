"""What lists of sessions, consultations, dialogues and organisations share."""

from collections.abc import Callable
from typing import Any, TypeVar

from sqlalchemy import Connection, Row, Select
from werkzeug.wrappers import Response

from portal.web import paging
from portal.web.paging import Page

T = TypeVar("T")
AT_ONCE = 20
"""Lines of a part of a list, such as what is still to come."""


def part(conn: Connection, query: Select[Any], name: str, made: Callable[[Row[Any]], T]) -> Page[T]:
    """Return the page of this list that was asked for, with what is made of each row."""
    page = paging.cut(conn, query, name, paging.asked, size=AT_ONCE)
    return page.of(map(made, page))


def keep_nowhere(response: Response) -> Response:
    """Let nobody keep a copy: an organisation that is named here can hide at any time."""
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    return response
