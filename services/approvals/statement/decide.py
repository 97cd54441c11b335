"""A press release, end-of-mission statement or mission report: drafted, approved by all, issued.

Guards: procedure.md section 2.1, B11, section 2.4, F12 and F14, section 6.2, R1, R2, R4, R6 and
R13. Only a mandate-holder issues it (B11, F12); a correction is another text of the same statement,
approved again, which replaces the public one.
"""

from collections.abc import Sequence
from typing import assert_never

from services.approvals import authority, consent, holding, missions, press
from services.approvals.authority import officer_of
from services.approvals.events import Event
from services.approvals.statement import issuing, passing, subject, vacant
from services.approvals.statement.commands import (
    Command,
    DropVacantSigner,
    PassStatementOn,
    VoidPastSignature,
)
from services.approvals.statement.state import (
    Absent,
    Record,
    State,
    Statement,
    Withdrawn,
    evolve,
)
from shared.contracts.approvals_statement_commands import (
    ApproveStatement,
    DeclineStatement,
    DraftStatement,
    IssueStatement,
    LiftStatementEmbargo,
    OfMandate,
    ReleaseStatement,
    RequestStatementApproval,
    RequestStatementChanges,
    ReviseStatement,
    SetStatementEmbargo,
    WithdrawStatement,
)
from shared.contracts.approvals_statements import (
    StatementApprovalGiven,
    StatementApprovalRequested,
    StatementApprovalVoided,
    StatementChangesRequested,
    StatementDeclined,
    StatementDrafted,
    StatementRevised,
    StatementWithdrawn,
)
from shared.core.actor import Asked
from shared.core.decider import Decider, Forbidden, Refused
from shared.reference import mandates
from shared.reference.approved_text import NOT_REQUESTED, well_formed
from shared.reference.mandate_holder import in_person

_COUNTS = (
    ApproveStatement,
    DeclineStatement,
    IssueStatement,
    DropVacantSigner,
    VoidPastSignature,
    PassStatementOn,
)
"""What counts on the others reads whether each of them is in office still."""
_KEPT = "The mandate that led this statement has ended, and the statement is kept as a record."
_ISSUED = "This text is issued. To correct it, change the text first."


def decide(command: Command, asked: Asked, state: State) -> Sequence[Event]:
    if isinstance(command, DraftStatement):
        return _draft(command, asked, state)
    if isinstance(state, Absent):
        raise Refused("There is no such statement.")
    if isinstance(command, DropVacantSigner):
        return vacant.drop(command, asked, state) if isinstance(state, Statement) else []
    if isinstance(command, VoidPastSignature):
        return vacant.void(command, asked, state) if isinstance(state, Statement) else []
    if isinstance(command, PassStatementOn):
        return passing.pass_on(command, asked, state) if isinstance(state, Statement) else []
    if isinstance(state, Withdrawn):
        if isinstance(command, WithdrawStatement):
            return []
        raise Refused("This statement was withdrawn.")
    if isinstance(state, Record):
        if isinstance(command, WithdrawStatement):
            return []
        raise Refused(_KEPT)
    if isinstance(command, ReviseStatement):
        return _revise(command, asked, state)
    if isinstance(command, RequestStatementApproval):
        return _request(command, asked, state)
    if isinstance(command, ReleaseStatement):
        return issuing.release(command, asked, state)
    return _of_mandate(command, asked, state)


def _of_mandate(command: OfMandate, asked: Asked, state: Statement) -> Sequence[Event]:
    if command.mandate not in state.text.mandates:
        if isinstance(command, DeclineStatement):
            in_person(command.mandate, asked)
            return []
        raise Forbidden("This statement is not in the name of this mandate.")
    match command:
        case ApproveStatement():
            return _approve(command, asked, state)
        case RequestStatementChanges():
            return _changes(command, asked, state)
        case DeclineStatement():
            return _decline(command, asked, state)
        case IssueStatement():
            return issuing.issue(command, asked, state)
        case SetStatementEmbargo():
            return issuing.set_embargo(command, asked, state)
        case LiftStatementEmbargo():
            return issuing.lift_embargo(command, asked, state)
        case WithdrawStatement():
            authority.acting(command.mandate, asked, state.authority, "approve")
            return [
                StatementWithdrawn(
                    statement_id=command.statement_id,
                    mandate=command.mandate,
                    first_issued_at=state.first_issued_at,
                    reason=command.reason,
                    withdrawn_by=asked.by.actor_id,
                    withdrawn_at=asked.at,
                )
            ]
    assert_never(command)


