"""By theme: recommendations under the themes that they were tagged with.

Whoever may read a recommendation reads its tags, so those of a public one are public. One that
nobody tagged is under the themes of its mandate; what is of several is in each.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from datetime import MAXYEAR, MINYEAR, date
from typing import Final
from weakref import WeakKeyDictionary

from sqlalchemy import ColumnElement, Connection, Engine, and_, exists, func, select, true

from portal.followup.recommendations.read_model import RECOMMENDATIONS
from portal.followup.recommendations.tables import tags
from portal.public.register.cards import CONSUMER, Version, version_of
from portal.public.register.statistics import Asked
from portal.public.register.tables import OWN, recommendations
from shared.core.geneva import start_of
from shared.reference.themes import THEMES, themes_of

Tags = Mapping[str, tuple[str, ...]]
Years = tuple[int | None, int | None]
_MANY: Final = 2_000  # ids in one query
_RANGES: Final = 8  # of years whose numbers are kept
_c, _t = recommendations.c, tags.c
_kept: WeakKeyDictionary[Engine, tuple[Version, dict[Years, Mapping[str, Counter[str]]]]] = (
    WeakKeyDictionary()
)
_OF_IT: Final = and_(_t.recommendation_id == _c.recommendation_id, _t.kind == "theme")


def of_these(conn: Connection, ids: Collection[str]) -> Tags:
    """Return the tags of each of these recommendations that has one, in the order of all themes."""
    found: dict[str, set[str]] = {}
    every = sorted(ids)
    for first in range(0, len(every), _MANY):
        some = _t.recommendation_id.in_(every[first : first + _MANY])
        for row in conn.execute(select(tags).where(_t.kind == "theme", some)):
            found.setdefault(row.recommendation_id, set()).add(row.code)
    in_order = {one: tuple(code for code in THEMES if code in of) for one, of in found.items()}
    return {one: of for one, of in in_order.items() if of}


def themes(recommendation_id: str, mandates: Iterable[str], own: Tags) -> Collection[str]:
    """Return the themes under which it counts."""
    return own.get(recommendation_id) or themes_of(mandates)


def by_state(conn: Connection, theme: str) -> Mapping[str, int]:
    """Return how many recommendations of a theme went to each State."""
    number = select(_c.addressee, func.count().label("number")).where(OWN).group_by(_c.addressee)
    of_tags = number.join(tags, _OF_IT).where(_t.code == theme)
    of_mandates = number.where(_c.mandate.in_(THEMES[theme].mandates), ~_has_own())
    found: Counter[str] = Counter()
    for these in (of_tags, of_mandates):
        found.update({row.addressee: row.number for row in conn.execute(these)})
    return found


def grid(conn: Connection, asked: Asked) -> Mapping[str, Counter[str]]:
    """Return by State how many there are of each theme.

    The years that were asked for last stay in memory until anything else becomes public or is
    tagged: among 270,000 recommendations with 200,000 tags it takes more than a second to count.
    """
    version = version_of(conn, CONSUMER) + version_of(conn, RECOMMENDATIONS.consumer)
    kept = _kept.get(conn.engine)
    if kept is None or kept[0] != version:
        kept = _kept[conn.engine] = (version, {})
    years = asked.since, asked.until
    found = kept[1].pop(years, None) or _counted(conn, asked)
    kept[1][years] = found  # the last of the dictionary was asked for last
    for oldest in [*kept[1]][:-_RANGES]:
        kept[1].pop(oldest, None)
    return {state: of for state, of in found.items() if asked.has(state)}


def _counted(conn: Connection, asked: Asked) -> Mapping[str, Counter[str]]:
    found: dict[str, Counter[str]] = {}
    number, where = func.count().label("number"), and_(OWN, _in_years(asked))
    of_tags = select(_c.addressee, _t.code, number).select_from(recommendations)
    own = of_tags.join(tags, _OF_IT).where(where)
    for row in conn.execute(own.group_by(_c.addressee, _t.code)):
        if row.code in THEMES:
            found.setdefault(row.addressee, Counter())[row.code] += row.number
    other = select(_c.addressee, _c.mandate, number).where(where, ~_has_own())
    for row in conn.execute(other.group_by(_c.addressee, _c.mandate)):
        of = dict.fromkeys(themes_of([row.mandate]), row.number)
        found.setdefault(row.addressee, Counter()).update(of)
    return found


def _has_own() -> ColumnElement[bool]:
    return exists().where(_OF_IT, _t.code.in_([*THEMES]))


def _in_years(asked: Asked) -> ColumnElement[bool]:
    """Year by year in Geneva. One that no calendar has is before or after all others."""
    first, last = asked.since or MINYEAR, MAXYEAR if asked.until is None else asked.until
    since = true() if first <= MINYEAR else _c.issued_at >= start_of(date(first, 1, 1))
    if last >= MAXYEAR:
        return since
    return and_(since, _c.issued_at < start_of(date(last + 1, 1, 1)))
