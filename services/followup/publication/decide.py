"""The publication of a transmitted letter and its replies: embargo, redaction, public texts.

A document becomes public when the embargo is over and a publication officer has approved its
redacted rendition, word for word (R7 and R8 of procedure.md section 6.2). A reply that its State
keeps confidential gets a placeholder instead (R9). A translation of a reply is a separate document.
"""

from collections.abc import Sequence
from typing import assert_never

from services.followup.publication import redaction
from services.followup.publication.commands import (
    LETTER,
    Command,
    EndEmbargo,
    NoteGrade,
    NoteReply,
    NoteTranslation,
    SetEmbargo,
)
from services.followup.publication.state import Absent, State, Transmitted, evolve
from shared.contracts.followup_publication import (
    CommunicationPublished,
    EarlyPublicationDecided,
    EmbargoEnded,
    EmbargoMoved,
    EmbargoSet,
    GradeAwaitsPublication,
    PublicationFact,
    PublicationWithdrawn,
    ReplyAwaitsPublication,
    ReplyGradePublished,
    ReplyPublished,
    ReplyWithheld,
    TranslationAwaitsPublication,
    TranslationPublished,
    translation_of,
)
from shared.contracts.followup_publication_commands import (
    AllowNames,
    ApproveRedaction,
    DecideEarlyPublication,
    MakeRedactions,
    MoveEmbargo,
    PublishDocument,
    RemoveRedactions,
    WithdrawPublication,
)
from shared.core.actor import Asked
from shared.core.commitment import committed
from shared.core.decider import Decider, Forbidden, Refused, require
from shared.core.geneva import end_of_day
from shared.core.roles import Role
from shared.reference.publication import WITHDRAWAL_REASONS


def decide(command: Command, asked: Asked, state: State) -> Sequence[PublicationFact]:
    if isinstance(command, SetEmbargo):
        return _set(command, state)
    if isinstance(state, Absent):
        raise Refused("No such communication was transmitted.")
    match command:
        case NoteReply():
            return _note_reply(command, asked, state)
        case NoteTranslation():
            return _note_translation(command, state)
        case NoteGrade():
            return _note_grade(command, asked, state)
        case EndEmbargo():
            return _end(asked, state)
        case MoveEmbargo():
            return _move(command, asked, state)
        case DecideEarlyPublication():
            return _early(command, asked, state)
        case MakeRedactions():
            return redaction.make(command, asked, state)
        case RemoveRedactions():
            return redaction.remove(command, asked, state)
        case AllowNames():
            return redaction.allow_names(command, asked, state)
        case ApproveRedaction():
            return redaction.approve(command, asked, state)
        case PublishDocument():
            return _publish(command, asked, state)
        case WithdrawPublication():
            return _withdraw(command, asked, state)
    assert_never(command)


def _set(command: SetEmbargo, state: State) -> Sequence[PublicationFact]:
    if isinstance(state, Transmitted):
        return []
    return [
        EmbargoSet(
            communication_id=command.communication_id,
            reference=command.reference,
            type=command.type,
            recipient=command.recipient,
            mandates=command.mandates,
            transmitted_at=command.transmitted_at,
            embargo_until=end_of_day(command.transmitted_at, days=command.embargo_days),
        )
    ]


def _note_reply(command: NoteReply, asked: Asked, state: Transmitted) -> Sequence[PublicationFact]:
    """A late reply to a letter that is already public gets its placeholder at once."""
    if command.reply_id in state.replies:
        return []
    noted = ReplyAwaitsPublication(
        communication_id=command.communication_id,
        reply_id=command.reply_id,
        kind=command.kind,
        language=command.language,
        confidential_by_state=command.confidential_by_state,
        received_at=command.received_at,
    )
    withheld = state.public and command.confidential_by_state
    return [noted, _withheld(noted, asked)] if withheld else [noted]


def _note_translation(command: NoteTranslation, state: Transmitted) -> Sequence[PublicationFact]:
    """Nothing of a confidential reply waits for publication."""
    noted = state.replies.get(command.reply_id)
    known = translation_of(command.reply_id, command.language) in state.translations
    if noted is None or noted.confidential_by_state or known:
        return []
    return [
        TranslationAwaitsPublication(
            communication_id=command.communication_id,
            reply_id=command.reply_id,
            language=command.language,
            received_at=command.received_at,
        )
    ]


def _note_grade(command: NoteGrade, asked: Asked, state: Transmitted) -> Sequence[PublicationFact]:
    noted = state.replies.get(command.reply_id)
    key = (command.reply_id, command.mandate)
    if noted is None or state.grades.get(key) == (command.scheme, command.value):
        return []
    this = {
        "communication_id": command.communication_id,
        "reply_id": command.reply_id,
        "mandate": command.mandate,
        "scheme": command.scheme,
        "value": command.value,
    }
    if command.reply_id in state.shown and not noted.confidential_by_state:
        return [ReplyGradePublished(**this, published_at=asked.at)]
    return [GradeAwaitsPublication(**this)]


def _end(asked: Asked, state: Transmitted) -> Sequence[PublicationFact]:
    if state.over:
        return []
    if asked.at <= state.embargo_until:
        raise Refused("The embargo has not ended yet.")
    return [_ended(asked, state, early=False)]


def _move(command: MoveEmbargo, asked: Asked, state: Transmitted) -> Sequence[PublicationFact]:
    redaction.holder(
        command.mandate, asked, state, no="Only the Mandate-holder may move the embargo."
    )
    if command.embargo_until == state.embargo_until:
        return []
    if state.over:
        raise Refused("The embargo is over; it cannot be moved any more.")
    if command.embargo_until.tzinfo is None:
        raise Refused("The new end of the embargo needs its time zone.")
    if command.embargo_until < state.embargo_until:
        raise Refused("An embargo can only be moved to a later day. Decide early publication.")
    return [
        EmbargoMoved(
            communication_id=command.communication_id,
            mandate=command.mandate,
            embargo_until=command.embargo_until,
            reason=command.reason,
            moved_by=asked.by.actor_id,
            moved_at=asked.at,
        )
    ]


