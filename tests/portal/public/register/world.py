"""A portal in which a random history of the register was told, and what is public after it."""

import json
import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from portal.app.read_models import READ_MODELS
from portal.followup.recommendations.read_model import RECOMMENDATIONS
from portal.public.register.read_model import REGISTER
from portal.public.register.statement_model import REGISTER_STATEMENTS
from shared.contracts.followup_publication import (
    RecommendationPublished,
    RecommendationWithdrawn,
)
from shared.contracts.followup_recommendations import RecommendationTagged
from shared.core.message import Sealed
from shared.read_models.model import Applier
from shared.reference.themes import THEMES
from tests.portal.public.register.history import (
    GENEVA,
    MANDATES,
    Told,
    letters_told,
    public_after,
    statements_told,
)
from tests.support.followup import NOW
from tests.support.portal import Pages, pages, sqlite_urls
from tests.support.publication import arriving, recommended
from tests.support.ready import ready

TODAY = date(2026, 11, 24)
STATE = "KEN"


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    site: Pages
    told: Told
    recommendations: dict[str, RecommendationPublished]
    tags: dict[str, tuple[str, ...]]

    def themes_of(self, one: RecommendationPublished) -> set[str]:
        """Return the themes under which a recommendation counts: its own, or its mandate's."""
        own = {*self.tags.get(one.recommendation_id, ())}
        return own or {key for key, theme in THEMES.items() if one.mandate in theme.mandates}

    def text(self, path: str) -> str:
        answer = self.site.visitor().get(path)
        assert answer.status_code == 200, path
        return answer.text

    def briefing(self, query: str) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(
            self.text(f"/en/register/states/{STATE}/briefing.json?{query}")
        )
        return found


def recommendations_told(chance: random.Random, number: int) -> Iterator[object]:
    for n in range(100, 100 + number):
        one = recommended(
            f"Do what number {n} says.",
            n,
            addressee=chance.choice([STATE, "FRA"]),
            mandate=chance.choice(MANDATES),
            issued_at=NOW - timedelta(days=chance.randint(1, 1_800)),
        )
        yield one
        if chance.random() < 0.2:
            yield RecommendationWithdrawn(
                recommendation_id=one.recommendation_id,
                addressee=one.addressee,
                mandate=one.mandate,
                issued_at=one.issued_at,
                reason="error",
                note=Sealed(subject="note", cipher=""),
                withdrawn_by="account-1",
                withdrawn_at=NOW,
            )


def day(at: Any) -> date:
    found: date = at.astimezone(GENEVA).date()
    return found


def tags_told(chance: random.Random, given: Iterable[object]) -> Iterator[RecommendationTagged]:
    """Tag some of them, also what was taken back, and one or the other anew."""
    for one in given:
        if isinstance(one, RecommendationPublished):
            for _ in range(chance.choice([0, 0, 1, 2])):
                yield RecommendationTagged(
                    recommendation_id=one.recommendation_id,
                    mandate=one.mandate,
                    themes=tuple(chance.sample([*THEMES], chance.randint(0, 3))),
                    persons=("women",),
                    targets=(),
                    articles=(),
                    tagged_by="account-1",
                    tagged_at=NOW,
                )


def worlds(folder: Path) -> Iterator[World]:
    """A history, of which every fact is delivered twice."""
    chance = random.Random(7)
    letters, statements = letters_told(chance, 150, NOW), statements_told(chance, 60, NOW)
    given = list(recommendations_told(chance, 80))
    kept = {one.recommendation_id: one for one in given if isinstance(one, RecommendationPublished)}
    for one in given:
        if isinstance(one, RecommendationWithdrawn):
            del kept[one.recommendation_id]
    tagged = [*tags_told(chance, given)]
    last = {one.recommendation_id: one.themes for one in tagged}
    tags = {one: themes for one, themes in last.items() if themes}
    with pages(*sqlite_urls(folder)) as built:
        ready(built.engine, READ_MODELS)
        for _ in range(2):
            Applier(built.engine, REGISTER).apply(arriving(*letters, *given))
            issued = arriving(*statements, topic="approvals.events")
            Applier(built.engine, REGISTER_STATEMENTS).apply(issued)
            Applier(built.engine, RECOMMENDATIONS).apply(arriving(*tagged))
        yield World(
            site=built, told=public_after([*letters, *statements]), recommendations=kept, tags=tags
        )
