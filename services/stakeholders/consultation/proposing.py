"""What people of the audience do: they propose, and take a proposal back."""

from collections.abc import Sequence

from services.stakeholders.consultation.state import Consultation, Stage
from shared.contracts.stakeholders_consultation_commands import SubmitProposal, WithdrawProposal
from shared.contracts.stakeholders_consultations import Fact, ProposalSubmitted, ProposalWithdrawn
from shared.core.actor import Asked
from shared.core.decider import Forbidden, Refused, require
from shared.core.said import Number
from shared.reference.consultations import CONSENTS, LANGUAGES, MOST_PROPOSALS
from shared.reference.sessions import CATEGORIES


def submit(command: SubmitProposal, asked: Asked, state: Consultation) -> Sequence[Fact]:
    role = CATEGORIES.get(command.category)
    if command.category not in state.call.audience or role is None:
        raise Refused("This consultation is for others.")
    require(asked, role, no="You may not propose anything in this consultation.")
    author = asked.by.actor_id
    before = state.proposals.get(command.proposal_id)
    if before is not None:
        if before.author_id == author:
            return []
        raise Forbidden("This proposal is somebody else's.")
    _open(asked, state)
    if command.consent not in CONSENTS:
        raise Refused("Choose how others may read the proposal.")
    if command.language not in LANGUAGES:
        raise Refused("Choose the language from the list.")
    if sum(one.author_id == author for one in state.live()) >= MOST_PROPOSALS:
        raise Refused("A person can make at most {most} proposals.", most=Number(MOST_PROPOSALS))
    return [
        ProposalSubmitted(
            consultation_id=command.consultation_id,
            proposal_id=command.proposal_id,
            author_id=author,
            organisation=command.organisation,
            category=command.category,
            text=command.text,
            language=command.language,
            consent=command.consent,
            submitted_at=asked.at,
        )
    ]


def withdraw(command: WithdrawProposal, asked: Asked, state: Consultation) -> Sequence[Fact]:
    """Whoever wrote it takes it back, whatever came of the consultation. Nobody else does."""
    one = state.proposals.get(command.proposal_id)
    if one is None or one.author_id != asked.by.actor_id:
        raise Forbidden("Only its author may take a proposal back.")
    if one.withdrawn:
        return []
    return [
        ProposalWithdrawn(
            consultation_id=command.consultation_id,
            proposal_id=one.proposal_id,
            withdrawn_by=asked.by.actor_id,
            withdrawn_at=asked.at,
        )
    ]


def _open(asked: Asked, state: Consultation) -> None:
    if state.stage is Stage.CANCELLED:
        raise Refused("This consultation was cancelled.")
    if state.stage is not Stage.CALLED:
        raise Refused("This consultation is closed.")
    if asked.at < state.call.opens_at:
        raise Refused("This consultation is not open yet.")