def _early(
    command: DecideEarlyPublication, asked: Asked, state: Transmitted
) -> Sequence[PublicationFact]:
    """Every signing mandate has to decide: none decides for another."""
    redaction.holder(
        command.mandate, asked, state, no="Only the Mandate-holder may decide early publication."
    )
    if state.over or command.mandate in state.early:
        return []
    decided = EarlyPublicationDecided(
        communication_id=command.communication_id,
        mandate=command.mandate,
        reason=command.reason,
        decided_by=asked.by.actor_id,
        decided_at=asked.at,
    )
    complete = {*state.early, command.mandate} >= set(state.letter.mandates)
    return [decided, _ended(asked, state, early=True)] if complete else [decided]


def _ended(asked: Asked, state: Transmitted, *, early: bool) -> EmbargoEnded:
    return EmbargoEnded(
        communication_id=state.letter.communication_id,
        recipient=state.letter.recipient,
        mandates=state.letter.mandates,
        early=early,
        ended_at=asked.at,
    )


def _publish(
    command: PublishDocument, asked: Asked, state: Transmitted
) -> Sequence[PublicationFact]:
    """Whoever asks, only text that a publication officer approved is published, unchanged."""
    if command.document in state.shown:
        return []
    if not state.over:
        raise Refused("The embargo has not ended yet.")
    made = {committed(command.text, salt) for salt in (command.salt, "")}
    if state.approved.get(command.document) not in made:
        raise Refused("This rendition is not the one that a publication officer approved.")
    if command.document == LETTER:
        return [_letter(command.text, asked, state), *_placeholders(asked, state)]
    if not state.public:
        raise Refused("A reply becomes public after its letter.")
    if command.document in state.translations:
        return _translation(state.translations[command.document], command.text, asked, state)
    return _reply(state.replies[command.document], command.text, asked, state)


def _letter(text: str, asked: Asked, state: Transmitted) -> CommunicationPublished:
    letter = state.letter
    return CommunicationPublished(
        communication_id=letter.communication_id,
        edition=state.edition + 1,
        reference=letter.reference,
        type=letter.type,
        recipient=letter.recipient,
        mandates=letter.mandates,
        transmitted_at=letter.transmitted_at,
        text=text,
        published_at=asked.at,
    )


def _placeholders(asked: Asked, state: Transmitted) -> list[ReplyWithheld]:
    return [
        _withheld(noted, asked) for noted in state.replies.values() if noted.confidential_by_state
    ]


def _withheld(noted: ReplyAwaitsPublication, asked: Asked) -> ReplyWithheld:
    return ReplyWithheld(
        communication_id=noted.communication_id,
        reply_id=noted.reply_id,
        kind=noted.kind,
        received_at=noted.received_at,
        withheld_at=asked.at,
    )


def _reply(
    noted: ReplyAwaitsPublication, text: str, asked: Asked, state: Transmitted
) -> list[PublicationFact]:
    published = ReplyPublished(
        communication_id=noted.communication_id,
        reply_id=noted.reply_id,
        kind=noted.kind,
        language=noted.language,
        received_at=noted.received_at,
        text=text,
        published_at=asked.at,
    )
    grades = [
        ReplyGradePublished(
            communication_id=noted.communication_id,
            reply_id=reply_id,
            mandate=mandate,
            scheme=scheme,
            value=value,
            published_at=asked.at,
        )
        for (reply_id, mandate), (scheme, value) in state.grades.items()
        if reply_id == noted.reply_id
    ]
    return [published, *grades]


def _translation(
    noted: TranslationAwaitsPublication, text: str, asked: Asked, state: Transmitted
) -> list[PublicationFact]:
    if noted.reply_id not in state.shown:
        raise Refused("A translation becomes public after its reply.")
    return [
        TranslationPublished(
            communication_id=noted.communication_id,
            reply_id=noted.reply_id,
            language=noted.language,
            received_at=noted.received_at,
            text=text,
            published_at=asked.at,
        )
    ]


def _withdraw(
    command: WithdrawPublication, asked: Asked, state: Transmitted
) -> Sequence[PublicationFact]:
    require(
        asked,
        Role.PUBLICATION_OFFICER,
        Role.MANDATE_HOLDER,
        no="Only the Publication officer or Mandate-holder may take back what was published.",
    )
    if not asked.by.has(Role.PUBLICATION_OFFICER) and asked.by.mandates.isdisjoint(
        state.letter.mandates
    ):
        raise Forbidden("Only the holder of a mandate that signed may take this back.")
    if not state.public:
        return []
    if command.reason not in WITHDRAWAL_REASONS:
        raise Refused("Choose the reason from the list.")
    return [
        PublicationWithdrawn(
            communication_id=command.communication_id,
            transmitted_at=state.letter.transmitted_at,
            mandates=state.letter.mandates,
            replies=tuple(sorted(state.replies)),
            reason=command.reason,
            note=command.note,
            withdrawn_by=asked.by.actor_id,
            withdrawn_at=asked.at,
            translations=tuple(sorted(state.translations)),
        )
    ]


PUBLICATION: Decider[Command, PublicationFact, State] = Decider(
    category="publication",
    key=lambda command: command.communication_id,
    initial=Absent(),
    decide=decide,
    evolve=evolve,
    creates=lambda command: isinstance(command, SetEmbargo),
)
