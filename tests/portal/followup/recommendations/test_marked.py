"""What everybody reads of a recommendation's end and grades, once it is public."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from portal.followup.recommendations.marked import marks
from portal.followup.recommendations.read_model import RECOMMENDATIONS
from portal.public.register.read_model import REGISTER
from shared.contracts.followup_recommendations import (
    RecommendationAddresseeNamed,
    RecommendationClosed,
    RecommendationParticularsNoted,
    RecommendationPositionRecorded,
    RecommendationTagged,
)
from shared.core.message import Sealed, derive_id
from tests.portal.stakeholders.test_pages import text
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


def listed(portal: Pages) -> str:
    """What the public list says, without what it can be narrowed by."""
    page = portal.visitor().get("/register/recommendations").text
    return page[page.index('<ol class="govuk-list register__results">') :]


def test_to_whom_it_goes_and_what_is_said_of_it_is_public_with_it(portal: Pages) -> None:
    """Not the name of a body that may be there in confidence, and no words of a position."""

    def sealed(words: str) -> Sealed:
        return portal.vault.seal(f"recommendation-{RECOMMENDATION}", words)

    of: Any = {"recommendation_id": RECOMMENDATION, "mandate": "sr-torture"}
    named = RecommendationAddresseeNamed(
        **of,
        addressee_id="a-1",
        kind="nhri",
        name=sealed("Commission Quay"),
        organisation_id="nhri-1",
        lead="yes",
        named_by="x",
        named_at=NOW,
    )
    other = {"addressee_id": "a-2", "kind": "other", "organisation_id": "org-1", "lead": "asked"}
    hidden = replace(named, name=sealed("Friends of Zorb"), **other)  # type: ignore[arg-type]
    said = RecommendationPositionRecorded(
        **of,
        position_id="p-1",
        addressee="CHE",
        position="noted",
        note=sealed("We are not glad."),
        by_government=False,
        recorded_by="x",
        recorded_at=NOW,
    )
    about = RecommendationTagged(
        **of,
        themes=("detention",),
        persons=("women",),
        targets=("16.3",),
        articles=("cat-2", "crc"),
        tagged_by="x",
        tagged_at=NOW,
    )
    noted = RecommendationParticularsNoted(
        **of,
        title=sealed("Cells below ground"),
        section=sealed("Prisons"),
        language="fr",
        time_frame="year",
        target=date(2027, 6, 30),
        step=1,
        noted_by="x",
        noted_at=NOW,
    )
    for model in (RECOMMENDATIONS, REGISTER):
        tell(portal.engine, model, [issued(), named, hidden, said, about, noted, published()])
    shown = text(portal.visitor().get("/register/recommendations").text)
    for words in (
        "National human rights institution: Commission Quay (Leads)",
        "Somebody else",
        "Position of the Government: Noted (as a report says)",
        "Cells below ground",
        "Heading of its section: Prisons",
        "Time that its text gives: Within one year",
        "Themes: Detention",
        "Persons affected: Women and girls",
        "Targets of the Sustainable Development Goals: 16.3",
        "Degrading Treatment or Punishment, article 2, Convention on the Rights of the Child",
        "Region: Western European and other States",
    ):
        assert words in shown, words
    for secret in ("Zorb", "not glad", "nhri-1"):
        assert secret not in shown
    arabic = portal.visitor().get("/ar/register/recommendations").text
    assert "Commission Quay" in arabic


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
    page = listed(portal)
    assert "Closed: A newer recommendation supersedes it" in page
    assert "Implementation (treaty-body practice): Partially implemented" in page
    assert NEXT not in page
    for model in (RECOMMENDATIONS, REGISTER):
        tell(portal.engine, model, [*out, published(issued(NEXT))])
    assert f'href="#r-{NEXT}"' in listed(portal)
    for model in (RECOMMENDATIONS, REGISTER):
        tell(portal.engine, model, [*out, published(issued(NEXT)), withdrawn()])
    assert "supersedes it" not in listed(portal)
