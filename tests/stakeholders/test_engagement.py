"""Reports on engagement: numbers that tell of nobody, two persons, a way on from every state."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from services.stakeholders.engagement import ENGAGEMENT, Report, Stage, evolve
from shared.contracts.stakeholders_engagement import (
    Counts,
    EngagementReportChecked,
    EngagementReportDrafted,
    EngagementReportKept,
    Fact,
)
from shared.contracts.stakeholders_engagement_commands import (
    ChangeEngagementReport,
    CheckEngagementReport,
    Command,
    DiscardEngagementReport,
    DraftEngagementReport,
    KeepEngagementReport,
    PublishEngagementReport,
)
from shared.core.actor import Actor, Asked, system
from shared.core.decider import Forbidden, Refused
from shared.core.message import Sealed
from shared.core.roles import Role
from shared.core.testing import AT, given
from shared.reference.engagement import (
    EVENTS,
    KINDS,
    LEAST,
    PEOPLE,
    first_day,
    last_day,
    quarter_of,
    report_id,
    told,
)

TORTURE, OTHER = "sr-torture", "sr-food"
ID = report_id(TORTURE, 2025, 4)
OFFICER = Actor(actor_id="officer-1", roles=frozenset({Role.STAKEHOLDER_OFFICER}))
HRO = Actor(
    actor_id="hro-1",
    roles=frozenset({Role.HUMAN_RIGHTS_OFFICER}),
    mandates=frozenset({TORTURE}),
)
ELSEWHERE = replace(HRO, actor_id="hro-2", mandates=frozenset({OTHER}))


def text(of: str) -> Sealed:
    return Sealed(f"engagement-{ID}", of)


COUNTS = Counts(
    numbers={**dict.fromkeys(KINDS, 0), "contacts": 12, "organisations": None, "sessions": 1},
    sessions=("s-1",),
    consultations=(),
)
DRAFT = DraftEngagementReport(
    report_id=ID,
    mandate=TORTURE,
    year=2025,
    quarter=4,
    counts=COUNTS,
    narrative=text("dGV4dA"),
)
DRAFTED = EngagementReportDrafted(
    report_id=ID,
    mandate=TORTURE,
    year=2025,
    quarter=4,
    counts=COUNTS,
    narrative=text("dGV4dA"),
    version=1,
    drafted_by="hro-1",
    drafted_at=AT,
)
CHANGE = ChangeEngagementReport(report_id=ID, narrative=text("bmV3"))
CHECK = CheckEngagementReport(report_id=ID, version=1)
PUBLISH = PublishEngagementReport(report_id=ID, version=1)
KEEP = KeepEngagementReport(report_id=ID)
DISCARD = DiscardEngagementReport(report_id=ID)
EVERY: tuple[tuple[Any, Actor, datetime], ...] = (
    (DRAFT, HRO, AT),
    (CHANGE, HRO, AT),
    (replace(CHECK, version=2), OFFICER, AT),
    (KEEP, HRO, AT),
    (DISCARD, HRO, AT),
    (DRAFT, OFFICER, AT),
    (replace(CHECK, version=3), HRO, AT),
    (replace(PUBLISH, version=3), HRO, AT),
)
"""Each command, in an order in which each of them changes something."""


def kinds(facts: Sequence[Fact]) -> list[str]:
    return [type(fact).__name__.removeprefix("EngagementReport") for fact in facts]


class Story:
    """A report as it goes on."""

    def __init__(self, *steps: tuple[Command, Actor]) -> None:
        self.state = ENGAGEMENT.fold([DRAFTED])
        for command, by in steps:
            self.do(command, by)

    def do(self, command: Command, by: Actor = HRO) -> list[Fact]:
        facts = list(ENGAGEMENT.decide(command, Asked(at=AT, by=by), self.state))
        self.state = ENGAGEMENT.fold(facts, self.state)
        return facts

    @property
    def report(self) -> Report:
        assert isinstance(self.state, Report)
        return self.state


CHECKED = (CHECK, OFFICER)


# --- drafting ------------------------------------------------------------------------------------


def test_officers_and_holders_of_the_mandate_draft_it() -> None:
    given(ENGAGEMENT).when(DRAFT, by=HRO).then(DRAFTED)
    holder = replace(HRO, roles=frozenset({Role.MANDATE_HOLDER}))
    given(ENGAGEMENT).when(DRAFT, by=holder).then(DRAFTED)
    by_officer = given(ENGAGEMENT).when(DRAFT, by=OFFICER)
    by_officer.then(replace(DRAFTED, drafted_by="officer-1"))
    for other in (ELSEWHERE, Actor(actor_id="ngo"), system("registry")):
        given(ENGAGEMENT).when(DRAFT, by=other).then_forbidden()


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"mandate": "sr-none"}, "mandate from the list"),
        ({"quarter": 5}, "quarter from the list"),
        ({"year": 1999}, "quarter from the list"),
        ({"year": 2200}, "quarter from the list"),
        ({"quarter": 3}, "quarter from the list"),
        ({"mandate": OTHER}, "quarter from the list"),
        ({"year": 2026, "quarter": 1, "report_id": report_id(TORTURE, 2026, 1)}, "not over"),
    ],
)
def test_a_report_is_about_a_quarter_that_is_over(changed: dict[str, Any], sentence: str) -> None:
    given(ENGAGEMENT).when(replace(DRAFT, **changed), by=OFFICER).then_refused(sentence)


def test_a_quarter_is_over_when_its_last_day_in_geneva_is() -> None:
    last = datetime(2025, 12, 31, 22, 59, tzinfo=UTC)
    given(ENGAGEMENT).when(DRAFT, by=HRO, at=last).then_refused("not over")
    after = last + timedelta(minutes=1)
    given(ENGAGEMENT).when(DRAFT, by=HRO, at=after).then(replace(DRAFTED, drafted_at=after))


@pytest.mark.parametrize("kind", PEOPLE)
@pytest.mark.parametrize("number", [1, LEAST - 1])
def test_no_number_of_fewer_than_five_is_in_a_report(kind: str, number: int) -> None:
    """Whatever the page does."""
    wrong = replace(DRAFT, counts=_with(**{kind: number}))
    given(ENGAGEMENT).when(wrong, by=HRO).then_refused("below five")


@pytest.mark.parametrize("numbers", [{}, {"spies": 7}, {"visits": -1}])
def test_a_report_has_every_number_once(numbers: dict[str, int]) -> None:
    wrong = replace(COUNTS, numbers=numbers) if not numbers else _with(**numbers)
    given(ENGAGEMENT).when(replace(DRAFT, counts=wrong), by=HRO).then_refused("not complete")


def test_events_are_public_and_counted_as_they_are() -> None:
    counts = _with(**dict.fromkeys(EVENTS, 2))
    given(ENGAGEMENT).when(replace(DRAFT, counts=counts), by=HRO).then(
        replace(DRAFTED, counts=counts)
    )


def test_there_is_one_report_for_a_quarter() -> None:
    given(ENGAGEMENT, DRAFTED).when(DRAFT, by=HRO).then_nothing()
    other = replace(DRAFT, counts=_with(contacts=99))
    given(ENGAGEMENT, DRAFTED).when(other, by=HRO).then_refused("already")


def _with(**numbers: int) -> Counts:
    return replace(COUNTS, numbers={**COUNTS.numbers, **numbers})


# --- checking ------------------------------------------------------------------------------------


def test_another_person_checks_it_and_what_they_read() -> None:
    given(ENGAGEMENT, DRAFTED).when(CHECK, by=OFFICER).then(
        EngagementReportChecked(
            report_id=ID, mandate=TORTURE, checked_by="officer-1", checked_at=AT
        )
    )
    story = Story()
    with pytest.raises(Refused, match="Another person"):
        story.do(CHECK, HRO)
    with pytest.raises(Refused, match="was changed since"):
        story.do(replace(CHECK, version=2), OFFICER)
    story.do(CHECK, OFFICER)
    assert story.do(CHECK, OFFICER) == []


def test_a_change_makes_a_check_void() -> None:
    story = Story(CHECKED)
    assert story.do(replace(CHANGE, narrative=text("dGV4dA"))) == []
    assert kinds(story.do(CHANGE, OFFICER)) == ["Changed"]
    assert (story.report.version, story.report.written_by) == (2, "officer-1")
    for command in (replace(PUBLISH, version=2), KEEP):
        with pytest.raises(Refused, match="checks this report first"):
            story.do(command)
    assert story.do(replace(CHECK, version=2), HRO)


def test_nothing_is_published_or_kept_unchecked() -> None:
    for command in (PUBLISH, KEEP):
        given(ENGAGEMENT, DRAFTED).when(command, by=HRO).then_refused("first")


# --- publishing, keeping, taking back ------------------------------------------------------------


def test_a_published_report_is_taken_back_changed_and_published_again() -> None:
    story = Story(CHECKED)
    with pytest.raises(Refused, match="was changed since"):
        story.do(replace(PUBLISH, version=3))
    assert kinds(story.do(PUBLISH)) == ["Published"]
    assert story.do(PUBLISH) == []
    with pytest.raises(Refused, match="Take it back"):
        story.do(CHANGE)
    [fact] = story.do(KEEP)
    assert isinstance(fact, EngagementReportKept)
    assert fact.taken_back
    assert story.do(KEEP) == []
    story.do(CHANGE)
    story.do(replace(CHECK, version=2), OFFICER)
    assert kinds(story.do(replace(PUBLISH, version=2))) == ["Published"]
    assert story.report.counts == COUNTS


def test_a_kept_report_is_published_later() -> None:
    story = Story(CHECKED)
    [fact] = story.do(KEEP)
    assert isinstance(fact, EngagementReportKept)
    assert not fact.taken_back
    assert kinds(story.do(PUBLISH)) == ["Published"]


def test_numbers_that_were_public_are_never_counted_anew() -> None:
    story = Story(CHECKED, (PUBLISH, HRO), (KEEP, HRO))
    for _ in range(2):
        with pytest.raises(Refused, match="its numbers stay"):
            story.do(DISCARD)
        story.do(CHANGE)


def test_what_was_never_public_is_thrown_away_and_drafted_anew() -> None:
    for steps in ((), (CHECKED,), (CHECKED, (KEEP, HRO))):
        story = Story(*steps)
        assert kinds(story.do(DISCARD)) == ["Discarded"]
        assert story.do(DISCARD) == []
        for command in (CHANGE, CHECK, PUBLISH, KEEP):
            with pytest.raises(Refused, match="thrown away"):
                story.do(command)
        [fact] = story.do(replace(DRAFT, counts=_with(contacts=99)), OFFICER)
        assert isinstance(fact, EngagementReportDrafted)
        assert fact.version == 2, "a page that stayed open checks nothing of it"


@pytest.mark.parametrize("command", [CHANGE, CHECK, PUBLISH, KEEP, DISCARD])
def test_nobody_else_decides_about_it(command: Any) -> None:
    given(ENGAGEMENT).when(command, by=OFFICER).then_refused("no such")
    with pytest.raises(Forbidden):
        Story(CHECKED).do(command, ELSEWHERE)


def test_a_fact_about_nothing_changes_nothing() -> None:
    fact = EngagementReportChecked(
        report_id=ID, mandate=TORTURE, checked_by="officer-1", checked_at=AT
    )
    assert evolve(ENGAGEMENT.initial, fact) == ENGAGEMENT.initial
    assert Story().report.stage is Stage.DRAFTED


# --- quarters and numbers ------------------------------------------------------------------------


def test_quarters_have_every_day_once() -> None:
    day = date(2023, 1, 1)
    for _ in range(3 * 366):
        year, quarter = quarter_of(day)
        assert first_day(year, quarter) <= day <= last_day(year, quarter)
        day += timedelta(days=1)


def test_a_number_is_told_when_it_is_none_or_five() -> None:
    assert [told(number) for number in (0, 1, 4, 5, 6)] == [0, None, None, 5, 6]
    assert set(KINDS) == {*EVENTS, *PEOPLE}
