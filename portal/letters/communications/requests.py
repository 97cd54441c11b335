"""Changes to a letter that mandate-holders requested, for the officer who makes them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import takewhile

from sqlalchemy import Connection

from portal.letters.communications import contents
from portal.letters.communications.letter import Letter, Sight
from portal.web.timeline import told


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
    since = takewhile(lambda step: step.kind != "approval-requested", steps)
    asked = told(conn, [step for step in since if step.kind == "changes-requested"])
    return [
        Request(
            mandate=step.row.mandate,
            version=step.row.version,
            name=asked.by(step),
            at=step.row.at,
            note=asked.read(step.row.note),
        )
        for step in asked.steps
    ]
