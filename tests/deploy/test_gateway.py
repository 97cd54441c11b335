"""Only requests with files have their own route at the gateway."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from deploy.k8s.generate import ANSWERS
from portal.casefile.attachments.views import largest
from portal.web.i18n.languages import ready
from portal.web.sizes import FORM_BYTES
from tests.deploy.k8s import patience
from tests.support.portal import Pages, pages, sqlite_urls

COMPONENTS = Path(__file__).parents[2] / "deploy" / "k8s" / "components"
ID = "00000000-0000-4000-8000-000000000000"


@pytest.fixture
def portal(tmp_path: Path) -> Iterator[Pages]:
    with pages(*sqlite_urls(tmp_path)) as built:
        yield built


def _objects() -> list[dict[str, Any]]:
    envoy = COMPONENTS / "gateway-envoy"
    files = (COMPONENTS / "gateway/gateway.yaml", envoy / "patience.yaml", envoy / "pages.yaml")
    return [one for file in files for one in yaml.safe_load_all(file.read_text())]


def _specs() -> list[dict[str, Any]]:
    return [one for one in _objects() if "spec" in one]


def _leads_to_files(path: str) -> bool:
    [route] = [
        one for one in _specs() if one["metadata"]["name"] == "files" and "rules" in one["spec"]
    ]
    return any(
        re.fullmatch(match["path"]["value"], path)
        for rule in route["spec"]["rules"]
        for match in rule["matches"]
    )


def test_every_view_that_takes_files_and_no_other_has_the_route_for_them(portal: Pages) -> None:
    found: dict[bool, set[str]] = {True: set(), False: set()}
    for rule in portal.app.url_map.iter_rules():
        if "POST" in (rule.methods or ()):
            path = re.sub(r"<[^>]+>", ID, rule.rule)
            takes = largest(rule.endpoint, portal.settings) > FORM_BYTES
            found[takes].add(rule.endpoint)
            assert _leads_to_files(path) == takes, rule
    assert found[True]
    assert found[False]


def test_the_gateway_gives_up_whoever_is_slow_and_reads_forms_whole() -> None:
    assert not list(patience.limits(_objects()))
    assert not list(patience.buffers(_objects()))


def test_the_gateway_lets_slow_readers_finish() -> None:
    assert not list(patience.answers(_objects()))


def test_a_form_fits_into_what_the_gateway_reads() -> None:
    [buffer] = [
        one["spec"]["requestBuffer"]["limit"] for one in _specs() if "requestBuffer" in one["spec"]
    ]
    assert patience._bytes(buffer) >= FORM_BYTES


def test_what_the_gateway_says_by_itself_is_a_page_in_each_language() -> None:
    """And what ``web`` says with the same number passes."""
    pages_ = {
        one["metadata"]["name"]: one["data"]["response.body"]
        for one in _objects()
        if one["kind"] == "ConfigMap"
    }
    assert pages_.keys() == ANSWERS.keys()
    for page in pages_.values():
        for language in ready():
            assert page.count(f'<section lang="{language.tag}" dir="{language.dir}">') == 1
        assert not re.search(r"(?<!%)%(%%)*(?!%)", page), "Envoy would replace it"
    policies = {
        one["metadata"]["name"]: one["spec"].get("responseOverride", [])
        for one in _specs()
        if one["kind"] == "BackendTrafficPolicy"
    }
    for route, wanted in (
        ("pages", {408: "too-late", 413: "too-large", 502: "away", 503: "away", 504: "away"}),
        ("files", {408: "too-late", 502: "away", 503: "away", 504: "away"}),
    ):
        assert {one["source"] for one in policies[route]} == {"Local"}
        said = {
            code: one["response"]["body"]["valueRef"]["name"]
            for one in policies[route]
            for match in one["match"]["statusCodes"]
            for code in _codes(match)
        }
        assert said == {code: f"gateway-{name}" for code, name in wanted.items()}


def _codes(match: dict[str, Any]) -> range:
    if match["type"] == "Range":
        return range(match["range"]["start"], match["range"]["end"] + 1)
    return range(match["value"], match["value"] + 1)
