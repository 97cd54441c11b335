"""What was published, numbered in the order in which it was found: each publication once.

The numbers are kept, so a rebuilt register makes nothing new again. What is found late, such as
after a time without Kafka, is news all the same, if it was published within ``WINDOW``.
"""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Connection, Engine, delete, func, insert, select
from sqlalchemy.exc import IntegrityError

from portal.public.following.tables import news
from portal.public.following.wishes import Wishes
from portal.public.register import of_visits, published
from portal.public.register.publication import REPORT, Choice, Item

WINDOW: Final = timedelta(days=35)
_KEPT: Final = timedelta(days=90)
_c = news.c


def find(engine: Engine, *, at: datetime) -> int:
    """Number what is new; return the number of the last news."""
    begin = at - WINDOW
    with engine.connect() as conn:
        known = set(conn.scalars(select(_c.key).where(_c.published_at >= begin)))
        found = [one for one in published.keys_since(conn, begin) if one[0] not in known]
        last = _last(conn)
    if not found:
        return last
    rows = [
        {"number": number, "key": key, "published_at": when, "found_at": at}
        for number, (key, when) in enumerate(found, last + 1)
    ]
    try:
        with engine.begin() as conn:
            conn.execute(insert(news), rows)
    except IntegrityError:  # another process was faster, and its numbers count
        with engine.connect() as conn:
            return _last(conn)
    return last + len(rows)


def between(conn: Connection, told: int, upto: int, wishes: Wishes) -> list[Item]:
    """Return what is wanted of this news, and is public at this moment, oldest first."""
    keys = set(conn.scalars(select(_c.key).where(_c.number > told, _c.number <= upto)))
    choice = wishes.choice
    found = published.with_keys(conn, {key.partition("+")[0] for key in keys}, choice.of_kinds)
    by_theme = _by_theme(conn, [one for one in found if one.kind == REPORT], choice, told, upto)
    return [one for one in found if (choice.wants(one) and one.key in keys) or one.key in by_theme]


def _by_theme(
    conn: Connection, found: list[Item], choice: Choice, told: int, upto: int
) -> Collection[str]:
    """Return the keys of the reports that are told by a theme of their recommendations.

    A report is told to nobody twice: neither to whom it was told by its mandate, nor by two themes.
    """
    any_mandate = replace(choice, mandates=(), themes=())
    tagged = of_visits.among(conn, [one.item_id for one in found], choice.themes)
    keys = {
        published.by_theme(one.key, theme): one.key
        for one in found
        for theme in choice.themes
        if one.item_id in tagged and any_mandate.wants(one) and not choice.wants(one)
    }
    these = select(_c.key, _c.number).where(_c.key.in_(keys), _c.number <= upto)
    numbers: dict[str, list[int]] = {}
    for row in conn.execute(these):
        numbers.setdefault(keys[row.key], []).append(row.number)
    return {key for key, some in numbers.items() if min(some) > told}


def prune(engine: Engine, *, at: datetime) -> None:
    """Forget old news, but never the last: numbers go on from it."""
    with engine.begin() as conn:
        old = (_c.found_at <= at - _KEPT, _c.number < _last(conn))
        conn.execute(delete(news).where(*old))


def _last(conn: Connection) -> int:
    return conn.scalar(select(func.max(_c.number))) or 0
