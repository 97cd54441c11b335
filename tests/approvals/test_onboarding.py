"""Onboarding delays signing, never reading (SC7 of selection-stakeholders-committee.md C.4)."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from services.approvals.authority import AUTHORITY
from services.approvals.communication.decide import COMMUNICATION
from services.approvals.holding import HOLDING, NoteBars, on_stakeholders
from services.approvals.statement.decide import STATEMENT
from shared.contracts.approvals_commands import GrantStandingAuthorisation
from shared.contracts.approvals_holding import BarsNoted
from shared.core.actor import Asked
from shared.core.testing import AT, given
from shared.reference.onboarding import BARS, NAMES, SINCE, TWO_FACTOR
from tests.approvals import statements
from tests.approvals.support import (
    APPROVE,
    APPROVED,
    AUTHORISED,
    AWAITING,
    HOLDER,
    LEAD,
    MEMBER,
    OTHER_APPROVE,
    OTHER_HOLDER,
    REVOKE,
    WITHDRAW,
)
from tests.approvals.test_authority import DELEGATE, DELEGATED, STAND
from tests.approvals.test_holding import CHAIR, DELEGATES, GROUP, NOTED, POLICY
from tests.stakeholders import test_onboarding as told

DAY = timedelta(days=1)
NOW = AT.replace(year=2027)
NEW = replace(NOTED, starts_on=SINCE, last=SINCE + 900 * DAY)
BEGUN = replace(told.STARTED, mandate=LEAD)
OPEN = BarsNoted(mandate=LEAD, term_id="t-1", open=BARS, noted_at=AT)
ONE_LEFT = replace(OPEN, open=(TWO_FACTOR,))
READY = replace(OPEN, open=())


# --- noting --------------------------------------------------------------------------------------


def test_what_bars_signing_is_noted_and_only_ever_gets_less() -> None:
    begun, declared = NoteBars(of=BEGUN), NoteBars(of=replace(told.DECLARED, mandate=LEAD))
    assert on_stakeholders(BEGUN) == [begun]
    assert on_stakeholders(declared.of) == [declared]
    assert on_stakeholders(told.COMPLETED) == on_stakeholders(told.WAIVED) == []
    three = replace(OPEN, open=told.DECLARED.bars_left)
    given(HOLDING, NOTED).when(begun, by=POLICY).then(OPEN)
    given(HOLDING, NOTED, OPEN).when(begun, by=POLICY).then_nothing()
    given(HOLDING, NOTED, OPEN).when(declared, by=POLICY).then(three)
    given(HOLDING, NOTED, OPEN, three).when(begun, by=POLICY).then_nothing()
    given(HOLDING, NOTED, OPEN, three).when(declared, by=POLICY).then_nothing()


# --- the bar -------------------------------------------------------------------------------------


def test_a_holder_whose_bars_are_open_approves_nothing_and_is_told_each_by_name() -> None:
    names = ", ".join(NAMES[key] for key in BARS)
    given(COMMUNICATION, *AWAITING, NEW, OPEN).when(APPROVE, by=HOLDER, at=NOW).then_refused(names)
    given(COMMUNICATION, *AWAITING, NEW, OPEN, ONE_LEFT).when(
        APPROVE, by=HOLDER, at=NOW
    ).then_refused("first weeks is done: Two-factor key")
    ready = given(COMMUNICATION, *AWAITING, NEW, OPEN, ONE_LEFT, READY)
    ready.when(APPROVE, by=HOLDER, at=NOW).then(
        replace(APPROVED, given_at=NOW), replace(AUTHORISED, granted_at=NOW)
    )


def test_an_onboarding_that_has_not_arrived_bars_as_well() -> None:
    given(COMMUNICATION, *AWAITING, NEW).when(APPROVE, by=HOLDER, at=NOW).then_refused("Solemn")


def test_a_term_that_began_before_this_release_signs_as_before() -> None:
    before = replace(NEW, starts_on=SINCE - DAY)
    given(COMMUNICATION, *AWAITING, before).when(APPROVE, by=HOLDER, at=NOW).then(
        replace(APPROVED, given_at=NOW), replace(AUTHORISED, granted_at=NOW)
    )


def test_no_other_signature_is_given_before_the_bars_are_done() -> None:
    both = (NEW, OPEN)
    asked = (statements.DRAFTED, statements.REQUESTED, statements.AGREED, *both)
    given(STATEMENT, *asked).when(statements.APPROVE, by=HOLDER, at=NOW).then_refused("sign")
    issue = (*asked[:-2], statements.APPROVED, *both)
    given(STATEMENT, *issue).when(statements.ISSUE, by=HOLDER, at=NOW).then_refused("sign")
    given(AUTHORITY, *GROUP[1:], *_barred(CHAIR)).when(
        DELEGATE, by=OTHER_HOLDER, at=NOW
    ).then_refused("sign")


@pytest.mark.parametrize("command", [REVOKE, WITHDRAW, STAND])
def test_what_stops_a_letter_or_answers_the_kit_is_not_barred(command: Any) -> None:
    if isinstance(command, GrantStandingAuthorisation):
        assert AUTHORITY.decide(command, _asked(), AUTHORITY.fold([NEW, OPEN]))
        return
    state = COMMUNICATION.fold([*AWAITING, APPROVED, AUTHORISED, NEW, OPEN])
    assert COMMUNICATION.decide(command, _asked(), state)


def test_a_member_whose_own_bars_are_open_signs_under_no_delegation() -> None:
    ready = (CHAIR, DELEGATES, *GROUP[2:])
    signs = replace(OTHER_APPROVE, authorise=False)
    delegated = replace(DELEGATED, ends_at=NOW + DAY)
    given(COMMUNICATION, *AWAITING, delegated, *ready).when(signs, by=MEMBER, at=NOW)._decide()
    barred = (CHAIR, *_barred(DELEGATES), *GROUP[2:])
    given(COMMUNICATION, *AWAITING, delegated, *barred).when(signs, by=MEMBER, at=NOW).then_refused(
        "Solemn declaration"
    )


def test_a_holder_without_an_account_on_record_is_barred_as_well() -> None:
    unnamed = replace(NEW, holder_id=None)
    given(COMMUNICATION, *AWAITING, unnamed, OPEN).when(APPROVE, by=HOLDER, at=NOW).then_refused(
        "sign"
    )


def _barred(term: Any) -> tuple[Any, Any]:
    new = replace(term, starts_on=SINCE, last=SINCE + 900 * DAY)
    return new, replace(OPEN, mandate=term.mandate, term_id=term.term_id)


def _asked() -> Asked:
    return Asked(at=NOW, by=HOLDER)
