"""Personal decisions of mandate-holders about a draft (procedure.md section 6.2, R1 to R4)."""

from collections.abc import Sequence
from functools import reduce
from typing import TypeAlias

from services.approvals import authority
from services.approvals.communication.commands import VoidPastApproval
from services.approvals.communication.draft import Draft, evolve
from services.approvals.events import Event
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
from shared.contracts.approvals_authority import Power
from shared.contracts.approvals_drafting import MandateDroppedOut, NamingAllowed
from shared.contracts.approvals_holding import VacantMandateDropped
from shared.contracts.approvals_letter_commands import (
    AllowNaming,
    ApproveText,
    AuthoriseTransmission,
    RequestChanges,
    RevokeAuthorisation,
    WithdrawCommunication,
)
from shared.core.actor import Asked
from shared.core.decider import Forbidden, Refused
from shared.core.geneva import day_of
from shared.reference.approved_text import NOT_REQUESTED
from shared.reference.mandate_holder import in_person

_Gone: TypeAlias = MandateDeclined | MandateDroppedOut | VacantMandateDropped

NO_CONSENT = (
    "There is no consent to a letter on this submission. "
    "It can be drafted, approved and transmitted only once consent is given."
)
_WITHDRAWN = (
    "The source withdrew consent for a submission behind this letter. "
    "It cannot be approved or transmitted unless consent is given again."
)


def approve(command: ApproveText, asked: Asked, state: Draft) -> Sequence[Event]:
    """The holder in person (R2), who did not write the text (R4), for this exact text."""
    mandate = command.mandate
    delegation = signs(mandate, asked, state, "approve")
    if command.authorise and state.type == "UA":
        acting(mandate, asked, state, "authorise")
    past, state = fresh(command.communication_id, asked, state)
    text = state.text
    text.approvable(
        command.version, command.content_hash, asked, consented=lambda: consented(state)
    )
    events: list[Event] = [*past]
    if mandate not in text.approvals:
        if mandate != text.lead and mandate not in state.joined:
            events.append(
                MandateJoined(
                    communication_id=command.communication_id, mandate=mandate, joined_at=asked.at
                )
            )
        events.append(
            ApprovalGiven(
                communication_id=command.communication_id,
                mandate=mandate,
                version=text.version,
                content_hash=text.content_hash,
                delegation_id=delegation,
                given_by=asked.by.actor_id,
                given_at=asked.at,
            )
        )
    given = state.authorised(day_of(asked.at))
    if command.authorise and state.type == "UA" and mandate not in given:
        events.append(_granted(command.communication_id, mandate, asked))
    if text.lacks_only(mandate):
        events.append(cleared(command.communication_id, asked, state))
    return events


def ask_for_changes(command: RequestChanges, asked: Asked, state: Draft) -> Sequence[Event]:
    """Every member of a working group may ask, since this sends nothing."""
    in_person(command.mandate, asked)
    _signs(command.mandate, state)
    text = state.text
    text.exact(command.version, text.content_hash, no=NOT_REQUESTED)
    text.must_be_requested()
    changes = ChangesRequested(
        communication_id=command.communication_id,
        mandate=command.mandate,
        version=text.version,
        note=command.note,
        requested_by=asked.by.actor_id,
        requested_at=asked.at,
    )
    return [changes, *voided(command.communication_id, asked, state)]


def authorise(command: AuthoriseTransmission, asked: Asked, state: Draft) -> Sequence[Event]:
    """For the Chief, once the text is "specifically approved" (R3)."""
    signs(command.mandate, asked, state, "authorise")
    consented(state)
    if state.type != "UA":
        raise Refused("Only urgent appeals are transmitted under an authorisation.")
    _, now = fresh(command.communication_id, asked, state)
    if command.mandate not in now.text.approvals:
        raise Refused("Approve the text first: the authorisation is for that wording.")
    if command.mandate in state.authorised(day_of(asked.at)):
        return []
    return [_granted(command.communication_id, command.mandate, asked)]


def revoke(command: RevokeAuthorisation, asked: Asked, state: Draft) -> Sequence[Event]:
    """For this letter, even if a standing authorisation would allow it."""
    acting(command.mandate, asked, state, "authorise")
    if command.mandate not in {*state.authorisations, *state.standing(day_of(asked.at))}:
        return []
    return [
        TransmissionAuthorisationRevoked(
            communication_id=command.communication_id,
            mandate=command.mandate,
            revoked_by=asked.by.actor_id,
            revoked_at=asked.at,
        )
    ]


