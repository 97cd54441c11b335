"""Pages of a returning source: only its submission, sealed in transit."""

import json
from collections.abc import Callable
from uuid import uuid4

import httpx
import pytest
from sqlalchemy import delete, insert

from portal.casefile.lint.tables import compared
from portal.web.audit.chain import audit
from shared.contracts.intake_source import DevelopmentAdded, SourceIdentityOpened
from shared.core.actor import ActorSigner, by_return_channel
from shared.core.message import derive_id
from shared.core.roles import Role
from tests.support.channel import Told
from tests.support.portal import Pages, Visitor
from tests.support.submissions import AT, ID, QUESTION, answered, asked, not_actioned, received

Back = Callable[[], Visitor]
PAGE = "/return/submission"
OTHER = str(derive_id("submission", 2))
NOW = {"stream": f"submission-{ID}", "position": 9}


def added(portal: Pages, submission_id: str = ID, text: str = "Planted news") -> DevelopmentAdded:
    return DevelopmentAdded(
        submission_id=submission_id,
        development_id=str(uuid4()),
        text=portal.vault.seal(f"submission-{submission_id}", text),
        added_by="ngo-1",
        added_at=AT,
    )


def opened(portal: Pages) -> SourceIdentityOpened:
    return SourceIdentityOpened(
        submission_id=ID,
        opening_id=str(uuid4()),
        role="human_rights_officer",
        reason_code="danger",
        reason=portal.vault.seal(f"submission-{ID}", "Planted reason"),
        opened_by="officer-1",
        opened_at=AT,
    )


def test_before_the_desk_has_it_the_page_says_that_it_is_kept(portal: Pages, back: Back) -> None:
    shown = back().get(PAGE)
    assert shown.status_code == 200
    assert shown.headers["Cache-Control"] == "no-store"
    assert "It is kept" in shown.text
    assert "/return/developments" not in shown.text


def test_the_page_shows_where_it_stands_and_not_what_was_filed(
    portal: Pages, told: Told, back: Back
) -> None:
    seal = portal.vault.seal
    told.tell(received(seal=seal), asked(seal=seal))
    page = back().get(PAGE).text
    assert "Question for you" in page
    assert "Planted question" in page
    assert f"/return/answers/{QUESTION}" in page
    for text in ("Planted Victim", "Planted narrative", "Planted Place", ID):
        assert text not in page
    told.tell(answered(seal=seal), not_actioned())
    page = back().get(PAGE).text
    assert "Planted answer" in page
    assert "Not taken further" in page
    assert "political" not in page.lower()


def test_what_is_read_is_on_record_as_read_by_the_channel(
    portal: Pages, told: Told, back: Back
) -> None:
    told.tell(received(seal=portal.vault.seal), asked(seal=portal.vault.seal))
    back().get(PAGE)
    with portal.engine.connect() as conn:
        [row] = conn.execute(audit.select()).all()
    assert (row.actor_id, row.roles) == (by_return_channel(ID).actor_id, "source")
    assert (row.subject, row.purpose) == (f"submission-{ID}", "channel.show")


@pytest.mark.parametrize(
    ("path", "data", "type_"),
    [
        (f"/return/answers/{QUESTION}", {"answer": "Planted words"}, "provide-information"),
        ("/return/developments", {"text": "Planted words"}, "add-development"),
    ],
)
def test_what_the_source_sends_is_sealed_and_asked_for_by_the_channel(
    portal: Pages, told: Told, back: Back, path: str, data: dict[str, str], type_: str
) -> None:
    told.tell(received(seal=portal.vault.seal), asked(seal=portal.vault.seal))
    visitor = back()
    portal.answer = httpx.Response(200, json=NOW)
    sent = visitor.post(path, {"command_id": str(uuid4()), **data})
    assert sent.status_code == 303
    assert sent.location.startswith("/return/submission?after=")
    assert ID not in sent.location
    [request] = portal.asked
    text = request.read().decode()
    body = json.loads(text)
    assert (body["type"], body["data"]["submission_id"]) == (type_, ID)
    assert "Planted" not in text
    signer = ActorSigner(portal.settings.actor_key_list)
    token = request.headers["authorization"].removeprefix("Actor ")
    assert signer.opened(token).of("intake", request.read()).by == by_return_channel(ID)


def test_a_question_of_another_submission_does_not_exist(
    portal: Pages, told: Told, back: Back
) -> None:
    told.tell(received(), received(OTHER), asked(OTHER))
    form = {"command_id": str(uuid4()), "answer": "x"}
    assert back().post(f"/return/answers/{QUESTION}", form).status_code == 404
    assert portal.asked == []


@pytest.mark.parametrize("status", [403, 409, 422, 503])
@pytest.mark.parametrize("path", [f"/return/answers/{QUESTION}", "/return/developments"])
def test_what_intake_refuses_is_told_and_what_was_typed_is_kept(
    portal: Pages, told: Told, back: Back, status: int, path: str
) -> None:
    told.tell(received(seal=portal.vault.seal), asked(seal=portal.vault.seal))
    visitor = back()
    portal.answer = httpx.Response(status, json={"title": "A sentence."})
    form = {"command_id": str(uuid4()), "answer": "My words", "text": "My words"}
    sent = visitor.post(path, form)
    assert sent.status_code == status
    assert "There is a problem" in sent.text
    assert "My words" in sent.text


