"""Actions and indicators of those who implement recommendations: section F.4."""

from collections.abc import Sequence
from contextlib import nullcontext, suppress
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given as drawn
from hypothesis import settings
from hypothesis import strategies as st

from services.followup.action.decide import ACTION
from services.followup.action.showing import take_back as office_takes_back
from services.followup.action.state import evolve
from services.followup.app import FOLLOWUP_SERVICE
from shared.contracts import followup_actions as facts
from shared.contracts.followup_action_commands import (
    ArchiveAction,
    ArchiveIndicator,
    CompleteAction,
    RestoreAction,
    RestoreIndicator,
    ResumeAction,
)
from shared.contracts.followup_custody import RecommendationPassedOn
from shared.contracts.followup_publication import RecommendationUnshared
from shared.core.actor import Actor, Asked
from shared.core.decider import Forbidden, Refused
from shared.core.roles import Role
from shared.core.testing import AT, given
from shared.reference.actions import due_days, rescheduled
from tests.followup.actions import (
    ACTION_ID,
    DAY,
    ELSEWHERE,
    FOCAL,
    INDICATOR,
    LINKED,
    MANAGER,
    MEASURED,
    NHRI,
    ONE,
    PLAN,
    PLAN_NHRI,
    PLANNED,
    PUBLISHED,
    PUBLISHER,
    REPORTED,
    TODAY,
    TWO,
    WRITER,
    abandon,
    define,
    history,
    of,
    progress,
    publish,
    report,
    reschedule,
    revise,
    state_of,
    take_back,
)
from tests.followup.visits import HOLDER, MANDATE, OFFICER, OTHER_OFFICER, QRD, STATE, person

ARCHIVE, RESTORE = ArchiveAction(action_id=ACTION_ID), RestoreAction(action_id=ACTION_ID)
DONE, ABANDONED = of(CompleteAction, 1), abandon(1)


def refused(acts: Any, command: Any, by: Actor, sentence: str) -> None:
    given(ACTION, *history(*acts)).when(command, by=by).then_refused(sentence)


def nothing(acts: Any, command: Any, by: Actor) -> None:
    given(ACTION, *history(*acts)).when(command, by=by).then_nothing()


def told(acts: Any, command: Any, by: Actor) -> Any:
    """Return the one fact that follows."""
    (fact,) = history(*acts, (command, by))[len(history(*acts)) :]
    return fact


def test_an_owner_plans_an_action_on_several_recommendations() -> None:
    several = (*LINKED, replace(LINKED[0], recommendation_id=TWO), *LINKED)
    planned = told((), replace(PLAN, links=several), WRITER)
    assert [one.recommendation_id for one in planned.links] == [ONE, TWO]
    assert (planned.owner, planned.step, planned.done_by) == (STATE, 1, WRITER.actor_id)
    assert told((), PLAN_NHRI, NHRI).owner == "nhri-1"
    nothing(PLANNED, PLAN, MANAGER)
    for by in (ELSEWHERE, NHRI, QRD, HOLDER, person("ngo", Role.NGO_MEMBER)):
        given(ACTION).when(PLAN, by=by).then_forbidden()
        given(ACTION, *history(*PLANNED)).when(progress(1), by=by).then_forbidden()
    given(ACTION).when(PLAN_NHRI, by=replace(NHRI, organisation_id="nhri-2")).then_forbidden()
    refused((), progress(0), WRITER, "no such action")


