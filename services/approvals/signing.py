"""What the mandate-holders decide about a draft, in person (domain.md section 6.2, R1 to R4)."""

from collections.abc import Sequence

from services.approvals.commands import (
    ApproveText,
    AuthoriseTransmission,
    DeclineToJoin,
    RequestChanges,
    RevokeAuthorisation,
    WithdrawCommunication,
)
from services.approvals.events import Event
from services.approvals.letter import Draft, evolve
from shared.actor import Asked
from shared.contracts.approvals import (
    ApprovalGiven,
    ApprovalVoided,
    ChangesRequested,
    CommunicationApproved,
    CommunicationWithdrawn,
    MandateDeclined,
    MandateJoined,
    TransmissionAuthorisationGranted,
    TransmissionAuthorisationRevoked,
)
from shared.decider import Forbidden, Refused, require
from shared.roles import Role

_SECRETARIAT = (
    Role.HUMAN_RIGHTS_OFFICER,
    Role.QUICK_RESPONSE_DESK,
    Role.CHIEF,
    Role.DESK_OFFICER,
    Role.SELECTION_OFFICER,
    Role.SYSTEM_ADMIN,
)
_NO_CONSENT = (
    "The source withdrew consent for a submission behind this letter. "
    "It cannot be approved or transmitted unless consent is given again."
)
_NOT_ASKED = "Approval of this text has not been asked for."


def approve(command: ApproveText, asked: Asked, state: Draft) -> Sequence[Event]:
    """The holder in person (R2), never who wrote the text (R4), for this exact wording."""
    mandate = command.mandate
    _holder_of(mandate, asked, state)
    if asked.by.actor_id in state.authors:
        raise Forbidden("Whoever wrote the text cannot approve it.")
    consented(state)
    exact(command.version, command.content_hash, state, asked_for="approval")
    if not state.requested:
        raise Refused(_NOT_ASKED)
    events: list[Event] = []
    if mandate not in state.approvals:
        if mandate != state.lead and mandate not in state.joined:
            events.append(
                MandateJoined(
                    communication_id=command.communication_id, mandate=mandate, joined_at=asked.at
                )
            )
        events.append(
            ApprovalGiven(
                communication_id=command.communication_id,
                mandate=mandate,
                version=state.version,
                content_hash=state.content_hash,
                given_by=asked.by.actor_id,
                given_at=asked.at,
            )
        )
    if command.authorise and state.type == "UA" and mandate not in state.authorisations:
        events.append(_granted(command.communication_id, mandate, asked))
    if state.missing == (mandate,):
        events.append(_cleared(command.communication_id, asked, state))
    return events


def ask_for_changes(command: RequestChanges, asked: Asked, state: Draft) -> Sequence[Event]:
    _holder_of(command.mandate, asked, state)
    exact(command.version, state.content_hash, state, asked_for="request")
    if not state.requested:
        raise Refused(_NOT_ASKED)
    changes = ChangesRequested(
        communication_id=command.communication_id,
        mandate=command.mandate,
        version=state.version,
        note=command.note,
        requested_by=asked.by.actor_id,
        requested_at=asked.at,
    )
    return [changes, *voided(command.communication_id, asked, state)]


def decline(command: DeclineToJoin, asked: Asked, state: Draft) -> Sequence[Event]:
    """The mandate drops out; the letter goes on without it."""
    mandate = command.mandate
    _holder_of(mandate, asked, state, or_in=state.declined)
    if mandate in state.declined:
        return []
    if mandate == state.lead:
        raise Refused("The lead mandate cannot decline; it can withdraw the letter.")
    if mandate in state.approvals:
        raise Refused("This mandate has approved the text. Ask for changes before it drops out.")
    declined = MandateDeclined(
        communication_id=command.communication_id,
        mandate=mandate,
        declined_by=asked.by.actor_id,
        declined_at=asked.at,
    )
    left = evolve(state, declined)
    if isinstance(left, Draft) and left.requested and not left.missing:
        return [declined, _cleared(command.communication_id, asked, left)]
    return [declined]


