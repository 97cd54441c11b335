"""A look into the register: its letters, and those from before the platform that were public."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace

from sqlalchemy import Connection

from portal.public.register import past, search
from portal.public.register.cards import Card, Cards, Wanted, cards
from portal.public.register.tables import letters, replies


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """One look into the register: the words are searched once for all its questions."""

    cards: Cards
    hits: Collection[int] | None
    wanted: Wanted


def look(conn: Connection, wanted: Wanted) -> Look:
    return Look(cards=past.every(conn), hits=_hits(conn, wanted.words), wanted=wanted)


def found(of: Look) -> Iterator[tuple[int, Card]]:
    """Return the matches, newest first."""
    return _those(of, of.wanted)


def counted(of: Look) -> tuple[int, list[list[Card]]]:
    """Return how many match; and those that would without one of the filters.

    In this order: State, mandate, theme, type, year, and whether it is from before the platform.
    So that another value can be chosen.
    """
    wanted = replace(of.wanted, before=None)
    others = (
        replace(wanted, state=""),
        replace(wanted, mandate=""),
        replace(wanted, theme=""),
        replace(wanted, type=""),
        replace(wanted, year=None),
        replace(wanted, past=""),
    )
    gathered: dict[Wanted, list[Card]] = {}
    for one in (wanted, *others):
        if one not in gathered:
            gathered[one] = [card for _, card in _those(of, one)]
    return len(gathered[wanted]), [gathered[one] for one in others]


def _those(of: Look, wanted: Wanted) -> Iterator[tuple[int, Card]]:
    hits = of.hits
    for key, card in of.cards.letters.items():
        if (
            (hits is None or key in hits)
            and (wanted.before is None or key < wanted.before)
            and (not wanted.state or card.recipient == wanted.state)
            and (not wanted.mandate or wanted.mandate in card.mandates)
            and (not wanted.theme or wanted.theme in card.themes)
            and (not wanted.type or card.type == wanted.type)
            and (wanted.year is None or card.year == wanted.year)
            and (not wanted.joint or card.joint)
            and (not wanted.replied or card.days_to_reply is not None)
            and (not wanted.past or card.past == (wanted.past == "only"))
        ):
            yield key, card


def _hits(conn: Connection, words: str) -> Collection[int] | None:
    """Return the keys of the letters in which, or in a reply to which, the words stand."""
    query = search.query(words, dialect=conn.dialect.name)
    if query is None:
        return None
    of_reply = cards(conn).of_reply
    in_letters = search.keys(conn, letters, query)
    in_replies = (of_reply.get(key) for key in search.keys(conn, replies, query))
    return {
        *in_letters,
        *(key for key in in_replies if key is not None),
        *past.hits(conn, search.sought(words)),
    }
