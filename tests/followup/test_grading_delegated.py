"""Grading by an officer to whom the holder delegated it (FR5): tables."""

import asyncio
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final

import pytest

from services.followup import holding
from services.followup.holding import HearHolding
from services.followup.recommendation.decide import RECOMMENDATION
from services.followup.recommendation.delegating import GRADING_DELEGATION
from shared.contracts.followup import ImplementationAssessed
from shared.contracts.followup_custody import RecommendationPassedOn
from shared.contracts.followup_grading import (
    GradingDelegated,
    GradingDelegationEnded,
    GradingScope,
)
from shared.contracts.followup_grading_commands import DelegateGrading, EndGradingDelegation
from shared.contracts.followup_holding import HoldingHeard
from shared.contracts.followup_visit_reports import (
    PublicItem,
    ReportItem,
    VisitReportPassedOn,
    VisitReportPresented,
    VisitReportPublished,
    VisitReportWithdrawn,
)
from shared.core.actor import Actor, Asked, system
from shared.core.decider import Forbidden
from shared.core.geneva import day_of, end_of
from shared.core.roles import Role
from shared.core.testing import AT, InMemoryStore, given
from shared.reference.grading import LONGEST
from tests.followup.support import events, tell
from tests.followup.test_holding import LIFE, NOTED, OPEN_BARS
from tests.followup.test_recommendation import (
    FRANCE,
    HOLDER,
    IMPLEMENTED,
    ISSUED,
    NGO,
    NHRI,
    OFFICER,
    OTHER_HOLDER,
    assess,
    assessed,
    issue,
)

TODAY: Final = day_of(AT)
DAY: Final = timedelta(days=1)
UNTIL: Final = TODAY + timedelta(days=30)
GIVE: Final = DelegateGrading(
    mandate="sr-torture",
    delegation_id="d-1",
    delegate_id="officer-1",
    scope="all",
    state=None,
    mission_id=None,
    until=UNTIL,
)
END: Final = EndGradingDelegation(mandate="sr-torture", delegation_id="d-1")
OF_FRANCE: Final = replace(GIVE, scope="state", state="FRA")
OF_VISIT: Final = replace(GIVE, scope="visit", mission_id="m-1")
HEARD: Final = HoldingHeard(mandate="sr-torture", term=NOTED)
COLLEAGUE: Final = replace(OFFICER, actor_id="officer-2")
HOLDS_ANOTHER: Final = replace(
    OFFICER,
    roles=OFFICER.roles | {Role.MANDATE_HOLDER},
    mandates=OFFICER.mandates | {"sr-food"},
)
"""Services the mandate, and holds another."""
REPORT: Final[dict[str, Any]] = {
    "mission_id": "m-1",
    "state": "FRA",
    "done_by": "publisher-1",
    "done_at": AT,
}


def delegated(
    scope: GradingScope = "all",
    state: str | None = None,
    mission_id: str | None = None,
    recommendations: tuple[str, ...] = (),
) -> GradingDelegated:
    return GradingDelegated(
        mandate="sr-torture",
        delegation_id="d-1",
        delegate_id="officer-1",
        scope=scope,
        state=state,
        mission_id=mission_id,
        recommendations=recommendations,
        until=UNTIL,
        delegated_by="holder-1",
        delegated_at=AT,
    )


ENDED: Final = GradingDelegationEnded(
    mandate="sr-torture",
    delegation_id="d-1",
    delegate_id="officer-1",
    ended_by="holder-1",
    ended_at=AT,
)


def published(mandate: str = "sr-torture", *ids: str) -> VisitReportPublished:
    item = ReportItem(recommendation_id="1", text=ISSUED.text)
    some = tuple(PublicItem(item=replace(item, recommendation_id=one), words="x") for one in ids)
    return VisitReportPublished(
        **REPORT,
        mandate=mandate,
        stage="published",
        step=9,
        symbol="A/HRC/1/1",
        approved_by="holder-1",
        languages=("en",),
        mandates=(mandate,),
        recommendations=some,
    )


