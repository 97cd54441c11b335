"""Counts of the recommendations that a person sees, of each by what its page shows this person.

A grade that is not told counts as none, information of others as none, and a repeat only where both
recommendations are seen (section F.9 of visits-recommendations-knowledge.md).
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Select, and_, exists, func, select

from portal.followup.actions.read_model import publications, published_links
from portal.followup.recommendations.sight import graded, told
from portal.followup.recommendations.tables import (
    assessments,
    informations,
    recommendations,
    repeats,
    tags,
)
from shared.core.actor import Actor
from shared.core.geneva import day_of
from shared.reference.schemes import ended_by
from shared.reference.themes import THEMES, themes_of

NONE: Final = ""
"""No grade in the scheme."""
NEVER: Final = 0
BANDS: Final = (183, 365, 730)
"""Days within which the first action was published: institutions ask for half a year (F.3)."""
LATER: Final = 10_000
SAME, OTHER, MECHANISM = "same", "other", "mechanism"
_c, _a, _i, _r = recommendations.c, assessments.c, informations.c, repeats.c
_t = tags.alias().c  # beside those by which the recommendations are chosen


@dataclass(frozen=True, slots=True, kw_only=True)
class One:
    """``taken_up``: another mechanism recommended it."""

    mandate: str
    issued_on: date
    taken_up: bool


def seen(conn: Connection, where: ColumnElement[bool]) -> dict[str, One]:
    """Return the recommendations by id. ``where``: which of those that the person sees."""
    these = select(_c.recommendation_id, _c.mandate, _c.issued_at, _c.item).where(where)
    return {
        row.recommendation_id: One(
            mandate=row.mandate, issued_on=day_of(row.issued_at), taken_up=row.item is not None
        )
        for row in conn.execute(these)
    }


def by_year(
    conn: Connection, actor: Actor, where: ColumnElement[bool], scheme: str
) -> dict[int, Counter[str]]:
    """Return how many had which grade last in each year: that which it is of, or of its day."""
    last = {
        (row.recommendation_id, row.period or day_of(row.assessed_at).year): row.grade
        for row in conn.execute(_grades(actor, where, scheme))
    }
    found: dict[int, Counter[str]] = {}
    for (_, year), grade in last.items():
        found.setdefault(year, Counter())[grade] += 1
    return found


def by_theme(
    conn: Connection,
    actor: Actor,
    where: ColumnElement[bool],
    scheme: str,
    some: Mapping[str, One],
) -> dict[str, Counter[str]]:
    """Return by theme how many have which last grade; one without any is there as well."""
    last = {row.recommendation_id: row.grade for row in conn.execute(_grades(actor, where, scheme))}
    own: dict[str, list[str]] = {}
    tagged = _t.kind == "theme", _t.recommendation_id == _c.recommendation_id
    these = select(_t.recommendation_id, _t.code).join(recommendations, and_(*tagged))
    for row in conn.execute(these.where(where)):
        if row.code in THEMES:
            own.setdefault(row.recommendation_id, []).append(row.code)
    found: dict[str, Counter[str]] = {}
    for each, one in some.items():
        for theme in own.get(each) or themes_of([one.mandate]):
            found.setdefault(theme, Counter())[last.get(each, NONE)] += 1
    return found


def by_provider(conn: Connection, actor: Actor, where: ColumnElement[bool]) -> Mapping[str, int]:
    """Return how many pieces of information each kind of provider sent that stand as they are."""
    newer = informations.alias().c
    these = (
        select(_i.provider, func.count())
        .join(recommendations, _c.recommendation_id == _i.recommendation_id)
        .where(
            where,
            told(actor),
            ~exists().where(newer.corrects == _i.info_id, newer.withdrawn_at.is_(None)),
        )
    )
    return dict(conn.execute(these.group_by(_i.provider)).tuples().all())


def repeated(conn: Connection, some: Mapping[str, One], others: Mapping[str, One]) -> Counter[str]:
    """Return how often one of these repeats one of the others, by whose that is."""
    found: Counter[str] = Counter()
    for row in conn.execute(select(_r.recommendation_id, _r.repeats_id)):
        one, earlier = some.get(row.recommendation_id), others.get(row.repeats_id)
        if one and earlier:
            same = SAME if one.mandate == earlier.mandate else OTHER
            found[same if one.taken_up == earlier.taken_up else MECHANISM] += 1
    return found


def acted(conn: Connection, some: Mapping[str, One]) -> Counter[int]:
    """Return how many had their first published action within each band of days."""
    links, when = published_links.c, publications.c
    these = (
        select(links.recommendation_id, func.min(when.published_at).label("at"))
        .join(publications, when.action_id == links.action_id)
        .group_by(links.recommendation_id)
    )
    first = {row.recommendation_id: day_of(row.at) for row in conn.execute(these)}
    return Counter(_band(one, first.get(each)) for each, one in some.items())


def _band(one: One, on: date | None) -> int:
    if on is None:
        return NEVER
    days = (on - one.issued_on).days
    return next((band for band in BANDS if days <= band), LATER)


def _grades(actor: Actor, where: ColumnElement[bool], scheme: str) -> Select[Any]:
    """The grades of the Government's follow-up that are told, oldest first.

    Those in the versions before it are of the scheme as well.
    """
    return (
        select(_a.recommendation_id, _a.grade, _a.period, _a.assessed_at)
        .join(recommendations, _c.recommendation_id == _a.recommendation_id)
        .where(where, graded(actor), _a.addressee_id.is_(None), _a.scheme.in_(ended_by(scheme)))
        .order_by(_a.assessed_at, _a.event_id)
    )
