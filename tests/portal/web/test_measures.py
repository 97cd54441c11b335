"""Operators' metrics of pages and feed: counts, durations and outcomes, never content."""

import re

from prometheus_client import REGISTRY, generate_latest

from portal.committee.activity import tail
from portal.committee.activity.hub import Hub
from portal.committee.activity.lines import Line
from shared.core.roles import Role
from shared.core.testing import AT
from tests.portal.committee.activity.test_tail import fact
from tests.support.portal import Pages

CODE = "MKTL-7Q2P-XX4R"


def told(series: str, **labels: str) -> float:
    return REGISTRY.get_sample_value(series, labels) or 0


def test_a_page_is_counted_by_its_view_and_its_outcome(portal: Pages) -> None:
    labels = {"endpoint": "home.index", "status": "200"}
    before = told("rapporteur_request_seconds_count", **labels)
    portal.visitor().get("/")
    assert told("rapporteur_request_seconds_count", **labels) == before + 1


def test_an_address_and_who_asked_are_in_no_number(portal: Pages) -> None:
    desk = portal.signed_in(Role.QUICK_RESPONSE_DESK)
    of_other_apps = endpoints()
    for path in (f"/nowhere/{CODE}", f"/submissions/{CODE}", f"/triage/{CODE}?code={CODE}"):
        assert desk.get(path).status_code == 404
    text = generate_latest(REGISTRY).decode()
    assert 'endpoint="none",le="10.0",status="404"' in text
    assert CODE not in text
    assert endpoints() - of_other_apps <= {*portal.app.view_functions, "none"}


def test_the_pages_of_a_reprisal_case_are_not_counted(portal: Pages) -> None:
    """How many there are, and when somebody looks, tells that there is one (decision 0099)."""
    focal = portal.signed_in(Role.REPRISALS_FOCAL_POINT)
    assert focal.get("/reprisals").status_code == 200
    assert "reprisal" not in generate_latest(REGISTRY).decode()


def endpoints() -> set[str]:
    text = generate_latest(REGISTRY).decode()
    return set(re.findall(r'rapporteur_request_seconds_\w+\{endpoint="([^"]*)"', text))


def test_the_numbers_are_nowhere_among_the_pages(portal: Pages) -> None:
    for role in Role:
        assert portal.signed_in(role).get("/metrics").status_code == 404


async def test_viewers_and_lines_are_counted_while_they_are_there() -> None:
    feed, lines = Hub(), told("rapporteur_feed_lines_total")
    feed.take(("intake.events", 0), 3, Line(kind="submission-triaged", position=3, at=AT))
    stream = feed.follow({}, lambda _: "shown")
    await anext(stream)
    await anext(stream)
    assert told("rapporteur_feed_viewers") == 1
    await stream.aclose()
    assert told("rapporteur_feed_viewers") == 0
    assert told("rapporteur_feed_lines_total") == lines + 1


def test_how_late_the_feed_is_is_told_as_of_any_consumer() -> None:
    applied = told("rapporteur_facts_applied_total", consumer=tail.CONSUMER)
    tail._take(Hub(), [fact(1), fact(2)], set(), lambda _: ())
    assert told("rapporteur_facts_applied_total", consumer=tail.CONSUMER) == applied + 2
    assert told("rapporteur_applied_age_seconds", consumer=tail.CONSUMER) > 0
