"""Pictures of coverage: years since the last visit, and the share of States that were touched."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from random import Random
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from sqlalchemy import Engine

from portal.committee.coverage import figures
from portal.committee.coverage.read_model import COVERAGE
from portal.followup.publication.read_model import PUBLICATION
from shared.contracts.approvals_statements import StatementIssued, StatementWithdrawn
from shared.contracts.followup_publication import CommunicationPublished, PublicationWithdrawn
from shared.core.geneva import day_of
from shared.platform.tables import make_engine
from shared.reference.coverage import before, covered
from tests.portal.committee.coverage.test_counting import history, letter
from tests.portal.committee.coverage.test_joined import statement
from tests.portal.stakeholders.test_pages import text
from tests.support.coverage import NOW, States, no_visit, visit
from tests.support.followup import arriving
from tests.support.portal import Pages
from tests.support.publication import arriving as from_a_topic
from tests.support.ready import ready

PAGE, FILE = "/en/coverage/figures", "/coverage/figures/{}.svg"
TODAY = day_of(NOW)


@pytest.fixture
def any_engine(database_url: str) -> Iterator[Engine]:
    engine = make_engine(database_url, durable=False)
    yield engine
    engine.dispose()


def told(engine: Engine, letters: list[Any], statements: list[Any]) -> None:
    (publication, coverage) = ready(engine, [PUBLICATION, COVERAGE])
    for _ in range(2):
        publication.apply(arriving(letters))
        coverage.apply(from_a_topic(*statements, topic="approvals.events"))


def touched(facts: list[Any], on: date) -> list[int]:
    """Count States from facts alone: no table, no query."""
    public: dict[str, Any] = {}
    for fact in facts:
        match fact:
            case CommunicationPublished():
                public[fact.communication_id] = fact
            case PublicationWithdrawn():
                public.pop(fact.communication_id, None)
            case StatementIssued():
                public[fact.statement_id] = fact
            case StatementWithdrawn():
                public.pop(fact.statement_id, None)
            case _:
                pass
    found: list[set[str]] = [set(), set(), set()]
    for one in public.values():
        if isinstance(one, CommunicationPublished):
            day, states = day_of(one.transmitted_at), (one.recipient,)
        elif one.kind == "press_release":
            continue
        else:
            day, states = one.visit_to, one.states
        for state in states:
            country = {"sr-eritrea": "ERI", "sr-iran": "IRN"}
            own = isinstance(one, CommunicationPublished) or any(
                country.get(mandate, state) == state for mandate in one.mandates
            )
            for nth, months in enumerate((12, 24, 36)):
                if own and state in covered() and before(on, months) <= day <= on:
                    found[nth].add(state)
    return [len(some) for some in found]


@pytest.mark.parametrize("seed", range(4))
def test_each_share_is_of_the_facts(any_engine: Engine, portal: Pages, seed: int) -> None:
    chance = Random(seed)  # a test's own
    every = [*history(chance)]
    some = {one.communication_id for one in every if getattr(one, "communication_id", None)}
    few = set(chance.sample(sorted(some), 6))
    letters = [one for one in every if getattr(one, "communication_id", None) in few]
    statements = [statement(chance, number) for number in range(20)]
    told(any_engine, letters, statements)
    with portal.app.test_request_context(), any_engine.connect() as conn:
        (one,) = figures.pictures(conn, TODAY)
    assert (one.name, len(one.figure.rows)) == (figures.TOUCHED, 25)
    months = [date(TODAY.year, TODAY.month, 1)]
    while len(months) < 24:
        months.append((months[-1] - timedelta(days=1)).replace(day=1))
    ends = [*(first - timedelta(days=1) for first in reversed(months)), TODAY]
    for row, on in zip(one.figure.rows, ends, strict=True):
        expected = [round(100 * n / 195) for n in touched([*letters, *statements], on)]
        assert list(row.values) in (expected, [None] * 3), on
    assert None not in one.figure.rows[-1].values
    told_now = [int(n) for n in re.findall(r"(\d+) in", one.finding)]
    assert told_now == touched([*letters, *statements], TODAY)


def test_before_the_first_public_text_there_is_no_number(any_engine: Engine, portal: Pages) -> None:
    told(any_engine, list(letter("a", "KEN", NOW - timedelta(days=100))), [])
    with portal.app.test_request_context(), any_engine.connect() as conn:
        (one,) = figures.pictures(conn, TODAY)
    rows = [list(row.values) for row in one.figure.rows]
    assert rows.count([None] * 3) == 21
    assert rows[-1] == [1, 1, 1], "one of 195"


def test_after_a_text_of_long_ago_nothing_is_nought(any_engine: Engine, portal: Pages) -> None:
    """It is in no window of the picture, and yet the register began with it."""
    letters = [*letter("a", "KEN", NOW - timedelta(days=3_000))]
    letters += letter("b", "KEN", NOW - timedelta(days=100))
    told(any_engine, letters, [])
    with portal.app.test_request_context(), any_engine.connect() as conn:
        (one,) = figures.pictures(conn, TODAY)
    rows = [list(row.values) for row in one.figure.rows]
    assert rows[0] == [0, 0, 0]
    assert not any(None in row for row in rows)


def test_a_letter_under_embargo_moves_no_line(any_engine: Engine, portal: Pages) -> None:
    sent = NOW - timedelta(days=30)
    told(any_engine, list(letter("b", "KEN", sent, public=False)), [])
    with portal.app.test_request_context(), any_engine.connect() as conn:
        assert figures.pictures(conn, TODAY) == []


def test_each_state_with_a_visit_is_a_dot_of_its_region(portal: Pages, states: States) -> None:
    visitor = portal.visitor()
    assert "A picture will appear here" in visitor.get(PAGE).text
    assert visitor.get(FILE.format("visits")).status_code == 404
    states.adopted("visit")
    states.recorded("visit", KEN="2019-05-17", UGA="never", NPL="na", DJI="elsewhere", VAT="never")
    states.heard(visit("a", "2026-03-13", "FRA"), visit("b", "1998-03-13", "TGO"))
    page = visitor.get(PAGE).text
    shown = text(page)
    assert "States with an answer: 5 of 195. Visited in the last five years: 1" in shown
    assert "Never visited: 2" in shown
    assert page.count('<circle class="s1"') >= 5
    for name in ("Kenya", "Uganda", "Togo", "France", "Holy See"):
        assert f"<title>{name}</title>" in page
    for name in ("Nepal", "Djibouti"):
        assert f"<title>{name}</title>" not in page
    numbers = "African States 0 0 0 0 0 0 0 1 0 0 0 0 0 0 0 1 1"
    assert numbers in shown, "Kenya 7 years ago, Togo long ago, Uganda never"
    states.heard(no_visit("a"))
    assert "<title>France</title>" not in visitor.get(PAGE).text


def test_a_picture_is_a_file_of_its_own_that_can_do_nothing(portal: Pages, states: States) -> None:
    states.adopted("visit")
    states.recorded("visit", KEN="2019-05-17")
    answer = portal.visitor().get(FILE.format("visits"))
    assert answer.headers["Content-Security-Policy"].startswith("sandbox")
    assert answer.headers["Content-Type"] == "image/svg+xml; charset=utf-8"
    ET.fromstring(answer.data)  # noqa: S314  # it is ours
    assert 'direction="rtl"' in portal.visitor().get("/ar/coverage/figures/visits.svg").text
    assert portal.visitor().get(FILE.format("nothing")).status_code == 404


def test_a_set_without_visits_has_no_picture_of_them(portal: Pages, states: States) -> None:
    states.adopted("letters")
    states.recorded("visit", KEN="2019-05-17")
    assert portal.visitor().get(FILE.format("visits")).status_code == 404


def test_the_pages_lead_to_the_pictures(portal: Pages, states: States) -> None:
    states.adopted("visit")
    assert PAGE in portal.visitor().get("/en/coverage").text
