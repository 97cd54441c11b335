"""What is compressed on its way, and for whom: nobody else's site makes a browser tell a length."""

import re
from gzip import decompress
from pathlib import Path

import pytest

from portal.web.static_files import manifest
from shared.core.roles import Role
from tests.support.portal import Pages, Visitor

ROOT = Path(__file__).parents[3]
TAKES = {"Accept-Encoding": "gzip, br"}


def coding(visitor: Visitor, path: str, **said: str) -> str | None:
    return visitor.get(path, **{**TAKES, **said}).headers.get("Content-Encoding")


def test_a_public_page_is_compressed_for_everybody_who_takes_it(portal: Pages) -> None:
    visitor = portal.visitor()
    assert coding(visitor, "/en/help") == "gzip"
    assert coding(visitor, "/en/help", Sec_Fetch_Site="cross-site") == "gzip"
    assert coding(visitor, "/en/help", Accept_Encoding="identity") is None
    assert coding(visitor, "/en/help", Accept_Encoding="gzip;q=0") is None
    answer = visitor.get("/en/help", Accept_Encoding="gzip")
    assert "Accept-Encoding" in answer.vary
    shown = visitor.get("/en/help").text
    assert _same(decompress(answer.data).decode()) == _same(shown)


def _same(page: str) -> str:
    """The page without what is another each time."""
    return re.sub(r'nonce="[^"]*"|name="csrf_token" value="[^"]*"', "", page)


@pytest.mark.parametrize(
    ("comes_from", "expected"),
    [
        ("same-origin", "gzip"),
        ("none", "gzip"),
        ("same-site", None),
        ("cross-site", None),
        ("", None),
    ],
)
def test_somebodys_own_page_is_compressed_only_if_no_other_site_asked_for_it(
    portal: Pages, comes_from: str, expected: str | None
) -> None:
    source = portal.signed_in(Role.NGO_MEMBER, organisation_id="watch")
    assert coding(source, "/submissions/", Sec_Fetch_Site=comes_from) == expected


def test_so_is_a_form_of_which_the_page_has_a_secret(portal: Pages) -> None:
    assert coding(portal.visitor(), "/en/problem", Sec_Fetch_Site="cross-site") is None
    assert coding(portal.visitor(), "/en/problem", Sec_Fetch_Site="same-origin") == "gzip"


def test_the_length_of_the_same_page_differs(portal: Pages) -> None:
    visitor = portal.visitor()
    assert len({len(visitor.get("/en/help", **TAKES).data) for _ in range(20)}) > 5


@pytest.mark.parametrize(("takes", "expected"), [("gzip, br", "br"), ("gzip", "gzip"), ("", None)])
def test_styles_and_scripts_lie_compressed(portal: Pages, takes: str, expected: str | None) -> None:
    for name in manifest(Path("portal/static")).values():
        with portal.visitor().get(f"/static/build/{name}", Accept_Encoding=takes) as answer:
            assert answer.status_code == 200
            assert answer.headers.get("Content-Encoding") == expected
            assert answer.mimetype == ("text/css" if name.endswith("css") else "text/javascript")
            assert answer.cache_control.max_age == 365 * 24 * 3600
            assert "Accept-Encoding" in answer.vary


def test_the_script_has_each_part_of_govuk_frontend_that_a_page_uses() -> None:
    named = {
        part
        for page in ROOT.joinpath("portal").glob("[!a]*/**/templates/*.html")  # not assets
        for part in re.findall(r'data-module="govuk-([a-z-]+)"', page.read_text())
    }
    script = (ROOT / "portal/assets/src/portal.js").read_text()
    [components] = re.findall(r"const COMPONENTS = \[(.*?)\];", script, re.DOTALL)
    has = {
        re.sub(r"(?<=[a-z])([A-Z])", r"-\1", one).lower()
        for one in re.findall(r"[A-Za-z]+", components)
    }
    assert has == named
