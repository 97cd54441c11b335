"""The debrief of a mission (M13): held once it ended, and corrected by a new version with a reason.

Beside the stream of its mission it has one of its own, as others read it (section E.10). A policy
marks on the mission that it was held.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from services.followup import holding
from services.followup.mission import debrief_calls
from services.followup.mission.admission import admitted
from services.followup.mission.debrief_state import Debrief, Heard, evolve, step_of
from services.followup.mission.state import (
    Mission,
    Step,
    goes_on,
    of_state,
    there,
    works_on_paper,
)
from shared.contracts.followup_debrief_commands import (
    AnswerDebriefInvitation,
    CallDebriefAgain,
    CallOffDebrief,
    Command,
    HoldDebrief,
    InviteToDebrief,
    KeepDebriefDraft,
    WriteDebriefTeamPart,
)
from shared.contracts.followup_debriefs import (
    ClauseValue,
    DebriefDraftKept,
    DebriefHeld,
    DebriefTeamPartWritten,
    Fact,
)
from shared.contracts.followup_missions import MissionStepTaken, MissionTaskMarked
from shared.core.actor import Asked
from shared.core.decider import Decider, Refused
from shared.core.message import derive_id
from shared.core.roles import Role
from shared.reference.debriefs import ATTENDED, MOST_DRAFTS, MOST_PARTS, MOST_VERSIONS, VALUES
from shared.reference.holding import in_office
from shared.reference.visit_terms import VERSIONS, clauses_of

_OVER: Final = frozenset({"ended", "completed"})
TASK: Final = "debrief"
"""The task of the mission that is done with it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkDebriefed:
    """Only this service's own policy sends it."""

    mission_id: str
    on: date


def on_followup(fact: object) -> Sequence[MarkDebriefed]:
    if isinstance(fact, DebriefHeld):
        return [MarkDebriefed(mission_id=fact.mission_id, on=fact.on)]
    return []


def mark(
    command: MarkDebriefed, asked: Asked, state: Mission
) -> Sequence[MissionStepTaken | MissionTaskMarked]:
    """It is marked once: a correction changes nothing here."""
    if state.phase not in _OVER or "debriefed" in state.done:
        return []
    step = Step(
        mission_id=command.mission_id,
        mandate=state.mandate,
        state=state.state,
        step=state.steps + 1,
        done_by=asked.by.actor_id,
        done_at=asked.at,
    )
    taken = MissionStepTaken(
        **step,
        what="debriefed",
        phase=state.phase,
        on=command.on,
        note_id=str(derive_id("mission note of a debrief", command.mission_id)),
        note=None,
    )
    step["step"] += 1
    return [taken, MissionTaskMarked(**step, task=TASK, now="done")]


def decide(command: Command, asked: Asked, state: Debrief) -> Sequence[Fact]:
    if isinstance(command, WriteDebriefTeamPart):
        return _team_part(command, asked, state)
    if isinstance(command, AnswerDebriefInvitation):
        return debrief_calls.answer(command, asked, state)
    _works(command, asked, state.mission)
    if isinstance(command, CallOffDebrief):
        return debrief_calls.call_off(command, asked, state)
    _over(state.mission)
    if isinstance(command, InviteToDebrief):
        return debrief_calls.invite(command, asked, state)
    if isinstance(command, CallDebriefAgain):
        return debrief_calls.call_again(command, asked, state)
    if command.seen != state.steps:
        raise Refused("The debrief has changed. Look at it again.")
    if state.number >= MOST_VERSIONS:
        raise Refused("The debrief was corrected as often as it can be.")
    if isinstance(command, KeepDebriefDraft):
        if state.drafts >= MOST_DRAFTS:
            raise Refused("The draft was kept as often as it can be. Put the debrief on record.")
        return [
            DebriefDraftKept(**step_of(command, asked, state, state.steps), draft=command.draft)
        ]
    return _hold(command, asked, state)


