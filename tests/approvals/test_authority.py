"""Delegations of a working group and standing authorisations: from whom, to whom, until when."""

from dataclasses import replace
from datetime import timedelta
from typing import Any, cast

import pytest

from services.approvals.authority import AUTHORITY, Authority
from services.approvals.communication.decide import COMMUNICATION
from shared.contracts.approvals_authority import (
    DelegationGranted,
    DelegationRevoked,
    StandingAuthorisationGranted,
    StandingAuthorisationRevoked,
)
from shared.contracts.approvals_commands import (
    GrantDelegation,
    GrantStandingAuthorisation,
    RevokeDelegation,
    RevokeStandingAuthorisation,
)
from shared.contracts.approvals_letter_commands import RevokeAuthorisation
from shared.core.actor import Actor, Asked
from shared.core.roles import Role
from shared.core.testing import AT, given
from shared.reference.mandate_holder import SECRETARIAT
from tests.approvals.support import (
    APPROVED,
    AUTHORISE,
    AUTHORISED,
    AWAITING,
    CHANGED,
    CHANGES,
    CHIEF,
    CLEARED,
    DECLINE,
    FULL,
    HALF,
    HOLDER,
    JOINED,
    LEAD,
    MEMBER,
    ORDERED,
    OTHER,
    OTHER_APPROVE,
    OTHER_APPROVED,
    OTHER_AUTHORISED,
    OTHER_HOLDER,
    PLAIN,
    REVOKE,
    REVOKED,
    TRANSMIT,
    WITHDRAW,
)
from tests.approvals.support import DESK as QUICK_RESPONSE

DAY = timedelta(days=1)
DELEGATE = GrantDelegation(
    mandate=OTHER,
    delegation_id="d-1",
    delegate_id="member",
    scope=("approve", "authorise"),
    starts_at=AT - DAY,
    ends_at=AT + DAY,
)
END = RevokeDelegation(mandate=OTHER, delegation_id="d-1")
STAND = GrantStandingAuthorisation(mandate=LEAD)
FALL = RevokeStandingAuthorisation(mandate=LEAD)
DELEGATED = DelegationGranted(
    mandate=OTHER,
    delegation_id="d-1",
    delegate_id="member",
    scope=("approve", "authorise"),
    starts_at=AT - DAY,
    ends_at=AT + DAY,
    granted_by="other-holder",
    granted_at=AT,
)
ENDED = DelegationRevoked(
    mandate=OTHER, delegation_id="d-1", revoked_by="other-holder", revoked_at=AT
)
STANDS = StandingAuthorisationGranted(mandate=LEAD, granted_by="holder", granted_at=AT)
OTHER_STANDS = replace(STANDS, mandate=OTHER, granted_by="other-holder")
FALLEN = StandingAuthorisationRevoked(mandate=LEAD, revoked_by="holder", revoked_at=AT)
BOTH_APPROVED = (*AWAITING, APPROVED, JOINED, OTHER_APPROVED, CLEARED)


# --- handing it on ---


def test_a_chair_delegates_once() -> None:
    given(AUTHORITY).when(DELEGATE, by=OTHER_HOLDER).then(DELEGATED)
    given(AUTHORITY, DELEGATED).when(DELEGATE, by=OTHER_HOLDER).then_nothing()
    given(AUTHORITY, DELEGATED, ENDED).when(DELEGATE, by=OTHER_HOLDER).then_nothing()


def test_a_chair_ends_a_delegation_once() -> None:
    given(AUTHORITY, DELEGATED).when(END, by=OTHER_HOLDER).then(ENDED)
    given(AUTHORITY, DELEGATED, ENDED).when(END, by=OTHER_HOLDER).then_nothing()
    given(AUTHORITY).when(END, by=OTHER_HOLDER).then_refused("no such delegation")


@pytest.mark.parametrize(
    ("command", "sentence"),
    [
        (replace(DELEGATE, mandate=LEAD), "single mandate-holder decides"),
        (replace(DELEGATE, mandate="astrology"), "single mandate-holder decides"),
        (replace(DELEGATE, delegate_id="other-holder"), "another member"),
        (replace(DELEGATE, scope=()), "what the member may do"),
        (replace(DELEGATE, ends_at=AT), "still to come"),
        (replace(DELEGATE, starts_at=AT + DAY, ends_at=AT + DAY), "after the start"),
    ],
)
def test_a_delegation_that_makes_no_sense_is_refused(
    command: GrantDelegation, sentence: str
) -> None:
    given(AUTHORITY).when(command, by=OTHER_HOLDER).then_refused(sentence)


