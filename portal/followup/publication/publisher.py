"""The publisher: publishes approved texts once their embargo is over, without a person.

It runs in the ``consume`` process, beside the outbox. The service compares the text with the hash
that a publication officer approved, so nothing else can become public this way. The command's id is
made from the approval: repeated requests have one effect, across restarts and replicas.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from http import HTTPStatus
from typing import Any
from uuid import UUID

import structlog
from sqlalchemy import Engine, Row
from sqlalchemy.exc import SQLAlchemyError

from portal.followup.publication import queries
from portal.followup.publication.binding import salt_of
from portal.followup.publication.read_model import LETTER
from portal.web.audit.chain import Read, append
from portal.web.commands import CommandRefused, Commands, ServiceAway
from shared.contracts.followup_publication_commands import PublishDocument
from shared.core.actor import system
from shared.core.message import derive_id
from shared.platform.vault import Vault

log = structlog.get_logger(__name__)

_EVERY = 1.0  # seconds
_PUBLISHER = system("publisher")


@dataclass(slots=True)
class Publisher:
    """``asked`` are the approvals that were handled and whose facts have not come back yet."""

    engine: Engine
    vault: Vault
    commands: Commands
    asked: frozenset[UUID] = field(default=frozenset())

    def publish(self, at: datetime) -> int:
        """Publish what is free; return how much was asked for. Raises when a part is away."""
        with self.engine.connect() as conn:
            found = queries.ready(conn)
        self.asked &= {row.approval_id for row in found}
        fresh = [row for row in found if row.approval_id not in self.asked]
        for row in fresh:
            if self._publish(row, at):
                self.asked |= {row.approval_id}
        return len(fresh)

    def _publish(self, row: Row[Any], at: datetime) -> bool:
        """Return whether that is settled; else the next look tries again."""
        rendition, approval_id = row.rendition, row.approval_id
        subject = rendition.subject
        what = "letter" if row.document == LETTER else "reply"
        read = Read(
            actor_id=_PUBLISHER.actor_id,
            roles=frozenset(),
            what=what,
            subject=subject,
            purpose="publication.publisher",
        )
        append(self.engine, [read], at=at)
        text = self.vault.reveal(rendition)
        if text is None:
            log.warning("not published: erased", approval_id=str(approval_id))
            return True
        try:
            self.commands.ask(
                PublishDocument(
                    communication_id=row.communication_id,
                    document=row.document,
                    text=text,
                    salt=salt_of(self.vault, row.communication_id, row.document),
                ),
                by=_PUBLISHER,
                command_id=derive_id("publish", approval_id),
                correlation_id=row.correlation_id,
            )
        except ServiceAway:
            raise
        except CommandRefused as no:
            log.warning("not published", approval_id=str(approval_id), status=no.status)
            return no.status != HTTPStatus.CONFLICT
        return True


async def run(publisher: Publisher, clock: Callable[[], datetime]) -> None:
    """Publish until cancelled."""
    while True:
        try:
            await asyncio.to_thread(lambda: publisher.publish(clock()))
        except (ServiceAway, SQLAlchemyError) as error:
            log.warning("publisher waits", error=type(error).__name__)
        await asyncio.sleep(_EVERY)
