"""The register of organisations: selection-stakeholders-committee.md, sections B.3, B.4, B.8."""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given as some
from hypothesis import settings
from hypothesis import strategies as st

from services.stakeholders.organisation.decide import ORGANISATION
from services.stakeholders.organisation.state import Absent, Organisation, Stage
from shared.contracts.stakeholders_organisation_commands import Command
from shared.contracts.stakeholders_organisations import (
    Fact,
    OrganisationConfirmationProposed,
    OrganisationConfirmed,
    OrganisationDissolved,
    OrganisationRegistered,
    RiskFlagCleared,
    RiskFlagRaised,
    VisibilityChanged,
)
from shared.core.actor import Actor, Asked, by_application, system
from shared.core.decider import Refused
from shared.core.roles import Role
from shared.core.testing import AT, given
from shared.reference.organisations import (
    REFUSALS,
    SECOND_THOUGHT,
    SECOND_THOUGHT_LAPSES,
    register_id,
)
from tests.stakeholders.organisations import (
    AGAIN,
    APPLICANT,
    ASK,
    ASKED,
    CLEAR,
    CLEARED,
    CLEARING,
    CLOSED,
    COMMANDS,
    CONFIRM,
    CONFIRMED,
    DISSOLVE,
    DISSOLVED,
    ELSEWHERE,
    FLAG,
    FOCAL,
    HIDE,
    ID,
    LISTED,
    MEMBER,
    OFFICER,
    PROPOSED,
    PUBLIC,
    RAISE,
    RAISED,
    READY,
    REFUSE,
    REFUSED,
    REGISTER,
    REGISTERED,
    RENAME,
    RENAMED,
    RESTORE,
    RESTORED,
    SECOND,
)

UNREGISTERED = replace(REGISTERED, standing="unregistered")
PERSON = replace(REGISTERED, standing="person")
PEOPLE = [APPLICANT, OFFICER, SECOND, FOCAL, ELSEWHERE, MEMBER, system("a policy")]


# --- O1, O2, O3: into the register --------------------------------------------------------------


def test_whoever_applies_registers_that_organisation_alone() -> None:
    given(ORGANISATION).when(REGISTER, by=APPLICANT).then(REGISTERED)
    given(ORGANISATION).when(REGISTER, by=by_application("another")).then_forbidden()


def test_it_starts_closed() -> None:
    state = ORGANISATION.fold([REGISTERED, CONFIRMED])
    assert isinstance(state, Organisation)
    assert not state.public


def test_its_own_focal_point_and_an_officer_register_it_too() -> None:
    own = replace(REGISTERED, registered_by="focal-1")
    given(ORGANISATION).when(REGISTER, by=FOCAL).then(own)
    officers = replace(REGISTERED, registered_by="officer-1", provenance="officer")
    given(ORGANISATION).when(REGISTER, by=OFFICER).then(officers)
    for other in (ELSEWHERE, MEMBER):
        given(ORGANISATION).when(REGISTER, by=other).then_forbidden()


def test_an_account_from_before_the_register_knows_its_organisation_by_a_code() -> None:
    theirs = register_id("some-ngo")
    assert "some-ngo" not in theirs
    assert register_id(theirs) == theirs
    old = replace(FOCAL, organisation_id="some-ngo")
    command = replace(REGISTER, organisation_id=theirs)
    told = replace(REGISTERED, organisation_id=theirs, registered_by="focal-1")
    given(ORGANISATION).when(command, by=old).then(told)
    given(ORGANISATION).when(REGISTER, by=old).then_forbidden()
    given(ORGANISATION).when(REGISTER, by=replace(FOCAL, organisation_id=None)).then_forbidden()


@pytest.mark.parametrize("history", [(), (CONFIRMED,), (CONFIRMED, DISSOLVED)])
def test_what_is_in_the_register_is_not_registered_twice(history: tuple[Any, ...]) -> None:
    given(ORGANISATION, REGISTERED, *history).when(REGISTER, by=APPLICANT).then_refused("already")


def test_one_that_was_refused_applies_again_and_a_flag_outlives_the_refusal() -> None:
    given(ORGANISATION, REGISTERED, REFUSED).when(REGISTER, by=APPLICANT).then(REGISTERED)
    again = ORGANISATION.fold([UNREGISTERED, PROPOSED, RAISED, REFUSED, REGISTERED])
    assert again == Organisation(
        organisation_id=ID, profile=REGISTERED.profile, standing="registered", flags={FLAG: None}
    )


def test_one_officer_confirms_what_some_law_knows() -> None:
    given(ORGANISATION, REGISTERED).when(CONFIRM, by=OFFICER).then(CONFIRMED)
    given(ORGANISATION, REGISTERED, CONFIRMED).when(CONFIRM, by=SECOND).then_nothing()


