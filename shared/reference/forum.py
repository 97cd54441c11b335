"""The forum of mandate-holders as data: its spaces, the minutes for edits, the years of retention.

H.2 of visits-recommendations-knowledge.md, decision 0091.
"""

from datetime import timedelta
from typing import Final

from shared.core.actor import Actor
from shared.core.roles import Role

EVERYBODY: Final = "all"
"""``ref`` of the spaces of which there is one."""
EDITS: Final = timedelta(minutes=15)
"""So long an edit replaces the text; after that a correction is a new version."""
RETAINED_YEARS: Final = 10
LEAST_CHOICES: Final = 2
MOST_CHOICES: Final = 10
NEVER: Final = frozenset(
    {
        Role.CHIEF,
        Role.QUICK_RESPONSE_DESK,
        Role.DESK_OFFICER,
        Role.SYSTEM_ADMIN,
        Role.GOVERNMENT,
        Role.AUDITOR,
    }
)
"""Whoever has one of these roles reads nothing of the forum, whatever else they are."""


def holds(actor: Actor) -> bool:
    """Whether this person is a serving holder, and so of the forum."""
    return actor.has(Role.MANDATE_HOLDER) and bool(actor.mandates) and not actor.has(*NEVER)


def services(actor: Actor) -> bool:
    """Whether this person may be invited to a thread: a servicing officer."""
    return actor.has(Role.HUMAN_RIGHTS_OFFICER) and bool(actor.mandates) and not actor.has(*NEVER)
