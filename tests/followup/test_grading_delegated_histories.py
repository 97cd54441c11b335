"""Grading by an officer to whom the holder delegated it (FR5): random histories."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from hypothesis import given as drawn
from hypothesis import settings
from hypothesis import strategies as st

from services.followup.recommendation.decide import RECOMMENDATION
from services.followup.recommendation.delegating import GRADING_DELEGATION
from shared.contracts.followup import ImplementationAssessed
from shared.contracts.followup_grading import GradingDelegated, GradingDelegationEnded
from shared.contracts.followup_grading_commands import DelegateGrading, EndGradingDelegation
from shared.core.actor import Actor, Asked
from shared.core.decider import Refused
from shared.core.geneva import day_of
from shared.core.testing import AT
from tests.followup.test_grading_delegated import COLLEAGUE, END, GIVE, OF_FRANCE
from tests.followup.test_recommendation import (
    FRANCE,
    HOLDER,
    ISSUED,
    KENYA,
    OFFICER,
    OTHER_HOLDER,
    assess,
)

_days = st.integers(0, 25)
_scopes = st.sampled_from([GIVE, OF_FRANCE, replace(GIVE, scope="state", state="KEN")])
_steps = st.one_of(
    st.tuples(
        _scopes, st.sampled_from(["d-1", "d-2"]), st.sampled_from(["officer-1", "officer-2"])
    ),
    st.just(END),
    st.just(replace(END, delegation_id="d-2")),
    st.sampled_from([assess("not"), assess("fully")]),
)
_people = st.sampled_from([HOLDER, OFFICER, COLLEAGUE, OTHER_HOLDER, FRANCE, KENYA])


ASKS = st.lists(st.tuples(_steps, _people, _days), max_size=25)


@settings(max_examples=200)
@drawn(ASKS)
def test_in_any_history_each_officers_grade_is_of_a_delegation_that_stood(
    asks: list[tuple[Any, Actor, int]],
) -> None:
    given_: list[Any] = []
    for at, own, given_ in told(asks):
        for fact in own[-2:]:
            if isinstance(fact, ImplementationAssessed) and fact.assessed_at == at:
                _stood(fact, given_)
    assert all(
        one.delegated_by == "holder-1" for one in given_ if isinstance(one, GradingDelegated)
    )


def told(
    asks: list[tuple[Any, Actor, int]],
) -> Iterator[tuple[datetime, list[Any], list[Any]]]:
    """Yield the facts of the recommendation and of the delegations after each that was granted."""
    own: list[Any] = [ISSUED]
    given_: list[Any] = []
    at = AT
    for asked_for, by, days in asks:
        at += timedelta(days=days)
        asked = Asked(at=at, by=by)
        step = asked_for
        if isinstance(asked_for, tuple):
            what, this, whom = asked_for
            until = day_of(at) + timedelta(days=20)
            step = replace(what, delegation_id=this, delegate_id=whom, until=until)
        try:
            if isinstance(step, DelegateGrading | EndGradingDelegation):
                state = GRADING_DELEGATION.fold(given_)
                given_.extend(GRADING_DELEGATION.decide(step, asked, state))
            else:
                before = RECOMMENDATION.fold([*own, *given_])
                own.extend(RECOMMENDATION.decide(step, asked, before))
        except Refused:
            continue
        yield at, own, given_


def _stood(fact: ImplementationAssessed, history: list[Any]) -> None:
    if fact.assessed_by == "holder-1":
        assert fact.delegation_id is None
        return
    [one] = [
        each
        for each in history
        if isinstance(each, GradingDelegated) and each.delegation_id == fact.delegation_id
    ]
    assert one.delegate_id == fact.assessed_by
    assert day_of(fact.assessed_at) <= one.until
    assert one.scope == "all" or one.state == fact.addressee
    assert not any(
        isinstance(each, GradingDelegationEnded) and each.delegation_id == one.delegation_id
        for each in history
    )
