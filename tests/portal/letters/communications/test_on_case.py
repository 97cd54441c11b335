"""A letter's case is shown to people who may know it, and never to its recipient."""

import re
from html import unescape
from typing import Any

import pytest

from portal.letters.documents.layout import Letter
from shared.core.case_numbers import case_number
from tests.portal.letters.communications.conftest import Desk
from tests.support.submissions import ID

NUMBER = case_number(ID)
SAYS = f"on case {NUMBER}"


def said(page: str) -> str:
    """The words of a page, without tags."""
    return unescape(" ".join(re.sub(r"<[^>]+>", " ", page).split()))


def title(page: str) -> str:
    found = re.search(r"<title>(.*?)</title>", page, re.DOTALL)
    assert found
    return " ".join(found[1].split())


def test_what_is_shared_with_a_mandate_is_called_by_its_number(desk: Desk) -> None:
    page = desk["officer"].get("/mandate").text
    assert f"{NUMBER} Received" in said(page)
    assert f"Read and draft on {NUMBER}" in said(page)
    new = desk["officer"].get(f"/communications/new?submission={ID}").text
    assert f"New communication on {NUMBER}" in said(new)


@pytest.mark.parametrize(
    ("who", "page"),
    [("officer", "/mandate"), ("holder", "/waiting"), ("other holder", "/waiting")],
)
def test_every_list_of_letters_says_on_which_case_each_is(desk: Desk, who: str, page: str) -> None:
    desk.awaiting()
    assert f"Urgent appeal to Kenya {SAYS}".lower() in said(desk[who].get(page).text).lower()


def test_what_is_to_be_transmitted_names_its_case(desk: Desk) -> None:
    page = desk.cleared()
    listed = said(desk["chief"].get("/transmit").text)
    assert f"Urgent appeal to Kenya {SAYS}" in listed
    assert f"Read and transmit : Urgent appeal to Kenya, {SAYS}" in listed
    act = desk["chief"].get(f"{page}/transmit").text
    assert title(act).startswith(f"Transmit: Urgent appeal to Kenya, {SAYS}")
    assert f"O{SAYS[1:]}" in said(act)


def test_the_page_of_a_letter_and_those_behind_it_name_the_case(desk: Desk) -> None:
    page = desk.awaiting()
    assert title(desk["officer"].get(page).text).startswith(f"Urgent appeal to Kenya, {SAYS}")
    assert f"Urgent appeal to Kenya O{SAYS[1:]}" in said(desk["officer"].get(page).text)
    for path, begins in (
        ("revise", "Change the text"),
        ("invite", "Mandates of the letter"),
        ("check", "Check of the text"),
        ("compare", "Versions side by side"),
    ):
        answer = desk["officer"].get(f"{page}/{path}")
        if answer.status_code == 200:
            assert title(answer.text).startswith(f"{begins}: Urgent appeal to Kenya, {SAYS}")
    assert title(desk["officer"].get(f"{page}/revise").text).startswith("Change the text: ")


def test_whoever_has_the_letter_alone_reads_no_number(desk: Desk) -> None:
    page = desk.cleared()
    assert desk.press("chief", f"{page}/transmit", "/transmit").status_code == 303
    for path in (page, "/countries"):
        answer = desk["desk officer"].get(path)
        assert answer.status_code == 200
        assert "UA KEN 1/2026" in answer.text
        assert NUMBER not in answer.text
    assert f"UA KEN 1/2026, {SAYS}" in title(desk["officer"].get(page).text)


def test_the_document_that_goes_out_does_not_know_the_number(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    typeset: list[Letter] = []

    def pdf(letter: Letter, *_: Any) -> bytes:
        typeset.append(letter)
        return b"%PDF-1.7"

    monkeypatch.setattr("portal.letters.documents.typesetting.pdf", pdf)
    page = desk.awaiting()
    assert desk["officer"].get(f"{page}/letter.pdf").status_code == 200
    [printed] = typeset
    assert printed.title == "Urgent appeal to Kenya"
    assert NUMBER not in repr(printed)
