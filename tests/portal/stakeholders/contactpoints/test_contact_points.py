"""Contact points: who decides, what a suspension stops, and what their clients learn (R16)."""

import json
from typing import Any
from uuid import uuid4

import httpx
import pytest
from werkzeug.exceptions import Forbidden

from portal.casefile.filing import Filing
from portal.casefile.submissions.receive import receive
from portal.casefile.submissions.standing import SUSPENDED, UNKNOWN
from shared.core.actor import Actor
from shared.core.roles import Role
from shared.reference.contact_points import SUSPENSIONS
from tests.support import channel
from tests.support.channel import Told
from tests.support.contact_points import Recognitions, recognised, reinstated, suspended
from tests.support.filing import submission
from tests.support.portal import Pages, Visitor, pages
from tests.support.submissions import ID, asked, received

PAGE = "/contact-points/"
NOW = {"stream": "recognition-nhri", "position": 9}
NHRI = Actor(actor_id="cp-1", roles=frozenset({Role.CONTACT_POINT}), organisation_id="nhri")


@pytest.fixture
def told(portal: Pages) -> Told:
    return Told(portal.engine)


@pytest.fixture
def recognitions(portal: Pages, told: Told) -> Recognitions:
    return Recognitions(portal.engine)


@pytest.fixture
def nhri(portal: Pages) -> Visitor:
    return portal.signed_in(
        Role.CONTACT_POINT,
        account_id="cp-1",
        organisation_id="nhri",
        organisation="Invented Commission",
    )


@pytest.fixture
def chief(portal: Pages, nhri: Visitor) -> Visitor:
    return portal.signed_in(Role.CHIEF)


def form(**also: str) -> dict[str, str]:
    return {"command_id": str(uuid4()), **also}


# --- the Chief --------------------------------------------------------------------------------


def test_without_a_contact_point_the_page_says_what_appears(
    portal: Pages, recognitions: Recognitions
) -> None:
    assert "An institution appears here" in portal.signed_in(Role.CHIEF).get(PAGE).text


def test_the_chief_sees_where_each_institution_stands(
    chief: Visitor, recognitions: Recognitions
) -> None:
    page = chief.get(PAGE).text
    assert "Invented Commission" in page
    assert "Not recognised" in page
    assert "/contact-points/nhri/recognise" in page
    recognitions.tell(recognised())
    page = chief.get(PAGE).text
    assert "fully compliant" in page
    assert "/contact-points/nhri/suspend" in page
    recognitions.tell(suspended())
    page = chief.get(PAGE).text
    assert SUSPENSIONS["independence"] in page
    assert "/contact-points/nhri/reinstate" in page
    recognitions.tell(reinstated())
    assert "/contact-points/nhri/suspend" in chief.get(PAGE).text


@pytest.mark.parametrize(
    ("step", "fields", "said"),
    [
        ("recognise", {"accreditation": "B"}, "Recognised as a contact point"),
        ("suspend", {"reason_code": "lapsed"}, "it files for nobody"),
        ("reinstate", {}, "files for persons again"),
    ],
)
def test_the_chief_decides_after_reading_what_it_does(
    portal: Pages,
    chief: Visitor,
    recognitions: Recognitions,
    step: str,
    fields: dict[str, str],
    said: str,
) -> None:
    recognitions.tell(recognised())
    path = f"/contact-points/nhri/{step}"
    assert "Invented Commission" in chief.get(path).text
    portal.answer = httpx.Response(200, json=NOW)
    sent = chief.post(path, form(**fields))
    assert sent.status_code == 303
    assert sent.location.startswith("/contact-points/?after=")
    body: Any = json.loads(portal.asked[0].read())
    assert body["type"] == f"{step}-contact-point"
    barred = {} if step == "suspend" else {"barred": None}
    assert body["data"] == {"organisation_id": "nhri", **fields, **barred}
    assert said in chief.get(PAGE).text
    portal.answer = httpx.Response(422, json={"title": "A sentence."})
    assert chief.post(path, form(**fields)).status_code == 422


@pytest.mark.parametrize(
    ("step", "sentence"),
    [("recognise", "Choose how it is accredited"), ("suspend", "Choose why it is suspended")],
)
def test_an_empty_form_asks_nothing(
    portal: Pages, chief: Visitor, recognitions: Recognitions, step: str, sentence: str
) -> None:
    sent = chief.post(f"/contact-points/nhri/{step}", form())
    assert sent.status_code == 422
    assert sentence in sent.text
    assert portal.asked == []


