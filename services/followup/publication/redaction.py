"""Redactions and their approval: the redacted places of a document, with reason and author.

The original stays; each redaction has a reason and an author (R8 of procedure.md section 6.2). Any
redaction made or removed after the approval voids it. Two pairs of eyes: a person who worked on the
redactions of a document does not approve it.
"""

from collections.abc import Sequence

from services.followup.publication.commands import LETTER
from services.followup.publication.state import Transmitted
from shared.contracts.followup_publication import (
    NamesAllowed,
    PublicationFact,
    RedactionApprovalVoided,
    RedactionApproved,
    RedactionMade,
    RedactionRemoved,
)
from shared.contracts.followup_publication_commands import (
    AllowNames,
    ApproveRedaction,
    MakeRedactions,
    RemoveRedactions,
)
from shared.core.actor import Asked
from shared.core.decider import Forbidden, Refused, require
from shared.core.roles import Role
from shared.core.said import Number
from shared.reference.publication import REDACTION_REASONS

MOST = 2_000
"""Redactions of one document."""


def make(command: MakeRedactions, asked: Asked, state: Transmitted) -> Sequence[PublicationFact]:
    _redacts(asked, state)
    _document(command.document, state)
    known = state.redactions(command.document)
    taken = set(known.values())
    new = [
        one
        for one in command.redactions
        if one.redaction_id not in known and (one.start, one.end, one.form) not in taken
    ]
    if not new:
        return []
    _open(command.document, state)
    if len(known) + len(new) > MOST:
        raise Refused("A document can have at most {most} redactions.", most=Number(MOST))
    for one in new:
        if one.reason not in REDACTION_REASONS:
            raise Refused("Choose the reason from the list.")
        if not 0 <= one.start < one.end:
            raise Refused("Mark at least one character of the text.")
    made = [
        RedactionMade(
            communication_id=command.communication_id,
            document=command.document,
            redaction_id=one.redaction_id,
            start=one.start,
            end=one.end,
            form=one.form,
            reason=one.reason,
            made_by=asked.by.actor_id,
            made_at=asked.at,
        )
        for one in new
    ]
    return [*made, *_voided(command.document, asked, state)]


def remove(
    command: RemoveRedactions, asked: Asked, state: Transmitted
) -> Sequence[PublicationFact]:
    _redacts(asked, state)
    _document(command.document, state)
    known = state.redactions(command.document)
    there = [one for one in dict.fromkeys(command.redactions) if one in known]
    if not there:
        return []
    _open(command.document, state)
    gone = [
        RedactionRemoved(
            communication_id=command.communication_id,
            document=command.document,
            redaction_id=one,
            removed_by=asked.by.actor_id,
            removed_at=asked.at,
        )
        for one in there
    ]
    return [*gone, *_voided(command.document, asked, state)]


def allow_names(command: AllowNames, asked: Asked, state: Transmitted) -> Sequence[PublicationFact]:
    holder(
        command.mandate,
        asked,
        state,
        no="Only the Mandate-holder may let a name stand without consent.",
    )
    _document(command.document, state)
    if command.document in state.names_allowed:
        return []
    return [
        NamesAllowed(
            communication_id=command.communication_id,
            document=command.document,
            mandate=command.mandate,
            reason=command.reason,
            allowed_by=asked.by.actor_id,
            allowed_at=asked.at,
        )
    ]


def approve(
    command: ApproveRedaction, asked: Asked, state: Transmitted
) -> Sequence[PublicationFact]:
    require(
        asked,
        Role.PUBLICATION_OFFICER,
        no="Only the Publication officer may approve what is published.",
    )
    _document(command.document, state)
    if state.approved.get(command.document) == command.rendition_hash:
        return []
    _open(command.document, state)
    if set(command.redactions) != set(state.redactions(command.document)):
        raise Refused("The redactions have changed since you opened this page. Look at it again.")
    if asked.by.actor_id in state.redactors.get(command.document, frozenset()):
        raise Forbidden(
            "You redacted this text yourself. Another publication officer approves what is "
            "published."
        )
    if command.source_findings:
        raise Refused("The text still holds what identifies a source. Redact it first.")
    if command.name_findings and command.document not in state.names_allowed:
        raise Refused(
            "The text still holds a name that consent does not cover. Redact it, or ask a "
            "mandate-holder who signed to decide that it stays."
        )
    return [
        RedactionApproved(
            communication_id=command.communication_id,
            document=command.document,
            redactions=command.redactions,
            rendition=command.rendition,
            rendition_hash=command.rendition_hash,
            approved_by=asked.by.actor_id,
            approved_at=asked.at,
        )
    ]


def holder(mandate: str, asked: Asked, state: Transmitted, *, no: str) -> None:
    """Refuse everybody except the holder of this mandate, if it signed the letter."""
    require(asked, Role.MANDATE_HOLDER, no=no)
    if not asked.by.serves(mandate):
        raise Forbidden("You can decide only for a mandate that you hold.")
    if mandate not in state.letter.mandates:
        raise Refused("This mandate did not sign the letter.")


def _redacts(asked: Asked, state: Transmitted) -> None:
    require(
        asked,
        Role.PUBLICATION_OFFICER,
        Role.HUMAN_RIGHTS_OFFICER,
        no="Only the Publication officer or Human-rights officer may redact what is published.",
    )
    if not asked.by.has(Role.PUBLICATION_OFFICER) and asked.by.mandates.isdisjoint(
        state.letter.mandates
    ):
        raise Forbidden("Only an officer who services a mandate that signed may redact it.")


def _document(document: str, state: Transmitted) -> None:
    if document == LETTER or document in state.translations:
        return
    reply = state.replies.get(document)
    if reply is None:
        raise Refused("There is no such reply to this letter.")
    if reply.confidential_by_state:
        raise Refused("The State keeps this reply confidential: its text is not published.")


def _open(document: str, state: Transmitted) -> None:
    if document in state.shown:
        raise Refused("This is public already. Take it back first.")


def _voided(document: str, asked: Asked, state: Transmitted) -> list[RedactionApprovalVoided]:
    if document not in state.approved:
        return []
    return [
        RedactionApprovalVoided(
            communication_id=state.letter.communication_id, document=document, voided_at=asked.at
        )
    ]
