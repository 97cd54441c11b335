"""What officers decide of a consultation: to call, extend, group, answer, publish, cancel."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from services.stakeholders.consultation.state import Absent, Consultation, Proposal, Stage, State
from shared.contracts.stakeholders_consultation_commands import (
    AnswerProposals,
    CallConsultation,
    CancelConsultation,
    ExtendConsultation,
    GroupProposals,
    PublishOutcome,
)
from shared.contracts.stakeholders_consultations import (
    Call,
    ConsultationCalled,
    ConsultationCancelled,
    ConsultationClosed,
    ConsultationExtended,
    Fact,
    OutcomePublished,
    ProposalAnswered,
    ProposalsGrouped,
)
from shared.core.actor import Asked
from shared.core.decider import Refused, require
from shared.core.roles import Role
from shared.core.said import Count
from shared.reference.consultations import ANSWERS, CANCELLATIONS, ERASED, VISIBILITIES
from shared.reference.sessions import CATEGORIES


def passed(consultation_id: str, state: Consultation, at: datetime) -> list[Fact]:
    """Return what time brings: a consultation whose time is over is closed."""
    if state.stage is not Stage.CALLED or at < state.closes_at:
        return []
    return [ConsultationClosed(consultation_id=consultation_id, closed_at=state.closes_at)]


def call(command: CallConsultation, asked: Asked, state: State) -> Sequence[Fact]:
    _officer(asked)
    if not isinstance(state, Absent):
        raise Refused("This consultation was called already.")
    _sound(command.call)
    if asked.at >= command.call.closes_at:
        raise Refused("A consultation closes after it is called.")
    return [
        ConsultationCalled(
            consultation_id=command.consultation_id,
            call=command.call,
            called_by=asked.by.actor_id,
            called_at=asked.at,
        )
    ]


def extend(command: ExtendConsultation, asked: Asked, state: Consultation) -> Sequence[Fact]:
    """Until an answer was given: whoever proposes later is answered as those before."""
    _officer(asked)
    _not_over(state)
    if command.closes_at == state.closes_at:
        return []
    if any(one.answer for one in state.live()):
        raise Refused("Proposals were answered already: this consultation stays closed.")
    if command.closes_at < state.closes_at or command.closes_at <= asked.at:
        raise Refused("Choose a later time than the one that was announced.")
    return [
        ConsultationExtended(
            consultation_id=command.consultation_id,
            closes_at=command.closes_at,
            extended_by=asked.by.actor_id,
            extended_at=asked.at,
        )
    ]


def cancel(command: CancelConsultation, asked: Asked, state: Consultation) -> Sequence[Fact]:
    _officer(asked)
    if command.code not in CANCELLATIONS:
        raise Refused("Choose a reason from the list.")
    if state.stage is Stage.CANCELLED:
        return []
    _not_over(state)
    return [
        ConsultationCancelled(
            consultation_id=command.consultation_id,
            code=command.code,
            cancelled_by=asked.by.actor_id,
            cancelled_at=asked.at,
        )
    ]


def group(command: GroupProposals, asked: Asked, state: Consultation) -> Sequence[Fact]:
    _officer(asked)
    _closed(state)
    if command.group_id not in state.groups and not _is_id(command.group_id):
        raise Refused("Choose a group from the list.")
    these = [_found(state, one) for one in dict.fromkeys(command.proposal_ids)]
    if not these:
        raise Refused("Choose at least one proposal.")
    known = state.groups.get(command.group_id) == command.title
    if known and all(one.group == command.group_id for one in these):
        return []
    return [
        ProposalsGrouped(
            consultation_id=command.consultation_id,
            group_id=command.group_id,
            title=command.title,
            proposal_ids=tuple(one.proposal_id for one in these),
            grouped_by=asked.by.actor_id,
            grouped_at=asked.at,
        )
    ]


def answer(command: AnswerProposals, asked: Asked, state: Consultation) -> Sequence[Fact]:
    _officer(asked)
    _closed(state)
    if command.code not in ANSWERS:
        raise Refused("Choose an answer from the list.")
    if not command.answers:
        raise Refused("Choose at least one proposal.")
    facts: dict[str, Fact] = {}
    for given in command.answers:
        one = _found(state, given.proposal_id)
        if one.author_id == asked.by.actor_id:
            raise Refused("This is your own proposal. Another stakeholder officer answers it.")
        if one.group is None:
            raise Refused("Put the proposal into a group before it is answered.")
        if given.text is None and command.code != ERASED:
            raise Refused("Say why.")
        if one.answer != (command.code, given.text):
            facts[one.proposal_id] = ProposalAnswered(
                consultation_id=command.consultation_id,
                proposal_id=one.proposal_id,
                code=command.code,
                answer=given.text,
                answered_by=asked.by.actor_id,
                answered_at=asked.at,
            )
    return list(facts.values())


def publish(command: PublishOutcome, asked: Asked, state: Consultation) -> Sequence[Fact]:
    """No outcome before each proposal has an answer."""
    _officer(asked)
    corrects = state.stage is Stage.PUBLISHED
    if not corrects:
        _closed(state)
    if not command.outcome.strip():
        raise Refused("Enter what came of the consultation.")
    if command.outcome == state.outcome:
        return []
    without = sum(one.answer is None for one in state.live())
    if without and not corrects:
        raise Refused.many(
            "{n} proposal has no answer yet.",
            "{n} proposals have no answer yet.",
            n=Count(without),
        )
    return [
        OutcomePublished(
            consultation_id=command.consultation_id,
            outcome=command.outcome,
            corrects=corrects,
            published_by=asked.by.actor_id,
            published_at=asked.at,
        )
    ]


def _is_id(text: str) -> bool:
    """Whether it is as long as an id: anything else would fit into no table."""
    try:
        return str(UUID(text)) == text
    except ValueError:
        return False


def _officer(asked: Asked) -> None:
    require(
        asked, Role.STAKEHOLDER_OFFICER, no="Only a stakeholder officer may run a consultation."
    )


def _closed(state: Consultation) -> None:
    _not_over(state)
    if state.stage is Stage.CALLED:
        raise Refused("This consultation is still open.")


def _not_over(state: Consultation) -> None:
    if state.stage is Stage.CANCELLED:
        raise Refused("This consultation was cancelled.")
    if state.stage is Stage.PUBLISHED:
        raise Refused("The outcome of this consultation is published.")


def _found(state: Consultation, proposal_id: str) -> Proposal:
    one = state.proposals.get(proposal_id)
    if one is None or one.withdrawn:
        raise Refused("This proposal is not there, or its author took it back.")
    return one


def _sound(called: Call) -> None:
    if not called.title.strip():
        raise Refused("Enter the title of the consultation.")
    if not called.question.strip():
        raise Refused("Enter what is asked.")
    if called.closes_at <= called.opens_at:
        raise Refused("The consultation closes before it opens.")
    if not called.audience or not set(called.audience) <= CATEGORIES.keys():
        raise Refused("Choose whom the consultation is for.")
    if called.visible not in VISIBILITIES:
        raise Refused("Choose when the proposals can be read.")
