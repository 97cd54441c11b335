"""What narrows the list of recommendations says no more than its pages do."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from sqlalchemy import Engine

from portal.followup.recommendations.narrowing import asked_for, seen_by, which
from portal.followup.recommendations.read_model import RECOMMENDATIONS
from portal.followup.recommendations.shared_with import narrowed
from portal.web.paging import first
from shared.contracts.followup_recommendations import (
    RecommendationAddresseeNamed,
    RecommendationClosed,
)
from shared.core.actor import Actor
from shared.core.message import derive_id
from shared.core.roles import Role
from tests.portal.followup.recommendations.story import CHE, holder, told
from tests.portal.followup.recommendations.test_shared_with import (
    DESK,
    GOVERNMENT,
    HOLDER,
    NGO,
    TEXT,
)
from tests.support.compiled import engine_of
from tests.support.followup import (
    NOW,
    RECOMMENDATION,
    assessed,
    informed,
    issued,
    published,
    shared,
    tell,
)
from tests.support.portal import Pages

ONE, TWO, THREE = RECOMMENDATION, *(str(derive_id("recommendation", n)) for n in (2, 3))
OLD = datetime(2024, 12, 31, 23, 30, tzinfo=UTC)  # in Geneva it is 2025
STORY = [
    issued(),
    shared("org-1"),
    informed("ngo", by="x", organisation_id="org-9"),
    assessed("partially"),
    RecommendationAddresseeNamed(
        recommendation_id=ONE,
        addressee_id="1",
        mandate="sr-torture",
        kind="parliament",
        name=TEXT,
        organisation_id=None,
        lead="no",
        named_by="x",
        named_at=NOW,
    ),
    replace(issued(TWO), issued_at=OLD),
    published(replace(issued(TWO), issued_at=OLD)),
    replace(assessed("fully"), recommendation_id=TWO, scheme="implementation"),
    RecommendationClosed(
        recommendation_id=TWO,
        addressee="CHE",
        mandate="sr-torture",
        reason="overtaken",
        by_id=None,
        note=TEXT,
        closed_by="x",
        closed_at=NOW,
    ),
    issued(THREE, addressee="KEN", mandate="sr-health"),
]


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    made = engine_of(database_url)
    tell(made, RECOMMENDATIONS, STORY)
    yield made
    made.dispose()


FOUND = [
    ({"state": "CHE"}, HOLDER, {ONE, TWO}),
    ({"state": "KEN"}, HOLDER, set()),  # it is another mandate's
    ({"mandate": "sr-health"}, HOLDER, set()),
    ({"mandate": "sr-torture"}, GOVERNMENT, {ONE, TWO}),
    ({"year": "2025"}, HOLDER, {TWO}),
    ({"year": "2024"}, HOLDER, set()),
    ({"addressee": "parliament"}, NGO, {ONE}),
    ({"addressee": "none"}, HOLDER, {TWO}),
    ({"grade": "implementation-2.partially"}, HOLDER, {ONE}),
    ({"grade": "implementation-2.partially"}, GOVERNMENT, set()),  # told once it is public
    ({"grade": "none"}, GOVERNMENT, {ONE}),
    ({"grade": "none"}, HOLDER, set()),
    ({"grade": "implementation-2.fully"}, GOVERNMENT, {TWO}),  # the version before counts as well
    ({"grade": "implementation-2.fully"}, DESK, {TWO}),
    ({"information": "with"}, HOLDER, {ONE}),
    ({"information": "with"}, GOVERNMENT, set()),  # what others said is no part of it (FR2)
    ({"information": "without"}, NGO, {ONE, TWO}),
    ({"standing": "closed"}, NGO, {TWO}),
    ({"standing": "overtaken"}, NGO, {TWO}),
    ({"standing": "superseded"}, NGO, set()),
    ({"standing": "open"}, GOVERNMENT, {ONE}),
    ({"standing": "let_go"}, HOLDER, set()),
    ({"state": "CHE", "year": "2026", "standing": "open"}, HOLDER, {ONE}),
]


def test_each_filter_asks_for_what_its_reader_is_shown(engine: Engine) -> None:
    def ids(actor: Actor, asked: dict[str, str]) -> set[str]:
        found = narrowed(conn, actor, which(actor, asked), "page", first)
        assert found.total == len(found), "the number says no more than the rows do"
        return {one.recommendation_id for one in found}

    with engine.connect() as conn:
        for asked, actor, found in FOUND:
            assert asked_for(asked) == asked
            assert ids(actor, asked) == found, (asked, actor.roles)
        assert asked_for({"state": "XXX", "year": "0000", "grade": "x.y", "standing": "?"}) == {}


def test_what_is_offered_is_what_the_reader_sees(engine: Engine) -> None:
    with engine.connect() as conn:
        there = seen_by(conn, DESK)
        assert (set(there.states), set(there.mandates), [*there.years]) == (
            {"CHE"},
            {"sr-torture"},
            [2025],
        )
        assert [*seen_by(conn, HOLDER).years] == [2026, 2025]
        nobody = seen_by(conn, replace(DESK, states=frozenset()))
        assert (*nobody.states, *nobody.mandates, *nobody.years) == ()


def test_the_page_narrows_its_list_and_the_next_page_keeps_it(portal: Pages) -> None:
    many = [issued(str(derive_id("recommendation", n))) for n in range(60)]
    tell(portal.engine, RECOMMENDATIONS, many)
    page = holder(portal).get("/recommendations?state=CHE&standing=open").text
    assert "60 recommendations<" in page
    assert "standing=open&amp;page=2" in page
    assert '<option value="CHE" selected' in page
    assert '<option value="KEN"' not in page, "no recommendation to it is there"
    none = holder(portal).get("/recommendations?state=KEN").text
    assert "No recommendation that you may see is about this." in none
    assert '<option value="KEN" selected' in none


def test_a_grade_that_is_not_public_is_found_by_no_filter_of_a_government(portal: Pages) -> None:
    told(portal)
    government = portal.signed_in(Role.GOVERNMENT, state_codes=CHE)
    empty = "No recommendation that you may see is about this."
    assert empty in government.get("/recommendations?grade=implementation-2.fully").text
    assert empty not in government.get("/recommendations?grade=none").text
    told(portal, public=True)
    assert empty not in government.get("/recommendations?grade=implementation-2.fully").text
