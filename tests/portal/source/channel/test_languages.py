"""Questions and answers in languages of their own; no machine translates any."""

import json
from collections.abc import Callable
from uuid import uuid4

import httpx
import pytest

from shared.core.message import Sealed
from shared.core.roles import Role
from tests.support.channel import Told
from tests.support.portal import Pages, Visitor
from tests.support.submissions import ID, QUESTION, answered, asked, received

PAGE = "/return/submission"
ACCEPTED = {"stream": f"submission-{ID}", "position": 9}
SUBJECT = f"submission-{ID}"

Back = Callable[[], Visitor]


@pytest.fixture
def desk(portal: Pages, told: Told) -> Visitor:
    told.tell(received(seal=portal.vault.seal))
    return portal.signed_in(Role.QUICK_RESPONSE_DESK)


def sent(portal: Pages) -> dict[str, object]:
    data: dict[str, object] = json.loads(portal.asked[-1].read())["data"]
    return data


def language_of(portal: Pages) -> str | None:
    sealed = sent(portal)["language"]
    assert isinstance(sealed, dict)
    return portal.vault.reveal(Sealed(sealed["subject"], sealed["cipher"]))


@pytest.mark.parametrize(("chosen", "language"), [({}, "en"), ({"language": "ar"}, "ar")])
def test_a_question_goes_with_its_language_which_is_sealed(
    portal: Pages, desk: Visitor, chosen: dict[str, str], language: str
) -> None:
    portal.answer = httpx.Response(200, json=ACCEPTED)
    form = {"command_id": str(uuid4()), "question": "Where?", **chosen}
    assert desk.post(f"/triage/{ID}/questions", form).status_code == 303
    assert language_of(portal) == language


def test_a_language_that_is_none_of_the_six_is_refused(portal: Pages, desk: Visitor) -> None:
    form = {"command_id": str(uuid4()), "question": "Where?", "language": "tlh"}
    answer = desk.post(f"/triage/{ID}/questions", form)
    assert answer.status_code == 422
    assert "Choose the language from the list" in answer.text
    assert portal.asked == []


@pytest.mark.parametrize(("page", "chosen"), [("en", None), ("fr", None), ("fr", "ar")])
def test_an_answer_goes_with_its_language_which_is_the_pages_by_itself(
    portal: Pages, told: Told, back: Back, page: str, chosen: str | None
) -> None:
    told.tell(received(seal=portal.vault.seal), asked(seal=portal.vault.seal))
    visitor = back()
    visitor.client.set_cookie("language", page)
    assert f'<option value="{page}" selected>' in visitor.get(PAGE).text
    portal.answer = httpx.Response(200, json=ACCEPTED)
    form = {"command_id": str(uuid4()), "answer": "There"}
    also = {"language": chosen} if chosen else {}
    assert visitor.post(f"/return/answers/{QUESTION}", {**form, **also}).status_code == 303
    assert language_of(portal) == (chosen or page)


def test_a_question_is_read_in_its_own_language_and_direction(
    portal: Pages, told: Told, back: Back
) -> None:
    seal = portal.vault.seal
    told.tell(received(seal=seal), asked(seal=seal, language=seal(SUBJECT, "ar")))
    page = back().get(PAGE).text
    assert '<p class="sealed__text" lang="ar" dir="rtl">Planted question</p>' in page
    assert "Language of the question: <bdi>Arabic</bdi>." in page
    assert "Nobody has translated it, and no machine does." in page


def test_a_question_in_the_pages_language_is_shown_without_more(
    portal: Pages, told: Told, back: Back
) -> None:
    told.tell(received(seal=portal.vault.seal), asked(seal=portal.vault.seal))
    page = back().get(PAGE).text
    assert '<p class="sealed__text" lang="en" dir="ltr">Planted question</p>' in page
    assert "Language of the question" not in page


def test_a_question_of_before_has_no_language(portal: Pages, told: Told, back: Back) -> None:
    told.tell(received(seal=portal.vault.seal), asked(seal=portal.vault.seal, language=None))
    page = back().get(PAGE).text
    assert '<p class="sealed__text" dir="auto">Planted question</p>' in page
    assert "Language of the question" not in page


def test_the_desk_reads_in_which_language_each_was_written(
    portal: Pages, told: Told, desk: Visitor
) -> None:
    seal = portal.vault.seal
    told.tell(asked(seal=seal), answered(seal=seal, language=seal(SUBJECT, "ar")))
    page = desk.get(f"/triage/{ID}").text
    assert "Question 1 (English)" in page
    assert "Answer 1 (Arabic)" in page
    assert '<p class="sealed__text" lang="ar" dir="rtl">Planted answer</p>' in page
