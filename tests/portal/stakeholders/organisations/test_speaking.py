"""Focal points on the pages: what ends is void at the next request, and waits for no fact."""

from datetime import date, timedelta
from typing import Any

import httpx
import pytest
from sqlalchemy import delete

from portal.homes.notices import deriving, inbox
from portal.homes.notices import speaking as notices
from portal.homes.notices.showing import opens
from portal.homes.notices.tables import causes
from portal.stakeholders.organisations import passing
from portal.web.accounts import account as accounts
from portal.web.accounts import focal as access
from portal.web.accounts import programs
from portal.web.audit.chain import audit
from portal.web.delivery.emptying import empty
from portal.web.delivery.outbox import outbox
from shared.contracts.stakeholders_focal_points import (
    FocalPointAccepted,
    FocalPointDesignated,
    FocalPointProposed,
    FocalPointSuspended,
)
from shared.core.geneva import day_of
from shared.core.roles import Role
from shared.reference.organisations import longest
from tests.portal.stakeholders.organisations.test_desk import form, main
from tests.support.organisations import LONG_AGO, Register, asked_for, named
from tests.support.portal import Pages, Visitor
from tests.support.programs import token_of

ID = named(1)
OURS, DESK = "/our-organisation", f"/register-desk/{ID}"
KEY = {"organisation_id": ID, "focal_point_id": named("focal point")}
API = "/api/v1/submissions"


def account_of(portal: Pages, visitor: Visitor) -> accounts.Account:
    assert visitor.account
    with portal.engine.connect() as conn:
        found = accounts.by_id(conn, visitor.account.account_id)
    assert found
    return found


@pytest.fixture
def member(portal: Pages, register: Register) -> Visitor:
    register.confirmed(ID, "Alpha Watch")
    return portal.signed_in(Role.NGO_MEMBER, organisation_id=ID, organisation="Alpha Watch")


def told(portal: Pages, person: Visitor, *steps: str, last_day: date | None = None) -> list[Any]:
    who = {"account_id": account_of(portal, person).account_id}
    day = last_day or day_of(portal.clock()) + timedelta(days=300)
    about = portal.vault.seal(f"organisation-{ID}", "{}")
    facts: dict[str, Any] = {
        "proposed": FocalPointProposed(
            **KEY,
            **who,
            about=about,
            by_letter=False,
            last_day=day,
            proposed_by="focal",
            proposed_at=LONG_AGO if "accepted" in steps else portal.clock(),
        ),
        "accepted": FocalPointAccepted(**KEY, accepted_at=portal.clock()),
        "designated": FocalPointDesignated(
            **KEY, **who, last_day=day, designated_by="officer", designated_at=LONG_AGO
        ),
        "suspended": FocalPointSuspended(
            **KEY, **who, reason="takeover", suspended_by="officer", suspended_at=LONG_AGO
        ),
    }
    return [facts[step] for step in steps]


def works(portal: Pages, token: str) -> bool:
    answer = portal.visitor().client.get(API, headers={"Authorization": f"Bearer {token}"})
    return answer.status_code != 401


def kept(portal: Pages) -> list[tuple[str, Any]]:
    with portal.engine.connect() as conn:
        return [(row.type, row.data) for row in conn.execute(outbox.select())]


# --- the way in ---------------------------------------------------------------------------------


def test_the_organisation_proposes_a_member_and_the_fact_has_no_name(
    portal: Pages, register: Register, focal: Visitor, member: Visitor
) -> None:
    assert member.account
    sent = form(
        person=member.account.account_id,
        role="Secretary",
        proof="Minutes of 3 May",
        last_day=(day_of(portal.clock()) + timedelta(days=300)).isoformat(),
    )
    page = f"{OURS}/focal-points/new"
    assert focal.post(page, sent).status_code == 303
    type_, data, _ = asked_for(portal.asked[0])
    assert (type_, data["account_id"]) == ("propose-focal-point", member.account.account_id)
    assert b"Secretary" not in portal.asked[0].content
    assert b"Minutes" not in portal.asked[0].content
    late = {**sent, "last_day": (longest(day_of(portal.clock())) + timedelta(days=2)).isoformat()}
    assert focal.post(page, {**late, **form()}).status_code == 422
    stranger = portal.person(Role.NGO_MEMBER, organisation_id="another")
    assert focal.post(page, {**sent, "person": stranger.account_id}).status_code == 422
    assert member.get(page).status_code == 403