@pytest.mark.parametrize("applied", [UNREGISTERED, PERSON], ids=["unregistered", "a person"])
def test_an_unregistered_organisation_takes_a_second_officer(applied: Any) -> None:
    given(ORGANISATION, applied).when(CONFIRM, by=OFFICER).then(PROPOSED)
    given(ORGANISATION, applied, PROPOSED).when(CONFIRM, by=OFFICER).then_refused("Another")
    second = replace(CONFIRMED, confirmed_by="officer-2")
    given(ORGANISATION, applied, PROPOSED).when(CONFIRM, by=SECOND).then(second)


def test_a_registration_is_refused_for_a_reason_of_the_list_and_never_for_views_or_status() -> None:
    for code in REFUSALS:
        given(ORGANISATION, REGISTERED).when(replace(REFUSE, code=code), by=OFFICER).then(
            replace(REFUSED, code=code)
        )
    for code in ("views", "status", "no_status", "unregistered", ""):
        given(ORGANISATION, REGISTERED).when(replace(REFUSE, code=code), by=OFFICER).then_refused(
            "from the list"
        )
    given(ORGANISATION, REGISTERED, REFUSED).when(REFUSE, by=SECOND).then_nothing()


@pytest.mark.parametrize("command", [CONFIRM, REFUSE])
def test_only_what_waits_is_decided(command: Command) -> None:
    given(ORGANISATION, REGISTERED, CONFIRMED, DISSOLVED).when(command, by=OFFICER).then_refused(
        "does not wait"
    )
    done = REFUSED if command is CONFIRM else CONFIRMED
    given(ORGANISATION, REGISTERED, done).when(command, by=OFFICER).then_refused("does not wait")


# --- O5: who sees it ----------------------------------------------------------------------------


def test_up_takes_two_steps_with_72_hours_between() -> None:
    confirmed = (REGISTERED, CONFIRMED)
    given(ORGANISATION, *confirmed).when(AGAIN, by=FOCAL, at=READY).then_refused("Ask for it first")
    given(ORGANISATION, *confirmed).when(ASK, by=FOCAL).then(ASKED)
    asked = given(ORGANISATION, *confirmed, ASKED)
    asked.when(ASK, by=FOCAL, at=READY).then_nothing()
    asked.when(AGAIN, by=FOCAL, at=READY - timedelta(seconds=1)).then_refused("again from")
    asked.when(AGAIN, by=FOCAL, at=READY).then(PUBLIC)
    for command in (ASK, AGAIN):
        given(ORGANISATION, *LISTED).when(command, by=FOCAL, at=READY).then_nothing()


def test_a_first_step_that_was_forgotten_is_no_consent() -> None:
    late = AT + SECOND_THOUGHT_LAPSES + timedelta(seconds=1)
    asked = given(ORGANISATION, REGISTERED, CONFIRMED, ASKED)
    asked.when(AGAIN, by=FOCAL, at=late).then_refused("Ask for it first")
    asked.when(ASK, by=FOCAL, at=late).then(replace(ASKED, asked_at=late))


@pytest.mark.parametrize("command", [ASK, AGAIN])
@pytest.mark.parametrize("by", [person for person in PEOPLE if person is not FOCAL])
def test_only_its_own_focal_point_makes_it_public(command: Command, by: Actor) -> None:
    given(ORGANISATION, REGISTERED, CONFIRMED, ASKED).when(
        command, by=by, at=READY
    ).then_forbidden()


@pytest.mark.parametrize("by", [FOCAL, OFFICER])
def test_down_is_at_once_and_without_a_reason(by: Actor) -> None:
    closed = replace(CLOSED, changed_by=by.actor_id)
    given(ORGANISATION, *LISTED).when(HIDE, by=by).then(closed)
    given(ORGANISATION, *LISTED, CLOSED).when(HIDE, by=by).then_nothing()


def test_hiding_voids_a_first_step_to_the_public() -> None:
    asked = (REGISTERED, CONFIRMED, ASKED)
    given(ORGANISATION, *asked).when(HIDE, by=OFFICER).then(replace(CLOSED, changed_by="officer-1"))
    given(ORGANISATION, *asked, CLOSED).when(AGAIN, by=FOCAL, at=READY).then_refused("first")


@pytest.mark.parametrize("history", [(), (REFUSED,), (CONFIRMED, DISSOLVED)])
def test_only_what_is_confirmed_can_be_public(history: tuple[Any, ...]) -> None:
    given(ORGANISATION, REGISTERED, *history).when(ASK, by=FOCAL).then_refused("confirmed")


# --- O6: risk flags -----------------------------------------------------------------------------


