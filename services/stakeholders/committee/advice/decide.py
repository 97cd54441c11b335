"""Advice that OHCHR asks of the Committee: asked, given or declined. K10 of section D.3.

A stream for each request. The chair answers for the Committee, and members say where they dissent.
"""

from collections.abc import Sequence
from datetime import timedelta
from typing import assert_never

from services.stakeholders.committee.advice.state import Heard, Request, Stage, State, evolve
from services.stakeholders.committee.members.decide import STREAM
from services.stakeholders.committee.sitting import of_chair, of_committee
from shared.contracts.stakeholders_committee_advice import (
    CommitteeAdviceDeclined,
    CommitteeAdviceGiven,
    CommitteeAdviceRequested,
    CommitteeAdviceWithdrawn,
    CommitteeDissentRecorded,
    CommitteeDissentTakenBack,
    Fact,
)
from shared.contracts.stakeholders_committee_advice_commands import (
    Command,
    DeclineCommitteeAdvice,
    GiveCommitteeAdvice,
    RecordCommitteeDissent,
    RequestCommitteeAdvice,
    TakeBackCommitteeDissent,
    WithdrawCommitteeAdviceRequest,
)
from shared.core.actor import Asked
from shared.core.decider import Decider, Forbidden, Refused, require
from shared.core.geneva import day_of
from shared.reference.committee_advice import ASKERS, DAYS


def decide(command: Command, asked: Asked, state: State) -> Sequence[Fact]:
    if isinstance(command, RequestCommitteeAdvice):
        return _request(command, asked, state.request)
    request = state.request
    if request is None:
        raise Refused("There is no such request for advice.")
    match command:
        case GiveCommitteeAdvice():
            of_chair(asked, state.committee)
            return _give(command, asked, request)
        case DeclineCommitteeAdvice():
            of_chair(asked, state.committee)
            return _decline(command, asked, request)
        case RecordCommitteeDissent():
            of_committee(asked, state.committee)
            return _dissent(command, asked, request)
        case TakeBackCommitteeDissent():
            of_committee(asked, state.committee)
            return _agree(command, asked, request)
        case WithdrawCommitteeAdviceRequest():
            return _withdraw(command, asked, request)
    assert_never(command)


def _request(
    command: RequestCommitteeAdvice, asked: Asked, known: Request | None
) -> Sequence[Fact]:
    require(asked, *ASKERS, no="Only OHCHR may ask the Committee for advice.")
    if known is not None:
        if known.asked_by == asked.by.actor_id:
            return []
        raise Forbidden("Only who asked may do this.")
    return [
        CommitteeAdviceRequested(
            request_id=command.request_id,
            question=command.question,
            due_on=day_of(asked.at) + timedelta(days=DAYS),
            asked_by=asked.by.actor_id,
            asked_at=asked.at,
        )
    ]


def _give(command: GiveCommitteeAdvice, asked: Asked, request: Request) -> Sequence[Fact]:
    """Also after it was declined, or to correct what was given."""
    if request.stage is Stage.GIVEN and request.answer == command.advice:
        return []
    _not_withdrawn(request)
    _as_shown(command.version, request)
    return [
        CommitteeAdviceGiven(
            request_id=command.request_id,
            version=request.version + 1,
            corrects=request.stage is Stage.GIVEN,
            advice=command.advice,
            given_by=asked.by.actor_id,
            given_at=asked.at,
        )
    ]


def _decline(command: DeclineCommitteeAdvice, asked: Asked, request: Request) -> Sequence[Fact]:
    if request.stage is Stage.DECLINED and request.answer == command.reason:
        return []
    _waits(request)
    return [
        CommitteeAdviceDeclined(
            request_id=command.request_id,
            version=request.version + 1,
            reason=command.reason,
            declined_by=asked.by.actor_id,
            declined_at=asked.at,
        )
    ]


def _dissent(command: RecordCommitteeDissent, asked: Asked, request: Request) -> Sequence[Fact]:
    if request.stage is not Stage.GIVEN:
        raise Refused("There is no advice from which to dissent.")
    _as_shown(command.version, request)
    if request.dissents.get(asked.by.actor_id) == (command.version, command.dissent):
        return []
    return [
        CommitteeDissentRecorded(
            request_id=command.request_id,
            version=request.version,
            dissent=command.dissent,
            member_id=asked.by.actor_id,
            recorded_at=asked.at,
        )
    ]


def _agree(command: TakeBackCommitteeDissent, asked: Asked, request: Request) -> Sequence[Fact]:
    if asked.by.actor_id not in request.dissents:
        return []
    return [
        CommitteeDissentTakenBack(
            request_id=command.request_id, member_id=asked.by.actor_id, taken_back_at=asked.at
        )
    ]


def _withdraw(
    command: WithdrawCommitteeAdviceRequest, asked: Asked, request: Request
) -> Sequence[Fact]:
    if not asked.by.has(*ASKERS) or asked.by.actor_id != request.asked_by:
        raise Forbidden("Only who asked may do this.")
    if request.stage is Stage.WITHDRAWN:
        return []
    _waits(request)
    return [
        CommitteeAdviceWithdrawn(
            request_id=command.request_id,
            withdrawn_by=asked.by.actor_id,
            withdrawn_at=asked.at,
        )
    ]


def _waits(request: Request) -> None:
    _not_withdrawn(request)
    if request.stage is not Stage.WAITING:
        raise Refused("This request has its answer.")


def _not_withdrawn(request: Request) -> None:
    if request.stage is Stage.WITHDRAWN:
        raise Refused("This request was taken back.")


def _as_shown(version: int, request: Request) -> None:
    if version != request.version:
        raise Refused("There is another answer than the page showed. Load it and read it.")


COMMITTEE_ADVICE: Decider[Command, Heard, State] = Decider(
    category="committeeadvice",
    key=lambda command: command.request_id,
    initial=State(),
    decide=decide,
    evolve=evolve,
    consults=lambda _, __: [STREAM],
)
