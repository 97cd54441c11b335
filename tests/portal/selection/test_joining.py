"""A candidate registers alone, and no page tells whose address has an account."""

import re
from collections.abc import Iterator
from datetime import timedelta
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr
from sqlalchemy import event, select

from portal.homes.notices.mail import AddressRefused, MailAway
from portal.homes.notices.start_letters import send_links
from portal.selection import registering
from portal.selection.registering import registrations
from portal.web.accounts import account as accounts
from portal.web.accounts.account import Account
from portal.web.audit.chain import audit
from shared.core.roles import Role
from tests.portal.selection.world import text
from tests.support.portal import PASSWORD, Pages, Visitor, pages, sqlite_urls
from tests.support.undisguised import undisguised
from tests.support.walking import MIRRORED

ADA = "ada@example.org"
JOIN = {"name": "Ada", "new_password": PASSWORD, "repeated_password": PASSWORD}


@pytest.fixture
def portal(tmp_path: Path) -> Iterator[Pages]:
    with pages(
        *sqlite_urls(tmp_path),
        smtp_url=SecretStr("smtp://mail.example"),
        mail_from="no-reply@rapporteur.example",
        public_url="https://rapporteur.example",
        pace_network=6,
    ) as built:
        yield built


def ask(portal: Pages, address: str = ADA) -> str:
    """Ask as a stranger; return what the page says then."""
    visitor = portal.visitor()
    sent = visitor.post("/apply/account", {"email": address})
    assert sent.status_code == 303, sent.text
    return text(visitor.get(sent.location))


def mails(portal: Pages) -> list[EmailMessage]:
    went: list[EmailMessage] = []
    send_links(portal.engine, portal.settings, went.append, now=portal.clock)
    return went


def link(mail: EmailMessage) -> str:
    found = re.search(r"https://rapporteur\.example(/apply/account/\S+)", mail.get_content())
    assert found
    return found[1]


def asked(portal: Pages, address: str = ADA) -> str:
    ask(portal, address)
    [mail] = mails(portal)
    assert mail["To"] == address
    return link(mail)


def account(portal: Pages, address: str = ADA) -> Account | None:
    with portal.engine.connect() as conn:
        return accounts.by_email(conn, address)


def opens(portal: Pages, address: str) -> bool:
    page = portal.visitor().get(address)
    assert page.status_code == 200 or "This link opens nothing" in text(page)
    return page.status_code == 200


def test_the_link_makes_a_candidates_account_and_nothing_else(portal: Pages) -> None:
    address = asked(portal)
    assert opens(portal, address)
    assert account(portal) is None, "a program that follows links makes no account"
    visitor = portal.visitor()
    sent = visitor.post(address, JOIN)
    assert sent.status_code == 303, sent.text
    assert sent.location.startswith("/sign-in/set-up"), "a second step, as for everybody"
    made = account(portal)
    assert made
    assert made.roles == {Role.CANDIDATE}
    assert made.organisation_id is None
    assert not made.mandates | made.state_codes
    with portal.engine.connect() as conn:
        whose = select(audit.c.purpose).where(audit.c.subject == f"account-{made.account_id}")
        assert conn.scalars(whose).all() == ["role:candidate"]
        assert conn.execute(select(registrations)).all() == []


def test_the_link_serves_once(portal: Pages) -> None:
    address = asked(portal)
    first, second = portal.visitor(), portal.visitor()
    assert first.post(address, JOIN).status_code == 303
    assert second.post(address, {**JOIN, "name": "Eve"}).status_code == 404
    assert not opens(portal, address)
    made = account(portal)
    assert made
    assert made.name == "Ada"


def test_the_link_ends_after_a_day(portal: Pages) -> None:
    address = asked(portal)
    portal.clock.forward(timedelta(hours=23, minutes=59))
    assert opens(portal, address)
    portal.clock.forward(timedelta(minutes=1))
    assert not opens(portal, address)
    assert portal.visitor().post(address, JOIN).status_code == 404
    assert mails(portal) == []
    assert registering.purge(portal.engine, at=portal.clock()) == 1
    with portal.engine.connect() as conn:
        assert conn.execute(select(registrations)).all() == [], "the address is kept no longer"


def statements(portal: Pages, address: str) -> tuple[str, list[str]]:
    """What the page says to who asks with this address, and what the database was asked."""
    visitor = portal.visitor()
    visitor.form_token()
    seen: list[str] = []

    def note(_conn: Any, _cursor: Any, statement: str, *_: Any) -> None:
        seen.append(statement)

    event.listen(portal.engine, "before_cursor_execute", note)
    try:
        said = _answer(visitor, address)
    finally:
        event.remove(portal.engine, "before_cursor_execute", note)
    return said, seen


def _answer(visitor: Visitor, address: str) -> str:
    sent = visitor.post("/apply/account", {"email": address})
    return f"{sent.status_code} {sent.location} {text(visitor.get(sent.location))}"


