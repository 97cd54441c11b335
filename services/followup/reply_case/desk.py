"""Messages from outside: logged by the desk, or filed by the Government that the letter addresses.

A Government does this only for letters to itself, and cannot set an earlier date: its message
counts as received when it asks.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from services.followup.reply_case.state import Event, Open, require_reply
from shared.contracts.followup import GovernmentReplyLogged
from shared.contracts.followup_replies import (
    ExtensionRequested,
    ReceiptAcknowledged,
    ReplyAttachmentAdded,
    TranslationReceived,
    TranslationRequested,
)
from shared.contracts.followup_reply_commands import (
    AcknowledgeReceipt,
    AddReplyAttachment,
    LogReply,
    RecordTranslation,
    RequestExtension,
    RequestTranslation,
)
from shared.core.actor import Asked
from shared.core.decider import Forbidden, Refused, require
from shared.core.fingerprints import require_fingerprints
from shared.core.geneva import day_of, end_of
from shared.core.roles import Role
from shared.core.said import Number
from shared.reference import LANGUAGES

MOST_FILES: Final = 50
"""Files of one reply."""


def log_reply(command: LogReply, asked: Asked, state: Open) -> Sequence[Event]:
    """Late replies are accepted: reports count replies to earlier letters (A/HRC/29/50).

    A closed case takes them too, so that none is lost.
    """
    government = _is_government(
        asked, state, no="Only the Quick Response Desk or Government may log replies."
    )
    if command.reply_id in state.replies:
        return []
    if command.language not in LANGUAGES:
        raise Refused("Choose the language of the reply from the list.")
    return [
        GovernmentReplyLogged(
            communication_id=command.communication_id,
            reply_id=command.reply_id,
            recipient=state.recipient,
            mandates=state.mandates,
            kind=command.kind,
            language=command.language,
            confidential_by_state=command.confidential_by_state,
            text=command.text,
            received_at=asked.at if government else _came(command.received_at, state),
            logged_by=asked.by.actor_id,
            logged_at=asked.at,
            by_government=government,
        )
    ]


def add_attachment(command: AddReplyAttachment, asked: Asked, state: Open) -> Sequence[Event]:
    """A file that came with a reply is kept with it, even in a closed case."""
    government = _is_government(
        asked, state, no="Only the Quick Response Desk or Government may add files to replies."
    )
    require_reply(command.reply_id, state)
    if command.attachment_id in state.attachments:
        return []
    if list(state.attachments.values()).count(command.reply_id) >= MOST_FILES:
        raise Refused("A reply takes {most} files.", most=Number(MOST_FILES))
    require_fingerprints(command.object_name, command.sha256)
    return [
        ReplyAttachmentAdded(
            communication_id=command.communication_id,
            reply_id=command.reply_id,
            attachment_id=command.attachment_id,
            object_name=command.object_name,
            sha256=command.sha256,
            size=command.size,
            media_type=command.media_type,
            scanned=command.scanned,
            details=command.details,
            by_government=government,
            added_by=asked.by.actor_id,
            added_at=asked.at,
        )
    ]


def acknowledge(command: AcknowledgeReceipt, asked: Asked, state: Open) -> Sequence[Event]:
    government = _is_government(
        asked, state, no="Only the Quick Response Desk or Government may acknowledge receipt."
    )
    if state.acknowledged:
        return []
    return [
        ReceiptAcknowledged(
            communication_id=command.communication_id,
            recipient=state.recipient,
            mandates=state.mandates,
            received_at=asked.at if government else _came(command.received_at, state),
            by_government=government,
            recorded_by=asked.by.actor_id,
            recorded_at=asked.at,
        )
    ]


def request_extension(command: RequestExtension, asked: Asked, state: Open) -> Sequence[Event]:
    government = _is_government(
        asked, state, no="Only the Quick Response Desk or Government may ask for more time."
    )
    if command.request_id in state.extensions_asked:
        return []
    if state.answered:
        raise Refused("A reply has come: there is nothing to extend.")
    if command.until <= day_of(state.due_at):
        raise Refused("Choose a day after the one on which the reply is due.")
    return [
        ExtensionRequested(
            communication_id=command.communication_id,
            request_id=command.request_id,
            recipient=state.recipient,
            mandates=state.mandates,
            until=end_of(command.until, like=asked.at),
            reason=command.reason,
            by_government=government,
            requested_by=asked.by.actor_id,
            requested_at=asked.at,
        )
    ]


def request_translation(command: RequestTranslation, asked: Asked, state: Open) -> Sequence[Event]:
    require(
        asked,
        Role.QUICK_RESPONSE_DESK,
        no="Only the Quick Response Desk may ask for a translation.",
    )
    require_reply(command.reply_id, state)
    if (command.reply_id, command.language) in state.translations:
        return []
    if command.language not in LANGUAGES:
        raise Refused("Choose the language of the translation from the list.")
    return [
        TranslationRequested(
            communication_id=command.communication_id,
            reply_id=command.reply_id,
            language=command.language,
            requested_by=asked.by.actor_id,
            requested_at=asked.at,
        )
    ]


def record_translation(command: RecordTranslation, asked: Asked, state: Open) -> Sequence[Event]:
    require(
        asked, Role.QUICK_RESPONSE_DESK, no="Only the Quick Response Desk may record a translation."
    )
    require_reply(command.reply_id, state)
    known = state.translations.get((command.reply_id, command.language))
    if known is None:
        raise Refused("No translation into this language was asked for. Ask for it first.")
    if known:
        return []
    return [
        TranslationReceived(
            communication_id=command.communication_id,
            reply_id=command.reply_id,
            language=command.language,
            text=command.text,
            recorded_by=asked.by.actor_id,
            received_at=asked.at,
        )
    ]


def _is_government(asked: Asked, state: Open, *, no: str) -> bool:
    """Whether the addressed Government asks; refuse everybody except it and the desk."""
    require(asked, Role.QUICK_RESPONSE_DESK, Role.GOVERNMENT, no=no)
    if asked.by.has(Role.QUICK_RESPONSE_DESK):
        return False
    if state.recipient not in asked.by.states:
        raise Forbidden("This letter is not addressed to your Government.")
    return True


def _came(received_at: datetime, state: Open) -> datetime:
    if received_at.tzinfo is None:
        raise Refused("The time of receipt needs its time zone.")
    if day_of(received_at) < day_of(state.transmitted_at):
        raise Refused("It cannot have come before the letter was transmitted.")
    return received_at