# --- the officer -------------------------------------------------------------------------------


def _draft(command: DraftStatement, asked: Asked, state: State) -> Sequence[Event]:
    if not isinstance(state, Absent):
        return []
    officer_of(
        (command.lead_mandate,),
        asked,
        no="Only the Human-rights officer may draft a statement in its name.",
        nor="Only an officer who services the mandate may draft a statement in its name.",
    )
    names = tuple(dict.fromkeys((command.lead_mandate, *command.mandates)))
    if any(one not in mandates() for one in names):
        raise Refused("Choose mandates from the list.")
    well_formed(command.content_hash)
    subject.well_formed(command.kind, command.about)
    subject.of_mission(command, state)
    behind: dict[str, None] = {}
    for one in command.communication_ids:
        letter = state.transmitted.get(one)
        if letter is None:
            raise Refused("A statement can be about a communication once that was transmitted.")
        if command.lead_mandate not in letter.mandates:
            raise Forbidden("Only a mandate that signed the letter leads a statement about it.")
        behind |= dict.fromkeys(letter.submission_ids)
    return [
        StatementDrafted(
            statement_id=command.statement_id,
            kind=command.kind,
            mandates=names,
            communication_ids=tuple(dict.fromkeys(command.communication_ids)),
            submission_ids=tuple(behind),
            about=command.about,
            wording=command.wording,
            content_hash=command.content_hash,
            drafted_by=asked.by.actor_id,
            drafted_at=asked.at,
            mission_id=command.mission_id,
        )
    ]


def _revise(command: ReviseStatement, asked: Asked, state: Statement) -> Sequence[Event]:
    """An edit voids every approval (R1); an edit that changes nothing voids none."""
    officer_of(
        state.text.mandates,
        asked,
        no="Only the Human-rights officer may change the text.",
        nor="Only an officer who services the mandate may change the text.",
    )
    if not state.text.edits(command.version, command.content_hash):
        return []
    subject.well_formed(state.kind, command.about)
    subject.stays(command.about, state)
    revised = StatementRevised(
        statement_id=command.statement_id,
        version=state.text.version + 1,
        about=command.about,
        wording=command.wording,
        content_hash=command.content_hash,
        revised_by=asked.by.actor_id,
        revised_at=asked.at,
    )
    return [revised, *([] if state.issued else _voided(command.statement_id, asked, state))]


def _request(command: RequestStatementApproval, asked: Asked, state: Statement) -> Sequence[Event]:
    text = state.text
    officer_of(
        (text.lead,),
        asked,
        no="Only the Human-rights officer may ask for approval.",
        nor="Only an officer who services the mandate may ask for approval.",
    )
    issuing.consented(state)
    text.exact(command.version, command.content_hash, no=NOT_REQUESTED)
    if state.issued:
        raise Refused(_ISSUED)
    if text.requested:
        return []
    subject.stays(state.about, state)
    return [
        StatementApprovalRequested(
            statement_id=command.statement_id,
            version=text.version,
            content_hash=text.content_hash,
            mandates=text.mandates,
            requested_by=asked.by.actor_id,
            requested_at=asked.at,
        )
    ]


# --- the holders -------------------------------------------------------------------------------