@pytest.mark.parametrize(
    ("also", "sentence"),
    [
        ({"owner": "FRA", "state": "FRA"}, ""),
        ({"state": "other"}, "Choose the State"),
        ({"state": "XYZ"}, "Choose the State"),
        ({"state": "FRA"}, "its own State"),
        ({"links": ()}, "Choose the recommendations"),
        ({"links": (replace(LINKED[0], recommendation_id="a b"),)}, "Choose the recommendations"),
        (
            {"links": tuple(replace(LINKED[0], recommendation_id=f"r-{n}") for n in range(21))},
            "at most 20",
        ),
        ({"target_on": TODAY - DAY}, "before it begins"),
        ({"target_on": date(9999, 1, 1)}, "within 20 years"),
    ],
)
def test_an_action_that_makes_no_sense_is_refused(also: dict[str, Any], sentence: str) -> None:
    when = given(ACTION).when(replace(PLAN, **also), by=WRITER)
    if sentence:
        when.then_refused(sentence)
    else:
        when.then_forbidden()


def test_an_owner_says_where_it_stands_and_can_always_go_on() -> None:
    """Planned, under way, done, abandoned: each has a way on, and none is a grade."""
    assert state_of(*PLANNED).claim == "planned"
    moving = (*PLANNED, (progress(1, percent=None), WRITER))
    assert state_of(*moving).claim == "under-way"
    for end, claim in ((DONE, "done"), (ABANDONED, "abandoned")):
        ended = (*PLANNED, (end, WRITER))
        assert state_of(*ended).claim == claim
        nothing(ended, end, WRITER)
        for command in (progress(2), abandon(2) if claim == "done" else of(CompleteAction, 2)):
            refused(ended, command, WRITER, "Resume it first")
        again = (*ended, (of(ResumeAction, 2), WRITER))
        assert state_of(*again).claim == "under-way"
        refused(ended, of(ResumeAction, 1), WRITER, "has changed")
        if claim == "abandoned":
            assert told(ended, publish(2), MANAGER).report_id == "a-1"
            assert told(again, publish(3), MANAGER).report_id is None, "its reason is over"
    nothing(PLANNED, of(ResumeAction, 1), WRITER)
    nothing(moving, progress(1), WRITER)
    refused(moving, progress(1, "p-2"), WRITER, "has changed")
    for command in (of(CompleteAction, 1), abandon(1)):
        refused(moving, command, WRITER, "has changed")
    refused(PLANNED, progress(1, percent=101), WRITER, "from 0 to 100")
    nothing((*PLANNED, (revise(1), WRITER)), revise(1), WRITER)
    refused((*PLANNED, (revise(1), WRITER)), revise(1, "r-3"), WRITER, "has changed")


def test_reports_are_due_by_a_schedule() -> None:
    assert due_days(date(2026, 1, 31), date(2026, 6, 1), 1) == (
        date(2026, 1, 31),
        date(2026, 2, 28),
        date(2026, 3, 31),
        date(2026, 4, 30),
        date(2026, 5, 31),
    )
    defined = told(PLANNED, define(1), WRITER)
    assert defined.due_days == due_days(defined.starts_on, defined.ends_on, 6)
    nothing(MEASURED, define(1), WRITER)
    past: dict[str, Any] = {"starts_on": TODAY - 40 * DAY, "ends_on": TODAY}
    wrong: list[tuple[dict[str, Any], str]] = [
        ({**past, "every_months": 1}, "No report would be due"),
        ({"every_months": 5}, "how often"),
        ({"starts_on": TODAY + 500 * DAY}, "within 20 years"),
        ({"ends_on": date(9999, 1, 1)}, "within 20 years"),
        ({"ends_on": TODAY + 3000 * DAY, "every_months": 1}, "60 days"),
        ({"baseline": "few"}, "Enter a number"),
        ({"target": "1,5"}, "Enter a number"),
    ]
    for also, sentence in wrong:
        refused(PLANNED, define(1, **also), WRITER, sentence)
    refused(PLANNED, define(0), WRITER, "has changed")
    many = [(define(n, f"i-{n}"), WRITER) for n in range(1, 21)]
    refused((*PLANNED, *many), define(21), WRITER, "at most 20")
    kept = state_of(*PLANNED, *many[:1])
    (one,) = kept.indicators.values()
    most = replace(kept, indicators={f"i-{n}": replace(one, archived=True) for n in range(60)})
    with pytest.raises(Refused, match="60 indicators in all"):
        ACTION.decide(define(2, "i-60"), Asked(at=AT, by=WRITER), most)


