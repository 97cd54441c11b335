"""Our requests for advice: asking with the grade of the day, and nobody else's requests."""

from uuid import uuid4

import pytest

from shared.core.roles import Role
from tests.portal.stakeholders.consultations.test_public import main
from tests.support.advice import Counsel, named
from tests.support.consultations import DAY
from tests.support.organisations import Register, asked_for
from tests.support.organisations import named as organisation
from tests.support.portal import Pages, Visitor
from tests.support.sessions import NOW

TYPED = {"topic": "law", "language": "fr", "question": "Quelle loi, Zora ?"}


def form(**also: str) -> dict[str, str]:
    return {"command_id": str(uuid4()), **also}


@pytest.mark.parametrize("grade", ["A", "B"])
def test_an_institution_asks_with_its_grade_and_reads_it_once_more_before(
    portal: Pages, register: Register, nadia: Visitor, grade: str
) -> None:
    register.confirmed(organisation(1), "Zanthor Commission", type="nhri")
    register.tell(register.decided(organisation(1), grade))
    assert "Ask for advice" in main(nadia.get("/our-advice").text)
    asked = len(portal.asked)
    check = nadia.post("/our-advice/ask", form(**TYPED))
    for words in ("Check your question", "Quelle loi, Zora ?", "French", "A law or a bill"):
        assert words in main(check.text)
    assert len(portal.asked) == asked
    done = nadia.post("/our-advice/ask", form(**TYPED, checked="send"))
    kind, data, _ = asked_for(portal.asked[-1])
    assert done.location.startswith(f"/our-advice/{data['advice_id']}")
    assert (kind, data["grade"], data["topic"], data["language"]) == (
        *("request-advice", grade),
        *("law", "fr"),
    )
    written = portal.asked[-1].read().decode()
    for secret in ("Zora", "Zanthor", "Quib", organisation(1)):
        assert secret not in written


def test_without_a_grade_in_force_the_page_says_so_and_the_service_decides(
    portal: Pages, register: Register, nadia: Visitor
) -> None:
    register.confirmed(organisation(1), "Zanthor Commission", type="nhri")
    page = main(nadia.get("/our-advice").text)
    assert "while its grade, A or B, is in force" in page
    assert "Ask for advice" not in page
    nadia.post("/our-advice/ask", form(**TYPED, checked="send"))
    assert asked_for(portal.asked[-1])[1]["grade"] is None
    unknown = portal.signed_in(Role.CONTACT_POINT, organisation_id=None)
    assert unknown.get("/our-advice/ask").status_code == 404
    assert "will appear here" in main(unknown.get("/our-advice").text)


@pytest.mark.parametrize("missing", ["question", "topic"])
def test_what_is_missing_is_said_above_the_form(nadia: Visitor, missing: str) -> None:
    typed = {**TYPED, missing: ""}
    answer = nadia.post("/our-advice/ask", form(**typed))
    assert answer.status_code == 422
    assert "There is a problem" in answer.text


def test_a_request_is_read_by_its_institution_and_by_no_other(
    portal: Pages, counsel: Counsel, nadia: Visitor
) -> None:
    one = counsel.asked(organisation(1), question="Zora's question")
    counsel.assigned(one, "adviser")
    counsel.answered(one, "adviser", "Quib's answer")
    colleague = portal.signed_in(Role.CONTACT_POINT, organisation_id=organisation(1))
    for visitor in (nadia, colleague):
        page = main(visitor.get(f"/our-advice/{one}").text)
        assert "Zora's question" in page or "Zora&#39;s question" in page
        assert "answer" in page
        assert "A law or a bill" in main(visitor.get("/our-advice").text)
    other = portal.signed_in(Role.CONTACT_POINT, organisation_id=organisation(2))
    member = portal.signed_in(Role.NGO_MEMBER, organisation_id=organisation(1))
    assert "A law or a bill" not in main(other.get("/our-advice").text)
    for path in ("", "/further", "/close", "/withdraw"):
        assert nadia.get(f"/our-advice/{one}{path}").status_code == 200
        assert other.get(f"/our-advice/{one}{path}").status_code == 404
        assert other.get(f"/our-advice/{named('none')}{path}").status_code == 404
        assert member.get(f"/our-advice/{one}{path}").status_code == 403


def test_a_merged_entry_brings_its_requests(
    portal: Pages, register: Register, counsel: Counsel, nadia: Visitor
) -> None:
    register.confirmed(organisation(1), "Zanthor Commission", type="nhri")
    register.confirmed(organisation(2), "Zanthor Office", type="nhri")
    one = counsel.asked(organisation(2))
    assert nadia.get(f"/our-advice/{one}").status_code == 404
    register.merged(organisation(2), organisation(1))
    assert nadia.get(f"/our-advice/{one}").status_code == 200
    nadia.post(f"/our-advice/{one}/withdraw", form())
    assert asked_for(portal.asked[-1])[1]["organisation"] == counsel.pseudonym(organisation(2))
    register.undone(organisation(2), organisation(1))
    assert nadia.get(f"/our-advice/{one}").status_code == 404


def test_an_institution_asks_further_closes_and_takes_back(
    portal: Pages, register: Register, counsel: Counsel, nadia: Visitor
) -> None:
    register.confirmed(organisation(1), "Zanthor Commission", type="nhri")
    register.tell(register.decided(organisation(1), "B"))
    one = counsel.asked(organisation(1))
    for path in ("further", "close"):
        assert nadia.get(f"/our-advice/{one}/{path}").status_code == 404, "it has no answer yet"
    counsel.assigned(one, "adviser")
    counsel.answered(one, "adviser")
    nadia.post(f"/our-advice/{one}/further", form(question="And then?"))
    kind, data, _ = asked_for(portal.asked[-1])
    assert (kind, data["grade"]) == ("ask-further-advice", "B")
    nadia.post(f"/our-advice/{one}/close", form())
    kind, data, _ = asked_for(portal.asked[-1])
    assert (kind, data["code"]) == ("close-advice", "content")
    nadia.post(f"/our-advice/{one}/withdraw", form())
    assert asked_for(portal.asked[-1])[0] == "withdraw-advice-request"
    counsel.withdrawn(one)
    page = main(nadia.get(f"/our-advice/{one}").text)
    assert "Taken back" in page
    assert "What does a law on visits need?" in page, "its own text"
    assert nadia.get(f"/our-advice/{one}/withdraw").status_code == 404


def test_a_late_answer_is_marked(counsel: Counsel, nadia: Visitor) -> None:
    counsel.asked(organisation(1), at=NOW - 30 * DAY)
    assert "Overdue" not in main(nadia.get("/our-advice").text)
    counsel.asked(organisation(1), number=2, at=NOW - 31 * DAY)
    assert "Overdue" in main(nadia.get("/our-advice").text)


def test_our_institution_leads_to_what_we_asked(
    register: Register, portal: Pages, nadia: Visitor
) -> None:
    register.confirmed(organisation(1), "Zanthor Commission", type="nhri")
    assert "/our-advice" in nadia.get("/our-organisation").text
    ngo = portal.signed_in(Role.NGO_MEMBER, organisation_id=organisation(1))
    assert "/our-advice" not in ngo.get("/our-organisation").text
