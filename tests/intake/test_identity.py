"""Access to the identity of a source (R5, procedure.md section 6.1)."""

from dataclasses import replace

import pytest

from services.intake.submission.decide import SUBMISSION
from shared.contracts.intake_source import Function, PassageCleared, SourceIdentityOpened
from shared.contracts.intake_source_commands import ClearPassages, OpenSourceIdentity
from shared.core.actor import Actor, by_return_channel, system
from shared.core.message import Sealed
from shared.core.roles import Role
from shared.core.testing import AT, given
from shared.reference.opening import REASONS
from tests.support.submissions import ID, received, triaged

WHY = Sealed(f"submission-{ID}", "why")
OPEN = OpenSourceIdentity(submission_id=ID, opening_id="o-1", reason_code="danger", reason=WHY)
OPENED = SourceIdentityOpened(
    submission_id=ID,
    opening_id="o-1",
    role="quick_response_desk",
    reason_code="danger",
    reason=WHY,
    opened_by="someone",
    opened_at=AT,
)
SHARED = (received(), triaged(mandates=("sr-torture",)))


def somebody(*roles: Role, mandates: tuple[str, ...] = ()) -> Actor:
    return Actor(actor_id="someone", roles=frozenset(roles), mandates=frozenset(mandates))


def test_the_desk_opens_it_with_a_reason() -> None:
    given(SUBMISSION, received()).when(OPEN, by=somebody(Role.QUICK_RESPONSE_DESK)).then(OPENED)


FUNCTIONS: dict[Role, Function] = {
    Role.HUMAN_RIGHTS_OFFICER: "human_rights_officer",
    Role.MANDATE_HOLDER: "mandate_holder",
}


@pytest.mark.parametrize("role", FUNCTIONS)
def test_officer_and_holder_of_a_mandate_that_it_was_shared_with_open_it(role: Role) -> None:
    of_it = somebody(role, mandates=("sr-torture", "wgad"))
    given(SUBMISSION, *SHARED).when(OPEN, by=of_it).then(replace(OPENED, role=FUNCTIONS[role]))
    of_another = somebody(role, mandates=("wgad",))
    given(SUBMISSION, *SHARED).when(OPEN, by=of_another).then_forbidden()
    given(SUBMISSION, received()).when(OPEN, by=of_it).then_forbidden()


MAY = {Role.QUICK_RESPONSE_DESK, Role.HUMAN_RIGHTS_OFFICER, Role.MANDATE_HOLDER}


@pytest.mark.parametrize("role", [role for role in Role if role not in MAY])
def test_nobody_else_opens_it_whatever_mandate_he_is_said_to_have(role: Role) -> None:
    actor = somebody(role, mandates=("sr-torture",))
    given(SUBMISSION, *SHARED).when(OPEN, by=actor).then_forbidden()


@pytest.mark.parametrize("role", sorted(MAY))
def test_who_administers_the_system_never_does_whatever_else_he_is(role: Role) -> None:
    actor = somebody(role, Role.SYSTEM_ADMIN, mandates=("sr-torture",))
    given(SUBMISSION, *SHARED).when(OPEN, by=actor).then_forbidden()


def test_a_reprisal_is_not_for_the_states_desk_also_where_the_same_person_is_of_our_desk() -> None:
    both = replace(somebody(Role.QUICK_RESPONSE_DESK, Role.DESK_OFFICER), states=frozenset({"KEN"}))
    given(SUBMISSION, received(reprisal=True)).when(OPEN, by=both).then_forbidden()
    given(SUBMISSION, received()).when(OPEN, by=both).then(OPENED)


@pytest.mark.parametrize("actor", [system("intake"), by_return_channel(ID)])
def test_no_process_and_no_source_opens_it(actor: Actor) -> None:
    given(SUBMISSION, *SHARED).when(OPEN, by=actor).then_forbidden()


@pytest.mark.parametrize("reason", REASONS)
def test_each_reason_of_the_list_is_a_reason(reason: str) -> None:
    given(SUBMISSION, received()).when(
        replace(OPEN, reason_code=reason), by=somebody(Role.QUICK_RESPONSE_DESK)
    ).then(replace(OPENED, reason_code=reason))


def test_the_reason_is_of_the_list() -> None:
    given(SUBMISSION, received()).when(
        replace(OPEN, reason_code="curiosity"), by=somebody(Role.QUICK_RESPONSE_DESK)
    ).then_refused("reason from the list")


def test_the_same_opening_twice_is_one_and_another_is_a_fact_of_its_own() -> None:
    desk = somebody(Role.QUICK_RESPONSE_DESK)
    given(SUBMISSION, received(), OPENED).when(OPEN, by=desk).then_nothing()
    given(SUBMISSION, received(), OPENED).when(replace(OPEN, opening_id="o-2"), by=desk).then(
        replace(OPENED, opening_id="o-2")
    )


def test_what_was_never_filed_has_no_source() -> None:
    given(SUBMISSION).when(OPEN, by=somebody(Role.QUICK_RESPONSE_DESK)).then_refused("no such")


# --- passages that stay ---------------------------------------------------------------------------

CLEAR = ClearPassages(submission_id=ID, passages=("p-1", "p-1", "p-2"), reason=WHY)
CLEARED = PassageCleared(
    submission_id=ID,
    passages=("p-1", "p-2"),
    role="quick_response_desk",
    reason=WHY,
    cleared_by="someone",
    cleared_at=AT,
)


def test_who_may_know_the_source_says_once_why_passages_stay() -> None:
    desk = somebody(Role.QUICK_RESPONSE_DESK)
    given(SUBMISSION, received()).when(CLEAR, by=desk).then(CLEARED)
    given(SUBMISSION, received(), CLEARED).when(CLEAR, by=desk).then_nothing()
    more = replace(CLEAR, passages=("p-2", "p-3"))
    given(SUBMISSION, received(), CLEARED).when(more, by=desk).then(
        replace(CLEARED, passages=("p-3",))
    )
    nothing = replace(CLEAR, passages=())
    given(SUBMISSION, received()).when(nothing, by=desk).then_refused("which passages stay")


@pytest.mark.parametrize("role", [role for role in Role if role not in MAY])
def test_nobody_else_says_so(role: Role) -> None:
    actor = somebody(role, mandates=("sr-torture",))
    given(SUBMISSION, *SHARED).when(CLEAR, by=actor).then_forbidden()


@pytest.mark.parametrize("role", FUNCTIONS)
def test_officer_and_holder_of_another_mandate_do_not_say_so(role: Role) -> None:
    of_it, of_another = somebody(role, mandates=("sr-torture",)), somebody(role, mandates=("wgad",))
    given(SUBMISSION, *SHARED).when(CLEAR, by=of_it).then(replace(CLEARED, role=FUNCTIONS[role]))
    given(SUBMISSION, *SHARED).when(CLEAR, by=of_another).then_forbidden()
