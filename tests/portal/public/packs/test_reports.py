"""Reports and follow-up tables in a pack: counted anew from what is published, and from no more."""

import random
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from portal.app.read_models import READ_MODELS
from portal.committee.reports.read_model import REPORTS
from portal.followup.recommendations.read_model import RECOMMENDATIONS
from portal.followup.rounds.read_model import ROUNDS
from portal.followup.visit_reports.read_model import VISIT_REPORTS
from portal.public.packs import counting
from portal.public.register.statistics import Reading
from shared.contracts.followup_publication import RecommendationPublished
from shared.contracts.followup_rounds import (
    FollowUpRoundOpened,
    FollowUpTablePublished,
    FollowUpTableTakenBack,
)
from shared.contracts.followup_visit_reports import VisitReportPublished, VisitReportWithdrawn
from shared.core.message import derive_id
from shared.core.testing import AT
from shared.read_models.model import Applier
from shared.reference.packs import sound
from shared.reference.themes import THEMES
from tests.stakeholders import reports_owed as owed
from tests.support.portal import Pages, pages, sqlite_urls
from tests.support.publication import arriving
from tests.support.ready import ready

YEAR, TODAY = 2025, date(2026, 11, 24)
MANDATES = ("sr-torture", "wgad", "sr-food", "sr-education", "ie-albinism", "sr-iran")
KINDS = ("annual", "visit", "follow-up", "observations")
NEW_YEAR = datetime(2024, 12, 31, 23, 30, tzinfo=UTC)  # the next year, in Geneva
MOMENTS = (NEW_YEAR, datetime(2024, 5, 2, tzinfo=UTC), datetime(2025, 6, 1, tzinfo=UTC))


@dataclass(slots=True)
class Told:
    """Facts, and what everybody reads after them: reports by symbol, and follow-up tables."""

    stakeholders: list[Any] = field(default_factory=list)
    followup: list[Any] = field(default_factory=list)
    reports: dict[str, list[tuple[str, set[str], int]]] = field(default_factory=dict)
    tables: list[tuple[str, int, int]] = field(default_factory=list)


def year_of(at: datetime) -> int:
    return 2025 if at == NEW_YEAR else at.year


def history(seed: int) -> Told:
    chance, told = random.Random(seed), Told()
    for nth in range(40):
        _owed(chance, told, nth)
    for nth in range(25):
        _of_visit(chance, told, nth)
    for nth in range(25):
        _round(chance, told, nth)
    return told


def _owed(chance: random.Random, told: Told, nth: int) -> None:
    of: dict[str, Any] = {
        "report_id": str(derive_id("report", nth)),
        "mandate": chance.choice(MANDATES),
    }
    at, symbol = chance.choice(MOMENTS), f"A/HRC/60/{nth % 30}"
    kind: Any = chance.choice(KINDS)
    published = replace(owed.PUBLISHED, **of, symbol=symbol, published_at=at)
    told.stakeholders.append(replace(owed.PLANNED, **of, kind=kind, state=None))
    match chance.choice(["open", "published", "published", "published", "dropped", "back"]):
        case "open":
            return
        case "dropped":
            told.stakeholders += [published, replace(owed.DROPPED, report_id=of["report_id"])]
        case "back":
            back = replace(owed.DRAFTING, report_id=of["report_id"])
            told.stakeholders += [published, back]
        case _:
            told.stakeholders.append(published)
            one = (kind, {of["mandate"]}, year_of(at))
            told.reports.setdefault(symbol, []).append(one)


def _of_visit(chance: random.Random, told: Told, nth: int) -> None:
    whose = tuple(chance.sample(MANDATES, chance.choice([1, 2])))
    at = chance.choice(MOMENTS)
    of: dict[str, Any] = {
        "mission_id": str(derive_id("mission", nth)),
        "mandate": whose[0],
        "state": "KEN",
        "done_by": "somebody",
        "done_at": at,
    }
    symbol = f"A/HRC/60/{20 + nth}"
    told.followup.append(
        VisitReportPublished(
            **of,
            stage="published",
            step=9,
            symbol=symbol,
            approved_by="holder-1",
            languages=("en",),
            recommendations=(),
            mandates=whose,
        )
    )
    if chance.random() < 0.2:
        gone = VisitReportWithdrawn(
            **of, stage="withdrawn", step=10, reason="other", note=None, taken_back=()
        )
        told.followup.append(gone)
    else:
        told.reports.setdefault(symbol, []).append(("visit", {*whose}, year_of(at)))


