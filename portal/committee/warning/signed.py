"""Which mandates signed the letters behind an alert, and so of which themes it is (section D.5).

Letters are read as the matrix has them: whoever names a mandate here knows of its letter anyway.
Submissions have no theme: SD2 tells them by State alone.
"""

from datetime import date, timedelta
from typing import Final

from sqlalchemy import ColumnElement, Connection, and_, exists, not_, or_, select

from portal.casefile.replies.sight import visible
from portal.casefile.replies.tables import cases, signatures
from portal.committee.warning.read_model import alerts
from shared.contracts.stakeholders_alerts import Series
from shared.core.actor import Actor
from shared.core.geneva import start_of
from shared.core.roles import Role
from shared.reference.early_warning import WINDOW
from shared.reference.themes import mandates_of, themes_of

OF_LETTERS: Final[frozenset[Series]] = frozenset({"letters", "urgent"})
_URGENT: Final = "UA"
_DAY: Final = timedelta(days=1)

_a, _c = alerts.c, cases.c
_by = signatures.alias("alerts_signed")
_own_hand = or_(_by.c.successor.is_(None), not_(_by.c.successor))


def near(actor: Actor) -> frozenset[str]:
    """Return the mandates whose letters make an alert one of this person's.

    A holder's are those on the themes of the own mandates; an officer's the own ones alone.
    """
    own = actor.mandates
    beside = mandates_of(themes_of(own)) if actor.has(Role.MANDATE_HOLDER) else frozenset()
    return own | beside


def of_mandates(actor: Actor) -> ColumnElement[bool]:
    """Say of an alert, as SQL, whether one of these mandates signed a letter of its window."""
    return exists().where(
        _a.rule.in_(sorted(OF_LETTERS)),
        or_(_a.rule == "letters", _c.type == _URGENT),
        _c.recipient == _a.state,
        _c.transmitted_at >= _a.since,
        _c.transmitted_at < _a.until,
        _by.c.communication_id == _c.communication_id,
        _by.c.mandate.in_(sorted(near(actor))),
        _own_hand,
        visible(actor),
    )


def mandates_behind(
    conn: Connection, actor: Actor, *, rule: Series, state: str, on: date
) -> frozenset[str]:
    """Return who signed the letters of the window that ends on this day, as this person knows."""
    if rule not in OF_LETTERS:
        return frozenset()
    these = select(_by.c.mandate).join(
        cases, and_(_c.communication_id == _by.c.communication_id, _own_hand)
    )
    these = these.where(
        _c.recipient == state,
        _c.transmitted_at >= start_of(on - (WINDOW - 1) * _DAY),
        _c.transmitted_at < start_of(on + _DAY),
        visible(actor),
    )
    if rule == "urgent":
        these = these.where(_c.type == _URGENT)
    return frozenset(conn.scalars(these.distinct()))
