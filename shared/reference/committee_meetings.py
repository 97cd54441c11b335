"""Codes of the Committee's meetings and action items: K9 of section D.3.

The codes are stored in the facts of stakeholders; the portal says them in the reader's language.
"""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Final

from shared.core.message import Sealed
from shared.core.roles import Role
from shared.reference.seen import seen

KINDS: Final = ("committee", "desk", "office", "annual", "joint", "other")
"""Of a meeting: the Committee alone, with desk officers, with the office, the Annual Meeting, and
the joint meeting with the chairs of the treaty bodies."""
CANCELLED: Final = ("quorum", "postponed", "not_needed")
MINUTES_DAYS: Final = 10
"""Days after a meeting in which its minutes are agreed."""
MOST: Final = 60
"""People who can be invited to a meeting; and guests of it."""
MOST_PAPERS: Final = 50
"""Papers of a meeting that stand at one time."""
READERS: Final = ("readers", "invited", "guests")
"""Who reads a paper: who reads the meeting; the Committee and who is invited alone; or whoever
reads the meeting, and its guests."""
GUESTS: Final = (
    Role.UN_PARTNER,
    Role.GOVERNMENT,
    Role.CONTACT_POINT,
    Role.FOCAL_POINT,
    Role.PRESIDENT,
)
"""Who can be a guest of a meeting: "invited" in section D.5."""


def details(  # each a part of what is told
    kind: str,
    starts_at: datetime,
    states: Iterable[str],
    invited: Iterable[str],
    agenda: Sealed,
    place: Sealed | None = None,
    *,
    named_only: bool,
) -> str:
    """Return what tells a meeting as it is called from another (``seen``)."""
    return seen(kind, starts_at, list(states), sorted(invited), agenda, place, named_only)


def recorded(starts_at: datetime, held_on: date | None, participants: Iterable[str]) -> str:
    """Return what tells one record of who came from another."""
    return seen(starts_at, held_on, sorted(participants))


def given(owner_id: str | None, due_on: date) -> str:
    """Return what tells an action item of one owner and day from another."""
    return seen(owner_id, due_on)


def closed(closed_at: datetime | None) -> str:
    """Return what tells one closing of an action item from another."""
    return seen(closed_at)
