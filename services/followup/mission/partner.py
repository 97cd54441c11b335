"""Partners of a mission (M2): the office proposes one, the holder admits, each person undertakes.

Each has a stream of its own, which begins anew once an admission is over.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias, assert_never

from services.followup import holding
from services.followup.mission import clearing
from services.followup.mission.admission import (
    Heard,
    Partner,
    Step,
    admitted,
    evolve,
    standing,
)
from services.followup.mission.state import decides, works
from shared.contracts.followup_missions import MissionOpened
from shared.contracts.followup_partner_commands import (
    AcceptPartnerUndertaking,
    AdmitPartner,
    ClearPartnerSecurity,
    EndPartner,
    GivePartnerAdvice,
    KeepPartnerContact,
    MarkPartnerTask,
    OfPartner,
    ProposePartner,
    SetPartnerTask,
    ShowPartnerItems,
    ShowPartnerMeetings,
)
from shared.contracts.followup_partner_commands import Command as Asking
from shared.contracts.followup_partners import (
    Fact,
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
from shared.core.decider import Decider, Forbidden, Refused, require
from shared.core.geneva import day_of
from shared.core.roles import Role
from shared.reference.missions import GONE, TASK_STATES
from shared.reference.partners import (
    BY_ORGANISATION,
    DESK,
    LASTS,
    LONGEST,
    MOST_TASKS,
    PARTS,
    ROLES,
    is_of,
    partner_id,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposeDesk:
    """Only this service's own policy sends it, once a mission opened (M1)."""

    partner_id: str
    mission_id: str
    mandate: str


Command: TypeAlias = Asking | ProposeDesk


def on_followup(fact: object) -> Sequence[ProposeDesk]:
    """Propose the desk officer of the State as a member of each new mission."""
    if not isinstance(fact, MissionOpened):
        return []
    one = partner_id(fact.mission_id, DESK, fact.state)
    return [ProposeDesk(partner_id=one, mission_id=fact.mission_id, mandate=fact.mandate)]


def decide(command: Command, asked: Asked, state: Partner) -> Sequence[Fact]:
    if isinstance(command, ProposeDesk):
        return _propose_desk(command, asked, state)
    if isinstance(command, AcceptPartnerUndertaking):
        return _undertake(command, asked, state)
    if isinstance(command, GivePartnerAdvice):
        return _advise(command, asked, state)
    if isinstance(command, MarkPartnerTask):
        return _mark(command, asked, state)
    if isinstance(command, ClearPartnerSecurity):
        return _clear(command, asked, state)
    if isinstance(command, KeepPartnerContact):
        return _keep(command, asked, state)
    works(command.mandate, asked, state.mission)
    one = standing(state, day_of(asked.at))
    if isinstance(command, ProposePartner):
        return _propose(command, asked, state, one)
    if one is None or one.mission_id != command.mission_id:
        raise Refused("There is no such partner.")
    match command:
        case AdmitPartner():
            return _admit(command, asked, state, one)
        case EndPartner():
            return [PartnerEnded(**_step(command, asked, state))]
        case SetPartnerTask():
            return _set_task(command, asked, state, one)
        case ShowPartnerItems():
            return _show(command, asked, state, one)
        case ShowPartnerMeetings():
            return _meet(command, asked, state, one)
    assert_never(command)


def _propose(
    command: ProposePartner, asked: Asked, state: Partner, one: PartnerProposed | None
) -> Sequence[Fact]:
    require(
        asked,
        Role.HUMAN_RIGHTS_OFFICER,
        no="Only the Human-rights officer may propose a partner of a mission.",
    )
    scope = tuple(part for part in PARTS if part in command.scope)
    if one is not None:
        if (one.first, one.until, one.scope) == (command.first, command.until, scope):
            return []
        raise Refused("It is proposed or admitted already. End that first.")
    if state.mission.called_off:
        raise Refused("The visit was called off.")
    if command.kind not in ROLES or not command.who:
        raise Refused("Choose from the list which kind of partner it is, and whom.")
    if command.kind == DESK and command.who != state.mission.state:
        raise Refused("Choose the desk officer of the State that is visited.")
    if command.partner_id != partner_id(command.mission_id, command.kind, command.who):
        raise Refused("There is no such partner.")
    if not scope or len(scope) != len(command.scope):
        raise Refused("Choose the parts of the visit from the list.")
    today = day_of(asked.at)
    if not command.first <= command.until or not today <= command.until <= today + LONGEST:
        raise Refused("Enter a last day that is not over, at most two years ahead.")
    return [
        PartnerProposed(
            **_step(command, asked, state),
            kind=command.kind,
            who=command.who,
            scope=scope,
            first=command.first,
            until=command.until,
        )
    ]


