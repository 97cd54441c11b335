"""Counts of the recommendations that a person sees, of each by what its page shows this person.

A grade that is not told counts as none, information of others as none, and a repeat only where both
recommendations are seen (section F.9 of visits-recommendations-knowledge.md).
"""

from collections import Counter
from collections.abc import Mapping
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Row, Select, and_, exists, func, select

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
from shared.reference.schemes import OF_FOLLOW_UP, counts_as, ended_by
from shared.reference.themes import THEMES, themes_of

NONE: Final = ""
"""No grade in the scheme."""
EVERY: Final = "every"
"""All schemes together: each grade by what it counts as (F.7), and the last one in any of them."""
NEVER: Final = 0
BANDS: Final = (183, 365, 730)
"""Days within which the first action was published: institutions ask for half a year (F.3)."""
LATER: Final = 10_000
SAME, OTHER, MECHANISM = "same", "other", "mechanism"
_c, _a, _i, _r = recommendations.c, assessments.c, informations.c, repeats.c
_tags = tags.alias()  # beside those by which the recommendations are chosen
_t = _tags.c


def number(conn: Connection, where: ColumnElement[bool]) -> int:
    """Return how many there are. ``where``: which of those that the person sees."""
    return conn.scalar(select(func.count()).select_from(recommendations).where(where)) or 0


def by_year(
    conn: Connection, actor: Actor, where: ColumnElement[bool], scheme: str
) -> dict[int, Counter[str]]:
    """Return how many had which grade last in each year: that which it is of, or of its day."""
    last = {
        (row.recommendation_id, row.period or day_of(row.assessed_at).year): _value(row, scheme)
        for row in conn.execute(_grades(actor, where, scheme))
    }
    found: dict[int, Counter[str]] = {}
    for (_, year), grade in last.items():
        found.setdefault(year, Counter())[grade] += 1
    return found


def by_theme(
    conn: Connection, actor: Actor, where: ColumnElement[bool], scheme: str
) -> dict[str, Counter[str]]:
    """Return by theme how many have which last grade; one without any is there as well."""
    tagged = and_(
        _t.recommendation_id == _c.recommendation_id, _t.kind == "theme", _t.code.in_(THEMES)
    )
    heads = _c.addressee, _c.mandate  # by both: the index in that order has all that it takes
    by_mandate = select(*heads, func.count().label("n")).where(where).group_by(*heads)
    plain: Counter[str] = Counter()
    for row in conn.execute(by_mandate):
        plain[row.mandate] += row.n
    for row in conn.execute(by_mandate.where(exists().where(tagged))):
        plain[row.mandate] -= row.n
    found: dict[str, Counter[str]] = {}
    for mandate, n in plain.items():
        for theme in themes_of([mandate]):
            found.setdefault(theme, Counter())[NONE] += n
    coded = select(_t.code, func.count().label("n")).join(recommendations, tagged).where(where)
    for row in conn.execute(coded.group_by(_t.code)):
        found.setdefault(row.code, Counter())[NONE] += row.n
    grades = _grades(actor, where, scheme).join(_tags, tagged, isouter=True)
    last = {
        (row.recommendation_id, theme): _value(row, scheme)
        for row in conn.execute(grades.add_columns(_c.mandate, _t.code))
        for theme in ([row.code] if row.code else themes_of([row.mandate]))
    }
    for (_, theme), grade in last.items():
        found[theme][grade] += 1
        found[theme][NONE] -= 1
    return {theme: +counts for theme, counts in found.items() if +counts}


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


def repeated(
    conn: Connection, where: ColumnElement[bool], seen: ColumnElement[bool]
) -> Counter[str]:
    """Return how often one of these repeats one that the person sees, by whose that is."""
    earlier = recommendations.alias()
    is_seen = exists().where(_c.recommendation_id == _r.repeats_id, seen).correlate(repeats)
    same = (earlier.c.mandate == _c.mandate).label("same")
    alike = (earlier.c.item.is_(None) == _c.item.is_(None)).label("alike")
    these = (
        select(same, alike, func.count().label("n"))
        .select_from(repeats)
        .join(recommendations, _r.recommendation_id == _c.recommendation_id)
        .join(earlier, earlier.c.recommendation_id == _r.repeats_id)
        .where(where, is_seen)
        .group_by("same", "alike")
    )
    found: Counter[str] = Counter()
    for row in conn.execute(these):
        of = SAME if row.same else OTHER
        found[of if row.alike else MECHANISM] += row.n
    return found


def acted(conn: Connection, where: ColumnElement[bool], number: int) -> Counter[int]:
    """Return how many of the ``number`` had their first published action within which days."""
    links, when = published_links.c, publications.c
    first = (
        select(links.recommendation_id, func.min(when.published_at).label("at"))
        .join(publications, when.action_id == links.action_id)
        .group_by(links.recommendation_id)
        .subquery()
    )
    these = (
        select(_c.issued_at, first.c.at)
        .join(first, first.c.recommendation_id == _c.recommendation_id)
        .where(where)
    )
    days = [(day_of(row.at) - day_of(row.issued_at)).days for row in conn.execute(these)]
    return Counter({NEVER: number - len(days)}) + Counter(map(_band, days))


def _band(days: int) -> int:
    return next((band for band in BANDS if days <= band), LATER)


def _grades(actor: Actor, where: ColumnElement[bool], scheme: str) -> Select[Any]:
    """The grades of the Government's follow-up that are told, oldest first.

    Those in the versions before it are of the scheme as well.
    """
    some = sorted(OF_FOLLOW_UP if scheme == EVERY else ended_by(scheme))
    return (
        select(_a.recommendation_id, _a.scheme, _a.grade, _a.period, _a.assessed_at)
        .join(recommendations, _c.recommendation_id == _a.recommendation_id)
        .where(where, graded(actor), _a.addressee_id.is_(None), _a.scheme.in_(some))
        .order_by(_a.assessed_at, _a.event_id)
    )


def _value(row: Row[Any], scheme: str) -> str:
    return counts_as(row.scheme, row.grade) if scheme == EVERY else str(row.grade)
