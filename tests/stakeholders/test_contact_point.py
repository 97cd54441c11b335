from dataclasses import replace

import pytest

from services.stakeholders.contact_point import CONTACT_POINT, Absent
from shared.contracts.stakeholders_commands import (
    Bar,
    FollowAccreditation,
    RecogniseContactPoint,
    ReinstateContactPoint,
    SuspendContactPoint,
)
from shared.contracts.stakeholders_commands import OfContactPoint as Command
from shared.contracts.stakeholders_contact_points import (
    ContactPointRecognised,
    ContactPointReinstated,
    ContactPointSuspended,
    Fact,
)
from shared.core.actor import Actor
from shared.core.roles import Role
from shared.core.testing import AT, given
from shared.reference.contact_points import SUSPENSIONS
from shared.reference.organisations import REGISTER_CLOCK

CHIEF = Actor(actor_id="chief-1", roles=frozenset({Role.CHIEF}))
RECOGNISE = RecogniseContactPoint(organisation_id="nhri", accreditation="A")
SUSPEND = SuspendContactPoint(organisation_id="nhri", reason_code="independence")
REINSTATE = ReinstateContactPoint(organisation_id="nhri", barred=None)
RECOGNISED = ContactPointRecognised(
    organisation_id="nhri", accreditation="A", recognised_by="chief-1", recognised_at=AT
)
SUSPENDED = ContactPointSuspended(
    organisation_id="nhri", reason_code="independence", suspended_by="chief-1", suspended_at=AT
)
REINSTATED = ContactPointReinstated(
    organisation_id="nhri", reinstated_by="chief-1", reinstated_at=AT
)


def test_the_chief_recognises_an_institution() -> None:
    given(CONTACT_POINT).when(RECOGNISE, by=CHIEF).then(RECOGNISED)
    given(CONTACT_POINT, RECOGNISED).when(RECOGNISE, by=CHIEF).then_nothing()


def test_another_accreditation_is_recorded() -> None:
    given(CONTACT_POINT, RECOGNISED).when(replace(RECOGNISE, accreditation="B"), by=CHIEF).then(
        replace(RECOGNISED, accreditation="B")
    )


def test_a_recognition_is_suspended_for_a_reason_of_the_list() -> None:
    for reason in SUSPENSIONS:
        given(CONTACT_POINT, RECOGNISED).when(replace(SUSPEND, reason_code=reason), by=CHIEF).then(
            replace(SUSPENDED, reason_code=reason)
        )
    given(CONTACT_POINT, RECOGNISED).when(
        replace(SUSPEND, reason_code="mood"), by=CHIEF
    ).then_refused("reason from the list")
    given(CONTACT_POINT, RECOGNISED, SUSPENDED).when(SUSPEND, by=CHIEF).then_nothing()


def test_recognising_again_does_not_end_a_suspension_and_reinstating_does() -> None:
    better = replace(RECOGNISED, accreditation="B")
    history = (RECOGNISED, SUSPENDED, better)
    given(CONTACT_POINT, *history).when(SUSPEND, by=CHIEF).then_nothing()
    given(CONTACT_POINT, *history).when(REINSTATE, by=CHIEF).then(REINSTATED)
    given(CONTACT_POINT, *history, REINSTATED).when(REINSTATE, by=CHIEF).then_nothing()
    given(CONTACT_POINT, *history, REINSTATED).when(SUSPEND, by=CHIEF).then(SUSPENDED)


@pytest.mark.parametrize("command", [SUSPEND, REINSTATE])
def test_what_was_never_recognised_is_neither_suspended_nor_reinstated(command: Command) -> None:
    given(CONTACT_POINT).when(command, by=CHIEF).then_refused("never recognised")
    assert CONTACT_POINT.fold([SUSPENDED, REINSTATED]) == Absent()


@pytest.mark.parametrize("command", [RECOGNISE, SUSPEND, REINSTATE])
@pytest.mark.parametrize("role", [role for role in Role if role is not Role.CHIEF])
def test_nobody_but_the_chief_decides(command: Command, role: Role) -> None:
    actor = Actor(actor_id="x", roles=frozenset({role}), organisation_id="nhri")
    given(CONTACT_POINT, RECOGNISED).when(command, by=actor).then_forbidden()


