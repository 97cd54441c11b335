"""The vacancies of a work cycle, foreseen from the terms of holders and the Council's sessions.

A1 of selection-stakeholders-committee.md section A.3. The list of a cycle stands from its first
day, 1 April. A stream for each mandate; a decision reads the mandate's terms and its chain.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TypeAlias, assert_never

from services.stakeholders import terms as register
from services.stakeholders.registry import state as registry
from services.stakeholders.registry.decide import REGISTRY
from services.stakeholders.terms import TERMS, Term
from shared.contracts import stakeholders_registry, stakeholders_terms
from shared.contracts.stakeholders_foreseen import (
    Cause,
    Fact,
    Kind,
    VacancyForeseen,
    VacancyNoLongerForeseen,
)
from shared.core.actor import Asked
from shared.core.decider import Decider
from shared.core.geneva import day_of
from shared.reference.calls import cycle_of, session_after, session_before
from shared.reference.terms import COMPLETED, MOST

_MANDATE_ENDED = "mandate-ended"


@dataclass(frozen=True, slots=True, kw_only=True)
class ForeseeVacancies:
    """Only this service's own clock and policy send it. ``on``: today."""

    mandate: str
    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """``told``: what was foreseen last, by term. The others: while a decision reads them."""

    told: Mapping[str, VacancyForeseen] = field(default_factory=dict)
    terms: register.State = field(default_factory=dict)
    chains: registry.State = field(default_factory=dict)


_Heard: TypeAlias = Fact | stakeholders_terms.Fact | stakeholders_registry.Fact


def react(fact: object) -> Sequence[ForeseeVacancies]:
    match fact:
        case stakeholders_terms.HolderTermStarted() | stakeholders_terms.HolderTermEnded():
            return [ForeseeVacancies(mandate=fact.mandate, on=day_of(fact.recorded_at))]
        case _:
            return []


def decide(command: ForeseeVacancies, asked: Asked, state: State) -> Sequence[Fact]:
    cycle = cycle_of(command.on)
    found = {one.foreseen_id: one for one in _found(command, asked, state, cycle)}
    new = [one for key, one in found.items() if not _same(state.told.get(key), one)]
    gone = [
        VacancyNoLongerForeseen(
            foreseen_id=key,
            mandate=command.mandate,
            cause=_cause(command.mandate, state.terms.get(key), state),
            gone_at=asked.at,
        )
        for key, one in state.told.items()
        if one.cycle == cycle and key not in found
    ]
    return [*new, *gone]


def evolve(state: State, event: _Heard) -> State:
    if isinstance(event, stakeholders_terms.Fact):
        return replace(state, terms=register.evolve(state.terms, event))
    if isinstance(event, stakeholders_registry.Fact):
        return replace(state, chains=registry.evolve(state.chains, event))
    match event:
        case VacancyForeseen():
            return replace(state, told={**state.told, event.foreseen_id: event})
        case VacancyNoLongerForeseen():
            left = {key: one for key, one in state.told.items() if key != event.foreseen_id}
            return replace(state, told=left)
    assert_never(event)


def _found(
    command: ForeseeVacancies, asked: Asked, state: State, cycle: int
) -> Iterator[VacancyForeseen]:
    chain = state.chains.get(command.mandate)
    for term_id, term in state.terms.items():
        kind = _kind(term, command.on)
        if kind is None or cycle_of(term.last) != cycle:
            continue
        if _filled(term, state) or _over(command.mandate, term, state):
            continue
        yield VacancyForeseen(
            foreseen_id=term_id,
            mandate=command.mandate,
            seat_region=term.seat,
            kind=kind,
            conditional=chain is not None and chain.until is not None and chain.until <= term.last,
            cycle=cycle,
            ends_on=term.last,
            session_on=session_before(term.last)
            if kind == "foreseeable"
            else session_after(term.last),
            foreseen_at=asked.at,
        )


def _kind(term: Term, on: date) -> Kind | None:
    """Return why the seat is vacant after the term; None while its holder can serve again."""
    match term.reason_code:
        case None:
            return "foreseeable" if term.number >= MOST else None
        case code if code == COMPLETED:
            if term.number >= MOST:
                return "foreseeable"
            return "unforeseen" if term.last < on else None
        case code if code == _MANDATE_ENDED:
            return None
        case _:
            return "unforeseen"


def _filled(term: Term, state: State) -> bool:
    return any(
        other.seat == term.seat and other.starts_on > term.last for other in state.terms.values()
    )


def _over(mandate: str, term: Term, state: State) -> bool:
    """Whether the mandate has ended by then, or was left to lapse."""
    chain = state.chains.get(mandate)
    return chain is not None and chain.ended_on is not None and chain.ended_on <= term.last


def _same(before: VacancyForeseen | None, now: VacancyForeseen) -> bool:
    return before is not None and replace(before, foreseen_at=now.foreseen_at) == now


def _cause(mandate: str, term: Term | None, state: State) -> Cause:
    if term is not None and _filled(term, state):
        return "filled"
    if term is not None and (term.reason_code == _MANDATE_ENDED or _over(mandate, term, state)):
        return "mandate-ended"
    return "changed"


def _consults(command: ForeseeVacancies, _: State) -> Sequence[str]:
    return [TERMS.stream_of(command.mandate), REGISTRY.stream_of(command.mandate)]


FORESEEN: Decider[ForeseeVacancies, _Heard, State] = Decider(
    category="foreseen",
    key=lambda command: command.mandate,
    initial=State(),
    decide=decide,
    evolve=evolve,
    consults=_consults,
)
