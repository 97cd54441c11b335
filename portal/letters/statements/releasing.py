"""Issues statements once their embargo is over, without a person (decision 0190).

It runs in the ``consume`` process. The service compares the words with what every mandate approved,
so nothing else can become public this way. The command's id is made of the statement, its version
and the time, so that it is issued once, across restarts and replicas.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import structlog
from pydantic import TypeAdapter
from sqlalchemy import Connection, Engine, Row, and_, select

from portal.letters.statements.tables import statements, versions
from portal.letters.statements.wording import salted_by
from portal.web.audit.chain import Read, append
from portal.web.clock.moved import Moved
from portal.web.clock.rounds import rounds
from portal.web.commands import CommandRefused, Commands, ServiceAway, client
from shared.contracts.approvals_statement_commands import ReleaseStatement
from shared.contracts.approvals_statements import Wording
from shared.core.actor import system
from shared.core.message import derive_id
from shared.platform.settings import Settings
from shared.platform.vault import Vault

log = structlog.get_logger(__name__)

_EVERY = 1.0  # seconds
_REFUSED = timedelta(minutes=1)  # until what was refused is asked again
_WAIT = "statements wait"
_PUBLISHER = system("publisher")
_WORDING = TypeAdapter(Wording)


@dataclass(slots=True)
class Releaser:
    """``asked``: what was issued, and whose fact has not come back yet; and erased ones.

    ``again``: when what was refused is asked again: the Government may hear the findings late.
    """

    engine: Engine
    vault: Vault
    commands: Commands
    asked: frozenset[UUID] = field(default=frozenset())
    again: dict[UUID, datetime] = field(default_factory=dict)

    def release(self, at: datetime) -> int:
        """Issue what is due; return how much was asked for. Raises when a part is away."""
        with self.engine.connect() as conn:
            due = {_command_id(row): row for row in _due(conn, at)}
        self.asked &= due.keys()
        self.again = {one: on for one, on in self.again.items() if one in due and on > at}
        fresh = due.keys() - self.asked - self.again.keys()
        for command_id in fresh:
            self._release(due[command_id], command_id, at)
        return len(fresh)

    def _release(self, row: Row[Any], command_id: UUID, at: datetime) -> None:
        read = Read(
            actor_id=_PUBLISHER.actor_id,
            roles=frozenset(),
            what="statement",
            subject=row.wording.subject,
            purpose="statements.releasing",
        )
        append(self.engine, [read], at=at)
        text = self.vault.reveal(row.wording)
        if text is None:
            log.warning("not issued: erased", statement_id=row.statement_id)
            self.asked |= {command_id}
            return
        command = ReleaseStatement(
            statement_id=row.statement_id,
            version=row.version,
            wording=_WORDING.validate_json(text),
            salt=self.vault.pseudonym(*salted_by(row.statement_id)),
        )
        case = UUID(row.statement_id)
        try:
            self.commands.ask(command, by=_PUBLISHER, command_id=command_id, correlation_id=case)
        except ServiceAway:
            raise
        except CommandRefused as no:
            log.warning("not issued", statement_id=row.statement_id, status=no.status)
            self.again[command_id] = at + _REFUSED
        else:
            self.asked |= {command_id}


async def run(
    engine: Engine,
    vault: Vault,
    settings: Settings,
    *,
    real: Callable[[], datetime] = lambda: datetime.now(UTC),
) -> None:
    """Work until cancelled."""
    clock = Moved(settings, engine, real)
    with client(settings) as http:
        commands = Commands(settings, clock.real, http, ahead=clock.ahead)
        releaser = Releaser(engine, vault, commands)

        def due() -> None:
            try:
                releaser.release(clock())
            except ServiceAway:
                log.warning(_WAIT)

        await rounds(due, every=_EVERY, waits=_WAIT)


def _due(conn: Connection, at: datetime) -> list[Row[Any]]:
    """Return the statements whose embargo is over, with their words. Nobody looks at them."""
    s, v = statements.c, versions.c
    present = and_(v.statement_id == s.statement_id, v.version == s.version)
    these = select(s.statement_id, s.version, s.embargo_until, v.wording).join(versions, present)
    due = these.where(s.embargo_until <= at, s.state == "approved")
    return list(conn.execute(due.order_by(s.embargo_until, s.statement_id)))


def _command_id(row: Row[Any]) -> UUID:
    until = row.embargo_until.astimezone(UTC).isoformat()
    return derive_id("release statement", row.statement_id, row.version, until)
