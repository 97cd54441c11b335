"""What was found erased while a page is made, for its one sentence about it."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from flask import g, has_request_context

_KEY = "erased"


def noticed(erased: Mapping[str, datetime]) -> None:
    """Remember, for the present page, when these subjects were forgotten."""
    if has_request_context() and erased:
        g.setdefault(_KEY, {}).update(erased)


def times() -> Iterable[datetime]:
    found: Mapping[str, datetime] = g.get(_KEY, {})
    return found.values()