@pytest.mark.parametrize("by", [FOCAL, OFFICER])
def test_raising_a_flag_closes_at_once(by: Actor) -> None:
    raised, closed = (
        replace(RAISED, raised_by=by.actor_id),
        replace(CLOSED, changed_by=by.actor_id),
    )
    given(ORGANISATION, *LISTED).when(RAISE, by=by).then(raised, closed)
    given(ORGANISATION, REGISTERED, CONFIRMED, ASKED).when(RAISE, by=by).then(raised, closed)
    given(ORGANISATION, REGISTERED).when(RAISE, by=by).then(raised)
    given(ORGANISATION, REGISTERED, RAISED).when(RAISE, by=by).then_nothing()


def test_a_flag_is_cleared_by_two_persons_and_what_it_closed_stays_closed() -> None:
    flagged = (*LISTED, RAISED, CLOSED)
    given(ORGANISATION, *flagged).when(CLEAR, by=OFFICER).then(CLEARING)
    given(ORGANISATION, *flagged, CLEARING).when(CLEAR, by=OFFICER).then_refused("Another")
    given(ORGANISATION, *flagged, CLEARING).when(CLEAR, by=SECOND).then(CLEARED)
    history = (*flagged, CLEARING, CLEARED)
    state = ORGANISATION.fold(history)
    assert isinstance(state, Organisation)
    assert not state.public
    given(ORGANISATION, *history).when(CLEAR, by=SECOND).then_nothing()
    given(ORGANISATION, *history).when(RAISE, by=FOCAL).then_nothing()
    given(ORGANISATION, *history).when(ASK, by=FOCAL).then(ASKED)
    given(ORGANISATION, *LISTED).when(CLEAR, by=OFFICER).then_refused("no such risk flag")


def test_an_organisation_does_not_clear_its_own_flag_under_pressure() -> None:
    given(ORGANISATION, *LISTED, RAISED).when(CLEAR, by=FOCAL).then_forbidden()


def test_while_a_flag_stands_it_cannot_be_public_and_the_refusal_does_not_tell_of_it() -> None:
    flagged = given(ORGANISATION, REGISTERED, CONFIRMED, RAISED)
    flagged.when(ASK, by=FOCAL).then_refused("^This cannot be shown to others at present")
    with pytest.raises(Refused) as no:
        flagged.when(ASK, by=FOCAL)._decide()
    assert "flag" not in str(no.value)


# --- O8, O11 ------------------------------------------------------------------------------------


def test_it_is_renamed_by_itself_or_by_an_officer() -> None:
    given(ORGANISATION, *LISTED).when(RENAME, by=FOCAL).then(RENAMED)
    officers = replace(RENAMED, renamed_by="officer-1", provenance="officer")
    given(ORGANISATION, REGISTERED).when(RENAME, by=OFFICER).then(officers)
    given(ORGANISATION, *LISTED).when(RENAME, by=ELSEWHERE).then_forbidden()
    before = ORGANISATION.fold(LISTED)
    assert isinstance(before, Organisation)
    after = replace(before, profile=RENAMED.profile)
    assert ORGANISATION.fold([*LISTED, RENAMED]) == after
    for history in ((REFUSED,), (CONFIRMED, DISSOLVED)):
        given(ORGANISATION, REGISTERED, *history).when(RENAME, by=FOCAL).then_refused("not in")


def test_one_that_was_dissolved_is_closed_and_stays_on_record() -> None:
    given(ORGANISATION, *LISTED).when(DISSOLVE, by=FOCAL).then(CLOSED, DISSOLVED)
    given(ORGANISATION, REGISTERED, CONFIRMED).when(DISSOLVE, by=FOCAL).then(DISSOLVED)
    given(ORGANISATION, *LISTED, CLOSED, DISSOLVED).when(DISSOLVE, by=OFFICER).then_nothing()
    given(ORGANISATION, REGISTERED).when(DISSOLVE, by=OFFICER).then_refused("not in")


# --- B.8, and everybody else --------------------------------------------------------------------


def test_a_public_ngo_that_meets_a_new_law_is_closed_by_a_flag_until_it_asks_again() -> None:
    history = (*LISTED, RAISED, CLOSED, CLEARING, CLEARED)
    given(ORGANISATION, *history).when(AGAIN, by=FOCAL, at=READY).then_refused("Ask for it first")


def test_a_defender_without_an_organisation_is_a_closed_entry_and_never_public() -> None:
    person = given(ORGANISATION, PERSON, PROPOSED, replace(CONFIRMED, confirmed_by="officer-2"))
    for command in (ASK, AGAIN):
        person.when(command, by=FOCAL, at=READY).then_refused("never shown")


def test_two_who_claim_to_speak_for_one_ngo_are_two_entries_and_one_is_refused() -> None:
    """Nothing is deleted: the proof on file decides, by an officer."""
    history = (REGISTERED, REFUSED)
    state = ORGANISATION.fold(history)
    assert isinstance(state, Organisation)
    assert state.stage is Stage.REFUSED
    given(ORGANISATION, *history).when(ASK, by=FOCAL).then_refused("confirmed")


