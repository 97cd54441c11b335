"""The panel's report to the President: A21 and A22 of selection-stakeholders-committee.md."""

from collections.abc import Sequence
from typing import assert_never

from services.stakeholders.events import Event
from services.stakeholders.vacancy.recusal import taking_part
from services.stakeholders.vacancy.state import Vacancy
from shared.contracts.stakeholders_appointing import (
    Numbers,
    PanelReportPublished,
    PanelReportSubmitted,
    Recommended,
    SessionScheduled,
)
from shared.contracts.stakeholders_appointing_commands import (
    PublishPanelReport,
    ScheduleSession,
    SubmitPanelReport,
)
from shared.core.actor import Asked
from shared.core.decider import Forbidden, Refused, require
from shared.core.geneva import day_of
from shared.core.roles import Role
from shared.core.said import Day


def decide(
    command: ScheduleSession | SubmitPanelReport | PublishPanelReport, asked: Asked, state: Vacancy
) -> Sequence[Event]:
    match command:
        case ScheduleSession():
            return _schedule(command, asked, state)
        case SubmitPanelReport():
            return _submit(command, asked, state)
        case PublishPanelReport():
            return _publish(command, asked, state)
    assert_never(command)


def _schedule(command: ScheduleSession, asked: Asked, state: Vacancy) -> Sequence[Event]:
    """At any time: a later session is the way on for a report that is late."""
    require(
        asked,
        Role.SELECTION_OFFICER,
        no="Only the OHCHR selection officer may record the Council's session.",
    )
    known = (state.closing.session, state.closing.starts_on, state.closing.report_by)
    if known == (command.session, command.starts_on, command.report_by):
        return []
    if command.session < 1:
        raise Refused("Enter the number of the session.")
    if command.starts_on < day_of(asked.at):
        raise Refused("The session must be in the future.")
    if command.report_by >= command.starts_on:
        raise Refused("The panel reports before the session starts.")
    return [
        SessionScheduled(
            vacancy_id=command.vacancy_id,
            mandate=state.mandate,
            session=command.session,
            starts_on=command.starts_on,
            report_by=command.report_by,
            scheduled_by=asked.by.actor_id,
            scheduled_at=asked.at,
        )
    ]


def _submit(command: SubmitPanelReport, asked: Asked, state: Vacancy) -> Sequence[Event]:
    """Again while it is not published, where something must be put right."""
    seat = taking_part(
        asked,
        state,
        no="Only the Panel member or Panel chair may submit the panel's report.",
        nor="Only a member of this panel may submit the panel's report.",
    )
    if not seat.chair:
        raise Forbidden("Only the chair of this panel may submit the panel's report.")
    if state.shortlist is None:
        raise Refused("Adopt the short list first.")
    if state.closing.published:
        raise Refused("The report is published.")
    if state.closing.due is None:
        raise Refused("The selection officer must record the Council's session first.")
    if day_of(asked.at) > state.closing.due:
        raise Refused(
            "The report was due on {due}. The selection officer can record a later session.",
            due=Day(state.closing.due),
        )
    ranks = state.recommended()
    reasons = {one.candidate_id: one.reason for one in command.reasons}
    if reasons.keys() != ranks.keys():
        raise Refused("Give a reason for each recommended candidate who stands.")
    recommended = tuple(
        Recommended(candidate_id=one, rank=rank, reason=reasons[one])
        for one, rank in sorted(ranks.items(), key=lambda item: (item[1], item[0]))
    )
    if state.closing.said == (command.text, recommended):
        return []
    return [
        PanelReportSubmitted(
            vacancy_id=command.vacancy_id,
            mandate=state.mandate,
            report=state.closing.reports + 1,
            text=command.text,
            recommended=recommended,
            numbers=_numbers(state),
            recused=tuple(sorted(_stood_back(state))),
            submitted_by=asked.by.actor_id,
            submitted_at=asked.at,
        )
    ]


def _numbers(state: Vacancy) -> Numbers:
    """Of those that leave a trace: a number is public, too."""
    files = [file for file in state.candidates.values() if file.traced]
    return Numbers(
        applications=len(files),
        eligible=sum(file.screened is not None and file.screened[0] for file in files),
        withdrawn=sum(file.withdrawn for file in files),
        members=sum(
            seat.region in state.adopters and not state.stands_back(seat.member_id)
            for seat in state.seats
        ),
    )


def _stood_back(state: Vacancy) -> set[str]:
    return {seat.region for seat in state.seats if state.stands_back(seat.member_id)}


def _publish(command: PublishPanelReport, asked: Asked, state: Vacancy) -> Sequence[Event]:
    require(
        asked,
        Role.SELECTION_OFFICER,
        no="Only the OHCHR selection officer may publish the panel's report.",
    )
    if not state.closing.report:
        raise Refused("The panel has not submitted its report.")
    if command.report != state.closing.report:
        raise Refused("The panel has submitted another report since. Read that one.")
    if state.closing.published:
        return []
    return [
        PanelReportPublished(
            vacancy_id=command.vacancy_id,
            mandate=state.mandate,
            report=command.report,
            published_by=asked.by.actor_id,
            published_at=asked.at,
        )
    ]
