"""The clock of the briefing and the bulletin: it opens issues, and sends those that are approved.

It runs in the ``consume`` process. A command's id is made of what it is about, so that replicas and
restarts ask once. What is sent is looked up at that moment: what was taken back is left out.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

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

    def work(self, at: datetime) -> int:
        """Open and send what is due; return how many commands a service accepted."""
        return sum(self._open(kind, at) for kind in SECTIONS) + self._send()

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
            found = [(one, queries.still(conn, one, self.reveal)) for one in approved]
        return sum(self._ask(_sending(one, items), *_once(one)) for one, items in found)

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


async def run(desk: Desk, clock: Callable[[], datetime]) -> None:
    """Work until cancelled."""
    while True:
        try:
            await asyncio.to_thread(lambda: desk.work(clock()))
        except (ServiceAway, SQLAlchemyError) as error:
            log.warning("briefings wait", error=type(error).__name__)
        await asyncio.sleep(_EVERY)
