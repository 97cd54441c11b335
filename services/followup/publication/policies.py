"""Policies of publication: responses to transmissions, replies, translations and grades."""

from collections.abc import Callable, Sequence

from services.followup.publication.commands import (
    Command,
    NoteGrade,
    NoteReply,
    NoteTranslation,
    SetEmbargo,
)
from shared.contracts.approvals import CommunicationTransmitted
from shared.contracts.followup import GovernmentReplyLogged, ReplyAssessed
from shared.contracts.followup_replies import TranslationReceived


def reacting(
    embargo_days: int, embargo_days_other_letters: int
) -> Callable[[object], Sequence[Command]]:
    """Return the policy of an office with these embargoes; other letters have a separate one."""

    def react(fact: object) -> Sequence[Command]:
        match fact:
            case CommunicationTransmitted():
                days = embargo_days_other_letters if fact.type == "OL" else embargo_days
                return [_embargo(fact, days)]
            case GovernmentReplyLogged():
                return [
                    NoteReply(
                        communication_id=fact.communication_id,
                        reply_id=fact.reply_id,
                        kind=fact.kind,
                        language=fact.language,
                        confidential_by_state=fact.confidential_by_state,
                        received_at=fact.received_at,
                    )
                ]
            case TranslationReceived():
                return [
                    NoteTranslation(
                        communication_id=fact.communication_id,
                        reply_id=fact.reply_id,
                        language=fact.language,
                        received_at=fact.received_at,
                    )
                ]
            case ReplyAssessed():
                return [
                    NoteGrade(
                        communication_id=fact.communication_id,
                        reply_id=fact.reply_id,
                        mandate=fact.mandate,
                        scheme=fact.scheme,
                        value=fact.value,
                    )
                ]
            case _:
                return []

    return react


def _embargo(fact: CommunicationTransmitted, days: int) -> SetEmbargo:
    return SetEmbargo(
        communication_id=fact.communication_id,
        reference=fact.reference,
        type=fact.type,
        recipient=fact.recipient,
        mandates=fact.mandates,
        transmitted_at=fact.transmitted_at,
        embargo_days=days,
    )
