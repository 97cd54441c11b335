"""The register desk: duplicates first, two officers where no law knows it, and risk flags."""

import re
from uuid import uuid4

import httpx
import pytest

from portal.web.accounts import account as accounts
from portal.web.accounts import starting
from portal.web.audit.chain import audit
from shared.contracts.stakeholders_organisations import (
    OrganisationConfirmationProposed,
    OrganisationDissolved,
    OrganisationRestored,
    RiskFlagClearingProposed,
    RiskFlagRaised,
    VisibilityChanged,
)
from shared.core.roles import Role
from tests.support.organisations import LONG_AGO, Register, asked_for, named
from tests.support.portal import Pages, Visitor

HERE = "/register-desk"
ID = named(1)
SITE = "https://alpha.example.org"


def main(page: str) -> str:
    text = re.sub(r"<[^>]+>", " ", page[page.index("<main") : page.index("</main>")])
    return " ".join(text.split())


def form(**also: str) -> dict[str, str]:
    return {"command_id": str(uuid4()), **also}


def proposed(by: str) -> OrganisationConfirmationProposed:
    return OrganisationConfirmationProposed(
        organisation_id=ID, proposed_by=by, proposed_at=LONG_AGO
    )


def raised(portal: Pages) -> RiskFlagRaised:
    reason = portal.vault.seal(f"organisation-{ID}", "A new law")
    return RiskFlagRaised(
        organisation_id=ID, flag_id=named("flag"), reason=reason, raised_by="x", raised_at=LONG_AGO
    )


def test_the_desk_lists_what_waits_what_is_at_risk_and_what_is_known(
    portal: Pages, register: Register, officer: Visitor
) -> None:
    register.claimed(named(2), "Waits")
    register.confirmed(ID, "Flagged")
    register.tell(raised(portal))
    register.public(named(3), "Seen", former=("Older",))
    page = main(officer.get(HERE).text)
    assert page.index("Waits") < page.index("Risk flags")
    assert page.index("Risk flags") < page.index("Flagged") < page.index("In the register")
    assert "Everybody sees it" in page
    found = main(officer.get(f"{HERE}?q=older").text).partition("In the register")[2]
    assert "Seen" in found, "by a former name"
    assert "Flagged" not in found


def test_duplicates_are_shown_first_and_the_officer_sees_the_hidden_ones_too(
    portal: Pages, register: Register, officer: Visitor
) -> None:
    register.claimed(ID, "Alpha Watch", site=SITE, acronym="AW")
    register.confirmed(named(2), "Aleph", site=SITE)
    register.public(named(3), "Alpha Watch")
    register.confirmed(named(4), "Álpha watch", country="FRA")
    register.confirmed(named(5), "Nothing Alike", country="FRA")
    page = main(officer.get(f"{HERE}/{ID}").text)
    same = page[page.index("May be the same") : page.index("What it says of itself")]
    exact = same.index("Same number or website : Aleph".replace(" :", ":"))
    probable = same.index("Same name and country: Alpha Watch")
    assert exact < probable < same.index("Same name or acronym: Álpha watch")
    assert "Nothing Alike" not in same


def test_an_officer_reads_who_applied_and_that_is_on_record(
    portal: Pages, register: Register, officer: Visitor
) -> None:
    register.claimed(
        ID,
        "Alpha Watch",
        contact={"name": "Ada Founder", "email": "ada@example.org", "number": "REG-1"},
    )
    page = main(officer.get(f"{HERE}/{ID}").text)
    for word in ("Ada Founder", "ada@example.org", "REG-1"):
        assert word in page
    assert officer.account
    with portal.engine.connect() as conn:
        read = {
            row.subject
            for row in conn.execute(audit.select())
            if row.actor_id == officer.account.account_id
        }
    assert f"organisation-{ID}" in read


def test_confirming_makes_the_account_of_the_first_focal_point(
    portal: Pages, register: Register, officer: Visitor
) -> None:
    contact = {"name": "Ada Founder", "email": "Ada@example.org"}
    register.claimed(ID, "Alpha Watch", contact=contact)
    assert officer.post(f"{HERE}/{ID}/confirm", form()).status_code == 303
    kind, data, _ = asked_for(portal.asked[0])
    assert (kind, data["organisation_id"]) == ("confirm-organisation", ID)
    with portal.engine.connect() as conn:
        made = accounts.by_email(conn, "ada@example.org")
        assert made
        assert starting.asked(conn, made.account_id), "by the invitation mail"
    assert made.roles == {Role.NGO_MEMBER, Role.FOCAL_POINT}
    assert (made.organisation_id, made.organisation) == (ID, "Alpha Watch")


