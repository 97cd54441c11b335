"""The two-factor key of a new holder completes itself: the accounts know who set one up.

It runs in the ``consume`` process. The command's id is made from the term, so it takes effect once.
"""

import asyncio
from dataclasses import dataclass, field

import structlog
from sqlalchemy import Engine, select
from sqlalchemy.exc import SQLAlchemyError

from portal.stakeholders.read_model import items, onboardings
from portal.web.accounts import factors
from portal.web.commands import CommandRefused, Commands, ServiceAway
from shared.contracts.stakeholders_onboarding_commands import CompleteOnboardingItem
from shared.core.actor import system
from shared.core.message import derive_id
from shared.reference.onboarding import TWO_FACTOR

log = structlog.get_logger(__name__)

_EVERY = 2.0  # seconds
_ACCOUNTS = system("accounts")


@dataclass(slots=True)
class Keys:
    """``asked``: terms of which the command was handled and the fact has not come back yet."""

    engine: Engine
    commands: Commands
    asked: frozenset[str] = field(default=frozenset())

    def complete(self) -> int:
        """Ask for each holder who has a second step; return how many. Raises ``ServiceAway``."""
        found = self._set_up()
        self.asked &= found.keys()
        fresh = found.keys() - self.asked
        for term_id in fresh:
            try:
                self.commands.ask(
                    CompleteOnboardingItem(term_id=term_id, item=TWO_FACTOR, evidence=None),
                    by=_ACCOUNTS,
                    command_id=derive_id("two-factor key", term_id),
                    correlation_id=derive_id("terms", found[term_id]),
                )
            except ServiceAway:
                raise
            except CommandRefused as no:
                log.warning("key not completed", term_id=term_id, status=no.status)
            self.asked |= {term_id}
        return len(fresh)

    def _set_up(self) -> dict[str, str]:
        """Return the terms whose holder has a second step that is not on record, by mandate."""
        c, i = onboardings.c, items.c
        waits = (
            select(c.term_id, c.mandate, c.holder_id)
            .join(items, i.term_id == c.term_id)
            .where(i.item == TWO_FACTOR, i.number.is_not(None), i.done_at.is_(None))
            .where(c.holder_id.is_not(None))
        )
        with self.engine.connect() as conn:
            return {
                row.term_id: row.mandate
                for row in conn.execute(waits).all()
                if factors.of_account(conn, row.holder_id).count > 0
            }


async def run(keys: Keys) -> None:
    """Complete until cancelled."""
    while True:
        try:
            await asyncio.to_thread(keys.complete)
        except (ServiceAway, SQLAlchemyError) as error:
            log.warning("keys wait", error=type(error).__name__)
        await asyncio.sleep(_EVERY)
