"""Letters from before the platform in the register, as far as they were public (decision 0106).

They have no text and no slug. A word finds one by its reference and by the names of its State and
its mandates; the registry has those of mandates that ended. What an import that was undone brought
is not here: its table has it no more.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from functools import cache
from threading import Lock
from typing import Any, ClassVar, Final, TypeAlias
from weakref import WeakKeyDictionary

from sqlalchemy import Connection, Engine, func, select

from portal.casefile.history import imports, letters
from portal.public.history.queries import PUBLIC
from portal.public.register.cards import Card, Cards, Version, cards
from portal.public.register.read_model import dated_key, mandate_terms, state_names
from portal.public.register.search import Sought, stored
from portal.stakeholders.registry import records
from shared.reference import mandates, rows
from shared.reference.former_states import former_states
from shared.reference.history import canonical, numbered

_c = letters.c
_WORD: Final = re.compile(r"[a-z0-9]+")
_MANY: Final = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class PastLetter:
    """``recipient``: as the letter had it. ``replied_on``: the days until it was public."""

    past: ClassVar[bool] = True
    key: int
    letter_id: str
    reference: str
    type: str
    recipient: str
    mandates: tuple[str, ...]
    sent_on: date
    published_on: date
    replied_on: tuple[date, ...]
    document: str

    @property
    def joint(self) -> bool:
        return len(self.mandates) > 1


@dataclass(frozen=True, slots=True, kw_only=True)
class _Past:
    """``letters``: by key. ``named``: key to the recipient and the words of the reference."""

    version: "_Letters"
    letters: Mapping[int, Card]
    named: Mapping[int, tuple[str, frozenset[str]]]


_Letters: TypeAlias = tuple[int, int, datetime | None, datetime | None]
"""What is another one as soon as a letter came or went, and stays with any other fact."""
_reading: Final = Lock()
_kept: WeakKeyDictionary[Engine, _Past] = WeakKeyDictionary()
_together: WeakKeyDictionary[Engine, tuple[tuple[Version, _Letters], Cards]] = WeakKeyDictionary()


def every(conn: Connection) -> Cards:
    """Return the cards of all public letters, those from before the platform among them."""
    live, before = cards(conn), _past(conn)
    if not before.letters:
        return live
    version = (live.version, before.version)
    kept = _together.get(conn.engine)
    if kept is None or kept[0] != version:
        both = sorted({**live.letters, **before.letters}.items(), reverse=True)
        cards_ = Cards(version=live.version, letters=dict(both), of_reply=live.of_reply)
        kept = _together[conn.engine] = version, cards_
    return kept[1]


def hits(conn: Connection, words: Sequence[Sought]) -> Iterator[int]:
    """Return the keys of those that have each of the words."""
    kept, mandate_names = _past(conn), _mandate_names(conn)
    found = [(word, _named(_of_state, word), _named(mandate_names, word)) for word in words]
    for key, card in kept.letters.items():
        recipient, reference = kept.named[key]
        if all(
            state(recipient) or any(map(mandate, card.mandates)) or _has(reference, word)
            for word, state, mandate in found
        ):
            yield key


def by_key(conn: Connection, keys: Sequence[int]) -> dict[int, PastLetter]:
    """Return those of these keys that are from before the platform."""
    known = _past(conn).letters
    ids = {known[key].communication_id: key for key in keys if key in known}
    some, found = [*ids], dict[int, PastLetter]()
    for begin in range(0, len(some), _MANY):
        these = _c.letter_id.in_(some[begin : begin + _MANY])
        for row in conn.execute(select(letters).where(PUBLIC, these)):
            found[ids[row.letter_id]] = _letter(row, ids[row.letter_id])
    return found


def by_reference(conn: Connection, reference: str) -> PastLetter | None:
    """Return the letter with a reference of a series; None also where several letters have it."""
    of = numbered(reference)
    if of is None:
        return None
    query = select(letters).where(PUBLIC, _c.series == f"{of[0]} {of[1]}", _c.number == of[2])
    found = [row for row in conn.execute(query) if canonical(row.reference) == reference]
    return _letter(found[0], _key(found[0])) if len(found) == 1 else None


def has_mandate(conn: Connection, code: str) -> bool:
    """Whether a letter is of this mandate: it may have ended, and be in no list of today's."""
    return any(code in card.mandates for card in _past(conn).letters.values())


