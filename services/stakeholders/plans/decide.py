"""The planning board: visits and letters that mandates plan, and where two clash (K7, SD9).

The holder of the mandate or its officer plans, moves, confirms and drops; the Committee comments.
Two visits to one State in a month are told to both, and neither is blocked (D.8). What rests on
reprisals is kept from the desk of the State (R15), at once or from when its owner says so, and is
shared with nobody. What is shared the United Nations partners of the State see.
"""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Final, assert_never

from services.stakeholders.committee.members.decide import STREAM
from services.stakeholders.committee.sitting import works
from services.stakeholders.plans.state import Heard, Plan, State, evolve
from shared.contracts.stakeholders_plan_commands import (
    Command,
    CommentOnActivity,
    ConfirmActivity,
    DropActivity,
    EndSharing,
    KeepActivityFromDesk,
    MoveActivity,
    PlanActivity,
    ShareActivity,
)
from shared.contracts.stakeholders_plans import (
    ActivityCommented,
    ActivityConfirmed,
    ActivityDropped,
    ActivityKeptFromDesk,
    ActivityMoved,
    ActivityPlanned,
    ActivityShared,
    ActivitySharingEnded,
    ClashFlagged,
    Fact,
)
from shared.core.actor import Asked
from shared.core.decider import Decider, Forbidden, Refused
from shared.core.geneva import day_of
from shared.core.roles import Role
from shared.core.said import Day
from shared.reference import mandates, states
from shared.reference.plans import AHEAD, DROPPED, LONGEST, between, too_near

KEY: Final = "all"
CHANGED: Final = "The plan has changed. Look at it again."


def decide(command: Command, asked: Asked, state: State) -> Sequence[Fact]:
    if isinstance(command, PlanActivity):
        return _plan(command, asked, state)
    plan = state.plans.get(command.plan_id)
    if plan is None:
        raise Refused("There is no such plan.")
    if isinstance(command, CommentOnActivity):
        return _comment(command, asked, state, plan)
    _whose(plan.mandate, asked)
    if isinstance(command, KeepActivityFromDesk):
        return _keep(command, asked, plan)
    if isinstance(command, EndSharing):
        return _end_sharing(command, asked, plan)
    if plan.stage == "dropped":
        if isinstance(command, DropActivity):
            return []
        raise Refused("This plan was dropped.")
    match command:
        case MoveActivity():
            return _move(command, asked, state, plan)
        case ConfirmActivity():
            return _confirm(command, asked, plan)
        case DropActivity():
            return _drop(command, asked)
        case ShareActivity():
            return _share(command, asked, plan)
    assert_never(command)


def _whose(mandate: str, asked: Asked) -> None:
    if not _is_theirs(mandate, asked):
        raise Forbidden("Only the holder of the mandate and its officer may do this.")


def _is_theirs(mandate: str, asked: Asked) -> bool:
    of_mandate = asked.by.has(Role.MANDATE_HOLDER, Role.HUMAN_RIGHTS_OFFICER)
    return of_mandate and mandate in asked.by.mandates


def _plan(command: PlanActivity, asked: Asked, state: State) -> Sequence[Fact]:
    _whose(command.mandate, asked)
    if command.plan_id in state.plans:
        return []
    if command.mandate not in mandates():
        raise Refused("Choose a mandate from the list.")
    if command.state not in states():
        raise Refused("Choose a State from the list.")
    _period(command.first, command.last, asked)
    new = Plan(
        mandate=command.mandate,
        kind=command.kind,
        state=command.state,
        first=command.first,
        last=command.last,
        reprisals=command.reprisals,
    )
    planned = ActivityPlanned(
        plan_id=command.plan_id,
        mandate=command.mandate,
        kind=command.kind,
        state=command.state,
        first=command.first,
        last=command.last,
        reprisals=command.reprisals,
        planned_by=asked.by.actor_id,
        planned_at=asked.at,
    )
    return [planned, *_clashes(command.plan_id, new, asked, state)]


