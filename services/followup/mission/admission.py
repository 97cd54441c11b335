"""A partner of a mission, folded from its events, and whether it is admitted at a moment."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import TypeAlias, TypedDict, assert_never

from services.followup.mission import state as missions
from services.followup.mission.state import Mission
from shared.contracts.followup_holding import HoldingHeard
from shared.contracts.followup_missions import (
    ConfidentialItemSet,
    OnMission,
    ProgrammeItem,
    TaskState,
)
from shared.contracts.followup_partners import (
    Advice,
    Fact,
    Part,
    PartnerAdmitted,
    PartnerAdviceGiven,
    PartnerContactKept,
    PartnerEnded,
    PartnerItemsShown,
    PartnerMeetingsShown,
    PartnerProposed,
    PartnerSecurityCleared,
    PartnerTaskMarked,
    PartnerTaskSet,
    PartnerUndertakingAccepted,
)
from shared.core.actor import Asked
from shared.core.geneva import day_of
from shared.core.message import Sealed
from shared.reference.partners import PARTS, is_of

Heard: TypeAlias = Fact | missions.Heard | ConfidentialItemSet


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """``advice``: asked for; ``advice_id``: of what was given last."""

    part: Part
    now: TaskState = "open"
    advice: Advice | None = None
    advice_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Partner:
    """``proposed``: None while there is none, and after the end of one.

    ``undertaken``: who of it accepted the undertaking, each for oneself. ``meetings``: those of the
    confidential programme that were shown. ``contact_step``: the step that said last how it is
    reached, 0 before. ``cleared``: the notes of what it cleared for security. ``mission``,
    ``confidential`` and ``programme``, the steps of the latter, belong to other streams, and are
    there only while a decision reads them.
    """

    proposed: PartnerProposed | None = None
    admitted: bool = False
    undertaken: frozenset[str] = frozenset()
    tasks: Mapping[str, Task] = field(default_factory=dict)
    items: tuple[str, ...] = ()
    meetings: tuple[ProgrammeItem, ...] = ()
    contact: Sealed | None = None
    contact_step: int = 0
    cleared: frozenset[str] = frozenset()
    steps: int = 0
    confidential: Mapping[str, ProgrammeItem] = field(default_factory=dict)
    programme: int = 0
    mission: Mission = field(default_factory=Mission)


def evolve(state: Partner, event: Heard) -> Partner:
    if isinstance(event, ConfidentialItemSet):
        every = {**state.confidential, event.item.item_id: event.item}
        return replace(state, confidential=every, programme=event.step)
    if isinstance(event, OnMission | HoldingHeard):
        return replace(state, mission=missions.evolve(state.mission, event))
    state = replace(state, steps=event.step)
    match event:
        case PartnerProposed():
            return replace(_none(state), proposed=event)
        case PartnerEnded():
            return _none(state)
        case PartnerAdmitted():
            return replace(state, admitted=True)
        case PartnerUndertakingAccepted():
            return replace(state, undertaken=state.undertaken | {event.done_by})
        case PartnerTaskSet():
            task = Task(part=event.part, advice=event.advice)
            return replace(state, tasks={**state.tasks, event.task_id: task})
        case PartnerTaskMarked():
            known = replace(state.tasks[event.task_id], now=event.now)
            return replace(state, tasks={**state.tasks, event.task_id: known})
        case PartnerAdviceGiven():
            now: TaskState = "done" if event.advice else "unneeded"
            told = replace(state.tasks[event.task_id], now=now, advice_id=event.advice_id)
            return replace(state, tasks={**state.tasks, event.task_id: told})
        case PartnerItemsShown():
            return replace(state, items=event.items)
        case PartnerMeetingsShown():
            return replace(state, meetings=event.items)
        case PartnerContactKept():
            return replace(state, contact=event.contact, contact_step=event.step)
        case PartnerSecurityCleared():
            return replace(state, cleared=state.cleared | {event.note_id})
    assert_never(event)


def _none(state: Partner) -> Partner:
    """Return what is left where an admission begins or ends: what is of other streams."""
    return Partner(
        steps=state.steps,
        mission=state.mission,
        confidential=state.confidential,
        programme=state.programme,
    )


def standing(state: Partner, today: date) -> PartnerProposed | None:
    """Return the proposal of who is proposed or admitted, until its last day is over."""
    one = state.proposed
    return one if one is not None and today <= one.until else None


def admitted(state: Partner, asked: Asked) -> bool:
    """Whether who asks is this partner, and admitted to where the mission stands now."""
    one = state.proposed
    return one is not None and is_of(asked.by, one.kind, one.who) and _stands(state, asked.at)


def open_to(state: Partner, mission_id: str, at: datetime) -> bool:
    """Whether this is a partner of the mission that reads what is its own now."""
    one = state.proposed
    ours = one is not None and one.mission_id == mission_id
    return ours and bool(state.undertaken) and _stands(state, at)


def _stands(state: Partner, at: datetime) -> bool:
    """Whether a partner is admitted to where the mission stands.

    With the last day of its mandate it is over: nobody is left to end it.
    """
    today = day_of(at)
    one, last = standing(state, today), state.mission.holding.signs_until
    gone = state.mission.kept_on is not None or state.mission.into is not None
    if gone or (last is not None and today > last):
        return False
    return (
        one is not None
        and state.admitted
        and one.first <= today
        and any(state.mission.phase in PARTS[part] for part in one.scope)
    )


class Step(TypedDict):
    """What every fact of a partner says."""

    partner_id: str
    mission_id: str
    mandate: str
    state: str
    step: int
    done_by: str
    done_at: datetime
