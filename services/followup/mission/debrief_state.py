"""The debrief of a mission, folded from its events, and what each of its facts says."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import TypeAlias, TypedDict, assert_never

from services.followup.mission import admission
from services.followup.mission.admission import Partner
from services.followup.mission.state import Mission
from shared.contracts.followup_debrief_commands import Command
from shared.contracts.followup_debriefs import (
    DebriefCalledAgain,
    DebriefCalledOff,
    DebriefDraftKept,
    DebriefHeld,
    DebriefInvitationAnswered,
    DebriefInvited,
    DebriefTeamPartWritten,
    Fact,
    OnDebrief,
)
from shared.core.actor import Asked

Heard: TypeAlias = Fact | admission.Heard


@dataclass(frozen=True, slots=True, kw_only=True)
class Debrief:
    """``number``: of the last version, 0 before. ``on``: the day that it names.

    ``drafts``: kept since then. ``team_steps``: of the part of the country team. ``invited``: the
    last invitation; ``off``: it was called off; ``answers``: to it, by person; ``invite_steps``: of
    all of them.

    ``partner`` and its mission belong to other streams, and are there while a decision reads them.
    """

    number: int = 0
    on: date | None = None
    drafts: int = 0
    steps: int = 0
    team_steps: int = 0
    invited: DebriefInvited | None = None
    off: bool = False
    answers: Mapping[str, bool] = field(default_factory=dict)
    invite_steps: int = 0
    partner: Partner = field(default_factory=Partner)

    @property
    def mission(self) -> Mission:
        return self.partner.mission


def evolve(state: Debrief, event: Heard) -> Debrief:
    if not isinstance(event, OnDebrief):
        return replace(state, partner=admission.evolve(state.partner, event))
    match event:
        case DebriefDraftKept():
            return replace(state, drafts=state.drafts + 1, steps=event.step)
        case DebriefHeld():
            return replace(state, number=event.number, on=event.on, drafts=0, steps=event.step)
        case DebriefTeamPartWritten():
            return replace(state, team_steps=event.step)
        case DebriefInvited():
            return replace(state, invited=event, off=False, answers={}, invite_steps=event.step)
        case DebriefInvitationAnswered():
            answers = {**state.answers, event.done_by: event.comes}
            return replace(state, answers=answers, invite_steps=event.step)
        case DebriefCalledOff():
            return replace(state, off=True, invite_steps=event.step)
        case DebriefCalledAgain():
            return replace(state, off=False, invite_steps=event.step)
    assert_never(event)


def step_of(command: Command, asked: Asked, state: Debrief, steps: int) -> "Step":
    return Step(
        mission_id=command.mission_id,
        mandate=state.mission.mandate,
        state=state.mission.state,
        step=steps + 1,
        done_by=asked.by.actor_id,
        done_at=asked.at,
    )


class Step(TypedDict):
    """What every fact of a debrief says."""

    mission_id: str
    mandate: str
    state: str
    step: int
    done_by: str
    done_at: datetime
