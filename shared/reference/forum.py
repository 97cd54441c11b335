"""The forum of mandate-holders as data: its spaces, the minutes for edits, the years of retention.

H.2 of visits-recommendations-knowledge.md, decision 0091.
"""

from datetime import datetime, timedelta
from typing import Final

from shared.core.actor import Actor
from shared.core.roles import Role

EVERYBODY: Final = "all"
"""``ref`` of the spaces of which there is one."""
EDITS: Final = timedelta(minutes=15)
"""So long an edit replaces the text; after that a correction is a new version."""
RETAINED_YEARS: Final = 10
"""After its last message a thread ends."""
LEAST_CHOICES: Final = 2
MOST_CHOICES: Final = 10
MOST_FILES: Final = 5
"""With one message."""
HOLDERS: Final = frozenset(
    {Role.MANDATE_HOLDER, Role.CHAIR_RAPPORTEUR, Role.COORDINATION_COMMITTEE}
)
"""Roles of holders. With any other role somebody reads nothing of the forum, whatever it is.

Also not with that of an officer: such an account has the mandates that it services among its own.
"""
OFFICERS: Final = frozenset({Role.HUMAN_RIGHTS_OFFICER})


def ends_at(last: datetime) -> datetime:
    """Return when a thread ends whose last message is of that moment."""
    leap = (last.month, last.day) == (2, 29)
    return last.replace(year=last.year + RETAINED_YEARS, day=28 if leap else last.day)


def holds(actor: Actor) -> bool:
    """Whether this person is a serving holder, and so of the forum."""
    return _is(Role.MANDATE_HOLDER, HOLDERS, actor)


def services(actor: Actor) -> bool:
    """Whether this person may be invited to a thread: a servicing officer."""
    return _is(Role.HUMAN_RIGHTS_OFFICER, OFFICERS, actor)


def _is(role: Role, only: frozenset[Role], actor: Actor) -> bool:
    return actor.has(role) and actor.roles <= only and bool(actor.mandates)