def _move(command: MoveActivity, asked: Asked, state: State, plan: Plan) -> Sequence[Fact]:
    if (command.first, command.last) == plan.period:
        return []
    if (command.was_first, command.was_last) != plan.period:
        raise Refused(CHANGED)
    _period(command.first, command.last, asked, begun=plan.first)
    moved = ActivityMoved(
        plan_id=command.plan_id,
        first=command.first,
        last=command.last,
        moved_by=asked.by.actor_id,
        moved_at=asked.at,
    )
    after = evolve(state, moved)
    return [moved, *_clashes(command.plan_id, after.plans[command.plan_id], asked, after)]


def _clashes(plan_id: str, plan: Plan, asked: Asked, state: State) -> Iterator[ClashFlagged]:
    """Flag the plans of other mandates on the State that are too near."""
    for other_id, other in state.plans.items():
        if other_id == plan_id or other.stage == "dropped" or other.mandate == plan.mandate:
            continue
        if other.state != plan.state:
            continue
        apart = too_near(plan.kind, other.kind, between(plan.period, other.period))
        if apart is not None:
            yield ClashFlagged(
                plan_id=plan_id,
                mandate=plan.mandate,
                other_id=other_id,
                other_mandate=other.mandate,
                state=plan.state,
                apart=apart,
                flagged_at=asked.at,
            )


def _comment(command: CommentOnActivity, asked: Asked, state: State, plan: Plan) -> Sequence[Fact]:
    if not (works(asked, state.committee) or _is_theirs(plan.mandate, asked)):
        raise Forbidden("Only the Committee and whose plan it is may comment on it.")
    if command.comment_id in plan.comments:
        return []
    return [
        ActivityCommented(
            plan_id=command.plan_id,
            comment_id=command.comment_id,
            text=command.text,
            author=asked.by.actor_id,
            commented_at=asked.at,
        )
    ]


def _confirm(command: ConfirmActivity, asked: Asked, plan: Plan) -> Sequence[Fact]:
    if (command.first, command.last) != plan.period:
        raise Refused(CHANGED)
    if plan.stage == "confirmed":
        return []
    return [
        ActivityConfirmed(
            plan_id=command.plan_id, confirmed_by=asked.by.actor_id, confirmed_at=asked.at
        )
    ]


def _drop(command: DropActivity, asked: Asked) -> Sequence[Fact]:
    if command.code not in DROPPED:
        raise Refused("Choose a reason from the list.")
    return [
        ActivityDropped(
            plan_id=command.plan_id,
            code=command.code,
            dropped_by=asked.by.actor_id,
            dropped_at=asked.at,
        )
    ]


def _keep(command: KeepActivityFromDesk, asked: Asked, plan: Plan) -> Sequence[Fact]:
    """Also once it was dropped: the board shows that, too."""
    if plan.reprisals:
        return []
    return [
        ActivityKeptFromDesk(plan_id=command.plan_id, kept_by=asked.by.actor_id, kept_at=asked.at)
    ]


def _share(command: ShareActivity, asked: Asked, plan: Plan) -> Sequence[Fact]:
    if plan.reprisals:
        raise Refused("This plan rests on reprisals. It cannot be shared.")
    if plan.shared:
        return []
    if plan.last < day_of(asked.at):
        raise Refused("This plan is over. There is nothing to share.")
    by, at = asked.by.actor_id, asked.at
    return [ActivityShared(plan_id=command.plan_id, shared_by=by, shared_at=at)]


def _end_sharing(command: EndSharing, asked: Asked, plan: Plan) -> Sequence[Fact]:
    """Also once it was dropped: they see that, too."""
    if not plan.shared:
        return []
    by, at = asked.by.actor_id, asked.at
    return [ActivitySharingEnded(plan_id=command.plan_id, ended_by=by, ended_at=at)]


def _period(first: date, last: date, asked: Asked, *, begun: date | None = None) -> None:
    """``begun``: the first day that it has already, which may have passed: it can be prolonged."""
    today = day_of(asked.at)
    if first != begun and not today <= first <= today + AHEAD:
        raise Refused(
            "A plan begins from today on, and not later than {day}.", day=Day(today + AHEAD)
        )
    if not timedelta() <= last - first <= LONGEST:
        raise Refused("A plan ends on its first day or later, within 60 days.")


PLANS: Decider[Command, Heard, State] = Decider(
    category="committeeplans",
    key=lambda _: KEY,
    initial=State(),
    decide=decide,
    evolve=evolve,
    consults=lambda _, __: [STREAM],
)
