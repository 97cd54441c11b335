"""Lists of submissions, which show new ones without a reload."""

from hashlib import sha256

from flask import request

from portal.web import htmx
from portal.web.context import now

_MINUTE = 60


def seen_now(*shown: object) -> str:
    """Return a value that changes with this person's list, and once a minute: ages are shown.

    It does not change with other submissions, which would reveal that somebody else filed one.
    """
    fingerprint = sha256(repr(shown).encode()).hexdigest()[:16]
    return f"{fingerprint}-{int(now().timestamp()) // _MINUTE}"


def unchanged(seen: str) -> bool:
    """Whether htmx asks, as it does again and again, and has seen this: then 204 says it all."""
    return bool(htmx.asked()) and request.args.get("seen") == seen
