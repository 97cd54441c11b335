"""A visit file, one for each mandate and State: sections E.1, E.3 and E.13.

Who may do what is in ``whose``; ``letters`` and ``dates`` log what passed with the Government,
``answering`` what it answers here itself, ``holder`` has what the holder decides. Every state has a
way on: a new request or an invitation begins again what was declined, cancelled or let lapse.
"""

from collections.abc import Sequence
from typing import assert_never

from services.followup import holding
from services.followup.visit_file import (
    answering,
    dates,
    files,
    filing,
    holder,
    kinds,
    letters,
    passing,
    terms,
    whose,
)
from services.followup.visit_file.filing import Command, FileVisitLetter, TakeVisitLetterOff
from services.followup.visit_file.passing import PassVisitFileOn
from services.followup.visit_file.state import File, Heard, evolve, stands, step_of
from shared.contracts.followup_visit_commands import (
    AgreeVisitDates,
    CarryVisitFileOver,
    DecideVisitReservation,
    DeemVisitCancelled,
    GradeVisitCooperation,
    Log,
    Logs,
    LogTermsAnswer,
    LogTermsOfReference,
    LogVisitAcceptance,
    LogVisitAcknowledgement,
    LogVisitCancellation,
    LogVisitDates,
    LogVisitDeclination,
    LogVisitInvitation,
    LogVisitPostponement,
    LogVisitReminder,
    LogVisitRequest,
    NameVisitTerritories,
    OnFile,
    PublishVisitDates,
    RaiseVisitInCouncil,
    SayVisitKind,
    StrikeVisitDocument,
    TakeBackVisitLetter,
)
from shared.contracts.followup_visit_commands import Step as Asks
from shared.contracts.followup_visit_files import AddVisitDocumentFile, VisitDocumentFileAdded
from shared.contracts.followup_visits import (
    Document,
    DocumentFact,
    Fact,
    VisitCancelled,
    VisitDatesAgreed,
    VisitDeclined,
    VisitDocumentStruck,
    VisitPostponed,
    VisitTerritoriesNamed,
)
from shared.core.actor import Asked
from shared.core.decider import Decider, Refused
from shared.core.geneva import day_of
from shared.core.roles import Role
from shared.core.said import Day
from shared.reference import mandates
from shared.reference.visits import (
    CHANNELS,
    FIRST_DAY,
    HERE,
    territories_of,
    visit_file_id,
    visited,
)


def decide(command: Command, asked: Asked, state: File) -> Sequence[Fact | VisitDocumentFileAdded]:
    if isinstance(command, FileVisitLetter):
        return filing.put(command, asked, state)
    if isinstance(command, TakeVisitLetterOff):
        return filing.take_off(command, asked, state)
    if isinstance(command, PassVisitFileOn):
        return passing.pass_on(command, asked, state)
    if isinstance(command, AddVisitDocumentFile):
        return files.add(command, asked, state)
    return _asked(command, asked, state)


def _asked(command: Asks, asked: Asked, state: File) -> Sequence[Fact]:
    if asked.by.has(Role.GOVERNMENT):
        return _answer(answering.answered(command, asked, state), asked, state)
    if isinstance(command, Logs | StrikeVisitDocument | NameVisitTerritories):
        whose.logs(command, asked, state)
    elif isinstance(command, SayVisitKind):
        whose.works(command, asked, state)
    else:
        whose.decides(command, asked, state)
    if _done_before(command, state):
        return []
    _known(command, state)
    match command:
        case TakeBackVisitLetter():
            return holder.take_back(command, asked, state)
        case PublishVisitDates():
            return holder.publish(command, asked, state)
        case GradeVisitCooperation():
            return holder.grade(command, asked, state)
        case (
            DeemVisitCancelled()
            | RaiseVisitInCouncil()
            | CarryVisitFileOver()
            | DecideVisitReservation()
            | AgreeVisitDates()
        ):
            return holder.act(command, asked, state)
        case StrikeVisitDocument():
            return _strike(command, asked, state)
        case NameVisitTerritories():
            return _name(command, asked, state)
        case SayVisitKind():
            return kinds.say(command, asked, state)
        case _:
            _passed(command.document, asked)
            return _log(command, asked, state)


def _answer(command: answering.Answer, asked: Asked, state: File) -> Sequence[Fact]:
    if _done_before(command, state):
        return []
    answering.fits(command, asked, state)
    return _log(command, asked, state)


