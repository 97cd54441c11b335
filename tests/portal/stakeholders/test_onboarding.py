"""The first weeks of a holder on pages: what bars signing, what is due, and who reads how much."""

import json
from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest

from portal.stakeholders.keys import Keys
from portal.stakeholders.kits import OPENERS, READERS
from portal.web.accounts import factors
from portal.web.accounts.account import Account
from shared.core.message import derive_id
from shared.core.roles import Role
from shared.reference import mandates
from shared.reference.onboarding import BARS, KIT, NAMES, TWO_FACTOR
from tests.portal.stakeholders.test_pages import text
from tests.stakeholders import test_onboarding as new
from tests.support.portal import Pages, Visitor
from tests.support.terms import TERM, TORTURE, Terms, ended, started

MINE, LIST, DESK, WORK = (
    "/mandates/onboarding/mine",
    "/mandates/onboarding",
    "/mandates/desk",
    "/waiting",
)
PAGE = f"{LIST}/{TERM}"
NAME = mandates()[TORTURE].name


@pytest.fixture
def holder(portal: Pages) -> Account:
    return portal.person(Role.MANDATE_HOLDER, mandates=frozenset({TORTURE}))


@pytest.fixture
def terms(portal: Pages, holder: Account) -> Terms:
    """A holder whose term began today."""
    found, first = Terms(portal.engine), portal.clock().date()
    begun = replace(
        new.STARTED, term_id=TERM, mandate=TORTURE, holder_id=holder.account_id, starts_on=first
    )
    term = started(holder_id=holder.account_id, starts_on=first, ends_on=date(2029, 11, 23))
    found.tell(term, begun)
    return found


def done(item: str, *left: str, **also: Any) -> Any:
    return replace(new.done(item, *left), term_id=TERM, mandate=TORTURE, evidence=None, **also)


def officer(portal: Pages, mandate: str = TORTURE) -> Visitor:
    return portal.signed_in(Role.HUMAN_RIGHTS_OFFICER, mandates=frozenset({mandate}))


def test_the_new_holder_sees_what_bars_signing_what_is_due_and_the_kit(
    portal: Pages, terms: Terms, holder: Account
) -> None:
    me = portal.sign_in(holder)
    assert f"You cannot sign for this mandate yet: {NAME}" in text(me.get(WORK).text)
    page = text(me.get(MINE).text)
    bars, rest = page[: page.index("What is due Part")], page[page.index("What is due Part") :]
    assert all((NAMES[item.key] in bars) == item.bars for item in KIT)
    assert all((NAMES[item.key] in rest) != item.bars for item in KIT)
    assert "Set it up" in bars
    assert f"{PAGE}/{TWO_FACTOR}/done" not in me.get(MINE).text
    terms.tell(*(done(key, *BARS[n + 1 :]) for n, key in enumerate(BARS)))
    page = text(me.get(MINE).text)
    assert "Nothing bars signing any more." in page
    assert "The rest of the kit" in page
    work = text(me.get(WORK).text)
    assert ("Your first weeks" in work, "You cannot sign" in work) == (True, False)


def test_a_holder_without_first_weeks_finds_none(portal: Pages, terms: Terms) -> None:
    other = portal.signed_in(Role.MANDATE_HOLDER, mandates=frozenset({TORTURE}))
    assert "Nothing is open" in text(other.get(MINE).text)
    assert "Your first weeks" not in text(other.get(WORK).text)
    for path in (PAGE, f"{PAGE}/solemn-declaration/done"):
        assert other.get(path).status_code == 404


def test_the_holder_records_a_declaration_and_where_its_proof_is(
    portal: Pages, terms: Terms, holder: Account
) -> None:
    me, path = portal.sign_in(holder), f"{PAGE}/solemn-declaration/done"
    assert "Solemn declaration" in text(me.get(path).text)
    sent = me.post(path, {"command_id": str(uuid4()), "evidence": "File 7 (invented)"})
    assert (sent.status_code, sent.location) == (303, MINE)
    body: Any = json.loads(portal.asked[0].read())
    assert body["type"] == "complete-onboarding-item"
    assert body["data"]["term_id"] == TERM
    assert "File 7" not in json.dumps(body)
    told = portal.vault.seal(f"term-{TERM}", "File 7 (invented)")
    terms.tell(replace(done("solemn-declaration", *BARS[1:]), evidence=told))
    assert "File 7 (invented)" in text(me.get(MINE).text)
    assert me.get(path).status_code == 404


