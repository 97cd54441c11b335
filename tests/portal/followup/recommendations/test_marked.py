"""What everybody reads of a recommendation's end and grades, once it is public."""

from dataclasses import replace
from datetime import timedelta

from portal.followup.recommendations.marked import marks
from portal.followup.recommendations.read_model import RECOMMENDATIONS
from portal.public.register.read_model import REGISTER
from shared.contracts.followup_recommendations import RecommendationClosed
from shared.core.message import derive_id
from tests.support.followup import (
    NOW,
    RECOMMENDATION,
    assessed,
    issued,
    published,
    tell,
    withdrawn,
)
from tests.support.portal import Pages

NEXT = str(derive_id("recommendation", "in its place"))
CLOSED = RecommendationClosed(
    recommendation_id=RECOMMENDATION,
    addressee="CHE",
    mandate="sr-torture",
    reason="superseded",
    by_id=NEXT,
    note=issued().text,
    closed_by="x",
    closed_at=NOW,
)
LATER = replace(
    assessed("partially"), scheme="implementation-2", assessed_at=NOW + timedelta(days=1)
)
OF_PARLIAMENT = replace(assessed("fully"), addressee_id="1")
STORY = [issued(), assessed("not"), LATER, OF_PARLIAMENT, issued(NEXT), CLOSED]


def test_they_are_said_while_it_is_public(portal: Pages) -> None:
    for model in (RECOMMENDATIONS, REGISTER):
        tell(portal.engine, model, STORY)
    with portal.engine.connect() as conn:
        assert marks(conn, [RECOMMENDATION, NEXT]) == {}
    out = [*STORY, published()]
    for model in (RECOMMENDATIONS, REGISTER):
        tell(portal.engine, model, out)
    with portal.engine.connect() as conn:
        mark = marks(conn, [RECOMMENDATION, NEXT])[RECOMMENDATION]
    assert mark.by_id is None, "what stands in its place is not public"
    assert [(one.scheme, one.grade) for one in mark.grades] == [("implementation-2", "partially")]
    page = portal.visitor().get("/register/recommendations").text
    assert "Closed: A newer recommendation supersedes it" in page
    assert "Implementation (treaty-body practice): Partially implemented" in page
    assert NEXT not in page
    for model in (RECOMMENDATIONS, REGISTER):
        tell(portal.engine, model, [*out, published(issued(NEXT))])
    assert f'href="#r-{NEXT}"' in portal.visitor().get("/register/recommendations").text
    for model in (RECOMMENDATIONS, REGISTER):
        tell(portal.engine, model, [*out, published(issued(NEXT)), withdrawn()])
    assert "supersedes it" not in portal.visitor().get("/register/recommendations").text