def test_the_person_accepts_an_officer_designates_and_the_role_is_there(
    portal: Pages, register: Register, officer: Visitor, member: Visitor
) -> None:
    assert member.get(f"{OURS}/proposal").status_code == 404
    register.tell(*told(portal, member, "proposed"))
    assert "I accept" in member.get(f"{OURS}/proposal").text
    assert member.post(f"{OURS}/proposal", form()).status_code == 303
    assert asked_for(portal.asked[0])[0] == "accept-focal-point"
    who = account_of(portal, member).account_id
    assert officer.get(f"{DESK}/people/{who}/designate").status_code == 404, "not accepted yet"
    register.tell(*told(portal, member, "accepted"))
    assert "Designate" in main(officer.get(DESK).text)
    assert officer.post(f"{DESK}/people/{who}/designate", form()).status_code == 303
    assert asked_for(portal.asked[1])[0] == "designate-focal-point"
    now = account_of(portal, member)
    assert now.roles == {Role.NGO_MEMBER, Role.FOCAL_POINT}
    assert now.focal_until == access.end_of_day(day_of(portal.clock()) + timedelta(days=300))
    again = portal.sign_in(now)
    assert again.get(OURS).status_code == 200


def test_what_the_service_refuses_gives_no_role(
    portal: Pages, register: Register, officer: Visitor, member: Visitor
) -> None:
    register.tell(*told(portal, member, "proposed", "accepted"))
    portal.answer = httpx.Response(422, json={"title": "No."})
    who = account_of(portal, member).account_id
    assert officer.post(f"{DESK}/people/{who}/designate", form()).status_code == 422
    assert not account_of(portal, member).has(Role.FOCAL_POINT)


# --- the end ------------------------------------------------------------------------------------


def test_a_role_from_before_gets_24_months_from_the_first_request(
    portal: Pages, register: Register, focal: Visitor
) -> None:
    focal.get(OURS)
    until = access.end_of_day(longest(day_of(portal.clock())))
    assert account_of(portal, focal).focal_until == until


def test_time_voids_role_session_and_token_at_the_next_request_without_any_job(
    portal: Pages, register: Register, focal: Visitor
) -> None:
    register.confirmed(ID, "Alpha Watch")
    until = portal.clock() + timedelta(minutes=10)
    who = account_of(portal, focal)
    token = token_of(portal, who)
    with portal.engine.begin() as conn:
        accounts.set_focal_until(conn, who.account_id, until)
    portal.clock.forward(timedelta(minutes=10) - timedelta(seconds=1))
    assert focal.get(OURS).status_code == 200
    assert works(portal, token)
    portal.clock.forward(timedelta(seconds=1))
    assert not works(portal, token)
    assert focal.client.post(f"{OURS}/hide-now").status_code == 303, "to sign in"
    assert not portal.asked, "no command went out"
    assert focal.get(OURS).status_code == 303, "signed out"
    left = account_of(portal, focal)
    assert left.roles == {Role.NGO_MEMBER}
    with portal.engine.connect() as conn:
        assert not programs.of_account(conn, who.account_id)
        said = {row.purpose for row in conn.execute(audit.select())}
    assert "role:focal_point" in said


