"""The platform looks once at each day of each rule in force, and asks for what it finds."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from portal.committee.warning import counts
from portal.committee.warning.looking import LOOKER, Looker, case_of, last_look
from portal.web.commands import Accepted, CommandRefused, ServiceAway
from services.stakeholders.alerts.decide import ALERT
from shared.contracts.stakeholders_alert_commands import LookAtState
from shared.contracts.stakeholders_alerts import AlertRaised
from shared.core.actor import Actor, Asked
from shared.core.testing import AT
from shared.reference.early_warning import Case, Counts
from tests.stakeholders import alerts as told
from tests.support.portal import Pages
from tests.support.warnings import Warnings

DAY = timedelta(days=1)


@dataclass(slots=True)
class Asking:
    """``fails``: instead of the answer."""

    asked: list[tuple[LookAtState, Actor, UUID]] = field(default_factory=list)
    fails: CommandRefused | None = None

    def ask(self, command: Any, *, by: Actor, command_id: UUID, correlation_id: UUID) -> Accepted:
        assert correlation_id == case_of(command.rule, command.state)
        if self.fails:
            raise self.fails
        self.asked.append((command, by, command_id))
        return Accepted(None)


@pytest.fixture
def warnings(portal: Pages) -> Warnings:
    return Warnings(portal.engine, portal.vault)


@pytest.fixture
def held(monkeypatch: pytest.MonkeyPatch) -> list[Case]:
    """The cases that are held, whatever the series."""
    some: list[Case] = []

    def of(_: object, __: object, last: Any) -> Counts:
        states = ["KEN", "UGA", *(f"S{n}" for n in range(30))]
        return Counts(
            [one for one in some if one.day <= last], states, AT.date() - 1000 * DAY, last
        )

    monkeypatch.setattr(counts, "counts", of)
    return some


def cases(state: str, number: int, days: int = 3) -> Sequence[Case]:
    return [Case(state=state, day=AT.date() - days * DAY, urgent=True) for _ in range(number)]


def looker(portal: Pages, asking: Asking) -> Looker:
    return Looker(portal.engine, asking)  # type: ignore[arg-type]


def test_what_is_unusual_is_asked_for_once(
    portal: Pages, warnings: Warnings, held: list[Case]
) -> None:
    held += [*cases("KEN", 12), *cases("UGA", 3)]
    asking = Asking()
    looks = looker(portal, asking)
    assert looks.look(AT) == 0, "no rule was adopted"
    warnings.adopted()
    assert looks.look(AT) == 1
    assert looks.look(AT) == 0
    [(command, by, command_id)] = asking.asked
    assert (command.state, command.measured.window, command.measured.urgent) == ("KEN", 12, 12)
    assert by == LOOKER
    looker(portal, asking).look(AT)
    assert asking.asked[1] == (command, by, command_id), "a restart asks for the same"
    state = ALERT.fold([told.ADOPTED])
    [raised] = ALERT.decide(command, Asked(at=AT, by=by), state)
    assert isinstance(raised, AlertRaised)
    assert (raised.state, raised.now, raised.level) == ("KEN", 10, "urgent")


def test_submissions_are_asked_for_once_a_week_and_letters_each_day(
    portal: Pages, warnings: Warnings, held: list[Case], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing is counted on the days between, and what came in late is told on none of them."""
    monday = datetime(2026, 1, 5, 9, tzinfo=UTC)
    held += cases("KEN", 12)
    warnings.adopted()
    counted: list[str] = []
    of = counts.counts

    def counting(*given: Any) -> Counts:
        counted.append(given[1])
        return of(*given)

    monkeypatch.setattr(counts, "counts", counting)
    asking = Asking()
    looks = looker(portal, asking)
    assert [looks.look(monday + n * DAY) for n in range(6)] == [1, 0, 0, 0, 0, 0]
    held += cases("UGA", 12)
    assert looks.look(monday + 6 * DAY) == 0
    assert counted == ["submissions"]
    assert looks.look(monday + 7 * DAY) == 2
    warnings.adopted(rule="letters")
    assert [looks.look(monday + n * DAY) for n in (7, 7, 8)] == [2, 0, 2]


def test_a_new_version_looks_at_once_and_a_suspended_rule_never(
    portal: Pages, warnings: Warnings, held: list[Case]
) -> None:
    held += cases("KEN", 12)
    asking = Asking()
    looks = looker(portal, asking)
    warnings.adopted()
    looks.look(AT)
    warnings.adopted(version=2, floor=10)
    assert looks.look(AT) == 1
    warnings.tell(replace(told.SUSPENDED, version=2))
    assert looks.look(AT + 7 * DAY) == 0
    assert {one.version for one, _, _ in asking.asked} == {1, 2}


def test_a_service_that_is_away_is_asked_again_and_a_refusal_is_no_alert(
    portal: Pages, warnings: Warnings, held: list[Case]
) -> None:
    held += cases("KEN", 12)
    warnings.adopted()
    asking = Asking(fails=ServiceAway())
    looks = looker(portal, asking)
    with pytest.raises(ServiceAway):
        looks.look(AT)
    asking.fails = CommandRefused(409, "No.")
    assert looks.look(AT) == 0
    asking.fails = None
    assert looks.look(AT) == 0, "the rule looked"
    assert looks.look(AT + 7 * DAY) == 1


def test_letters_are_looked_at_up_to_yesterday_and_submissions_up_to_sunday() -> None:
    monday = datetime(2026, 3, 2, 9, tzinfo=UTC)
    assert [last_look("letters", monday + n * DAY) for n in (0, 1)] == [
        monday.date() - DAY,
        monday.date(),
    ]
    sunday = monday.date() - DAY
    for days in range(7):
        assert last_look("submissions", monday + days * DAY) == sunday
    assert last_look("submissions", monday + 7 * DAY) == sunday + 7 * DAY