def test_a_national_institution_speaks_as_a_contact_point(
    portal: Pages, register: Register, officer: Visitor
) -> None:
    register.claimed(ID, "Commission", type="nhri")
    officer.post(f"{HERE}/{ID}/confirm", form())
    with portal.engine.connect() as conn:
        (made,) = accounts.holding(conn, Role.FOCAL_POINT)
    assert made.roles == {Role.CONTACT_POINT, Role.FOCAL_POINT}


def test_an_unregistered_one_gets_an_account_only_from_the_second_officer(
    portal: Pages, register: Register, officer: Visitor
) -> None:
    register.claimed(ID, "Alpha Watch", standing="unregistered")
    assert "Another stakeholder officer" in officer.get(f"{HERE}/{ID}/confirm").text
    officer.post(f"{HERE}/{ID}/confirm", form())
    with portal.engine.connect() as conn:
        assert not accounts.holding(conn, Role.FOCAL_POINT)
    assert officer.account
    register.tell(proposed(officer.account.account_id))
    assert "Another officer confirms it too" in officer.get(f"{HERE}/{ID}").text
    second = portal.signed_in(Role.STAKEHOLDER_OFFICER)
    assert "One officer confirmed it" in second.get(f"{HERE}/{ID}").text
    second.post(f"{HERE}/{ID}/confirm", form())
    with portal.engine.connect() as conn:
        assert accounts.holding(conn, Role.FOCAL_POINT)


def test_the_first_officer_who_comes_again_makes_no_account(
    portal: Pages, register: Register, officer: Visitor
) -> None:
    """The service refuses, and what follows a confirmation does not happen."""
    assert officer.account
    register.claimed(ID, "Alpha Watch", standing="unregistered")
    register.tell(proposed(officer.account.account_id))
    portal.answer = httpx.Response(422, json={"title": "Another."})
    assert officer.post(f"{HERE}/{ID}/confirm", form()).status_code == 422
    with portal.engine.connect() as conn:
        assert not accounts.holding(conn, Role.FOCAL_POINT)


def test_an_address_with_an_account_gets_no_other_and_keeps_its_rights(
    portal: Pages, register: Register, officer: Visitor
) -> None:
    chief = portal.person(Role.CHIEF, email="chief@example.org")
    register.claimed(
        ID, "Alpha Watch", contact={"name": "Not the Chief", "email": "chief@example.org"}
    )
    officer.post(f"{HERE}/{ID}/confirm", form())
    assert "No account was made" in officer.get(f"{HERE}/{ID}").text
    with portal.engine.connect() as conn:
        assert accounts.by_id(conn, chief.account_id) == chief


def test_an_entry_without_an_address_gets_no_account_and_the_officer_reads_why(
    register: Register, officer: Visitor
) -> None:
    register.claimed(ID, "Alpha Watch", contact=None)
    officer.post(f"{HERE}/{ID}/confirm", form())
    page = officer.get(f"{HERE}/{ID}").text
    assert "the entry has no address on file" in page
    assert "has one already" not in page


def test_what_stopped_between_the_confirmation_and_the_account_is_done_again(
    portal: Pages, register: Register, officer: Visitor
) -> None:
    register.confirmed(ID, "Alpha Watch")
    assert "Make the account of its focal point" in officer.get(f"{HERE}/{ID}").text
    for _ in range(2):
        assert officer.post(f"{HERE}/{ID}/confirm", form()).status_code == 303
    with portal.engine.connect() as conn:
        assert len(accounts.holding(conn, Role.FOCAL_POINT)) == 1
    assert "Make the account" not in officer.get(f"{HERE}/{ID}").text


def test_an_organisation_with_accounts_from_before_gets_no_other(
    portal: Pages, register: Register, officer: Visitor
) -> None:
    portal.person(Role.NGO_MEMBER, organisation_id=ID)
    register.claimed(ID, "Alpha Watch")
    officer.post(f"{HERE}/{ID}/confirm", form())
    with portal.engine.connect() as conn:
        assert not accounts.holding(conn, Role.FOCAL_POINT)


def test_a_refusal_has_a_code_and_no_views_or_status(
    portal: Pages, register: Register, officer: Visitor
) -> None:
    register.claimed(ID, "Alpha Watch")
    page = officer.get(f"{HERE}/{ID}/refuse").text
    codes = re.findall(r'name="code"[^>]*value="(\w+)"', page)
    assert set(codes) == {"duplicate", "impersonation", "no_contact"}
    assert officer.post(f"{HERE}/{ID}/refuse", form()).status_code == 422
    officer.post(f"{HERE}/{ID}/refuse", form(code="impersonation"))
    type_, data, _ = asked_for(portal.asked[0])
    assert (type_, data["code"]) == ("refuse-registration", "impersonation")