@pytest.mark.parametrize("path", ["nhri/abolish", "nobody/suspend"])
def test_there_is_no_other_step_and_no_other_institution(
    portal: Pages, chief: Visitor, recognitions: Recognitions, path: str
) -> None:
    assert chief.get(PAGE + path).status_code == 404
    assert chief.post(PAGE + path, form(reason_code="lapsed")).status_code == 404
    assert portal.asked == []


# --- the institution --------------------------------------------------------------------------


def test_what_is_recognised_can_only_change_its_accreditation(
    chief: Visitor,
    recognitions: Recognitions,
) -> None:
    page = chief.get("/contact-points/nhri/recognise").text
    assert "Recognise as a contact point" in page
    recognitions.tell(recognised())
    assert ">Change the accreditation<" in chief.get(PAGE).text
    page = chief.get("/contact-points/nhri/recognise").text
    assert page.count("Change the accreditation") == 3, "title, heading, button"
    assert "Recognise" not in page.partition("<main")[2]


def test_a_contact_point_lands_on_its_standing_and_on_who_waits(
    portal: Pages, told: Told, nhri: Visitor, recognitions: Recognitions
) -> None:
    landing = "/submissions/"
    assert "Not recognised" in nhri.get(landing).text
    recognitions.tell(recognised())
    seal = portal.vault.seal
    case = received(seal=seal, on_behalf=True, submitter_id="cp-1", organisation_id="nhri")
    told.tell(case, asked(seal=seal))
    page = nhri.get(landing).text
    assert "fully compliant" in page
    assert "1 person waits" in page
    assert "File for a person" in page
    recognitions.tell(suspended())
    page = nhri.get(landing).text
    assert "Recognition suspended" in page
    assert ID in page, "what it filed before it still reads"
    assert "File for a person" not in page
    assert nhri.get(f"/submissions/{ID}").status_code == 200


def test_it_gets_a_receipt_only_while_it_is_recognised(database_url: str) -> None:
    def file(portal: Pages, command_id: Any = None) -> str:
        filing = Filing.model_validate(submission(for_whom="Somebody"), context=NHRI)
        try:
            receive(filing, by=NHRI, command_id=command_id or uuid4(), channel="contact_point")
        except Forbidden as no:
            return str(no.description)
        return "kept"

    with pages(database_url, database_url) as portal, portal.app.app_context():
        recognitions = Recognitions(portal.engine)
        assert file(portal) == UNKNOWN
        recognitions.tell(recognised())
        before = uuid4()
        assert file(portal, before) == "kept"
        recognitions.tell(suspended())
        assert file(portal) == SUSPENDED
        assert file(portal, before) == "kept", "what has its receipt keeps it"
        recognitions.tell(reinstated())
        assert file(portal) == "kept"


# --- the person -------------------------------------------------------------------------------


def test_the_person_is_told_and_goes_on_directly(
    portal: Pages, told: Told, recognitions: Recognitions
) -> None:
    kept = channel.kept(portal)
    told.tell(received(seal=portal.vault.seal, on_behalf=True, organisation_id="nhri"))
    recognitions.tell(recognised())
    visitor = portal.visitor()
    visitor.post("/return/", {"return_code": kept.return_code})
    assert "as you like" in visitor.get("/return/submission").text
    recognitions.tell(suspended())
    page = visitor.get("/return/submission").text
    assert "was suspended" in page
    assert "You need it no longer" in page
    assert "/return/developments" in page


def test_who_filed_for_himself_hears_nothing_of_contact_points(
    portal: Pages, told: Told, recognitions: Recognitions
) -> None:
    kept = channel.kept(portal)
    told.tell(received(seal=portal.vault.seal, organisation_id="nhri"))
    recognitions.tell(recognised(), suspended())
    visitor = portal.visitor()
    visitor.post("/return/", {"return_code": kept.return_code})
    assert "contact point" not in visitor.get("/return/submission").text


def test_a_suspended_contact_point_begins_no_draft(
    portal: Pages, recognitions: Recognitions
) -> None:
    recognitions.tell(recognised())
    nhri = portal.signed_in(Role.CONTACT_POINT, organisation_id="nhri")
    assert "Begin" in nhri.get("/submissions/new").text
    recognitions.tell(suspended())
    page = nhri.get("/submissions/new").text
    assert "is suspended" in page
    assert "Begin" not in page
    refused = nhri.post("/submissions/new", form())
    assert refused.status_code == 403
    assert "The person can file directly" in refused.text
    ngo = portal.signed_in(Role.NGO_MEMBER, organisation_id="nhri")
    assert ngo.post("/submissions/new", form()).status_code == 303
    recognitions.tell(reinstated())
    assert nhri.post("/submissions/new", form()).status_code == 303
