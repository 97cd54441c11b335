"""The table in which the clock of approvals looks for what waits for a vacant mandate."""

from typing import Any

import pytest

from services.approvals import vacancies
from shared.contracts.approvals_statements import StatementApprovalVoided
from shared.core.testing import AT
from shared.read_models.model import Put
from tests.approvals import statements, support
from tests.approvals.support import LEAD
from tests.approvals.test_custody import PASSED, SUCCESSOR
from tests.support.publication import arriving


def rows(fact: Any) -> dict[tuple[str, ...], Any]:
    changes = vacancies.project(arriving(fact)[0])
    puts = [one for one in changes if isinstance(one, Put)]
    return {(one.table.name, *one.key): one.values for one in puts}


def test_a_letter_that_is_passed_on_waits_for_the_successor() -> None:
    found = rows(PASSED)
    assert found["approvals_given", support.ID, LEAD] == {"there": False}
    assert found["approvals_beside", support.ID, SUCCESSOR]["there"] is False, "it leads"
    assert found["approvals_texts", support.ID] == {"open": True}


@pytest.mark.parametrize(
    ("fact", "text", "by"),
    [
        (support.APPROVED, support.ID, support.APPROVED.given_by),
        (statements.GIVEN, statements.ID, statements.GIVEN.given_by),
    ],
)
def test_an_approval_stands_under_whoever_gave_it(fact: Any, text: str, by: str) -> None:
    [row] = rows(fact).values()
    assert (row["there"], row["by"]) == (True, by)
    assert list(rows(fact)) == [("approvals_given", text, fact.mandate)]


def test_an_approval_that_is_void_stands_no_more() -> None:
    assert rows(support.VOIDED) == {("approvals_given", support.ID, LEAD): {"there": False}}
    void = StatementApprovalVoided(
        statement_id=statements.ID, mandate=LEAD, version=1, voided_at=AT
    )
    assert rows(void) == {("approvals_given", statements.ID, LEAD): {"there": False}}


def test_a_statement_that_is_revised_is_open() -> None:
    assert rows(statements.REVISED) == {("approvals_texts", statements.ID): {"open": True}}
