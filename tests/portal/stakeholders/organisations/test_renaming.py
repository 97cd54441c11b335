"""Another name of a confirmed organisation: nobody is called so before an officer agrees."""

import re
from typing import Any

import pytest

from portal.homes.notices import speaking as notices
from portal.stakeholders.organisations import asking
from portal.stakeholders.organisations import profile as profiles
from shared.contracts.stakeholders_naming import (
    OrganisationNameConfirmed,
    OrganisationNameDropped,
    OrganisationNameProposed,
)
from shared.core.message import Sealed
from shared.core.roles import Role
from tests.portal.stakeholders.organisations.test_own import ENTRY, HERE, ID, form, main
from tests.portal.stakeholders.organisations.test_speaking import told_of
from tests.support.organisations import LONG_AGO, Register, asked_for, named
from tests.support.portal import Pages, Visitor

DESK, NAME = f"/register-desk/{ID}", named("name")
KEY: dict[str, Any] = {"organisation_id": ID, "proposal_id": NAME}
NEW = {**ENTRY, "name": "Amnesty Zanthor", "acronym": "", "also": ""}


@pytest.fixture
def officer(portal: Pages, register: Register) -> Visitor:
    return portal.signed_in(Role.STAKEHOLDER_OFFICER)


def proposed(portal: Pages, register: Register) -> None:
    register.public(ID, "Alpha Watch")
    name = portal.vault.seal(f"organisation-{ID}", profiles.name_of(NEW))
    register.tell(
        OrganisationNameProposed(**KEY, name=name, proposed_by="focal", proposed_at=portal.clock())
    )


def test_a_new_name_is_proposed_and_the_rest_is_kept_at_once(
    portal: Pages, register: Register, focal: Visitor
) -> None:
    register.public(ID, "Alpha Watch")
    assert "a stakeholder officer has confirmed it" in focal.get(f"{HERE}/change").text
    sent = form(**{**NEW, "mission": "Law"})
    for _ in range(2):  # a double click
        assert focal.post(f"{HERE}/change", sent).status_code == 303
    asked = [asked_for(one) for one in portal.asked]
    assert [name for name, *_ in asked] == [
        *("rename-organisation", "propose-organisation-name"),
        *("rename-organisation", "propose-organisation-name"),
    ]
    assert len({data["proposal_id"] for name, data, _ in asked if "proposal_id" in data}) == 1
    kept = portal.vault.reveal(_sealed(asked[0][1]["profile"]))
    assert kept
    assert profiles.read(kept).name == "Alpha Watch"
    assert profiles.read(kept).mission == "Law"
    assert b"Zanthor" not in b"".join(one.read() for one in portal.asked)


def test_a_new_name_alone_changes_nothing_else_and_one_that_waits_for_its_entry_is_free(
    portal: Pages, register: Register, focal: Visitor
) -> None:
    register.confirmed(ID, "Alpha Watch")
    focal.post(f"{HERE}/change", form(**NEW))
    assert [asked_for(one)[0] for one in portal.asked] == ["propose-organisation-name"]
    register.claimed(ID, "Alpha Watch")
    focal.post(f"{HERE}/change", form(**NEW))
    assert asked_for(portal.asked[-1])[0] == "rename-organisation"


def test_nobody_finds_a_name_that_waits_but_the_officers_and_its_own_people(
    portal: Pages, register: Register, focal: Visitor, officer: Visitor
) -> None:
    proposed(portal, register)
    for public in ("/organisations", f"/organisations/{ID}", "/organisations?q=Zanthor"):
        assert "Amnesty" not in main(portal.visitor().get(public).text)
    assert "Amnesty Zanthor" in main(focal.get(HERE).text)
    assert "Alpha Watch" in main(officer.get("/register-desk").text).partition("New names")[2]
    register.confirmed(named(7), "Amnesty Zanthor")
    page = main(officer.get(DESK).text)
    assert "Name: Amnesty Zanthor" in page
    assert "Same name and country: Amnesty Zanthor" in page
    notices.due(portal.engine, portal.settings, at=portal.clock())
    assert "name-proposed" in told_of(portal, officer)
    assert "Amnesty Zanthor" in main(focal.get(f"{HERE}/name/{NAME}/take-back").text)
    focal.post(f"{HERE}/name/{NAME}/take-back", form())
    kind, data, _ = asked_for(portal.asked[-1])
    assert (kind, data) == ("drop-organisation-name", {**KEY, "code": "own"})


