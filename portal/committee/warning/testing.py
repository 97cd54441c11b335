"""A rule tried before it is adopted: on the history that is held, and on invented counts (SD11)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import Connection

from portal.committee.warning import counts, synthetic
from portal.committee.warning.queries import of_desk
from portal.committee.warning.synthetic import Found
from shared.contracts.stakeholders_alerts import Series
from shared.core.actor import Actor
from shared.core.roles import Role
from shared.reference.early_warning import REACH, Raised, Settings, back_test, looked, looks

WEEKS = 52
"""The history in which a rule is tried."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """``raised``: in the history, the newest first, as far as this reader may see it.

    ``of_all``: how many there were, for the record. No page shows it to who may not see them all.
    ``found``: in invented counts.
    """

    raised: Sequence[Raised]
    of_all: int
    found: Found

    @property
    def number(self) -> int:
        """How many this reader sees."""
        return len(self.raised)


def tried(conn: Connection, actor: Actor, series: Series, settings: Settings, today: date) -> Tried:
    last = today - timedelta(days=1)
    first = last - timedelta(weeks=WEEKS) + timedelta(days=1)
    held = counts.counts(conn, series, last, since=first - timedelta(days=REACH))
    days = looks(series, first, last)
    raised = sorted(back_test(looked(held, days), settings), key=lambda one: (one.on, one.state))
    return Tried(
        raised=[one for one in reversed(raised) if _may_see(actor, one)],
        of_all=len(raised),
        found=synthetic.kept()[series, settings],
    )


def sees_all(actor: Actor) -> bool:
    """Whether every State is in what this person reads of a trial."""
    return not (actor.has(Role.DESK_OFFICER) and actor.states)


def _may_see(actor: Actor, one: Raised) -> bool:
    """A desk officer reads nothing here of the own States: reprisals are counted (R15)."""
    return not of_desk(actor, one.state)
