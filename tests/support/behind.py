"""An outbox in which something has waited for a while."""

from datetime import timedelta
from uuid import UUID, uuid4

from sqlalchemy import update

from portal.web.delivery import behind, outbox
from shared.core.actor import Actor
from tests.support.portal import Pages


def waits(
    portal: Pages,
    *,
    since: timedelta,
    service: str = "intake",
    type_: str = "submit-allegation",
    command_id: UUID | None = None,
) -> UUID:
    """Keep a command that nobody has taken, and let the next page look anew; return its id."""
    command_id = command_id or uuid4()
    outbox.put(
        portal.engine,
        service,
        type_,
        {},
        by=Actor(actor_id="somebody"),
        command_id=command_id,
        correlation_id=command_id,
        at=portal.clock() - since,
    )
    looked_anew(portal)
    return command_id


def taken(portal: Pages, command_id: UUID) -> None:
    this = outbox.outbox.c.command_id == command_id
    with portal.engine.begin() as conn:
        conn.execute(update(outbox.outbox).where(this).values(delivered_at=portal.clock()))


def looked_anew(portal: Pages) -> None:
    """Forget how far behind delivery was."""
    behind._kept.pop(portal.engine, None)
