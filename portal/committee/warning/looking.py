"""The platform looks by the rules in force, and asks the service for what it finds.

It runs in the ``consume`` process. The command's id is made from rule, version, State and day, so
that replicas and restarts look once. A process that was away looks at the last day again: its
window has what came meanwhile.
"""

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from uuid import UUID

import structlog
from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from portal.committee.warning import counts, days, queries
from portal.committee.warning.queries import Rule
from portal.web.commands import CommandRefused, Commands, ServiceAway
from shared.contracts.stakeholders_alert_commands import LookAtState
from shared.contracts.stakeholders_alerts import Series
from shared.core.actor import system
from shared.core.geneva import day_of
from shared.core.message import derive_id
from shared.reference.early_warning import STEPS, level_of

log = structlog.get_logger(__name__)

_EVERY = 60.0  # seconds
LOOKER = system("early-warning")


@dataclass(slots=True)
class Looker:
    """``looked``: the last day of the window at which this process looked, by version of a rule."""

    engine: Engine
    commands: Commands
    looked: dict[tuple[Series, int], date] = field(default_factory=dict)

    def look(self, at: datetime) -> int:
        """Look by each rule once at each day that it looks at; return how many States were asked.

        Submissions are looked at once a week: what arrives late in it is in the next look, so that
        nobody learns from an alert on which day one came (SD2). What was counted by day is kept
        each time, whatever the rules are: a rule is tried from it.
        """
        asked = 0
        days.keep(self.engine)
        with self.engine.connect() as conn:
            rules = queries.in_force(conn).values()
        for rule in rules:
            on = last_look(rule.rule, at)
            if self.looked.get((rule.rule, rule.version)) != on:
                asked += sum(self._ask(one) for one in self._found(rule, on))
                self.looked[rule.rule, rule.version] = on
        return asked

    def _found(self, rule: Rule, on: date) -> Iterator[LookAtState]:
        with self.engine.connect() as conn:
            held = counts.counts(conn, rule.rule, on)
            pinned = queries.pinned(conn, rule.rule)
        for state, measured in held.measured(on, pinned):
            if level_of(rule.settings, measured):
                yield LookAtState(
                    rule=rule.rule, version=rule.version, state=state, on=on, measured=measured
                )

    def _ask(self, command: LookAtState) -> int:
        of = (command.rule, command.version, command.state, command.on)
        try:
            self.commands.ask(
                command,
                by=LOOKER,
                command_id=derive_id("look at state", *of),
                correlation_id=case_of(command.rule, command.state),
            )
        except ServiceAway:
            raise
        except CommandRefused as no:
            log.warning("look refused", rule=command.rule, status=no.status)
            return 0
        return 1


def last_look(series: Series, at: datetime) -> date:
    """Return the last day at which a rule looks: yesterday, or the Sunday before today."""
    yesterday = day_of(at) - timedelta(days=1)
    back = 0 if STEPS[series] == 1 else yesterday.isoweekday() % STEPS[series]
    return yesterday - timedelta(days=back)


def case_of(rule: str, state: str) -> UUID:
    return derive_id("alerts case", rule, state)


async def run(looker: Looker, clock: Callable[[], datetime]) -> None:
    """Look until cancelled."""
    while True:
        try:
            await asyncio.to_thread(lambda: looker.look(clock()))
        except (ServiceAway, SQLAlchemyError) as error:
            log.warning("early warning waits", error=type(error).__name__)
        await asyncio.sleep(_EVERY)