def _propose_desk(command: ProposeDesk, asked: Asked, state: Partner) -> Sequence[PartnerProposed]:
    """Once: what the mandate ended, or proposed itself, is its own to decide."""
    mission, today = state.mission, day_of(asked.at)
    over = mission.called_off or mission.kept_on is not None or mission.phase == "completed"
    if state.steps or mission.dates is None or over:
        return []
    return [
        PartnerProposed(
            **_step(command, asked, state),
            kind=DESK,
            who=mission.state,
            scope=tuple(PARTS),
            first=today,
            until=max(today, min(mission.dates.last + LASTS, today + LONGEST)),
        )
    ]


def _admit(
    command: AdmitPartner, asked: Asked, state: Partner, one: PartnerProposed
) -> Sequence[Fact]:
    decides(command.mandate, asked, state.mission)
    if state.admitted:
        return []
    if state.mission.called_off:
        raise Refused("The visit was called off.")
    if command.seen != one.step:
        raise Refused("The proposal has changed. Look at it again.")
    if one.done_by == asked.by.actor_id:
        raise Forbidden("Somebody else than who proposed a partner admits it.")
    return [PartnerAdmitted(**_step(command, asked, state))]


def _set_task(
    command: SetPartnerTask, asked: Asked, state: Partner, one: PartnerProposed
) -> Sequence[Fact]:
    if command.task_id in state.tasks:
        return []
    if command.part not in one.scope:
        raise Refused("Choose a part of the visit to which the partner is admitted.")
    today = day_of(asked.at)
    if not today <= command.due <= today + LONGEST:
        raise Refused("Enter a day from today on, at most two years ahead.")
    if len(state.tasks) >= MOST_TASKS:
        raise Refused("The partner has as many tasks as it can have.")
    return [
        PartnerTaskSet(
            **_step(command, asked, state),
            task_id=command.task_id,
            part=command.part,
            due=command.due,
            title=command.title,
            advice=command.advice,
        )
    ]


def _show(
    command: ShowPartnerItems, asked: Asked, state: Partner, one: PartnerProposed
) -> Sequence[Fact]:
    """Only an institution has items of its own: others read the whole, or nothing of it."""
    if one.kind != "nhri":
        raise Refused("Only a national human rights institution is shown single items.")
    if not set(command.items) <= state.mission.items.keys():
        raise Refused("Choose the items from the programme with the State.")
    items = tuple(sorted(set(command.items)))
    if items == state.items:
        return []
    if command.seen != state.steps:
        raise Refused("What is about the partner has changed. Look at it again.")
    return [PartnerItemsShown(**_step(command, asked, state), items=items)]


def _meet(
    command: ShowPartnerMeetings, asked: Asked, state: Partner, one: PartnerProposed
) -> Sequence[PartnerMeetingsShown]:
    """What is shown are these words: whatever is changed later is shown anew, or not at all."""
    if one.kind not in BY_ORGANISATION:
        raise Refused("Only an institution or an organisation has meetings of its own.")
    every = state.confidential
    if not all(each in every and every[each].state != GONE for each in command.items):
        raise Refused("Choose the meetings from the confidential programme.")
    items = tuple(every[each] for each in sorted(set(command.items)))
    if items == state.meetings:
        return []
    if command.seen != state.steps:
        raise Refused("What is about the partner has changed. Look at it again.")
    if command.programme != state.programme:
        raise Refused("The programme has changed. Look at it again.")
    return [PartnerMeetingsShown(**_step(command, asked, state), items=items)]


def _keep(
    command: KeepPartnerContact, asked: Asked, state: Partner
) -> Sequence[PartnerContactKept]:
    one, mine = _of_either(command, asked, state)
    undertook = asked.by.actor_id in state.undertaken
    if one is None or one.mission_id != command.mission_id or (mine and not undertook):
        raise Refused("There is no such partner.")
    if command.contact == state.contact:
        return []
    if command.seen < state.contact_step:
        raise Refused("What is about the partner has changed. Look at it again.")
    return [PartnerContactKept(**_step(command, asked, state), contact=command.contact)]


