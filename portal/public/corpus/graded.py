"""Columns of ours at the end of files: public grades with scheme and day, and who informed.

A grade is the last one in each scheme of what is public here (decision 0177). Providers are told as
far as a published follow-up table tells them: by kind, and never by name.
"""

from collections.abc import Collection, Mapping, Sequence
from typing import Final

from sqlalchemy import Connection, select

from portal.followup.recommendations import marked
from portal.followup.recommendations.marked import Grade
from portal.followup.recommendations.read_model import recommendations
from portal.followup.rounds import published
from shared.core.geneva import day_of

TITLES: Final = ("Scheme", "Grade", "Graded on", "Providers of information")
NOTHING: Final = ("",) * len(TITLES)
_c = recommendations.c


def of_ids(conn: Connection, ids: Collection[str]) -> Mapping[str, Sequence[str]]:
    """Return the cells of these recommendations of the platform, of those that have something."""
    grades, told = marked.last_grades(conn, ids), published.providers(conn, ids)
    return {one: _cells(grades.get(one, []), told.get(one, [])) for one in {*grades, *told}}


def of_items(conn: Connection, items: Collection[str]) -> Mapping[str, Sequence[str]]:
    """Return the cells of texts of the corpus, as far as a mandate took them up in public."""
    these = select(_c.recommendation_id, _c.item).where(
        _c.item.in_(items), _c.published_at.is_not(None)
    )
    whose = dict(conn.execute(these.order_by(_c.recommendation_id)).tuples().all())
    cells = of_ids(conn, whose)
    found: dict[str, list[Sequence[str]]] = {}
    for one, item in whose.items():
        if one in cells:
            found.setdefault(item, []).append(cells[one])
    return {item: list(map(_joined, zip(*some, strict=True))) for item, some in found.items()}


def _cells(grades: Sequence[Grade], providers: Sequence[str]) -> Sequence[str]:
    days = [day_of(one.assessed_at).isoformat() for one in grades]
    schemes, values = [one.scheme for one in grades], [one.grade for one in grades]
    return [_joined(some) for some in (schemes, values, days, providers)]


def _joined(some: Sequence[str]) -> str:
    return "; ".join(filter(None, some))