def test_a_claimed_status_gives_and_takes_nothing() -> None:
    """No command of the register has a status among its fields (SB1)."""
    assert not any("status" in name for one in COMMANDS for name in one.__dataclass_fields__)


@pytest.mark.parametrize("command", [one for one in COMMANDS if one is not REGISTER])
def test_what_never_applied_is_not_there(command: Command) -> None:
    given(ORGANISATION).when(command, by=OFFICER).then_refused("no such organisation")
    given(ORGANISATION).when(command, by=FOCAL).then_refused("no such organisation")
    assert ORGANISATION.fold([CONFIRMED, PUBLIC]) == Absent()


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize(
    "role", [role for role in Role if role not in {Role.FOCAL_POINT, Role.STAKEHOLDER_OFFICER}]
)
def test_nobody_else_does_anything(command: Command, role: Role) -> None:
    actor = Actor(actor_id="x", roles=frozenset({role}), organisation_id=ID)
    history = () if command is REGISTER else (*LISTED, RAISED)
    given(ORGANISATION, *history).when(command, by=actor).then_forbidden()


# --- any history --------------------------------------------------------------------------------

UNKNOWN = replace(REGISTER, standing="unregistered")
MOVES = st.lists(
    st.tuples(
        st.sampled_from([*COMMANDS, UNKNOWN, *[ASK, AGAIN] * 3]),
        st.sampled_from([APPLICANT, OFFICER, SECOND, FOCAL, FOCAL, ELSEWHERE]),
        st.sampled_from([1, 24, 73]),
    ),
    max_size=30,
)
STARTS = st.sampled_from([(), (UNREGISTERED,), (REGISTERED, CONFIRMED), LISTED])


def test_an_officer_takes_a_dissolution_back_and_it_stays_hidden() -> None:
    over = (REGISTERED, CONFIRMED, ASKED, PUBLIC, CLOSED, DISSOLVED)
    given(ORGANISATION, *over).when(RESTORE, by=OFFICER).then(RESTORED)
    given(ORGANISATION, *over, RESTORED).when(RESTORE, by=SECOND).then_nothing()
    given(ORGANISATION, *over).when(RESTORE, by=FOCAL).then_forbidden()
    given(ORGANISATION, REGISTERED).when(RESTORE, by=OFFICER).then_refused("not recorded")
    state = ORGANISATION.fold([*over, RESTORED])
    assert isinstance(state, Organisation)
    assert (state.stage, state.public) == (Stage.CONFIRMED, False)


def told(start: Sequence[Fact], moves: Sequence[tuple[Command, Actor, int]]) -> Iterator[list[Any]]:
    """Yield all events after each command that was accepted."""
    events: list[Any] = list(start)
    at = READY
    yield events
    for command, by, hours in moves:
        at += timedelta(hours=hours)
        state = ORGANISATION.fold(events)
        with suppress(Refused):
            events = [*events, *ORGANISATION.decide(command, Asked(at=at, by=by), state)]
            if command in {HIDE, RAISE}:
                assert not is_public(events)
            yield events


def is_public(events: Sequence[Fact]) -> bool:
    state = ORGANISATION.fold(events)
    return isinstance(state, Organisation) and state.public


@settings(max_examples=200, deadline=None)
@some(STARTS, MOVES)
def test_in_any_history_it_is_public_only_by_its_own_act_and_never_under_a_flag(
    start: Sequence[Fact], moves: list[tuple[Command, Actor, int]]
) -> None:
    for events in told(start, moves):
        if is_public(events):
            opened = [one for one in events if isinstance(one, VisibilityChanged)][-1]
            assert opened.visibility == "public"
            assert opened.changed_by == FOCAL.actor_id
            assert opened.asked_at
            assert opened.changed_at - opened.asked_at >= SECOND_THOUGHT
            flags = [one.flag_id for one in events if isinstance(one, RiskFlagRaised)]
            assert flags == [one.flag_id for one in events if isinstance(one, RiskFlagCleared)]
            assert not any(isinstance(one, OrganisationDissolved) for one in events)


@settings(max_examples=200, deadline=None)
@some(MOVES)
def test_in_any_history_two_officers_confirm_what_no_law_knows(
    moves: list[tuple[Command, Actor, int]],
) -> None:
    moves = [move for move in moves if move[0] != REGISTER]
    *_, events = told((UNREGISTERED,), moves)
    first: str | None = None
    for one in events:
        match one:
            case OrganisationRegistered():
                first = None
            case OrganisationConfirmationProposed():
                first = one.proposed_by
            case OrganisationConfirmed():
                assert first not in {None, one.confirmed_by}
            case _:
                pass
