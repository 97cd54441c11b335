"""A letter that the person may see: finding it, and what stops a decision about it."""

import time
from uuid import UUID

from flask import url_for
from werkzeug.exceptions import NotFound

from portal.letters.communications import queries, words
from portal.letters.communications.letter import Letter, Sight
from portal.web.accounts.access import current_actor
from portal.web.act import About
from portal.web.commands import CommandRefused
from portal.web.context import vault
from portal.web.db import engine
from shared.core.message import Sealed
from shared.platform.vault import Forgotten

_PATIENCE = 0.5  # seconds
_STEP = 0.02


def find(communication_id: UUID) -> tuple[Letter, Sight]:
    """Return the letter and how much of it this person sees; 404 if none exists for them."""
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


def on(letter: Letter) -> About:
    """The letter, as the pages say it on which something is decided about it."""
    return About(
        address=url_for("communications.detail", communication_id=letter.communication_id),
        case=letter.case,
        back=words.heading(letter),
        title=words.heading(letter),
    )


def sealed(communication_id: str, text: str) -> Sealed:
    """Seal restricted text of a letter, before it leaves this process."""
    try:
        return vault().seal(f"communication-{communication_id}", text)
    except Forgotten:
        raise CommandRefused(
            409, "The text of this letter was erased on request: nothing more can be recorded."
        ) from None
