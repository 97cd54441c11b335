"""Requests for advice as officers work on them: theirs alone, and no hidden institution."""

from uuid import uuid4

import pytest

from portal.stakeholders.advice import whose
from portal.stakeholders.organisations.tables import veil
from shared.core.roles import Role
from tests.portal.stakeholders.consultations.test_public import main
from tests.support.advice import Counsel, named
from tests.support.organisations import LONG_AGO, Register, asked_for
from tests.support.organisations import named as organisation
from tests.support.portal import Pages, Visitor


def form(**also: str) -> dict[str, str]:
    return {"command_id": str(uuid4()), **also}


def test_an_officer_of_the_register_reads_all_and_says_who_answers(
    portal: Pages, register: Register, counsel: Counsel, officer: Visitor, adviser: Visitor,
    nadia: Visitor,
) -> None:  # fmt: skip
    assert "will appear here" in main(officer.get("/advice-desk").text)
    register.confirmed(organisation(1), "Zanthor Commission", type="nhri")
    one = counsel.asked(organisation(1), question="Quib question")
    page = main(officer.get("/advice-desk").text)
    for words in ("A law or a bill", "Zanthor Commission", "Nobody yet", "24 Dec 2026"):
        assert words in page
    assert "Quib question" in main(officer.get(f"/advice-desk/{one}").text)
    assert adviser.get(f"/advice-desk/{one}").status_code == 404, "nobody gave it to them"
    choices = officer.get(f"/advice-desk/{one}/assign").text
    assert "Ada Viser" in choices
    assert "Olga Desk" in choices
    assert officer.post(f"/advice-desk/{one}/assign", form(officer_id="nadia")).status_code == 422
    officer.post(f"/advice-desk/{one}/assign", form(officer_id="adviser"))
    kind, data, _ = asked_for(portal.asked[-1])
    assert (kind, data["officer_id"]) == ("assign-advice", "adviser")
    counsel.assigned(one, "adviser")
    assert "Ada Viser" in main(officer.get("/advice-desk").text)
    officer.post(f"/advice-desk/{one}/remind", form())
    assert asked_for(portal.asked[-1])[0] == "remind-adviser"


def test_an_adviser_reads_what_they_have_and_answers_it(
    portal: Pages, counsel: Counsel, officer: Visitor, adviser: Visitor
) -> None:
    one = counsel.asked(organisation(1), question="Quib question")
    other = counsel.asked(organisation(1), number=2, topic="training")
    assert officer.get(f"/advice-desk/{one}/remind").status_code == 404, "nobody has it"
    counsel.assigned(one, "adviser")
    page = main(adviser.get("/advice-desk").text)
    assert "A law or a bill" in page
    assert "Training" not in page
    for path in ("", "/answer", "/close"):
        assert adviser.get(f"/advice-desk/{one}{path}").status_code == 200
        assert adviser.get(f"/advice-desk/{other}{path}").status_code == 404
    for path in ("assign", "remind", "reopen"):
        assert adviser.get(f"/advice-desk/{one}/{path}").status_code == 403
    assert officer.get(f"/advice-desk/{one}/answer").status_code == 404, "the adviser has it"
    answer = {"answer": "That visits go on"}
    assert "Check the answer" in adviser.post(f"/advice-desk/{one}/answer", form(**answer)).text
    adviser.post(f"/advice-desk/{one}/answer", form(**answer, checked="send"))
    kind, data, _ = asked_for(portal.asked[-1])
    assert (kind, data["answer"]["subject"]) == ("give-advice", f"advice-{one}")
    assert "That visits" not in portal.asked[-1].read().decode()
    counsel.answered(one, "adviser")
    assert "Correct the answer" in main(adviser.get(f"/advice-desk/{one}").text)
    counsel.answered(one, "adviser", "That visits never end")
    page = main(adviser.get(f"/advice-desk/{one}").text)
    for words in ("That visits go on", "Answer, corrected", "That visits never end"):
        assert words in page


