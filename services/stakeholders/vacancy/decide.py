"""A vacancy: declared, called, applied for, reviewed by a panel, closed with a short list.

Lifecycle and guards: procedure.md section 2.2; the rules are in ``call``, ``issuing``,
``screening``, ``panel``, ``seats``, ``review``, ``interviews``, ``additional``, ``recusal`` and
``onward``; those of its end in ``report``, ``president``, ``council`` and ``retention``.
"""

from collections.abc import Sequence
from typing import assert_never

from services.stakeholders.events import Event
from services.stakeholders.terms import TERMS
from services.stakeholders.vacancy import (
    additional,
    call,
    council,
    ending,
    interviews,
    issuing,
    onward,
    panel,
    president,
    recusal,
    report,
    retention,
    review,
    screening,
    seats,
    talks,
)
from services.stakeholders.vacancy.commands import Command, LapseApplication, Ruled
from services.stakeholders.vacancy.fold import evolve
from services.stakeholders.vacancy.state import Absent, State, Vacancy
from shared.contracts import stakeholders_appointing_commands as appointing
from shared.contracts import stakeholders_files_commands as files_commands
from shared.contracts import stakeholders_interview_commands as interview_commands
from shared.contracts import stakeholders_onward_commands as onward_commands
from shared.contracts import stakeholders_panel_commands as panel_commands
from shared.contracts import stakeholders_review_commands as review_commands
from shared.contracts import stakeholders_screening_commands as screening_commands
from shared.contracts import stakeholders_terms
from shared.contracts.stakeholders_appointing_commands import (
    AppointMandateHolder,
    DeferAppointment,
    ProposeCandidate,
    PublishPanelReport,
    RecordBriefing,
    RefuseProposal,
    RequestReconsideration,
    ScheduleSession,
    SubmitPanelReport,
)
from shared.contracts.stakeholders_files_commands import EndSelectionFiles
from shared.contracts.stakeholders_interview_commands import AnswerInterview
from shared.contracts.stakeholders_onward_commands import LapseVacancy
from shared.contracts.stakeholders_panel_commands import PassSeatTerms
from shared.contracts.stakeholders_recusal_commands import DeclareNoConflict, DiscloseLobbying
from shared.contracts.stakeholders_review_commands import (
    AdoptInterviewList,
    ConsiderAdditionalCandidate,
    RemindMembers,
    SubmitPreferences,
)
from shared.contracts.stakeholders_selection_commands import (
    AdoptShortlist,
    CloseCall,
    CloseReview,
    DeclareConflict,
    DeclareVacancy,
    EstablishPanel,
    IssueCall,
    ScreenEligibility,
    SubmitApplication,
    WithdrawApplication,
)
from shared.core.actor import Asked
from shared.core.decider import Decider, Forbidden, Refused

_STILL = DeclareVacancy | DeclareConflict | LapseApplication | AppointMandateHolder | PassSeatTerms


def decide(command: Command, asked: Asked, state: State) -> Sequence[Event]:
    if isinstance(state, Absent):
        if isinstance(command, DeclareVacancy):
            return call.declare(command, asked, state)
        raise Refused("There is no such vacancy.")
    if isinstance(command, files_commands.Command):
        _own_case(command, asked, state)
        return retention.decide(command, asked, state)
    if state.lapsed and not isinstance(
        command, LapseVacancy | WithdrawApplication | DeclareVacancy | PassSeatTerms
    ):
        raise Refused("This vacancy has lapsed.")
    _own_case(command, asked, state)
    _erased(command, state)
    if state.closing.appointed:
        _filled(command, state.closing.appointed[0])
    events = _rule(command, asked, state)
    if not events:
        return []
    events = [*events, *recusal.follow(command.vacancy_id, events, asked, state)]
    return [*events, *ending.follow(command.vacancy_id, events, asked, state)]


