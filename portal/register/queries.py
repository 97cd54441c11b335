"""What everybody may read of the register. All tables here hold nothing but what is public."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    and_,
    exists,
    func,
    or_,
    select,
    true,
)
from sqlalchemy import text as sql

from portal.register import search
from portal.register.tables import letters, recommendations, replies, signatures

PAGE = 20
COUNTED = 1_000
"""Found recommendations are counted up to here."""
SUBSTANTIVE = "substantive"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What somebody looks for. Empty and None: everything. ``before``: the key to go on after."""

    words: str = ""
    state: str = ""
    mandate: str = ""
    type: str = ""
    year: int | None = None
    joint: bool = False
    replied: bool = False
    before: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    key: int
    communication_id: str
    slug: str
    reference: str
    type: str
    recipient: str
    mandates: tuple[str, ...]
    year: int
    joint: bool
    transmitted_at: datetime
    edition: int
    published_at: datetime
    text: str
    replied_at: datetime | None
    """When the first substantive reply came; one that is withheld counts."""

    @property
    def days_to_reply(self) -> int | None:
        return (self.replied_at - self.transmitted_at).days if self.replied_at else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """``text`` None: the State keeps it confidential."""

    reply_id: str
    communication_id: str
    kind: str
    language: str | None
    received_at: datetime
    published_at: datetime
    text: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Recommendation:
    key: int
    recommendation_id: str
    communication_id: str | None
    addressee: str
    mandate: str
    issued_at: datetime
    published_at: datetime
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Facets:
    """Value to number of letters, each without its own filter, so that another can be chosen."""

    states: Mapping[str, int]
    mandates: Mapping[str, int]
    types: Mapping[str, int]
    years: Mapping[int, int]
    total: int


_replied_at = (
    select(func.min(replies.c.received_at))
    .where(replies.c.communication_id == letters.c.communication_id)
    .where(replies.c.kind == SUBSTANTIVE)
    .correlate(letters)
    .scalar_subquery()
)
_has_reply = exists().where(
    replies.c.communication_id == letters.c.communication_id, replies.c.kind == SUBSTANTIVE
)


def found(conn: Connection, wanted: Wanted, most: int = PAGE) -> tuple[list[Letter], int | None]:
    """Return a page of letters, newest first, and the key to go on after; None at the end."""
    where = [_where(conn, wanted)]
    if wanted.before is not None:
        where.append(letters.c.key < wanted.before)
    rows = _letters(conn, and_(*where), letters.c.key.desc(), most + 1)
    return rows[:most], rows[most - 1].key if len(rows) > most else None


def facets(conn: Connection, wanted: Wanted) -> Facets:
    c, s = letters.c, signatures.c

    def counted(column: Any, without: Wanted) -> dict[Any, int]:
        query = select(column, func.count()).where(_where(conn, without)).group_by(column)
        if column is s.mandate:
            query = query.join(letters, c.communication_id == s.communication_id)
        return {value: number for value, number in conn.execute(query) if value is not None}

    total = conn.scalar(select(func.count()).select_from(letters).where(_where(conn, wanted)))
    return Facets(
        states=counted(c.recipient, replace(wanted, state="")),
        mandates=counted(s.mandate, replace(wanted, mandate="")),
        types=counted(c.type, replace(wanted, type="")),
        years=counted(c.year, replace(wanted, year=None)),
        total=total or 0,
    )


def by_slug(conn: Connection, slug: str) -> Letter | None:
    """One look into the public table, whether there is such a letter or not."""
    rows = _letters(conn, letters.c.slug == slug, letters.c.key, 1)
    return rows[0] if rows else None


def replies_to(conn: Connection, communication_ids: Sequence[str]) -> dict[str, list[Reply]]:
    """Return the replies to each letter, oldest first."""
    gathered: dict[str, list[Reply]] = {one: [] for one in communication_ids}
    c = replies.c
    for row in conn.execute(
        select(replies)
        .where(c.communication_id.in_(communication_ids))
        .order_by(c.received_at, c.key)
    ):
        gathered[row.communication_id].append(_reply(row))
    return gathered


def published_between(
    conn: Connection, begin: datetime, end: datetime, most: int = 1_000
) -> list[Letter]:
    c = letters.c
    this = and_(c.published_at >= begin, c.published_at < end)
    return _letters(conn, this, c.published_at.desc(), most)


def replies_between(
    conn: Connection, begin: datetime, end: datetime, most: int = 1_000
) -> list[tuple[Reply, Row[Any]]]:
    """Return what was published of replies, newest first, each with slug and head of its letter."""
    c = replies.c
    rows = conn.execute(
        select(replies, letters.c.slug, letters.c.reference, letters.c.recipient)
        .join(letters, letters.c.communication_id == c.communication_id)
        .where(c.published_at >= begin, c.published_at < end)
        .order_by(c.published_at.desc(), c.key)
        .limit(most)
    )
    return [(_reply(row), row) for row in rows]