def test_a_hidden_institution_stays_hidden_from_whoever_is_not_of_the_register(
    portal: Pages, register: Register, counsel: Counsel, officer: Visitor, adviser: Visitor,
    nadia: Visitor,
) -> None:  # fmt: skip
    register.public(organisation(1), "Zanthor Commission", type="nhri")
    one = counsel.asked(organisation(1))
    counsel.assigned(one, "adviser")
    for path in ("/advice-desk", f"/advice-desk/{one}"):
        assert "Zanthor Commission" in main(adviser.get(path).text)
    with portal.engine.begin() as conn:
        veil(conn, organisation(1), at=LONG_AGO.replace(month=11))
    for path in ("/advice-desk", f"/advice-desk/{one}"):
        assert "Zanthor" not in adviser.get(path).text
        assert "Not shown" in main(adviser.get(path).text)
        assert "Zanthor Commission" in main(officer.get(path).text)


def test_the_name_is_that_of_the_institution_for_which_it_was_asked(
    portal: Pages, register: Register, counsel: Counsel, officer: Visitor
) -> None:
    """Who asked may be of another one today."""
    register.public(organisation(1), "Zanthor Commission", type="nhri")
    register.public(organisation(2), "Other Office", type="nhri")
    portal.signed_in(Role.CONTACT_POINT, account_id="nadia", organisation_id=organisation(2))
    counsel.asked(organisation(1))
    counsel.asked(organisation(1), by="gone", number=2)
    page = main(officer.get("/advice-desk").text)
    assert "Other Office" not in page
    assert "Not shown" in page


def test_what_was_taken_back_is_read_by_no_officer(
    counsel: Counsel, officer: Visitor, adviser: Visitor
) -> None:
    one = counsel.asked(organisation(1), question="Quib question")
    counsel.assigned(one, "adviser")
    counsel.answered(one, "adviser", "Zora answer")
    counsel.withdrawn(one)
    for visitor in (officer, adviser):
        page = visitor.get(f"/advice-desk/{one}").text
        assert "took this request back" in page
        assert "Quib" not in page
        assert "Zora" not in page
        assert "Taken back" in main(visitor.get("/advice-desk").text)
    for path in ("assign", "answer", "close", "remind", "reopen"):
        assert officer.get(f"/advice-desk/{one}/{path}").status_code == 404


@pytest.mark.parametrize("code", ["answered", "not_ours"])
def test_a_request_is_closed_with_a_reason_that_fits_and_opened_again(
    portal: Pages, counsel: Counsel, officer: Visitor, code: str
) -> None:
    one, answered = counsel.asked(organisation(1)), code == "answered"
    if answered:
        counsel.assigned(one, "adviser")
        counsel.answered(one, "adviser")
    page = officer.get(f"/advice-desk/{one}/close").text
    assert ("It has its answer" in page) is answered
    assert ("It is for another office" in page) is not answered
    officer.post(f"/advice-desk/{one}/close", form(code=code))
    assert asked_for(portal.asked[-1])[1]["code"] == code
    counsel.closed(one, code)
    assert "Closed" in main(officer.get(f"/advice-desk/{one}").text)
    officer.post(f"/advice-desk/{one}/reopen", form())
    assert asked_for(portal.asked[-1])[0] == "reopen-advice"
    counsel.reopened(one)
    assert "Waits for an answer" in main(officer.get(f"/advice-desk/{one}").text)


def test_an_erased_request_says_so_and_can_be_closed(
    portal: Pages, counsel: Counsel, officer: Visitor
) -> None:
    one = counsel.asked(organisation(1), question="Quib question")
    counsel.assigned(one, "an-officer")
    portal.vault.forget(whose.subject_of(one), at=portal.clock())
    page = officer.get(f"/advice-desk/{one}").text
    assert "Quib" not in page
    assert "erased" in page
    answer = officer.post(f"/advice-desk/{one}/answer", form(answer="Something", checked="send"))
    assert answer.status_code == 409
    officer.post(f"/advice-desk/{one}/close", form(code="not_possible"))
    assert asked_for(portal.asked[-1])[1]["code"] == "not_possible"


def test_unknown_and_foreign_answer_alike(counsel: Counsel, adviser: Visitor) -> None:
    one = counsel.asked(organisation(1))
    for path in ("", "/answer", "/close"):
        foreign = adviser.get(f"/advice-desk/{one}{path}")
        unknown = adviser.get(f"/advice-desk/{named('none')}{path}")
        assert (foreign.status_code, unknown.status_code) == (404, 404)
        assert main(foreign.text) == main(unknown.text)
