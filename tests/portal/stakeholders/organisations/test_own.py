"""Our organisation: what its focal points see and decide. Hiding: test_hidden.py."""

import re
from datetime import timedelta
from typing import Any
from uuid import uuid4

import httpx
import pytest
from sqlalchemy import event

from portal.stakeholders.organisations import profile as profiles
from portal.web.accounts import account as accounts
from portal.web.accounts import starting
from shared.contracts.stakeholders_organisations import (
    PublicListingAsked,
    RegistrationRefused,
    RiskFlagRaised,
)
from shared.core.message import Sealed
from shared.core.roles import Role
from shared.reference.organisations import register_id
from tests.support.organisations import LONG_AGO, Register, asked_for, named
from tests.support.portal import Pages, Visitor
from tests.support.programs import token_of

HERE = "/our-organisation"
ID = named(1)


def main(page: str) -> str:
    text = re.sub(r"<[^>]+>", " ", page[page.index("<main") : page.index("</main>")])
    return " ".join(text.split())


def form(**also: str) -> dict[str, str]:
    return {"command_id": str(uuid4()), **also}


ENTRY = {"name": "Alpha Watch", "type": "ngo", "country": "KEN", "mission": ""}


def test_a_focal_point_sees_what_others_see_and_who_said_each_field(
    portal: Pages, register: Register, focal: Visitor
) -> None:
    register.public(ID, "Alpha Watch", mission="Law", told={"mission": "officer"})
    page = main(focal.get(HERE).text)
    assert "Everybody sees it What others see" in page
    assert "Law entered by an officer" in page
    assert "Hide us now" in page


def test_one_whose_accounts_are_older_than_the_register_registers_under_its_code(
    portal: Pages, register: Register
) -> None:
    old = portal.signed_in(
        Role.CONTACT_POINT, Role.FOCAL_POINT, organisation_id="nhri-1", organisation="Old NHRI"
    )
    assert "is not in the register of organisations yet" in old.get(HERE).text
    assert 'value="Old NHRI"' in old.get(f"{HERE}/register").text
    sent = form(name="Old NHRI", type="nhri", country="KEN", standing="registered", number="")
    checked = old.post(f"{HERE}/register", sent)
    assert "Check this registration" in checked.text
    assert old.post(f"{HERE}/register", {**sent, "checked": "send"}).status_code == 303
    type_, data, _ = asked_for(portal.asked[0])
    assert (type_, data["organisation_id"]) == ("register-organisation", register_id("nhri-1"))
    register.confirmed(register_id("nhri-1"), "Old NHRI")
    assert "Old NHRI" in old.get(HERE).text
    assert old.get(f"{HERE}/register").status_code == 404
    assert old.get("/programs/").status_code == 200, "nothing is lost"


def test_one_that_was_refused_reads_why_and_may_register_again(
    portal: Pages, register: Register, focal: Visitor
) -> None:
    register.claimed(ID, "Alpha Watch")
    refused = RegistrationRefused(
        organisation_id=ID, code="no_contact", refused_by="o", refused_at=LONG_AGO
    )
    register.tell(refused)
    assert "Nobody answers at its address" in focal.get(HERE).text
    assert focal.get(f"{HERE}/register").status_code == 200


def test_the_entry_is_changed_and_its_former_name_stays_inside(
    portal: Pages, register: Register, focal: Visitor
) -> None:
    register.public(ID, "Alpha Watch")
    assert 'value="Alpha Watch"' in focal.get(f"{HERE}/change").text
    register.claimed(ID, "Alpha Watch")
    done = focal.post(f"{HERE}/change", form(**{**ENTRY, "name": "Beta Watch"}))
    assert done.status_code == 303
    type_, data, _ = asked_for(portal.asked[0])
    assert type_ == "rename-organisation"
    told = profiles.read(portal.vault.reveal(Sealed(**data["profile"])) or "")
    assert (told.name, told.former) == ("Beta Watch", ("Alpha Watch",))


def test_it_becomes_public_in_two_steps(portal: Pages, register: Register, focal: Visitor) -> None:
    register.confirmed(ID, "Alpha Watch")
    assert "You say it a second time after 72 hours" in focal.get(f"{HERE}/public").text
    focal.post(f"{HERE}/public", form())
    assert asked_for(portal.asked[0])[0] == "ask-public-listing"
    asked = PublicListingAsked(
        organisation_id=ID, asked_by="x", asked_at=portal.clock() - timedelta(hours=1)
    )
    register.tell(asked)
    page = main(focal.get(HERE).text)
    assert "You can say it again from: in 3 days" in page
    assert "Show it from now on" not in page
    focal.post(f"{HERE}/public", form())
    assert asked_for(portal.asked[1])[0] == "confirm-public-listing", "the service says when"
    two = portal.clock() - timedelta(hours=73)
    register.tell(PublicListingAsked(organisation_id=ID, asked_by="x", asked_at=two))
    assert "Show it from now on" in focal.get(HERE).text
    register.opened(ID, two)
    assert focal.get(f"{HERE}/public").status_code == 404


def test_a_step_that_was_forgotten_is_asked_anew(
    portal: Pages, register: Register, focal: Visitor
) -> None:
    register.confirmed(ID, "Alpha Watch")
    old = portal.clock() - timedelta(days=15)
    register.tell(PublicListingAsked(organisation_id=ID, asked_by="x", asked_at=old))
    assert "Ask for it to be seen by everybody" in focal.get(HERE).text
    focal.post(f"{HERE}/public", form())
    assert asked_for(portal.asked[0])[0] == "ask-public-listing"