def _round(chance: random.Random, told: Told, nth: int) -> None:
    of: dict[str, Any] = {
        "round_id": str(derive_id("round", nth)),
        "mandate": chance.choice(MANDATES),
        "state": "KEN",
        "done_by": "somebody",
        "done_at": AT,
    }
    year = chance.choice([2024, 2025])
    rows = tuple(str(derive_id("recommendation", nth, each)) for each in range(4))
    public = [one for one in rows if chance.random() < 0.6]
    told.followup.append(
        FollowUpRoundOpened(**of, scope="visit", year=year, rows=rows, due_on=date(2025, 9, 1))
    )
    told.followup += [
        RecommendationPublished(
            recommendation_id=one,
            communication_id=None,
            addressee="KEN",
            mandate=of["mandate"],
            issued_at=AT,
            text="Repeal the law.",
            published_by="holder-1",
            published_at=AT,
        )
        for one in public
    ]
    published = FollowUpTablePublished(
        **of, version=1, year=year, symbol=None, situations=(), steps=()
    )
    match chance.choice(["open", "published", "published", "back"]):
        case "open":
            return
        case "back":
            gone = FollowUpTableTakenBack(**of, version=1, reason="error")
            told.followup += [published, gone]
        case _:
            told.followup.append(published)
            told.tables.append((of["mandate"], year, len(public)))


def expected(told: Told) -> dict[str, dict[str, tuple[int, ...]]]:
    """Count what everybody reads: one line for each symbol."""
    lines = []
    for some in told.reports.values():
        whose = {code for _, mandates, _ in some for code in mandates}
        kinds = sorted({kind for kind, _, _ in some}, key=lambda kind: (kind != "visit", kind))
        lines.append((kinds[0], whose, min(year for _, _, year in some)))
    of = [(kind, whose) for kind, whose, year in lines if year == YEAR]

    def under(theme: str, whose: set[str]) -> bool:
        if theme == "none":
            return whose == {"sr-iran"}
        return not whose.isdisjoint(THEMES[theme].mandates)

    def row(theme: str) -> tuple[int, ...]:
        kinds = [kind for kind, whose in of if under(theme, whose)]
        return len(kinds), kinds.count("annual"), kinds.count("visit")

    by_kind = Counter(kind for kind, _ in of)
    tables = [(code, number) for code, year, number in told.tables if year == YEAR]
    return {
        "reports": {kind: (by_kind[kind],) for kind in KINDS},
        "themes": {theme: row(theme) for theme in (*THEMES, "none")},
        "followups": {
            code: (
                sum(one == code for one, _ in tables),
                sum(number for one, number in tables if one == code),
            )
            for code in {one for one, _ in tables}
        },
    }


def tell(portal: Pages, stakeholders: Sequence[Any], followup: Sequence[Any]) -> None:
    for _ in range(2):
        Applier(portal.engine, REPORTS).apply(arriving(*stakeholders, topic="stakeholders.events"))
        for model in (VISIT_REPORTS, ROUNDS, RECOMMENDATIONS):
            Applier(portal.engine, model).apply(arriving(*followup))


@pytest.fixture
def portal(tmp_path: Path) -> Iterator[Pages]:
    with pages(*sqlite_urls(tmp_path)) as built:
        ready(built.engine, READ_MODELS)
        yield built


@pytest.mark.parametrize("seed", [1, 2])
def test_each_number_is_that_of_what_is_published(portal: Pages, seed: int) -> None:
    told = history(seed)
    tell(portal, told.stakeholders, told.followup)
    with portal.engine.connect() as conn:
        found = counting.counted(conn, YEAR, Reading(today=TODAY, within=60)).tables
    assert sound(found)
    assert {one.key: {row.key: row.values for row in one.rows} for one in found} == expected(told)
    assert any(len(some) > 1 for some in told.reports.values()), "one symbol in both lists"
