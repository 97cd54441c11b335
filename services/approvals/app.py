"""Composition root: what makes the approvals service."""

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from services.approvals import (
    authority,
    commands,
    consent,
    erasure,
    events,
    joining_times,
    policies,
    press,
    statement_commands,
)
from services.approvals.authority import AUTHORITY
from services.approvals.communication import COMMUNICATION
from services.approvals.consent import CONSENT
from services.approvals.joining_times import JOINING_TIMES, Joining, Times
from services.approvals.letter import Absent
from services.approvals.press import PRESS
from services.approvals.published import published
from services.approvals.reference import REFERENCE, AllotReference
from services.approvals.statement import STATEMENT
from shared.contracts.approvals import APPROVALS
from shared.contracts.intake import INTAKE
from shared.contracts.stakeholders import STAKEHOLDERS
from shared.hosting.service import Ask, Service
from shared.platform.settings import Settings

if TYPE_CHECKING:
    from faststream.kafka import KafkaBroker

    from shared.read_models.model import Applier

# The clock comes with a database and a Kafka consumer, which this service's relay does not need.
# ruff: noqa: PLC0415

_OF_A_LETTER = {
    "draft-communication": commands.DraftCommunication,
    "revise-draft": commands.ReviseDraft,
    "invite-mandate": commands.InviteMandate,
    "extend-invitation": commands.ExtendInvitation,
    "join-communication": commands.JoinCommunication,
    "allow-naming": commands.AllowNaming,
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
_OF_A_MANDATE = {
    "grant-delegation": authority.GrantDelegation,
    "revoke-delegation": authority.RevokeDelegation,
    "grant-standing-authorisation": authority.GrantStandingAuthorisation,
    "revoke-standing-authorisation": authority.RevokeStandingAuthorisation,
}

_OF_A_STATEMENT = {
    "draft-statement": statement_commands.DraftStatement,
    "revise-statement": statement_commands.ReviseStatement,
    "request-statement-approval": statement_commands.RequestStatementApproval,
    "approve-statement": statement_commands.ApproveStatement,
    "request-statement-changes": statement_commands.RequestStatementChanges,
    "decline-statement": statement_commands.DeclineStatement,
    "issue-statement": statement_commands.IssueStatement,
    "withdraw-statement": statement_commands.WithdrawStatement,
}


def react(fact: object) -> Sequence[object]:
    """What happens to letters, then what later decisions about letters rest on."""
    return [
        *policies.react(fact),
        *consent.on_intake(fact),
        *press.on_intake(fact),
        *joining_times.on_stakeholders(fact),
    ]


def _keeps(settings: Settings) -> "Sequence[Applier]":
    from services.approvals import clock

    return clock.keeps(settings)


async def _clock(settings: Settings, ask: Ask, kafka: "KafkaBroker") -> None:
    from services.approvals import clock

    await clock.run(settings, ask, kafka)


def service(settings: Settings) -> Service:
    """Return the service of an office with these settings: how long mandates usually join."""
    usual = Times(hours_urgent=settings.join_hours_urgent, days=settings.join_days)
    letters = replace(COMMUNICATION, initial=Absent(joining=Joining(usual=usual)))
    return Service(
        name="approvals",
        catalogue=events.CATALOGUE,
        contract=APPROVALS,
        categories=events.CATEGORIES,
        published=published,
        commands={
            **_OF_A_LETTER,
            **_OF_A_MANDATE,
            **_OF_A_STATEMENT,
            "record-erasure": erasure.RecordErasure,
        },
        deciders=[
            *((command, letters) for command in _OF_A_LETTER.values()),
            *((command, AUTHORITY) for command in _OF_A_MANDATE.values()),
            *((command, STATEMENT) for command in _OF_A_STATEMENT.values()),
            (commands.DropSilentMandate, letters),
            (erasure.RecordErasure, erasure.ERASURE),
            (consent.BarSubmission, CONSENT),
            (consent.UnbarSubmission, CONSENT),
            (press.NotePersons, PRESS),
            (press.NotePress, PRESS),
            (commands.CompleteTransmission, letters),
            (commands.BlockTransmission, letters),
            (commands.UnblockTransmission, letters),
            (AllotReference, REFERENCE),
            (joining_times.NoteJoiningTimes, JOINING_TIMES),
        ],
        listens=[APPROVALS, INTAKE, STAKEHOLDERS],
        react=react,
        keeps=_keeps,
        background=[_clock],
    )


APPROVALS_SERVICE = service(Settings())
