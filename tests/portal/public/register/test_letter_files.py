"""The PDF of a public letter says what its page says, and is there as long as the page is."""

import io
import re
from collections.abc import Mapping
from html import unescape
from typing import Any

import pypdf
import pytest

from portal.letters.documents import anybody
from portal.letters.documents.typesetting import NoFont
from portal.public.register import letter_files
from shared.core.roles import Role
from shared.reference import LANGUAGES
from tests.portal.public.register.conftest import ALMOST, PERMALINK, read, tell, told
from tests.support.followup import LETTER, REPLY
from tests.support.papers import told_in_each_language
from tests.support.portal import Pages
from tests.support.publication import (
    ANSWER,
    ORIGINAL,
    RENDITION,
    TRANSLATED,
    grade_published,
    logged,
    published,
    reply_published,
    translation_published,
    withdrawn,
    withheld,
)

PDF = f"{PERMALINK}.pdf"


@pytest.fixture(autouse=True)
def _nothing_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(letter_files, "_kept", anybody.Kept(most=16))


@pytest.fixture
def tried(monkeypatch: pytest.MonkeyPatch) -> list[Mapping[str, Any]]:
    """What went to the press, which makes nothing of it here."""
    laid: list[Mapping[str, Any]] = []

    def pressed(one: Mapping[str, Any], fonts: object) -> bytes:
        laid.append(one)
        return b"%PDF"

    monkeypatch.setattr(anybody, "pressed", pressed)
    return laid


def lines(laid: Mapping[str, Any]) -> list[str]:
    return [line for one in laid["blocks"] for line in one["lines"]]


def text_of(pdf: bytes) -> str:
    pages = pypdf.PdfReader(io.BytesIO(pdf)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def on_page(page: str) -> str:
    return plain(unescape(re.sub(r"<[^>]+>", " ", re.sub("</?bdi>", "", page))))


def plain(said: str) -> str:
    """Return it without marks of direction, each space as one."""
    return " ".join(re.sub("[\u2066-\u2069]", "", said).split())


def test_a_pdf_has_the_letter_and_its_replies(portal: Pages) -> None:
    tell(portal, published(), reply_published(), translation_published())
    answer = read(portal, PDF)
    assert answer.data.startswith(b"%PDF")
    assert answer.mimetype == "application/pdf"
    assert 'filename="AL-FRA-3-2026.pdf"' in answer.headers["Content-Disposition"]
    visitor = portal.visitor()
    told_in_each_language(lambda code: visitor.get(f"/{code}{PDF}"), kind="public letter")
    assert answer.headers["Cache-Control"] == "public, max-age=60"
    assert "Set-Cookie" not in answer.headers
    said = text_of(answer.data)
    for part in ("AL FRA 3/2026", RENDITION, ANSWER, "Received 14 Oct 2026 in French"):
        assert " ".join(part.split()) in said
    assert f'href="/en{PDF}"' in read(portal, PERMALINK).text
    with anybody.turn():
        assert read(portal, PDF).data == answer.data, "it is kept"
    signed_in = portal.signed_in(Role.QUICK_RESPONSE_DESK).get(PDF)
    assert (signed_in.data, signed_in.headers["Cache-Control"]) == (answer.data, "no-store")


@pytest.mark.parametrize("code", LANGUAGES)
def test_it_says_nothing_that_the_page_does_not_show(
    portal: Pages, tried: list[Mapping[str, Any]], code: str
) -> None:
    tell(
        portal,
        published(edition=2),
        reply_published(),
        translation_published(),
        grade_published(),
        published("Another.", 4),
    )
    assert read(portal, f"/{code}{PDF}").status_code == 200
    [laid] = tried
    assert (laid["language"], laid["direction"]) == (code, "rtl" if code == "ar" else "ltr")
    page = on_page(read(portal, f"/{code}{PERMALINK}").text)
    for line in lines(laid):
        label, _, value = plain(line).partition(": ")
        assert plain(line) in page or (label in page and value in page), line
    for one in laid["signed"]:
        assert one["mandate"] in page
        assert (one["holder"], one["language"]) == (None, code)
    assert TRANSLATED in lines(laid)
    assert "Another." not in lines(laid)


def test_what_the_state_keeps_to_itself_is_a_placeholder(
    portal: Pages, tried: list[Mapping[str, Any]]
) -> None:
    tell(portal, published(), withheld(), published("Another.", 4))
    for address in (PDF, "/register/AL-FRA-4-2026.pdf"):
        assert read(portal, address).status_code == 200
    kept_back, unanswered = map(lines, tried)
    assert "This reply is not made public, at the request of the State." in kept_back
    assert ANSWER not in kept_back
    assert "No reply has been published." in unanswered


def test_the_bytes_hold_what_is_published_and_not_what_was_written(portal: Pages) -> None:
    reply = logged(portal.vault.seal(f"reply-{REPLY}", ANSWER))
    tell(portal, *ALMOST, reply, published(), withheld(), everywhere=True)
    made = read(portal, PDF).data
    said = text_of(made)
    assert "[redacted]" in said
    for secret in ("Ana", ANSWER, LETTER, REPLY, ORIGINAL):
        assert secret not in said
        assert secret.encode() not in made


def test_what_is_not_public_has_no_pdf_and_the_answer_of_the_page(
    portal: Pages, tried: list[Mapping[str, Any]]
) -> None:
    tell(portal, *ALMOST, everywhere=True)
    page = read(portal, PERMALINK)
    for address in (PDF, "/register/AL-FRA-9-2026.pdf", "/register/nothing.pdf", "/register/.pdf"):
        answer = read(portal, address)
        assert answer.status_code == page.status_code == 404
        assert told(answer) == told(page), address
        assert dict(answer.headers).keys() == dict(page.headers).keys()
    assert not tried


def test_it_is_gone_with_the_letter_also_from_what_is_kept(
    portal: Pages, tried: list[Mapping[str, Any]]
) -> None:
    steps = (published(), published("We are concerned.", edition=2), withdrawn())
    answers = []
    for number in range(1, len(steps) + 1):
        tell(portal, *steps[:number])  # what came before is a repeat
        answers.append(read(portal, PDF).status_code)
    assert answers == [200, 200, 404]
    editions = ["We are concerned." in lines(one) for one in tried]
    assert editions == [False, True], "what is kept is of another edition"


def test_what_cannot_be_made_now_is_said_on_the_page(
    portal: Pages, monkeypatch: pytest.MonkeyPatch
) -> None:
    tell(portal, published())
    with anybody.turn():
        busy = read(portal, PDF)
    assert (busy.status_code, busy.headers["Retry-After"]) == (503, "30")
    assert str(anybody.Busy.sentence) in busy.text
    assert RENDITION[:20] in busy.text

    def broken(laid: object, fonts: object) -> bytes:
        raise NoFont

    monkeypatch.setattr(anybody, "pressed", broken)
    assert str(NoFont.sentence) in unescape(read(portal, PDF).text)
