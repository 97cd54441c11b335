"""The page that makes the first two administrators of an empty platform."""

import re
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import select

from portal.app.migrate import PORTAL, upgrade
from portal.web.accounts import account as accounts
from portal.web.accounts import first
from portal.web.audit import chain
from portal.web.i18n.languages import LANGUAGES
from shared.core.roles import Role
from shared.platform.tables import make_engine
from tests.support.portal import Pages, Visitor, pages, sqlite_urls
from tests.support.undisguised import undisguised
from tests.support.walking import MIRRORED

KEY = "the-key-that-the-start-printed"
AT = datetime(2026, 11, 24, 9, tzinfo=UTC)
PAGE = f"/first-administrators?key={KEY}"
ADA = {"name": "Ada Invented", "email": "ada@example.org"}
ABEL = {"name": "Abel Invented", "email": "abel@example.org"}


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Pages]:
    with pages(*sqlite_urls(tmp_path), first_administrators_key=KEY) as built:
        yield built


def made(visitor: Visitor, who: dict[str, str]) -> str:
    """Make the administrator, and return the start password."""
    answer = visitor.post(PAGE, who)
    assert answer.status_code == 200
    shown = re.search(r"<code[^>]*>([^<]+)</code>", answer.text)
    assert shown
    return shown[1]


def test_two_administrators_are_made_and_no_third(empty: Pages) -> None:
    visitor = empty.visitor()
    assert "Make the administrator" in visitor.get(PAGE).text
    made(visitor, ADA)
    made(visitor, ABEL)
    page = visitor.get(PAGE).text
    assert "There are two administrators" in page
    assert "Make the administrator" not in page
    refused = visitor.post(PAGE, {"name": "Eve", "email": "eve@example.org"})
    assert refused.status_code == 409
    with empty.engine.connect() as conn:
        found = accounts.by_email(conn, "ada@example.org")
        entries = conn.execute(select(chain.audit.c.what, chain.audit.c.purpose)).all()
        assert accounts.by_email(conn, "eve@example.org") is None
    assert found
    assert found.roles == {Role.SYSTEM_ADMIN}
    assert [tuple(entry) for entry in entries] == [("grant", "role:system_admin")] * 2


def test_one_of_two_cannot_be_replaced_by_whoever_still_has_the_key(empty: Pages) -> None:
    """Else one administrator, who disables the other, is both of those whom most rights take."""
    visitor = empty.visitor()
    made(visitor, ADA)
    made(visitor, ABEL)
    with empty.engine.begin() as conn:
        abel = accounts.by_email(conn, ABEL["email"])
        assert abel
        accounts.set_disabled(conn, abel.account_id, disabled=True)
    assert "Make the administrator" not in visitor.get(PAGE).text
    refused = visitor.post(PAGE, {"name": "Eve", "email": "eve@example.org"})
    assert refused.status_code == 409
    with empty.engine.connect() as conn:
        assert accounts.by_email(conn, "eve@example.org") is None


def test_of_many_who_come_at_once_two_are_made(database_url: str) -> None:
    engine = make_engine(database_url, durable=True)
    upgrade(engine, PORTAL)
    together = threading.Barrier(8)

    def one(number: int) -> bool:
        together.wait(timeout=60)
        try:
            with engine.begin() as conn:
                first.make(conn, f"{number}@example.org", "Ada", demo=False, at=AT)
        except first.ThereAreTwo:
            return False
        return True

    with ThreadPoolExecutor(8) as several:
        assert sum(several.map(one, range(8))) == 2
    engine.dispose()


def test_the_start_password_signs_in(empty: Pages) -> None:
    visitor = empty.visitor()
    password = made(visitor, ADA)
    answer = visitor.post("/sign-in", {"email": ADA["email"], "password": password})
    assert answer.status_code == 303
    assert "Choose a password" in visitor.get(answer.location).text


def test_what_is_missing_or_known_is_said_and_what_was_typed_stays(empty: Pages) -> None:
    visitor = empty.visitor()
    answer = visitor.post(PAGE, {"name": "Ada Invented", "email": ""})
    assert answer.status_code == 422
    assert 'value="Ada Invented"' in answer.text
    made(visitor, ADA)
    again = visitor.post(PAGE, {**ADA, "name": "Another"})
    assert again.status_code == 409
    assert "There is an account with this e-mail address already" in again.text


def test_nothing_is_said_that_translators_cannot_reach(empty: Pages) -> None:
    visitor = empty.visitor()
    visitor.client.set_cookie("language", MIRRORED)
    shown = [visitor.get(PAGE).text, visitor.post(PAGE, ADA).text, visitor.post(PAGE, ABEL).text]
    for page in [*shown, visitor.get(PAGE).text]:
        assert f'lang="{LANGUAGES[MIRRORED].tag}"' in page
        assert undisguised(page) == []


@pytest.mark.parametrize("query", ["", "?key=", "?key=other", f"?key={KEY}x", "?key=é"])
def test_without_the_key_there_is_no_such_page(empty: Pages, query: str) -> None:
    visitor = empty.visitor()
    assert visitor.get(f"/first-administrators{query}").status_code == 404
    assert visitor.post(f"/first-administrators{query}", ADA).status_code == 404
    with empty.engine.connect() as conn:
        assert accounts.by_email(conn, "ada@example.org") is None


@pytest.mark.parametrize("query", ["", "?key="])
def test_where_no_key_is_set_there_is_no_such_page(portal: Pages, query: str) -> None:
    assert portal.visitor().get(f"/first-administrators{query}").status_code == 404
    assert portal.visitor().post(f"/first-administrators{query}", ADA).status_code == 404
