"""Recommendations in figures: the charts of F.9, counted from what a person sees."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from portal.followup.actions.read_model import publications, published_links
from portal.followup.figures import counting
from portal.followup.recommendations.read_model import RECOMMENDATIONS, recommendations
from portal.followup.recommendations.sight import visible
from shared.contracts.followup import ImplementationAssessed
from shared.contracts.followup_recommendations import RecommendationRelated, RecommendationTagged
from shared.core.actor import Actor
from shared.core.message import derive_id
from shared.core.roles import Role
from shared.reference.themes import themes_of
from tests.portal.stakeholders.test_pages import text
from tests.support.followup import (
    NOW,
    assessed,
    informed,
    issued,
    published,
    tell,
)
from tests.support.portal import Pages

R = Role
PAGE = "/recommendations/figures"
MINE = frozenset({"sr-torture"})
HOLDER = Actor(actor_id="h", roles=frozenset({R.MANDATE_HOLDER}), mandates=MINE)
NGO = Actor(actor_id="n", roles=frozenset({R.NGO_MEMBER}), organisation_id="org-1")
ONE, TWO, THREE, FOUR = (str(derive_id("counted", n)) for n in range(4))
SCHEME = "implementation-2"


def graded(of: str, grade: str, at: datetime = NOW, **also: Any) -> ImplementationAssessed:
    one = replace(assessed(grade), recommendation_id=of, assessed_at=at)
    return replace(one, **{"scheme": SCHEME, **also})


def tagged(of: str, *themes: str) -> RecommendationTagged:
    return RecommendationTagged(
        recommendation_id=of,
        mandate="sr-torture",
        themes=themes,
        persons=(),
        targets=(),
        articles=(),
        tagged_by="x",
        tagged_at=NOW,
    )


def related(other: str) -> RecommendationRelated:
    return RecommendationRelated(
        recommendation_id=TWO,
        repeats_id=other,
        mandate="sr-torture",
        related_by="x",
        related_at=NOW,
    )


@pytest.fixture
def counted(portal: Pages) -> Pages:
    """Three of a mandate, of which everybody reads the second, and a public one of another."""
    last_year, other = NOW - timedelta(days=365), issued(FOUR, mandate="wgad")
    tell(
        portal.engine,
        RECOMMENDATIONS,
        [
            *(issued(one) for one in (ONE, TWO, THREE)),
            other,
            published(issued(TWO)),
            published(other),
            tagged(ONE, "detention", "life"),
            tagged(TWO, "life"),
            graded(ONE, "not", last_year, scheme="implementation"),
            graded(ONE, "partially"),
            graded(ONE, "fully"),
            graded(TWO, "not", period=2024),
            graded(TWO, "c", scheme="hrc-follow-up"),
            graded(TWO, "fully", addressee_id="a-1"),
            replace(informed("ngo", organisation_id="org-1"), recommendation_id=TWO),
            replace(informed("nhri", info_id="i-2"), recommendation_id=ONE),
            replace(informed("nhri", info_id="i-3"), recommendation_id=ONE, corrects="i-2"),
            related(ONE),
            related(FOUR),
        ],
    )
    with portal.engine.begin() as conn:
        for action, of, days in (("x", TWO, 100), ("y", TWO, 30), ("z", ONE, 400)):
            at = NOW + timedelta(days=days)
            conn.execute(published_links.insert().values(action_id=action, recommendation_id=of))
            conn.execute(publications.insert().values(action_id=action, step=1, published_at=at))
            again = {"action_id": action, "step": 2, "published_at": at + timedelta(days=900)}
            conn.execute(publications.insert().values(again))
    return portal


def test_each_is_counted_by_what_its_page_shows(counted: Pages) -> None:
    with counted.engine.connect() as conn:
        for actor, ids in ((HOLDER, {ONE, TWO, THREE, FOUR}), (NGO, {TWO, FOUR})):
            seen = select(recommendations.c.recommendation_id).where(visible(actor))
            assert {*conn.scalars(seen)} == ids
            assert counting.number(conn, visible(actor)) == len(ids)
        where = visible(HOLDER)
        years = counting.by_year(conn, HOLDER, where, SCHEME)
        assert years == {2024: {"not": 1}, 2025: {"not": 1}, 2026: {"fully": 1}}
        themes = counting.by_theme(conn, HOLDER, where, SCHEME)
        assert themes["detention"] == {"fully": 1, "": 2}, "two by the themes of their mandates"
        assert themes["life"] == {"fully": 1, "not": 1}
        assert counting.by_provider(conn, HOLDER, where) == {"ngo": 1, "nhri": 1}
        assert counting.repeated(conn, where, where) == {"same": 1, "other": 1}
        assert counting.acted(conn, where, 4) == {183: 1, 730: 1, 0: 2}
        where = visible(NGO)
        assert counting.by_year(conn, NGO, where, SCHEME) == {2024: {"not": 1}}
        assert counting.by_provider(conn, NGO, where) == {"ngo": 1}, "and no trace of others"
        assert counting.repeated(conn, where, where) == {"other": 1}
        assert counting.acted(conn, where, 2) == {183: 1, 0: 1}


def test_grades_of_all_schemes_are_counted_by_what_they_count_as(counted: Pages) -> None:
    with counted.engine.connect() as conn:
        where = visible(HOLDER)
        years = counting.by_year(conn, HOLDER, where, counting.EVERY)
        assert years == {
            2024: {"not": 1},
            2025: {"not": 1},
            2026: {"implemented": 1, "not": 1},
        }
        themes = counting.by_theme(conn, HOLDER, where, counting.EVERY)
        assert themes["life"] == {"implemented": 1, "not": 1}
        assert themes["detention"] == {"implemented": 1, "": 2}
    holder = counted.signed_in(R.MANDATE_HOLDER, mandates=MINE)
    shown = text(holder.get(f"{PAGE}?scheme=every").text)
    for said in ("All schemes together", "What counts as what", "Partly implemented"):
        assert said in shown, said
    named = "Follow-up grades of the Human Rights Committee: E: contrary to the recommendation"
    assert named in shown, "each scheme and grade is named"
    assert "What counts as what" not in text(holder.get(PAGE).text)


def test_one_with_a_theme_that_is_none_any_more_counts_by_its_mandate(portal: Pages) -> None:
    told = [issued(ONE), tagged(ONE, "of-before"), graded(ONE, "not")]
    tell(portal.engine, RECOMMENDATIONS, told)
    with portal.engine.connect() as conn:
        themes = counting.by_theme(conn, HOLDER, visible(HOLDER), SCHEME)
    assert themes == {one: {"not": 1} for one in themes_of(["sr-torture"])}


def test_who_reads_recommendations_reads_their_figures(counted: Pages) -> None:
    holder = counted.signed_in(R.MANDATE_HOLDER, mandates=MINE)
    assert PAGE in holder.get("/recommendations").text
    shown = text(holder.get(PAGE).text)
    for said in (
        "4 recommendations",
        "Implementation (treaty-body practice)",
        "Highest number: 1 (2024, 2025, 2026)",
        "Information, by kind of provider",
        "Within half a year",
    ):
        assert said in shown, said
    assert "Counted from" in text(holder.get(f"{PAGE}?scheme=hrc-follow-up").text)
    assert "Grades appear here" in text(holder.get(f"{PAGE}?scheme=upr-progress").text)
    assert "1 recommendation" in text(holder.get(f"{PAGE}?theme=detention").text)
    assert "is about this" in text(holder.get(f"{PAGE}?year=1999").text)
    ngo = counted.signed_in(R.NGO_MEMBER, organisation_id="org-1")
    assert "2 recommendations" in text(ngo.get(PAGE).text)
    arabic = counted.signed_in(R.NGO_MEMBER, organisation_id="org-1", language="ar")
    assert 'dir="rtl"' in arabic.get(PAGE).text
    assert counted.signed_in(R.QUICK_RESPONSE_DESK).get(PAGE).status_code == 403


def test_where_nothing_is_seen_it_says_so(portal: Pages) -> None:
    government = portal.signed_in(R.GOVERNMENT, state_codes=frozenset({"CHE"}))
    assert "Numbers appear here" in text(government.get(PAGE).text)