def test_a_standing_authorisation_is_answered_by_yes_or_no(
    portal: Pages, terms: Terms, holder: Account
) -> None:
    me, path = portal.sign_in(holder), f"{PAGE}/standing-authorisation/done"
    assert me.post(path, {"command_id": str(uuid4())}).status_code == 422
    assert me.post(path, {"command_id": str(uuid4()), "evidence": "no"}).status_code == 303
    told = portal.vault.seal(f"term-{TERM}", "no")
    terms.tell(replace(done("standing-authorisation", *BARS[:3]), evidence=told))
    assert "No: each transmission is authorised by itself" in text(me.get(MINE).text)


def test_an_officer_waives_with_a_reason_and_no_bar_can_be_waived(
    portal: Pages, terms: Terms
) -> None:
    visitor = officer(portal)
    page = visitor.get(PAGE).text
    assert f"{PAGE}/handover/waive" in page
    assert f"{PAGE}/solemn-declaration/done" not in page
    path = f"{PAGE}/handover/waive"
    assert visitor.post(path, {"command_id": str(uuid4())}).status_code == 422
    sent = visitor.post(path, {"command_id": str(uuid4()), "reason": "Nobody held it before."})
    assert (sent.status_code, sent.location) == (303, PAGE)
    chief = portal.signed_in(Role.CHIEF)
    assert f"{PAGE}/induction-session/waive" in chief.get(PAGE).text
    for bar in BARS:
        assert chief.get(f"{PAGE}/{bar}/done").status_code == 200
        assert chief.get(f"{PAGE}/{bar}/waive").status_code == 404


def test_officers_of_other_mandates_and_other_roles_open_nothing(
    portal: Pages, terms: Terms
) -> None:
    assert officer(portal, "sr-food").get(PAGE).status_code == 404
    for role in frozenset(Role) - OPENERS - {Role.SOURCE}:
        assert portal.signed_in(role).get(PAGE).status_code == 403
    assert not portal.asked


def test_the_secretariat_reads_how_far_it_is_and_only_chief_and_officer_open_it(
    portal: Pages, terms: Terms
) -> None:
    line = f"{NAME} 24 Nov 2026 4 0 13"
    for role in READERS - {Role.HUMAN_RIGHTS_OFFICER}:
        page = portal.signed_in(role).get(LIST).text
        assert line in text(page)
        assert (PAGE in page) == (role is Role.CHIEF)
    assert line in text(officer(portal).get(LIST).text)
    assert PAGE in officer(portal).get(LIST).text
    assert "No new holder has anything open." in text(officer(portal, "sr-food").get(LIST).text)
    for role in frozenset(Role) - READERS - {Role.SOURCE}:
        assert portal.signed_in(role).get(LIST).status_code == 403


def test_the_desk_has_what_is_red_until_the_term_ends(portal: Pages, terms: Terms) -> None:
    assert "No new holder has anything overdue." in text(
        portal.signed_in(Role.CHIEF).get(DESK).text
    )
    portal.clock.forward(timedelta(days=8))
    chief = portal.signed_in(Role.CHIEF)
    assert f"First weeks with something overdue {NAME} : 1" in text(chief.get(DESK).text)
    assert "1 Dec 2026 Overdue" in text(chief.get(PAGE).text)
    terms.tell(ended(ended_on=date(2026, 11, 30)))
    assert "No new holder has anything overdue." in text(chief.get(DESK).text)
    assert "No new holder has anything open." in text(chief.get(LIST).text)


def test_the_two_factor_key_completes_itself_once_the_account_has_one(
    portal: Pages, terms: Terms, holder: Account
) -> None:
    with portal.app.app_context():
        from portal.web.context import commands  # noqa: PLC0415  # of this application

        keys = Keys(portal.engine, commands())
    assert keys.complete() == 0
    secret = portal.vault.seal(f"account-{holder.account_id}", "secret")
    with portal.engine.begin() as conn:
        factors.propose_app(conn, holder.account_id, secret)
    assert keys.complete() == 0, "no code of it came yet"
    with portal.engine.begin() as conn:
        factors.confirm_app(conn, holder.account_id, step=1, at=portal.clock())
    assert (keys.complete(), keys.complete()) == (1, 0)
    body: Any = json.loads(portal.asked[0].read())
    assert body["id"] == str(derive_id("two-factor key", TERM))
    assert body["data"] == {"term_id": TERM, "item": TWO_FACTOR, "evidence": None}
    terms.tell(done(TWO_FACTOR))
    assert keys.complete() == 0