def test_a_new_schedule_replaces_only_days_to_come_without_a_report() -> None:
    known = (TODAY - 5 * DAY, TODAY, TODAY + 5 * DAY, TODAY + 9 * DAY)
    new = (TODAY - DAY, TODAY + 7 * DAY)
    assert rescheduled(known, {TODAY + 9 * DAY}, new, TODAY) == (
        TODAY - 5 * DAY,
        TODAY,
        TODAY + 7 * DAY,
        TODAY + 9 * DAY,
    )
    reported = (*MEASURED, (report(2), WRITER))
    fact = told(reported, reschedule(3, 20, 25), WRITER)
    assert fact.due_days == (TODAY + 10 * DAY, TODAY + 20 * DAY)
    assert TODAY + 10 * DAY not in fact.dropped
    assert len(fact.dropped) == len(history(*MEASURED)[1].due_days) - 1
    nothing((*reported, (reschedule(3, 20, 25), WRITER)), reschedule(3, 20, 25), WRITER)
    refused(reported, reschedule(2, 20, 25), WRITER, "has changed")
    refused(reported, reschedule(3, 20, 1830, 1), WRITER, "more than 60 days")


def test_a_report_belongs_to_one_day_of_one_indicator() -> None:
    reported = (*MEASURED, (report(2), WRITER))
    nothing(reported, report(2), WRITER)
    corrected = state_of(*reported, (report(3, name="v-2", value="-13.5"), MANAGER))
    assert [one.value for one in corrected.indicators[INDICATOR].reports.values()] == ["-13.5"]
    refused(MEASURED, report(2, due=11), WRITER, "No report is due")
    late = define(1, starts_on=TODAY + 31 * DAY)
    refused((*PLANNED, (late, WRITER)), report(2, due=31), WRITER, "from 30 days")
    refused(MEASURED, report(2, value="twelve"), WRITER, "Enter a number")
    refused(MEASURED, report(1), WRITER, "has changed")
    refused(PLANNED, report(1), WRITER, "no such indicator")


def test_an_indicator_is_archived_and_restored() -> None:
    archive = of(ArchiveIndicator, 2, indicator_id=INDICATOR)
    archived = (*MEASURED, (archive, WRITER))
    nothing(archived, archive, WRITER)
    refused(MEASURED, replace(archive, seen=1), WRITER, "has changed")
    refused(archived, report(3), WRITER, "indicator is archived")
    restore = of(RestoreIndicator, 3, indicator_id=INDICATOR)
    assert not state_of(*archived, (restore, WRITER)).indicators[INDICATOR].archived
    nothing(MEASURED, restore, WRITER)
    refused(archived, replace(restore, seen=2), WRITER, "has changed")
    many = [(define(n, f"i-{n}"), WRITER) for n in range(3, 23)]
    refused((*archived, *many), replace(restore, seen=23), WRITER, "at most 20")
    assert told((*archived, *many[:1]), publish(4), MANAGER).indicators[0].indicator_id == "i-3"


def test_contributors_draft_and_the_manager_publishes() -> None:
    """Of a Government another person than wrote it; of an institution its focal point."""
    refused(REPORTED, publish(4), WRITER, "You wrote some of it")
    shown = told(REPORTED, publish(4), MANAGER)
    assert (shown.claim, shown.percent, shown.report_id) == ("under-way", 40, "p-1")
    assert [one.value for one in shown.indicators[0].reports] == ["12"]
    nothing(PUBLISHED, publish(4), MANAGER)
    nothing(PUBLISHED, publish(4), WRITER)
    refused((*PUBLISHED, (revise(5), MANAGER)), publish(5), WRITER, "has changed")
    assert told((*PUBLISHED, (revise(5), MANAGER)), publish(6), WRITER).revision_id == "r-2"
    both = (*PLANNED, (progress(1), MANAGER))
    for by in (WRITER, MANAGER):  # a number of another does not make it theirs to publish
        refused(both, publish(2), by, "You wrote some of it")
    taken_over = (*both, (revise(2), MANAGER))
    assert told(taken_over, publish(3), WRITER).revision_id == "r-2"
    given(ACTION, *history((PLAN_NHRI, NHRI))).when(publish(1), by=NHRI).then_forbidden()
    own = (PLAN_NHRI, FOCAL)
    assert told((own,), publish(1), FOCAL).claim == "planned"