def graded(by: Actor = OFFICER, at: datetime = AT) -> ImplementationAssessed:
    return replace(assessed("not"), assessed_by=by.actor_id, assessed_at=at, delegation_id="d-1")


def test_the_holder_delegates_with_a_scope_and_to_a_day() -> None:
    given(GRADING_DELEGATION).when(GIVE, by=HOLDER).then(delegated())
    given(GRADING_DELEGATION, delegated()).when(GIVE, by=HOLDER).then_nothing()
    given(GRADING_DELEGATION).when(OF_FRANCE, by=HOLDER).then(delegated("state", "FRA"))
    report = published("sr-torture", "1", "2")
    given(GRADING_DELEGATION, report).when(OF_VISIT, by=HOLDER).then(
        delegated("visit", None, "m-1", ("1", "2"))
    )


@pytest.mark.parametrize(
    ("command", "said"),
    [
        (replace(GIVE, until=TODAY - DAY), "last day"),
        (replace(GIVE, until=TODAY + LONGEST + DAY), "365 days"),
        (replace(GIVE, delegate_id="holder-1"), "officer of the mandate"),
        (replace(GIVE, state="FRA"), "where the scope needs one"),
        (replace(OF_FRANCE, state=None), "where the scope needs one"),
        (replace(OF_FRANCE, state="OTH"), "State from the list"),
        (replace(OF_FRANCE, mission_id="m-1"), "where the scope needs one"),
        (OF_VISIT, "report is published"),
    ],
)
def test_a_delegation_has_what_its_scope_needs_and_a_day_that_is_near(
    command: DelegateGrading, said: str
) -> None:
    given(GRADING_DELEGATION).when(command, by=HOLDER).then_refused(said)


def test_a_mandate_that_there_is_not_delegates_nothing() -> None:
    nobody = replace(HOLDER, mandates=frozenset({"sr-cats"}))
    given(GRADING_DELEGATION).when(replace(GIVE, mandate="sr-cats"), by=nobody).then_refused(
        "Choose a mandate from the list."
    )


def test_a_visit_is_looked_up_by_its_report_and_what_else_is_said_of_that_changes_nothing() -> None:
    consulted = GRADING_DELEGATION.consults(OF_VISIT, GRADING_DELEGATION.initial)
    assert list(consulted) == [holding.stream("sr-torture"), "visitreport-m-1"]
    presented = VisitReportPresented(
        **REPORT, mandate="sr-torture", stage="published", step=10, on=TODAY, session=61
    )
    report = published("sr-torture", "1", "2")
    given(GRADING_DELEGATION, report, presented).when(OF_VISIT, by=HOLDER).then(
        delegated("visit", None, "m-1", ("1", "2"))
    )


def test_the_span_is_as_it_is_said_and_its_last_day_counts() -> None:
    assert LONGEST.days == 365
    for until in (TODAY, TODAY + LONGEST):
        command = replace(GIVE, until=until)
        given(GRADING_DELEGATION).when(command, by=HOLDER).then(replace(delegated(), until=until))


@pytest.mark.parametrize(
    "history",
    [
        (published("wgad", "1"),),
        (published("sr-torture"),),
        (
            published("sr-torture", "1"),
            VisitReportPassedOn(
                **REPORT, mandate="sr-torture", stage="published", step=10, to="wgad"
            ),
        ),
        (
            published("sr-torture", "1"),
            VisitReportWithdrawn(
                **REPORT,
                mandate="sr-torture",
                stage="withdrawn",
                step=10,
                reason="mistake",
                note=None,
            ),
        ),
    ],
)
def test_a_visit_is_the_mandates_and_its_report_is_published(history: tuple[Any, ...]) -> None:
    given(GRADING_DELEGATION, *history).when(OF_VISIT, by=HOLDER).then_refused("is published")


def test_nobody_but_the_holder_delegates_or_ends_it_and_a_delegate_never() -> None:
    both = replace(HOLDER, roles=HOLDER.roles | OFFICER.roles)
    others = (OFFICER, COLLEAGUE, OTHER_HOLDER, NGO, NHRI, FRANCE, system("followup"), both)
    for by in others:
        given(GRADING_DELEGATION, delegated()).when(
            replace(GIVE, delegation_id="d-2", delegate_id="officer-2"), by=by
        ).then_forbidden()
        given(GRADING_DELEGATION, delegated()).when(END, by=by).then_forbidden()


