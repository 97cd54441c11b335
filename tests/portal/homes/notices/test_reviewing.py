"""Notices of reviews of recommendations: to those of the mandate, once for each day."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from portal.followup.recommendations.read_model import RECOMMENDATIONS
from portal.homes.notices import reviewing
from portal.homes.notices.words import words
from shared.contracts.followup_recommendations import RecommendationReviewSet
from shared.core.geneva import day_of
from tests.portal.homes.notices.conftest import Office
from tests.portal.homes.notices.inboxes import shown
from tests.support.followup import RECOMMENDATION, issued
from tests.support.letters import LEAD

SOON, LATE = "recommendation-review-due", "recommendation-review-late"


def test_those_of_the_mandate_are_told_a_week_before_and_once_it_is_late(office: Office) -> None:
    day = day_of(office.clock()) + timedelta(days=8)

    def tell(*days: Any) -> None:
        for one, on in zip((RECOMMENDATION, "r-2"), days, strict=True):
            given: Any = {"recommendation_id": one, "mandate": LEAD}
            review = RecommendationReviewSet(**given, on=on, set_by="holder", set_at=office.clock())
            office.tell(replace(issued(), **given), review, models=(RECOMMENDATIONS,))

    def heard() -> list[tuple[str, str]]:
        for _ in range(2):
            reviewing.due(office.engine, office.settings, at=office.clock())
        kinds = (SOON, LATE)
        return sorted((row.account_id, row.kind) for row in office.told() if row.kind in kinds)

    tell(day, day)
    assert heard() == []
    office.later(days=1)
    soon = [(who, SOON) for who in ("holder", "officer")]
    assert heard() == soon, "two of one day are one notice"
    assert (SOON, "reviews", LEAD) in shown(office, "officer")
    office.later(days=8)
    assert heard() == sorted([*soon, *((who, LATE) for who, _ in soon)])
    tell(None, None)
    assert not [one for one in shown(office, "holder") if one[1] == "reviews"]
    assert words("grading", SOON)
    assert words("grading", LATE)
