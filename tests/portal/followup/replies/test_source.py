"""A source's view of a reply, and its comments on it."""

import httpx
import pytest

from portal.casefile.outcomes import LETTERS
from portal.followup.replies.read_model import REPLIES
from portal.letters.communications.read_model import COMMUNICATIONS
from shared.core.actor import ActorSigner, by_return_channel
from shared.core.message import derive_id
from shared.core.roles import Role
from shared.read_models.model import Applier
from tests.portal.followup.replies.conftest import DUE
from tests.support import cases as told
from tests.support import channel
from tests.support.channel import Told
from tests.support.followup import LETTER, NOW, REPLY, logged, revealed, sent, tell
from tests.support.portal import Pages, Visitor
from tests.support.submissions import received

SUBMISSION = told.SUBMISSION
ANSWER = "Planted reply of a Government."
SAID = "Planted comment of the source."
OTHERS = "Planted comment of another source."
PAGE = f"/replies/to-source/{SUBMISSION}/{REPLY}"
COMMENT = {"command_id": str(derive_id("comment")), "text": SAID}


@pytest.fixture
def case(portal: Pages) -> Pages:
    """A reply that both sources behind the letter may read, and what each of them said."""
    answer = portal.vault.seal(f"reply-{REPLY}", ANSWER)
    mine = portal.vault.seal(f"submission-{SUBMISSION}", "Planted earlier comment.")
    theirs = portal.vault.seal(f"submission-{told.OTHER_SUBMISSION}", OTHERS)
    filed = received(seal=portal.vault.seal, submitter_id="account-1")
    Told(portal.engine).tell(filed)
    Applier(portal.engine, LETTERS).prepare()
    Applier(portal.engine, COMMUNICATIONS).prepare()
    happened(
        portal,
        logged(DUE, text=answer),
        told.forwarded(DUE),
        told.commented(DUE, text=mine),
        told.commented(
            DUE,
            text=theirs,
            submission_id=told.OTHER_SUBMISSION,
            comment_id=str(derive_id("comment", 2)),
        ),
    )
    return portal


def happened(portal: Pages, *facts: object) -> None:
    tell(portal.engine, REPLIES, [DUE, *facts])


def source(portal: Pages) -> Visitor:
    """Whoever filed it: the first account there is."""
    return portal.signed_in(Role.NGO_MEMBER)


def test_the_source_reads_the_forwarded_reply_and_his_own_comments(case: Pages) -> None:
    page = source(case).get(f"/submissions/{SUBMISSION}").text
    assert "A reply came from <bdi>Switzerland</bdi>" in page
    assert ANSWER in page
    assert "Planted earlier comment." in page
    assert OTHERS not in page, "what another source says is not for him"
    assert PAGE in page


def test_a_reply_that_was_not_forwarded_is_not_there(portal: Pages) -> None:
    filed = received(seal=portal.vault.seal, submitter_id="account-1")
    Told(portal.engine).tell(filed)
    Applier(portal.engine, LETTERS).prepare()
    Applier(portal.engine, COMMUNICATIONS).prepare()
    answer = portal.vault.seal(f"reply-{REPLY}", ANSWER)
    happened(portal, logged(DUE, text=answer))
    visitor = source(portal)
    page = visitor.get(f"/submissions/{SUBMISSION}")
    assert page.status_code == 200
    assert "A reply came" not in page.text
    assert visitor.get(PAGE).status_code == 404
    assert visitor.post(PAGE, COMMENT).status_code == 404
    assert portal.asked == []


def test_a_comment_is_sealed_and_asked_for_as_the_source_of_the_submission(case: Pages) -> None:
    visitor = source(case)
    assert ANSWER in visitor.get(PAGE).text
    for _ in range(2):  # a double click
        answer = visitor.post(PAGE, COMMENT)
        assert answer.status_code == 303
        assert answer.location == f"/submissions/{SUBMISSION}"
    one, two = (sent(request) for request in case.asked)
    assert one["type"] == "comment-on-reply"
    assert one["data"] == two["data"] | {"text": one["data"]["text"]}
    assert one["data"]["communication_id"] == LETTER
    assert one["data"]["submission_id"] == SUBMISSION
    assert one["data"]["text"]["subject"] == f"submission-{SUBMISSION}", "forgotten with it"
    assert revealed(case.vault, one["data"]["text"]) == SAID
    assert SAID.encode() not in case.asked[0].content


