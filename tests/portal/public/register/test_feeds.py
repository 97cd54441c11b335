"""Feeds of what is published: the choice in the address, and answers that caches understand."""

from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from werkzeug.http import http_date

from portal.app.read_models import READ_MODELS
from portal.public.register.read_model import REGISTER
from portal.public.register.statement_model import REGISTER_STATEMENTS
from shared.contracts.followup_visit_report_commands import WithdrawVisitReport
from shared.read_models.model import Applier
from tests.approvals.statements import ISSUED
from tests.support.missions import Missions
from tests.support.portal import Pages, pages, sqlite_urls
from tests.support.publication import arriving, published, reply_published, withdrawn
from tests.support.ready import ready
from tests.support.visit_reports import ITEM, SYMBOL, Reports, ended

ATOM = "{http://www.w3.org/2005/Atom}"
FEED = "/register/feed/published"


@pytest.fixture
def portal(tmp_path: Path) -> Iterator[Pages]:
    with pages(*sqlite_urls(tmp_path)) as built:
        ready(built.engine, READ_MODELS)
        letters = Applier(built.engine, REGISTER)
        letters.apply(arriving(published(), reply_published()))
        issued = Applier(built.engine, REGISTER_STATEMENTS)
        issued.apply(arriving(ISSUED, topic="approvals.events"))
        yield built


def kinds(portal: Pages, query: str = "") -> list[str]:
    items = portal.visitor().get(f"{FEED}.json{query}").get_json()["items"]
    return sorted(one["tags"][0] for one in items)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["letter", "reply", "statement"]),
        ("?state=FRA", ["letter", "reply"]),
        ("?state=FRA&state=ISL&kind=letter", ["letter"]),
        ("?kind=reply&kind=statement", ["reply", "statement"]),
        ("?state=ISL", []),
        ("?mandate=wgad", ["letter", "reply", "statement"]),
        ("?mandate=sr-water&state=FRA", []),
        ("?state=nowhere&mandate=no-such&kind=nothing", ["letter", "reply", "statement"]),
    ],
)
def test_the_address_chooses(portal: Pages, query: str, found: list[str]) -> None:
    assert kinds(portal, query) == found


def reported(portal: Pages) -> Reports:
    return Reports(ended(Missions(portal.engine, portal.vault, portal.clock()))).to("published")


def test_a_published_report_on_a_visit_is_told_by_its_state_and_its_mandate(portal: Pages) -> None:
    reports = reported(portal)
    assert kinds(portal) == ["letter", "reply", "report", "statement"]
    assert kinds(portal, "?state=KEN&mandate=sr-torture&kind=report") == ["report"]
    assert kinds(portal, "?state=KEN&mandate=wgad&kind=report") == []
    assert kinds(portal, "?state=FRA&kind=report") == []
    [told] = portal.visitor().get(f"{FEED}.json?kind=report").get_json()["items"]
    assert told["title"] == f"{SYMBOL}: report on a visit, Kenya"
    assert told["url"].endswith(f"/country-visits/reports/{reports.missions.mission_id}")
    assert portal.visitor().client.get(told["url"], follow_redirects=True).status_code == 200
    assert ITEM not in str(told)
    reports.ask(WithdrawVisitReport, reason="mistake", note=None)
    assert kinds(portal, "?kind=report") == []


def test_both_forms_tell_the_same_and_each_entry_has_an_id_of_its_own(portal: Pages) -> None:
    feed = ET.fromstring(portal.visitor().get(f"{FEED}.atom").text)  # noqa: S314  # our own
    ids = [one.findtext(f"{ATOM}id") for one in feed.findall(f"{ATOM}entry")]
    items = portal.visitor().get(f"{FEED}.json").get_json()["items"]
    assert ids == [one["id"] for one in items]
    assert len(set(ids)) == 3
    self_ = feed.find(f"{ATOM}link[@rel='self']")
    assert self_ is not None
    assert self_.get("href", "").endswith(f"{FEED}.atom")


def test_a_reader_that_has_it_already_is_told_so_until_something_changes(portal: Pages) -> None:
    first = portal.visitor().get(f"{FEED}.atom")
    assert first.headers["Cache-Control"] == "public, max-age=60"
    assert first.last_modified is None
    tag = {"If-None-Match": first.headers["ETag"]}
    again = portal.visitor().get(f"{FEED}.atom", **tag)
    assert (again.status_code, again.get_data()) == (304, b"")
    Applier(portal.engine, REGISTER).apply(
        arriving(published(), reply_published(), withdrawn())[2:]
    )
    anew = portal.visitor().get(f"{FEED}.atom", **tag)
    assert anew.status_code == 200
    since = {"If-Modified-Since": http_date(portal.clock.at)}
    assert portal.visitor().get(f"{FEED}.atom", **since).status_code == 200
    assert kinds(portal) == ["statement"], "nothing is told of what was taken back"


def test_it_speaks_each_language_and_keeps_the_choice_in_every_address(portal: Pages) -> None:
    text = portal.visitor().get(f"/fr{FEED}.atom?state=FRA").text
    assert 'xml:lang="fr"' in text
    assert f"/ar{FEED}.atom?state=FRA" in text
    led = portal.visitor().client.get(f"/en{FEED}.atom?state=FRA")
    assert led.location == f"{FEED}.atom?state=FRA"


@pytest.mark.parametrize(
    ("shown", "query"),
    [
        ("/en/register", ""),
        ("/en/register?state=FRA&mandate=wgad", "?state=FRA&amp;mandate=wgad"),
        ("/en/register/states/FRA", "?state=FRA"),
        ("/en/register/mandates/wgad", "?mandate=wgad"),
    ],
)
def test_pages_of_the_register_name_their_feeds(portal: Pages, shown: str, query: str) -> None:
    text = portal.visitor().get(shown).text
    for kind, end in (("application/atom+xml", "atom"), ("application/feed+json", "json")):
        link = f'<link rel="alternate" type="{kind}"'
        assert link in text
        assert text.count(f'{FEED}.{end}{query}"') >= 2