def _approve(command: ApproveStatement, asked: Asked, state: Statement) -> Sequence[Event]:
    """The holder in person (R2), who did not write the text (R4), for this exact text."""
    delegation = authority.signing(command.mandate, asked, state.authority, "approve")
    past, text = vacant.fresh(command.statement_id, asked, state)
    text.approvable(
        command.version, command.content_hash, asked, consented=lambda: issuing.consented(state)
    )
    if command.mandate in text.approvals:
        return past
    given = StatementApprovalGiven(
        statement_id=command.statement_id,
        mandate=command.mandate,
        version=text.version,
        content_hash=text.content_hash,
        delegation_id=delegation,
        given_by=asked.by.actor_id,
        given_at=asked.at,
    )
    if text.lacks_only(command.mandate):
        return [*past, given, vacant.approved(command.statement_id, asked, text)]
    return [*past, given]


def _changes(command: RequestStatementChanges, asked: Asked, state: Statement) -> Sequence[Event]:
    """Every member of a working group may ask, since this sends nothing."""
    in_person(command.mandate, asked)
    text = state.text
    text.exact(command.version, text.content_hash, no=NOT_REQUESTED)
    if state.issued:
        raise Refused(_ISSUED)
    text.must_be_requested()
    changes = StatementChangesRequested(
        statement_id=command.statement_id,
        mandate=command.mandate,
        mandates=text.mandates,
        version=text.version,
        note=command.note,
        requested_by=asked.by.actor_id,
        requested_at=asked.at,
    )
    return [changes, *_voided(command.statement_id, asked, state)]


def _decline(command: DeclineStatement, asked: Asked, state: Statement) -> Sequence[Event]:
    """The statement goes on without the mandate, which can withdraw an issued one."""
    authority.acting(command.mandate, asked, state.authority, "approve")
    if command.mandate == state.text.lead:
        raise Refused("The mandate that leads cannot decline; it can withdraw the statement.")
    if state.first_issued_at is not None or command.mandate in state.text.approvals:
        raise Refused("This mandate has approved it, and cannot decline any more.")
    left = state.text.left(command.mandate)
    declined = StatementDeclined(
        statement_id=command.statement_id,
        mandate=command.mandate,
        mandates=left.mandates,
        declined_by=asked.by.actor_id,
        declined_at=asked.at,
    )
    return [declined, *vacant.cleared_without(command.statement_id, command.mandate, asked, state)]


# --- what several need -------------------------------------------------------------------------


def _voided(statement_id: str, asked: Asked, state: Statement) -> list[StatementApprovalVoided]:
    return [
        StatementApprovalVoided(
            statement_id=statement_id, mandate=one, version=state.text.version, voided_at=asked.at
        )
        for one in state.text.given
    ]


def _consults(command: Command, state: State) -> Sequence[str]:
    """Return the streams of letters, the mission, consent, and who may act for the mandate."""
    if isinstance(command, DraftStatement):
        letters = [f"communication-{one}" for one in command.communication_ids]
        return [*letters, *_mission(command.mission_id)]
    if not isinstance(state, Statement):
        return []
    mission = _mission(state.mission_id)
    if isinstance(command, ReviseStatement):
        return mission
    behind = [of(one) for one in state.submission_ids for of in (consent.stream, press.stream)]
    if isinstance(command, RequestStatementApproval):
        return [*behind, *mission]
    mandates = state.text.mandates
    if isinstance(command, ReleaseStatement):
        return [*behind, *mission, *map(holding.stream, mandates)]
    if command.mandate not in mandates:
        return behind
    named = mandates if isinstance(command, _COUNTS) else ()
    beside = [holding.stream(one) for one in named if one != command.mandate]
    read = mission if isinstance(command, IssueStatement | SetStatementEmbargo) else []
    return [*behind, *read, *beside, *authority.streams(command.mandate)]


def _mission(mission_id: str | None) -> list[str]:
    return [] if mission_id is None else [missions.stream(mission_id)]


def _creates(command: Command) -> bool:
    return isinstance(command, DraftStatement)


STATEMENT: Decider[Command, Event, State] = Decider(
    category="statement",
    key=lambda command: command.statement_id,
    initial=Absent(),
    decide=decide,
    evolve=evolve,
    creates=_creates,
    consults=_consults,
)
