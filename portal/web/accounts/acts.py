"""Audit entries of actions: exports, rights given and taken, erasures."""

from collections.abc import Iterable

from flask import request
from sqlalchemy import Connection

from portal.web.accounts.access import current_account
from portal.web.audit import entries
from portal.web.audit.chain import Read, put
from portal.web.context import now
from portal.web.db import engine


def record(conn: Connection, what: str, subject: str, details: Iterable[str] = ()) -> None:
    """Record an action of the person, in the same transaction as the action.

    ``details``: an entry for each, such as ``role:chief``; none: the page of the action.
    """
    account = current_account()
    put(
        conn,
        [
            Read(
                actor_id=account.account_id,
                roles=frozenset(account.roles),
                what=what,
                subject=subject,
                purpose=detail,
            )
            for detail in (tuple(details) or (request.endpoint or "",))
        ],
        at=now(),
    )


def exported(subject: str) -> None:
    """Record that the person exports this. Call it before the first byte is sent."""
    with engine().begin() as conn:
        record(conn, entries.EXPORT, subject)
