"""What a provider's own sheets say was done: kept for its provider, who gives it as information.

It is of the batch that brought these words of a text first: a later sheet with the same words
brings nothing new. Undoing the batch, or erasing its file, takes it away (decision 0231).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Row, and_, exists, insert, select

from portal.followup.recommendations.read_model import informations, recommendations
from portal.followup.recommendations.sight import visible
from portal.public.corpus.checking import Item
from portal.public.corpus.columns import Reason, Unreadable
from portal.public.corpus.hidden import READABLE
from portal.public.corpus.laying import CHUNK
from portal.public.corpus.read_model import assessments, laid, rows, sheets
from shared.core.actor import Actor
from shared.core.message import Sealed, derive_id
from shared.core.roles import Role
from shared.platform.vault import Forgotten, Vault
from shared.reference.corpus import provider_of

_later: Final = assessments.alias()
_alike: Final = rows.alias()


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessed:
    """What a row says of a recommendation that a mandate follows.

    ``info_id``: as which it is given as information, by whoever of the provider does.
    """

    item: str
    recommendation_id: str
    info_id: str
    text: Sealed


def ready(
    conn: Connection, vault: Vault, sheet: Row[Any], items: Sequence[Item]
) -> list[dict[str, object]]:
    """Return what a chunk of a provider's sheet says anew, before anybody waits for a lock."""
    said = {one.key: one.assessment for one in items if one.assessment}
    if sheet.provider is None or not said:
        return []
    before = _before(conn, vault, said)
    try:
        seal = vault.sealer(sheet.details.subject)
    except Forgotten:
        raise Unreadable(Reason.ERASED) from None
    of = {"number": sheet.number, "source": sheet.provider}
    return [
        {"item": item, "text": seal(text), **of}
        for item, text in said.items()
        if before.get(item) != text
    ]


def keep(conn: Connection, some: Sequence[dict[str, object]]) -> None:
    if some:
        conn.execute(insert(assessments), some)


def _before(conn: Connection, vault: Vault, items: Iterable[str]) -> dict[str, str | None]:
    """Return what was said last of each of these texts, as far as it can be read."""
    c = assessments.c
    query = (
        select(c.item, c.text)
        .join(sheets, sheets.c.number == c.number)
        .where(c.item.in_(list(items)), sheets.c.undone_at.is_(None))
        .order_by(c.number)
    )
    last = {row.item: row.text for row in conn.execute(query)}
    return dict(zip(last, vault.reveal_all(list(last.values())), strict=True))


def waiting(conn: Connection, vault: Vault, actor: Actor) -> list[Assessed]:
    """Return what somebody's sheets say was done and nobody of theirs gave as information yet."""
    every = _of(conn, actor)
    erased = vault.forgotten({one.text.subject for one in every})
    given = _given(conn, every)
    return [one for one in every if one.info_id not in given and one.text.subject not in erased]


def one(conn: Connection, actor: Actor, item: str, recommendation_id: str) -> Assessed | None:
    """Return what the sheets of somebody say of it, also once it was given."""
    i, r = assessments.c.item == item, recommendations.c.recommendation_id == recommendation_id
    return next(iter(_of(conn, actor, i, r)), None)


def is_given(conn: Connection, this: Assessed) -> bool:
    return bool(_given(conn, [this]))


def _given(conn: Connection, some: Sequence[Assessed]) -> set[str]:
    """Return by id what there is already, also of what its provider took back."""
    c, left, found = informations.c.info_id, iter(some), set[str]()
    while these := [one.info_id for one in islice(left, CHUNK)]:
        found.update(conn.scalars(select(c).where(c.in_(these))))
    return found


def _of(conn: Connection, actor: Actor, *which: ColumnElement[bool]) -> list[Assessed]:
    """Return each text of somebody's sheets with each recommendation of the same words.

    The text stands in the sheets as they are, and the recommendation exists for this person, who
    informs on it. A newer word is said in place of an older one.
    """
    provider = provider_of(actor)
    if provider is None:
        return []
    a, r, of = assessments.c, recommendations.c, sheets.c
    query = (
        select(a.item, a.text, of.batch_id, rows.c.states, r.recommendation_id, r.addressee)
        .join(sheets, of.number == a.number)
        .join(laid, laid.c.batch_id == of.batch_id)
        .join(rows, and_(rows.c.item == a.item, rows.c.replaced_by.is_(None)))
        .join(_alike, _alike.c.words == rows.c.words)
        .join(recommendations, r.item == _alike.c.item)
        .where(a.source == provider, laid.c.shown, of.undone_at.is_(None), *READABLE, *which)
        .where(r.let_go_at.is_(None), visible(actor), ~_said_later())
        .order_by(r.issued_at.desc(), r.recommendation_id, a.item)
    )
    found = {
        (row.item, row.recommendation_id): Assessed(
            item=row.item,
            recommendation_id=row.recommendation_id,
            info_id=_info_id(row),
            text=row.text,
        )
        for row in conn.execute(query)
        if row.addressee in row.states.split() and _informs(actor, row.addressee)
    }
    return list(found.values())


def _said_later() -> ColumnElement[bool]:
    """Whether a later batch, whose rows are shown, says it otherwise."""
    c, of = _later.c, sheets.alias()
    stands = select(of.c.number).join(laid, laid.c.batch_id == of.c.batch_id)
    shown = stands.where(laid.c.shown, of.c.undone_at.is_(None))
    later = c.item == assessments.c.item, c.number > assessments.c.number
    return exists().where(*later, c.number.in_(shown))


def _informs(actor: Actor, addressee: str) -> bool:
    """A Government speaks of what is to its State; others of all that exists for them."""
    return not actor.has(Role.GOVERNMENT) or addressee in actor.states


def _info_id(row: Row[Any]) -> str:
    return str(derive_id("assessment", row.batch_id, row.item, row.recommendation_id))