# --- the register --------------------------------------------------------------------------------

FOLLOW_A = FollowAccreditation(organisation_id="nhri", grade="A")
GONE = replace(FOLLOW_A, dissolved=True)
FOLLOW_B, FOLLOW_NONE = replace(FOLLOW_A, grade="B"), replace(FOLLOW_A, grade=None)
LAPSES = replace(SUSPENDED, reason_code="lapsed", suspended_by=REGISTER_CLOCK.actor_id)
ENDS = replace(LAPSES, reason_code="dissolved")
REGAINED = replace(REINSTATED, reinstated_by=REGISTER_CLOCK.actor_id)
DOWNGRADED = replace(RECOGNISED, accreditation="B", recognised_by=REGISTER_CLOCK.actor_id)


@pytest.mark.parametrize(
    ("history", "command", "then"),
    [
        ([], FOLLOW_A, []),
        ([], FOLLOW_NONE, []),
        ([RECOGNISED], FOLLOW_A, []),
        ([RECOGNISED], FOLLOW_B, [DOWNGRADED]),
        ([RECOGNISED], FOLLOW_NONE, [LAPSES]),
        ([RECOGNISED, LAPSES], FOLLOW_NONE, []),
        ([RECOGNISED, LAPSES], FOLLOW_A, [REGAINED]),
        ([RECOGNISED, LAPSES], FOLLOW_B, [DOWNGRADED, REGAINED]),
        ([RECOGNISED, SUSPENDED], FOLLOW_NONE, []),
        ([RECOGNISED, SUSPENDED], FOLLOW_A, []),
        ([RECOGNISED, SUSPENDED], FOLLOW_B, [DOWNGRADED]),
        ([RECOGNISED, LAPSES, SUSPENDED], FOLLOW_A, []),
        ([RECOGNISED], GONE, [ENDS]),
        ([RECOGNISED], replace(GONE, grade=None), [ENDS]),
        ([RECOGNISED, ENDS], GONE, []),
        ([RECOGNISED, ENDS], FOLLOW_A, [REGAINED]),
    ],
)
def test_the_recognition_follows_the_grade_and_lifts_nothing_that_the_chief_did(
    history: list[Fact], command: FollowAccreditation, then: list[Fact]
) -> None:
    asked = given(CONTACT_POINT, *history).when(command, by=REGISTER_CLOCK)
    if then:
        asked.then(*then)
    else:
        asked.then_nothing()


def test_the_chief_suspends_for_another_reason_what_the_register_suspended() -> None:
    lapsed = given(CONTACT_POINT, RECOGNISED, LAPSES)
    lapsed.when(SUSPEND, by=CHIEF).then(SUSPENDED)
    given(CONTACT_POINT, RECOGNISED, LAPSES, SUSPENDED).when(REINSTATE, by=CHIEF).then(REINSTATED)


@pytest.mark.parametrize("history", [[LAPSES], [LAPSES, SUSPENDED], [SUSPENDED], [ENDS]])
@pytest.mark.parametrize(
    ("barred", "sentence"),
    [("no-grade", "No accreditation is in force"), ("dissolved", "was dissolved")],
)
def test_the_chief_reinstates_nobody_against_the_register(
    history: list[Fact], barred: Bar, sentence: str
) -> None:
    """Not for a minute: a recognition that the register's clock would end again is refused."""
    told = given(CONTACT_POINT, RECOGNISED, *history)
    told.when(replace(REINSTATE, barred=barred), by=CHIEF).then_refused(sentence)
    told.when(REINSTATE, by=CHIEF).then(REINSTATED)
    told.when(replace(RECOGNISE, accreditation="B", barred=barred), by=CHIEF).then(
        replace(RECOGNISED, accreditation="B")
    )
    new = replace(RECOGNISE, barred=barred)
    given(CONTACT_POINT).when(new, by=CHIEF).then_refused(sentence)
    given(CONTACT_POINT, RECOGNISED).when(new, by=CHIEF).then_refused(sentence)


def test_only_the_register_follows() -> None:
    given(CONTACT_POINT, RECOGNISED).when(FOLLOW_NONE, by=CHIEF).then_forbidden()


def test_each_institution_has_a_stream_of_its_own() -> None:
    assert CONTACT_POINT.stream(SUSPEND) == "recognition-nhri"
