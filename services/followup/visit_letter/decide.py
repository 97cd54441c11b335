"""A request for a visit or a reminder, approved word for word by each mandate that asks (V1, V2).

An officer writes it, each holder approves that very text (R1, R2, R4), the desk or an officer
records that it was sent. A policy then puts it on the visit file of each mandate.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import assert_never

from services.followup import holding
from services.followup.visit_file.dates import sound
from services.followup.visit_letter import sending, whose
from services.followup.visit_letter.state import (
    Absent,
    Heard,
    State,
    VisitLetter,
    evolve,
    stands,
    step_of,
)
from shared.contracts.followup_visit_letter_commands import (
    ApproveVisitLetter,
    Command,
    DraftVisitLetter,
    HandOverVisitLetter,
    HoldVisitLetterBack,
    LeaveVisitLetter,
    OfMandate,
    OfSending,
    RequestVisitLetterApproval,
    RequestVisitLetterChanges,
    ReviseVisitLetter,
    SendVisitLetter,
    StrikeVisitLetterSending,
    WithdrawVisitLetter,
)
from shared.contracts.followup_visit_letters import (
    Asking,
    Fact,
    VisitLetterApprovalRequested,
    VisitLetterApproved,
    VisitLetterChangesRequested,
    VisitLetterDrafted,
    VisitLetterLeft,
    VisitLetterRevised,
    VisitLetterWithdrawn,
)
from shared.contracts.followup_visits import Document, Letter
from shared.core.actor import Asked
from shared.core.decider import Decider, Forbidden, Refused
from shared.core.geneva import day_of
from shared.reference import mandates
from shared.reference.approved_text import NOT_REQUESTED, well_formed
from shared.reference.visits import KINDS, visit_file_id, visited

_MOST_MANDATES = 20


def decide(command: Command, asked: Asked, state: State) -> Sequence[Fact]:
    if isinstance(command, DraftVisitLetter):
        return _draft(command, asked, state)
    if isinstance(state, Absent):
        raise Refused("There is no such letter.")
    if state.ended is not None:
        return _ended(command, asked, state)
    match command:
        case ReviseVisitLetter():
            return _revise(command, asked, state)
        case RequestVisitLetterApproval():
            return _request(command, asked, state)
        case WithdrawVisitLetter():
            whose.leads(asked, state)
            sending.not_handed_over(state)
            withdrawn = VisitLetterWithdrawn(**step_of(command.visit_letter_id, asked, state))
            return [stands(state, withdrawn)]
        case (
            HandOverVisitLetter()
            | HoldVisitLetterBack()
            | SendVisitLetter()
            | StrikeVisitLetterSending()
        ):
            return _of_sending(command, asked, state)
        case _:
            return _of_mandate(command, asked, state)


def _of_sending(command: OfSending, asked: Asked, state: VisitLetter) -> Sequence[Fact]:
    whose.sends(asked, state)
    match command:
        case HandOverVisitLetter():
            return sending.hand_over(command, asked, state)
        case HoldVisitLetterBack():
            return sending.hold_back(command, asked, state)
        case SendVisitLetter():
            return [sending.send(command, asked, state)]
        case StrikeVisitLetterSending():
            return sending.strike(command, asked, state)
    assert_never(command)


def _of_mandate(command: OfMandate, asked: Asked, state: VisitLetter) -> Sequence[Fact]:
    if command.mandate not in state.text.mandates:
        raise Forbidden("This letter is not in the name of this mandate.")
    match command:
        case ApproveVisitLetter():
            return _approve(command, asked, state)
        case RequestVisitLetterChanges():
            return _changes(command, asked, state)
        case LeaveVisitLetter():
            return _leave(command, asked, state)
    assert_never(command)


def _ended(command: Command, asked: Asked, state: VisitLetter) -> Sequence[Fact]:
    if state.ended == "withdrawn":
        if isinstance(command, WithdrawVisitLetter):
            return []
        raise Refused("This letter was withdrawn.")
    if isinstance(command, StrikeVisitLetterSending):
        return _of_sending(command, asked, state)
    if isinstance(command, SendVisitLetter):
        whose.sends(asked, state)
        if (command.passed_on, command.channel) == state.sent:
            return []
    raise Refused("This letter was sent. What follows is another letter.")


# --- the officer ---------------------------------------------------------------------------------


def _draft(command: DraftVisitLetter, asked: Asked, state: State) -> Sequence[Fact]:
    if not isinstance(state, Absent):
        return []
    names = tuple(dict.fromkeys(command.mandates))
    whose.writes(names[:1], asked)
    if not set(names) <= set(mandates()) or len(names) > _MOST_MANDATES:
        raise Refused("Choose mandates from the list.")
    if command.state not in visited():
        raise Refused("Choose the State from the list.")
    well_formed(command.content_hash)
    _asks(command.letter, command.asking, asked)
    new = VisitLetterDrafted(
        visit_letter_id=command.visit_letter_id,
        letter=command.letter,
        state=command.state,
        mandates=names,
        approved=(),
        stage="drafting",
        version=1,
        content_hash=command.content_hash,
        step=1,
        done_by=asked.by.actor_id,
        done_at=asked.at,
        asking=command.asking,
        text=command.text,
    )
    return [new]


def _revise(command: ReviseVisitLetter, asked: Asked, state: VisitLetter) -> Sequence[Fact]:
    """An edit voids every approval (R1); an edit that changes nothing voids none."""
    whose.writes(state.text.mandates, asked)
    sending.not_handed_over(state)
    if not state.text.edits(command.version, command.content_hash):
        return []
    _asks(state.letter, command.asking, asked)
    revised = VisitLetterRevised(
        **step_of(command.visit_letter_id, asked, state), asking=command.asking, text=command.text
    )
    revised = replace(revised, version=state.text.version + 1, content_hash=command.content_hash)
    return [stands(state, revised)]


def _request(
    command: RequestVisitLetterApproval, asked: Asked, state: VisitLetter
) -> Sequence[Fact]:
    whose.writes(state.text.mandates, asked)
    state.text.exact(command.version, command.content_hash, no=NOT_REQUESTED)
    if state.text.requested:
        return []
    own = [one for one in state.text.mandates if asked.by.serves(one)]
    sending.makes_sense(state, day_of(asked.at), own)
    asked_for = VisitLetterApprovalRequested(**step_of(command.visit_letter_id, asked, state))
    return [stands(state, asked_for)]


def _asks(letter: Letter, asking: Asking, asked: Asked) -> None:
    if letter == "reminder":
        if asking != Asking():
            raise Refused("A reminder names neither a kind of visit nor dates.")
        return
    if asking.kind not in KINDS:
        raise Refused("Choose from the list what kind of visit it is.")
    today = day_of(asked.at)
    sound(asking.dates, Document(document_id="", dated_on=today, passed_on=today))


# --- the holders ---------------------------------------------------------------------------------


def _approve(command: ApproveVisitLetter, asked: Asked, state: VisitLetter) -> Sequence[Fact]:
    """The holder in person (R2), who did not write the text (R4), for this exact text."""
    whose.signs(command.mandate, asked, state)
    state.text.approvable(command.version, command.content_hash, asked, consented=lambda: None)
    today = day_of(asked.at)
    if command.mandate in state.text.approvals and command.mandate not in state.past(today):
        return []
    sending.makes_sense(state, today, [command.mandate])
    given = VisitLetterApproved(
        **step_of(command.visit_letter_id, asked, state), mandate=command.mandate
    )
    return [stands(state, given)]


def _changes(
    command: RequestVisitLetterChanges, asked: Asked, state: VisitLetter
) -> Sequence[Fact]:
    whose.holds(command.mandate, asked, state)
    sending.not_handed_over(state)
    state.text.exact(command.version, state.text.content_hash, no=NOT_REQUESTED)
    state.text.must_be_requested()
    changes = VisitLetterChangesRequested(
        **step_of(command.visit_letter_id, asked, state),
        mandate=command.mandate,
        note=command.note,
    )
    return [stands(state, changes)]


def _leave(command: LeaveVisitLetter, asked: Asked, state: VisitLetter) -> Sequence[Fact]:
    """The text stays as it is, and so do the approvals of the others."""
    vacant = whose.leaves(command.mandate, asked, state)
    sending.not_handed_over(state)
    if len(state.text.mandates) == 1:
        raise Refused("No mandate would be left. Withdraw the letter instead.")
    left = VisitLetterLeft(
        **step_of(command.visit_letter_id, asked, state), mandate=command.mandate, vacant=vacant
    )
    return [stands(state, left)]


def _consults(command: Command, state: State) -> Sequence[str]:
    """Return the streams of who holds the mandates, and of their visit files."""
    if not isinstance(state, VisitLetter) or isinstance(command, ReviseVisitLetter):
        return []
    names = state.text.mandates
    files = [f"visitfile-{visit_file_id(one, state.state)}" for one in names]
    return [*map(holding.stream, names), *files]


VISIT_LETTER: Decider[Command, Heard, State] = Decider(
    category="visitletter",
    key=lambda command: command.visit_letter_id,
    initial=Absent(),
    decide=decide,
    evolve=evolve,
    creates=lambda command: isinstance(command, DraftVisitLetter),
    consults=_consults,
)
