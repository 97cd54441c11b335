"""The rights that take two people to give."""

import pytest
from flask import Flask

from portal.web.accounts.access import access_of
from portal.web.accounts.rights import Rights
from portal.web.accounts.sensitive import POWERS, SENSITIVE, Power, divided, holds, takes_two
from portal.web.policy import MATRIX, Scope, Sight
from shared.core.roles import HELD, Role
from tests.support.portal import Pages

CHIEF = frozenset({Role.CHIEF})
HOLDER = Rights(roles=frozenset({Role.MANDATE_HOLDER}), mandates=frozenset({"sr-torture"}))


def test_every_role_that_somebody_can_hold_is_classified() -> None:
    assert POWERS.keys() == HELD
    assert {
        Role.NGO_MEMBER,
        Role.CONTACT_POINT,
        Role.FOCAL_POINT,
        Role.CANDIDATE,
        Role.COORDINATION_COMMITTEE,
    } == HELD - SENSITIVE


@pytest.mark.parametrize(
    ("area", "power"),
    [
        ("communications.decisions.approve", Power.APPROVES),
        ("statements.decisions.approve", Power.APPROVES),
        ("publication.approve", Power.APPROVES),
        ("communications.decisions.transmit", Power.TRANSMITS),
        ("identity", Power.OPENS_IDENTITIES),
        ("audit", Power.AUDITS),
        ("forgetting", Power.AUDITS),
        ("administration", Power.ADMINISTERS),
    ],
)
def test_whoever_comes_through_such_a_door_has_the_power(
    portal: Pages, area: str, power: Power
) -> None:
    roles = _who_enters(portal.app, area)
    assert roles
    assert {role for role in roles if power not in POWERS[role]} == set()


def _who_enters(app: Flask, area: str) -> set[Role]:
    marks = [
        access_of(app, rule.endpoint)
        for rule in app.url_map.iter_rules()
        if rule.endpoint == area or rule.endpoint.startswith(f"{area}.")
    ]
    return {role for mark in marks if mark for role in mark.roles}


def test_whoever_reads_what_others_wrote_takes_two_persons() -> None:
    own = {Scope.OWN, Scope.ORGANISATION, Scope.ADMITTED, Scope.SECURITY}
    reads = {role for (_, role, of), seen in MATRIX.items() if seen >= Sight.READ and of not in own}
    assert reads <= SENSITIVE


@pytest.mark.parametrize("line", ["mandate:sr-torture", "state:KEN", "organisation:org-1"])
def test_a_reach_takes_two_persons_as_a_role_does(line: str) -> None:
    assert takes_two(line)
    assert not takes_two("role:candidate")


def test_to_take_away_takes_one_person_and_to_add_takes_two() -> None:
    assert divided(HOLDER, Rights(roles=CHIEF)) == (Rights(), Rights(roles=CHIEF))
    assert divided(HOLDER, Rights()) == (Rights(), Rights())
    harmless = Rights(roles=frozenset({Role.CANDIDATE}))
    assert divided(HOLDER, harmless) == (harmless, Rights())
    assert divided(HOLDER, HOLDER) == (HOLDER, Rights())


def test_another_mandate_for_a_holder_is_an_addition() -> None:
    two = Rights(roles=HOLDER.roles, mandates=HOLDER.mandates | {"wgad"})
    assert divided(HOLDER, two) == (HOLDER, Rights(mandates=frozenset({"wgad"})))


def test_what_is_added_together_waits_together() -> None:
    wanted = Rights(roles=frozenset({Role.NGO_MEMBER, Role.CANDIDATE}), organisation_id="org-1")
    assert divided(Rights(), wanted) == (Rights(), wanted)


def test_an_organisation_stays_until_another_one_comes_and_can_be_taken_at_once() -> None:
    one = Rights(roles=frozenset({Role.NGO_MEMBER}), organisation_id="org-1")
    other = Rights(roles=one.roles, organisation_id="org-2")
    assert divided(one, other) == (one, Rights(organisation_id="org-2"))
    assert divided(one, Rights(roles=one.roles)) == (Rights(roles=one.roles), Rights())
    assert one.together(Rights(organisation_id="org-2")) == other


def test_whose_account_takes_two_persons() -> None:
    assert holds(HOLDER)
    assert not holds(Rights(roles=frozenset({Role.CANDIDATE})))
