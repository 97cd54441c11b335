"""A rule tried before it is adopted: on the history that is held, and on invented counts (SD11)."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final
from weakref import WeakKeyDictionary

from sqlalchemy import Connection, Engine

from portal.casefile import history
from portal.casefile.reprisals import REPRISALS
from portal.committee.warning import counts, days, synthetic
from portal.committee.warning.queries import of_desk
from portal.committee.warning.synthetic import Found
from portal.letters.communications.read_model import COMMUNICATIONS
from portal.web.kept import version
from shared.contracts.stakeholders_alerts import Series
from shared.core.actor import Actor
from shared.core.roles import Role
from shared.reference.early_warning import (
    REACH,
    Case,
    Look,
    Raised,
    Settings,
    back_test,
    looked,
    looks,
)

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


@dataclass(frozen=True, slots=True, kw_only=True)
class _Kept:
    """``mark``: of what the cases up to ``last`` were read from."""

    last: date
    mark: object
    cases: Counter[Case]
    measured: Sequence[Look]


_LETTERS: Final = (COMMUNICATIONS.consumer, REPRISALS.consumer, history.CONSUMER)
_kept: WeakKeyDictionary[Engine, dict[Series, _Kept]] = WeakKeyDictionary()


def tried(conn: Connection, actor: Actor, series: Series, settings: Settings, today: date) -> Tried:
    measured = _measured(conn, series, today - timedelta(days=1))
    raised = sorted(back_test(measured, settings), key=lambda one: (one.on, one.state))
    return Tried(
        raised=[one for one in reversed(raised) if _may_see(actor, one)],
        of_all=len(raised),
        found=synthetic.kept()[series, settings],
    )


def _measured(conn: Connection, series: Series, last: date) -> Sequence[Look]:
    """Return what is measured at the looks of the history, which do not depend on the settings.

    A process keeps them while the cases up to this day are the same, whoever asks.
    """
    first = last - timedelta(weeks=WEEKS) + timedelta(days=1)
    since = first - timedelta(days=REACH)
    now = days.marks(conn, since, last) if series == "submissions" else version(conn, *_LETTERS)
    of = _kept.setdefault(conn.engine, {})
    kept = of.get(series)
    if kept is not None and (kept.last, kept.mark) == (last, now):
        return kept.measured
    cases = Counter(counts.between(conn, series, since, last))
    if kept is not None and (kept.last, kept.cases) == (last, cases):
        measured = kept.measured
    else:
        held = counts.of_cases(conn, series, cases.elements(), since, last)
        measured = list(looked(held, looks(series, first, last)))
    of[series] = _Kept(last=last, mark=now, cases=cases, measured=measured)
    return measured


def sees_all(actor: Actor) -> bool:
    """Whether every State is in what this person reads of a trial."""
    return not (actor.has(Role.DESK_OFFICER) and actor.states)


def _may_see(actor: Actor, one: Raised) -> bool:
    """A desk officer reads nothing here of the own States: reprisals are counted (R15)."""
    return not of_desk(actor, one.state)
