"""The clock of the briefing and the bulletin: it opens issues, and sends those that are approved.

It runs in the ``consume`` process. A command's id is made of what it is about, so that replicas and
restarts ask once. What is sent is looked up at that moment: what was taken back is left out.
"""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial

import structlog
from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from portal.public.briefings import queries
from portal.public.briefings.queries import Issue, Reveal
from portal.web.commands import CommandRefused, Commands, ServiceAway
from shared.contracts.stakeholders_briefing_commands import OpenIssue, SendIssue
from shared.contracts.stakeholders_briefings import Kind
from shared.core.message import derive_id
from shared.reference.briefings import BRIEFING_CLOCK, SECTIONS, latest

log = structlog.get_logger(__name__)

_EVERY = 60.0  # seconds


@dataclass(slots=True)
class Desk:
    """``reveal``: reads what editors wrote."""

    engine: Engine
    commands: Commands
    reveal: Reveal

    def work(self, at: datetime, *, settled: bool = True) -> int:
        """Open and send what is due; return how many commands a service accepted.

        ``settled``: the tables are filled. If not, nothing is sent: what is missing would be left
        out for good.
        """
        opened = sum(self._open(kind, at) for kind in SECTIONS)
        return opened + self._send() if settled else opened

    def _open(self, kind: Kind, at: datetime) -> int:
        period = latest(kind, at)
        with self.engine.connect() as conn:
            if queries.one(conn, period) is not None:
                return 0
        return self._ask(OpenIssue(kind=kind, period=period), "open issue", kind, period)

    def _send(self) -> int:
        with self.engine.connect() as conn:
            rows = conn.execute(queries.going_on()).all()
        approved = [queries.issue(row) for row in rows if row.stage == "approved"]
        return sum(self._send_one(one) for one in approved)

    def _send_one(self, one: Issue) -> int:
        """Send it. One that cannot be read keeps no other back."""
        try:
            with self.engine.connect() as conn:
                items = queries.still(conn, one, self.reveal)
        except Exception as error:  # whatever it is, it is of this issue
            log.exception("issue cannot be sent", issue=one.period, error=type(error).__name__)
            return 0
        return self._ask(_sending(one, items), *_once(one))

    def _ask(self, command: OpenIssue | SendIssue, *of: object) -> int:
        try:
            self.commands.ask(
                command,
                by=BRIEFING_CLOCK,
                command_id=derive_id(*of),
                correlation_id=queries.case_of(command.kind),
            )
        except ServiceAway:
            raise
        except CommandRefused as no:
            log.warning("issue refused", issue=command.period, status=no.status)
            return 0
        return 1


def _sending(one: Issue, items: tuple[str, ...]) -> SendIssue:
    return SendIssue(kind=one.kind, period=one.period, items=items, version=one.version or 0)


def _once(one: Issue) -> tuple[object, ...]:
    return "send issue", one.kind, one.period, one.version


def _work(desk: Desk, clock: Callable[[], datetime], *, settled: bool) -> int:
    return desk.work(clock(), settled=settled)


async def run(
    desk: Desk, clock: Callable[[], datetime], settled: Callable[[], Awaitable[bool]]
) -> None:
    """Work until cancelled. ``settled``: whether the tables of the sources are filled."""
    while True:
        try:
            filled = await settled()
            await asyncio.to_thread(partial(_work, desk, clock, settled=filled))
        except (ServiceAway, SQLAlchemyError) as error:
            log.warning("briefings wait", error=type(error).__name__)
        await asyncio.sleep(_EVERY)
