"""The term of a seat on a panel: the clock ends it, and the selection officer extends it.

"Seat" in selection-stakeholders-committee.md, A.2 and A.3. Whoever has a seat whose term is over
takes no part in the vacancy any more; a successor does (see ``onward``), or the term is extended.
"""

from collections.abc import Sequence
from datetime import date
from typing import assert_never

from services.stakeholders.vacancy.state import Vacancy
from shared.contracts.stakeholders_panel_commands import Command, ExtendSeatTerm, PassSeatTerms
from shared.contracts.stakeholders_panels import Fact, SeatTermEnded, SeatTermExtended
from shared.core.actor import Asked
from shared.core.decider import Forbidden, Refused, require
from shared.core.geneva import day_of
from shared.core.roles import Role
from shared.reference.panels import LONGER_TERMS, SEATS_CLOCK


def decide(command: Command, asked: Asked, state: Vacancy) -> Sequence[Fact]:
    match command:
        case ExtendSeatTerm():
            return _extend(command, asked, state)
        case PassSeatTerms():
            return _pass(command, asked, state)
    assert_never(command)


def not_over(last: date | None, asked: Asked) -> None:
    """Refuse a last day that is over; None is no day."""
    if last is not None and last < day_of(asked.at):
        raise Refused("The last day of a term must be today or later.")


def _extend(command: ExtendSeatTerm, asked: Asked, state: Vacancy) -> Sequence[Fact]:
    require(
        asked,
        Role.SELECTION_OFFICER,
        no="Only the OHCHR selection officer may extend the term of a seat.",
    )
    seat = state.seat_of(command.member_id)
    if seat is None:
        raise Refused("This person has no seat on the panel.")
    if seat.ends_on is None:
        raise Refused("This seat has no last day. It ends with the vacancy.")
    over = state.term_over(command.member_id)
    if command.ends_on == seat.ends_on and not over:
        return []
    not_over(command.ends_on, asked)
    if command.ends_on <= seat.ends_on:
        raise Refused("A term is extended to a later day.")
    if command.reason_code not in LONGER_TERMS:
        raise Refused("Choose a reason from the list.")
    return [
        SeatTermExtended(
            vacancy_id=command.vacancy_id,
            mandate=state.mandate,
            region=seat.region,
            member_id=seat.member_id,
            ends_on=command.ends_on,
            reason_code=command.reason_code,
            extended_by=asked.by.actor_id,
            extended_at=asked.at,
        )
    ]


def _pass(command: PassSeatTerms, asked: Asked, state: Vacancy) -> Sequence[Fact]:
    """Say of each seat once that its last day is over; nothing once the vacancy has ended."""
    if asked.by != SEATS_CLOCK:
        raise Forbidden("Only the clock of the panels does this.")
    if state.lapsed or state.closing.appointed:
        return []
    return [
        SeatTermEnded(
            vacancy_id=command.vacancy_id,
            mandate=state.mandate,
            region=seat.region,
            member_id=seat.member_id,
            ends_on=seat.ends_on,
            void=seat.member_id in state.sealed and not state.review_closed,
            ended_at=asked.at,
        )
        for seat in sorted(state.seats, key=lambda one: one.region)
        if seat.ends_on is not None
        and seat.ends_on < day_of(asked.at)
        and not state.term_over(seat.member_id)
    ]
