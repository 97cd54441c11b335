"""Commands of the invented people of a demonstration.

They are the same commands as a person's. A second start changes nothing: every id derives from the
name of the step.
"""

import time
from datetime import datetime
from uuid import UUID

from portal.web.accounts import account as accounts
from portal.web.accounts.account import actor_of
from portal.web.commands import CommandRefused
from portal.web.context import commands, vault
from portal.web.db import engine
from shared.contracts.commands import Command
from shared.core.actor import Actor
from shared.core.message import Sealed, derive_id

PATIENCE = 60.0  # seconds for a fact of one service to have its effect in the next
TORTURE, DEFENDERS = "sr-torture", "sr-hrds"


class NoDemoAccounts(Exception):
    """Run ``python -m portal.app.migrate`` with RAPPORTEUR_DEMO=1 first."""


def invented(local: str) -> Actor:
    """Return the person with this e-mail address in the demonstration."""
    with engine().connect() as conn:
        found = accounts.by_email(conn, f"{local}@demo.example")
    if found is None:
        raise NoDemoAccounts
    return actor_of(found)


def ask(
    command: Command, by: str | Actor, case: str, *step: str, at: datetime | None = None
) -> None:
    """Ask as this person; what another service must hear of first is asked again for a while.

    ``at``: when it was, if not now.
    """
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            commands().ask(
                command,
                by=invented(by) if isinstance(by, str) else by,
                command_id=derive_id("demo", *step),
                correlation_id=UUID(case),
                at=at,
            )
        except CommandRefused:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.25)
        else:
            return


def pseudonym(use: str, value: str) -> str:
    return vault().pseudonym(use, value)


def seal(subject: str, text: str) -> Sealed:
    return vault().seal(subject, text)