def test_of_a_working_group_its_chair_delegates() -> None:
    group = replace(GIVE, mandate="wgad")
    member = replace(HOLDER, mandates=frozenset({"wgad"}))
    chair = replace(member, roles=member.roles | {Role.CHAIR_RAPPORTEUR})
    given(GRADING_DELEGATION).when(group, by=member).then_forbidden()
    given(GRADING_DELEGATION).when(group, by=chair).then(replace(delegated(), mandate="wgad"))


def test_who_left_or_may_not_sign_yet_delegates_nothing() -> None:
    over = HoldingHeard(mandate="sr-torture", life=LIFE)
    given(GRADING_DELEGATION, over).when(GIVE, by=HOLDER).then_refused("Nobody signs")
    barred = (
        HoldingHeard(mandate="sr-torture", term=replace(NOTED, starts_on=date(2027, 1, 1))),
        HoldingHeard(mandate="sr-torture", bars=OPEN_BARS),
    )
    at = datetime(2027, 1, 5, 9, tzinfo=UTC)
    late = replace(GIVE, until=day_of(at))
    given(GRADING_DELEGATION, *barred).when(late, by=HOLDER, at=at).then_refused("first weeks")


def test_it_is_ended_at_any_time_once_and_ends_by_itself_without_a_fact() -> None:
    given(GRADING_DELEGATION, delegated()).when(END, by=HOLDER).then(ENDED)
    given(GRADING_DELEGATION, delegated(), ENDED).when(END, by=HOLDER).then_nothing()
    later = AT + timedelta(days=31)
    given(GRADING_DELEGATION, delegated()).when(END, by=HOLDER, at=later).then_nothing()
    given(GRADING_DELEGATION).when(END, by=HOLDER).then_refused("no such delegation")


def test_a_successor_ends_what_would_stand_again_with_another_term_of_who_left() -> None:
    left = replace(delegated(), delegated_by="holder-0")
    before = HoldingHeard(
        mandate="sr-torture",
        term=replace(NOTED, term_id="t-0", holder_id="holder-0", last=TODAY - DAY),
    )
    now = HoldingHeard(mandate="sr-torture", term=replace(NOTED, starts_on=TODAY))
    again = HoldingHeard(
        mandate="sr-torture",
        term=replace(NOTED, term_id="t-2", holder_id="holder-0", starts_on=TODAY),
    )
    history = (before, now, left)
    given(RECOMMENDATION, ISSUED, *history).when(assess("not"), by=OFFICER).then_forbidden()
    given(GRADING_DELEGATION, *history).when(END, by=HOLDER).then(ENDED)
    back = (ISSUED, before, again, left)
    given(RECOMMENDATION, *back, ENDED).when(assess("not"), by=OFFICER).then_forbidden()


@pytest.mark.parametrize(
    "one",
    [
        delegated(),
        delegated("state", "FRA"),
        delegated("visit", None, "m-1", ("1", "2")),
    ],
)
def test_the_officer_grades_within_the_scope_and_the_grade_says_under_which(
    one: GradingDelegated,
) -> None:
    given(RECOMMENDATION, ISSUED, one).when(assess("not"), by=OFFICER).then(graded())
    best = replace(graded(), grade="fully")
    given(RECOMMENDATION, ISSUED, one).when(assess("fully"), by=OFFICER).then(best, IMPLEMENTED)
    given(RECOMMENDATION, ISSUED, one).when(assess("not"), by=HOLDER).then(assessed("not"))
    given(RECOMMENDATION, ISSUED, one).when(assess("not"), by=HOLDS_ANOTHER).then(graded())


