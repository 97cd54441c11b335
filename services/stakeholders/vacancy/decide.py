"""A vacancy: declared, called, applied for, reviewed by a panel, closed with a short list.

Lifecycle and guards: procedure.md section 2.2; the rules are in ``call``, ``panel``,
``recusal`` and ``onward``.
"""

from collections.abc import Sequence
from typing import TypeAlias

from services.stakeholders.events import Event
from services.stakeholders.vacancy import call, onward, panel, recusal
from services.stakeholders.vacancy.state import Absent, State, Vacancy, evolve
from shared.contracts import stakeholders_onward_commands as onward_commands
from shared.contracts import stakeholders_recusal_commands as recusal_commands
from shared.contracts import stakeholders_selection_commands as selection
from shared.contracts.stakeholders_onward_commands import LapseVacancy
from shared.contracts.stakeholders_recusal_commands import DeclareNoConflict, DiscloseLobbying
from shared.contracts.stakeholders_selection_commands import (
    AdoptShortlist,
    CloseCall,
    CloseReview,
    DeclareConflict,
    DeclareVacancy,
    EstablishPanel,
    IssueCall,
    ScoreCandidate,
    ScreenEligibility,
    SubmitApplication,
    WithdrawApplication,
)
from shared.core.actor import Asked
from shared.core.decider import Decider, Refused

Command: TypeAlias = selection.Command | onward_commands.Command | recusal_commands.Command


def decide(command: Command, asked: Asked, state: State) -> Sequence[Event]:
    if isinstance(state, Absent):
        if isinstance(command, DeclareVacancy):
            return call.declare(command, asked, state)
        raise Refused("There is no such vacancy.")
    if state.lapsed and not isinstance(
        command, LapseVacancy | WithdrawApplication | DeclareVacancy
    ):
        raise Refused("This vacancy has lapsed.")
    events = _rule(command, asked, state)
    return [*events, *recusal.follow(command.vacancy_id, events, asked, state)] if events else []


def _rule(command: Command, asked: Asked, state: Vacancy) -> Sequence[Event]:
    match command:
        case DeclareVacancy():
            return call.declare(command, asked, state)
        case IssueCall():
            return call.issue(command, asked, state)
        case CloseCall():
            return call.close(command, asked, state)
        case SubmitApplication():
            return call.apply(command, asked, state)
        case WithdrawApplication():
            return call.withdraw(command, asked, state)
        case ScreenEligibility():
            return call.screen(command, asked, state)
        case EstablishPanel():
            return panel.establish(command, asked, state)
        case DeclareConflict():
            return recusal.declare_conflict(command, asked, state)
        case ScoreCandidate():
            return panel.score(command, asked, state)
        case CloseReview():
            return panel.close_review(command, asked, state)
        case AdoptShortlist():
            return panel.adopt(command, asked, state)
        case DeclareNoConflict() | DiscloseLobbying():
            return recusal.decide(command, asked, state)
        case _:
            return onward.decide(command, asked, state)


def _creates(command: Command) -> bool:
    return isinstance(command, DeclareVacancy)


VACANCY: Decider[Command, Event, State] = Decider(
    category="vacancy",
    key=lambda command: command.vacancy_id,
    initial=Absent(),
    decide=decide,
    evolve=evolve,
    creates=_creates,
)
