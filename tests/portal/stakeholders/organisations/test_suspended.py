"""What a suspension or an end closes, whatever was proposed, invited or read before it."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from portal.stakeholders.organisations import naming
from portal.stakeholders.organisations.speaking import Speaker
from portal.web.accounts import account as accounts
from portal.web.accounts import focal as access
from portal.web.accounts import starting
from portal.web.accounts.access import arrived
from portal.web.accounts.rights import Rights
from shared.contracts.stakeholders_focal_points import FocalPointProposed
from shared.core.roles import Role
from tests.portal.stakeholders.organisations.test_desk import form, main
from tests.portal.stakeholders.organisations.test_speaking import DESK, ID, KEY, account_of, told
from tests.support.organisations import LONG_AGO, Register, asked_for, named
from tests.support.portal import Pages, Visitor


def renewal(portal: Pages, person: Visitor, *steps: str) -> list[Any]:
    """Return the same facts of another proposal, which came later."""
    other = {"focal_point_id": named("renewal")}
    later = {"proposed_at": LONG_AGO + timedelta(days=1)}
    return [
        replace(fact, **other, **(later if isinstance(fact, FocalPointProposed) else {}))
        for fact in told(portal, person, *steps)
    ]


def test_a_renewal_that_waits_brings_nobody_back_who_is_suspended(
    portal: Pages, register: Register, focal: Visitor, officer: Visitor
) -> None:
    register.confirmed(ID, "Alpha Watch")
    register.tell(*told(portal, focal, "proposed", "accepted", "designated"))
    register.tell(*renewal(portal, focal, "proposed", "accepted"))
    who = account_of(portal, focal).account_id
    officer.post(f"{DESK}/people/{who}/suspend", form(reason="takeover"))
    assert [(type_, data["focal_point_id"]) for type_, data, _ in map(asked_for, portal.asked)] == [
        ("suspend-focal-point", KEY["focal_point_id"])
    ]
    register.tell(*told(portal, focal, "suspended"))
    second = portal.signed_in(Role.STAKEHOLDER_OFFICER)
    for one in (officer, second):
        assert "Designate" not in main(one.get(DESK).text)
        assert one.post(f"{DESK}/people/{who}/designate", form()).status_code == 404
    with portal.engine.begin() as conn:
        until = portal.clock() + timedelta(days=9)
        assert access.give(conn, account_of(portal, focal), until) == [], "between page and act"
    assert not account_of(portal, focal).roles
    second.post(f"{DESK}/people/{who}/reinstate", form())
    type_, data, _ = asked_for(portal.asked[-1])
    assert (type_, data["focal_point_id"]) == ("reinstate-focal-point", KEY["focal_point_id"])
    assert "Designate" in main(second.get(DESK).text)


@pytest.mark.parametrize("steps", [("proposed",), ("proposed", "accepted")])
def test_the_register_hears_of_an_end_whatever_was_proposed_since(
    portal: Pages, register: Register, focal: Visitor, officer: Visitor, steps: tuple[str, ...]
) -> None:
    register.confirmed(ID, "Alpha Watch")
    register.tell(*told(portal, focal, "proposed", "accepted", "designated"))
    register.tell(*renewal(portal, focal, *steps))
    who = account_of(portal, focal).account_id
    officer.post(f"{DESK}/people/{who}/end", form())
    type_, data, _ = asked_for(portal.asked[0])
    assert (type_, data["focal_point_id"]) == ("end-focal-point", KEY["focal_point_id"])


def test_an_access_from_before_ends_with_what_was_proposed_since(
    portal: Pages, register: Register, focal: Visitor, officer: Visitor
) -> None:
    register.confirmed(ID, "Alpha Watch")
    register.tell(*told(portal, focal, "proposed", "accepted"))
    who = account_of(portal, focal).account_id
    officer.post(f"{DESK}/people/{who}/end", form())
    assert asked_for(portal.asked[0])[0] == "end-focal-point"


def test_what_an_administrator_took_meanwhile_is_not_given_back_with_the_end(
    portal: Pages, register: Register, focal: Visitor
) -> None:
    register.confirmed(ID, "Alpha Watch")
    who = account_of(portal, focal)
    speaker = Speaker(account=who, named=None, held=None, suspension=None)
    with portal.engine.begin() as conn:
        rights = Rights(roles=frozenset({Role.FOCAL_POINT}), organisation_id=ID)
        accounts.set_rights(conn, who.account_id, rights, who.organisation)
    with portal.app.test_request_context(), portal.engine.begin() as conn:
        arrived(who)
        naming.taking(speaker)(conn)
    assert not account_of(portal, focal).roles


@pytest.mark.parametrize("reason", ["takeover", "coercion", "disputed"])
def test_an_invitation_of_an_intruder_stops_with_the_account_that_was_taken_over(
    portal: Pages, register: Register, focal: Visitor, officer: Visitor, reason: str
) -> None:
    register.confirmed(ID, "Alpha Watch")
    invited = portal.starting(
        Role.NGO_MEMBER, until=portal.clock() + timedelta(days=1), organisation_id=ID
    )
    with portal.engine.begin() as conn:
        starting.ask(conn, invited.account_id, due_at=portal.clock())
    who = account_of(portal, focal).account_id
    officer.post(f"{DESK}/people/{who}/suspend", form(reason=reason))
    with portal.engine.connect() as conn:
        left = accounts.by_id(conn, invited.account_id)
        waits = starting.asked(conn, invited.account_id)
    assert left is not None
    assert (bool(left.start_hash), waits) == (reason == "disputed",) * 2


def test_the_first_focal_point_can_be_ended_before_the_letter_is_taken_up(
    portal: Pages, register: Register, officer: Visitor
) -> None:
    """It went to a wrong address."""
    register.confirmed(ID, "Alpha Watch")
    until = portal.clock() + timedelta(days=1)
    first = portal.starting(
        Role.NGO_MEMBER, Role.FOCAL_POINT, name="Ada First", until=until, organisation_id=ID
    )
    portal.starting(Role.NGO_MEMBER, name="Iva Invited", until=until, organisation_id=ID)
    page = main(officer.get(DESK).text)
    assert "Iva Invited" not in page
    assert "Ada First" in page
    assert officer.post(f"{DESK}/people/{first.account_id}/end", form()).status_code == 303
    with portal.engine.connect() as conn:
        left = accounts.by_id(conn, first.account_id)
    assert left is not None
    assert not left.has(Role.FOCAL_POINT)
    assert not left.start_hash


def test_a_suspension_is_lifted_for_no_other_organisation(
    portal: Pages, register: Register, focal: Visitor, officer: Visitor
) -> None:
    register.confirmed(ID, "Alpha Watch")
    register.confirmed(named(2), "Beta")
    who = account_of(portal, focal)
    officer.post(f"{DESK}/people/{who.account_id}/suspend", form(reason="takeover"))
    with portal.engine.begin() as conn:
        rights = Rights(roles=frozenset({Role.NGO_MEMBER}), organisation_id=named(2))
        accounts.set_rights(conn, who.account_id, rights, "Beta")
    second = portal.signed_in(Role.STAKEHOLDER_OFFICER)
    there = f"/register-desk/{named(2)}/people/{who.account_id}/reinstate"
    assert second.post(there, form()).status_code == 404
    assert account_of(portal, focal).roles == {Role.NGO_MEMBER}


def test_an_officer_who_is_of_the_organisation_reinstates_somebody_else_alone(
    portal: Pages, register: Register, officer: Visitor
) -> None:
    register.confirmed(ID, "Alpha Watch")
    roles = (Role.NGO_MEMBER, Role.FOCAL_POINT, Role.STAKEHOLDER_OFFICER)
    both = portal.signed_in(*roles, organisation_id=ID)
    who = account_of(portal, both).account_id
    officer.post(f"{DESK}/people/{who}/suspend", form(reason="disputed"))
    again = portal.sign_in(account_of(portal, both))
    assert "Reinstate" not in main(again.get(DESK).text)
    assert again.post(f"{DESK}/people/{who}/reinstate", form()).status_code == 404
    assert not account_of(portal, both).has(Role.FOCAL_POINT)