def authorise(command: AuthoriseTransmission, asked: Asked, state: Draft) -> Sequence[Event]:
    """Given to the Chief once the text is "specifically approved" (R3)."""
    _holder_of(command.mandate, asked, state)
    consented(state)
    if state.type != "UA":
        raise Refused("Only urgent appeals are transmitted under an authorisation.")
    if command.mandate not in state.approvals:
        raise Refused("Approve the text first: the authorisation is for that wording.")
    if command.mandate in state.authorisations:
        return []
    return [_granted(command.communication_id, command.mandate, asked)]


def revoke(command: RevokeAuthorisation, asked: Asked, state: Draft) -> Sequence[Event]:
    _holder_of(command.mandate, asked, state)
    if command.mandate not in state.authorisations:
        return []
    return [
        TransmissionAuthorisationRevoked(
            communication_id=command.communication_id,
            mandate=command.mandate,
            revoked_by=asked.by.actor_id,
            revoked_at=asked.at,
        )
    ]


def withdraw(command: WithdrawCommunication, asked: Asked, state: Draft) -> Sequence[Event]:
    _holder_of(command.mandate, asked, state)
    if command.mandate != state.lead and command.mandate not in state.joined:
        raise Refused("This mandate has not joined the letter; it can decline.")
    return [
        CommunicationWithdrawn(
            communication_id=command.communication_id,
            mandate=command.mandate,
            reason=command.reason,
            withdrawn_by=asked.by.actor_id,
            withdrawn_at=asked.at,
        )
    ]


def in_person(mandate: str, asked: Asked) -> None:
    """Refuse everybody but who holds this mandate himself.

    ``Actor.mandates`` are those that a person holds or services. Whoever is also of the
    secretariat is refused: it would not be known which (R2: "in no mode").
    """
    require(asked, Role.MANDATE_HOLDER, to="do this, in person")
    if asked.by.has(*_SECRETARIAT) or not asked.by.serves(mandate):
        raise Forbidden("Only the holder of this mandate may do this, in person.")


def consented(state: Draft) -> None:
    """Refuse while consent is withdrawn for what the letter rests on (R13)."""
    if state.blocked:
        raise Refused(_NO_CONSENT)


def exact(version: int, content_hash: str, state: Draft, *, asked_for: str) -> None:
    if (version, content_hash) != (state.version, state.content_hash):
        raise Refused(
            f"This text was changed. Your {asked_for} would have been for another wording; "
            f"look at version {state.version}."
        )


def voided(communication_id: str, asked: Asked, state: Draft) -> list[ApprovalVoided]:
    return [
        ApprovalVoided(
            communication_id=communication_id,
            mandate=mandate,
            version=state.version,
            voided_at=asked.at,
        )
        for mandate in state.signing
        if mandate in state.approvals
    ]


def _holder_of(
    mandate: str, asked: Asked, state: Draft, *, or_in: frozenset[str] = frozenset()
) -> None:
    """Refuse everybody but who holds this mandate himself, and mandates that do not sign."""
    in_person(mandate, asked)
    if mandate not in state.signing and mandate not in or_in:
        raise Forbidden("This mandate does not sign this letter.")


def _granted(communication_id: str, mandate: str, asked: Asked) -> TransmissionAuthorisationGranted:
    return TransmissionAuthorisationGranted(
        communication_id=communication_id,
        mandate=mandate,
        granted_by=asked.by.actor_id,
        granted_at=asked.at,
    )


def _cleared(communication_id: str, asked: Asked, state: Draft) -> CommunicationApproved:
    return CommunicationApproved(
        communication_id=communication_id,
        type=state.type,
        recipient=state.recipient,
        version=state.version,
        content_hash=state.content_hash,
        mandates=state.signing,
        approved_at=asked.at,
    )