def test_no_header_and_no_field_names_the_account(case: Pages) -> None:
    visitor = source(case)
    visitor.post(PAGE, COMMENT)
    [request] = case.asked
    token = request.headers["authorization"].removeprefix("Actor ")
    keys = case.settings.actor_key_list
    who = ActorSigner(keys).opened(token).of("followup", request.content)
    assert who.by == by_return_channel(SUBMISSION)
    assert visitor.account is not None
    assert visitor.account.account_id.encode() not in request.content


def test_nobody_else_comments(case: Pages) -> None:
    source(case)  # the first account
    other = case.signed_in(Role.NGO_MEMBER, organisation_id="another")
    assert other.get(PAGE).status_code == 404
    assert other.post(PAGE, COMMENT).status_code == 404
    for role in (Role.GOVERNMENT, Role.QUICK_RESPONSE_DESK, Role.MANDATE_HOLDER):
        assert case.signed_in(role).post(PAGE, COMMENT).status_code == 403
    assert case.asked == []


@pytest.mark.parametrize("text", ["", "x" * 30_000, "a\x00b"])
def test_a_bad_comment_asks_for_nothing(case: Pages, text: str) -> None:
    assert source(case).post(PAGE, {**COMMENT, "text": text}).status_code == 422
    assert case.asked == []


def test_a_refusal_keeps_what_was_typed(case: Pages) -> None:
    case.answer = httpx.Response(409, json={"title": "This case is closed."})
    answer = source(case).post(PAGE, COMMENT)
    assert answer.status_code == 409
    assert "This case is closed." in answer.text
    assert SAID in answer.text


def test_what_was_erased_takes_no_comment(case: Pages) -> None:
    case.vault.forget(f"submission-{SUBMISSION}", at=NOW)
    answer = source(case).post(PAGE, COMMENT)
    assert answer.status_code == 409
    assert "was erased on request" in answer.text
    assert case.asked == []


def test_a_source_without_an_account_comments_by_the_return_channel(case: Pages) -> None:
    kept = channel.kept(case)
    visitor = case.visitor()
    visitor.post("/return/", {"return_code": kept.return_code})
    page = visitor.get("/return/submission").text
    assert ANSWER in page
    assert f"/replies/to-me/{REPLY}" in page
    assert visitor.get(f"/replies/to-me/{REPLY}").status_code == 200
    answer = visitor.post(f"/replies/to-me/{REPLY}", COMMENT)
    assert answer.status_code == 303
    assert answer.location == "/return/submission"
    assert sent(case.asked[0])["data"]["submission_id"] == SUBMISSION


def test_a_closed_case_takes_no_comment_and_is_told_of_only_by_a_notice(case: Pages) -> None:
    facts = [logged(DUE), told.forwarded(DUE), told.commented(DUE), told.commented(DUE)]
    happened(case, *facts, told.closed(DUE))
    visitor = source(case)
    assert visitor.get(PAGE).status_code == 404
    page = visitor.get(f"/submissions/{SUBMISSION}").text
    assert "was closed" not in page
    happened(case, *facts, told.closed(DUE), told.told(DUE, "source"))
    page = visitor.get(f"/submissions/{SUBMISSION}").text
    assert "The case with <bdi>Switzerland</bdi> was closed" in page
    assert "Improved" in page
    happened(case, *facts, told.closed(DUE), told.told(DUE, "source"), told.reopened(DUE))
    assert "was closed" not in visitor.get(f"/submissions/{SUBMISSION}").text


def test_a_long_reply_is_folded_above_the_comment(portal: Pages) -> None:
    Told(portal.engine).tell(received(seal=portal.vault.seal, submitter_id="account-1"))
    Applier(portal.engine, LETTERS).prepare()
    Applier(portal.engine, COMMUNICATIONS).prepare()
    long = "\n\n".join(f"Paragraph {n} of the reply. " * 6 for n in range(40))
    answer = portal.vault.seal(f"reply-{REPLY}", long)
    happened(portal, logged(DUE, text=answer), told.forwarded(DUE))
    page = source(portal).get(PAGE).text
    assert "Show the whole reply" in page
    assert "Paragraph 39 of the reply." in page
