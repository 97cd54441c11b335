"""The register of a mandate's terms: who holds which seat, from which day to which.

It keeps SC4 of selection-stakeholders-committee.md section C.4: one holder for each seat and day.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from types import MappingProxyType
from typing import TypeAlias, assert_never

from shared.contracts import stakeholders_term_commands as commands
from shared.contracts.stakeholders_term_commands import EndHolderTerm, StartHolderTerm
from shared.contracts.stakeholders_terms import Fact, HolderTermEnded, HolderTermStarted
from shared.core.actor import Asked
from shared.core.decider import Decider, Refused, require
from shared.core.message import Sealed
from shared.core.roles import Role
from shared.core.said import Day, Number
from shared.reference import is_group, mandates
from shared.reference.terms import COMPLETED, ENDS, LONGEST, MOST, longest_until, seats_of

_FIRST_YEAR, _LAST_YEAR = 1967, 2199
"""Years of a term. The first Special Procedure is of 1967: a day of before was typed wrong."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """``last``: the last day, planned or real. ``reason_code``: None until its end is recorded."""

    seat: str | None
    holder_id: str | None
    number: int
    starts_on: date
    last: date
    reason_code: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenTerm:
    """Only a policy sends it, after an appointment. ``recorded_by``: who recorded that."""

    term_id: str
    mandate: str
    seat: str | None
    holder: Sealed
    holder_id: str
    starts_on: date
    ends_on: date
    recorded_by: str


Command: TypeAlias = commands.Command | OpenTerm
State: TypeAlias = Mapping[str, Term]
"""The terms by id."""


def decide(command: Command, asked: Asked, state: State) -> Sequence[Fact]:
    if isinstance(command, OpenTerm):
        return _open(command, asked, state)
    require(
        asked,
        Role.CHIEF,
        no="Only the Chief of the Special Procedures Branch may record the terms of "
        "mandate-holders.",
    )
    match command:
        case StartHolderTerm():
            return _start(command, asked, state)
        case EndHolderTerm():
            return _end(command, asked, state)
    assert_never(command)


def evolve(state: State, event: Fact) -> State:
    match event:
        case HolderTermStarted():
            term = Term(
                seat=event.seat,
                holder_id=event.holder_id,
                number=event.number,
                starts_on=event.starts_on,
                last=event.ends_on,
            )
            return {**state, event.term_id: term}
        case HolderTermEnded():
            if (found := state.get(event.term_id)) is None:
                return state
            ended = replace(found, last=event.ended_on, reason_code=event.reason_code)
            return {**state, event.term_id: ended}
    assert_never(event)


def _start(command: StartHolderTerm, asked: Asked, state: State) -> Sequence[Fact]:
    if command.term_id in state:
        return []
    fits(command, state)
    return [_started(command, asked.by.actor_id, asked)]


def _open(command: OpenTerm, asked: Asked, state: State) -> Sequence[Fact]:
    """The vacancy has asked ``fits`` already: only a term recorded in between can refuse it."""
    if command.term_id in state:
        return []
    start = StartHolderTerm(
        term_id=command.term_id,
        mandate=command.mandate,
        seat=command.seat,
        holder=command.holder,
        holder_id=command.holder_id,
        number=first_or_second(state, command.holder_id),
        starts_on=command.starts_on,
        ends_on=command.ends_on,
    )
    fits(start, state)
    return [_started(start, command.recorded_by, asked)]


def fits(command: StartHolderTerm, state: State) -> None:
    """Refuse a term that is not sound, or for which there is no room."""
    _known_seat(command.mandate, command.seat)
    _sound(command)
    _free(command, state)
    _not_too_often(command, state)


def first_or_second(state: State, holder_id: str) -> int:
    """Return the number of the next term of this holder."""
    return 1 + max((one.number for one in state.values() if one.holder_id == holder_id), default=0)


def _started(command: StartHolderTerm, by: str, asked: Asked) -> HolderTermStarted:
    return HolderTermStarted(
        term_id=command.term_id,
        mandate=command.mandate,
        seat=command.seat,
        holder=command.holder,
        holder_id=command.holder_id,
        number=command.number,
        starts_on=command.starts_on,
        ends_on=command.ends_on,
        recorded_by=by,
        recorded_at=asked.at,
    )


def _known_seat(mandate: str, seat: str | None) -> None:
    if mandate not in mandates():
        raise Refused("Choose the mandate from the list.")
    if seat in seats_of(mandate):
        return
    if is_group(mandate):
        raise Refused("Choose the seat: each belongs to a regional group.")
    raise Refused("This mandate has one seat, which belongs to no regional group.")


def _sound(command: StartHolderTerm) -> None:
    if not 1 <= command.number <= MOST:
        raise Refused("A holder serves at most {most} terms in a mandate.", most=Number(MOST))
    if command.ends_on < command.starts_on:
        raise Refused("The term ends before it starts.")
    if command.starts_on.year < _FIRST_YEAR:
        raise Refused("The term starts too early. Check the year.")
    if command.starts_on.year > _LAST_YEAR:
        raise Refused("The term starts too late. Check the year.")
    latest = longest_until(command.starts_on)
    if command.ends_on > latest:
        raise Refused(
            "A term lasts at most {most} years: this one until {latest}.",
            most=Number(LONGEST),
            latest=Day(latest),
        )


def _free(command: StartHolderTerm, state: State) -> None:
    """SC4: one holder for each seat and day."""
    for term in state.values():
        same = term.seat == command.seat
        if same and term.starts_on <= command.ends_on and command.starts_on <= term.last:
            raise Refused(
                "This seat has a holder from {first} to {last}. A seat has one holder on each day.",
                first=Day(term.starts_on),
                last=Day(term.last),
            )


def _not_too_often(command: StartHolderTerm, state: State) -> None:
    """Compare with the terms of the same account; a holder without one is not known again."""
    if command.holder_id is None:
        return
    numbers = {term.number for term in state.values() if term.holder_id == command.holder_id}
    if len(numbers) >= MOST:
        raise Refused(
            "This holder served {most} terms in this mandate, which is the most.",
            most=Number(MOST),
        )
    if command.number in numbers:
        raise Refused(
            "Term {number} of this holder is recorded already.", number=Number(command.number)
        )


def _end(command: EndHolderTerm, asked: Asked, state: State) -> Sequence[Fact]:
    term = state.get(command.term_id)
    if term is None:
        raise Refused("There is no such term of this mandate.")
    if command.reason_code not in ENDS:
        raise Refused("Choose a reason from the list.")
    if term.reason_code is not None:
        if (term.reason_code, term.last) == (command.reason_code, command.ended_on):
            return []
        raise Refused("The end of this term is recorded already.")
    if not term.starts_on <= command.ended_on <= term.last:
        raise Refused(
            "Enter a day of this term, from {first} to {last}.",
            first=Day(term.starts_on),
            last=Day(term.last),
        )
    if command.reason_code == COMPLETED and command.ended_on != term.last:
        raise Refused(
            "A completed term ends on {last}. Choose another reason for an earlier day.",
            last=Day(term.last),
        )
    return [
        HolderTermEnded(
            term_id=command.term_id,
            mandate=command.mandate,
            ended_on=command.ended_on,
            reason_code=command.reason_code,
            recorded_by=asked.by.actor_id,
            recorded_at=asked.at,
        )
    ]


TERMS: Decider[Command, Fact, State] = Decider(
    category="terms",
    key=lambda command: command.mandate,
    initial=MappingProxyType({}),
    decide=decide,
    evolve=evolve,
)
