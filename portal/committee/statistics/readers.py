"""Who reads internal statistics, and how much: the matrix of procedure.md section 6.1, and SD2.

Nobody reads a number of what does not exist for them. Of replies and grades the Committee knows
that they are, so it reads numbers of grades as bands, of years that are over. Submissions that
somebody does not open are counted in bands, for the Chief and the Committee and, of the own
States, for desk officers.
"""

from dataclasses import replace
from typing import Final

from sqlalchemy import ColumnElement, and_, false, not_

from portal.casefile.queue import sight
from portal.casefile.queue.tables import queue
from portal.web.policy import Kind, Sight, readers
from shared.core.actor import Actor
from shared.core.roles import Role
from shared.reference import OTHER

READERS: Final = readers(Kind.FEED, least=Sight.METADATA)
ALL: Final = frozenset({Role.CHIEF, Role.COORDINATION_COMMITTEE})
_READS_ALL: Final = frozenset({Role.CHIEF, Role.QUICK_RESPONSE_DESK})
_OF_MANDATES: Final = frozenset({Role.MANDATE_HOLDER, Role.HUMAN_RIGHTS_OFFICER})


def inside(actor: Actor) -> Actor:
    """Return this person with what opens the page alone: no Government reads opinions of it."""
    return replace(actor, roles=actor.roles & READERS)


def reads_metadata(actor: Actor) -> bool:
    """Whether this person knows of everything that it is, and does not read everything."""
    return actor.has(Role.COORDINATION_COMMITTEE) and not actor.has(*_READS_ALL)


def opens_submissions(actor: Actor) -> bool:
    return actor.has(*sight.READERS)


def reads_bands(actor: Actor) -> bool:
    return actor.has(*ALL, Role.DESK_OFFICER)


def paired(actor: Actor) -> frozenset[str] | None:
    """Return of which mandates this person reads who signs with whom; None: of all (C.5)."""
    if actor.has(*ALL, Role.QUICK_RESPONSE_DESK):
        return None
    return actor.mandates if actor.has(*_OF_MANDATES) else frozenset()


def in_bands(actor: Actor) -> ColumnElement[bool]:
    """The submissions that bands count for this person: those that they do not open; R15 wins."""
    c = queue.c
    own = c.state.in_(sorted(actor.states) if actor.has(Role.DESK_OFFICER) else [])
    there = and_(
        c.received_at.is_not(None),
        c.state != OTHER,
        not_(and_(c.reprisal, own)),
        not_(sight.visible(actor)),
    )
    if actor.has(*ALL):
        return there
    return and_(there, own) if actor.has(Role.DESK_OFFICER) else false()