def test_an_officer_confirms_it_and_the_former_name_stays_inside(
    portal: Pages, register: Register, focal: Visitor, officer: Visitor
) -> None:
    proposed(portal, register)
    officer.post(f"{DESK}/name/{NAME}/confirm", form())
    kind, data, _ = asked_for(portal.asked[-1])
    assert (kind, data["proposal_id"]) == ("confirm-organisation-name", NAME)
    text = portal.vault.reveal(_sealed(data["profile"]))
    assert text
    after = profiles.read(text)
    assert (after.name, after.former, after.told["name"]) == (
        "Amnesty Zanthor",
        ("Alpha Watch",),
        "self",
    )
    with portal.app.test_request_context():
        profile = asking.sealed(ID, after)
    register.tell(
        OrganisationNameConfirmed(
            **KEY, profile=profile, confirmed_by="officer", confirmed_at=portal.clock()
        )
    )
    assert "Amnesty Zanthor" in main(portal.visitor().get(f"/organisations/{ID}").text)
    assert officer.get(f"{DESK}/name/{NAME}/confirm").status_code == 404
    assert focal.get(f"{HERE}/name/{NAME}/take-back").status_code == 404
    notices.due(portal.engine, portal.settings, at=portal.clock())
    assert "name-confirmed" in told_of(portal, focal)


def test_a_page_that_stayed_open_decides_about_no_other_name(
    portal: Pages, register: Register, focal: Visitor, officer: Visitor
) -> None:
    proposed(portal, register)
    later = {"organisation_id": ID, "proposal_id": named("another")}
    name = portal.vault.seal(f"organisation-{ID}", profiles.name_of({**NEW, "name": "Quib"}))
    register.tell(
        OrganisationNameDropped(**KEY, code="own", dropped_by="focal", dropped_at=LONG_AGO),
        OrganisationNameProposed(**later, name=name, proposed_by="focal", proposed_at=LONG_AGO),
    )
    for step in ("confirm", "refuse"):
        assert officer.post(f"{DESK}/name/{NAME}/{step}", form()).status_code == 404
    assert focal.post(f"{HERE}/name/{NAME}/take-back", form()).status_code == 404
    assert not portal.asked


def test_an_officer_refuses_it_with_a_reason_that_the_organisation_reads(
    portal: Pages, register: Register, focal: Visitor, officer: Visitor
) -> None:
    proposed(portal, register)
    assert officer.post(f"{DESK}/name/{NAME}/refuse", form()).status_code == 422
    officer.post(f"{DESK}/name/{NAME}/refuse", form(code="impersonation"))
    kind, data, _ = asked_for(portal.asked[-1])
    assert (kind, data["code"]) == ("drop-organisation-name", "impersonation")
    register.tell(
        OrganisationNameDropped(
            **KEY, code="impersonation", dropped_by="officer", dropped_at=portal.clock()
        )
    )
    assert "It is the name of somebody else" in main(focal.get(HERE).text)
    notices.due(portal.engine, portal.settings, at=portal.clock())
    assert "name-refused" in told_of(portal, focal)


def test_a_name_that_was_erased_is_confirmed_by_nobody(
    portal: Pages, register: Register, officer: Visitor, focal: Visitor
) -> None:
    proposed(portal, register)
    portal.vault.forget(f"organisation-{ID}", at=portal.clock())
    assert officer.get(f"{DESK}/name/{NAME}/confirm").status_code == 404
    assert focal.get(HERE).status_code == 200
    assert f"{DESK}/name/{NAME}/refuse" in officer.get(DESK).text
    officer.post(f"{DESK}/name/{NAME}/refuse", form(code="no_proof"))
    assert asked_for(portal.asked[-1])[1]["code"] == "no_proof"


def test_an_officer_confirms_the_entry_that_the_page_showed(
    portal: Pages, register: Register, officer: Visitor
) -> None:
    register.claimed(ID, "Alpha Watch")
    page = officer.get(f"{DESK}/confirm").text
    assert "Alpha Watch" in main(page)
    (seen,) = re.findall(r'name="seen"[^>]*value="([0-9a-f]{64})"', page)
    register.claimed(ID, "Amnesty Zanthor")
    officer.post(f"{DESK}/confirm", form(seen=seen))
    assert asked_for(portal.asked[-1])[1]["seen"] == seen


@pytest.mark.parametrize("changed", [{"country": "FRA"}, {"type": "nhri"}])
def test_what_gives_a_place_among_speakers_waits_as_a_name_does(
    portal: Pages, register: Register, focal: Visitor, officer: Visitor, changed: dict[str, str]
) -> None:
    register.confirmed(ID, "Alpha Watch")
    given = {**ENTRY, "acronym": "", "also": ""}
    focal.post(f"{HERE}/change", form(**{**given, **changed}))
    [(kind, data, _)] = map(asked_for, portal.asked)
    assert kind == "propose-organisation-name"
    name = _sealed(data["name"])
    register.tell(
        OrganisationNameProposed(**KEY, name=name, proposed_by="focal", proposed_at=LONG_AGO)
    )
    said = "France" if "country" in changed else "National human rights institution"
    assert said in main(officer.get(f"{DESK}/name/{NAME}/confirm").text)
    assert said in main(focal.get(HERE).text)


def _sealed(data: Any) -> Sealed:
    return Sealed(**data)
