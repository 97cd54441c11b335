"""A mandate's own settings: the actors, and the bounds."""

from dataclasses import replace
from typing import Any

import pytest

from services.stakeholders.mandate import MANDATE
from shared.contracts.stakeholders_commands import ChangeMandateSettings
from shared.contracts.stakeholders_mandates import MandateSettings, MandateSettingsChanged
from shared.core.actor import Actor
from shared.core.roles import Role
from shared.core.testing import AT, given
from shared.reference import COMMUNICATION_TYPES, mandates
from shared.reference.mandate_holder import SECRETARIAT
from shared.reference.mandate_settings import BOUNDS, NUMBERS, variants

ONE, GROUP = "sr-torture", "wgeid"
HOLDER = Actor(actor_id="holder", roles=frozenset({Role.MANDATE_HOLDER}), mandates=frozenset({ONE}))
MEMBER = replace(HOLDER, actor_id="member", mandates=frozenset({GROUP}))
CHAIR = replace(
    MEMBER, actor_id="chair", roles=frozenset({Role.MANDATE_HOLDER, Role.CHAIR_RAPPORTEUR})
)
SETTINGS = MandateSettings(
    reply_days={"AL": 60, "UA": 30},
    reminder_days=(60, 120),
    join_hours_urgent=6,
    join_days=3,
    approval_hours_urgent=2,
    approval_hours=24,
    admissibility_points=("It is about one person", "الأسرة موافقة"),
)
CHANGE = ChangeMandateSettings(mandate=ONE, settings=SETTINGS)
CHANGED = MandateSettingsChanged(mandate=ONE, settings=SETTINGS, changed_by="holder", changed_at=AT)


def changing(**some: Any) -> ChangeMandateSettings:
    return replace(CHANGE, settings=MandateSettings(**some))


def test_a_holder_sets_what_differs_for_his_mandate_once() -> None:
    given(MANDATE).when(CHANGE, by=HOLDER).then(CHANGED)
    given(MANDATE, CHANGED).when(CHANGE, by=HOLDER).then_nothing()


def test_every_change_carries_the_whole_of_the_settings() -> None:
    only = changing(join_days=3)
    given(MANDATE, CHANGED).when(only, by=HOLDER).then(replace(CHANGED, settings=only.settings))


def test_a_mandate_goes_back_to_what_the_office_has() -> None:
    given(MANDATE, CHANGED).when(changing(), by=HOLDER).then(
        replace(CHANGED, settings=MandateSettings())
    )
    given(MANDATE).when(changing(), by=HOLDER).then_nothing()


def test_for_a_working_group_the_chair_rapporteur_decides() -> None:
    command = replace(CHANGE, mandate=GROUP)
    given(MANDATE).when(command, by=CHAIR).then(replace(CHANGED, mandate=GROUP, changed_by="chair"))
    given(MANDATE).when(command, by=MEMBER).then_forbidden()


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.MANDATE_HOLDER])
def test_nobody_else_sets_anything(role: Role) -> None:
    other = replace(HOLDER, roles=frozenset({role}))
    given(MANDATE).when(CHANGE, by=other).then_forbidden()


@pytest.mark.parametrize("role", SECRETARIAT)
def test_the_secretariat_sets_nothing_not_even_beside_a_mandate(role: Role) -> None:
    both = replace(HOLDER, roles=frozenset({Role.MANDATE_HOLDER, role}))
    given(MANDATE).when(CHANGE, by=both).then_forbidden()


def test_a_holder_sets_nothing_for_another_mandate() -> None:
    given(MANDATE).when(replace(CHANGE, mandate="sr-food"), by=HOLDER).then_forbidden()
    given(MANDATE).when(replace(CHANGE, mandate="astrology"), by=HOLDER).then_refused("the list")


@pytest.mark.parametrize("name", NUMBERS)
def test_a_number_is_within_its_bounds(name: str) -> None:
    bound = BOUNDS[name]
    for number in (bound.least, bound.most):
        command = changing(**{name: number})
        given(MANDATE).when(command, by=HOLDER).then(replace(CHANGED, settings=command.settings))
    for number in (bound.least - 1, bound.most + 1):
        given(MANDATE).when(changing(**{name: number}), by=HOLDER).then_refused(bound.said.title)


@pytest.mark.parametrize("kind", COMMUNICATION_TYPES)
def test_days_to_reply_are_within_their_bounds(kind: str) -> None:
    for days in (0, -5, 181):
        given(MANDATE).when(changing(reply_days={kind: days}), by=HOLDER).then_refused(
            "days to reply from 1 to 180"
        )


@pytest.mark.parametrize(
    ("settings", "sentence"),
    [
        ({"reply_days": {"XL": 60}}, "kinds of letters"),
        ({"reminder_days": ()}, "from 1 to 5 days"),
        ({"reminder_days": (1, 2, 3, 4, 5, 6)}, "from 1 to 5 days"),
        ({"reminder_days": (120, 60)}, "in order"),
        ({"reminder_days": (60, 60)}, "in order"),
        ({"reminder_days": (0,)}, "from 1 to 365"),
        ({"reminder_days": (60, 366)}, "from 1 to 365"),
        ({"admissibility_points": tuple(f"Point {n}" for n in range(11))}, "at most 10 points"),
        ({"admissibility_points": ("The same", "The same")}, "each once"),
        ({"admissibility_points": ("",)}, "in one line"),
        ({"admissibility_points": (" Not tidy",)}, "in one line"),
        ({"admissibility_points": ("Of two\nlines",)}, "in one line"),
        ({"admissibility_points": ("x" * 201,)}, "at most 200 characters"),
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence(settings: dict[str, Any], sentence: str) -> None:
    given(MANDATE).when(changing(**settings), by=HOLDER).then_refused(sentence)


@pytest.mark.parametrize("variant", variants().values(), ids=lambda one: one.variant)
def test_every_variant_can_be_set_as_it_is(variant: Any) -> None:
    command = replace(CHANGE, settings=variant.settings)
    given(MANDATE).when(command, by=HOLDER).then(replace(CHANGED, settings=variant.settings))
    assert variant.recalled, "nothing of it was seen in a source yet"


def test_a_variant_that_is_called_as_a_mandate_is_one() -> None:
    assert set(variants()) - set(mandates()) == {"manual-2008"}


def test_each_mandate_has_a_stream_of_its_own() -> None:
    assert MANDATE.stream(CHANGE) == "mandate-sr-torture"
