"""A statement that was issued: corrected, taken back, and read with what it stands on."""

from dataclasses import replace
from typing import Any

from services.approvals.statement.decide import STATEMENT
from shared.core.testing import AT, given
from tests.approvals.statements import (
    AGREED,
    BETTER,
    CHANGES,
    DRAFTED,
    FIRST,
    GIVEN,
    ISSUE,
    ISSUED,
    OTHER_GIVEN,
    OUT,
    REQUEST,
    REQUESTED,
    REVISE,
    REVISED,
    SECOND,
    WITHDRAW,
    WITHDRAWN,
)
from tests.approvals.support import (
    HOLDER,
    OFFICER,
)


def test_a_correction_is_approved_anew_and_takes_the_first_ones_place() -> None:
    given(STATEMENT, *OUT).when(REVISE, by=OFFICER).then(REVISED)
    later = AT.replace(day=9)
    approvals: list[Any] = [
        replace(REQUESTED, version=2, content_hash=SECOND),
        replace(GIVEN, version=2, content_hash=SECOND),
        replace(OTHER_GIVEN, version=2, content_hash=SECOND),
    ]
    issue = replace(ISSUE, version=2, wording=BETTER)
    given(STATEMENT, *OUT, REVISED).when(issue, by=HOLDER).then_refused("not approved yet")
    corrected = replace(ISSUED, edition=2, text=BETTER.text, content_hash=SECOND, issued_at=later)
    given(STATEMENT, *OUT, REVISED, *approvals).when(issue, by=HOLDER, at=later).then(corrected)


def test_an_issued_text_is_neither_asked_about_nor_sent_back() -> None:
    given(STATEMENT, *OUT).when(REQUEST, by=OFFICER).then_refused("To correct it")
    given(STATEMENT, *OUT).when(CHANGES, by=HOLDER).then_refused("To correct it")
    again = (REVISED, replace(REVISED, version=3, content_hash=FIRST))  # what is public already
    later = replace(CHANGES, version=3)
    given(STATEMENT, *OUT, *again).when(later, by=HOLDER).then_refused("To correct it")


def test_a_holder_gives_it_up_or_takes_it_back_once() -> None:
    given(STATEMENT, DRAFTED).when(WITHDRAW, by=HOLDER).then(WITHDRAWN)
    back = replace(WITHDRAWN, first_issued_at=AT)
    given(STATEMENT, *OUT).when(WITHDRAW, by=HOLDER).then(back)
    given(STATEMENT, *OUT, back).when(WITHDRAW, by=HOLDER).then_nothing()
    given(STATEMENT, *OUT, back, AGREED).when(ISSUE, by=HOLDER).then_refused("was withdrawn")
    given(STATEMENT, DRAFTED).when(WITHDRAW, by=OFFICER).then_forbidden()
