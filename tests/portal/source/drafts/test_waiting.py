"""Filing without an account when many do: waiting, and large files."""

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from portal.casefile.drafts.tables import drafts
from portal.source.drafts import anybody, views
from portal.source.pace import gate
from portal.web.delivery.outbox import outbox
from shared.core.roles import Role
from tests.support.drafts import alert, begun_by_code, fill, filled
from tests.support.drafts import sent as send_it
from tests.support.files import PDF, send
from tests.support.pace import NARROW
from tests.support.portal import Pages, Visitor, pages, sqlite_urls
from tests.support.submissions import Told
from tests.support.without_account import begun_and_filled, count


@pytest.fixture
def crowded(tmp_path: Path) -> Iterator[Pages]:
    """A portal on which a network sends one submission for nothing."""
    with pages(*sqlite_urls(tmp_path), attachments=str(tmp_path / "files"), **NARROW) as built:
        Told(built.engine)
        yield built


def paid(portal: Pages, visitor: Visitor, address: str, page: str) -> Any:
    """Wait as the page says, and send again what it holds."""
    assert "One moment before this goes on" in page
    assert "govuk-exit-this-page" in page
    form = page.partition("data-pace")[2].partition("</form>")[0]
    hidden = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', form)
    typed = re.findall(r'<textarea[^>]* name="(\w+)"[^>]*>\n([^<]*)</textarea>', form)
    portal.clock.forward(timedelta(minutes=15))
    return visitor.post(address, dict(hidden) | dict(typed))


def test_a_form_that_is_sent_again_waits_for_nothing(crowded: Pages) -> None:
    somebody = crowded.visitor()
    form = {"command_id": str(uuid4())}
    places = {str(somebody.post("/submit/", form).location) for _ in range(9)}
    assert len(places) == 1
    draft = places.pop().removesuffix("code")
    fill(somebody, draft)
    send_it(somebody, draft)


def test_who_comes_when_much_is_sent_waits_and_goes_on(crowded: Pages) -> None:
    first, second = crowded.visitor(), crowded.visitor()
    send_it(first, begun_and_filled(first))
    begins = second.post("/submit/", {"command_id": str(uuid4())})
    assert begins.status_code == 429
    assert count(crowded, drafts) == 0
    begun_now = paid(crowded, second, "/submit/", begins.text)
    assert begun_now.status_code == 303
    draft = begun_now.location.removesuffix("code")
    fill(second, draft)
    sends = second.post(f"{draft}review", {"command_id": str(uuid4())})
    assert (sends.status_code, count(crowded, outbox)) == (429, 1)
    sent_now = paid(crowded, second, f"{draft}review", sends.text)
    assert (sent_now.status_code, sent_now.location) == (303, f"{draft}receipt")
    assert count(crowded, outbox) == 2


def test_with_an_account_nobody_waits(crowded: Pages) -> None:
    ngo = crowded.signed_in(Role.NGO_MEMBER)
    for _ in range(3):
        send_it(ngo, filled(ngo))
    assert count(crowded, outbox) == 3


def test_a_large_file_waits_and_the_draft_stays(
    portal: Pages, told: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    somebody = portal.visitor()
    draft = begun_by_code(somebody)
    asked: list[tuple[int, int]] = []

    def waits(size: int, *, before: int) -> str | None:
        asked.append((size, before))
        return "Later." if before else None

    monkeypatch.setattr(gate, "file_waits", waits)
    assert send(somebody, f"{draft}files/", (PDF, "one.pdf")).status_code == 303
    refused = send(somebody, f"{draft}files/", (PDF, "two.pdf"))
    assert refused.status_code == 422
    assert "Later." in refused.text
    assert "one.pdf" in refused.text
    assert asked == [(len(PDF), 0), (len(PDF), len(PDF))]


def test_a_file_that_was_removed_counts_with_those_that_come_after(
    portal: Pages, told: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else one draft takes, and scans, as many first 5 MB as somebody sends, for nothing."""
    somebody = portal.visitor()
    draft = begun_by_code(somebody)
    asked: list[int] = []
    monkeypatch.setattr(gate, "file_waits", lambda _, *, before: asked.append(before))
    for number in range(3):
        assert send(somebody, f"{draft}files/", (PDF, f"{number}.pdf")).status_code == 303
        page = somebody.get(f"{draft}files/").text
        (remove,) = re.findall(r'href="([^"]+/remove)"', page)
        for _ in range(2):  # a double click counts once
            somebody.post(remove, {})
    assert asked == [0, len(PDF), 2 * len(PDF)]


@pytest.mark.parametrize("where", ["begin", "send"])
def test_who_may_not_submit_neither_begins_nor_sends(
    portal: Pages, told: Told, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    somebody = portal.visitor()
    draft = begun_and_filled(somebody)
    module = anybody if where == "begin" else views
    monkeypatch.setattr(module, "may_submit", lambda: "Not now.")
    address = "/submit/" if where == "begin" else f"{draft}review"
    answer = somebody.post(address, {"command_id": str(uuid4())})
    assert answer.status_code == 403
    assert alert(answer.text) == ["Not now."]
    assert (count(portal, drafts), count(portal, outbox)) == (1, 0)


def test_who_is_signed_in_is_not_asked_to_sign_in(portal: Pages) -> None:
    assert "If you have an account" in portal.visitor().get("/submit/").text
    assert "If you have an account" not in portal.signed_in(Role.CHIEF).get("/submit/").text