@pytest.mark.parametrize("by", ["themselves", "a colleague", "an officer"])
def test_either_side_or_an_officer_ends_it_before_the_page_answers(
    portal: Pages, register: Register, focal: Visitor, officer: Visitor, by: str
) -> None:
    register.confirmed(ID, "Alpha Watch")
    register.tell(*told(portal, focal, "proposed", "accepted", "designated"))
    token = token_of(portal, account_of(portal, focal))
    portal.answer = httpx.Response(503, json={"title": "Away."})
    who = account_of(portal, focal).account_id
    colleague = portal.signed_in(Role.NGO_MEMBER, Role.FOCAL_POINT, organisation_id=ID)
    visitor, page = {
        "themselves": (focal, f"{OURS}/focal-points/{who}/end"),
        "a colleague": (colleague, f"{OURS}/focal-points/{who}/end"),
        "an officer": (officer, f"{DESK}/people/{who}/end"),
    }[by]
    assert "These programs stop at once" in visitor.get(page).text
    assert visitor.post(page, form()).status_code == 303
    assert not works(portal, token)
    assert focal.get(OURS).status_code == 303
    assert account_of(portal, focal).roles == {Role.NGO_MEMBER}
    assert [type_ for type_, _ in kept(portal)] == ["end-focal-point"]


def test_one_of_another_organisation_ends_nothing(
    portal: Pages, register: Register, focal: Visitor
) -> None:
    register.confirmed(ID, "Alpha Watch")
    register.confirmed(named(2), "Beta")
    other = portal.signed_in(Role.NGO_MEMBER, Role.FOCAL_POINT, organisation_id=named(2))
    who = account_of(portal, focal).account_id
    assert other.post(f"{OURS}/focal-points/{who}/end", form()).status_code == 404
    assert account_of(portal, focal).has(Role.FOCAL_POINT)


# --- F6 -----------------------------------------------------------------------------------------


def test_an_account_that_may_be_taken_over_opens_nothing_until_another_officer_says_so(
    portal: Pages, register: Register, focal: Visitor, officer: Visitor
) -> None:
    register.confirmed(ID, "Alpha Watch")
    register.tell(*told(portal, focal, "proposed", "accepted", "designated"))
    before = account_of(portal, focal)
    token = token_of(portal, before)
    page = f"{DESK}/people/{before.account_id}/suspend"
    assert officer.post(page, form()).status_code == 422
    assert officer.post(page, form(reason="takeover")).status_code == 303
    assert asked_for(portal.asked[0])[1]["reason"] == "takeover"
    assert not works(portal, token)
    assert focal.get(OURS).status_code == 303
    assert not account_of(portal, focal).roles
    back = portal.sign_in(account_of(portal, focal))
    assert back.get("/submissions/").status_code == 403
    register.tell(*told(portal, focal, "suspended"))
    restore = f"{DESK}/people/{before.account_id}/reinstate"
    assert officer.get(restore).status_code == 404, "who suspended it does not reinstate"
    second = portal.signed_in(Role.STAKEHOLDER_OFFICER)
    assert second.post(restore, form()).status_code == 303
    assert account_of(portal, focal).roles == before.roles
    assert not works(portal, token), "a token does not come back"


def test_two_who_claim_the_same_organisation_both_lose_write_and_stay_members(
    portal: Pages, register: Register, focal: Visitor, officer: Visitor
) -> None:
    register.confirmed(ID, "Alpha Watch")
    rival = portal.signed_in(Role.NGO_MEMBER, Role.FOCAL_POINT, organisation_id=ID)
    who = account_of(portal, focal).account_id
    officer.post(f"{DESK}/people/{who}/suspend", form(reason="disputed"))
    for one in (focal, rival):
        assert account_of(portal, one).roles == {Role.NGO_MEMBER}
        assert portal.sign_in(account_of(portal, one)).get(OURS).status_code == 403
    page = main(officer.get(DESK).text)
    assert "Nobody speaks for it at present" in page
    assert page.count("Two claim to speak for the organisation") == 2
    second = portal.signed_in(Role.STAKEHOLDER_OFFICER)
    second.post(f"{DESK}/people/{who}/reinstate", form())
    assert account_of(portal, focal).has(Role.FOCAL_POINT)
    assert not account_of(portal, rival).has(Role.FOCAL_POINT)


