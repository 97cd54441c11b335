"""A line leads where its reader may go, and is plain text for all others."""

import re
from typing import Any

import pytest

from portal.committee.activity import leads
from portal.committee.activity.lines import KINDS, Line
from portal.committee.activity.reader import READERS
from shared.core.actor import Actor
from shared.core.message import derive_id
from shared.core.roles import Role
from shared.core.testing import AT
from tests.portal.committee.activity.told import keep
from tests.support import committee as members
from tests.support.portal import Pages, Visitor

PAGE = "/activity/"
LETTER = str(derive_id("letter", 1))
OWN = frozenset({"sr-torture"})


def line(kind: str, position: int = 1, **also: Any) -> Line:
    given: dict[str, Any] = {"mandates": ("sr-torture",), "recipient": "KEN", **also}
    return Line(kind=kind, position=position, at=AT, **given)


def actor(role: Role, **also: Any) -> Actor:
    return Actor(actor_id="one", roles=frozenset({role}), **also)


def led(visitor: Visitor) -> list[str]:
    """Return where the words of the lines lead."""
    return re.findall(r'<strong><a class="govuk-link" href="([^"]*)">', visitor.get(PAGE).text)


def test_each_kind_that_leads_has_a_line() -> None:
    assert KINDS.keys() >= leads.LED


@pytest.mark.parametrize("kind", sorted(leads.LETTERS))
def test_what_comes_of_a_letter_leads_to_its_case_for_who_may_see_the_line(
    portal: Pages, kind: str
) -> None:
    keep(portal.engine, [line(kind)], letter=LETTER)
    reader = portal.signed_in(Role.COORDINATION_COMMITTEE)
    page = reader.get(PAGE).text
    [address] = led(reader)
    assert LETTER not in page, "neither its key"
    assert "line=1" not in address, "nor the position"
    assert reader.get(address).location == f"/replies/{LETTER}/case"
    stranger = portal.signed_in(Role.MANDATE_HOLDER, mandates=frozenset({"sr-food"}))
    desk = portal.signed_in(Role.DESK_OFFICER, state_codes=frozenset({"KEN"}))
    for visitor in (stranger, desk):
        assert visitor.get(address).status_code == 404, "it may rest on reprisals (R15)"
        assert led(visitor) == []
    assert portal.signed_in(Role.GOVERNMENT).get(address).status_code == 403
    for nothing in ("", "1", "x" * 120):
        assert reader.get(f"{leads.TO_CASE}?line={nothing}").status_code == 404


def test_a_line_from_before_a_letter_is_sent_leads_nowhere(portal: Pages) -> None:
    before = [line("communication-drafted", 1, recipient=None), line("approval-given", 2)]
    keep(portal.engine, before, letter=LETTER)
    reader = portal.signed_in(Role.COORDINATION_COMMITTEE)
    assert led(reader) == []
    sealed = leads.address(line("reply-overdue", 1), portal.settings.secret_key_list)
    assert reader.get(sealed).status_code == 404, "of a line without a recipient"


def test_pages_that_everybody_reads_are_led_to_by_everybody(portal: Pages) -> None:
    members.Committee(portal.engine, portal.vault)
    kinds = (*sorted(leads.PUBLIC), "statement-issued", "panel-established", "vacancy-declared")
    some = [line(kind, number) for number, kind in enumerate(kinds, 1)]
    keep(portal.engine, some)
    reader = portal.signed_in(Role.COORDINATION_COMMITTEE)
    found = led(reader)
    assert len(found) == len(kinds)
    for address in set(found):
        assert portal.visitor().get(address).status_code == 200, address


@pytest.mark.parametrize("kind", sorted(leads.VISITS))
def test_a_visit_leads_to_its_file_for_who_reads_it(kind: str) -> None:
    one = line(kind)
    assert leads.address(one, ()) == "/visits/sr-torture/KEN"
    opens = {
        actor(Role.QUICK_RESPONSE_DESK): True,
        actor(Role.MANDATE_HOLDER, mandates=OWN): True,
        actor(Role.HUMAN_RIGHTS_OFFICER, mandates=OWN): True,
        actor(Role.HUMAN_RIGHTS_OFFICER, mandates=frozenset({"sr-food"})): False,
        actor(Role.COORDINATION_COMMITTEE): False,
        actor(Role.CHIEF): False,
    }
    assert {who: leads.opens(who, one) for who in opens} == opens
    assert not leads.opens(actor(Role.QUICK_RESPONSE_DESK), line(kind, recipient=None))


@pytest.mark.parametrize("kind", sorted(leads.RECOMMENDATIONS))
def test_a_recommendation_leads_to_the_list_of_its_mandate_and_state(kind: str) -> None:
    one = line(kind)
    assert leads.address(one, ()) == "/recommendations?mandate=sr-torture&state=KEN"
    for role in READERS:
        works = role in {Role.MANDATE_HOLDER, Role.HUMAN_RIGHTS_OFFICER}
        assert leads.opens(actor(role, mandates=OWN), one) is works, role
        assert not leads.opens(actor(role, mandates=frozenset({"sr-food"})), one)


@pytest.mark.parametrize("kind", sorted({*leads.WORK, *leads.QUEUES}))
def test_what_is_to_be_done_leads_to_the_work_of_whose_it_is(kind: str) -> None:
    one, own = line(kind, recipient=None), kind in leads.WORK
    address, roles = {**leads.WORK, **leads.QUEUES}[kind]
    assert leads.address(one, ()) == address
    for role in READERS:
        assert leads.opens(actor(role, mandates=OWN), one) is (role in roles), role
        another = actor(role, mandates=frozenset({"sr-food"}))
        assert leads.opens(another, one) is (role in roles and not own), role


def test_meetings_lead_nowhere_for_an_officer_and_procedures_for_all_readers() -> None:
    for role in READERS:
        assert leads.opens(actor(role), line("minutes-agreed")) is (
            role is not Role.HUMAN_RIGHTS_OFFICER
        )
        assert leads.opens(actor(role), line("sop-in-force"))
    for one in map(line, sorted(leads.ROUNDS)):
        assert leads.address(one, ()) == "/rounds"
        assert leads.opens(actor(Role.MANDATE_HOLDER, mandates=OWN), one)
        assert not leads.opens(actor(Role.MANDATE_HOLDER, mandates=frozenset({"sr-food"})), one)
        assert not leads.opens(actor(Role.COORDINATION_COMMITTEE), one)
    assert not leads.opens(actor(Role.CHIEF), line("vacancy-declared", mandates=()))
    assert not leads.opens(actor(Role.CHIEF), line("allegation-received"))


@pytest.mark.parametrize(
    ("role", "path"),
    [
        (Role.COORDINATION_COMMITTEE, "minutes-agreed"),
        (Role.MANDATE_HOLDER, "sop-adopted"),
        (Role.MANDATE_HOLDER, "recommendation-issued"),
        (Role.HUMAN_RIGHTS_OFFICER, "implementation-assessed"),
        (Role.MANDATE_HOLDER, "approval-requested"),
        (Role.HUMAN_RIGHTS_OFFICER, "approval-given"),
        (Role.CHIEF, "communication-approved"),
        (Role.HUMAN_RIGHTS_OFFICER, "advice-given"),
    ],
)
def test_what_is_inside_is_there_for_who_is_led_to_it(portal: Pages, role: Role, path: str) -> None:
    members.Committee(portal.engine, portal.vault)
    visitor = portal.signed_in(role, mandates=OWN)
    assert visitor.get(leads.address(line(path), ())).status_code == 200