@pytest.mark.parametrize(
    ("text", "sentence"),
    [("", "Write what is new"), ("a" * 20_001, "20,000 characters"), ("a\x07b", "cannot be shown")],
)
def test_bad_news_are_told_and_kept(
    portal: Pages, told: Told, back: Back, text: str, sentence: str
) -> None:
    told.tell(received(seal=portal.vault.seal))
    sent = back().post("/return/developments", {"command_id": str(uuid4()), "text": text})
    assert sent.status_code == 422
    assert sentence in sent.text
    assert text.replace("\x07", "") in sent.text
    empty = back().post(f"/return/answers/{QUESTION}", {"command_id": str(uuid4()), "answer": ""})
    assert empty.status_code == 404
    assert portal.asked == []


def test_an_empty_answer_is_told(portal: Pages, told: Told, back: Back) -> None:
    told.tell(received(seal=portal.vault.seal), asked(seal=portal.vault.seal))
    sent = back().post(f"/return/answers/{QUESTION}", {"command_id": str(uuid4()), "answer": ""})
    assert sent.status_code == 422
    assert "Write your answer" in sent.text


@pytest.mark.parametrize("path", [f"/return/answers/{QUESTION}", "/return/developments"])
def test_nothing_is_added_to_what_was_erased(
    portal: Pages, told: Told, back: Back, path: str
) -> None:
    told.tell(received(seal=portal.vault.seal), asked(seal=portal.vault.seal))
    visitor = back()
    portal.vault.forget(f"submission-{ID}", at=portal.clock.at)
    form = {"command_id": str(uuid4()), "answer": "More", "text": "More"}
    sent = visitor.post(path, form)
    assert sent.status_code == 409
    assert "erased on request" in sent.text
    assert portal.asked == []


def test_what_was_added_is_shown_to_its_source_alone(portal: Pages, told: Told, back: Back) -> None:
    told.tell(received(seal=portal.vault.seal), added(portal), added(portal, OTHER, "Not yours"))
    page = back().get(PAGE).text
    assert "Planted news" in page
    assert "Not yours" not in page


def test_the_source_is_told_that_its_identity_was_opened_by_which_function_and_why(
    portal: Pages, told: Told, back: Back
) -> None:
    told.tell(received(seal=portal.vault.seal))
    assert "Nobody. Your name is kept apart" in back().get(PAGE).text
    told.tell(opened(portal))
    portal.person(Role.HUMAN_RIGHTS_OFFICER, account_id="officer-1", name="Hana Officer")
    ngo = portal.signed_in(Role.NGO_MEMBER, account_id="ngo-1", organisation_id="org-1")
    for page in (back().get(PAGE).text, ngo.get(f"/submissions/{ID}/developments").text):
        assert "Human-rights officer" in page
        assert "in danger" in page
        for text in ("Hana", "officer-1"):
            assert text not in page


def test_the_source_is_told_how_many_texts_were_compared_with_its_name(
    portal: Pages, told: Told, back: Back
) -> None:
    told.tell(received(seal=portal.vault.seal))
    ngo = portal.signed_in(Role.NGO_MEMBER, account_id="ngo-1", organisation_id="org-1")
    rows = [
        {"submission_id": of, "actor_id": "officer-1", "text": text, "at": AT}
        for of, text in ((ID, "aa"), (ID, "ab"), (OTHER, "ac"))
    ]
    for number, said in ((1, "one text was compared"), (2, "2 texts were compared")):
        with portal.engine.begin() as conn:
            conn.execute(delete(compared))
            conn.execute(insert(compared), [*rows[:number], rows[2]])
        for page in (back().get(PAGE).text, ngo.get(f"/submissions/{ID}/developments").text):
            assert said in page
            assert "by the computer, last <time" in page
            assert "officer-1" not in page


# --- with an account ------------------------------------------------------------------------


def test_a_source_with_an_account_adds_what_is_new_too(portal: Pages, told: Told) -> None:
    told.tell(received(seal=portal.vault.seal), added(portal))
    ngo = portal.signed_in(Role.NGO_MEMBER, account_id="ngo-1", organisation_id="org-1")
    path = f"/submissions/{ID}/developments"
    assert path in ngo.get(f"/submissions/{ID}").text
    assert "Planted news" in ngo.get(path).text
    assert ngo.post(path, {"command_id": str(uuid4()), "text": ""}).status_code == 422
    sent = ngo.post(path, {"command_id": str(uuid4()), "text": "More"})
    assert (sent.status_code, sent.location) == (303, path)
    assert len(portal.asked) == 1
    portal.answer = httpx.Response(403, json={"title": "A sentence."})
    assert ngo.post(path, {"command_id": str(uuid4()), "text": "More"}).status_code == 403
    portal.vault.forget(f"submission-{ID}", at=portal.clock.at)
    assert ngo.post(path, {"command_id": str(uuid4()), "text": "More"}).status_code == 409


def test_somebody_elses_submission_does_not_exist(portal: Pages, told: Told) -> None:
    told.tell(received())
    stranger = portal.signed_in(Role.NGO_MEMBER, organisation_id="org-2")
    path = f"/submissions/{ID}/developments"
    assert stranger.get(path).status_code == 404
    assert stranger.post(path, {"command_id": str(uuid4()), "text": "x"}).status_code == 404
    assert portal.asked == []


def test_the_source_reads_the_reason_in_own_words(portal: Pages, told: Told, back: Back) -> None:
    told.tell(received(seal=portal.vault.seal), opened(portal))
    source = back()
    assert "Planted reason" in source.get(PAGE).text
    portal.vault.forget(f"submission-{ID}", at=AT)
    page = source.get(PAGE).text
    assert "Planted reason" not in page
    assert "erased" in page
