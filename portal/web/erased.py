"""Erased texts on a page: one sentence that says when, in place of the text."""

from collections.abc import Mapping
from datetime import datetime

from flask import g, has_request_context

_KEY = "erased"
SUBMISSION_ERASED = "This submission was erased on request: nothing more can be recorded about it"


def noticed(erased: Mapping[str, datetime]) -> None:
    """Remember, for the present page, when these subjects were forgotten."""
    if has_request_context() and erased:
        g.setdefault(_KEY, {}).update(erased)


def erased() -> str:
    """Return the sentence for the present page. Days that differ are not told apart on it."""
    days = {f"{at.day} {at:%b %Y}" for at in g.get(_KEY, {}).values()}
    if len(days) == 1:
        return f"This text was erased on {days.pop()}, on request."
    return "This text was erased on request."