def latest(conn: Connection, most: int = 50) -> list[Letter]:
    return _letters(conn, true(), letters.c.published_at.desc(), most)


def months(conn: Connection) -> list[tuple[int, int]]:
    """Return the months, newest first, in which a letter or a reply was published."""
    at = {
        moment
        for table in (letters, replies)
        for moment in conn.scalars(select(table.c.published_at).distinct())
    }
    return sorted({(one.year, one.month) for one in at if one}, reverse=True)


def slugs(conn: Connection, most: int) -> list[tuple[str, datetime]]:
    c = letters.c
    rows = conn.execute(select(c.slug, c.published_at).order_by(c.key.desc()).limit(most))
    return [(row.slug, row.published_at) for row in rows]


def found_recommendations(
    conn: Connection, wanted: Wanted, most: int = PAGE
) -> tuple[list[Recommendation], int | None]:
    """Return a page of recommendations, newest first, and the key to go on after."""
    c = recommendations.c
    keys = _keys(conn, wanted, most + 1)
    rows = conn.execute(select(recommendations).where(c.key.in_(keys)).order_by(c.key.desc())).all()
    some = [_recommendation(row) for row in rows]
    return some[:most], some[most - 1].key if len(some) > most else None


def counted_recommendations(conn: Connection, wanted: Wanted) -> int:
    """Return how many are found, at most ``COUNTED`` and one."""
    return len(_keys(conn, replace(wanted, before=None), COUNTED + 1))


def _keys(conn: Connection, wanted: Wanted, most: int) -> list[int]:
    """By the index alone: the filters are terms in it, and it is in the order of the key."""
    dialect = conn.dialect.name
    marks = [
        search.mark(kind, value)
        for kind, value in (("state", wanted.state), ("mandate", wanted.mandate))
        if value
    ]
    query = search.query(wanted.words, marks, dialect=dialect)
    c = recommendations.c
    if query is None:
        rest = c.key < wanted.before if wanted.before is not None else true()
        keys = conn.scalars(select(c.key).where(rest).order_by(c.key.desc()).limit(most))
        return list(keys)
    name = recommendations.name
    if dialect == "sqlite":
        key, where = "rowid", f"{name}_fts WHERE {name}_fts MATCH :query"
    else:
        key, where = "key", f"{name} WHERE vector @@ CAST(:query AS tsquery)"
    before = "" if wanted.before is None else f" AND {key} < :before"
    statement = f"SELECT {key} FROM {where}{before} ORDER BY {key} DESC LIMIT :most"  # noqa: S608  # names of our own tables
    values = {"query": query, "most": most}
    if wanted.before is not None:
        values["before"] = wanted.before
    return list(conn.scalars(sql(statement), values))


def _where(conn: Connection, wanted: Wanted) -> ColumnElement[bool]:
    c = letters.c
    where: list[ColumnElement[bool]] = [true()]
    if wanted.state:
        where.append(c.recipient == wanted.state)
    if wanted.mandate:
        s = signatures.c
        where.append(
            exists().where(s.communication_id == c.communication_id, s.mandate == wanted.mandate)
        )
    if wanted.type:
        where.append(c.type == wanted.type)
    if wanted.year is not None:
        where.append(c.year == wanted.year)
    if wanted.joint:
        where.append(c.joint)
    if wanted.replied:
        where.append(_has_reply)
    dialect = conn.dialect.name
    query = search.query(wanted.words, dialect=dialect)
    if query is not None:
        in_reply = select(replies.c.communication_id).where(
            search.matches(replies, query, dialect=dialect)
        )
        where.append(
            or_(
                search.matches(letters, query, dialect=dialect),
                c.communication_id.in_(in_reply),
            )
        )
    return and_(*where)


def _letters(conn: Connection, which: ColumnElement[bool], order: Any, most: int) -> list[Letter]:
    c = letters.c
    plain = [column for column in c if column.name != "terms"]
    rows = conn.execute(
        select(*plain, _replied_at.label("replied_at")).where(which).order_by(order).limit(most)
    )
    return [Letter(**{**row._asdict(), "mandates": tuple(row.mandates)}) for row in rows]


def _reply(row: Row[Any]) -> Reply:
    return Reply(
        reply_id=row.reply_id,
        communication_id=row.communication_id,
        kind=row.kind,
        language=row.language,
        received_at=row.received_at,
        published_at=row.published_at,
        text=row.text,
    )


def _recommendation(row: Row[Any]) -> Recommendation:
    return Recommendation(
        key=row.key,
        recommendation_id=row.recommendation_id,
        communication_id=row.communication_id,
        addressee=row.addressee,
        mandate=row.mandate,
        issued_at=row.issued_at,
        published_at=row.published_at,
        text=row.text,
    )
