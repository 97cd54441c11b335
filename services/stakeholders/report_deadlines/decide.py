"""Reports that mandates owe to the Council and the Assembly: section H.4, and decision 0092.

A report is of a mandate, not of a holder: who holds the mandate on the day goes on with it. What is
open of a mandate that ended stays open until the Chief hands it over or drops it.
"""

from collections.abc import Sequence
from typing import assert_never, get_args

from services.stakeholders.registry.decide import REGISTRY
from services.stakeholders.report_deadlines import going
from services.stakeholders.report_deadlines.sessions import STREAM, Session
from services.stakeholders.report_deadlines.state import Heard, Report, State, evolve
from services.stakeholders.terms import TERMS
from shared.contracts.stakeholders_report_deadline_commands import (
    ApproveReport,
    BindReportToVisit,
    ChangeReportSlot,
    DropReport,
    ExplainReportDelay,
    HandOverReport,
    MoveReport,
    OfReport,
    PlanReport,
    PublishReport,
    SetReportStage,
    TakeUpReport,
)
from shared.contracts.stakeholders_report_deadlines import Kind, ReportMoved, ReportPlanned
from shared.contracts.stakeholders_report_deadlines import OfReport as Fact
from shared.core.actor import Asked
from shared.core.decider import Decider, Forbidden, Refused
from shared.core.geneva import day_of
from shared.core.roles import Role
from shared.core.said import Day, Number
from shared.reference import mandates, states
from shared.reference.report_deadlines import ABOUT_A_STATE, LONGEST, MAY_NAME_A_STATE, SYMBOL


def decide(command: PlanReport | OfReport, asked: Asked, state: State) -> Sequence[Fact]:
    if isinstance(command, PlanReport):
        return _plan(command, asked, state)
    report = state.report
    if report is None:
        raise Refused("There is no such report.")
    if isinstance(command, HandOverReport):
        return _hand_over(command, asked, state, report)
    if not (_for_the_chief(command, report) and _is_left(asked, state, report)):
        _whose(report.mandate, asked)
    if isinstance(command, TakeUpReport):
        return going.take_up(command, asked, report)
    if isinstance(command, DropReport):
        return going.drop(command, asked, report)
    if report.dropped:
        raise Refused("This report was dropped. Take it up again first.")
    return _go_on(command, asked, state, report)


def _go_on(
    command: ChangeReportSlot
    | BindReportToVisit
    | MoveReport
    | SetReportStage
    | ApproveReport
    | ExplainReportDelay
    | PublishReport,
    asked: Asked,
    state: State,
    report: Report,
) -> Sequence[Fact]:
    session = _session(report.session_id, state)
    match command:
        case MoveReport():
            return _move(command, asked, state, report)
        case BindReportToVisit():
            return going.bind(command, asked, report)
        case ChangeReportSlot():
            return going.change_slot(command, asked, report, session)
        case SetReportStage():
            return going.set_stage(command, asked, state, report)
        case ApproveReport():
            return going.approve(command, asked, state, report)
        case ExplainReportDelay():
            return going.explain(command, asked, report, session)
        case PublishReport():
            return going.publish(command, asked, state, report)
    assert_never(command)


def _whose(mandate: str, asked: Asked) -> None:
    of_mandate = asked.by.has(Role.MANDATE_HOLDER, Role.HUMAN_RIGHTS_OFFICER)
    if not (of_mandate and mandate in asked.by.mandates):
        raise Forbidden("Only the holder of the mandate and its officer may do this.")


def _for_the_chief(command: OfReport, report: Report) -> bool:
    """Whether it is for the Chief too, of what an ended mandate owed."""
    right = isinstance(command, PublishReport) and report.symbol is not None
    return right or isinstance(command, DropReport | TakeUpReport)


def _is_left(asked: Asked, state: State, report: Report) -> bool:
    """Whether its mandate has ended, and the Chief asks."""
    ended_on = state.ended_on(report.mandate)
    return asked.by.has(Role.CHIEF) and ended_on is not None and ended_on < day_of(asked.at)


def _session(session_id: str, state: State) -> Session:
    found = state.sessions.get(session_id)
    if found is None:
        raise Refused("Choose a session from the list.")
    return found


