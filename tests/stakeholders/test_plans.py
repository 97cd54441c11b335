"""The planning board: planned, flagged where two clash, confirmed or dropped. K7 and SD9."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from services.stakeholders.app import STAKEHOLDERS_SERVICE
from services.stakeholders.committee.members.decide import STREAM
from services.stakeholders.plans.decide import PLANS
from shared.contracts.stakeholders_committee import CommitteeMemberLeft
from shared.contracts.stakeholders_plans import ActivityPlanned
from shared.core.actor import Actor, Asked
from shared.core.message import Metadata, derive_id
from shared.core.roles import Role
from shared.core.testing import AT, InMemoryStore, given
from shared.hosting.service import asking
from shared.reference.plans import between, too_near
from tests.stakeholders.alerts import ELECTED
from tests.stakeholders.plans import (
    CLASH,
    COMMENT,
    COMMENTED,
    CONFIRM,
    CONFIRMED,
    DAY,
    DROP,
    DROPPED,
    END,
    EVERY,
    FIRST,
    HOLDER,
    KEEP,
    KEPT,
    LAST,
    MEMBER,
    MOVE,
    MOVED,
    OFFICER,
    ONE,
    OTHER,
    PLAN,
    PLANNED,
    SHARE,
    SHARED,
    TODAY,
    UNSHARED,
)

STRANGE = replace(HOLDER, actor_id="holder-b", mandates=frozenset({"sr-food"}))


def other(**changed: Any) -> ActivityPlanned:
    """A plan of another mandate on the same State."""
    return replace(PLANNED, plan_id=OTHER, mandate="sr-housing", **changed)


def from_day(days: int) -> ActivityPlanned:
    """One that begins so many days after the last day of ``PLAN``."""
    first = LAST + timedelta(days=days)
    return other(first=first, last=first + 5 * DAY)


# --- planning ------------------------------------------------------------------------------------


def test_the_holder_and_the_officer_of_the_mandate_plan() -> None:
    given(PLANS).when(PLAN, by=HOLDER).then(PLANNED)
    theirs = replace(PLAN, mandate="sr-housing")
    then = replace(PLANNED, mandate="sr-housing", planned_by="officer-1")
    given(PLANS).when(theirs, by=OFFICER).then(then)
    given(PLANS, PLANNED).when(PLAN, by=HOLDER).then_nothing()
    for by in (STRANGE, OFFICER, MEMBER):
        given(PLANS).when(PLAN, by=by).then_forbidden()
    for role in set(Role) - {Role.MANDATE_HOLDER, Role.HUMAN_RIGHTS_OFFICER}:
        by = Actor(actor_id="x", roles=frozenset({role}), mandates=frozenset({"wgad"}))
        given(PLANS).when(PLAN, by=by).then_forbidden()


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"state": "XXX"}, "State from the list"),
        ({"first": TODAY - DAY}, "from today on"),
        ({"first": TODAY + 731 * DAY}, "not later than"),
        ({"last": FIRST - DAY}, "within 60 days"),
        ({"last": FIRST + 61 * DAY}, "within 60 days"),
    ],
)
def test_a_plan_has_a_state_and_a_period_to_come(wrong: dict[str, Any], says: str) -> None:
    given(PLANS).when(replace(PLAN, **wrong), by=HOLDER).then_refused(says)


def test_a_plan_is_of_a_mandate_that_there_is() -> None:
    by = replace(HOLDER, mandates=frozenset({"nothing"}))
    given(PLANS).when(replace(PLAN, mandate="nothing"), by=by).then_refused("mandate from the list")


def test_what_goes_on_is_prolonged_from_the_day_on_which_it_began() -> None:
    begun = replace(PLANNED, first=TODAY - 9 * DAY, last=TODAY + DAY)
    on = replace(MOVE, first=begun.first, was_first=begun.first, was_last=begun.last)
    longer = replace(on, last=TODAY + 5 * DAY)
    moved = replace(MOVED, first=longer.first, last=longer.last)
    given(PLANS, begun).when(longer, by=HOLDER).then(moved)
    given(PLANS, begun).when(replace(longer, first=TODAY - DAY), by=HOLDER).then_refused(
        "from today"
    )
    beyond = replace(on, last=begun.first + 61 * DAY)
    given(PLANS, begun).when(beyond, by=HOLDER).then_refused("within 60 days")


# --- clashes -------------------------------------------------------------------------------------


def test_two_visits_to_one_state_in_a_month_are_flagged_and_none_is_blocked() -> None:
    given(PLANS, from_day(31)).when(PLAN, by=HOLDER).then(PLANNED, CLASH)
    given(PLANS, from_day(32)).when(PLAN, by=HOLDER).then(PLANNED)
    before = other(first=FIRST - 40 * DAY, last=FIRST - 31 * DAY)
    given(PLANS, before).when(PLAN, by=HOLDER).then(PLANNED, CLASH)
    given(PLANS, PLANNED, CLASH).when(CONFIRM, by=HOLDER).then(CONFIRMED)


@pytest.mark.parametrize(("days", "clashes"), [(15, True), (16, False)])
def test_a_letter_has_a_rule_of_its_own(days: int, *, clashes: bool) -> None:
    letter = replace(from_day(days), kind="letter")
    flagged = [replace(CLASH, apart=14)] if clashes else []
    given(PLANS, letter).when(PLAN, by=HOLDER).then(PLANNED, *flagged)


def test_what_is_dropped_or_of_another_state_or_of_the_mandate_clashes_with_nothing() -> None:
    gone = replace(DROPPED, plan_id=OTHER)
    given(PLANS, other(), gone).when(PLAN, by=HOLDER).then(PLANNED)
    given(PLANS, other(state="UGA")).when(PLAN, by=HOLDER).then(PLANNED)
    own = replace(PLANNED, plan_id=OTHER)
    given(PLANS, own).when(PLAN, by=HOLDER).then(PLANNED)


def test_a_plan_that_is_moved_is_looked_at_anew_and_confirmed_anew() -> None:
    given(PLANS, PLANNED).when(MOVE, by=HOLDER).then(MOVED)
    same = replace(MOVE, first=FIRST, last=LAST)
    given(PLANS, PLANNED).when(same, by=HOLDER).then_nothing()
    given(PLANS, PLANNED, MOVED).when(MOVE, by=HOLDER).then_nothing()
    elsewhere = replace(MOVED, first=FIRST + DAY, last=LAST + DAY)
    given(PLANS, PLANNED, elsewhere).when(MOVE, by=HOLDER).then_refused("has changed")
    given(PLANS, PLANNED, from_day(38)).when(MOVE, by=HOLDER).then(MOVED, CLASH)
    past = replace(MOVE, first=TODAY - DAY)
    given(PLANS, PLANNED).when(past, by=HOLDER).then_refused("from today on")
    again = replace(CONFIRM, first=MOVE.first, last=MOVE.last)
    given(PLANS, PLANNED, CONFIRMED, MOVED).when(again, by=HOLDER).then(CONFIRMED)


def test_days_between_two_periods() -> None:
    one = (date(2026, 3, 1), date(2026, 3, 5))
    for first, last, days in ((6, 9, 0), (7, 9, 1), (3, 4, 0), (1, 5, 0)):
        period = (date(2026, 3, first), date(2026, 3, last))
        assert between(one, period) == between(period, one) == days
    assert too_near("visit", "letter", 14) == too_near("letter", "visit", 14) == 14
    assert too_near("letter", "letter", 15) is None


# --- comments, and the end -----------------------------------------------------------------------


def test_the_committee_and_whose_plan_it_is_comment() -> None:
    given(PLANS, ELECTED, PLANNED).when(COMMENT, by=MEMBER).then(COMMENTED)
    given(PLANS, PLANNED, COMMENTED).when(COMMENT, by=MEMBER).then_nothing()
    mine = replace(COMMENTED, author="holder-a")
    given(PLANS, PLANNED).when(COMMENT, by=HOLDER).then(mine)
    for by in (STRANGE, OFFICER):
        given(PLANS, PLANNED).when(COMMENT, by=by).then_forbidden()
    left = CommitteeMemberLeft(
        election_id="e-1",
        term_id="t-1",
        mandate="sr-torture",
        left_on=TODAY - DAY,
        reason_code="term_ended",
        recorded_by="chief",
        recorded_at=AT,
    )
    given(PLANS, ELECTED, left, PLANNED).when(COMMENT, by=MEMBER).then_forbidden()


def test_the_owner_confirms_what_the_page_showed() -> None:
    given(PLANS, PLANNED).when(CONFIRM, by=HOLDER).then(CONFIRMED)
    given(PLANS, PLANNED, CONFIRMED).when(CONFIRM, by=HOLDER).then_nothing()
    given(PLANS, PLANNED, MOVED).when(CONFIRM, by=HOLDER).then_refused("has changed")


def test_the_owner_drops_with_a_reason_and_nothing_follows() -> None:
    given(PLANS, PLANNED, CONFIRMED).when(DROP, by=HOLDER).then(DROPPED)
    given(PLANS, PLANNED).when(replace(DROP, code="x"), by=HOLDER).then_refused("from the list")
    given(PLANS, PLANNED, DROPPED).when(DROP, by=HOLDER).then_nothing()
    for command in (MOVE, CONFIRM):
        given(PLANS, PLANNED, DROPPED).when(command, by=HOLDER).then_refused("was dropped")


def test_what_rests_on_reprisals_says_so_when_it_is_planned_or_later_and_for_good() -> None:
    restricted = replace(PLANNED, reprisals=True)
    given(PLANS).when(replace(PLAN, reprisals=True), by=HOLDER).then(restricted)
    for before in ((), (CONFIRMED,), (DROPPED,)):
        given(PLANS, PLANNED, *before).when(KEEP, by=HOLDER).then(KEPT)
    given(PLANS, restricted).when(KEEP, by=HOLDER).then_nothing()
    given(PLANS, PLANNED, KEPT, MOVED).when(KEEP, by=HOLDER).then_nothing()
    given(PLANS, restricted, from_day(3)).when(MOVE, by=HOLDER).then(MOVED, CLASH)


def test_it_is_shared_with_partners_of_the_united_nations_until_that_ends() -> None:
    given(PLANS, PLANNED).when(SHARE, by=HOLDER).then(SHARED)
    given(PLANS, PLANNED, SHARED, MOVED).when(SHARE, by=HOLDER).then_nothing()
    for before in ((), (MOVED,), (DROPPED,)):
        given(PLANS, PLANNED, SHARED, *before).when(END, by=HOLDER).then(UNSHARED)
    given(PLANS, PLANNED).when(END, by=HOLDER).then_nothing()
    given(PLANS, PLANNED, SHARED, UNSHARED).when(END, by=HOLDER).then_nothing()
    given(PLANS, PLANNED, SHARED, UNSHARED).when(SHARE, by=HOLDER).then(SHARED)
    given(PLANS, PLANNED, DROPPED).when(SHARE, by=HOLDER).then_refused("was dropped")
    over = replace(PLANNED, first=TODAY - 3 * DAY, last=TODAY - DAY)
    given(PLANS, over).when(SHARE, by=HOLDER).then_refused("is over")
    given(PLANS, replace(over, last=TODAY)).when(SHARE, by=HOLDER).then(SHARED)


def test_what_rests_on_reprisals_is_shared_with_nobody() -> None:
    for before in ((replace(PLANNED, reprisals=True),), (PLANNED, KEPT), (PLANNED, SHARED, KEPT)):
        given(PLANS, *before).when(SHARE, by=HOLDER).then_refused("rests on reprisals")
        given(PLANS, *before).when(END, by=HOLDER).then_nothing()


def test_nobody_else_moves_confirms_drops_keeps_or_shares() -> None:
    for command in (MOVE, CONFIRM, DROP, KEEP, SHARE, END):
        for by in (STRANGE, OFFICER, MEMBER):
            given(PLANS, PLANNED).when(command, by=by).then_forbidden()
        given(PLANS).when(command, by=HOLDER).then_refused("no such plan")
        given(PLANS, CLASH).when(command, by=HOLDER).then_refused("no such plan")


async def test_each_command_sent_twice_takes_effect_once() -> None:
    store = InMemoryStore()
    for n, (command, by) in enumerate(EVERY):
        command_id, told = derive_id("plan", n), len(store.log)
        metadata = Metadata(correlation_id=command_id, causation_id=command_id, actor=by.actor_id)
        for ask in (asking(STAKEHOLDERS_SERVICE, store), asking(STAKEHOLDERS_SERVICE, store)):
            await ask(command, Asked(at=AT, by=by), command_id, metadata)
        assert len(store.log) == told + 1
    assert {record.stream for record in store.log} == {"committeeplans-all"}
    assert PLANS.consults(PLAN, PLANS.initial) == [STREAM]
    assert ONE in PLANS.fold(record.event for record in store.log).plans