# --- the clock and the notices ------------------------------------------------------------------


def told_of(portal: Pages, visitor: Visitor) -> list[str]:
    account = account_of(portal, visitor)
    with portal.app.test_request_context(), portal.engine.connect() as conn:
        rows = inbox.page_of(conn, account, opens(account)).rows
    return [row.kind for row in rows]


def test_the_end_is_told_60_30_and_7_days_before_to_person_and_colleagues(
    portal: Pages, register: Register, focal: Visitor
) -> None:
    register.confirmed(ID, "Alpha Watch")
    colleague = portal.signed_in(Role.NGO_MEMBER, Role.FOCAL_POINT, organisation_id=ID)
    start = portal.clock()
    with portal.engine.begin() as conn:
        who = account_of(portal, focal).account_id
        accounts.set_focal_until(conn, who, start + timedelta(days=61))
    for days, number in ((0, 0), (1, 1), (20, 1), (31, 2), (50, 2), (54, 3), (60, 3)):
        for _ in range(2):
            notices.due(portal.engine, portal.settings, at=start + timedelta(days=days))
        for one in (focal, colleague):
            assert told_of(portal, one).count("focal-ending") == number, days


def test_the_register_hears_of_each_day_once_and_of_none_that_changes_nothing(
    portal: Pages, register: Register, focal: Visitor
) -> None:
    register.confirmed(ID, "Alpha Watch")
    last = day_of(portal.clock()) + timedelta(days=61)
    register.tell(*told(portal, focal, "proposed", "accepted", "designated", last_day=last))
    assert passing.due(portal.engine, at=portal.clock()) == 0
    portal.clock.forward(timedelta(days=2))
    assert [passing.due(portal.engine, at=portal.clock()) for _ in range(2)] == [1, 0]
    assert [type_ for type_, _ in kept(portal)] == ["pass-focal-point-day"]
    with portal.engine.begin() as conn:
        conn.execute(outbox.update().values(delivered_at=portal.clock()))
    days = portal.settings.outbox_days
    assert empty(portal.engine, days=days, at=portal.clock() + timedelta(days=days)) == 1
    assert kept(portal) == []  # a day that is long over is not asked for again


def test_the_person_and_then_the_officers_are_told(
    portal: Pages, register: Register, member: Visitor, officer: Visitor
) -> None:
    register.tell(*told(portal, member, "proposed"))
    notices.due(portal.engine, portal.settings, at=portal.clock())
    assert told_of(portal, member) == ["focal-proposed"]
    assert told_of(portal, officer) == []
    register.tell(*told(portal, member, "accepted"))
    notices.due(portal.engine, portal.settings, at=portal.clock())
    assert told_of(portal, officer) == ["focal-accepted"]
    assert told_of(portal, member) == [], "it is answered"


def test_a_suspension_is_told_to_the_other_officers_at_once(
    portal: Pages, register: Register, focal: Visitor, officer: Visitor
) -> None:
    register.confirmed(ID, "Alpha Watch")
    other = portal.signed_in(Role.STAKEHOLDER_OFFICER)
    who = account_of(portal, focal).account_id
    officer.post(f"{DESK}/people/{who}/suspend", form(reason="coercion"))
    notices.due(portal.engine, portal.settings, at=portal.clock())
    assert told_of(portal, other) == ["focal-suspended"]
    assert told_of(portal, officer) == []


@pytest.mark.parametrize("step", ["proposed", "accepted"])
def test_what_waits_for_more_than_a_month_is_not_told_anew(
    portal: Pages, register: Register, member: Visitor, officer: Visitor, step: str
) -> None:
    register.tell(*told(portal, member, *("proposed", "accepted")[: 1 + (step == "accepted")]))
    for days in (0, 31):
        at = portal.clock() + timedelta(days=days)
        deriving.prune(portal.engine, portal.settings, at=at)
        with portal.engine.begin() as conn:
            conn.execute(delete(causes))
        assert notices.due(portal.engine, portal.settings, at=at) == (0 if days else 1)
