"""The limit on comparisons of a text with a source's identity, and their record.

A comparison answers one bit: somebody who may know has to look at the text, or not. Enough
comparisons with other texts would reveal a name. So each new text counts, for a person and a
submission; it is an entry of the audit log, and the source sees the number.
"""

import hmac
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, func, insert, select

from portal.casefile.lint.tables import compared
from portal.web.accounts.access import current_actor
from portal.web.audit.chain import Read, put
from portal.web.commands import CommandRefused
from portal.web.context import real_now, settings
from portal.web.db import alone, engine
from portal.web.recording import CHECKED
from shared.core.message import derive_id
from shared.core.said import Number

DAY = timedelta(days=1)
_OFTEN = (
    "This text was not compared: you compared {most} others about the same submission within a "
    "day, which is as many as can be. Ask a colleague who may know who the source is to look at "
    "it, or go on tomorrow."
)
_UNTYPED = "-"  # begins the hash of what somebody else typed: on record, not of the day
_c = compared.c


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """The number of texts compared with the source's identity, and the time of the last."""

    texts: int
    last: datetime


def count(submission_ids: Iterable[str], text: str, *, typed: bool = True) -> None:
    """Record this comparison; the same text again counts once.

    ``typed``: by the person who asks, so that it could hold guesses. Raises ``CommandRefused`` if
    this person has reached the day's limit.
    """
    ids = list(dict.fromkeys(submission_ids))
    digests, most = keyed("text", text), settings().comparisons_a_day if typed else None
    if not typed:
        digests = [f"{_UNTYPED}{one[1:]}" for one in digests]
    if ids and not _counted(ids, digests, most):  # each is on record
        raise CommandRefused(429, _OFTEN, most=Number(settings().comparisons_a_day))


def told_before(mandate: str, state: str, text: str, *, typed: bool) -> None:
    """Record the comparison with what a mandate was told that had a text before, as ``count``.

    Who goes on with the text reads nothing of that, so guesses have an end here as well.
    """
    count([str(derive_id("told before", mandate, state))], text, typed=typed)


def within_limit(submission_ids: Iterable[str], text: str) -> None:
    """Refuse where this person has no comparison of a typed text left. It records nothing.

    For what somebody else typed: it is counted as typed only where something was found in it.
    """
    ids, most = list(submission_ids), settings().comparisons_a_day
    mine = (_c.submission_id.in_(ids), _c.actor_id == current_actor().actor_id)
    lately = select(func.count()).where(*mine, _typed(), _c.at > real_now() - DAY)
    known = select(_c.submission_id).where(*mine, _c.text.in_(keyed("text", text)))
    with engine().connect() as conn:
        of_day = conn.scalars(lately.group_by(_c.submission_id)).all()
        if max(of_day, default=0) >= most and not conn.scalars(known).all():
            raise CommandRefused(429, _OFTEN, most=Number(most))


def _typed() -> ColumnElement[bool]:
    return _c.text.not_like(f"{_UNTYPED}%")


def _counted(ids: Sequence[str], text: Sequence[str], most: int | None) -> bool:
    """Whether this text may be compared with all; from now on it was. ``most``: within a day."""
    actor, at = current_actor(), real_now()
    mine = (_c.submission_id.in_(ids), _c.actor_id == actor.actor_id)
    known = select(_c.submission_id).where(*mine, _c.text.in_(text))
    lately = select(_c.submission_id, func.count()).where(*mine, _typed(), _c.at > at - DAY)

    def entry(submission_id: str, what: str) -> Read:
        return Read(
            actor_id=actor.actor_id,
            roles=frozenset(actor.roles),
            what=what,
            subject=f"source-{submission_id}",
            purpose=CHECKED,
        )

    def row(submission_id: str) -> dict[str, Any]:
        return {"submission_id": submission_id, "actor_id": actor.actor_id, "text": text[0]}

    with engine().begin() as conn:
        alone(conn, keyed("limit", actor.actor_id)[:1])  # so the same page, asked twice, waits
        there = set(conn.scalars(known))
        of_day = dict(conn.execute(lately.group_by(_c.submission_id)).tuples().all())
        new = [one for one in ids if one not in there]
        full = [one for one in new if most is not None and of_day.get(one, 0) >= most]
        allowed = [one for one in new if one not in full]
        if allowed:
            conn.execute(insert(compared), [{**row(one), "at": at} for one in allowed])
        entries = [entry(one, "source-compared") for one in allowed]
        entries += [entry(one, "comparison-refused") for one in full]
        put(conn, entries, at=at)
    return not full


def comparisons(conn: Connection, submission_id: str) -> Compared | None:
    """Return the comparisons as the source sees them; None without any."""
    each = _c.actor_id + func.substr(_c.text, 2)  # one text of one person, typed or not
    row = conn.execute(
        select(func.count(each.distinct()).label("texts"), func.max(_c.at).label("last")).where(
            _c.submission_id == submission_id
        )
    ).one()
    return Compared(texts=row.texts, last=row.last) if row.texts else None


def keyed(use: str, text: str) -> list[str]:
    """Return hashes that nobody makes without the platform's keys, others for each use.

    One for each key, the newest first: what was kept under an older one is known again.
    """
    keys = [hmac.digest(one.encode(), b"lint", "sha256") for one in settings().secret_key_list]
    return [hmac.digest(key, f"{use}:{text}".encode(), "sha256").hex() for key in keys]
