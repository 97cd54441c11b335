"""A consultation and its proposals, on one stream, so that its end is the same for everybody.

Lifecycle and guards: selection-stakeholders-committee.md section B.3. The rules are in ``running``
(what officers decide) and ``proposing`` (what the audience does).
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import assert_never

from services.stakeholders.consultation import proposing, running
from services.stakeholders.consultation.commands import CloseInTime, Command
from services.stakeholders.consultation.state import Absent, Consultation, Stage, State, evolve
from shared.contracts.stakeholders_consultation_commands import (
    AnswerProposals,
    CallConsultation,
    CancelConsultation,
    ExtendConsultation,
    GroupProposals,
    PublishOutcome,
    SubmitProposal,
    WithdrawProposal,
)
from shared.contracts.stakeholders_consultations import Fact
from shared.core.actor import Asked
from shared.core.decider import Decider, Refused


def decide(command: Command, asked: Asked, state: State) -> Sequence[Fact]:
    """Let pass what time brought first: nothing is decided on a time that is over."""
    if isinstance(command, CallConsultation):
        return running.call(command, asked, state)
    if isinstance(state, Absent):
        raise Refused("There is no such consultation.")
    before = running.passed(command.consultation_id, state, asked.at)
    if before:
        state = replace(state, stage=Stage.CLOSED)
    return [*before, *_decided(command, asked, state)]


def _decided(  # one for each command
    command: Command, asked: Asked, state: Consultation
) -> Sequence[Fact]:
    match command:
        case SubmitProposal():
            return proposing.submit(command, asked, state)
        case WithdrawProposal():
            return proposing.withdraw(command, asked, state)
        case ExtendConsultation():
            return running.extend(command, asked, state)
        case CancelConsultation():
            return running.cancel(command, asked, state)
        case GroupProposals():
            return running.group(command, asked, state)
        case AnswerProposals():
            return running.answer(command, asked, state)
        case PublishOutcome():
            return running.publish(command, asked, state)
        case CloseInTime() | CallConsultation():
            return []
    assert_never(command)


CONSULTATION: Decider[Command, Fact, State] = Decider(
    category="consultation",
    key=lambda command: command.consultation_id,
    initial=Absent(),
    decide=decide,
    evolve=evolve,
    creates=lambda command: isinstance(command, CallConsultation),
)
