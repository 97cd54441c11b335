"""Issuing a statement: at once by a holder, or by the clock once its embargo is over.

The embargo of an end-of-mission statement ends with the press conference (E.2 of
visits-recommendations-knowledge.md, decision 0190).
"""

from collections.abc import Sequence

from services.approvals import authority
from services.approvals.events import Event
from services.approvals.statement import subject
from services.approvals.statement.state import Statement
from shared.contracts.approvals_statement_commands import (
    IssueStatement,
    LiftStatementEmbargo,
    ReleaseStatement,
    SetStatementEmbargo,
)
from shared.contracts.approvals_statements import (
    StatementEmbargoLifted,
    StatementEmbargoSet,
    StatementIssued,
    fingerprint,
)
from shared.core.actor import Asked
from shared.core.decider import Refused
from shared.core.geneva import day_of
from shared.core.said import Mandates
from shared.reference import mandate_acronym
from shared.reference.holding import transmits

_NO_CONSENT = (
    "Somebody behind this statement has not agreed to a press release, or withdrew consent. "
    "It can be approved and issued only once all agree."
)
_NOT_DECIDED = (
    "This text was changed. Your decision would have been for another wording; look at version "
    "{version}."
)
_UNDER_EMBARGO = "The statement is under embargo. Lift the embargo first, or wait for its end."
_PAST = (
    "Whoever set the embargo does not hold the mandate any more. A holder issues the statement, or "
    "sets the embargo anew."
)


def issue(command: IssueStatement, asked: Asked, state: Statement) -> Sequence[Event]:
    """Word for word what every mandate approved, while everybody behind it agrees."""
    authority.signing(command.mandate, asked, state.authority, "approve")
    _exact(command, state)
    if state.issued:
        return []
    if state.embargo is not None and asked.at < state.embargo.until:
        raise Refused(_UNDER_EMBARGO)
    return [_issued(command, asked, state, by=asked.by.actor_id)]


def release(command: ReleaseStatement, asked: Asked, state: Statement) -> Sequence[Event]:
    """Whoever asks, only what a holder put under embargo is issued, unchanged, and after it."""
    _exact(command, state)
    if state.issued:
        return []
    if state.embargo is None:
        raise Refused("This statement is under no embargo.")
    if asked.at < state.embargo.until:
        raise Refused("The embargo has not ended yet.")
    of = state.authority.holding(state.embargo.mandate)
    if not of.held_by(state.embargo.set_by, day_of(asked.at)):
        raise Refused(_PAST)
    return [_issued(command, asked, state, by=state.embargo.set_by)]


def set_embargo(command: SetStatementEmbargo, asked: Asked, state: Statement) -> Sequence[Event]:
    """Set the time of the press conference, or change it; the Government has the text before."""
    authority.signing(command.mandate, asked, state.authority, "approve")
    text = state.text
    text.exact(command.version, command.content_hash, no=_NOT_DECIDED)
    if state.kind != "end_of_mission" or state.submission_ids:
        raise Refused("Only an end-of-mission statement that is about no letter has an embargo.")
    if state.first_issued_at is not None:
        raise Refused("This statement is public already: a correction has no embargo.")
    _approved_by_all(state)
    subject.stays(state.about, state)
    if command.until.tzinfo is None or command.shared_at.tzinfo is None:
        raise Refused("The times of the embargo need their time zone.")
    if command.until <= asked.at:
        raise Refused("The press conference has to be still to come.")
    if command.shared_at >= command.until:
        raise Refused("The Government gets the statement before the press conference.")
    present = state.embargo
    if present and (present.until, present.shared_at) == (command.until, command.shared_at):
        return []
    return [
        StatementEmbargoSet(
            statement_id=command.statement_id,
            mandate=command.mandate,
            mandates=text.mandates,
            version=text.version,
            content_hash=text.content_hash,
            until=command.until,
            shared_at=command.shared_at,
            set_by=asked.by.actor_id,
            set_at=asked.at,
        )
    ]


def lift_embargo(command: LiftStatementEmbargo, asked: Asked, state: Statement) -> Sequence[Event]:
    """From then on a holder issues it; nothing is public by that alone."""
    authority.signing(command.mandate, asked, state.authority, "approve")
    if state.embargo is None or state.issued:
        return []
    state.text.exact(command.version, state.text.content_hash, no=_NOT_DECIDED)
    return [
        StatementEmbargoLifted(
            statement_id=command.statement_id,
            mandate=command.mandate,
            mandates=state.text.mandates,
            lifted_by=asked.by.actor_id,
            lifted_at=asked.at,
        )
    ]


def consented(state: Statement) -> None:
    """Refuse while somebody behind it does not agree to a press release (R13)."""
    if state.without_consent:
        raise Refused(_NO_CONSENT)


def _exact(command: IssueStatement | ReleaseStatement, state: Statement) -> None:
    """Refuse words other than those that were approved."""
    words, text = command.wording, state.text
    made = {fingerprint(state.kind, state.about, words, salt) for salt in (command.salt, "")}
    shown = text.content_hash if text.content_hash in made else ""
    text.exact(command.version, shown, no=_NOT_DECIDED)


def _approved_by_all(state: Statement) -> None:
    if state.text.missing:
        missing = Mandates(tuple(map(mandate_acronym, state.text.missing)))
        raise Refused("This text is not approved yet by {missing}.", missing=missing)


def _issued(
    command: IssueStatement | ReleaseStatement, asked: Asked, state: Statement, *, by: str
) -> StatementIssued:
    words, text = command.wording, state.text
    consented(state)
    _approved_by_all(state)
    for mandate in text.mandates:
        transmits(state.authority.holding(mandate), asked)
    subject.stays(state.about, state)
    subject.heard_first(state)
    if not (words.title and words.text):
        raise Refused("A statement has a title and a text.")
    if (state.about.view == "stated") != bool(words.government_view):
        raise Refused("Say what the Government's view is, or that none was received.")
    return StatementIssued(
        statement_id=command.statement_id,
        edition=state.edition + 1,
        kind=state.kind,
        mandates=text.mandates,
        states=state.about.states,
        language=state.about.language,
        symbol=state.about.symbol,
        visit_from=state.about.visit_from,
        visit_to=state.about.visit_to,
        title=words.title,
        text=words.text,
        government_view=words.government_view,
        content_hash=text.content_hash,
        first_issued_at=state.first_issued_at or asked.at,
        issued_by=by,
        issued_at=asked.at,
        mission_id=state.mission_id,
    )
