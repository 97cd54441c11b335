"""Commands and events of a statement, for the tests of its rules."""

from dataclasses import replace
from datetime import date

from shared.contracts.approvals import CommunicationTransmitted
from shared.contracts.approvals_statement_commands import (
    ApproveStatement,
    DeclineStatement,
    DraftStatement,
    IssueStatement,
    RequestStatementApproval,
    RequestStatementChanges,
    ReviseStatement,
    WithdrawStatement,
)
from shared.contracts.approvals_statements import (
    About,
    PressConsentNoted,
    StatementApprovalGiven,
    StatementApprovalRequested,
    StatementApproved,
    StatementDrafted,
    StatementIssued,
    StatementRevised,
    StatementWithdrawn,
    Wording,
    fingerprint,
)
from shared.core.message import Sealed
from shared.core.testing import AT

ID = "4b6c1a52-9d0e-5c1e-8f5e-2f0d1c3b5a77"
LETTER = "2f1c0f0e-0b7e-5d53-9a36-6f1b0f4f2a11"
SUBMISSION = "5e0f3ad2-5b0e-5b9f-9c57-7c0c40b4ff0a"
LEAD, OTHER = "sr-torture", "wgad"
SEALED = Sealed(f"statement-{ID}", "sealed")

ABOUT = About(states=("KEN",), language="en", view="none_received")
VISIT = replace(ABOUT, visit_from=date(2025, 11, 3), visit_to=date(2025, 11, 14))
WORDS = Wording(title="Release them", text="We are alarmed.", government_view="")
BETTER = replace(WORDS, text="We are deeply alarmed.")
FIRST = fingerprint("press_release", ABOUT, WORDS)
SECOND = fingerprint("press_release", ABOUT, BETTER)

DRAFT = DraftStatement(
    statement_id=ID,
    kind="press_release",
    lead_mandate=LEAD,
    mandates=(OTHER,),
    communication_ids=(LETTER,),
    about=ABOUT,
    wording=SEALED,
    content_hash=FIRST,
)
REVISE = ReviseStatement(
    statement_id=ID, version=1, about=ABOUT, wording=SEALED, content_hash=SECOND
)
REQUEST = RequestStatementApproval(statement_id=ID, version=1, content_hash=FIRST)
APPROVE = ApproveStatement(statement_id=ID, mandate=LEAD, version=1, content_hash=FIRST)
OTHER_APPROVE = replace(APPROVE, mandate=OTHER)
CHANGES = RequestStatementChanges(statement_id=ID, mandate=LEAD, version=1, note=SEALED)
DECLINE = DeclineStatement(statement_id=ID, mandate=OTHER)
ISSUE = IssueStatement(statement_id=ID, mandate=LEAD, version=1, wording=WORDS)
WITHDRAW = WithdrawStatement(statement_id=ID, mandate=LEAD, reason=SEALED)

GONE = CommunicationTransmitted(
    communication_id=LETTER,
    submission_ids=(SUBMISSION,),
    type="UA",
    recipient="KEN",
    mandates=(LEAD, OTHER),
    reference="UA KEN 1/2026",
    version=1,
    content_hash="1" * 64,
    channel="diplomatic channels",
    transmitted_by="chief",
    transmitted_at=AT,
)
DRAFTED = StatementDrafted(
    statement_id=ID,
    kind="press_release",
    mandates=(LEAD, OTHER),
    communication_ids=(LETTER,),
    submission_ids=(SUBMISSION,),
    about=ABOUT,
    wording=SEALED,
    content_hash=FIRST,
    drafted_by="officer",
    drafted_at=AT,
)
REVISED = StatementRevised(
    statement_id=ID,
    version=2,
    about=ABOUT,
    wording=SEALED,
    content_hash=SECOND,
    revised_by="officer",
    revised_at=AT,
)
REQUESTED = StatementApprovalRequested(
    statement_id=ID,
    version=1,
    content_hash=FIRST,
    mandates=(LEAD, OTHER),
    requested_by="officer",
    requested_at=AT,
)
GIVEN = StatementApprovalGiven(
    statement_id=ID,
    mandate=LEAD,
    version=1,
    content_hash=FIRST,
    delegation_id=None,
    given_by="holder",
    given_at=AT,
)
OTHER_GIVEN = replace(GIVEN, mandate=OTHER, given_by="other-holder")
APPROVED = StatementApproved(
    statement_id=ID, version=1, content_hash=FIRST, mandates=(LEAD, OTHER), approved_at=AT
)
ISSUED = StatementIssued(
    statement_id=ID,
    edition=1,
    kind="press_release",
    mandates=(LEAD, OTHER),
    states=("KEN",),
    language="en",
    symbol=None,
    visit_from=None,
    visit_to=None,
    title=WORDS.title,
    text=WORDS.text,
    government_view="",
    content_hash=FIRST,
    first_issued_at=AT,
    issued_by="holder",
    issued_at=AT,
)
WITHDRAWN = StatementWithdrawn(
    statement_id=ID,
    mandate=LEAD,
    first_issued_at=None,
    reason=SEALED,
    withdrawn_by="holder",
    withdrawn_at=AT,
)
AGREED = PressConsentNoted(submission_id=SUBMISSION, agreed=("one",), refused=(), noted_at=AT)
REFUSING = PressConsentNoted(
    submission_id=SUBMISSION, agreed=("one",), refused=("two",), noted_at=AT
)
ASKED = (DRAFTED, AGREED, REQUESTED)
CLEARED = (*ASKED, GIVEN, OTHER_GIVEN, APPROVED)
OUT = (*CLEARED, ISSUED)