@pytest.mark.parametrize("command", [DELEGATE, END])
@pytest.mark.parametrize("who", [MEMBER, HOLDER, CHIEF, QUICK_RESPONSE])
def test_nobody_but_the_chair_delegates_nor_ends_it(command: Any, who: Actor) -> None:
    given(AUTHORITY, DELEGATED).when(command, by=who).then_forbidden()


def test_a_delegate_does_not_delegate() -> None:
    further = replace(DELEGATE, delegation_id="d-2", delegate_id="third")
    given(AUTHORITY, DELEGATED).when(further, by=MEMBER).then_forbidden()


def test_a_holder_lets_an_authorisation_stand_and_fall_once() -> None:
    given(AUTHORITY).when(STAND, by=HOLDER).then(STANDS)
    given(AUTHORITY, STANDS).when(STAND, by=HOLDER).then_nothing()
    given(AUTHORITY, STANDS).when(FALL, by=HOLDER).then(FALLEN)
    given(AUTHORITY).when(FALL, by=HOLDER).then_nothing()
    given(AUTHORITY, STANDS, FALLEN).when(FALL, by=HOLDER).then_nothing()


@pytest.mark.parametrize("command", [STAND, FALL])
@pytest.mark.parametrize("role", SECRETARIAT)
def test_the_secretariat_hands_nothing_on(command: Any, role: Role) -> None:
    both = replace(HOLDER, roles=frozenset({Role.MANDATE_HOLDER, role}))
    given(AUTHORITY, STANDS).when(command, by=both).then_forbidden()
    given(AUTHORITY, STANDS).when(
        command, by=replace(HOLDER, roles=frozenset({role}))
    ).then_forbidden()


def test_a_member_lets_no_authorisation_stand_for_his_group() -> None:
    given(AUTHORITY).when(replace(STAND, mandate=OTHER), by=MEMBER).then_forbidden()
    given(AUTHORITY).when(replace(STAND, mandate=OTHER), by=OTHER_HOLDER).then(OTHER_STANDS)


def test_what_is_no_command_or_another_streams_fact_is_seen_to() -> None:
    with pytest.raises(AssertionError):
        AUTHORITY.decide(cast("Any", object()), Asked(at=AT, by=HOLDER), Authority())
    assert AUTHORITY.evolve(Authority(), APPROVED) == Authority()
    assert AUTHORITY.stream(DELEGATE) == "authority-wgad"


# --- acting under it ---


def test_a_member_approves_for_the_group_only_under_a_delegation() -> None:
    command = replace(OTHER_APPROVE, authorise=False)
    given(COMMUNICATION, *AWAITING).when(command, by=MEMBER).then_forbidden()
    approved = replace(OTHER_APPROVED, given_by="member", delegation_id="d-1")
    given(COMMUNICATION, *AWAITING, DELEGATED).when(command, by=MEMBER).then(JOINED, approved)


def test_the_chair_needs_no_delegation() -> None:
    command = replace(OTHER_APPROVE, authorise=False)
    given(COMMUNICATION, *AWAITING).when(command, by=OTHER_HOLDER).then(JOINED, OTHER_APPROVED)


@pytest.mark.parametrize(
    "not_now",
    [
        (DELEGATED, ENDED),
        (replace(DELEGATED, starts_at=AT + timedelta(seconds=1)),),
        (replace(DELEGATED, ends_at=AT),),
        (replace(DELEGATED, delegate_id="somebody-else"),),
        (replace(DELEGATED, mandate="wgeid"),),
        (replace(DELEGATED, scope=("authorise",)),),
    ],
    ids=["ended", "not begun", "run out", "another's", "another group's", "for another thing"],
)
def test_a_delegation_that_is_not_in_force_is_none(not_now: tuple[Any, ...]) -> None:
    command = replace(OTHER_APPROVE, authorise=False)
    given(COMMUNICATION, *AWAITING, *not_now).when(command, by=MEMBER).then_forbidden()


def test_who_may_approve_may_not_authorise_unless_that_was_delegated_too() -> None:
    only = replace(DELEGATED, scope=("approve",))
    given(COMMUNICATION, *AWAITING, only).when(OTHER_APPROVE, by=MEMBER).then_forbidden()
    given(COMMUNICATION, *FULL, only).when(
        replace(AUTHORISE, mandate=OTHER), by=MEMBER
    ).then_forbidden()
    given(COMMUNICATION, *FULL, DELEGATED).when(replace(AUTHORISE, mandate=OTHER), by=MEMBER).then(
        replace(OTHER_AUTHORISED, granted_by="member")
    )


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.MANDATE_HOLDER])
def test_a_delegation_to_somebody_who_is_no_member_gives_nothing(role: Role) -> None:
    stranger = replace(MEMBER, roles=frozenset({role}))
    given(COMMUNICATION, *AWAITING, DELEGATED).when(OTHER_APPROVE, by=stranger).then_forbidden()


