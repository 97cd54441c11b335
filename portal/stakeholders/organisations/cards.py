"""Index cards of the register: by them entries are found by name, sorted and compared.

A card has no text of an entry but its names, as they are searched. Pages open the entries that they
show, and what is hidden is not among the cards of whoever may not find it: each look begins with a
query of who may be found.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Final, TypeAlias

from sqlalchemy import ColumnElement, Connection, select

from portal.stakeholders.organisations import likeness, queries
from portal.stakeholders.organisations import profile as profiles
from portal.stakeholders.organisations.likeness import Likeness
from portal.stakeholders.organisations.profile import Called, Profile
from portal.stakeholders.organisations.queries import Entry
from portal.stakeholders.organisations.read_model import organisations
from portal.web.cards import Cards, Made
from portal.web.context import vault
from portal.web.i18n import names

_c = organisations.c


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """``by_name``: its place in a list. ``marks``: what entries that are alike share."""

    organisation_id: str
    now: Called
    ever: Called
    by_name: tuple[str, str]
    country: str
    type: str
    countries: frozenset[str]
    themes: frozenset[str]
    marks: frozenset[int]


Alike: TypeAlias = tuple[Likeness, Entry]

_BY_NAME: Final = attrgetter("by_name")
_CARDS: Final[Cards[Card]] = Cards("organisation")


def of(conn: Connection, which: ColumnElement[bool]) -> list[Card]:
    """Return the cards of such organisations, by name."""
    rows = conn.execute(select(_c.organisation_id, _c.profile_tag).where(which)).all()

    def make(keys: Sequence[str]) -> dict[str, Made[Card]]:
        return _made(conn, keys)

    return sorted(_CARDS.of(conn, rows, make).values(), key=_BY_NAME)


def mentioning(cards: Iterable[Card], words: str, *, ever: bool = False) -> list[Card]:
    """Return those with these words in a name of today; ``ever``: or of before."""
    wanted = profiles.wanted(words)
    if not wanted:
        return list(cards)
    return [one for one in cards if (one.ever if ever else one.now).mentions(wanted)]


def called_so(cards: Iterable[Card], name: str) -> list[Card]:
    """Return those that are or were called so, whatever the accents; a few may be others."""
    mark = likeness.mark_of_name(name)
    return [one for one in cards if mark in one.marks]


def alike(
    conn: Connection,
    profile: Profile,
    which: ColumnElement[bool],
    *,
    but: str = "",
    seen: Callable[[Profile], Profile] = lambda profile: profile,
) -> list[Alike]:
    """Return such entries that may be the same, the likeliest first.

    Those that share a mark are opened and compared, which is not on record: they are not shown yet.
    ``seen``: what of an entry is compared.
    """
    marks = likeness.marks(profile)
    cards = [one for one in of(conn, which) if not marks.isdisjoint(one.marks)]
    others = opened(conn, [one.organisation_id for one in cards if one.organisation_id != but])
    found = [(how, one) for one in others if (how := likeness.likeness(profile, seen(one.profile)))]
    return sorted(found, key=lambda pair: (pair[0], names.spelt(pair[1].profile.name)))


def opened(conn: Connection, organisation_ids: Sequence[str]) -> list[Entry]:
    """Open these for comparing them, in this order; one whose text is erased is left out."""
    sealed = queries.sealed_of(conn, organisation_ids)
    there = [one for one in organisation_ids if one in sealed]
    return queries.entries(there, vault().compared([sealed[one] for one in there]))


def _made(conn: Connection, organisation_ids: Sequence[str]) -> dict[str, Made[Card]]:
    sealed = queries.sealed_of(conn, organisation_ids)
    return {
        one.organisation_id: Made(sealed[one.organisation_id].subject, _card(one))
        for one in opened(conn, organisation_ids)
        if one.organisation_id in sealed
    }


def _card(one: Entry) -> Card:
    profile = one.profile
    now = profiles.called(profile)
    return Card(
        organisation_id=one.organisation_id,
        now=now,
        ever=profiles.called(profile, ever=True) if profile.former else now,
        by_name=(names.spelt(profile.name), one.organisation_id),
        country=profile.country,
        type=profile.type,
        countries=frozenset(profile.countries),
        themes=frozenset(profile.themes),
        marks=likeness.marks(profile),
    )