def allow_naming(command: AllowNaming, asked: Asked, state: Draft) -> Sequence[Event]:
    """An overriding vital interest, with its reason (procedure.md section 5: c1 yes, c2 no)."""
    signs(command.mandate, asked, state, "approve")
    if not command.victim_ids:
        raise Refused("Say who may be named.")
    if set(command.victim_ids) <= state.named:
        return []
    return [
        NamingAllowed(
            communication_id=command.communication_id,
            mandate=command.mandate,
            victim_ids=tuple(dict.fromkeys(command.victim_ids)),
            reason=command.reason,
            allowed_by=asked.by.actor_id,
            allowed_at=asked.at,
        )
    ]


def withdraw(command: WithdrawCommunication, asked: Asked, state: Draft) -> Sequence[Event]:
    acting(command.mandate, asked, state, "approve")
    if command.mandate != state.text.lead and command.mandate not in state.joined:
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


def consented(state: Draft) -> None:
    """Refuse while consent is withdrawn for a submission that the letter uses (R13)."""
    if state.blocked or any(because == "withdrawn" for _, because in state.barred):
        raise Refused(_WITHDRAWN)
    if state.barred:
        raise Refused(NO_CONSENT)


def voided(communication_id: str, asked: Asked, state: Draft) -> list[ApprovalVoided]:
    return [_voided(communication_id, mandate, asked, state) for mandate in state.text.given]


def _voided(communication_id: str, mandate: str, asked: Asked, state: Draft) -> ApprovalVoided:
    return ApprovalVoided(
        communication_id=communication_id,
        mandate=mandate,
        version=state.text.version,
        voided_at=asked.at,
    )


def fresh(communication_id: str, asked: Asked, state: Draft) -> tuple[list[ApprovalVoided], Draft]:
    """Return what is void because of a term that is over, and the letter without it.

    What a holder approved does not count for the successor, unless the letter was cleared before.
    """
    if state.text.cleared:
        return [], state
    past = [
        _voided(communication_id, mandate, asked, state)
        for mandate in authority.past(state.text, state.authority, asked)
    ]
    return past, reduce(evolve, past, state)


def void(command: VoidPastApproval, asked: Asked, state: Draft) -> Sequence[Event]:
    past, _ = fresh(command.communication_id, asked, state)
    return [one for one in past if one.mandate == command.mandate]


def acting(
    mandate: str,
    asked: Asked,
    state: Draft,
    power: Power,
    *,
    or_in: frozenset[str] = frozenset(),
) -> str | None:
    """Refuse a person who may not act for the mandate, and mandates that do not sign.

    Return the delegation under which the person acts, if any.
    """
    delegation = authority.acting(mandate, asked, state.authority, power)
    _signs(mandate, state, or_in)
    return delegation


def signs(mandate: str, asked: Asked, state: Draft, power: Power) -> str | None:
    """Refuse as ``acting`` does, and whoever's onboarding still keeps from signing."""
    delegation = authority.signing(mandate, asked, state.authority, power)
    _signs(mandate, state)
    return delegation


def _signs(mandate: str, state: Draft, or_in: frozenset[str] = frozenset()) -> None:
    if mandate not in state.text.mandates and mandate not in or_in:
        raise Forbidden("This mandate does not sign this letter.")


def _granted(communication_id: str, mandate: str, asked: Asked) -> TransmissionAuthorisationGranted:
    return TransmissionAuthorisationGranted(
        communication_id=communication_id,
        mandate=mandate,
        granted_by=asked.by.actor_id,
        granted_at=asked.at,
    )


def cleared_without(
    communication_id: str, gone: _Gone, asked: Asked, state: Draft
) -> list[ApprovalVoided | CommunicationApproved]:
    """Clear the letter if the mandate that leaves was the last one missing."""
    past, state = fresh(communication_id, asked, state)
    if past or not state.text.lacks_only(gone.mandate):
        return [*past]
    return [cleared(communication_id, asked, evolve(state, gone))]


def cleared(communication_id: str, asked: Asked, state: Draft) -> CommunicationApproved:
    return CommunicationApproved(
        communication_id=communication_id,
        type=state.type,
        recipient=state.recipient,
        version=state.text.version,
        content_hash=state.text.content_hash,
        mandates=state.text.mandates,
        approved_at=asked.at,
    )