@pytest.mark.parametrize("role", SECRETARIAT)
def test_a_delegation_to_the_secretariat_gives_nothing(role: Role) -> None:
    both = replace(MEMBER, roles=frozenset({Role.MANDATE_HOLDER, role}))
    given(COMMUNICATION, *AWAITING, DELEGATED).when(OTHER_APPROVE, by=both).then_forbidden()


def test_a_delegation_to_a_member_of_another_group_gives_nothing() -> None:
    elsewhere = replace(MEMBER, mandates=frozenset({"wgeid"}))
    given(COMMUNICATION, *AWAITING, DELEGATED).when(OTHER_APPROVE, by=elsewhere).then_forbidden()


def test_every_member_may_ask_for_changes_and_none_may_decline_or_withdraw() -> None:
    changed = replace(CHANGED, mandate=OTHER, requested_by="member")
    given(COMMUNICATION, *AWAITING).when(replace(CHANGES, mandate=OTHER), by=MEMBER).then(changed)
    given(COMMUNICATION, *AWAITING).when(DECLINE, by=MEMBER).then_forbidden()
    given(COMMUNICATION, *FULL).when(replace(WITHDRAW, mandate=OTHER), by=MEMBER).then_forbidden()


# --- transmitting under it ---


def test_the_chief_transmits_under_standing_authorisations_and_the_fact_says_so() -> None:
    stand = (STANDS, OTHER_STANDS)
    given(COMMUNICATION, *BOTH_APPROVED, *stand).when(TRANSMIT, by=CHIEF).then(
        replace(ORDERED, standing=(LEAD, OTHER))
    )
    given(COMMUNICATION, *BOTH_APPROVED, AUTHORISED, *stand).when(TRANSMIT, by=CHIEF).then(
        replace(ORDERED, standing=(OTHER,))
    )


def test_a_standing_authorisation_is_none_before_approval() -> None:
    given(COMMUNICATION, *HALF, OTHER_STANDS).when(TRANSMIT, by=CHIEF).then_refused(
        "not approved yet by WGAD"
    )


def test_one_that_fell_or_is_another_mandates_does_not_count() -> None:
    for stand in ((STANDS, FALLEN), (replace(STANDS, mandate="sr-food"),)):
        given(COMMUNICATION, *BOTH_APPROVED, OTHER_STANDS, *stand).when(
            TRANSMIT, by=CHIEF
        ).then_refused("missing from SR torture")


def test_a_holder_withholds_it_for_one_letter_and_gives_it_again() -> None:
    stand = (STANDS, OTHER_STANDS)
    given(COMMUNICATION, *BOTH_APPROVED, *stand).when(REVOKE, by=HOLDER).then(REVOKED)
    given(COMMUNICATION, *BOTH_APPROVED, REVOKED, *stand).when(REVOKE, by=HOLDER).then_nothing()
    given(COMMUNICATION, *BOTH_APPROVED, REVOKED, *stand).when(TRANSMIT, by=CHIEF).then_refused(
        "missing from SR torture"
    )
    given(COMMUNICATION, *BOTH_APPROVED, REVOKED, *stand).when(AUTHORISE, by=HOLDER).then(
        AUTHORISED
    )


def test_other_letters_need_none() -> None:
    given(COMMUNICATION, *PLAIN, STANDS).when(TRANSMIT, by=QUICK_RESPONSE).then(
        replace(ORDERED, ordered_by="desk")
    )


def test_a_decision_for_a_mandate_consults_its_stream() -> None:
    state = COMMUNICATION.fold(FULL)
    assert "authority-wgad" in COMMUNICATION.consults(OTHER_APPROVE, state)
    of_lead = ["authority-sr-torture", "holding-sr-torture"]
    assert COMMUNICATION.consults(REVOKE, state) == of_lead
    elsewhere = RevokeAuthorisation(communication_id="c", mandate="../x")
    assert COMMUNICATION.consults(elsewhere, state) == []
    consulted = COMMUNICATION.consults(TRANSMIT, state)
    assert consulted[-4:] == [*of_lead, "authority-wgad", "holding-wgad"]
    assert "holding-sr-torture" in COMMUNICATION.consults(TRANSMIT, _plain())


def _plain() -> Any:
    return COMMUNICATION.fold(PLAIN)