def _undertake(
    command: AcceptPartnerUndertaking, asked: Asked, state: Partner
) -> Sequence[PartnerUndertakingAccepted]:
    _of_partner(command, asked, state)
    if asked.by.actor_id in state.undertaken:
        return []
    return [PartnerUndertakingAccepted(**_step(command, asked, state))]


def _mark(command: MarkPartnerTask, asked: Asked, state: Partner) -> Sequence[PartnerTaskMarked]:
    """The partner says what is done; that a task is not needed, the mandate alone."""
    one, mine = _of_either(command, asked, state)
    known = state.tasks.get(command.task_id)
    if one is None or one.mission_id != command.mission_id:
        raise Refused("There is no such task.")
    if known is None or command.now not in TASK_STATES:
        raise Refused("There is no such task.")
    undertook = asked.by.actor_id in state.undertaken
    if mine and (not undertook or "unneeded" in {known.now, command.now}):
        raise Refused("There is no such task.")
    if mine and known.advice is not None:
        raise Refused("Give the advice, or say that you give none.")
    if known.now == command.now:
        return []
    return [
        PartnerTaskMarked(**_step(command, asked, state), task_id=command.task_id, now=command.now)
    ]


def _clear(
    command: ClearPartnerSecurity, asked: Asked, state: Partner
) -> Sequence[PartnerSecurityCleared]:
    _of_partner(command, asked, state)
    if command.note_id in state.cleared:
        return []
    return [
        PartnerSecurityCleared(
            **_step(command, asked, state),
            on=command.on,
            dates=clearing.agreed(command, asked, state),
            note_id=command.note_id,
            note=command.note,
        )
    ]


def _advise(
    command: GivePartnerAdvice, asked: Asked, state: Partner
) -> Sequence[PartnerAdviceGiven]:
    """Also after its last day, and once more: what is said last counts. To give none is lawful."""
    _of_partner(command, asked, state)
    known = state.tasks.get(command.task_id)
    if known is None or known.advice is None or asked.by.actor_id not in state.undertaken:
        raise Refused("There is no such task.")
    if known.advice_id == command.advice_id:
        return []
    if known.now == "unneeded":
        raise Refused("No advice is needed on this any more.")
    return [
        PartnerAdviceGiven(
            **_step(command, asked, state),
            task_id=command.task_id,
            advice_id=command.advice_id,
            advice=command.advice,
        )
    ]


def _of_either(
    command: OfPartner, asked: Asked, state: Partner
) -> tuple[PartnerProposed | None, bool]:
    """Let through the partner or its mandate; return who is admitted, and whether it asks."""
    one = standing(state, day_of(asked.at))
    mine = one is not None and is_of(asked.by, one.kind, one.who)
    if mine or not asked.by.has(Role.HUMAN_RIGHTS_OFFICER, Role.MANDATE_HOLDER):
        _of_partner(command, asked, state)
    else:
        works(command.mandate, asked, state.mission)
    return one, mine


def _of_partner(command: OfPartner, asked: Asked, state: Partner) -> None:
    """Let through who is admitted at this moment; nobody else learns that there is a mission."""
    one = state.proposed
    same = one is not None and one.mission_id == command.mission_id
    if not same or state.mission.mandate != command.mandate or not admitted(state, asked):
        raise Refused("There is no such mission.")


def _step(command: Command, asked: Asked, state: Partner) -> Step:
    return Step(
        partner_id=command.partner_id,
        mission_id=command.mission_id,
        mandate=state.mission.mandate,
        state=state.mission.state,
        step=state.steps + 1,
        done_by=asked.by.actor_id,
        done_at=asked.at,
    )


def _others(command: Command, _: Partner) -> Sequence[str]:
    some = [f"mission-{command.mission_id}", holding.stream(command.mandate)]
    if isinstance(command, ShowPartnerMeetings):
        return [*some, f"missionconfidential-{command.mission_id}"]
    return some


PARTNER: Decider[Command, Heard, Partner] = Decider(
    category="missionpartner",
    key=lambda command: command.partner_id,
    initial=Partner(),
    decide=decide,
    evolve=evolve,
    consults=_others,
)
