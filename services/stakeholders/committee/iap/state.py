"""The state of an internal advisory procedure, folded from its events."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import Enum, auto
from typing import TypeAlias, assert_never

from services.stakeholders.committee.members import state as members
from services.stakeholders.committee.members.state import Committee
from shared.contracts import stakeholders_committee
from shared.contracts.stakeholders_iap import (
    Fact,
    IapCategorised,
    IapConsidered,
    IapHolderCommented,
    IapHolderInvited,
    IapNotTakenUp,
    IapOutcomeRecorded,
    IapOutcomeTold,
    IapReceived,
    IapWithdrawn,
)
from shared.core.message import Sealed

Heard: TypeAlias = Fact | stakeholders_committee.Fact


class Stage(Enum):
    """``CATEGORISED``: also once the holder is invited. ``NOT_TAKEN_UP``: the Committee refused."""

    RECEIVED = auto()
    CATEGORISED = auto()
    CONSIDERED = auto()
    RECORDED = auto()
    TOLD = auto()
    NOT_TAKEN_UP = auto()
    WITHDRAWN = auto()


OVER = (Stage.TOLD, Stage.NOT_TAKEN_UP, Stage.WITHDRAWN)


@dataclass(frozen=True, slots=True, kw_only=True)
class Procedure:
    """``steps``, ``invitations``: how many there were. ``comment_by``: None until there is one.

    ``holders``: everybody who was invited. ``awaited``: who has not commented on the last points.
    ``ended_with``: the text that was told, or why it was not taken up.
    """

    mandate: str | None
    state: str | None
    of_holder: bool
    received_from: str
    stage: Stage = Stage.RECEIVED
    steps: int = 1
    category: str | None = None
    points: Sealed | None = None
    comment_by: date | None = None
    invitations: int = 0
    holders: frozenset[str] = frozenset()
    awaited: frozenset[str] = frozenset()
    comments: Mapping[str, Sealed] = field(default_factory=dict)
    outcome: Sealed | None = None
    ended_with: Sealed | str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """``procedure``: None before it is received. ``committee``: while a decision reads it."""

    procedure: Procedure | None = None
    committee: Committee = field(default_factory=Committee)


def evolve(state: State, event: Heard) -> State:
    if isinstance(event, stakeholders_committee.Fact):
        return replace(state, committee=members.evolve(state.committee, event))
    if isinstance(event, IapReceived):
        new = Procedure(
            mandate=event.mandate,
            state=event.state,
            of_holder=event.of_holder,
            received_from=event.received_from,
        )
        return replace(state, procedure=new)
    if state.procedure is None:
        return state
    known = state.procedure
    return replace(state, procedure=_after(replace(known, steps=known.steps + 1), event))


def _after(  # one case for each fact
    this: Procedure,
    event: IapCategorised
    | IapHolderInvited
    | IapHolderCommented
    | IapConsidered
    | IapOutcomeRecorded
    | IapOutcomeTold
    | IapNotTakenUp
    | IapWithdrawn,
) -> Procedure:
    match event:
        case IapCategorised():
            return replace(this, stage=Stage.CATEGORISED, category=event.category)
        case IapHolderInvited():
            return _invited(this, event)
        case IapHolderCommented():
            comments = {**this.comments, event.commented_by: event.comment}
            return replace(
                this, comments=comments, awaited=this.awaited.difference([event.commented_by])
            )
        case IapConsidered():
            return replace(this, stage=Stage.CONSIDERED)
        case IapOutcomeRecorded():
            return replace(this, stage=Stage.RECORDED, outcome=event.outcome)
        case IapOutcomeTold():
            return replace(this, stage=Stage.TOLD, ended_with=event.told)
        case IapNotTakenUp():
            return replace(this, stage=Stage.NOT_TAKEN_UP, ended_with=event.code)
        case IapWithdrawn():
            return replace(this, stage=Stage.WITHDRAWN)
    assert_never(event)


def _invited(this: Procedure, event: IapHolderInvited) -> Procedure:
    """Invited anew, all have to comment anew: an older comment is not on these points."""
    return replace(
        this,
        points=event.points,
        comment_by=event.comment_by,
        invitations=this.invitations + 1,
        holders=this.holders.union(event.holders),
        awaited=frozenset(event.holders),
    )
