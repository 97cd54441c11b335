"""What the President does with a report: A23 to A25 of selection-stakeholders-committee.md.

SA11 and SA12: choosing inside a rank group is no deviation, passing a standing higher group is;
nobody is proposed twice.
"""

from collections.abc import Sequence
from typing import assert_never

from services.stakeholders.events import Event
from services.stakeholders.vacancy.state import Vacancy
from shared.contracts.stakeholders_appointing import (
    CandidateProposed,
    PresidentBriefed,
    ReconsiderationRequested,
)
from shared.contracts.stakeholders_appointing_commands import (
    ProposeCandidate,
    RecordBriefing,
    RequestReconsideration,
)
from shared.core.actor import Asked
from shared.core.decider import Forbidden, Refused, require
from shared.core.geneva import day_of
from shared.core.roles import Role


def decide(
    command: RecordBriefing | RequestReconsideration | ProposeCandidate,
    asked: Asked,
    state: Vacancy,
) -> Sequence[Event]:
    require(
        asked,
        Role.PRESIDENT,
        no="Only the President of the Human Rights Council may decide on the panel's report.",
    )
    _aside(asked, state)
    if isinstance(command, RequestReconsideration) and state.closing.returned == (
        command.reason,
        command.new_list_by,
    ):
        return []
    if not state.closing.report:
        raise Refused("The panel has not submitted its report.")
    match command:
        case RecordBriefing():
            return _brief(command, asked, state)
        case RequestReconsideration():
            return _return(command, asked, state)
        case ProposeCandidate():
            return _propose(command, asked, state)
    assert_never(command)


def _aside(asked: Asked, state: Vacancy) -> None:
    """Refuse a President who is or was of the panel: nobody decides on their own report."""
    me = asked.by.actor_id
    if state.seat_of(me) is not None or me in state.left:
        raise Forbidden("You sit or sat on the panel of this vacancy. Somebody else decides.")


def _brief(command: RecordBriefing, asked: Asked, state: Vacancy) -> Sequence[Event]:
    if command.briefed_on == state.closing.briefed_on:
        return []
    if command.briefed_on > day_of(asked.at):
        raise Refused("Enter the day on which the panel met you, not a later one.")
    return [
        PresidentBriefed(
            vacancy_id=command.vacancy_id,
            mandate=state.mandate,
            report=state.closing.report,
            briefed_on=command.briefed_on,
            recorded_by=asked.by.actor_id,
            recorded_at=asked.at,
        )
    ]


def _return(command: RequestReconsideration, asked: Asked, state: Vacancy) -> Sequence[Event]:
    _not_before_council(state)
    if command.report != state.closing.report:
        raise Refused("The panel has submitted another report since. Read that one.")
    if command.new_list_by <= day_of(asked.at):
        raise Refused("Give the panel at least a day for its new list.")
    return [
        ReconsiderationRequested(
            vacancy_id=command.vacancy_id,
            mandate=state.mandate,
            report=state.closing.report,
            reason=command.reason,
            new_list_by=command.new_list_by,
            requested_by=asked.by.actor_id,
            requested_at=asked.at,
        )
    ]


def _propose(command: ProposeCandidate, asked: Asked, state: Vacancy) -> Sequence[Event]:
    who = command.candidate_id
    if state.closing.before_council and state.closing.pending == who:
        return []
    _not_before_council(state)
    if not state.closing.published:
        raise Refused("The selection officer must publish the panel's report first.")
    if who in state.closing.proposed:
        raise Refused("Nobody is proposed twice.")
    ranks = state.recommended()
    if who not in ranks:
        raise Refused("Only a recommended candidate who stands can be proposed.")
    deviates = any(
        rank < ranks[who] and other not in state.closing.proposed for other, rank in ranks.items()
    )
    if deviates and command.reasons is None:
        raise Refused("You pass a higher group of the list. Give your reasons, which are public.")
    return [
        CandidateProposed(
            vacancy_id=command.vacancy_id,
            mandate=state.mandate,
            candidate_id=who,
            rank=ranks[who],
            deviates=deviates,
            reasons=command.reasons if deviates else None,
            proposed_by=asked.by.actor_id,
            proposed_at=asked.at,
        )
    ]


def _not_before_council(state: Vacancy) -> None:
    if state.closing.before_council:
        raise Refused("The Council has a proposal before it. It decides first.")
