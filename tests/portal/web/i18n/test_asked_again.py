"""Pages that are asked for once more, in other languages, while a test makes their state."""

import pickle
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from uuid import uuid4

import httpx
import pytest
from flask import Flask, request

from portal.web.accounts import account as accounts
from portal.web.accounts.access import public
from portal.web.accounts.account import Account
from portal.web.commands import CommandRefused
from portal.web.context import commands, parts
from portal.web.i18n.texts import gettext, language
from shared.core.actor import system
from tests.support.asked_again import asking_again
from tests.support.elsewhere import ELSEWHERE
from tests.support.portal import Pages, pages, sqlite_urls
from tests.support.undisguised import root_of
from tests.support.walking import MIRRORED, Seen
from tests.support.walks import KEPT

FILE = "tests/planted.py"


@pytest.fixture
def portal(tmp_path: Path) -> Iterator[Pages]:
    with pages(*sqlite_urls(tmp_path), added=_add_pages) as built:
        yield built


@pytest.fixture(autouse=True)
def planted(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setitem(ELSEWHERE, "planted", FILE)
    monkeypatch.setenv(KEPT, str(tmp_path))


def _add_pages(app: Flask) -> None:
    @app.route("/planted", methods=["GET", "POST"])
    @public
    def planted() -> tuple[str, int]:
        said = request.args.get("said") or gettext("Sign in")
        root, main = root_of(language().code), f'<p class="{request.args.get("class")}">{said}</p>'
        with parts().engine.begin() as conn:
            name = str(uuid4())
            nobody = Account(
                account_id=name, email=name, name=name, password_hash="", roles=frozenset()
            )
            accounts.add(conn, nobody)
        if request.form.get("ask"):
            try:
                commands().ask_by_name("intake", "x", {}, by=system("x"), command_id=uuid4())
            except CommandRefused as no:
                return f"{root}><main><h1>{no}</h1>{main}</main></html>", no.status
        return f"{root}><main>{main}</main></html>", 200 if request.method == "GET" else 422


def kept(tmp_path: Path) -> dict[str, list[Seen]]:
    [file] = (tmp_path / "elsewhere").iterdir()
    found: dict[str, list[Seen]] = pickle.loads(file.read_bytes())  # noqa: S301  # our own file
    return found


def test_each_kind_of_page_is_asked_for_once_more_and_nothing_is_changed(
    portal: Pages, tmp_path: Path
) -> None:
    visitor = portal.visitor()
    with asking_again(FILE):
        assert "Sign in" in visitor.get("/planted").text
        visitor.get("/planted")
        visitor.get("/planted?class=other")
        visitor.get("/sign-in")
    found = kept(tmp_path)
    assert [page.path for page in found["en"]] == ["/planted", "/planted?class=other"]
    assert [page.path for page in found[MIRRORED]] == ["/planted", "/planted?class=other"]
    assert "⟦" in found[MIRRORED][0].text
    assert len(portal.everybody()) == 3
    assert visitor.client.get_cookie("language") is None


def test_a_form_that_comes_back_is_sent_again_unless_a_service_or_a_file_is_asked_for(
    portal: Pages, tmp_path: Path
) -> None:
    visitor = portal.visitor()
    with asking_again(FILE):
        assert visitor.post("/planted", {}).status_code == 422
        sent = visitor.post("/planted?class=file", {"file": (BytesIO(b"x"), "a.pdf")})
        assert sent.status_code == 422
        portal.answer = httpx.Response(422, json={"title": "No."})
        asked = visitor.post("/planted?class=asked", {"ask": "1"})
        assert asked.status_code == 422
    assert len(portal.asked) == 1
    assert [page.path for page in kept(tmp_path)[MIRRORED]] == ["/planted"]
    assert len(portal.everybody()) == 3


def test_a_text_that_translators_cannot_reach_fails_the_test_that_got_it(portal: Pages) -> None:
    with asking_again(FILE), pytest.raises(AssertionError, match="Send it"):
        portal.visitor().get("/planted?said=Send+it")
