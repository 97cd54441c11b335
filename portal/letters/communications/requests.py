"""Changes to a letter that mandate-holders requested, for the officer who makes them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import takewhile

from sqlalchemy import Connection

from portal.letters.communications import contents
from portal.letters.communications.letter import Letter, Sight
from portal.web.accounts import account as accounts
from portal.web.context import vault


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """``note``: None once it was erased. ``name``: None of an account that is gone."""

    mandate: str
    version: int
    name: str | None
    at: datetime
    note: str | None


def requests_for(conn: Connection, letter: Letter, sight: Sight) -> Sequence[Request]:
    """Return requested changes since the last request for approval, the newest first."""
    steps = contents.steps_of(conn, letter, sight)
    since = takewhile(lambda row: row.kind != "approval-requested", steps)
    asked = [row for row in since if row.kind == "changes-requested"]
    notes = vault().reveal_all([row.note for row in asked])
    names = accounts.names(conn, {row.by_id for row in asked})
    return [
        Request(
            mandate=row.mandate,
            version=row.version,
            name=names.get(row.by_id),
            at=row.at,
            note=note,
        )
        for row, note in zip(asked, notes, strict=True)
    ]