def today(recipient: str) -> str:
    """Return under which State a letter counts: today's, if only the name is another one."""
    former = former_states().get(recipient)
    return recipient if former is None or former.ended else former.successors[0]


def _past(conn: Connection) -> _Past:
    """Return them from memory. When they are others, one request reads and the others wait."""
    kept = _kept.get(conn.engine)
    if kept is not None and kept.version == _version(conn):
        return kept
    with _reading:
        version, kept = _version(conn), _kept.get(conn.engine)
        if kept is None or kept.version != version:
            kept = _kept[conn.engine] = _read(conn, version)
        return kept


def _version(conn: Connection) -> _Letters:
    i = imports.c
    number = select(func.count()).select_from(letters).scalar_subquery()
    row = conn.execute(
        select(func.count(), number, func.max(i.completed_at), func.max(i.undone_at))
    ).one()
    return row[0], row[1], row[2], row[3]


def _read(conn: Connection, version: _Letters) -> _Past:
    columns = (_c.letter_id, _c.reference, _c.type, _c.recipient, _c.mandates, _c.sent_on)
    found = [(_key(row), row) for row in conn.execute(select(*columns).where(PUBLIC))]
    return _Past(
        version=version,
        letters={key: _card(row) for key, row in found},
        named={key: (row.recipient, _words(row.reference)) for key, row in found},
    )


def _key(row: Any) -> int:
    return dated_key(datetime.combine(row.sent_on, time(12), UTC), row.letter_id)


def _card(row: Any) -> Card:
    of = numbered(row.reference)
    return Card(
        communication_id=row.letter_id,
        recipient=today(row.recipient),
        mandates=tuple(row.mandates),
        type=row.type,
        year=of[1] if of and abs(of[1] - row.sent_on.year) <= 1 else row.sent_on.year,
        joint=len(row.mandates) > 1,
        sent_on=row.sent_on,
        days_to_reply=None,
        otherwise=False,
        past=True,
    )


def _letter(row: Any, key: int) -> PastLetter:
    return PastLetter(
        key=key,
        letter_id=row.letter_id,
        reference=row.reference,
        type=row.type,
        recipient=row.recipient,
        mandates=tuple(row.mandates),
        sent_on=row.sent_on,
        published_on=row.published_on,
        replied_on=tuple(map(date.fromisoformat, row.replied_on[: row.replies_then])),
        document=row.document,
    )


def _words(reference: str) -> frozenset[str]:
    """Return its words: 03/2020 is found as 3/2020 too."""
    return frozenset(_WORD.findall(f"{reference} {canonical(reference)}".lower()))


def _has(terms: frozenset[str], word: Sought) -> bool:
    exact = word.term in terms or not terms.isdisjoint(word.stems)
    return exact or (word.longer and any(one.startswith(word.term) for one in terms))


def _named(terms: Callable[[str], frozenset[str]], word: Sought) -> Callable[[str], bool]:
    """Return whether a code has the word among its names, asked once for each code."""
    return cache(lambda code: _has(terms(code), word))


@cache
def _of_state(code: str) -> frozenset[str]:
    """Return the words of its names: as the letter had it, today's, and those that it had."""
    now = today(code)
    formers = [
        one
        for one in former_states().values()
        if one.code == code or (not one.ended and one.successors == (now,))
    ]
    names = [name for one in formers for name in (one.name, *one.also)]
    return frozenset(stored(*names, *state_names(now)).split())


def _mandate_names(conn: Connection) -> Callable[[str], frozenset[str]]:
    """Return the words of a mandate's names; of one that is in no list, those of the registry."""
    registry = cache(lambda: records(conn))

    def of(code: str) -> frozenset[str]:
        if code in mandates():
            return _of_mandate(code)
        one = registry().get(code)
        return frozenset(stored(code, *((one and one.renamed) or {}).values()).split())

    return of


@cache
def _of_mandate(code: str) -> frozenset[str]:
    return frozenset(stored(mandate_terms(code), *_titles().get(code, ())).split())


@cache
def _titles() -> Mapping[str, Sequence[str]]:
    found = {row["mandate"]: [*row.values()] for row in rows("mandate_titles.csv")}
    return {code: [one for one in titles if one != code] for code, titles in found.items()}