@pytest.mark.parametrize(
    ("history", "by"),
    [
        ((), OFFICER),
        ((delegated(), ENDED), OFFICER),
        ((delegated("state", "KEN"),), OFFICER),
        ((delegated("visit", None, "m-1", ("2",)),), OFFICER),
        ((replace(delegated(), mandate="wgad"),), OFFICER),
        ((delegated(),), COLLEAGUE),
        ((), HOLDS_ANOTHER),
        ((delegated("state", "KEN"),), HOLDS_ANOTHER),
        ((delegated(),), replace(OFFICER, mandates=frozenset({"wgad"}))),
        ((delegated(),), replace(OFFICER, roles=frozenset({Role.DESK_OFFICER}))),
        ((delegated(),), replace(OFFICER, roles=frozenset())),
        ((delegated(), HoldingHeard(mandate="sr-torture", life=LIFE)), OFFICER),
        (
            (
                delegated(),
                HoldingHeard(mandate="sr-torture", term=replace(NOTED, last=TODAY - DAY)),
                HoldingHeard(
                    mandate="sr-torture",
                    term=replace(NOTED, term_id="t-2", holder_id="holder-9", starts_on=TODAY),
                ),
            ),
            OFFICER,
        ),
    ],
)
def test_nobody_grades_out_of_scope_or_time_or_without_the_role(
    history: tuple[Any, ...], by: Actor
) -> None:
    given(RECOMMENDATION, ISSUED, *history).when(assess("not"), by=by).then_forbidden()


def test_it_ends_with_its_last_day_the_same_second() -> None:
    last = end_of(UNTIL, like=AT)
    history = (ISSUED, delegated())
    given(RECOMMENDATION, *history).when(assess("not"), by=OFFICER, at=last).then(graded(at=last))
    first = last + timedelta(microseconds=1)
    given(RECOMMENDATION, *history).when(assess("not"), by=OFFICER, at=first).then_forbidden()


def test_it_ends_with_the_last_day_of_the_term_of_who_delegated_it() -> None:
    term = HoldingHeard(mandate="sr-torture", term=replace(NOTED, last=TODAY))
    last = end_of(TODAY, like=AT)
    history = (ISSUED, delegated(), term)
    given(RECOMMENDATION, *history).when(assess("not"), by=OFFICER, at=last).then(graded(at=last))
    first = last + timedelta(microseconds=1)
    given(RECOMMENDATION, *history).when(assess("not"), by=OFFICER, at=first).then_forbidden()


def test_a_delegate_does_nothing_else_of_a_holder() -> None:
    asked = Asked(at=AT, by=OFFICER)
    state = RECOMMENDATION.fold([ISSUED, delegated()])
    with pytest.raises(Forbidden):
        RECOMMENDATION.decide(issue(), asked, RECOMMENDATION.initial)
    assert RECOMMENDATION.consults_for(assess("not"), state, OFFICER) == [
        "gradingdelegation-sr-torture",
        "officeholder-sr-torture",
    ]
    assert list(RECOMMENDATION.consults_for(assess("not"), state, HOLDER)) == []
    assert RECOMMENDATION.consults_for(assess("not"), state, HOLDS_ANOTHER)


def test_what_was_passed_on_is_graded_under_a_delegation_of_who_follows_it_now() -> None:
    passed = RecommendationPassedOn(
        recommendation_id="1", mandate="sr-torture", to="sr-health", passed_at=AT
    )
    state = RECOMMENDATION.fold([ISSUED, passed])
    both = replace(OFFICER, mandates=frozenset({"sr-torture", "sr-health"}))
    assert "gradingdelegation-sr-health" in RECOMMENDATION.consults_for(assess("not"), state, both)


def test_the_service_reads_the_delegation_afresh_at_each_grade() -> None:
    store = InMemoryStore()

    async def told() -> None:
        await tell(store, issue(), HOLDER)
        await tell(store, HearHolding(of=NOTED))
        await tell(store, replace(GIVE, until=UNTIL), HOLDER)
        await tell(store, assess("not"), OFFICER)
        await tell(store, END, HOLDER)
        with pytest.raises(Forbidden):
            await tell(store, assess("partially"), OFFICER)

    asyncio.run(told())
    [one] = events(store, ImplementationAssessed)
    assert (one.assessed_by, one.delegation_id) == ("officer-1", "d-1")
    assert "gradingdelegation-sr-torture" in {record.stream for record in store.log}
