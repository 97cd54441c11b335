"""A situation on the Committee's watch-list, on one stream: K3 and K4 of section D.3.

The Committee or a desk officer proposes it, the chair opens it, and it is reviewed at least every
90 days until it is closed.
"""

from collections.abc import Sequence
from datetime import date
from typing import assert_never

from services.stakeholders.committee.members.decide import STREAM
from services.stakeholders.situations import guests
from services.stakeholders.situations.actions import act
from services.stakeholders.situations.proposing import propose
from services.stakeholders.situations.state import Heard, Situation, State, evolve
from services.stakeholders.situations.whose import not_concerned, presides, reviews
from shared.contracts.stakeholders_situation_commands import (
    ChangeSituationLevel,
    CloseSituation,
    Command,
    DeclineSituation,
    InviteSituationGuest,
    KeepSituationFromDesk,
    NoteGovernmentAction,
    OpenSituation,
    ProposeSituation,
    ReopenSituation,
    ReviewSituation,
    Step,
    TakeBackGovernmentAction,
    WithdrawSituationGuest,
)
from shared.contracts.stakeholders_situations import (
    Fact,
    SituationClosed,
    SituationDeclined,
    SituationKeptFromDesk,
    SituationLevelChanged,
    SituationOpened,
    SituationReopened,
    SituationReviewed,
    Stage,
)
from shared.core.actor import Asked
from shared.core.decider import Decider, Refused
from shared.core.geneva import day_of
from shared.core.said import Day
from shared.reference.situations import CLOSED, DECLINED, LEVELS, REVIEWED_IN, TAKEN_BACK


def decide(command: Command, asked: Asked, state: State) -> Sequence[Fact]:
    if isinstance(command, ProposeSituation):
        return propose(command, asked, state)
    this = state.situation
    if this is None:
        raise Refused("There is no such situation.")
    if isinstance(command, NoteGovernmentAction | TakeBackGovernmentAction):
        return act(command, asked, state, this)
    if isinstance(command, InviteSituationGuest | WithdrawSituationGuest):
        return guests.act(command, asked, state, this)
    _whose(command, asked, state, this)
    if command.step != this.steps:
        raise Refused("The situation has changed. Look at it again.")
    fact = _step(command, asked, this)
    over = isinstance(command, CloseSituation | KeepSituationFromDesk)
    return [fact, *(guests.ended(asked, this) if over else [])]


def _whose(command: Step, asked: Asked, state: State, this: Situation) -> None:
    of = this.proposed
    if isinstance(command, DeclineSituation) and command.code == TAKEN_BACK:
        if asked.by.actor_id != of.proposed_by:
            raise Refused("Only who proposed it may take it back.")
    elif isinstance(command, ReviewSituation):
        reviews(asked, state.committee, of)
    elif isinstance(command, ChangeSituationLevel | KeepSituationFromDesk):
        not_concerned(asked, state.committee, of.state, of.mandates)
    else:
        presides(asked, state.committee, of, command.unable)


def _step(command: Step, asked: Asked, this: Situation) -> Fact:  # one case for each command
    by, at = asked.by.actor_id, asked.at
    match command:
        case OpenSituation():
            _is(this, "proposed")
            _soon(command.review_on, asked)
            return SituationOpened(
                situation_id=command.situation_id,
                review_on=command.review_on,
                opened_by=by,
                opened_at=at,
            )
        case DeclineSituation():
            _is(this, "proposed")
            if command.code not in {*DECLINED, TAKEN_BACK}:
                raise Refused("Choose a reason from the list.")
            return SituationDeclined(
                situation_id=command.situation_id, code=command.code, declined_by=by, declined_at=at
            )
        case ReviewSituation():
            _is(this, "open")
            _soon(command.review_on, asked)
            return SituationReviewed(
                situation_id=command.situation_id,
                number=this.reviews + 1,
                note=command.note,
                review_on=command.review_on,
                reviewed_by=by,
                reviewed_at=at,
            )
        case ChangeSituationLevel():
            return _level(command, asked, this)
        case CloseSituation():
            return _close(command, asked, this)
        case ReopenSituation():
            _is(this, "closed")
            _soon(command.review_on, asked)
            return SituationReopened(
                situation_id=command.situation_id,
                reason=command.reason,
                review_on=command.review_on,
                reopened_by=by,
                reopened_at=at,
            )
        case KeepSituationFromDesk():
            if this.proposed.reprisals:
                raise Refused("The situation has changed. Look at it again.")
            return SituationKeptFromDesk(situation_id=command.situation_id, kept_by=by, kept_at=at)
    assert_never(command)


def _level(command: ChangeSituationLevel, asked: Asked, this: Situation) -> Fact:
    _is(this, "open")
    if command.level not in LEVELS or command.level == this.level:
        raise Refused("Choose another level from the list.")
    return SituationLevelChanged(
        situation_id=command.situation_id,
        before=this.level,
        level=command.level,
        reason=command.reason,
        changed_by=asked.by.actor_id,
        changed_at=asked.at,
    )


def _close(command: CloseSituation, asked: Asked, this: Situation) -> Fact:
    _is(this, "open")
    if command.code not in CLOSED:
        raise Refused("Choose a reason from the list.")
    return SituationClosed(
        situation_id=command.situation_id,
        code=command.code,
        reason=command.reason,
        closed_by=asked.by.actor_id,
        closed_at=asked.at,
    )


def _is(this: Situation, stage: Stage) -> None:
    if this.stage != stage:
        raise Refused("The situation has changed. Look at it again.")


def _soon(review_on: date, asked: Asked) -> None:
    """A review is at most 90 days away."""
    today = day_of(asked.at)
    latest = today + REVIEWED_IN
    if not today < review_on <= latest:
        raise Refused("Enter a day after today, and not later than {day}.", day=Day(latest))


SITUATION: Decider[Command, Heard, State] = Decider(
    category="situation",
    key=lambda command: command.situation_id,
    initial=State(),
    decide=decide,
    evolve=evolve,
    consults=lambda _, __: [STREAM],
)
