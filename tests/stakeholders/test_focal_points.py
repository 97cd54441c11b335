"""Focal points: F1 to F6 of section B.3, O11, and the edge cases of B.8."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given as some
from hypothesis import settings
from hypothesis import strategies as st

from services.stakeholders.organisation.decide import ORGANISATION
from services.stakeholders.organisation.focal_state import Step
from services.stakeholders.organisation.state import Organisation
from shared.contracts.stakeholders_focal_point_commands import (
    AcceptFocalPoint,
    Command,
    DesignateFocalPoint,
    EndFocalPoint,
    PassFocalPointDay,
    ProposeFocalPoint,
    ReassignFocalPointWork,
    ReinstateFocalPoint,
    SuspendFocalPoint,
)
from shared.contracts.stakeholders_focal_points import (
    FocalPointAccepted,
    FocalPointDesignated,
    FocalPointEnded,
    FocalPointExpiryNoticed,
    FocalPointProposed,
    FocalPointReinstated,
    FocalPointSuspended,
)
from shared.core.actor import Actor, Asked
from shared.core.decider import Forbidden, Refused
from shared.core.geneva import day_of
from shared.core.message import Sealed
from shared.core.roles import Role
from shared.core.testing import AT, given
from shared.reference.organisations import EXPIRY_NOTICES, REGISTER_CLOCK, longest
from tests.stakeholders.organisations import (
    CONFIRMED,
    DISSOLVED,
    ELSEWHERE,
    FOCAL,
    HIDE,
    ID,
    MEMBER,
    OFFICER,
    REGISTERED,
    SECOND,
)

TODAY = day_of(AT)
LAST = TODAY + timedelta(days=365)
NEW = Actor(
    actor_id=MEMBER.actor_id,
    roles=MEMBER.roles | {Role.FOCAL_POINT},
    organisation_id=ID,
)
"""The member, once designated: what the portal signs."""
HERE = (REGISTERED, CONFIRMED)
KEY: dict[str, Any] = {"organisation_id": ID, "focal_point_id": "f-1"}
WHO: dict[str, Any] = {"account_id": MEMBER.actor_id}
ABOUT = Sealed("organisation-1", "role")

PROPOSE = ProposeFocalPoint(**KEY, **WHO, about=ABOUT, by_letter=False, last_day=LAST)
ACCEPT, DESIGNATE = AcceptFocalPoint(**KEY), DesignateFocalPoint(**KEY)
PASS, END = PassFocalPointDay(**KEY), EndFocalPoint(**KEY)
SUSPEND, REINSTATE = SuspendFocalPoint(**KEY, reason="takeover"), ReinstateFocalPoint(**KEY)
REASSIGN = ReassignFocalPointWork(**KEY, to_account="other")
COMMANDS = (PROPOSE, ACCEPT, DESIGNATE, PASS, END, SUSPEND, REINSTATE, REASSIGN)
PROPOSED = FocalPointProposed(
    **KEY,
    **WHO,
    about=ABOUT,
    by_letter=False,
    last_day=LAST,
    proposed_by=FOCAL.actor_id,
    proposed_at=AT,
)
ACCEPTED = FocalPointAccepted(**KEY, accepted_at=AT)
DESIGNATED = FocalPointDesignated(
    **KEY, **WHO, last_day=LAST, designated_by=OFFICER.actor_id, designated_at=AT
)
SUSPENDED = FocalPointSuspended(
    **KEY, **WHO, reason="takeover", suspended_by=OFFICER.actor_id, suspended_at=AT
)
REINSTATED = FocalPointReinstated(**KEY, **WHO, reinstated_by=SECOND.actor_id, reinstated_at=AT)
ACTIVE = (*HERE, PROPOSED, ACCEPTED, DESIGNATED)


def ended(reason: Any, by: Actor, **also: Any) -> FocalPointEnded:
    return FocalPointEnded(
        **{**KEY, **WHO, "reason": reason, "ended_by": by.actor_id, "ended_at": AT, **also}
    )


def on(days_before: int) -> Any:
    """Return the time at which so many days are left."""
    return AT + (LAST - timedelta(days=days_before) - TODAY)


def step(*history: Any) -> Step:
    state = ORGANISATION.fold(history)
    assert isinstance(state, Organisation)
    return state.focal_points["f-1"].step


# --- F1, F2 -------------------------------------------------------------------------------------


def test_a_focal_point_proposes_or_an_officer_with_a_signed_letter() -> None:
    given(ORGANISATION, *HERE).when(PROPOSE, by=FOCAL).then(PROPOSED)
    letter = replace(PROPOSE, by_letter=True)
    told = replace(PROPOSED, by_letter=True, proposed_by=OFFICER.actor_id)
    given(ORGANISATION, *HERE).when(letter, by=OFFICER).then(told)
    given(ORGANISATION, *HERE).when(letter, by=FOCAL).then_forbidden()
    for by in (OFFICER, MEMBER, ELSEWHERE):
        given(ORGANISATION, *HERE).when(PROPOSE, by=by).then_forbidden()
    given(ORGANISATION, *HERE, PROPOSED).when(PROPOSE, by=FOCAL).then_nothing()


@pytest.mark.parametrize("last_day", [TODAY, longest(TODAY) + timedelta(days=1)])
def test_it_holds_for_24_months_at_most(last_day: date) -> None:
    given(ORGANISATION, *HERE).when(replace(PROPOSE, last_day=last_day), by=FOCAL).then_refused(
        "within 24 months"
    )
    assert longest(date(2028, 2, 29)) == date(2030, 2, 28)
    most = replace(PROPOSE, last_day=longest(TODAY))
    given(ORGANISATION, *HERE).when(most, by=FOCAL).then(replace(PROPOSED, last_day=longest(TODAY)))


def test_only_the_person_accepts_and_may_decline() -> None:
    given(ORGANISATION, *HERE, PROPOSED).when(ACCEPT, by=MEMBER).then(ACCEPTED)
    moved = replace(MEMBER, organisation_id="elsewhere")
    for by in (FOCAL, OFFICER, ELSEWHERE, moved):
        given(ORGANISATION, *HERE, PROPOSED).when(ACCEPT, by=by).then_forbidden()
    given(ORGANISATION, *HERE, PROPOSED, ACCEPTED).when(ACCEPT, by=MEMBER).then_nothing()
    declined = ended("declined", MEMBER)
    given(ORGANISATION, *HERE, PROPOSED).when(END, by=MEMBER).then(declined)
    over = given(ORGANISATION, *HERE, PROPOSED, declined)
    over.when(ACCEPT, by=MEMBER).then_refused("over")
    over.when(END, by=MEMBER).then_nothing()


def test_an_officer_designates_once_the_person_accepted_and_several_are_allowed() -> None:
    given(ORGANISATION, *HERE, PROPOSED).when(DESIGNATE, by=OFFICER).then_refused("accepts first")
    ready = given(ORGANISATION, *HERE, PROPOSED, ACCEPTED)
    ready.when(DESIGNATE, by=OFFICER).then(DESIGNATED)
    ready.when(DESIGNATE, by=FOCAL).then_forbidden()
    ready.when(DESIGNATE, by=OFFICER, at=on(0)).then_refused("over")
    given(ORGANISATION, *ACTIVE).when(DESIGNATE, by=SECOND).then_nothing()
    other = replace(PROPOSE, focal_point_id="f-2", account_id="second")
    told = replace(PROPOSED, focal_point_id="f-2", account_id="second")
    given(ORGANISATION, *ACTIVE).when(other, by=FOCAL).then(told)


def test_whose_time_ends_is_proposed_again_and_the_new_one_replaces_the_old() -> None:
    again = replace(PROPOSE, focal_point_id="f-2")
    told = replace(PROPOSED, focal_point_id="f-2")
    given(ORGANISATION, *ACTIVE).when(again, by=FOCAL).then(told)
    given(ORGANISATION, *HERE, PROPOSED).when(again, by=FOCAL).then_refused("proposed already")
    accepted = replace(ACCEPTED, focal_point_id="f-2")
    given(ORGANISATION, *ACTIVE, told, accepted).when(
        replace(DESIGNATE, focal_point_id="f-2"), by=OFFICER
    ).then(ended("renewed", OFFICER), replace(DESIGNATED, focal_point_id="f-2"))


AGAIN: tuple[Any, ...] = (
    replace(PROPOSED, focal_point_id="f-2"),
    replace(ACCEPTED, focal_point_id="f-2"),
)
"""A renewal that the person accepted and nobody designated yet."""


def test_a_renewal_brings_nobody_back_who_is_suspended() -> None:
    designate = replace(DESIGNATE, focal_point_id="f-2")
    for history in ((*ACTIVE, *AGAIN, SUSPENDED), (*ACTIVE, AGAIN[0], SUSPENDED, AGAIN[1])):
        for by in (OFFICER, SECOND):
            given(ORGANISATION, *history).when(designate, by=by).then_refused("suspended")
    given(ORGANISATION, *ACTIVE, *AGAIN, SUSPENDED, REINSTATED).when(designate, by=SECOND).then(
        ended("renewed", SECOND),
        replace(DESIGNATED, focal_point_id="f-2", designated_by=SECOND.actor_id),
    )


def test_an_officer_decides_nothing_about_themselves() -> None:
    both = replace(MEMBER, roles=MEMBER.roles | {Role.STAKEHOLDER_OFFICER})
    for command, history in (
        (DESIGNATE, (*HERE, PROPOSED, ACCEPTED)),
        (REINSTATE, (*ACTIVE, replace(SUSPENDED, reason="disputed"))),
    ):
        given(ORGANISATION, *history).when(command, by=both).then_refused("about you")


def test_with_the_end_of_a_designation_its_renewal_is_over_too() -> None:
    over = [ended("officer", OFFICER), ended("officer", OFFICER, focal_point_id="f-2")]
    given(ORGANISATION, *ACTIVE, *AGAIN).when(END, by=OFFICER).then(*over)
    given(ORGANISATION, *ACTIVE, AGAIN[0], SUSPENDED).when(END, by=OFFICER).then(*over)
    given(ORGANISATION, *ACTIVE, *AGAIN, *over).when(
        replace(DESIGNATE, focal_point_id="f-2"), by=OFFICER
    ).then_refused("over")
    declined = replace(END, focal_point_id="f-2")
    given(ORGANISATION, *ACTIVE, *AGAIN).when(declined, by=NEW).then(
        ended("declined", NEW, focal_point_id="f-2")
    )


@pytest.mark.parametrize("history", [(), (CONFIRMED, DISSOLVED)])
def test_only_a_confirmed_organisation_has_focal_points(history: Sequence[Any]) -> None:
    given(ORGANISATION, REGISTERED, *history).when(PROPOSE, by=FOCAL).then_refused("confirmed")


# --- F3, F4 -------------------------------------------------------------------------------------


@pytest.mark.parametrize("days", EXPIRY_NOTICES)
def test_the_end_is_noticed_60_30_and_7_days_before_once_each(days: int) -> None:
    noticed = FocalPointExpiryNoticed(**KEY, days=days, noticed_at=on(days))
    given(ORGANISATION, *ACTIVE).when(PASS, by=REGISTER_CLOCK, at=on(days)).then(noticed)
    given(ORGANISATION, *ACTIVE, noticed).when(PASS, by=REGISTER_CLOCK, at=on(days)).then_nothing()
    given(ORGANISATION, *ACTIVE).when(PASS, by=REGISTER_CLOCK, at=on(days + 1)).then(
        *[
            replace(noticed, days=more, noticed_at=on(days + 1))
            for more in sorted(EXPIRY_NOTICES)
            if more > days
        ][:1]
    )


def test_time_ends_it_and_only_the_clock_lets_a_day_pass() -> None:
    over = on(-1)
    done = ended("expired", REGISTER_CLOCK, ended_at=over)
    given(ORGANISATION, *ACTIVE).when(PASS, by=REGISTER_CLOCK, at=over).then(done)
    given(ORGANISATION, *ACTIVE, SUSPENDED).when(PASS, by=REGISTER_CLOCK, at=over).then(done)
    given(ORGANISATION, *HERE, PROPOSED).when(PASS, by=REGISTER_CLOCK, at=over).then(done)
    given(ORGANISATION, *ACTIVE, done).when(PASS, by=REGISTER_CLOCK, at=over).then_nothing()
    given(ORGANISATION, *ACTIVE).when(PASS, by=REGISTER_CLOCK, at=on(61)).then_nothing()
    for by in (FOCAL, OFFICER, MEMBER):
        given(ORGANISATION, *ACTIVE).when(PASS, by=by, at=over).then_forbidden()


@pytest.mark.parametrize(
    ("by", "reason"), [(NEW, "left"), (FOCAL, "organisation"), (OFFICER, "officer")]
)
def test_either_side_or_an_officer_ends_it(by: Actor, reason: str) -> None:
    given(ORGANISATION, *ACTIVE).when(END, by=by).then(ended(reason, by))
    given(ORGANISATION, *ACTIVE, ended(reason, by)).when(END, by=OFFICER).then_nothing()


def test_who_is_elsewhere_ends_nothing() -> None:
    given(ORGANISATION, *ACTIVE).when(END, by=ELSEWHERE).then_forbidden()


def test_once_it_is_over_the_next_command_is_refused_whatever_the_roles_say() -> None:
    given(ORGANISATION, *ACTIVE).when(HIDE, by=NEW).then_nothing()
    for what in (ended("organisation", FOCAL), SUSPENDED):
        given(ORGANISATION, *ACTIVE, what).when(HIDE, by=NEW).then_forbidden()
    given(ORGANISATION, *ACTIVE).when(HIDE, by=NEW, at=on(0)).then_nothing()
    given(ORGANISATION, *ACTIVE).when(HIDE, by=NEW, at=on(-1)).then_forbidden()
    given(ORGANISATION, *ACTIVE, SUSPENDED, REINSTATED).when(HIDE, by=NEW).then_nothing()
    given(ORGANISATION, *ACTIVE, SUSPENDED).when(HIDE, by=FOCAL).then_nothing()


def test_a_renewed_one_goes_on() -> None:
    new: dict[str, Any] = {"focal_point_id": "f-2"}
    history = (
        *ACTIVE,
        replace(PROPOSED, **new),
        replace(ACCEPTED, **new),
        ended("renewed", OFFICER),
        replace(DESIGNATED, **new),
    )
    given(ORGANISATION, *history).when(HIDE, by=NEW).then_nothing()


def test_an_account_that_was_never_designated_is_older_than_this_and_goes_on() -> None:
    given(ORGANISATION, *ACTIVE).when(HIDE, by=FOCAL).then_nothing()


def test_what_was_never_proposed_is_not_there() -> None:
    for command in (ACCEPT, DESIGNATE, END, SUSPEND, REINSTATE, REASSIGN):
        given(ORGANISATION, *HERE).when(command, by=OFFICER).then_refused("no such focal point")


# --- any history --------------------------------------------------------------------------------

MOVES = st.lists(
    st.tuples(
        st.sampled_from(
            [PROPOSE, ACCEPT, DESIGNATE, PASS, END, SUSPEND, REINSTATE]
            + [replace(one, focal_point_id="f-2") for one in (PROPOSE, ACCEPT, DESIGNATE, END)]
        ),
        st.sampled_from([FOCAL, MEMBER, NEW, OFFICER, SECOND, ELSEWHERE, REGISTER_CLOCK]),
        st.sampled_from([0, 0, 20, 200]),
    ),
    max_size=25,
)


@settings(max_examples=200, deadline=None)
@some(st.sampled_from([HERE, ACTIVE, (*ACTIVE, SUSPENDED)]), MOVES)
def test_in_any_history_nobody_acts_after_the_end_and_everyone_accepted(
    start: Sequence[Any], moves: list[tuple[Command, Actor, int]]
) -> None:
    events, at = list(start), AT
    for command, by, days in moves:
        at += timedelta(days=days)
        try:
            told = ORGANISATION.decide(command, Asked(at=at, by=by), ORGANISATION.fold(events))
        except Refused:
            continue
        events += told
        state = ORGANISATION.fold(events)
        assert isinstance(state, Organisation)
        ones = state.focal_points.values()
        assert sum(one.step is Step.ACTIVE for one in ones) <= 1, "one for each person"
        if not any(one.step is Step.ACTIVE and day_of(at) <= one.last_day for one in ones):
            were = any(one.designated for one in ones)
            asked = Asked(at=at, by=NEW)
            if were:
                with pytest.raises(Forbidden):
                    ORGANISATION.decide(HIDE, asked, state)
    accepted = {one.focal_point_id for one in events if isinstance(one, FocalPointAccepted)}
    designated = [one for one in events if isinstance(one, FocalPointDesignated)]
    assert {one.focal_point_id for one in designated} <= accepted
    assert all(one.last_day <= longest(day_of(one.designated_at)) for one in designated)
