"""The plans of all mandates, folded from their events: one stream, so that clashes are seen."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Literal, TypeAlias, assert_never

from services.stakeholders.committee.members import state as members
from services.stakeholders.committee.members.state import Committee
from shared.contracts import stakeholders_committee
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
    Kind,
)

Heard: TypeAlias = Fact | stakeholders_committee.Fact


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """``clashes``: the plans with which it was flagged since it has its period."""

    mandate: str
    kind: Kind
    state: str
    first: date
    last: date
    reprisals: bool = False
    shared: bool = False
    stage: Literal["planned", "confirmed", "dropped"] = "planned"
    clashes: frozenset[str] = frozenset()
    comments: frozenset[str] = frozenset()

    @property
    def period(self) -> tuple[date, date]:
        return self.first, self.last


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """``plans``: by id. ``committee``: while a decision reads it."""

    plans: Mapping[str, Plan] = field(default_factory=dict)
    committee: Committee = field(default_factory=Committee)


def evolve(state: State, event: Heard) -> State:
    if isinstance(event, stakeholders_committee.Fact):
        return replace(state, committee=members.evolve(state.committee, event))
    if isinstance(event, ActivityPlanned):
        new = Plan(
            mandate=event.mandate,
            kind=event.kind,
            state=event.state,
            first=event.first,
            last=event.last,
            reprisals=event.reprisals,
        )
        return _with(state, event.plan_id, new)
    found = state.plans.get(event.plan_id)
    return state if found is None else _with(state, event.plan_id, _after(found, event))


def _with(state: State, plan_id: str, plan: Plan) -> State:
    return replace(state, plans={**state.plans, plan_id: plan})


def _after(
    plan: Plan,
    event: ActivityMoved
    | ClashFlagged
    | ActivityCommented
    | ActivityConfirmed
    | ActivityDropped
    | ActivityKeptFromDesk
    | ActivityShared
    | ActivitySharingEnded,
) -> Plan:
    match event:
        case ActivityMoved():
            return replace(
                plan, first=event.first, last=event.last, stage="planned", clashes=frozenset()
            )
        case ClashFlagged():
            return replace(plan, clashes=plan.clashes | {event.other_id})
        case ActivityCommented():
            return replace(plan, comments=plan.comments | {event.comment_id})
        case ActivityConfirmed():
            return replace(plan, stage="confirmed")
        case ActivityDropped():
            return replace(plan, stage="dropped")
        case ActivityKeptFromDesk():
            return replace(plan, reprisals=True, shared=False)
        case ActivityShared():
            return replace(plan, shared=True)
        case ActivitySharingEnded():
            return replace(plan, shared=False)
    assert_never(event)
