"""Whose turn it is: R3 to R5 of selection-stakeholders-committee.md section B.3.

A free seat goes to the first who waits and can take it. Who is of an organisation with enough seats
gives way while others wait for this seat; who already said no to less than they asked for is not
asked the same again. Nobody else is passed over.
"""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from services.stakeholders.session.hours import until
from services.stakeholders.session.state import (
    HOLDING,
    Part,
    Registration,
    Session,
    evolve,
)
from shared.contracts.stakeholders_sessions import Fact, SeatKind, SeatOffered, SeatOfferLapsed
from shared.reference.sessions import REMOTE, ROOM


def passed(session_id: str, state: Session, at: datetime) -> list[Fact]:
    """Return what time brings: offers lapse, and what is free by then is offered to the next."""
    starts = state.details.starts_at
    lapsed: list[Fact] = [
        SeatOfferLapsed(
            session_id=session_id,
            registration_id=one.registration_id,
            kind=kind,
            seats=seats,
            stays=not one.whole,
            lapsed_at=at,
        )
        for one in state.offers()
        if one.has is not None and one.until is not None and min(one.until, starts) <= at
        for kind, seats in (one.has,)
    ]
    return [*lapsed, *offered(session_id, after(state, lapsed), at)]


def offered(session_id: str, state: Session, at: datetime) -> list[Fact]:
    """Return an offer for every seat that is free and that somebody who waits can take."""
    facts: list[Fact] = []
    if state.closed or at >= state.details.starts_at:
        return facts
    while (turn := _next(state)) is not None:
        one, (kind, seats) = turn
        fact = SeatOffered(
            session_id=session_id,
            registration_id=one.registration_id,
            kind=kind,
            seats=seats,
            until=until(
                at,
                zone=one.zone,
                starts_at=state.details.starts_at,
                session_zone=state.details.zone,
            ),
            offered_at=at,
        )
        facts.append(fact)
        state = after(state, [fact])
    return facts


def after(state: Session, facts: Sequence[Fact]) -> Session:
    for fact in facts:
        changed = evolve(state, fact)
        state = changed if isinstance(changed, Session) else state
    return state


def _next(state: Session) -> tuple[Registration, Part] | None:
    if not state.waiting or not state.any_free():
        return None
    line = state.line()
    most = state.capacity.per_organisation
    if most is not None:
        has = _by_group(state)
        for one in line:
            part = _part(state, one, most - has[one.group])
            if part is not None:
                return one, part
    for one in line:
        part = _part(state, one, one.seats)
        if part is not None:
            return one, part
    return None


def _part(state: Session, one: Registration, most: int) -> Part | None:
    """Return the seats that this person can be offered: what they want, or else less of it."""
    kinds: tuple[SeatKind, ...] = (ROOM, REMOTE) if one.kind == ROOM else (REMOTE,)
    for kind in kinds:
        seats = min(one.seats, most, state.free(kind, one.region))
        if seats > 0 and not _answered(one, (kind, seats)):
            return kind, seats
    return None


def _answered(one: Registration, part: Part) -> bool:
    """Whether they said no to this, or to the other kind of seat at all."""
    if part[0] != one.kind:
        return any(kind == part[0] for kind, _ in one.asked)
    return part in one.asked


def _by_group(state: Session) -> Counter[str]:
    """Return how many seats each organisation has."""
    has: Counter[str] = Counter()
    for one in state.registrations.values():
        if one.stage in HOLDING and one.has is not None:
            has[one.group] += one.has[1]
    return has
