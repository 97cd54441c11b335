"""Commands to the approvals service about a letter that the person may see."""

import time
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from werkzeug.exceptions import NotFound

from portal.letters.communications import queries
from portal.letters.communications.letter import Letter, Sight
from portal.web.accounts.access import current_actor
from portal.web.commands import Accepted, CommandRefused
from portal.web.context import commands, vault
from portal.web.db import engine
from portal.web.forms import CommandForm
from shared.core.message import Sealed
from shared.platform.vault import Forgotten

_PATIENCE = 0.5  # seconds
_STEP = 0.02


def find(communication_id: UUID) -> tuple[Letter, Sight]:
    """Return the letter and how much of it this person sees; 404 when there is none for him."""
    with engine().connect() as conn:
        found = queries.find(conn, current_actor(), str(communication_id))
    if found is None:
        raise NotFound
    return found


def newer(communication_id: UUID, version: int) -> tuple[Letter, Sight] | None:
    """Return the letter once it shows another version than this: an edit may just be arriving.

    After half a second it returns the letter as it is. None when it is gone for this person.
    """
    deadline = time.monotonic() + _PATIENCE
    while True:
        with engine().connect() as conn:
            found = queries.find(conn, current_actor(), str(communication_id))
        if found is None or found[0].version != version or time.monotonic() > deadline:
            return found
        time.sleep(_STEP)


def asked(
    type_: str,
    command: Mapping[str, Any],
    form: CommandForm,
    *,
    case: UUID,
    command_id: UUID | None = None,
) -> Accepted:
    """Ask for the command of this form. Raises ``CommandRefused`` with the sentence to show.

    ``command_id``: where one form asks for several.
    """
    return commands().ask(
        "approvals",
        type_,
        command,
        by=current_actor(),
        command_id=command_id or form.id,
        correlation_id=case,
    )


def sealed(communication_id: str, text: str) -> Sealed:
    """Seal restricted text of a letter, before it leaves this process."""
    try:
        return vault().seal(f"communication-{communication_id}", text)
    except Forgotten:
        raise CommandRefused(
            422, "The text of this letter was erased on request: nothing more can be recorded."
        ) from None