def _log(command: Log, asked: Asked, state: File) -> Sequence[Fact]:  # one case for each command
    match command:
        case LogVisitRequest():
            return letters.request(command, asked, state)
        case LogVisitReminder():
            return letters.remind(command, asked, state)
        case LogVisitInvitation():
            return letters.invite(command, asked, state)
        case LogVisitAcknowledgement():
            return letters.acknowledge(command, asked, state)
        case LogVisitAcceptance():
            return letters.accept(command, asked, state)
        case LogVisitDeclination():
            return letters.decline(command, asked, state)
        case LogVisitDates():
            return dates.propose(command, asked, state)
        case LogVisitPostponement():
            return dates.postpone(command, asked, state)
        case LogVisitCancellation():
            return dates.cancel(command, asked, state)
        case LogTermsOfReference():
            return terms.send(command, asked, state)
        case LogTermsAnswer():
            return terms.answer(command, asked, state)
    assert_never(command)


def _done_before(command: Asks, state: File) -> bool:
    match command:
        case Logs():
            return state.knows(command.document.document_id)
        case (
            DeemVisitCancelled()
            | RaiseVisitInCouncil()
            | CarryVisitFileOver()
            | DecideVisitReservation()
            | AgreeVisitDates()
            | SayVisitKind()
        ):
            return state.knows(command.document_id)
        case StrikeVisitDocument():
            return command.document_id in state.struck
        case PublishVisitDates():
            return state.published == command.dates and holder.public(state)
        case GradeVisitCooperation():
            return state.cooperation == (command.scheme, command.grade, command.public)
        case _:
            return False


def _known(command: OnFile, state: File) -> None:
    if command.mandate not in mandates():
        raise Refused("Choose a mandate from the list.")
    if command.state not in visited():
        raise Refused("Choose the State from the list.")
    if command.seen != state.steps:
        raise Refused("The file has changed. Look at it again.")


def _passed(document: Document, asked: Asked) -> None:
    if document.dated_on < FIRST_DAY:
        raise Refused("No special procedure is older than {day}.", day=Day(FIRST_DAY))
    if document.dated_on > document.passed_on:
        raise Refused("The date on a letter is not after the day it was sent or received.")
    if document.passed_on > day_of(asked.at):
        raise Refused("A letter is logged once it was sent or received.")
    if document.channel not in CHANNELS:
        raise Refused("Choose from the list how it was sent or received.")


def _strike(command: StrikeVisitDocument, asked: Asked, state: File) -> Sequence[Fact]:
    this = state.document(command.document_id)
    if this is None:
        raise Refused("There is no such document on this file.")
    if isinstance(this, VisitDatesAgreed):
        raise Refused("Dates that are agreed stay on file. Postpone the visit, or cancel it.")
    if this.document.channel == HERE:
        raise Refused("What a Government answered here stays on file. It can answer anew.")
    if terms.rests_on(state, command.document_id):
        raise Refused("Agreed dates rest on this document. Postpone the visit first, or cancel it.")
    if this.document.channel is None or _of_holder(this):
        whose.decides(command, asked, state)
    struck = VisitDocumentStruck(**step_of(command, asked), document_id=command.document_id)
    return stands(state, struck)


def _of_holder(this: DocumentFact) -> bool:
    """Whether the mandate declined, postponed or cancelled, which its holder alone decides."""
    return isinstance(this, VisitDeclined | VisitPostponed | VisitCancelled) and (
        this.by == "mandate"
    )


def _name(command: NameVisitTerritories, asked: Asked, state: File) -> Sequence[Fact]:
    named = tuple(dict.fromkeys(command.territories))
    if not set(named) <= set(territories_of(command.state)):
        raise Refused("Choose territories of this State from the list.")
    hosts = tuple(dict.fromkeys(command.hosts))
    if not set(hosts) <= visited() - {command.state}:
        raise Refused("A place abroad lies in another State. Choose it from the list.")
    if (named, hosts) == (state.territories, state.hosts):
        return []
    step = step_of(command, asked)
    return stands(state, VisitTerritoriesNamed(**step, territories=named, hosts=hosts))


def _key(command: Command) -> str:
    if isinstance(command, PassVisitFileOn):
        return command.visit_file_id
    return visit_file_id(command.mandate, command.state)


def _consults(command: Command, state: File) -> Sequence[str]:
    streams = [holding.stream(state.passed or command.mandate)]
    mission_id = state.now.mission_id
    if isinstance(command, AgreeVisitDates) and state.passed and mission_id:
        streams.append(f"mission-{mission_id}")
    return streams


VISIT_FILE: Decider[Command, Heard, File] = Decider(
    category="visitfile",
    key=_key,
    initial=File(),
    decide=decide,
    evolve=evolve,
    consults=_consults,
)
