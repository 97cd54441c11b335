"""An end-of-mission statement under embargo is issued by the clock, once, and by nothing before."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from services.approvals.statement.commands import PassStatementOn
from services.approvals.statement.decide import STATEMENT
from shared.contracts.approvals_statement_commands import (
    LiftStatementEmbargo,
    ReleaseStatement,
    SetStatementEmbargo,
)
from shared.contracts.approvals_statements import (
    StatementApprovalVoided,
    StatementEmbargoLifted,
    StatementEmbargoSet,
    fingerprint,
)
from shared.core.actor import Asked, system
from shared.core.testing import AT, given
from tests.approvals.statements import (
    AGREED,
    BETTER,
    CHANGES,
    DRAFTED,
    GIVEN,
    ID,
    ISSUE,
    ISSUED,
    LEAD,
    OTHER,
    OTHER_GIVEN,
    OUT,
    REQUESTED,
    REVISED,
    VISIT,
    WITHDRAW,
    WITHDRAWN,
    WORDS,
)
from tests.approvals.support import CHIEF, DESK, HOLDER, OFFICER, OTHER_HOLDER
from tests.approvals.test_holding import OVER, SUCCESSOR

PUBLISHER = system("publisher")
HASH = fingerprint("end_of_mission", VISIT, WORDS)
SHARED, UNTIL = AT + timedelta(hours=20), AT + timedelta(hours=24)
CLEARED: tuple[Any, ...] = (
    replace(
        DRAFTED,
        kind="end_of_mission",
        about=VISIT,
        communication_ids=(),
        submission_ids=(),
        content_hash=HASH,
    ),
    replace(REQUESTED, content_hash=HASH),
    replace(GIVEN, content_hash=HASH),
    replace(OTHER_GIVEN, content_hash=HASH),
)
SET = SetStatementEmbargo(
    statement_id=ID, mandate=LEAD, version=1, content_hash=HASH, until=UNTIL, shared_at=SHARED
)
EMBARGO = StatementEmbargoSet(
    statement_id=ID,
    mandate=LEAD,
    mandates=(LEAD, OTHER),
    version=1,
    content_hash=HASH,
    until=UNTIL,
    shared_at=SHARED,
    set_by="holder",
    set_at=AT,
)
RELEASE = ReleaseStatement(statement_id=ID, version=1, wording=WORDS)
LIFT = LiftStatementEmbargo(statement_id=ID, mandate=LEAD, version=1)
LIFTED = StatementEmbargoLifted(
    statement_id=ID, mandate=LEAD, mandates=(LEAD, OTHER), lifted_by="holder", lifted_at=AT
)
PUBLIC = replace(
    ISSUED,
    kind="end_of_mission",
    visit_from=VISIT.visit_from,
    visit_to=VISIT.visit_to,
    content_hash=HASH,
    first_issued_at=UNTIL,
    issued_at=UNTIL,
)
HELD = (*CLEARED, EMBARGO)


def test_a_holder_sets_it_and_the_clock_issues_the_statement_once() -> None:
    given(STATEMENT, *CLEARED).when(SET, by=HOLDER).then(EMBARGO)
    given(STATEMENT, *HELD).when(SET, by=HOLDER).then_nothing()
    early = UNTIL - timedelta(seconds=1)
    given(STATEMENT, *HELD).when(RELEASE, by=PUBLISHER, at=early).then_refused("not ended yet")
    given(STATEMENT, *HELD).when(RELEASE, by=PUBLISHER, at=UNTIL).then(PUBLIC)
    given(STATEMENT, *HELD, PUBLIC).when(RELEASE, by=PUBLISHER, at=UNTIL).then_nothing()
    asked = STATEMENT.consults(RELEASE, STATEMENT.fold(HELD))
    assert "holding-sr-torture" in asked


def test_nobody_issues_it_before_and_the_clock_issues_nothing_without() -> None:
    issue = replace(ISSUE, wording=WORDS)
    given(STATEMENT, *HELD).when(issue, by=HOLDER).then_refused("Lift the embargo first")
    given(STATEMENT, *HELD).when(issue, by=HOLDER, at=UNTIL).then(PUBLIC)
    given(STATEMENT, *CLEARED).when(RELEASE, by=PUBLISHER, at=UNTIL).then_refused("no embargo")
    wrong = replace(RELEASE, wording=BETTER)
    given(STATEMENT, *HELD).when(wrong, by=PUBLISHER, at=UNTIL).then_refused("text was changed")


@pytest.mark.parametrize("who", [OFFICER, CHIEF, DESK])
def test_nobody_but_a_holder_sets_or_lifts_it(who: Any) -> None:
    given(STATEMENT, *CLEARED).when(SET, by=who).then_forbidden()
    given(STATEMENT, *HELD).when(LIFT, by=who).then_forbidden()


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        (replace(SET, until=AT), "still to come"),
        (replace(SET, shared_at=UNTIL), "before the press conference"),
        (replace(SET, until=UNTIL.replace(tzinfo=None)), "time zone"),
        (replace(SET, content_hash="1" * 64), "text was changed"),
    ],
)
def test_what_makes_no_embargo(wrong: SetStatementEmbargo, sentence: str) -> None:
    given(STATEMENT, *CLEARED).when(wrong, by=HOLDER).then_refused(sentence)


def test_a_statement_that_is_public_or_not_approved_or_about_a_letter_has_none() -> None:
    given(STATEMENT, *CLEARED[:3]).when(SET, by=HOLDER).then_refused("not approved yet by WGAD")
    press = replace(SET, content_hash=ISSUED.content_hash)
    given(STATEMENT, DRAFTED, AGREED, REQUESTED, GIVEN, OTHER_GIVEN).when(
        press, by=HOLDER
    ).then_refused("about no letter")
    given(STATEMENT, *HELD, PUBLIC).when(SET, by=HOLDER).then_refused("public already")
    assert not given(STATEMENT, *OUT).when(LIFT, by=HOLDER)._decide()


def test_it_is_changed_and_lifted_by_the_holder_of_any_of_its_mandates() -> None:
    later = replace(SET, mandate=OTHER, until=UNTIL + timedelta(hours=1))
    moved = replace(EMBARGO, mandate=OTHER, until=later.until, set_by="other-holder")
    given(STATEMENT, *HELD).when(later, by=OTHER_HOLDER).then(moved)
    given(STATEMENT, *HELD, moved).when(RELEASE, by=PUBLISHER, at=UNTIL).then_refused("not ended")
    given(STATEMENT, *HELD).when(LIFT, by=HOLDER).then(LIFTED)
    given(STATEMENT, *HELD, LIFTED).when(LIFT, by=HOLDER).then_nothing()
    after = given(STATEMENT, *HELD, LIFTED)
    after.when(RELEASE, by=PUBLISHER, at=UNTIL).then_refused("no embargo")
    after.when(replace(ISSUE, wording=WORDS), by=HOLDER, at=UNTIL).then(PUBLIC)


def test_it_falls_with_the_approvals_and_with_the_statement() -> None:
    void = [
        StatementApprovalVoided(statement_id=ID, mandate=one, version=1, voided_at=AT)
        for one in (LEAD, OTHER)
    ]
    changed = given(STATEMENT, *HELD, replace(REVISED, about=VISIT), *void)
    again = replace(RELEASE, version=2, wording=BETTER)
    changed.when(again, by=PUBLISHER, at=UNTIL).then_refused("text was changed")
    asked = STATEMENT.decide(CHANGES, Asked(at=AT, by=HOLDER), STATEMENT.fold(HELD))
    given(STATEMENT, *HELD, *asked).when(RELEASE, by=PUBLISHER, at=UNTIL).then_refused("no embargo")
    given(STATEMENT, *HELD).when(WITHDRAW, by=HOLDER).then(WITHDRAWN)
    gone = given(STATEMENT, *HELD, WITHDRAWN)
    gone.when(RELEASE, by=PUBLISHER, at=UNTIL).then_refused("was withdrawn")


def test_it_falls_with_a_mandate_that_ended_and_has_no_successor() -> None:
    by_other = replace(EMBARGO, mandate=OTHER, set_by="other-holder")
    ended = PassStatementOn(statement_id=ID, mandate=OTHER, to=None)
    history = (*CLEARED, by_other)
    left = STATEMENT.decide(ended, Asked(at=AT, by=PUBLISHER), STATEMENT.fold(history))
    after = given(STATEMENT, *history, *left)
    after.when(RELEASE, by=PUBLISHER, at=UNTIL).then_refused("no embargo")
    alone = replace(PUBLIC, mandates=(LEAD,), first_issued_at=AT, issued_at=AT)
    after.when(replace(ISSUE, wording=WORDS), by=HOLDER).then(alone)


def test_a_past_holder_and_a_government_that_heard_nothing_hold_it_up() -> None:
    past = given(STATEMENT, *HELD, OVER, SUCCESSOR)
    past.when(RELEASE, by=PUBLISHER, at=UNTIL).then_refused("does not hold the mandate")
    of_mission = (replace(HELD[0], mission_id="2d9d2ee3-e0dc-58d7-9856-5c7310151df7"), *HELD[1:])
    unheard = given(STATEMENT, *of_mission)
    unheard.when(RELEASE, by=PUBLISHER, at=UNTIL).then_refused("hears the preliminary findings")
