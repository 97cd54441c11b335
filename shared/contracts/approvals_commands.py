"""The commands of approvals."""

from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from shared.contracts import CommandNames
from shared.contracts import approvals_history_commands as history
from shared.contracts import approvals_letter_commands as letter
from shared.contracts import approvals_statement_commands as statement
from shared.contracts.approvals_authority import Power
from shared.contracts.approvals_erasure import What
from shared.core import erasure


@dataclass(frozen=True, slots=True, kw_only=True)
class GrantDelegation:
    mandate: str
    delegation_id: str
    delegate_id: str
    scope: tuple[Power, ...]
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class RevokeDelegation:
    mandate: str
    delegation_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GrantStandingAuthorisation:
    mandate: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RevokeStandingAuthorisation:
    mandate: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordErasure(erasure.RecordErasure):
    what: What


OfAuthority: TypeAlias = (
    GrantDelegation | RevokeDelegation | GrantStandingAuthorisation | RevokeStandingAuthorisation
)
Command: TypeAlias = (
    letter.Command | statement.Command | OfAuthority | RecordErasure | history.Command
)

APPROVALS_COMMANDS = CommandNames(
    service="approvals",
    types={
        "draft-communication": letter.DraftCommunication,
        "revise-draft": letter.ReviseDraft,
        "invite-mandate": letter.InviteMandate,
        "extend-invitation": letter.ExtendInvitation,
        "join-communication": letter.JoinCommunication,
        "allow-naming": letter.AllowNaming,
        "request-approval": letter.RequestApproval,
        "approve-text": letter.ApproveText,
        "request-changes": letter.RequestChanges,
        "decline-to-join": letter.DeclineToJoin,
        "authorise-transmission": letter.AuthoriseTransmission,
        "revoke-authorisation": letter.RevokeAuthorisation,
        "withdraw-communication": letter.WithdrawCommunication,
        "transmit-communication": letter.TransmitCommunication,
        "record-proof": letter.RecordProof,
        "inform-source": letter.InformSource,
        "share-letter-with-source": letter.ShareLetterWithSource,
        "grant-delegation": GrantDelegation,
        "revoke-delegation": RevokeDelegation,
        "grant-standing-authorisation": GrantStandingAuthorisation,
        "revoke-standing-authorisation": RevokeStandingAuthorisation,
        "draft-statement": statement.DraftStatement,
        "revise-statement": statement.ReviseStatement,
        "request-statement-approval": statement.RequestStatementApproval,
        "approve-statement": statement.ApproveStatement,
        "request-statement-changes": statement.RequestStatementChanges,
        "decline-statement": statement.DeclineStatement,
        "issue-statement": statement.IssueStatement,
        "set-statement-embargo": statement.SetStatementEmbargo,
        "lift-statement-embargo": statement.LiftStatementEmbargo,
        "release-statement": statement.ReleaseStatement,
        "withdraw-statement": statement.WithdrawStatement,
        "record-erasure": RecordErasure,
        **history.TYPES,
    },
)
