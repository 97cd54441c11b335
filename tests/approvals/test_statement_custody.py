"""Statements of a mandate that ended: a successor signs for itself, or nobody does (SC3)."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from services.approvals import vacancies
from services.approvals.app import react
from services.approvals.statement.commands import PassStatementOn
from services.approvals.statement.decide import STATEMENT
from shared.contracts.approvals_custody import StatementKeptAsRecord, StatementPassedOn
from shared.contracts.approvals_holding import HolderNoted, MandateLifeNoted
from shared.contracts.approvals_statements import StatementApprovalVoided, StatementSignerDropped
from shared.core.actor import Actor, system
from shared.core.roles import Role
from shared.core.testing import AT, given
from shared.read_models.model import Put
from tests.approvals.statements import (
    AGREED,
    APPROVE,
    APPROVED,
    ASKED,
    CLEARED,
    DRAFTED,
    GIVEN,
    ID,
    ISSUE,
    LEAD,
    OTHER,
    OTHER_APPROVE,
    OTHER_GIVEN,
    OUT,
    REVISE,
    WITHDRAW,
    WITHDRAWN,
)
from tests.approvals.support import HOLDER, OFFICER, OTHER_HOLDER
from tests.stakeholders import test_custody as told
from tests.support.publication import arriving

POLICY = system("approvals")
SUCCESSOR = "sr-food"
HEIR = Actor(
    actor_id="heir", roles=frozenset({Role.MANDATE_HOLDER}), mandates=frozenset({SUCCESSOR})
)
PASS = PassStatementOn(statement_id=ID, mandate=LEAD, to=SUCCESSOR)
KEEP = replace(PASS, to=None)
PASSED = StatementPassedOn(
    statement_id=ID,
    mandate=LEAD,
    to=SUCCESSOR,
    mandates=(SUCCESSOR, OTHER),
    joins=True,
    version=1,
    passed_at=AT,
)
KEPT = StatementKeptAsRecord(statement_id=ID, mandate=LEAD, kept_at=AT)
YESTERDAY = AT.date() - timedelta(days=1)
OVER = MandateLifeNoted(mandate=LEAD, transmits_until=YESTERDAY, signs_until=YESTERDAY, noted_at=AT)
AWAITING, BOTH = ASKED, CLEARED


def test_the_chiefs_decision_on_a_statement_is_obeyed() -> None:
    decided = replace(told.DECIDED, kind="statements", item_id=ID)
    assert [one for one in react(decided) if isinstance(one, PassStatementOn)] == [
        PassStatementOn(statement_id=ID, mandate=decided.mandate, to=decided.to)
    ]
    assert not [one for one in react(told.DECIDED) if isinstance(one, PassStatementOn)]


def test_the_successor_leads_and_approves_for_itself() -> None:
    given(STATEMENT, *BOTH, OVER).when(ISSUE, by=HOLDER).then_refused("Nobody signs")
    given(STATEMENT, *BOTH, OVER).when(PASS, by=POLICY).then(PASSED)
    passed = (*BOTH, OVER, PASSED)
    given(STATEMENT, *passed).when(PASS, by=POLICY).then_nothing()
    given(STATEMENT, *passed).when(APPROVE, by=HOLDER).then_forbidden()
    given(STATEMENT, *passed).when(replace(ISSUE, mandate=OTHER), by=OTHER_HOLDER).then_refused(
        "not approved yet by"
    )
    given(STATEMENT, *passed).when(replace(APPROVE, mandate=SUCCESSOR), by=HEIR).then(
        replace(GIVEN, mandate=SUCCESSOR, given_by="heir"),
        replace(APPROVED, mandates=(SUCCESSOR, OTHER)),
    )


def test_a_successor_that_signs_already_keeps_its_approval() -> None:
    to_other = replace(PASS, to=OTHER)
    passed = replace(PASSED, to=OTHER, mandates=(OTHER,), joins=False)
    given(STATEMENT, *AWAITING).when(to_other, by=POLICY).then(passed)
    given(STATEMENT, *AWAITING, OTHER_GIVEN).when(to_other, by=POLICY).then(
        passed, replace(APPROVED, mandates=(OTHER,))
    )


def test_what_a_past_holder_of_another_mandate_approved_is_void_then() -> None:
    past = HolderNoted(
        mandate=OTHER,
        term_id="t-1",
        seat=None,
        holder_id="other-holder",
        starts_on=YESTERDAY - timedelta(days=300),
        last=YESTERDAY,
        noted_at=AT,
    )
    void = StatementApprovalVoided(statement_id=ID, mandate=OTHER, version=1, voided_at=AT)
    given(STATEMENT, *AWAITING, OTHER_GIVEN, past).when(PASS, by=POLICY).then(void, PASSED)


def test_a_draft_that_nobody_was_asked_to_approve_waits_for_nobody() -> None:
    given(STATEMENT, DRAFTED, AGREED).when(PASS, by=POLICY).then(replace(PASSED, version=None))


@pytest.mark.parametrize(
    ("command", "by"),
    [(APPROVE, HOLDER), (OTHER_APPROVE, OTHER_HOLDER), (REVISE, OFFICER), (ISSUE, HOLDER)],
)
def test_a_record_is_neither_approved_nor_issued(command: Any, by: Any) -> None:
    given(STATEMENT, *BOTH).when(KEEP, by=POLICY).then(KEPT)
    kept = (*BOTH, KEPT)
    given(STATEMENT, *kept).when(command, by=by).then_refused("kept as a record")
    given(STATEMENT, *kept).when(WITHDRAW, by=HOLDER).then_nothing()
    given(STATEMENT, *kept).when(PASS, by=POLICY).then_nothing()
    given(STATEMENT, *kept, WITHDRAWN).when(command, by=by).then_refused("kept as a record")


def test_a_joint_statement_goes_on_without_a_mandate_that_stays_a_record() -> None:
    beside = replace(KEEP, mandate=OTHER)
    dropped = StatementSignerDropped(
        statement_id=ID, mandate=OTHER, mandates=(LEAD,), since=AT.date(), dropped_at=AT
    )
    given(STATEMENT, *AWAITING).when(beside, by=POLICY).then(dropped)
    given(STATEMENT, *AWAITING, GIVEN).when(beside, by=POLICY).then(
        dropped, replace(APPROVED, mandates=(LEAD,))
    )


def test_what_was_public_keeps_the_old_name() -> None:
    for command in (PASS, KEEP):
        given(STATEMENT, *OUT).when(command, by=POLICY).then_nothing()
    given(STATEMENT, *OUT).when(replace(PASS, mandate="sr-food"), by=POLICY).then_nothing()
    given(STATEMENT, *BOTH, WITHDRAWN).when(PASS, by=POLICY).then_nothing()


def test_the_clock_looks_at_the_successor_and_no_more_at_the_old_mandate() -> None:
    def rows(fact: Any) -> dict[tuple[str, ...], Any]:
        changes = vacancies.project(arriving(fact)[0])
        puts = [one for one in changes if isinstance(one, Put)]
        return {(one.table.name, *one.key): one.values for one in puts}

    found = rows(PASSED)
    assert found["approvals_given", ID, LEAD] == {"there": False}
    assert found["approvals_beside", ID, SUCCESSOR]["there"] is False, "it leads"
    assert found["approvals_texts", ID] == {"open": True}
    beside = rows(replace(PASSED, mandate=OTHER, mandates=(LEAD, SUCCESSOR)))
    assert beside["approvals_beside", ID, SUCCESSOR]["there"] is True
    assert rows(KEPT) == {("approvals_texts", ID): {"open": False}}
