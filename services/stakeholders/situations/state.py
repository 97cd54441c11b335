"""A situation on the watch-list, folded from its events."""

from dataclasses import dataclass, field, replace
from datetime import date
from typing import TypeAlias, assert_never

from services.stakeholders.committee.members import state as members
from services.stakeholders.committee.members.state import Committee
from shared.contracts import stakeholders_committee, stakeholders_terms
from shared.contracts.stakeholders_situations import (
    Fact,
    GovernmentActionNoted,
    GovernmentActionTakenBack,
    Level,
    SituationClosed,
    SituationDeclined,
    SituationGuestInvited,
    SituationGuestWithdrawn,
    SituationKeptFromDesk,
    SituationLevelChanged,
    SituationOpened,
    SituationProposed,
    SituationReopened,
    SituationReviewed,
    Stage,
)

Heard: TypeAlias = Fact | stakeholders_committee.Fact | stakeholders_terms.Fact


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """``steps``: all but guests and the actions of the Government.

    ``actions``: that were not taken back.
    """

    proposed: SituationProposed
    level: Level
    stage: Stage = "proposed"
    steps: int = 1
    reviews: int = 0
    review_on: date | None = None
    actions: frozenset[str] = frozenset()
    gone: frozenset[str] = frozenset()
    guests: frozenset[str] = frozenset()

    def to(self, stage: Stage, review_on: date | None = None) -> "Situation":
        return replace(self, stage=stage, review_on=review_on, steps=self.steps + 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """``committee``: while a decision reads it."""

    situation: Situation | None = None
    committee: Committee = field(default_factory=Committee)


def evolve(state: State, event: Heard) -> State:
    if isinstance(event, stakeholders_committee.Fact | stakeholders_terms.Fact):
        return replace(state, committee=members.evolve(state.committee, event))
    if isinstance(event, SituationProposed):
        return replace(state, situation=Situation(proposed=event, level=event.level))
    if state.situation is None:
        return state
    return replace(state, situation=_after(state.situation, event))


def _after(
    this: Situation,
    event: SituationDeclined
    | SituationOpened
    | SituationReviewed
    | SituationLevelChanged
    | SituationClosed
    | SituationReopened
    | SituationKeptFromDesk
    | GovernmentActionNoted
    | GovernmentActionTakenBack
    | SituationGuestInvited
    | SituationGuestWithdrawn,
) -> Situation:
    match event:
        case SituationDeclined():
            return this.to("declined")
        case SituationOpened() | SituationReopened():
            return this.to("open", event.review_on)
        case SituationReviewed():
            return replace(this.to("open", event.review_on), reviews=event.number)
        case SituationLevelChanged():
            return replace(this.to("open", this.review_on), level=event.level)
        case SituationClosed():
            return this.to("closed")
        case SituationKeptFromDesk():
            kept = replace(this.proposed, reprisals=True)
            return replace(this.to(this.stage, this.review_on), proposed=kept)
        case GovernmentActionNoted():
            return replace(this, actions=this.actions | {event.action_id})
        case GovernmentActionTakenBack():
            gone = {event.action_id}
            return replace(this, actions=this.actions - gone, gone=this.gone | gone)
        case SituationGuestInvited():
            return replace(this, guests=this.guests | {event.guest_id})
        case SituationGuestWithdrawn():
            return replace(this, guests=this.guests - {event.guest_id})
    assert_never(event)