def _coming(session_id: str, mandate: str, asked: Asked, state: State) -> Session:
    """Return the session, which is not over, and at which there is the mandate still."""
    session = _session(session_id, state)
    if session.ends_on < day_of(asked.at):
        raise Refused("This session is over. Choose one that is to come.")
    ended_on = state.ended_on(mandate)
    if ended_on is not None and ended_on < session.starts_on:
        raise Refused("The mandate ends on {day}, before the session.", day=Day(ended_on))
    return session


def _plan(command: PlanReport, asked: Asked, state: State) -> Sequence[Fact]:
    _whose(command.mandate, asked)
    if state.report is not None:
        return []
    if command.mandate not in mandates():
        raise Refused("Choose a mandate from the list.")
    session = _coming(command.session_id, command.mandate, asked, state)
    _about(command)
    if not SYMBOL.fullmatch(command.resolution):
        raise Refused("Give the symbol of the resolution, such as A/HRC/RES/58/13.")
    if command.word_limit is not None and not 1 <= command.word_limit <= LONGEST:
        raise Refused("A word limit is from 1 to {most}.", most=Number(LONGEST))
    going.fits(command.slot, session)
    return [
        ReportPlanned(
            report_id=command.report_id,
            mandate=command.mandate,
            session_id=command.session_id,
            kind=command.kind,
            state=command.state,
            resolution=command.resolution,
            word_limit=command.word_limit,
            slot=command.slot,
            planned_by=asked.by.actor_id,
            planned_at=asked.at,
        )
    ]


def _about(command: PlanReport) -> None:
    if command.kind not in get_args(Kind):
        raise Refused("Choose the kind of report from the list.")
    if command.state is None:
        if command.kind in ABOUT_A_STATE:
            raise Refused("Choose the State that this report is about.")
        return
    if command.kind not in MAY_NAME_A_STATE:
        raise Refused("An annual report is about no State alone.")
    if command.state not in states():
        raise Refused("Choose a State from the list.")


def _move(command: MoveReport, asked: Asked, state: State, report: Report) -> Sequence[Fact]:
    if command.session_id == report.session_id:
        return []
    if command.was_session_id != report.session_id:
        raise Refused(going.CHANGED)
    if report.submitted:
        raise Refused(going.SUBMITTED)
    _coming(command.session_id, report.mandate, asked, state)
    return [
        ReportMoved(
            report_id=command.report_id,
            session_id=command.session_id,
            moved_by=asked.by.actor_id,
            moved_at=asked.at,
        )
    ]


def _hand_over(
    command: HandOverReport, asked: Asked, state: State, report: Report
) -> Sequence[Fact]:
    if not asked.by.has(Role.CHIEF):
        raise Forbidden("Only the Chief of the Special Procedures Branch may hand over a report.")
    if command.mandate == report.mandate:
        return []
    if command.was_mandate != report.mandate:
        raise Refused(going.CHANGED)
    if not (report.passed or _is_left(asked, state, report)):
        raise Refused("Its mandate goes on, and keeps it.")
    if report.next is None:
        raise Refused("This report is published or was dropped.")
    if command.mandate not in mandates():
        raise Refused("Choose a mandate from the list.")
    if (ended_on := state.ended_on(command.mandate)) is not None:
        raise Refused("The other mandate ended on {day}.", day=Day(ended_on))
    return going.hand_over(command, asked)


def _consults(command: PlanReport | OfReport, state: State) -> Sequence[str]:
    """Return the sessions, the chains of the mandates that it is or is to be of, and its terms."""
    own = [TERMS.stream_of(state.report.mandate)] if state.report else []
    named = {state.report.mandate} if state.report else set()
    if isinstance(command, PlanReport | HandOverReport):
        named.add(command.mandate)
    return [STREAM, *(REGISTRY.stream_of(one) for one in sorted(named)), *own]


REPORT: Decider[PlanReport | OfReport, Heard, State] = Decider(
    category="reportobligations",
    key=lambda command: command.report_id,
    initial=State(),
    decide=decide,
    evolve=evolve,
    consults=_consults,
)
