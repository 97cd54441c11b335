"""A client's Host header never determines our addresses."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.portal import Pages, pages, sqlite_urls

FORGED = {"Host": "elsewhere.example", "X_Forwarded_Host": "elsewhere.example"}
OURS = "https://rapporteur.example"


@pytest.fixture
def portal(tmp_path: Path) -> Iterator[Pages]:
    with pages(*sqlite_urls(tmp_path), public_url=OURS) as built:
        yield built


@pytest.mark.parametrize("name", ["feed.atom", "statements.atom", "bulletin.atom", "sitemap.xml"])
def test_what_others_keep_names_our_own_address(portal: Pages, name: str) -> None:
    text = portal.visitor().get(f"/register/{name}", **FORGED).text
    assert OURS in text
    assert "elsewhere.example" not in text


def test_a_redirect_leads_to_our_own_address(portal: Pages) -> None:
    sent = portal.visitor().get("/activity", **FORGED)
    assert sent.status_code == 308
    assert sent.headers["Location"] == f"{OURS}/activity/"


def test_where_no_address_is_set_it_is_the_one_that_was_asked_for(tmp_path: Path) -> None:
    with pages(*sqlite_urls(tmp_path)) as portal:
        sent = portal.visitor().get("/activity", Host="127.0.0.1:8000")
        assert sent.headers["Location"] == "http://127.0.0.1:8000/activity/"