def test_a_country_team_owns_actions_and_who_wrote_none_of_it_publishes() -> None:
    plan = replace(PLAN, owner_kind="unct")
    writer = person("partner-1", Role.UN_PARTNER, states=frozenset({STATE}))
    for by in (WRITER, NHRI, replace(writer, states=frozenset({"FRA"}))):
        given(ACTION).when(plan, by=by).then_forbidden()
    both = replace(writer, states=frozenset({STATE, "FRA"}))
    refused((), replace(plan, owner="FRA"), both, "its own State")
    own = ((plan, writer),)
    refused(own, publish(1), writer, "Another United Nations partner")
    assert told(own, publish(1), replace(writer, actor_id="partner-2")).owner_kind == "unct"
    given(ACTION, *history(*own)).when(publish(1), by=MANAGER).then_forbidden()


def test_what_is_published_is_taken_back_by_its_owner_or_the_office() -> None:
    for by, reason in ((WRITER, "owner"), (HOLDER, "danger"), (OFFICER, "mistake")):
        assert told(PUBLISHED, take_back(reason), by).reason == reason
    assert told(PUBLISHED, take_back("redaction"), PUBLISHER).reason == "redaction"
    for by in (OTHER_OFFICER, QRD, NHRI, ELSEWHERE):
        given(ACTION, *history(*PUBLISHED)).when(take_back("danger"), by=by).then_forbidden()
    refused(PUBLISHED, take_back("danger"), WRITER, "Choose why")
    refused(PUBLISHED, take_back("owner"), HOLDER, "Choose why")
    nothing(REPORTED, take_back(), WRITER)
    back = (*PUBLISHED, (take_back(), WRITER))
    assert told(back, publish(6), MANAGER).step == 7
    barred = (*PUBLISHED, (take_back("danger"), PUBLISHER))
    refused(barred, publish(6), MANAGER, "Change it before")
    more = (*barred, (of(CompleteAction, 6), WRITER), (define(7, "i-2"), WRITER))
    refused(more, publish(8), MANAGER, "Change it before")
    assert told((*barred, (revise(6), WRITER)), publish(7), MANAGER).revision_id == "r-2"


def test_the_office_takes_back_by_what_was_published_and_not_by_the_draft() -> None:
    (link,) = state_of(*PUBLISHED).links[:1]
    before, published = state_of(*PUBLISHED[:-1]), history(*PUBLISHED)[-1]
    other = replace(link, mandate="wg-arbitrary-detention")
    recommendation = [f"recommendation-{link.recommendation_id}"]
    assert ACTION.consults(take_back("danger"), state_of(*PUBLISHED)) == recommendation
    assert ACTION.consults(publish(5), state_of(*PUBLISHED)) == []
    asked = Asked(by=HOLDER, at=AT)
    gone = RecommendationPassedOn(
        recommendation_id=link.recommendation_id, mandate=MANDATE, to=other.mandate, passed_at=AT
    )
    came = replace(gone, mandate=other.mandate, to=MANDATE)
    kept = replace(gone, to=None)
    ignored = RecommendationUnshared(
        recommendation_id=link.recommendation_id,
        organisation_id="o-1",
        mandate=MANDATE,
        unshared_by="o-2",
        unshared_at=AT,
    )
    cases: tuple[tuple[tuple[Any, ...], tuple[Any, ...], list[Any], bool], ...] = (
        ((other,), (link,), [], True),
        ((link,), (other,), [], False),
        ((link,), (link,), [gone], False),
        ((link,), (other,), [ignored, came], True),
        ((link,), (link,), [kept], True),
    )
    for drafted, shown, passed, ours in cases:
        state = evolve(before, replace(published, links=shown))
        state = ACTION.fold(passed, replace(state, links=drafted))
        assert state.planned is not None
        with nullcontext() if ours else pytest.raises(Forbidden):
            assert office_takes_back(take_back("danger"), asked, state, state.planned)