def _hold(command: HoldDebrief, asked: Asked, state: Debrief) -> Sequence[DebriefHeld]:
    if state.number and command.reason is None:
        raise Refused("The debrief is on record. Say why it is corrected.")
    if not state.number and command.reason is not None:
        raise Refused("There is no debrief to correct yet.")
    _on(command.on, asked, state)
    if not command.attended or not set(command.attended) <= set(ATTENDED):
        raise Refused("Choose from the list who took part in the debrief.")
    if not command.risk_reviewed:
        raise Refused("Go through who is at risk because of the visit first.")
    return [
        DebriefHeld(
            **step_of(command, asked, state, state.steps),
            number=state.number + 1,
            on=command.on,
            attended=tuple(code for code in ATTENDED if code in command.attended),
            attendees=command.attendees,
            worked=command.worked,
            version=command.version,
            values=_values(command),
            risk_reviewed=True,
            promises=command.promises,
            lessons=command.lessons,
            reason=command.reason,
        )
    ]


def _values(command: HoldDebrief) -> tuple[ClauseValue, ...]:
    """Return the values in the order of the clauses; each clause has one, and nothing else has."""
    given = {one.clause: one for one in command.values}
    if command.version not in VERSIONS or len(given) != len(command.values):
        raise Refused("Choose a value for each clause of the terms of reference.")
    clauses = clauses_of(command.version)
    if set(given) != set(clauses) or not {one.value for one in command.values} <= set(VALUES):
        raise Refused("Choose a value for each clause of the terms of reference.")
    return tuple(given[clause] for clause in clauses)


def _on(on: date, asked: Asked, state: Debrief) -> None:
    """A correction may keep the day of the version before, however long ago that was."""
    if on != state.on:
        there(on, asked)
    if on < max(day for what, day in state.mission.moves if what == "ended"):
        raise Refused("Enter a day that is not before the visit ended.")


def _team_part(
    command: WriteDebriefTeamPart, asked: Asked, state: Debrief
) -> Sequence[DebriefTeamPartWritten]:
    if command.partner_id is None:
        _works(command, asked, state.mission)
    else:
        _coordinates(command, asked, state)
    _over(state.mission)
    if command.seen != state.team_steps:
        raise Refused("The part of the country team has changed. Look at it again.")
    if state.team_steps >= MOST_PARTS:
        raise Refused("The part of the country team was written as often as it can be.")
    written = DebriefTeamPartWritten(
        **step_of(command, asked, state, state.team_steps),
        partner_id=command.partner_id,
        text=command.text,
    )
    return [written]


def _works(command: Command, asked: Asked, mission: Mission) -> None:
    """Let through who may work on the paper of a visit that is no record yet."""
    works_on_paper(
        command.mandate,
        asked,
        mission,
        no="Only the mandate and the desk officer may work on a debrief.",
    )
    goes_on(mission)
    if not of_state(asked, mission) and not asked.by.has(Role.HUMAN_RIGHTS_OFFICER):
        in_office(mission.holding, asked)


def _coordinates(command: WriteDebriefTeamPart, asked: Asked, state: Debrief) -> None:
    """Let through the Resident Coordinator who is admitted to this mission at this moment."""
    one = state.partner.proposed
    if (
        one is None
        or one.kind != "rc"
        or one.mission_id != command.mission_id
        or state.mission.mandate != command.mandate
        or asked.by.actor_id not in state.partner.undertaken
        or not admitted(state.partner, asked)
    ):
        raise Refused("There is no such mission.")


def _over(mission: Mission) -> None:
    if mission.phase not in _OVER:
        raise Refused("The debrief follows the end of the visit.")


def _others(command: Command, _: Debrief) -> Sequence[str]:
    """Return the streams that a decision reads: the mission, the holding, and an admission."""
    some = [f"mission-{command.mission_id}", holding.stream(command.mandate)]
    if isinstance(command, WriteDebriefTeamPart) and command.partner_id is not None:
        return [*some, f"missionpartner-{command.partner_id}"]
    return some


DEBRIEF: Decider[Command, Heard, Debrief] = Decider(
    category="missiondebrief",
    key=lambda command: command.mission_id,
    initial=Debrief(),
    decide=decide,
    evolve=evolve,
    consults=_others,
)