def test_saying_that_it_is_at_risk_hides_it_at_once(
    portal: Pages, register: Register, focal: Visitor
) -> None:
    register.public(ID, "Alpha Watch")
    portal.answer = httpx.Response(503, json={"title": "Away."})
    sent = focal.post(f"{HERE}/risk", form(reason="A new law"))
    assert sent.status_code == 303
    assert portal.visitor().get(f"/en/organisations/{ID}").status_code == 404
    body = portal.asked[0].read().decode()
    assert '"raise-risk-flag"' in body
    assert "A new law" not in body


def test_a_focal_point_sees_its_own_flags_and_no_others(
    portal: Pages, register: Register, focal: Visitor
) -> None:
    register.confirmed(ID, "Alpha Watch")
    assert focal.account
    reason = portal.vault.seal(f"organisation-{ID}", "Reason of somebody")

    def flag(number: str, by: str) -> RiskFlagRaised:
        return RiskFlagRaised(
            organisation_id=ID, flag_id=number, reason=reason, raised_by=by, raised_at=LONG_AGO
        )

    register.tell(flag("f-1", "officer"))
    assert "At risk" not in focal.get(HERE).text
    register.tell(flag("f-2", focal.account.account_id))
    page = focal.get(HERE).text
    assert "At risk" in page
    assert "Reason of somebody" not in page


def test_members_join_by_the_invitation_of_a_focal_point(
    portal: Pages, register: Register, focal: Visitor
) -> None:
    register.confirmed(ID, "Alpha Watch")
    invitation = form(name="Mo Member", email="Mo@example.org")
    for _ in range(2):
        done = focal.post(f"{HERE}/invite", invitation)
        assert done.status_code == 303
    with portal.engine.connect() as conn:
        member = accounts.by_email(conn, "mo@example.org")
        assert member
        assert starting.asked(conn, member.account_id), "the invitation goes out"
    assert member.roles == {Role.NGO_MEMBER}, "and no focal point"
    assert member.organisation_id == ID
    assert "Mo Member" not in focal.get(HERE).text, "before the person came"


def test_an_invitation_costs_the_same_work_whether_the_address_has_an_account(
    portal: Pages, register: Register, focal: Visitor
) -> None:
    register.confirmed(ID, "Alpha Watch")
    portal.person(email="known@example.org")
    focal.get(HERE)
    asked: list[list[str]] = []

    def note(_: Any, __: Any, statement: str, *___: Any) -> None:
        if "SAVEPOINT" not in statement:
            asked[-1].append(statement)

    for email in ("first@example.org", "new@example.org", "known@example.org"):
        asked.append([])
        event.listen(portal.engine, "before_cursor_execute", note)
        sent = focal.post(f"{HERE}/invite", form(name="Somebody", email=email))
        event.remove(portal.engine, "before_cursor_execute", note)
        assert sent.status_code == 303
    _, new, known = asked
    assert known == new
    with portal.engine.connect() as conn:
        assert accounts.found(conn, "@invalid", None) == []


def test_an_invitation_does_not_tell_who_has_an_account(
    portal: Pages, register: Register, focal: Visitor
) -> None:
    register.confirmed(ID, "Alpha Watch")
    source = portal.person(Role.NGO_MEMBER, email="source@example.org", organisation_id="other")
    answers: list[Any] = []
    for email in ("source@example.org", "new@example.org"):
        sent = focal.post(f"{HERE}/invite", form(name="Somebody", email=email))
        page = re.sub(r'nonce="[^"]+"|value="[^"]+"', "", focal.get(HERE).text)
        answers.append((sent.status_code, sent.location, page))
    assert answers[0] == answers[1]
    with portal.engine.connect() as conn:
        kept = accounts.by_id(conn, source.account_id)
    assert kept == source


def test_when_it_was_dissolved_its_focal_points_end_at_once_and_its_members_stay(
    portal: Pages, register: Register, focal: Visitor
) -> None:
    register.public(ID, "Alpha Watch")
    assert focal.account
    token_of(portal, focal.account)
    member = portal.signed_in(Role.NGO_MEMBER, organisation_id=ID)
    elsewhere = portal.signed_in(Role.NGO_MEMBER, Role.FOCAL_POINT, organisation_id="other")
    assert focal.post(f"{HERE}/dissolved", form()).status_code == 303
    assert asked_for(portal.asked[0])[0] == "dissolve-organisation"
    assert portal.visitor().get(f"/en/organisations/{ID}").status_code == 404
    assert focal.get(HERE).status_code == 303, "signed out"
    with portal.engine.connect() as conn:
        before = accounts.by_id(conn, focal.account.account_id)
    assert before
    assert before.roles == {Role.NGO_MEMBER}
    assert before.organisation_id == ID
    assert member.get("/submissions/").status_code == 200
    assert elsewhere.get(HERE).status_code == 200


@pytest.mark.parametrize("step", ["change", "public", "risk", "dissolved", "invite"])
def test_one_that_is_not_in_the_register_has_nothing_to_decide(
    portal: Pages, register: Register, focal: Visitor, step: str
) -> None:
    assert focal.get(f"{HERE}/{step}").status_code == 404


def test_a_focal_point_without_an_organisation_finds_nothing(
    portal: Pages, register: Register
) -> None:
    assert portal.signed_in(Role.FOCAL_POINT).get(HERE).status_code == 404


def test_what_was_erased_is_said_to_be(portal: Pages, register: Register, focal: Visitor) -> None:
    register.confirmed(ID, "Alpha Watch")
    portal.vault.forget(f"organisation-{ID}", at=LONG_AGO)
    page = main(focal.get(HERE).text)
    assert "What described your organisation was erased" in page
    assert focal.get(f"{HERE}/change").status_code == 404
