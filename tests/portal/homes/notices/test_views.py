"""The page on which a person chooses notices by e-mail."""

import re
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from portal.homes.notices import choosing
from shared.core.roles import Role
from tests.support.mandate_settings import SettingsTold, changed
from tests.support.people import forms_of
from tests.support.portal import Pages, Visitor, pages, sqlite_urls


def chosen(visitor: Visitor) -> str | None:
    [form] = [
        f
        for f in forms_of(visitor.get("/notices/settings").text)
        if f["action"] == "/notices/settings"
    ]
    found: str | None = form["fields"].get("choice")
    return found


@pytest.mark.parametrize("role", [Role.MANDATE_HOLDER, Role.CHIEF, Role.COORDINATION_COMMITTEE])
def test_who_works_here_is_told_at_once_unless_he_chooses_otherwise(
    portal: Pages, role: Role
) -> None:
    person = portal.signed_in(role)
    assert chosen(person) == "at_once"
    for choice in ("none", "daily", "at_once"):
        assert person.post("/notices/settings", {"choice": choice}).status_code == 303
        assert chosen(person) == choice


@pytest.mark.parametrize("role", [Role.NGO_MEMBER, Role.CONTACT_POINT])
def test_a_source_is_told_nothing_until_he_chooses_and_what_that_means(
    portal: Pages, role: Role
) -> None:
    source = portal.signed_in(role)
    assert chosen(source) == "none"
    assert "Whoever can read your e-mail can see" in source.get("/notices/settings").text
    assert source.post("/notices/settings", {"choice": "daily"}).status_code == 303
    assert chosen(source) == "daily"


def test_one_persons_choice_is_no_others(portal: Pages) -> None:
    one, other = (portal.signed_in(Role.MANDATE_HOLDER) for _ in range(2))
    one.post("/notices/settings", {"choice": "none"})
    assert chosen(other) == "at_once"


@pytest.mark.parametrize("typed", ["", "hourly"])
def test_what_is_no_choice_is_refused_in_a_sentence(portal: Pages, typed: str) -> None:
    person = portal.signed_in(Role.CHIEF)
    answer = person.post("/notices/settings", {"choice": typed})
    assert answer.status_code == 422
    assert "Choose when you want to be told" in answer.text
    assert chosen(person) == "at_once"


def test_the_page_says_whether_there_is_a_mail_server(portal: Pages, tmp_path: Path) -> None:
    assert (
        "No mail server is set up here"
        in portal.signed_in(Role.CHIEF).get("/notices/settings").text
    )
    (tmp_path / "other").mkdir()
    mail: dict[str, Any] = {
        "smtp_url": SecretStr("smtp://127.0.0.1:25"),
        "mail_from": "a@rapporteur.example",
    }
    with pages(*sqlite_urls(tmp_path / "other"), **mail) as other:
        assert "No mail server" not in other.signed_in(Role.CHIEF).get("/notices/settings").text


def test_it_says_where_mail_goes_and_when_that_address_refused_it(portal: Pages) -> None:
    person = portal.signed_in(Role.CHIEF)
    assert person.account is not None
    assert person.account.email in person.get("/notices/settings").text
    assert "refused by your mail server" not in person.get("/notices/settings").text
    with portal.engine.begin() as conn:
        choosing.refuse(conn, person.account, at=portal.clock())
    assert "refused by your mail server" in person.get("/notices/settings").text


def test_holders_read_how_often_they_are_reminded(portal: Pages) -> None:
    SettingsTold(portal.engine).tell(changed("wgad", approval_hours_urgent=1))
    mine = frozenset({"sr-torture", "wgad"})
    answer = portal.signed_in(Role.MANDATE_HOLDER, mandates=mine).get("/notices/settings")
    page = re.sub(r"</?bdi[^>]*>", "", answer.text)
    assert "for SR torture you are reminded: of an urgent appeal every 4 hours" in page
    assert "for WGAD you are reminded: of an urgent appeal every 1 hour," in page
    assert "a statement waits for your approval you are reminded of it once, after 3 days" in page
    assert "every 4 hours" not in portal.signed_in(Role.CHIEF).get("/notices/settings").text


def test_a_stranger_signs_in_first(portal: Pages) -> None:
    assert portal.visitor().get("/notices/settings").status_code == 303
