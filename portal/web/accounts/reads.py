"""Audit entries for what the present request reads, once in ten minutes."""

from collections import OrderedDict
from collections.abc import Iterable
from datetime import datetime, timedelta
from threading import Lock

import structlog
from flask import request
from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.exceptions import ServiceUnavailable

from portal.web.accounts.access import reader
from portal.web.audit.chain import Read, append
from portal.web.context import Clock

log = structlog.get_logger(__name__)

AGAIN = timedelta(minutes=10)
"""A page that is open asks every second; the same read is on record once in this time."""
_EVERY_TIME = "source-"
"""Who a source is, is on record each time that it is shown (R5)."""
NOBODY = "visitor"  # somebody who did not sign in
_REMEMBERED = 50_000  # reads; what is forgotten earlier is only noted once more
_CODES = {"communication": "letter", "source": "identity"}
_SENTENCE = "What is read here must be recorded first, and that failed. Try again in a few minutes."

_Key = tuple[str, str, str]


class Reads:
    """The memory of what was just noted, in this process only, and the way into the log."""

    def __init__(self, engine: Engine, clock: Clock) -> None:
        self._engine = engine
        self._clock = clock
        self._noted: OrderedDict[_Key, datetime] = OrderedDict()
        self._lock = Lock()

    @property
    def remembered(self) -> int:
        """The number of reads in memory."""
        return len(self._noted)

    def note(self, subjects: Iterable[str], *, purpose: str | None = None) -> None:
        """Record that the person reads these subjects. 503 if that fails: then show nothing.

        ``purpose``: the page, unless something else is given.
        """
        who, at, shown = reader(), self._clock(), purpose is None
        purpose = purpose or request.endpoint or ""
        actor_id = who.actor_id if who else NOBODY
        with self._lock:
            fresh = [
                subject
                for subject in dict.fromkeys(subjects)
                if (shown and subject.startswith(_EVERY_TIME))
                or not self._is_recent((actor_id, purpose, subject), at)
            ]
        reads = [
            Read(
                actor_id=actor_id,
                roles=frozenset(who.roles if who else ()),
                what=code_of(subject),
                subject=subject,
                purpose=purpose,
            )
            for subject in fresh
        ]
        self._put(reads, at)
        with self._lock:
            for subject in fresh:
                self._remember((actor_id, purpose, subject), at)

    def _put(self, reads: list[Read], at: datetime) -> None:
        try:
            append(self._engine, reads, at=at)
        except SQLAlchemyError as error:
            log.error("audit not written", error=type(error).__name__)  # noqa: TRY400  # its text may quote values
            raise ServiceUnavailable(_SENTENCE) from None

    def _is_recent(self, key: _Key, at: datetime) -> bool:
        noted = self._noted.get(key)
        return noted is not None and at - noted < AGAIN

    def _remember(self, key: _Key, at: datetime) -> None:
        self._noted[key] = at
        self._noted.move_to_end(key)
        while len(self._noted) > _REMEMBERED or at - next(iter(self._noted.values())) >= AGAIN:
            self._noted.popitem(last=False)


def code_of(subject: str) -> str:
    """Return the code of what is read: "communication-<id>" is a letter."""
    kind = subject.partition("-")[0]
    return _CODES.get(kind, kind)
