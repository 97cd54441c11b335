"""What a visit found: the Government hears it first, and the statement tells everybody (M11).

Approvals hears of the first from here, and issues no statement of the mission before.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from services.followup.mission.state import Mission, Step, decides, step_of, there
from shared.contracts.approvals_statements import StatementIssued
from shared.contracts.followup_mission_commands import (
    OfFindings,
    RecordPreliminaryFindingsRefused,
)
from shared.contracts.followup_missions import (
    MissionStatementIssued,
    PreliminaryFindingsRefused,
    PreliminaryFindingsShared,
)
from shared.core.actor import Asked
from shared.core.decider import Refused
from shared.core.geneva import day_of
from shared.reference.missions import OFFICES, WAYS


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkStatementIssued:
    """Only this service's own policy sends it."""

    mission_id: str
    statement_id: str
    on: date


def on_approvals(fact: object) -> Sequence[MarkStatementIssued]:
    match fact:
        case StatementIssued(mission_id=str() as mission_id):
            on = day_of(fact.first_issued_at)
            return [
                MarkStatementIssued(mission_id=mission_id, statement_id=fact.statement_id, on=on)
            ]
        case _:
            return []


def record(
    command: OfFindings, asked: Asked, state: Mission
) -> Sequence[PreliminaryFindingsShared | PreliminaryFindingsRefused]:
    """Who works for the mandate says that they were shared; the holder that nobody heard them.

    A correction is the same again, and what is said last counts.
    """
    if isinstance(command, RecordPreliminaryFindingsRefused):
        decides(command.mandate, asked, state)
    if command.seen != state.steps:
        raise Refused("The mission has changed. Look at it again.")
    if state.phase == "planning":
        raise Refused("Preliminary findings are shared once the visit began.")
    if command.office not in OFFICES:
        raise Refused("Choose the office of the Government from the list.")
    there(command.on, asked)
    if command.on < state.moves[0][1]:
        raise Refused("Enter a day that is not before the visit began.")
    step = step_of(command, asked, state, state.steps)
    if isinstance(command, RecordPreliminaryFindingsRefused):
        return [
            PreliminaryFindingsRefused(
                **step,
                on=command.on,
                office=command.office,
                note_id=command.note_id,
                note=command.note,
            )
        ]
    if command.channel not in WAYS:
        raise Refused("Choose from the list how the findings were shared.")
    return [
        PreliminaryFindingsShared(
            **step,
            on=command.on,
            office=command.office,
            channel=command.channel,
            note_id=command.note_id,
            note=command.note,
        )
    ]


def issued(
    command: MarkStatementIssued, asked: Asked, state: Mission
) -> Sequence[MissionStatementIssued]:
    """It is marked once: a correction is issued again, and changes nothing here."""
    if not state.steps or command.statement_id in state.statements:
        return []
    step = Step(
        mission_id=command.mission_id,
        mandate=state.mandate,
        state=state.state,
        step=state.steps + 1,
        done_by=asked.by.actor_id,
        done_at=asked.at,
    )
    return [MissionStatementIssued(**step, statement_id=command.statement_id, on=command.on)]
