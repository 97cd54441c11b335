"""The invitation board: a line for each State (section G.1 of visits-recommendations-knowledge.md).

Its standing invitation, which everybody reads; how many requests for a visit it has not answered,
and since when, of the visit files that this person reads; and the day of the last contact of which
this person reads the entry. Who sees lines of visit files alone counts nothing here (VR1).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from flask import Blueprint
from sqlalchemy import Connection, func, select

from portal.committee.members.queries import works
from portal.committee.statecontacts import queries as contacts
from portal.committee.statecontacts.read_model import contacts as logged
from portal.followup.invitations import queries as invitations
from portal.followup.invitations.queries import NOTHING
from portal.followup.visits import queries as visits
from portal.followup.visits import words as visit_words
from portal.followup.visits.read_model import files
from portal.web import paging
from portal.web.accounts.access import current_actor
from portal.web.context import today
from portal.web.db import engine
from portal.web.i18n import names
from portal.web.paging import Page
from shared.core.actor import Actor
from shared.reference.invitations import Change
from shared.reference.visits import years_since

bp = Blueprint("invitationboard", __name__)

_AT_ONCE: Final = 50
_f, _k = files.c, logged.c


@dataclass(frozen=True, slots=True, kw_only=True)
class Open:
    """``years``: for how many whole years the oldest of the requests has had no answer."""

    requests: int
    years: int

    @property
    def said(self) -> str:
        return visit_words.unanswered(self.years)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """``waiting``: None where none waits; ``contact``: None where this person reads of none."""

    state: str
    stands: Change | None
    waiting: Open | None
    contact: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Board:
    """``contacts``: whether this person reads entries on contacts with States at all."""

    lines: Page[Line]
    contacts: bool


@bp.app_template_global()
def invitation_board() -> Board | None:
    """Return the board; None for whoever reads no visit files."""
    actor, on = current_actor(), today()
    if not actor.has(*visits.READERS):
        return None
    with engine().connect() as conn:
        every = invitations.every(conn)
        waiting, met = unanswered(conn, actor, on), last_contacts(conn, actor, on)
    some = names.in_order({*every, *waiting, *met}, "states")
    lines = [
        Line(
            state=state,
            stands=every.get(state, NOTHING).on(on),
            waiting=waiting.get(state),
            contact=met.get(state),
        )
        for state in some
    ]
    return Board(
        lines=paging.part(_urgent(lines), "board", paging.asked, size=_AT_ONCE),
        contacts=actor.has(*contacts.READERS),
    )


def unanswered(conn: Connection, actor: Actor, on: date) -> Mapping[str, Open]:
    """Return by State how many requests wait for its answer, of the files that are read."""
    open_ = (_f.unanswered_on.is_not(None), _f.kept_at.is_(None))
    these = select(_f.state, func.count(), func.min(_f.unanswered_on))
    found = conn.execute(these.where(visits.visible(actor), *open_).group_by(_f.state))
    return {
        state: Open(requests=number, years=years_since(first, on)) for state, number, first in found
    }


def last_contacts(conn: Connection, actor: Actor, on: date) -> Mapping[str, date]:
    """Return by State the day of the last contact, of the entries that are read and stand."""
    if not actor.has(*contacts.READERS):
        return {}
    seen = contacts.visible(actor, works=works(conn, actor, on))
    stands = (_k.logged_at.is_not(None), _k.corrected_by.is_(None))
    these = select(_k.state, func.max(_k.day)).where(seen, *stands).group_by(_k.state)
    return dict(conn.execute(these).tuples().all())


def _urgent(lines: Sequence[Line]) -> list[Line]:
    """Return those first that have not answered for longest, and then by name."""
    return sorted(lines, key=lambda one: -(one.waiting.years + 1) if one.waiting else 0)
