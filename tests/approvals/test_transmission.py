"""The rules of transmission."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any, cast

import pytest

from services.approvals.communication.decide import COMMUNICATION
from services.approvals.communication.draft import Draft
from services.approvals.communication.state import Absent, Withdrawn, evolve
from services.approvals.events import Event
from shared.contracts.approvals import (
    ReferenceAssigned,
)
from shared.core.actor import Actor, Asked, system
from shared.core.roles import Role
from shared.core.testing import AT, given
from tests.approvals.support import (
    APPROVED,
    CHIEF,
    CLEARED,
    COMPLETE,
    DECLINED,
    DESK,
    DRAFT,
    DRAFTED,
    DRAFTING,
    EVERY,
    FULL,
    GOING,
    GONE,
    HALF,
    ID,
    INVITED,
    LEAD,
    OFFICER,
    ORDERED,
    OTHER,
    PLAIN,
    READY,
    REQUESTED,
    REVISE,
    REVISED,
    REVOKED,
    SECOND,
    TRANSMIT,
    TRANSMITTED,
    WITHDRAWN,
)


def test_the_chief_transmits_an_urgent_appeal() -> None:
    given(COMMUNICATION, *READY).when(TRANSMIT, by=CHIEF).then(ORDERED)


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.CHIEF])
def test_nobody_else_transmits_an_urgent_appeal(role: Role) -> None:
    who = Actor(actor_id="x", roles=frozenset({role}), mandates=frozenset({LEAD, OTHER}))
    given(COMMUNICATION, *READY).when(TRANSMIT, by=who).then_forbidden()


@pytest.mark.parametrize("kind", ["AL", "OL"])
def test_the_desk_transmits_other_letters_without_an_authorisation(kind: Any) -> None:
    history = (replace(DRAFTED, type=kind), REQUESTED, APPROVED)
    given(COMMUNICATION, *history).when(TRANSMIT, by=DESK).then(replace(ORDERED, ordered_by="desk"))


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.QUICK_RESPONSE_DESK])
def test_nobody_else_transmits_other_letters(role: Role) -> None:
    who = Actor(actor_id="x", roles=frozenset({role}), mandates=frozenset({LEAD}))
    given(COMMUNICATION, *PLAIN).when(TRANSMIT, by=who).then_forbidden()


def test_what_is_not_approved_by_all_is_not_transmitted() -> None:
    given(COMMUNICATION, *HALF).when(TRANSMIT, by=CHIEF).then_refused("not approved yet by WGAD")


def test_a_missing_authorisation_is_named() -> None:
    given(COMMUNICATION, *READY, REVOKED).when(TRANSMIT, by=CHIEF).then_refused(
        "missing from SR torture"
    )
    given(COMMUNICATION, *FULL).when(TRANSMIT, by=CHIEF).then_refused("missing from WGAD")


def test_a_mandate_that_dropped_out_need_not_authorise() -> None:
    cleared = replace(CLEARED, mandates=(LEAD,))
    given(COMMUNICATION, *HALF, DECLINED, cleared).when(TRANSMIT, by=CHIEF).then(ORDERED)


def test_the_chief_transmits_the_text_that_he_saw() -> None:
    stale = replace(TRANSMIT, content_hash=SECOND)
    given(COMMUNICATION, *READY).when(stale, by=CHIEF).then_refused("another wording")


@pytest.mark.parametrize("history", [GOING, GONE])
def test_transmitting_twice_changes_nothing(history: tuple[Event, ...]) -> None:
    given(COMMUNICATION, *history).when(TRANSMIT, by=CHIEF).then_nothing()


@pytest.mark.parametrize("history", [GOING, GONE])
@pytest.mark.parametrize(("command", "who"), [one for one in EVERY if one[0] is not TRANSMIT])
def test_nothing_else_is_allowed_once_transmission_is_ordered(
    command: Any, who: Actor, history: tuple[Event, ...]
) -> None:
    given(COMMUNICATION, *history).when(command, by=who).then_refused("has been ordered")


def test_the_year_of_the_number_is_the_year_in_geneva() -> None:
    late = datetime(2026, 12, 31, 23, 30, tzinfo=UTC)  # half past midnight in Geneva
    given(COMMUNICATION, *READY).when(TRANSMIT, by=CHIEF, at=late).then(
        replace(ORDERED, year=2027, ordered_at=late)
    )


def test_the_number_completes_the_transmission() -> None:
    later = AT + timedelta(seconds=1)
    given(COMMUNICATION, *GOING).when(COMPLETE, by=system("approvals"), at=later).then(
        replace(TRANSMITTED, transmitted_at=later)
    )


def test_a_letter_that_follows_another_one_up_says_so_when_it_is_drafted_and_when_it_goes() -> None:
    given(COMMUNICATION).when(replace(DRAFT, follows_up="c-0"), by=OFFICER).then(
        replace(DRAFTED, follows_up="c-0"), INVITED
    )
    history = (replace(DRAFTED, follows_up="c-0"), *GOING[1:])
    given(COMMUNICATION, *history).when(COMPLETE, by=system("approvals")).then(
        replace(TRANSMITTED, follows_up="c-0")
    )


def test_completing_twice_changes_nothing() -> None:
    given(COMMUNICATION, *GONE).when(COMPLETE, by=system("approvals")).then_nothing()


@pytest.mark.parametrize("history", [READY, (*READY, WITHDRAWN)])
def test_what_was_never_ordered_is_not_completed(history: tuple[Event, ...]) -> None:
    given(COMMUNICATION, *history).when(COMPLETE, by=system("approvals")).then_refused("never")


def test_what_is_no_command_or_no_event_is_a_mistake_of_ours() -> None:
    state = COMMUNICATION.fold(DRAFTING)
    with pytest.raises(AssertionError):
        COMMUNICATION.decide(cast("Any", object()), Asked(at=AT, by=OFFICER), state)
    with pytest.raises(AssertionError):
        evolve(state, cast("Any", object()))


def test_evolving_never_refuses_what_is_out_of_place() -> None:
    number = ReferenceAssigned(
        recipient="GBR", year=2026, number=3, communication_id=ID, assigned_at=AT
    )
    assert evolve(Absent(), REVISED) == Absent()
    assert evolve(Withdrawn(), REVISED) == Withdrawn()
    assert isinstance(evolve(COMMUNICATION.fold(DRAFTING), number), Draft)
    assert COMMUNICATION.fold([*GONE, REVISED]) == COMMUNICATION.fold(GONE)


def test_the_stream_is_the_communications_own() -> None:
    assert COMMUNICATION.stream(REVISE) == f"communication-{ID}"
    assert COMMUNICATION.creates(DRAFT)
    assert not COMMUNICATION.creates(REVISE)
