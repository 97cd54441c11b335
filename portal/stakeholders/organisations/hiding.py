"""Acts that hide an organisation before the page answers, whatever is down.

The veil and the command are one commit: from then on nobody finds the organisation here, and the
outbox tells the service until it knows.
"""

from collections.abc import Callable, Collection, Sequence
from datetime import datetime
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
from shared.contracts.stakeholders_organisations import Visibility
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
        _veiled(conn, command.organisation_id, at, keeps)
        also(conn)

    return kept_first(command, command.organisation_id, hide)


def all_at_once(
    organisation_ids: Collection[str], because: tuple[Command, UUID] | None = None
) -> str | None:
    """Hide all of these in one commit, as ``at_once`` does with one of them.

    ``because``: the command that says why, with its case, which is kept in the same commit. Return
    what a page waits for that shows it.
    """
    at = now()

    def hide(conn: Connection) -> None:
        for one in sorted(organisation_ids):  # in one order, so that two never wait for each other
            _veiled(conn, one, at)

    hides = [
        (HideOrganisation(organisation_id=one), case_of(one)) for one in sorted(organisation_ids)
    ]
    return _kept([*([because] if because else []), *hides], hide, at)


def kept_first(
    command: Command | None, organisation_id: str, do: Callable[[Connection], object]
) -> str | None:
    """Do it here and keep the command in one commit; return what its page waits for.

    None: its service is told later, or there is nothing to tell.
    """
    asked = [] if command is None else [(command, case_of(organisation_id))]
    return _kept(asked, do, now())


def _veiled(
    conn: Connection, organisation_id: str, at: datetime, keeps: Visibility = "closed"
) -> None:
    veil(conn, organisation_id, at, keeps)
    if (step := queries.last_step(conn, organisation_id)) is not None:
        veil(conn, organisation_id, step, keeps)  # by a clock that was ahead of this one


def _kept(
    asked: Sequence[tuple[Command, UUID]], do: Callable[[Connection], object], at: datetime
) -> str | None:
    """Do it, keep the commands with their cases, and hand over the first: the others follow."""
    ids = [uuid4() for _ in asked]
    with engine().begin() as conn:
        do(conn)
        for command_id, (command, case) in zip(ids, asked, strict=True):
            outbox.add(
                conn,
                *stored(command),
                by=outbox.sealed(vault(), current_actor()),
                command_id=command_id,
                correlation_id=case,
                at=at,
            )
    if not ids:
        return None
    try:
        return outbox.deliver_one(engine(), commands(), ids[0], at=at).after
    except (ServiceAway, CommandRefused):
        return None


def case_of(organisation_id: str) -> UUID:
    return derive_id("organisation case", organisation_id)
