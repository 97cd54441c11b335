"""What a clock asks for, once, however many processes ask: the command's id says what it is for."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from sqlalchemy import Engine
from sqlalchemy.exc import IntegrityError

from portal.web.delivery import outbox
from shared.contracts.commands import Command, stored
from shared.core.actor import Actor


def keep(
    engine: Engine,
    command: Command,
    *,
    by: Actor,
    command_id: UUID,
    correlation_id: UUID,
    at: datetime,
) -> bool:
    """Keep the command; False where it is kept already, by whichever process asked first."""
    with engine.connect() as conn:
        if outbox.find(conn, command_id):
            return False
    try:
        with engine.begin() as conn:
            outbox.add(
                conn,
                *stored(command),
                by=by,
                command_id=command_id,
                correlation_id=correlation_id,
                at=at,
            )
    except IntegrityError:
        return False
    return True


def keep_each(
    engine: Engine, these: Iterable[tuple[Command, UUID, UUID]], *, by: Actor, at: datetime
) -> int:
    """Keep each command, beside its id and its case; return how many were not kept yet."""
    return sum(
        keep(engine, command, by=by, command_id=command_id, correlation_id=case, at=at)
        for command, command_id, case in these
    )