def test_an_address_with_an_account_gets_the_same_answer_work_and_letter(portal: Pages) -> None:
    portal.person(Role.NGO_MEMBER, email="source@example.org")
    assert statements(portal, ADA) == statements(portal, "source@example.org")
    to_ada, to_source = mails(portal)
    assert (to_ada["To"], to_source["To"]) == (ADA, "source@example.org")
    words = [mail.get_content().replace(link(mail), "") for mail in (to_ada, to_source)]
    assert words[0] == words[1]
    assert to_ada["Subject"] == to_source["Subject"]


def test_a_link_to_an_address_with_an_account_opens_nothing(portal: Pages) -> None:
    source = portal.person(Role.NGO_MEMBER, email="source@example.org")
    address = asked(portal, "source@example.org")
    unknown = portal.visitor().get("/apply/account/never-sent")
    taken = portal.visitor().get(address)
    assert (taken.status_code, text(taken)) == (unknown.status_code, text(unknown))
    assert portal.visitor().post(address, JOIN).status_code == 404
    assert account(portal, "source@example.org") == source


def test_one_letter_an_hour_goes_to_an_address_and_the_newest_link_serves(portal: Pages) -> None:
    first = asked(portal)
    assert "Look at your mail" in ask(portal)
    assert mails(portal) == []
    portal.clock.forward(timedelta(hours=1))
    second = asked(portal)
    assert not opens(portal, first)
    assert opens(portal, second)


def test_who_asks_again_and_again_pays_in_time(portal: Pages) -> None:
    for number in range(3):
        ask(portal, f"person{number}@example.org")
    sent = portal.visitor().post("/apply/account", {"email": "one.more@example.org"})
    assert sent.status_code == 429
    assert "one.more@example.org" in sent.text
    assert len(mails(portal)) == 3


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"name": " "}, "Enter your full name"),
        ({"new_password": "short", "repeated_password": "short"}, "Enter at least 12 characters"),
        ({"repeated_password": "something else"}, "not the same as the new password"),
    ],
)
def test_what_is_wrong_is_said_and_the_link_still_serves(
    portal: Pages, typed: dict[str, str], sentence: str
) -> None:
    address = asked(portal)
    sent = portal.visitor().post(address, {**JOIN, **typed})
    assert sent.status_code == 422
    assert sentence in text(sent)
    assert opens(portal, address)


def test_while_the_mail_server_is_away_the_letter_waits_and_one_that_is_refused_is_forgotten(
    portal: Pages,
) -> None:
    def away(_: EmailMessage) -> None:
        raise MailAway

    def refuse(_: EmailMessage) -> None:
        raise AddressRefused

    ask(portal)
    with pytest.raises(MailAway):
        send_links(portal.engine, portal.settings, away, now=portal.clock)
    assert mails(portal) == []
    portal.clock.forward(timedelta(minutes=5))
    assert send_links(portal.engine, portal.settings, refuse, now=portal.clock) == 0
    with portal.engine.connect() as conn:
        assert conn.execute(select(registrations)).all() == []


def test_nothing_is_said_that_translators_cannot_reach(portal: Pages) -> None:
    link_to_ada, visitor = asked(portal), portal.visitor()
    visitor.client.set_cookie("language", MIRRORED)
    for path in ("/apply/account", "/apply/account/asked", link_to_ada, "/apply/account/no-link"):
        assert undisguised(visitor.get(path).text) == []


def test_the_letter_speaks_the_language_of_the_page(portal: Pages) -> None:
    visitor = portal.visitor()
    visitor.client.set_cookie("language", "fr")
    assert visitor.post("/apply/account", {"email": ADA}).status_code == 303
    with portal.engine.connect() as conn:
        assert conn.scalar(select(registrations.c.language)) == "fr"


def test_without_a_mail_server_the_page_says_whom_to_write_to(tmp_path: Path) -> None:
    with pages(*sqlite_urls(tmp_path)) as portal:
        assert "This platform sends no mail" in text(portal.visitor().get("/apply/"))
        sent = portal.visitor().post("/apply/account", {"email": ADA})
        assert sent.status_code == 409
        assert "This platform sends no mail" in text(sent)


def test_a_letter_that_was_asked_for_before_the_last_link_ended_goes_out_after(
    portal: Pages,
) -> None:
    """Mail may be away for a while, just then."""
    at, engine = portal.clock(), portal.engine
    registering.ask(engine, ADA, None, at=at)
    assert registering.take(engine, ADA, at=at)
    registering.sent(engine, ADA)
    again = at + registering.LIFE - timedelta(minutes=1)
    registering.ask(engine, ADA, None, at=again)
    assert registering.due(engine, at=again + timedelta(hours=1)) == [ADA]
    assert registering.take(engine, ADA, at=again + timedelta(hours=1))
