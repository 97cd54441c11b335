"""Reports and follow-up tables that are published, by their themes and mandates (decision 0156).

A report is known by its symbol: the same one in the list of a mandate and among the reports on
visits counts once. Its themes are those of its mandates, as everywhere on the platform.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from sqlalchemy import Connection, func, select

from portal.committee.reports.read_model import reports as owed
from portal.followup.recommendations.read_model import recommendations
from portal.followup.rounds.read_model import rounds, rows
from portal.followup.visit_reports.read_model import reports as of_visits
from shared.core.geneva import day_of
from shared.reference import mandates
from shared.reference.packs import NOWHERE, REPORTS
from shared.reference.themes import THEMES, themes_of

Rows: TypeAlias = Iterator[tuple[str, Sequence[int]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """``year``: in which everybody could read it first."""

    symbol: str
    kind: str
    mandates: frozenset[str]
    year: int

    @property
    def themes(self) -> list[str]:
        return themes_of(self.mandates) or [NOWHERE]


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """``year``: of the round. ``rows``: the recommendations that everybody reads in it."""

    mandate: str
    year: int
    rows: int


def reports(conn: Connection) -> list[Report]:
    found: dict[str, Report] = {}
    for one in (*_owed(conn), *_of_visits(conn)):
        same = found.get(one.symbol)
        found[one.symbol] = _both(same, one) if same else one
    return [*found.values()]


def tables(conn: Connection) -> list[Table]:
    """Return the follow-up tables that are published."""
    c, r = rounds.c, recommendations.c
    public = (
        select(rows.c.round_id, func.count().label("number"))
        .join(recommendations, r.recommendation_id == rows.c.recommendation_id)
        .where(r.published_at.is_not(None))
        .group_by(rows.c.round_id)
        .subquery()
    )
    these = select(c.mandate, c.year, public.c.number).outerjoin(
        public, public.c.round_id == c.round_id
    )
    shown = these.where(c.published.is_not(None), c.published_at.is_not(None))
    return [
        Table(mandate=row.mandate, year=row.year, rows=row.number or 0)
        for row in conn.execute(shown)
    ]


def by_theme(every: Sequence[Report], year: int) -> Rows:
    """A report counts under each of its themes; one of a country mandate is under none."""
    if any(one.year <= year for one in every):
        for theme in (*THEMES, NOWHERE):
            found = [one for one in every if one.year == year and theme in one.themes]
            yield theme, [len(found), *(_of_kind(found, kind) for kind in ("annual", "visit"))]


def by_kind(every: Sequence[Report], year: int) -> Rows:
    if any(one.year <= year for one in every):
        found = [one for one in every if one.year == year]
        yield from ((kind, [_of_kind(found, kind)]) for kind in REPORTS)


def followed_up(every: Sequence[Table], year: int) -> Rows:
    found = [one for one in every if one.year == year]
    number = Counter(one.mandate for one in found)
    for code in mandates():
        if code in number:
            yield code, [number[code], sum(one.rows for one in found if one.mandate == code)]


def _owed(conn: Connection) -> list[Report]:
    c = owed.c
    published = (c.symbol.is_not(None), c.published_on.is_not(None), c.dropped.is_(False))
    return [
        Report(
            symbol=row.symbol,
            kind=row.kind,
            mandates=frozenset({row.mandate}),
            year=row.published_on.year,
        )
        for row in conn.execute(
            select(c.symbol, c.kind, c.mandate, c.published_on).where(*published)
        )
    ]


def _of_visits(conn: Connection) -> list[Report]:
    c = of_visits.c
    these = select(c.symbol, c.mandates, c.published_at).where(c.stage == "published")
    return [
        Report(
            symbol=row.symbol,
            kind="visit",
            mandates=frozenset(row.mandates),
            year=day_of(row.published_at).year,
        )
        for row in conn.execute(these)
    ]


def _both(one: Report, other: Report) -> Report:
    """Return what two lists have under one symbol, whichever comes first."""
    kinds = {one.kind, other.kind}
    return Report(
        symbol=one.symbol,
        kind="visit" if "visit" in kinds else min(kinds),
        mandates=one.mandates | other.mandates,
        year=min(one.year, other.year),
    )


def _of_kind(some: Sequence[Report], kind: str) -> int:
    return sum(one.kind == kind for one in some)
