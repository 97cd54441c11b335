"""Acts that hide an organisation before the page answers, whatever is down.

The veil and the command are one commit: from then on nobody finds the organisation here, and the
outbox tells the service until it knows.
"""

from collections.abc import Callable
from uuid import UUID, uuid4

from sqlalchemy import Connection

from portal.stakeholders.organisations import queries
from portal.stakeholders.organisations.tables import veil
from portal.web.accounts.access import current_actor
from portal.web.commands import CommandRefused, ServiceAway
from portal.web.context import commands, now, vault
from portal.web.db import engine
from portal.web.delivery import outbox
from shared.contracts.commands import Command, stored
from shared.contracts.stakeholders_organisation_commands import (
    DissolveOrganisation,
    HideOrganisation,
    RaiseRiskFlag,
)
from shared.core.message import derive_id


def at_once(
    command: HideOrganisation | RaiseRiskFlag | DissolveOrganisation,
    *,
    also: Callable[[Connection], object] = lambda _: None,
) -> str | None:
    """Hide it, and return what its page waits for; None: its service is told later.

    ``also`` is in the same commit. The id is always a new one: an old form that is sent again
    hides again. What the service refuses was done before, and the veil stays.
    """
    at = now()
    keeps = command.visibility if isinstance(command, HideOrganisation) else "closed"

    def hide(conn: Connection) -> None:
        veil(conn, command.organisation_id, at, keeps)
        if (step := queries.last_step(conn, command.organisation_id)) is not None:
            veil(conn, command.organisation_id, step, keeps)  # by a clock ahead of this one
        also(conn)

    return kept_first(command, command.organisation_id, hide)


def kept_first(
    command: Command | None, organisation_id: str, do: Callable[[Connection], object]
) -> str | None:
    """Do it here and keep the command in one commit; return what its page waits for.

    None: its service is told later, or there is nothing to tell.
    """
    at, command_id = now(), uuid4()
    with engine().begin() as conn:
        do(conn)
        if command is None:
            return None
        outbox.add(
            conn,
            *stored(command),
            by=outbox.sealed(vault(), current_actor()),
            command_id=command_id,
            correlation_id=case_of(organisation_id),
            at=at,
        )
    try:
        return outbox.deliver_one(engine(), commands(), command_id, at=at).after
    except (ServiceAway, CommandRefused):
        return None


def case_of(organisation_id: str) -> UUID:
    return derive_id("organisation case", organisation_id)
