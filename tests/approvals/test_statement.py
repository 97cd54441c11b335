"""A statement is issued word for word as every mandate approved it, or it is not issued."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from services.approvals.communication.decide import COMMUNICATION
from services.approvals.statement.decide import STATEMENT
from shared.contracts.approvals_authority import DelegationGranted
from shared.contracts.approvals_drafting import SubmissionBarred, SubmissionUnbarred
from shared.contracts.approvals_statement_commands import DraftStatement
from shared.contracts.approvals_statements import (
    StatementApprovalVoided,
    StatementChangesRequested,
    StatementDeclined,
    fingerprint,
)
from shared.core.testing import AT, given
from tests.approvals import support
from tests.approvals.statements import (
    ABOUT,
    AGREED,
    APPROVE,
    APPROVED,
    ASKED,
    BETTER,
    CHANGES,
    CLEARED,
    DECLINE,
    DRAFT,
    DRAFTED,
    FIRST,
    GIVEN,
    GONE,
    ID,
    ISSUE,
    ISSUED,
    LEAD,
    LETTER,
    OTHER,
    OTHER_APPROVE,
    OTHER_GIVEN,
    OUT,
    REFUSING,
    REQUEST,
    REQUESTED,
    REVISE,
    REVISED,
    SEALED,
    SECOND,
    SUBMISSION,
    VISIT,
    WORDS,
)
from tests.approvals.support import (
    CHIEF,
    DESK,
    HOLDER,
    MEMBER,
    OFFICER,
    OTHER_HOLDER,
    OTHER_OFFICER,
    STRANGE_HOLDER,
    STRANGE_OFFICER,
)


def voided(mandate: str) -> StatementApprovalVoided:
    return StatementApprovalVoided(statement_id=ID, mandate=mandate, version=1, voided_at=AT)


# --- drafting ----------------------------------------------------------------------------------


def test_an_officer_drafts_a_statement_about_a_letter_that_went() -> None:
    given(STATEMENT, GONE).when(DRAFT, by=OFFICER).then(DRAFTED)
    given(STATEMENT, DRAFTED).when(DRAFT, by=OFFICER).then_nothing()


def test_a_statement_may_be_about_no_letter() -> None:
    alone = replace(DRAFT, communication_ids=(), mandates=())
    drafted = replace(DRAFTED, communication_ids=(), submission_ids=(), mandates=(LEAD,))
    given(STATEMENT).when(alone, by=OFFICER).then(drafted)


def test_a_letter_that_has_not_gone_is_not_spoken_of() -> None:
    given(STATEMENT).when(DRAFT, by=OFFICER).then_refused("once that was transmitted")


def test_only_a_mandate_that_signed_the_letter_leads_a_statement_about_it() -> None:
    given(STATEMENT, replace(GONE, mandates=(OTHER,))).when(DRAFT, by=OFFICER).then_forbidden()


@pytest.mark.parametrize("who", [HOLDER, CHIEF, DESK, STRANGE_OFFICER])
def test_nobody_but_an_officer_of_the_lead_mandate_drafts(who: Any) -> None:
    given(STATEMENT, GONE).when(DRAFT, by=who).then_forbidden()


REPORT = replace(
    DRAFT,
    kind="mission_report",
    communication_ids=(),
    about=replace(VISIT, symbol="A/HRC/61/40/Add.1"),
)


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        (replace(DRAFT, mandates=("no-such",)), "mandates from the list"),
        (replace(DRAFT, content_hash="x"), "fingerprint"),
        (replace(DRAFT, about=replace(ABOUT, states=("ZZZ",))), "States from the list"),
        (replace(DRAFT, about=replace(ABOUT, states=("OTH",))), "States from the list"),
        (replace(DRAFT, about=replace(ABOUT, language="xx")), "language from the list"),
        (replace(REPORT, about=replace(REPORT.about, states=())), "State that was visited"),
        (replace(REPORT, about=ABOUT), "first and the last day"),
        (
            replace(REPORT, about=replace(REPORT.about, visit_to=date(2025, 11, 2))),
            "first and the last day",
        ),
        (replace(REPORT, about=replace(REPORT.about, symbol=None)), "document symbol"),
        (replace(REPORT, about=replace(REPORT.about, symbol="A/HRC/61/40")), "document symbol"),
    ],
)
def test_what_is_not_well_formed_is_refused(wrong: DraftStatement, sentence: str) -> None:
    given(STATEMENT, GONE).when(wrong, by=OFFICER).then_refused(sentence)


def test_a_mission_report_has_its_symbol_and_an_end_of_mission_statement_needs_none() -> None:
    mission = replace(REPORT, kind="end_of_mission", about=VISIT)
    for command in (REPORT, mission):
        drafted = replace(
            DRAFTED,
            kind=command.kind,
            about=command.about,
            communication_ids=(),
            submission_ids=(),
        )
        given(STATEMENT).when(command, by=OFFICER).then(drafted)


def test_nothing_can_be_asked_about_what_is_not_there() -> None:
    given(STATEMENT).when(REQUEST, by=OFFICER).then_refused("no such statement")


# --- the text ----------------------------------------------------------------------------------


@pytest.mark.parametrize("who", [OFFICER, OTHER_OFFICER])
def test_officers_of_every_mandate_change_the_text(who: Any) -> None:
    changed = replace(REVISED, revised_by=who.actor_id)
    given(STATEMENT, DRAFTED).when(REVISE, by=who).then(changed)


def test_an_edit_voids_every_approval() -> None:
    given(STATEMENT, *CLEARED).when(REVISE, by=OFFICER).then(REVISED, voided(LEAD), voided(OTHER))
    after = (*CLEARED, REVISED, voided(LEAD), voided(OTHER))
    second = replace(ISSUE, version=2, wording=BETTER)
    given(STATEMENT, *after).when(second, by=HOLDER).then_refused("not approved yet")


def test_an_edit_that_changes_nothing_voids_nothing() -> None:
    given(STATEMENT, *CLEARED).when(replace(REVISE, content_hash=FIRST), by=OFFICER).then_nothing()


def test_who_edited_an_old_text_is_told_so() -> None:
    late = replace(REVISE, content_hash="3" * 64)
    given(STATEMENT, DRAFTED, REVISED).when(late, by=OFFICER).then_refused("Look at version 2")


def test_strangers_change_nothing() -> None:
    given(STATEMENT, DRAFTED).when(REVISE, by=STRANGE_OFFICER).then_forbidden()
    given(STATEMENT, DRAFTED).when(REVISE, by=HOLDER).then_forbidden()
    malformed = replace(REVISE, content_hash="x")
    given(STATEMENT, DRAFTED).when(malformed, by=OFFICER).then_refused("fingerprint")


# --- approval ----------------------------------------------------------------------------------


def test_approval_is_asked_once_by_the_lead_mandates_officer() -> None:
    given(STATEMENT, DRAFTED, AGREED).when(REQUEST, by=OFFICER).then(REQUESTED)
    given(STATEMENT, *ASKED).when(REQUEST, by=OFFICER).then_nothing()
    given(STATEMENT, DRAFTED, AGREED).when(REQUEST, by=OTHER_OFFICER).then_forbidden()


def test_every_holder_approves_the_exact_text_and_the_last_one_clears_it() -> None:
    given(STATEMENT, *ASKED).when(APPROVE, by=HOLDER).then(GIVEN)
    given(STATEMENT, *ASKED, GIVEN).when(OTHER_APPROVE, by=OTHER_HOLDER).then(OTHER_GIVEN, APPROVED)
    given(STATEMENT, *ASKED, GIVEN).when(APPROVE, by=HOLDER).then_nothing()


def test_a_holder_may_not_approve_an_old_text() -> None:
    given(STATEMENT, *ASKED, REVISED).when(APPROVE, by=HOLDER).then_refused("text was changed")
    other = replace(APPROVE, content_hash=SECOND)
    given(STATEMENT, *ASKED).when(other, by=HOLDER).then_refused("text was changed")


def test_nothing_is_approved_before_approval_is_asked() -> None:
    given(STATEMENT, DRAFTED, AGREED).when(APPROVE, by=HOLDER).then_refused("not been asked")


@pytest.mark.parametrize("who", [OFFICER, CHIEF, DESK, STRANGE_HOLDER, OTHER_HOLDER])
def test_nobody_approves_for_another(who: Any) -> None:
    given(STATEMENT, *ASKED).when(APPROVE, by=who).then_forbidden()


def test_who_wrote_the_text_does_not_approve_it() -> None:
    history = (replace(DRAFTED, drafted_by="holder"), AGREED, REQUESTED)
    given(STATEMENT, *history).when(APPROVE, by=HOLDER).then_forbidden()


def test_a_mandate_in_whose_name_it_is_not_decides_nothing() -> None:
    foreign = replace(APPROVE, mandate="sr-food")
    given(STATEMENT, *ASKED).when(foreign, by=STRANGE_HOLDER).then_forbidden()


def test_a_member_of_a_working_group_approves_under_a_delegation_only() -> None:
    given(STATEMENT, *ASKED).when(OTHER_APPROVE, by=MEMBER).then_forbidden()
    delegation = DelegationGranted(
        mandate=OTHER,
        delegation_id="d",
        delegate_id="member",
        scope=("approve",),
        starts_at=AT,
        ends_at=AT.replace(year=2027),
        granted_by="other-holder",
        granted_at=AT,
    )
    under = replace(OTHER_GIVEN, delegation_id="d", given_by="member")
    given(STATEMENT, *ASKED, delegation).when(OTHER_APPROVE, by=MEMBER).then(under)


def test_a_holder_asks_for_changes_and_every_approval_falls() -> None:
    asked = StatementChangesRequested(
        statement_id=ID,
        mandate=LEAD,
        mandates=(LEAD, OTHER),
        version=1,
        note=SEALED,
        requested_by="holder",
        requested_at=AT,
    )
    history = (*ASKED, OTHER_GIVEN)
    given(STATEMENT, *history).when(CHANGES, by=HOLDER).then(asked, voided(OTHER))
    after = (*history, asked, voided(OTHER))
    given(STATEMENT, *after).when(CHANGES, by=HOLDER).then_refused("not been asked")
    given(STATEMENT, *after).when(REQUEST, by=OFFICER).then(REQUESTED)


DECLINED = StatementDeclined(
    statement_id=ID,
    mandate=OTHER,
    mandates=(LEAD,),
    declined_by="other-holder",
    declined_at=AT,
)


def test_the_statement_goes_on_without_a_mandate_that_declines() -> None:
    given(STATEMENT, *ASKED).when(DECLINE, by=OTHER_HOLDER).then(DECLINED)
    given(STATEMENT, *ASKED, DECLINED).when(DECLINE, by=OTHER_HOLDER).then_nothing()
    alone = replace(APPROVED, mandates=(LEAD,))
    given(STATEMENT, *ASKED, GIVEN).when(DECLINE, by=OTHER_HOLDER).then(DECLINED, alone)
    given(STATEMENT, DRAFTED).when(DECLINE, by=OTHER_HOLDER).then(DECLINED)


def test_neither_the_lead_nor_who_approved_declines() -> None:
    lead = replace(DECLINE, mandate=LEAD)
    given(STATEMENT, *ASKED).when(lead, by=HOLDER).then_refused("can withdraw")
    given(STATEMENT, *CLEARED).when(DECLINE, by=OTHER_HOLDER).then_refused("has approved it")
    given(STATEMENT, *OUT, REVISED).when(DECLINE, by=OTHER_HOLDER).then_refused("has approved it")


# --- consent -----------------------------------------------------------------------------------

BARRED = SubmissionBarred(submission_id=SUBMISSION, because="withdrawn", barred_at=AT)
UNBARRED = SubmissionUnbarred(submission_id=SUBMISSION, because="withdrawn", unbarred_at=AT)


@pytest.mark.parametrize(
    ("history", "command", "who"),
    [
        ((DRAFTED,), REQUEST, OFFICER),
        ((DRAFTED, REQUESTED), APPROVE, HOLDER),
        ((DRAFTED, REQUESTED, GIVEN, OTHER_GIVEN), ISSUE, HOLDER),
    ],
    ids=["request", "approve", "issue"],
)
def test_it_goes_no_further_while_anybody_behind_it_does_not_agree(
    history: tuple[Any, ...], command: Any, who: Any
) -> None:
    stopping: list[tuple[Any, ...]] = [(), (REFUSING,), (AGREED, REFUSING), (AGREED, BARRED)]
    for consent in stopping:
        given(STATEMENT, *history, *consent).when(command, by=who).then_refused("not agreed")
    fine: list[tuple[Any, ...]] = [(AGREED,), (REFUSING, AGREED), (AGREED, BARRED, UNBARRED)]
    for consent in fine:
        assert given(STATEMENT, *history, *consent).when(command, by=who)._decide()


# --- issuing -----------------------------------------------------------------------------------


def test_a_holder_issues_what_all_approved_once() -> None:
    given(STATEMENT, *CLEARED).when(ISSUE, by=HOLDER).then(ISSUED)
    given(STATEMENT, *OUT).when(ISSUE, by=HOLDER).then_nothing()
    other = replace(ISSUE, mandate=OTHER)
    issued = replace(ISSUED, issued_by="other-holder")
    given(STATEMENT, *CLEARED).when(other, by=OTHER_HOLDER).then(issued)


@pytest.mark.parametrize("who", [OFFICER, CHIEF, DESK, STRANGE_HOLDER])
def test_nobody_but_a_holder_issues(who: Any) -> None:
    given(STATEMENT, *CLEARED).when(ISSUE, by=who).then_forbidden()


def test_nothing_is_issued_that_one_mandate_has_not_approved() -> None:
    given(STATEMENT, *ASKED, GIVEN).when(ISSUE, by=HOLDER).then_refused("by WGAD")


def test_other_words_than_those_approved_are_not_issued() -> None:
    for other in (BETTER, replace(WORDS, title="Hold them"), replace(WORDS, government_view="x")):
        wrong = replace(ISSUE, wording=other)
        given(STATEMENT, *CLEARED).when(wrong, by=HOLDER).then_refused("text was changed")


def test_words_are_issued_by_the_salt_of_their_fingerprint_and_by_no_other() -> None:
    salted = fingerprint("press_release", ABOUT, WORDS, "salt")
    assert salted != FIRST, "who has no salt cannot try what the words are"
    given_by = [replace(one, content_hash=salted) for one in (GIVEN, OTHER_GIVEN)]
    asked = replace(REQUESTED, content_hash=salted)
    cleared: list[Any] = [replace(DRAFTED, content_hash=salted), AGREED, asked, *given_by]
    issue = replace(ISSUE, salt="salt")
    given(STATEMENT, *cleared).when(issue, by=HOLDER).then(replace(ISSUED, content_hash=salted))
    for wrong in (ISSUE, replace(ISSUE, salt="other"), replace(issue, wording=BETTER)):
        given(STATEMENT, *cleared).when(wrong, by=HOLDER).then_refused("text was changed")


def test_what_was_approved_before_there_were_salts_is_issued_too() -> None:
    given(STATEMENT, *CLEARED).when(replace(ISSUE, salt="salt"), by=HOLDER).then(ISSUED)


def test_neither_an_empty_text_nor_an_unanswered_view_is_issued() -> None:
    for about, words, sentence in (
        (ABOUT, replace(WORDS, text=""), "a title and a text"),
        (ABOUT, replace(WORDS, title=""), "a title and a text"),
        (replace(ABOUT, view="stated"), WORDS, "Government's view"),
        (ABOUT, replace(WORDS, government_view="They differ."), "Government's view"),
    ):
        text = fingerprint("press_release", about, words)
        drafted = replace(DRAFTED, about=about, content_hash=text)
        history = (drafted, AGREED, REQUESTED, GIVEN, OTHER_GIVEN)
        given(STATEMENT, *history).when(replace(ISSUE, wording=words), by=HOLDER).then_refused(
            sentence
        )


def test_a_decision_consults_letters_consent_and_authority() -> None:
    drafted = STATEMENT.fold([DRAFTED])
    behind = [f"consent-{SUBMISSION}", f"press-{SUBMISSION}"]
    assert STATEMENT.consults(DRAFT, STATEMENT.initial) == [f"communication-{LETTER}"]
    assert STATEMENT.consults(REQUEST, drafted) == behind
    acting = [f"authority-{LEAD}", f"holding-{LEAD}"]
    assert STATEMENT.consults(ISSUE, drafted) == [*behind, f"holding-{OTHER}", *acting]
    assert STATEMENT.consults(replace(ISSUE, mandate="sr-food"), drafted) == behind
    assert STATEMENT.consults(REVISE, drafted) == []
    assert STATEMENT.consults(ISSUE, STATEMENT.initial) == []
    assert STATEMENT.stream(ISSUE) == f"statement-{ID}"
    assert STATEMENT.creates(DRAFT)
    assert not STATEMENT.creates(ISSUE)
    assert STATEMENT.fold([AGREED]) == STATEMENT.initial


def test_a_letter_takes_no_notice_of_statements() -> None:
    letter = COMMUNICATION.fold([support.DRAFTED])
    assert COMMUNICATION.fold([DRAFTED, ISSUED, AGREED], letter) == letter
