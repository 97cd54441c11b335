"""The state of every part, on a page for the people who run the platform."""

import re
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from portal.letters.documents.typesetting import NotSet
from shared.core.roles import Role
from tests.support.portal import Pages, pages, sqlite_urls


def test_the_administrator_lands_on_the_state_of_every_part(portal: Pages) -> None:
    admin = portal.signed_in(Role.SYSTEM_ADMIN)
    assert admin.get("/sign-in").headers["Location"] == "/operations"
    page = admin.get("/operations").text
    for part in ("database", "vault", "consume", "feed", "intake", "followup"):
        assert part in page
    assert "Ready" in page
    assert "Audit log" not in page


def test_what_is_not_set_up_is_said_and_is_no_failure(tmp_path: Path) -> None:
    with pages(*sqlite_urls(tmp_path), letter_fonts=str(tmp_path)) as bare:
        limits = bare.visitor().get("/health").get_json()["limits"]
        assert limits == {
            "letters as PDF": "no font for Arabic and Chinese",
            "notices by e-mail": "no mail server is set up",
        }
        page = bare.signed_in(Role.SYSTEM_ADMIN).get("/operations").text
    assert "No font for Arabic and Chinese" in page
    mail: dict[str, Any] = {
        "smtp_url": SecretStr("smtp://127.0.0.1:25"),
        "mail_from": "a@rapporteur.example",
    }
    (tmp_path / "other").mkdir()
    with pages(*sqlite_urls(tmp_path / "other"), **mail) as complete:
        assert "notices by e-mail" not in complete.visitor().get("/health").get_json()["limits"]


def test_a_press_that_does_not_work_is_said_too(
    portal: Pages, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_: object) -> tuple[str, ...]:
        raise NotSet

    monkeypatch.setattr("portal.app.health.missing_fonts", broken)
    limits = portal.visitor().get("/health").get_json()["limits"]
    assert limits["letters as PDF"] == "none can be made"


def test_a_page_that_is_as_it_was_is_not_sent_again(portal: Pages) -> None:
    admin = portal.signed_in(Role.SYSTEM_ADMIN)
    found = re.search(r'hx-get="([^"]+)"', admin.get("/operations").text.split("<h1")[1])
    assert found
    assert admin.fragment(found[1]).status_code == 204
    assert "<html" not in admin.fragment("/operations?seen=x").text


def test_a_page_process_is_alive_and_ready_without_anybody_else(portal: Pages) -> None:
    visitor = portal.visitor()
    assert visitor.get("/health/live").text == "alive"
    answer = visitor.get("/health/ready")
    assert (answer.status_code, answer.get_json()) == (200, {"database": "ready", "vault": "ready"})
    assert visitor.get("/health").status_code == 503  # no service runs here


def test_without_its_database_a_page_process_is_alive_and_not_ready(
    portal: Pages, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("portal.app.health._database", lambda _: "unreachable")
    visitor = portal.visitor()
    assert visitor.get("/health/live").status_code == 200
    assert visitor.get("/health/ready").status_code == 503
