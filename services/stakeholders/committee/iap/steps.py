"""The steps that the Committee takes in an internal advisory procedure."""

from collections.abc import Sequence
from datetime import timedelta
from typing import assert_never

from services.stakeholders.committee.iap.state import OVER, Procedure, Stage
from shared.contracts.stakeholders_iap import (
    Fact,
    IapCategorised,
    IapConsidered,
    IapHolderInvited,
    IapNotTakenUp,
    IapOutcomeRecorded,
    IapOutcomeTold,
)
from shared.contracts.stakeholders_iap_commands import (
    CategoriseIap,
    ConsiderIap,
    InviteHolderToComment,
    OfCommittee,
    RecordIapOutcome,
    RefuseIap,
    TellIapOutcome,
)
from shared.core.actor import Asked
from shared.core.decider import Refused
from shared.core.geneva import day_of
from shared.core.said import Day
from shared.reference.iap import CATEGORIES, COMMENT_DAYS, HEARS, REFUSED


def do(command: OfCommittee, asked: Asked, this: Procedure) -> Sequence[Fact]:
    if _is_done(command, this):
        return []
    if this.stage in OVER:
        raise Refused("This procedure is over.")
    if command.step != this.steps:
        raise Refused("This procedure went on meanwhile. Load the page and read it.")
    match command:
        case CategoriseIap():
            return _categorise(command, asked, this)
        case InviteHolderToComment():
            return _invite(command, asked, this)
        case ConsiderIap():
            return _consider(command, asked, this)
        case RecordIapOutcome():
            return _record(command, asked, this)
        case TellIapOutcome():
            return _tell(command, asked, this)
        case RefuseIap():
            return _refuse(command, asked)
    assert_never(command)


def _is_done(command: OfCommittee, this: Procedure) -> bool:
    match command:
        case CategoriseIap():
            return this.stage is Stage.CATEGORISED and command.category == this.category
        case InviteHolderToComment():
            return this.stage is Stage.CATEGORISED and command.points == this.points
        case ConsiderIap():
            return this.stage is Stage.CONSIDERED
        case RecordIapOutcome():
            return this.stage is Stage.RECORDED and command.outcome == this.outcome
        case TellIapOutcome():
            return this.stage is Stage.TOLD and command.told == this.ended_with
        case RefuseIap():
            return this.stage is Stage.NOT_TAKEN_UP and command.code == this.ended_with
    assert_never(command)


def _categorise(command: CategoriseIap, asked: Asked, this: Procedure) -> Sequence[Fact]:
    """Another category is given until the Committee has considered it."""
    if this.stage not in (Stage.RECEIVED, Stage.CATEGORISED):
        raise Refused("The Committee has considered this.")
    if command.category not in CATEGORIES:
        raise Refused("Choose the category from the list.")
    if command.category == "holder_asks" and not this.of_holder:
        raise Refused("No holder asked for the own mandate.")
    if command.category == "referred" and (this.of_holder or this.mandate is None):
        raise Refused("Nobody else referred this about a mandate.")
    return [
        IapCategorised(
            iap_id=command.iap_id,
            category=command.category,
            categorised_by=asked.by.actor_id,
            categorised_at=asked.at,
        )
    ]


def _invite(command: InviteHolderToComment, asked: Asked, this: Procedure) -> Sequence[Fact]:
    """Invited again, with other points, the holder has the same days once more.

    A successor is invited so, and nobody else comes to be: who was invited is in the fact.
    """
    if this.stage is not Stage.CATEGORISED:
        raise Refused("A holder is invited once there is a category, and before it is considered.")
    if this.mandate is None:
        raise Refused("This is about no mandate whose holder could comment.")
    holders = tuple(dict.fromkeys(one for one in command.holders if one != this.received_from))
    if not holders:
        raise Refused(
            "Nobody who could comment has this mandate today. Give it another category, "
            "or do not take it up."
        )
    return [
        IapHolderInvited(
            iap_id=command.iap_id,
            mandate=this.mandate,
            holders=holders,
            points=command.points,
            comment_by=day_of(asked.at) + timedelta(days=COMMENT_DAYS),
            invited_by=asked.by.actor_id,
            invited_at=asked.at,
        )
    ]


def _consider(command: ConsiderIap, asked: Asked, this: Procedure) -> Sequence[Fact]:
    if this.stage is not Stage.CATEGORISED:
        raise Refused("It is considered once there is a category, and before there is an outcome.")
    if this.category == "referred" and this.comment_by is None:
        raise Refused("Invite the holder to comment first.")
    if this.comment_by and this.awaited and day_of(asked.at) <= this.comment_by:
        raise Refused("The holder has until {day} to comment.", day=Day(this.comment_by))
    return [
        IapConsidered(
            iap_id=command.iap_id, considered_by=asked.by.actor_id, considered_at=asked.at
        )
    ]


def _record(command: RecordIapOutcome, asked: Asked, this: Procedure) -> Sequence[Fact]:
    if this.stage not in (Stage.CONSIDERED, Stage.RECORDED):
        raise Refused("An outcome is recorded once the Committee has considered it.")
    return [
        IapOutcomeRecorded(
            iap_id=command.iap_id,
            outcome=command.outcome,
            recorded_by=asked.by.actor_id,
            recorded_at=asked.at,
        )
    ]


def _tell(command: TellIapOutcome, asked: Asked, this: Procedure) -> Sequence[Fact]:
    if this.stage is not Stage.RECORDED or this.category is None:
        raise Refused("Record the outcome first.")
    return [
        IapOutcomeTold(
            iap_id=command.iap_id,
            told=command.told,
            told_to=HEARS[this.category],
            told_by=asked.by.actor_id,
            told_at=asked.at,
        )
    ]


def _refuse(command: RefuseIap, asked: Asked) -> Sequence[Fact]:
    """Also once there is an outcome: it takes no text, and ends what was erased."""
    if command.code not in REFUSED:
        raise Refused("Choose a reason from the list.")
    return [
        IapNotTakenUp(
            iap_id=command.iap_id,
            code=command.code,
            refused_by=asked.by.actor_id,
            refused_at=asked.at,
        )
    ]