def _own_case(command: Command, asked: Asked, state: Vacancy) -> None:
    """Refuse whoever applied and does anything else here, whatever other right they have."""
    if isinstance(command, SubmitApplication | WithdrawApplication | AnswerInterview):
        return
    if state.applied(asked.by.actor_id):
        raise Forbidden("You applied for this vacancy. Somebody else decides about it.")


def _erased(command: Command, state: Vacancy) -> None:
    if isinstance(command, WithdrawApplication) and command.candidate_id in state.files.gone:
        raise Refused("This application was erased when its time was over.")


def _filled(command: Command, appointed: str) -> None:
    """Refuse what would change a vacancy that is filled; a conflict goes on record."""
    if isinstance(command, WithdrawApplication):
        if command.candidate_id == appointed:
            raise Refused("The Council appointed you. A holder resigns from the mandate instead.")
        return
    if not isinstance(command, _STILL):
        raise Refused("The Council has appointed somebody to this seat.")


def _rule(command: Ruled, asked: Asked, state: Vacancy) -> Sequence[Event]:
    match command:
        case DeclareVacancy():
            return call.declare(command, asked, state)
        case IssueCall():
            return issuing.issue(command, asked, state)
        case CloseCall():
            return issuing.close(command, asked, state)
        case SubmitApplication():
            return call.apply(command, asked, state)
        case WithdrawApplication():
            return call.withdraw(command, asked, state)
        case _ if isinstance(command, ScreenEligibility | screening_commands.Command):
            return screening.decide(command, asked, state)
        case EstablishPanel():
            return panel.establish(command, asked, state)
        case _ if isinstance(command, panel_commands.Command):
            return seats.decide(command, asked, state)
        case DeclareConflict():
            return recusal.declare_conflict(command, asked, state)
        case _ if isinstance(command, review_commands.Command):
            return _reviewing(command, asked, state)
        case CloseReview():
            return review.close(command, asked, state)
        case AdoptShortlist():
            return panel.adopt(command, asked, state)
        case DeclareNoConflict() | DiscloseLobbying():
            return recusal.decide(command, asked, state)
        case _ if isinstance(command, interview_commands.Command):
            return talks.decide(command, asked, state.talks, interviews.around(state))
        case _:
            return _end(command, asked, state)


def _reviewing(command: review_commands.Command, asked: Asked, state: Vacancy) -> Sequence[Event]:
    match command:
        case SubmitPreferences():
            return review.submit(command, asked, state)
        case RemindMembers():
            return review.remind(command, asked, state)
        case AdoptInterviewList():
            return interviews.adopt(command, asked, state)
        case ConsiderAdditionalCandidate():
            return additional.consider(command, asked, state)
    assert_never(command)


def _end(
    command: onward_commands.Command | appointing.Command | LapseApplication,
    asked: Asked,
    state: Vacancy,
) -> Sequence[Event]:
    match command:
        case LapseApplication():
            return ending.lapse(command, asked, state)
        case ScheduleSession() | SubmitPanelReport() | PublishPanelReport():
            return report.decide(command, asked, state)
        case RecordBriefing() | RequestReconsideration() | ProposeCandidate():
            return president.decide(command, asked, state)
        case DeferAppointment() | RefuseProposal() | AppointMandateHolder():
            return council.decide(command, asked, state)
        case _:
            return onward.decide(command, asked, state)


def _creates(command: Command) -> bool:
    return isinstance(command, DeclareVacancy)


def _consults(command: Command, state: State) -> Sequence[str]:
    """Return the register of the terms: an appointment must fit, and a file is kept with a term."""
    if isinstance(command, AppointMandateHolder | EndSelectionFiles) and isinstance(state, Vacancy):
        return [TERMS.stream_of(state.mandate)]
    return ()


VACANCY: Decider[Command, Event | stakeholders_terms.Fact, State] = Decider(
    category="vacancy",
    key=lambda command: command.vacancy_id,
    initial=Absent(),
    decide=decide,
    evolve=evolve,
    creates=_creates,
    consults=_consults,
)
