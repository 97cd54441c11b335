"""Lists of submissions: a page at a time, and new ones without a reload."""

from flask import request
from sqlalchemy import Connection

from portal import htmx
from portal.context import now
from portal.polling import version
from portal.submissions.read_model import CONSUMER

_MINUTE = 60
_DIGITS = 5


def seen_now(conn: Connection) -> str:
    """Return what is another when a submission changed, and once a minute: ages are shown."""
    return f"{version(conn, CONSUMER)}-{int(now().timestamp()) // _MINUTE}"


def unchanged(seen: str) -> bool:
    """Whether htmx asks, as it does every second, and has seen this: then 204 says it all."""
    return bool(htmx.asked()) and request.args.get("seen") == seen


def page_number() -> int:
    """Return which page of the list the address asks for; 1 if that makes no sense."""
    asked = request.args.get("page", "")
    sensible = asked.isascii() and asked.isdecimal() and len(asked) <= _DIGITS
    return max(1, int(asked)) if sensible else 1
