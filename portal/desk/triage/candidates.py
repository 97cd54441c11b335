"""Possible duplicates, found by the keyed hashes of each submission; nothing is unsealed.

Two submissions are candidates when they share a victim's name, or its sound, in whole or with one
given name missing, or when they share State and month and at least half of the rest of the
narrative's hashes. Hashes that many submissions share indicate a campaign: they are counted, not
compared.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, Select, func, literal, select

from portal.casefile.queue.sight import visible
from portal.casefile.queue.tables import links, queue, tokens
from shared.core.actor import Actor

VICTIM, PLACE_AND_MONTH, TEXT = "v:", "d:", "t:"
FULL, PART = "f:", "p:"
_CAMPAIGN = (VICTIM, TEXT)
COMMON = 50
"""Holders of one hash from which on it is a campaign."""
SHOWN = 20

_t = tokens.c


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """``victims`` and ``texts``: how many hashes are shared. ``place``: State and month are.

    ``alike``: how many of the victims' names sound like another's.
    """

    submission_id: str
    victims: int
    alike: int
    place: bool
    texts: int
    of_texts: int

    @property
    def rank(self) -> tuple[int, int, bool, int]:
        return self.victims, self.alike, self.place, self.texts


@dataclass(frozen=True, slots=True, kw_only=True)
class Possible:
    """``campaign``: more than ``COMMON`` hold the same; ``best`` are then some of them."""

    best: Sequence[Candidate] = ()
    campaign: bool = False

    @property
    def count(self) -> int:
        return len(self.best)


def possible(
    conn: Connection, actor: Actor, submission_ids: Sequence[str], *, campaigns: bool = False
) -> Mapping[str, Possible]:
    """Return the possible duplicates of each, best first; those that were linked are left out.

    ``campaigns``: name some of a campaign too, for the page of one submission.
    """
    mine = _tokens(conn, submission_ids)
    telling = {this: _telling(held) for this, held in mine.items()}
    asked = set().union(*telling.values())
    common = _common(conn, actor, asked)
    holders = _holders(conn, actor, asked - common)
    if campaigns:
        many = [one for one in common if one.startswith(_CAMPAIGN)]
        holders |= {one: _some_holders(conn, actor, one) for one in many}
    near = {
        this: {other for one in held for other in holders.get(one, ()) if other != this}
        for this, held in telling.items()
    }
    others = set().union(*near.values())
    theirs = _tokens(conn, sorted(others))
    linked = _linked(conn, submission_ids)
    return {
        this: Possible(
            best=sorted(
                (
                    found
                    for other in near.get(this, set()) & others - linked[this]
                    if (found := compared(other, mine[this], theirs.get(other, frozenset())))
                ),
                key=lambda one: (one.rank, one.submission_id),
                reverse=True,
            ),
            campaign=_campaign(mine.get(this, frozenset()), common),
        )
        for this in submission_ids
    }


def nearness(conn: Connection, one_id: str, other_id: str) -> Candidate | None:
    """Return how near the two are. Ask who is looking before."""
    found = _tokens(conn, [one_id, other_id])
    nothing: frozenset[str] = frozenset()
    return compared(other_id, found.get(one_id, nothing), found.get(other_id, nothing))


def compared(other_id: str, mine: frozenset[str], theirs: frozenset[str]) -> Candidate | None:
    """Return how near the other is; None where it is not near enough."""
    both = mine & theirs
    victims, texts = _count(both, VICTIM), _count(both, TEXT)
    place, of_texts = _count(both, PLACE_AND_MONTH) > 0, _count(mine, TEXT)
    alike = place and of_texts > 0 and 2 * texts >= of_texts
    names = _names_alike(mine, theirs)
    if not victims and not names and not alike:
        return None
    return Candidate(
        submission_id=other_id,
        victims=victims,
        alike=names,
        place=place,
        texts=texts,
        of_texts=of_texts,
    )


def _telling(held: Iterable[str]) -> set[str]:
    """Return the hashes by which others are found: State and month alone tell nothing."""
    telling = {one for one in held if not one.startswith(PLACE_AND_MONTH)}
    parts = {one for one in telling if one.startswith(PART)}
    return (telling - parts) | {FULL + _digits(one) for one in parts} | _parts_of(telling - parts)


def _parts_of(held: Iterable[str]) -> set[str]:
    """Return the tokens of shorter forms of these full names."""
    return {PART + _digits(one) for one in held if one.startswith(FULL)}


def _names_alike(mine: frozenset[str], theirs: frozenset[str]) -> int:
    """Count the full names that are a name of the other side, or a part of one."""
    whole = _count(mine & theirs, FULL)
    return max(whole, len(_parts_of(mine) & theirs), len(_parts_of(theirs) & mine))


def _digits(token: str) -> str:
    return token.partition(":")[2]


def _campaign(mine: frozenset[str], common: frozenset[str]) -> bool:
    texts = _count(mine, TEXT)
    half = texts > 0 and 2 * _count(mine & common, TEXT) >= texts
    return half or _count(mine & common, VICTIM) > 0


def _count(held: Iterable[str], kind: str) -> int:
    return sum(one.startswith(kind) for one in held)


def _tokens(conn: Connection, submission_ids: Sequence[str]) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    query = select(_t.submission_id, _t.token).where(_t.submission_id.in_(submission_ids))
    for submission_id, token in conn.execute(query):
        found[submission_id].add(token)
    return {one: frozenset(found[one]) for one in submission_ids if one in found}


def _common(conn: Connection, actor: Actor, telling: set[str]) -> frozenset[str]:
    """Return which of these hashes more than ``COMMON`` hold, without counting them all.

    Only those count, here and below, that exist for who asks.
    """
    asked = select(_t.token.label("token")).where(_t.token.in_(sorted(telling))).distinct()
    some, held = asked.subquery(), tokens.alias()
    # One by one, until there are enough: as a join PostgreSQL would read the queue for each hash.
    there = select(literal(1)).where(queue.c.submission_id == held.c.submission_id, visible(actor))
    first = (
        select(held.c.submission_id)
        .where(
            held.c.token == some.c.token,
            there.correlate(held).scalar_subquery().is_not(None),
        )
        .limit(COMMON + 1)
        .correlate(some)
        .subquery()
    )
    number = select(func.count()).select_from(first).correlate(some).scalar_subquery()
    return frozenset(conn.scalars(select(some.c.token).where(number > COMMON)))


def _holders(conn: Connection, actor: Actor, rare: Iterable[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    query = _held(actor).where(_t.token.in_(sorted(rare)))
    for token, submission_id in conn.execute(query):
        found[token].append(submission_id)
    return dict(found)


def _some_holders(conn: Connection, actor: Actor, token: str) -> list[str]:
    query = _held(actor).where(_t.token == token).order_by(_t.submission_id)
    return [submission_id for _, submission_id in conn.execute(query.limit(SHOWN + 1))]


def _held(actor: Actor) -> Select[tuple[str, str]]:
    joined = tokens.join(queue, queue.c.submission_id == _t.submission_id)
    return select(_t.token, _t.submission_id).select_from(joined).where(visible(actor))


def _linked(conn: Connection, submission_ids: Sequence[str]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    query = select(links.c.submission_id, links.c.other_id)
    for one, other in conn.execute(query.where(links.c.submission_id.in_(submission_ids))):
        found[one].add(other)
    return found