def test_nothing_is_deleted_and_what_is_archived_can_be_restored() -> None:
    archived = (*PUBLISHED, (ARCHIVE, WRITER))
    assert state_of(*archived).published == 0
    nothing(archived, ARCHIVE, WRITER)
    nothing(archived, take_back(), WRITER)
    for command in (progress(6), report(6), publish(6)):
        refused(archived, command, WRITER, "Restore it first")
    nothing(PUBLISHED, RESTORE, WRITER)
    restored = (*archived, (RESTORE, WRITER))
    assert told(restored, publish(7), MANAGER).claim == "under-way"


COMMANDS: Sequence[Any] = (
    PLAN,
    revise(0),
    progress(0),
    of(CompleteAction, 0),
    abandon(0),
    of(ResumeAction, 0),
    define(0),
    reschedule(0, 20, 300, 1),
    reschedule(0, 5, 40, 1),
    report(0),
    report(0, 20, "v-2"),
    of(ArchiveIndicator, 0, indicator_id=INDICATOR),
    of(RestoreIndicator, 0, indicator_id=INDICATOR),
    publish(0),
    take_back(),
    take_back("danger"),
    ARCHIVE,
    RESTORE,
)
MOVES = st.lists(
    st.tuples(st.sampled_from(COMMANDS), st.sampled_from([WRITER, MANAGER, HOLDER]), st.booleans()),
    max_size=25,
)


@settings(max_examples=60, deadline=None)
@drawn(MOVES)
def test_random_histories_keep_what_was_reported_and_have_a_way_on(moves: Any) -> None:
    """What is shown was published by another than wrote it; reports stay; each state goes on."""
    done: list[Any] = []
    for command, by, stale in moves:
        state = ACTION.fold(done)
        with suppress(Refused):
            shown = state.step + stale
            now = replace(command, seen=shown) if hasattr(command, "seen") else command
            new = list(ACTION.decide(now, Asked(at=AT, by=by), state))
            later = ACTION.fold(new, state)
            assert not ACTION.decide(now, Asked(at=AT, by=by), later)
            done += new
    state = ACTION.fold(done)
    assert [one.step for one in done] == list(range(1, len(done) + 1))
    for at, one in enumerate(done):
        if isinstance(one, facts.ActionPublished):
            assert one.done_by not in ACTION.fold(done[:at]).writers.values()
        if isinstance(one, facts.IndicatorRescheduled):
            before = ACTION.fold(done[:at]).indicators[INDICATOR]
            assert set(before.reports) <= set(one.due_days)
            assert set(one.dropped).isdisjoint(before.reports)
    if state.planned is not None:
        on = [] if not state.archived else [(RESTORE, WRITER)]
        steps = [ACTION.decide(command, Asked(at=AT, by=by), state) for command, by in on]
        free = ACTION.fold([fact for step in steps for fact in step], state)
        assert ACTION.decide(revise(free.step, "r-9"), Asked(at=AT, by=WRITER), free)


def test_the_service_rules_on_each_command_of_an_action() -> None:
    kinds = {type(command) for command in COMMANDS}
    ruled = {kind for kind, _ in FOLLOWUP_SERVICE.deciders if kind in kinds}
    assert ruled == kinds
