"""Decisions of the officer about a draft: procedure.md section 2.1, B1 and B4."""

from collections.abc import Sequence

from services.approvals.authority import officer_of
from services.approvals.communication import joining, signing
from services.approvals.communication.draft import Draft
from services.approvals.communication.state import Absent, State
from services.approvals.events import Event
from shared.contracts.approvals import CommunicationDrafted, DraftRevised
from shared.contracts.approvals_letter_commands import (
    DraftCommunication,
    RequestApproval,
    ReviseDraft,
)
from shared.core.actor import Asked
from shared.core.decider import Refused
from shared.reference import LANGUAGES, mandates, recipients
from shared.reference.approved_text import NOT_REQUESTED, well_formed


def draft(command: DraftCommunication, asked: Asked, state: State) -> Sequence[Event]:
    if not isinstance(state, Absent):
        return []
    officer_of(
        (command.lead_mandate,),
        asked,
        no="Only the Human-rights officer may draft a communication of it.",
        nor="Only an officer who services the mandate may draft a communication of it.",
    )
    others = tuple(dict.fromkeys(m for m in command.mandates if m != command.lead_mandate))
    if any(mandate not in mandates() for mandate in (command.lead_mandate, *others)):
        raise Refused("Choose mandates from the list.")
    if command.recipient not in recipients():
        raise Refused("Choose the recipient from the list.")
    _known(command.language)
    if not command.submission_ids:
        raise Refused("A communication rests on at least one submission.")
    if state.barred:
        raise Refused(signing.NO_CONSENT)
    until = joining.join_by(command.join_by, command.type, asked, state.joining)
    if command.follows_up == command.communication_id:
        raise Refused("A letter cannot follow itself up.")
    well_formed(command.content_hash)
    drafted = CommunicationDrafted(
        communication_id=command.communication_id,
        submission_ids=tuple(dict.fromkeys(command.submission_ids)),
        type=command.type,
        recipient=command.recipient,
        addressee=command.addressee,
        group_id=command.group_id,
        follows_up=command.follows_up,
        lead_mandate=command.lead_mandate,
        text=command.text,
        content_hash=command.content_hash,
        language=command.language,
        drafted_by=asked.by.actor_id,
        drafted_at=asked.at,
    )
    return [
        drafted,
        *(
            joining.invitation(command.communication_id, mandate, until, asked)
            for mandate in others
        ),
    ]


def revise(command: ReviseDraft, asked: Asked, state: Draft) -> Sequence[Event]:
    """An edit voids every approval (R1); an edit that changes nothing voids none.

    What was approved is a document in its language, so another language is an edit too.
    """
    officer_of(
        state.text.mandates,
        asked,
        no="Only the Human-rights officer may change the text.",
        nor="Only an officer who services the mandate may change the text.",
    )
    _known(command.language)
    spoken = command.language not in {None, state.language}
    if not state.text.edits(command.version, command.content_hash, otherwise=spoken):
        return []
    revised = DraftRevised(
        communication_id=command.communication_id,
        version=state.text.version + 1,
        text=command.text,
        content_hash=command.content_hash,
        language=command.language,
        revised_by=asked.by.actor_id,
        revised_at=asked.at,
    )
    return [revised, *signing.voided(command.communication_id, asked, state)]


def _known(language: str | None) -> None:
    if language is not None and language not in LANGUAGES:
        raise Refused("Choose the language from the list.")


def ask_for_approval(command: RequestApproval, asked: Asked, state: Draft) -> Sequence[Event]:
    officer_of(
        (state.text.lead,),
        asked,
        no="Only the Human-rights officer may ask for approval.",
        nor="Only an officer who services the mandate may ask for approval.",
    )
    signing.consented(state)
    state.text.exact(command.version, command.content_hash, no=NOT_REQUESTED)
    if state.text.requested:
        return []
    return [joining.requested(command.communication_id, asked, state)]
