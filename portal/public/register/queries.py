"""Public queries of the register. All its tables contain only public data."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import islice
from typing import Any, ClassVar, TypeAlias

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    and_,
    func,
    select,
    true,
)

from portal.public.register import look, past, search
from portal.public.register.cards import SUBSTANTIVE, Wanted
from portal.public.register.look import Look
from portal.public.register.past import PastLetter
from portal.public.register.tables import TRANSLATION, letters, recommendations, replies
from portal.web.cases import slug
from shared.core.geneva import day_of, days_between
from shared.reference.history import canonical

PAGE = 20
COUNTED = 1_000
"""Found recommendations are counted up to here."""
_MANY = 2_000  # keys in one query


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    past: ClassVar[bool] = False
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
    language: str | None = None
    """Of the page of one letter: in which it is, as chosen with its draft or as its text tells."""

    @property
    def sent_on(self) -> date:
        return day_of(self.transmitted_at)

    @property
    def days_to_reply(self) -> int | None:
        return days_between(self.transmitted_at, self.replied_at) if self.replied_at else None


AnyLetter: TypeAlias = Letter | PastLetter


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """``text`` None: the State keeps it confidential.

    ``kind`` is "translation" for one of a reply, whose id it has then.
    """

    reply_id: str
    communication_id: str
    kind: str
    language: str | None
    received_at: datetime
    published_at: datetime
    text: str | None
    translations: tuple["Reply", ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Recommendation:
    key: int
    recommendation_id: str
    communication_id: str | None
    addressee: str
    mandate: str
    issued_at: datetime
    published_at: datetime
    withdrawn_at: datetime | None
    text: str | None
    symbol: str | None
    item: str | None
    document: str | None
    mission_id: str | None
    report: str | None
    paragraph: str | None
    same_words: bool | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Facets:
    """Value to number of letters, each without its own filter, so that another can be chosen.

    ``past``: how many are from before the platform, and of how many.
    """

    states: Mapping[str, int]
    mandates: Mapping[str, int]
    themes: Mapping[str, int]
    types: Mapping[str, int]
    years: Mapping[int, int]
    past: tuple[int, int]
    total: int


_replied_at = (
    select(func.min(replies.c.received_at))
    .where(replies.c.communication_id == letters.c.communication_id)
    .where(replies.c.kind == SUBSTANTIVE)
    .correlate(letters)
    .scalar_subquery()
)


def found(conn: Connection, wanted: Wanted, most: int = PAGE) -> tuple[list[AnyLetter], int | None]:
    """Return a page of letters, newest first, and the key to go on after; None at the end."""
    return _page(conn, look.look(conn, wanted), most)


def letter_keys(conn: Connection, words: str) -> list[int]:
    """Return the keys of the letters with the words, in them or in a reply, newest first."""
    return [key for key, _ in look.found(look.look(conn, Wanted(words=words)))]


def letters_by_key(conn: Connection, keys: Sequence[int]) -> list[AnyLetter]:
    """Return these, newest first."""
    here = _letters(conn, letters.c.key.in_(keys), letters.c.key.desc(), None)
    before = past.by_key(conn, keys)
    return sorted([*here, *before.values()], key=lambda one: -one.key) if before else [*here]


def facets(conn: Connection, wanted: Wanted) -> Facets:
    return _facets(look.look(conn, wanted))


def found_with_facets(
    conn: Connection, wanted: Wanted
) -> tuple[list[AnyLetter], int | None, Facets]:
    """Both, for the words of one search."""
    one = look.look(conn, wanted)
    return *_page(conn, one, PAGE), _facets(one)


def by_slug(conn: Connection, slug: str) -> Letter | None:
    """One look into the public table, whether there is such a letter or not."""
    rows = _letters(conn, letters.c.slug == slug, letters.c.key, 1)
    return rows[0] if rows else None


def by_reference(conn: Connection, words: str) -> AnyLetter | None:
    """Return the letter whose reference was typed, in whatever case; else one from before."""
    typed = canonical(" ".join(words.upper().split()))
    return (by_slug(conn, slug(typed)) or past.by_reference(conn, typed)) if words else None


def replies_to(conn: Connection, communication_ids: Sequence[str]) -> dict[str, list[Reply]]:
    """Return the replies to each letter, oldest first, each with its translations."""
    gathered: dict[str, list[Reply]] = {one: [] for one in communication_ids}
    translated: dict[str, list[Reply]] = {}
    c = replies.c
    for row in conn.execute(
        select(replies)
        .where(c.communication_id.in_(communication_ids))
        .order_by(c.received_at, c.key)
    ):
        if row.kind == TRANSLATION:
            translated.setdefault(row.reply_id, []).append(_reply(row))
        else:
            gathered[row.communication_id].append(_reply(row))
    return {
        letter: [replace(one, translations=tuple(translated.get(one.reply_id, ()))) for one in some]
        for letter, some in gathered.items()
    }


def published_between(conn: Connection, begin: datetime, end: datetime) -> list[Letter]:
    c = letters.c
    this = and_(c.published_at >= begin, c.published_at < end)
    return _letters(conn, this, c.published_at.desc(), None)


def replies_between(
    conn: Connection, begin: datetime, end: datetime
) -> list[tuple[Reply, Row[Any]]]:
    """Return the published replies and translations, newest first.

    Each with slug and head of its letter.
    """
    c = replies.c
    rows = conn.execute(
        select(replies, letters.c.slug, letters.c.reference, letters.c.recipient)
        .join(letters, letters.c.communication_id == c.communication_id)
        .where(c.published_at >= begin, c.published_at < end)
        .order_by(c.published_at.desc(), c.key)
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
    return sorted({(one.year, one.month) for one in map(day_of, filter(None, at))}, reverse=True)


def slugs(conn: Connection, most: int) -> list[tuple[str, datetime]]:
    c = letters.c
    rows = conn.execute(select(c.slug, c.published_at).order_by(c.key.desc()).limit(most))
    return [(row.slug, row.published_at) for row in rows]


def found_recommendations(
    conn: Connection,
    wanted: Wanted,
    most: int = PAGE,
    *,
    which: ColumnElement[bool] | None = None,
) -> tuple[list[Recommendation], int | None, int | None]:
    """Return a page of recommendations, newest first, and the key to go on after.

    With the first page comes how many there are, at most ``COUNTED`` and one: one search is enough.
    ``which``: of these alone.
    """
    first = wanted.before is None
    keys = _keys(conn, wanted, COUNTED + 1 if first else most + 1, which)
    after = keys[most - 1] if len(keys) > most else None
    return recommendations_by_key(conn, keys[:most]), after, len(keys) if first else None


def counted_recommendations(conn: Connection, wanted: Wanted) -> int:
    """Return how many are found, at most ``COUNTED`` and one."""
    return len(_keys(conn, replace(wanted, before=None), COUNTED + 1))


def recommendation_keys(conn: Connection, words: str) -> list[int]:
    """Return the keys of those with the words, newest first, at most ``COUNTED`` and one."""
    return _keys(conn, Wanted(words=words), COUNTED + 1)


def recommendations_by_key(conn: Connection, keys: Sequence[int]) -> list[Recommendation]:
    """Return these, newest first."""
    c = recommendations.c
    rows = conn.execute(select(recommendations).where(c.key.in_(keys)).order_by(c.key.desc()))
    return [_recommendation(row) for row in rows]


def _keys(
    conn: Connection, wanted: Wanted, most: int, which: ColumnElement[bool] | None = None
) -> list[int]:
    """By the index alone, if it can: state and mandate are terms in it, in the order of the key."""
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
        these = rest if which is None else and_(rest, which)
        keys = conn.scalars(select(c.key).where(these).order_by(c.key.desc()).limit(most))
        return list(keys)
    if which is None:
        return search.keys(conn, recommendations, query, before=wanted.before, most=most)
    every = sorted(search.keys(conn, recommendations, query, before=wanted.before), reverse=True)
    found: list[int] = []
    for first in range(0, len(every), _MANY):
        these = and_(c.key.in_(every[first : first + _MANY]), which)
        found += conn.scalars(select(c.key).where(these).order_by(c.key.desc()))
        if len(found) >= most:
            break
    return found[:most]


def _page(conn: Connection, of: Look, most: int) -> tuple[list[AnyLetter], int | None]:
    keys = [key for key, _ in islice(look.found(of), most + 1)]
    return letters_by_key(conn, keys[:most]), keys[most - 1] if len(keys) > most else None


def _facets(of: Look) -> Facets:
    total, (by_state, by_mandate, by_theme, by_type, by_year, every) = look.counted(of)
    return Facets(
        states=Counter(card.recipient for card in by_state),
        mandates=Counter(mandate for card in by_mandate for mandate in card.mandates),
        themes=Counter(theme for card in by_theme for theme in card.themes),
        types=Counter(card.type for card in by_type),
        years=Counter(card.year for card in by_year),
        past=(sum(card.past for card in every), len(every)),
        total=total,
    )


def _letters(
    conn: Connection, which: ColumnElement[bool], order: Any, most: int | None
) -> list[Letter]:
    c = letters.c
    plain = [column for column in c if column.name != "terms"]
    these = select(*plain, _replied_at.label("replied_at")).where(which)
    rows = conn.execute(these.order_by(order, c.key.desc()).limit(most))
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
        withdrawn_at=row.withdrawn_at,
        text=row.text,
        symbol=row.symbol,
        item=row.item,
        document=row.document,
        mission_id=row.mission_id,
        report=row.report,
        paragraph=row.paragraph,
        same_words=row.same_words,
    )
