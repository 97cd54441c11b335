"""Views on what a mandate needs, and never on a person; and the terms of reference of a vacancy.

Section A.2 of selection-stakeholders-committee.md (resolution 5/1, annex, sections 30 and 33). A
decision reads the vacancy, whose call is the window.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeAlias, assert_never

from services.stakeholders.events import Event as OfVacancy
from services.stakeholders.vacancy import fold
from services.stakeholders.vacancy import state as vacancies
from services.stakeholders.vacancy.decide import VACANCY
from services.stakeholders.vacancy.state import Vacancy
from shared.contracts import stakeholders_terms
from shared.contracts.stakeholders_needs import (
    Consent,
    Fact,
    NeedsViewGiven,
    NeedsViewReturned,
    NeedsViewWithdrawn,
    TermsOfReferenceSet,
)
from shared.contracts.stakeholders_needs_commands import (
    Command,
    GiveNeedsView,
    ReturnNeedsView,
    SetTermsOfReference,
    WithdrawNeedsView,
)
from shared.core.actor import Asked
from shared.core.decider import Decider, Forbidden, Refused, require
from shared.core.message import Sealed
from shared.core.roles import Role

_Heard: TypeAlias = Fact | OfVacancy | stakeholders_terms.Fact
_OFFICER = "Only the OHCHR selection officer may do this."


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    author_id: str
    version: int
    consent: Consent
    text: Sealed
    withdrawn: bool = False
    returned: bool = False

    @property
    def stands(self) -> bool:
        return not self.withdrawn and not self.returned


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """``vacancy`` is there only while a decision reads it."""

    views: Mapping[str, View] = field(default_factory=dict)
    terms: Sealed | None = None
    vacancy: vacancies.State = field(default_factory=vacancies.Absent)


def decide(command: Command, asked: Asked, state: State) -> Sequence[Fact]:
    match command:
        case GiveNeedsView():
            return _give(command, asked, state)
        case WithdrawNeedsView():
            return _withdraw(command, asked, state)
        case ReturnNeedsView():
            return _return(command, asked, state)
        case SetTermsOfReference():
            return _set(command, asked, state)
    assert_never(command)


def evolve(state: State, event: _Heard) -> State:
    match event:
        case NeedsViewGiven():
            view = View(
                author_id=event.author_id,
                version=event.version,
                consent=event.consent,
                text=event.text,
            )
            return replace(state, views={**state.views, event.view_id: view})
        case NeedsViewWithdrawn():
            return _with(state, event.view_id, withdrawn=True)
        case NeedsViewReturned():
            return _with(state, event.view_id, returned=True)
        case TermsOfReferenceSet():
            return replace(state, terms=event.text)
        case _:
            return replace(state, vacancy=fold.evolve(state.vacancy, event))


def _give(command: GiveNeedsView, asked: Asked, state: State) -> Sequence[Fact]:
    vacancy = _open(asked, state)
    _may(command, asked, vacancy)
    before = state.views.get(command.view_id)
    if before is not None:
        if before.author_id != asked.by.actor_id:
            raise Forbidden("This view is somebody else's.")
        if before.stands and (before.text, before.consent) == (command.text, command.consent):
            return []
    return [
        NeedsViewGiven(
            vacancy_id=command.vacancy_id,
            view_id=command.view_id,
            version=before.version + 1 if before else 1,
            author_id=asked.by.actor_id,
            capacity=command.capacity,
            consent=command.consent,
            text=command.text,
            given_at=asked.at,
        )
    ]


def _withdraw(command: WithdrawNeedsView, asked: Asked, state: State) -> Sequence[Fact]:
    """At any time, and no reason is asked."""
    view = state.views.get(command.view_id)
    if view is None or view.author_id != asked.by.actor_id:
        raise Forbidden("This view is somebody else's.")
    if view.withdrawn:
        return []
    return [
        NeedsViewWithdrawn(
            vacancy_id=command.vacancy_id, view_id=command.view_id, withdrawn_at=asked.at
        )
    ]


def _return(command: ReturnNeedsView, asked: Asked, state: State) -> Sequence[Fact]:
    _of_officer(asked, state)
    view = state.views.get(command.view_id)
    if view is None or view.withdrawn:
        raise Refused("There is no such view.")
    if view.author_id == asked.by.actor_id:
        raise Forbidden("You wrote this view. Another selection officer decides about it.")
    if view.version != command.version:
        raise Refused("The text was changed since you opened this page. Read it again.")
    if view.returned:
        return []
    return [
        NeedsViewReturned(
            vacancy_id=command.vacancy_id,
            view_id=command.view_id,
            version=command.version,
            author_id=view.author_id,
            reason=command.reason,
            returned_by=asked.by.actor_id,
            returned_at=asked.at,
        )
    ]


def _set(command: SetTermsOfReference, asked: Asked, state: State) -> Sequence[Fact]:
    vacancy = _of_officer(asked, state)
    if vacancy.lapsed or vacancy.closing.appointed:
        raise Refused("This vacancy is over.")
    if state.terms == command.text:
        return []
    return [
        TermsOfReferenceSet(
            vacancy_id=command.vacancy_id,
            text=command.text,
            set_by=asked.by.actor_id,
            set_at=asked.at,
        )
    ]


def _vacancy(state: State) -> Vacancy:
    if not isinstance(state.vacancy, Vacancy):
        raise Refused("There is no such vacancy.")
    return state.vacancy


def _open(asked: Asked, state: State) -> Vacancy:
    vacancy = _vacancy(state)
    if vacancy.closes_at is None or vacancy.call_over(asked.at) or vacancy.lapsed:
        raise Refused("Views on what the mandate needs are taken until the call closes.")
    return vacancy


def _of_officer(asked: Asked, state: State) -> Vacancy:
    """Return the vacancy, for an officer who did not apply for it."""
    require(asked, Role.SELECTION_OFFICER, no=_OFFICER)
    vacancy = _vacancy(state)
    if vacancy.applied(asked.by.actor_id):
        raise Forbidden("You applied for this vacancy. Somebody else decides about it.")
    return vacancy


def _may(command: GiveNeedsView, asked: Asked, vacancy: Vacancy) -> None:
    """Nobody who decides or applies tells a panel what it is to look for."""
    if vacancy.applied(asked.by.actor_id) or vacancy.seat_of(asked.by.actor_id):
        raise Forbidden("Whoever applied or sits on the panel gives no view on what is needed.")
    if command.capacity == "holder":
        require(asked, Role.MANDATE_HOLDER, no="Only the holder of this mandate may say this.")
        if not asked.by.serves(vacancy.mandate):
            raise Forbidden("Only the holder of this mandate may say this.")
        return
    no = "Only who speaks for an organisation of the register may say this."
    require(asked, Role.FOCAL_POINT, Role.CONTACT_POINT, no=no)
    if asked.by.organisation_id is None:
        raise Forbidden(no)


def _with(state: State, view_id: str, *, withdrawn: bool = False, returned: bool = False) -> State:
    view = state.views.get(view_id)
    if view is None:
        return state
    changed = replace(
        view, withdrawn=view.withdrawn or withdrawn, returned=view.returned or returned
    )
    return replace(state, views={**state.views, view_id: changed})


NEEDS: Decider[Command, _Heard, State] = Decider(
    category="needs",
    key=lambda command: command.vacancy_id,
    initial=State(),
    decide=decide,
    evolve=evolve,
    consults=lambda command, _: [VACANCY.stream_of(command.vacancy_id)],
)
