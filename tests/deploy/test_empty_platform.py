"""A platform that is no demonstration starts empty, with the page of its first administrators."""

import re
from pathlib import Path

import httpx
import pytest
from esdbclient import EventStoreDBClient
from sqlalchemy import func, select

from deploy.local.keys import FIRST, first_key
from deploy.local.testing import running_platform
from portal.web.accounts.tables import accounts
from portal.web.delivery.outbox import outbox
from shared.platform.tables import make_engine
from tests.support.people import Person

DEMO = {"RAPPORTEUR_DEMO": "0"}
FROM_REFERENCE = {"mandate-created", "issue-opened"}
"""What a platform knows before anybody came: the mandates that there are, and which overlap."""


@pytest.mark.live
def test_two_administrators_are_made_where_there_was_nobody(tmp_path: Path) -> None:
    with running_platform(tmp_path / "var", env=DEMO) as platform:
        client = EventStoreDBClient(platform.environment["RAPPORTEUR_EVENTSTORE"])
        happened = {one.type for one in client.read_all() if not one.type.startswith("$")}
        client.close()
        engine = make_engine(platform.environment["RAPPORTEUR_DATABASE"], durable=True)
        with engine.connect() as conn:
            counted = (accounts, outbox)
            there = [conn.scalar(select(func.count()).select_from(one)) for one in counted]
        engine.dispose()
        assert (happened - FROM_REFERENCE, there) == (set(), [0, 0])
        key = first_key(platform.var / "secrets.json", DEMO)[FIRST]
        with httpx.Client(
            base_url=platform.url, trust_env=False, timeout=20, follow_redirects=True
        ) as http:
            somebody = Person(http)
            assert http.get("/demo").status_code == 404
            assert "Demonstration" not in somebody.get("/en/")
            assert http.get("/first-administrators").status_code == 404
            page = f"/first-administrators?key={key}"
            made = [made_by(somebody, page, name) for name in ("Ada", "Abel")]
            assert "There are two administrators" in somebody.get(page)
            signed = somebody.send("/sign-in", {"email": "ada@example.org", "password": made[0]})
            assert "Choose a password" in signed.text


def made_by(somebody: Person, page: str, name: str) -> str:
    """Make an administrator, and return the start password."""
    email = f"{name.lower()}@example.org"
    answer = somebody.send(page, {"name": f"{name} Invented", "email": email})
    assert answer.status_code == 200
    shown = re.search(r"<code[^>]*>([^<]+)</code>", answer.text)
    assert shown
    return shown[1]