@pytest.mark.parametrize(
    ("step", "sent", "command"),
    [
        ("hide", {}, "hide-organisation"),
        ("flag", {"reason": "Law"}, "raise-risk-flag"),
        ("dissolved", {}, "dissolve-organisation"),
    ],
)
def test_what_an_officer_does_to_protect_it_is_done_before_the_page_answers(
    portal: Pages,
    register: Register,
    officer: Visitor,
    step: str,
    sent: dict[str, str],
    command: str,
) -> None:
    register.public(ID, "Alpha Watch")
    portal.answer = httpx.Response(503, json={"title": "Away."})
    assert officer.post(f"{HERE}/{ID}/{step}", form(**sent)).status_code == 303
    assert portal.visitor().get(f"/en/organisations/{ID}").status_code == 404
    assert asked_for(portal.asked[0])[0] == command


def test_a_flag_is_read_here_and_cleared_by_two(
    portal: Pages, register: Register, officer: Visitor
) -> None:
    register.confirmed(ID, "Alpha Watch")
    register.tell(raised(portal))
    assert "A new law" in officer.get(f"{HERE}/{ID}").text
    clear = f"{HERE}/{ID}/flags/{named('flag')}/clear"
    assert officer.post(clear, form()).status_code == 303
    assert asked_for(portal.asked[0])[0] == "clear-risk-flag"
    assert officer.account
    register.tell(
        RiskFlagClearingProposed(
            organisation_id=ID,
            flag_id=named("flag"),
            proposed_by=officer.account.account_id,
            proposed_at=LONG_AGO,
        )
    )
    assert "Another officer says so too" in officer.get(f"{HERE}/{ID}").text
    other = f"{HERE}/{ID}/flags/{named('none')}/clear"
    assert officer.get(other).status_code == 404


def test_an_officer_enters_a_field_and_cannot_make_it_public(
    portal: Pages, register: Register, officer: Visitor
) -> None:
    register.confirmed(ID, "Alpha Watch")
    entry = {"name": "Alpha", "type": "ngo", "country": "KEN", "mission": ""}
    assert officer.post(f"{HERE}/{ID}/change", form(**entry)).status_code == 303
    assert asked_for(portal.asked[0])[0] == "rename-organisation"
    assert "everybody?" not in officer.get(f"{HERE}/{ID}").text
    assert officer.post("/our-organisation/public", form()).status_code == 403


def test_an_erased_entry_keeps_its_place_and_its_name_is_gone(
    portal: Pages, register: Register, officer: Visitor
) -> None:
    register.claimed(ID, "Alpha Watch")
    portal.vault.forget(f"organisation-{ID}", at=LONG_AGO)
    for path in (HERE, f"{HERE}/{ID}"):
        page = officer.get(path).text
        assert "Name erased" in page
        assert "Alpha Watch" not in page
    assert officer.get(f"{HERE}/{ID}/confirm").status_code == 404


@pytest.mark.parametrize("step", ["", "/confirm", "/refuse", "/change", "/flag", "/dissolved"])
def test_what_is_not_there_is_not_found(
    portal: Pages, register: Register, officer: Visitor, step: str
) -> None:
    assert officer.get(f"{HERE}/{ID}{step}").status_code == 404


def test_an_officer_takes_back_a_dissolution_that_was_wrong(
    portal: Pages, register: Register, officer: Visitor
) -> None:
    register.public(ID, "Alpha Watch")
    assert officer.get(f"{HERE}/{ID}/not-dissolved").status_code == 404
    gone = OrganisationDissolved(organisation_id=ID, dissolved_by="x", dissolved_at=LONG_AGO)
    closed = VisibilityChanged(
        organisation_id=ID,
        visibility="closed",
        asked_at=None,
        changed_by="x",
        changed_at=LONG_AGO,
    )
    register.tell(closed, gone)
    assert "It was not dissolved" in officer.get(f"{HERE}/{ID}").text
    assert officer.get(f"{HERE}/{ID}/not-dissolved").status_code == 200
    officer.post(f"{HERE}/{ID}/not-dissolved", form())
    assert asked_for(portal.asked[0])[:2] == ("restore-organisation", {"organisation_id": ID})
    register.tell(OrganisationRestored(organisation_id=ID, restored_by="o", restored_at=LONG_AGO))
    page = main(officer.get(f"{HERE}/{ID}").text)
    assert "In the register Hidden" in page
