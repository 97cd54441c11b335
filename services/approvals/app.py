"""Composition root: what makes the approvals service."""

from services.approvals import commands, events, policies
from services.approvals.communication import COMMUNICATION
from services.approvals.published import published
from services.approvals.reference import REFERENCE, AllotReference
from shared.contracts.approvals import APPROVALS
from shared.contracts.intake import INTAKE
from shared.service import Service

_ASKED_BY_PEOPLE = {
    "draft-communication": commands.DraftCommunication,
    "revise-draft": commands.ReviseDraft,
    "request-approval": commands.RequestApproval,
    "approve-text": commands.ApproveText,
    "request-changes": commands.RequestChanges,
    "decline-to-join": commands.DeclineToJoin,
    "authorise-transmission": commands.AuthoriseTransmission,
    "revoke-authorisation": commands.RevokeAuthorisation,
    "withdraw-communication": commands.WithdrawCommunication,
    "transmit-communication": commands.TransmitCommunication,
    "record-proof": commands.RecordProof,
    "inform-source": commands.InformSource,
    "share-letter-with-source": commands.ShareLetterWithSource,
}

APPROVALS_SERVICE = Service(
    name="approvals",
    catalogue=events.CATALOGUE,
    contract=APPROVALS,
    categories=events.CATEGORIES,
    published=published,
    commands=_ASKED_BY_PEOPLE,
    deciders=[
        *((command, COMMUNICATION) for command in _ASKED_BY_PEOPLE.values()),
        (commands.CompleteTransmission, COMMUNICATION),
        (commands.BlockTransmission, COMMUNICATION),
        (commands.UnblockTransmission, COMMUNICATION),
        (AllotReference, REFERENCE),
    ],
    listens=[APPROVALS, INTAKE],
    react=policies.react,
)
