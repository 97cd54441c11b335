"""What a partner reads of the confidential programme, and how it is reached safely.

A meeting is read with the words that were shown. Once it is changed or taken out it is not there,
until the mandate shows it anew. The desk officer who is a member reads the whole.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from sqlalchemy import Connection, Row, and_, select

from portal.followup.missions.queries import Item, item_of
from portal.followup.missions.read_model import confidential
from portal.followup.partners import queries
from portal.followup.partners.queries import Partner
from portal.followup.partners.read_model import meetings, partners
from portal.web import policy
from portal.web.context import vault
from portal.web.policy import Kind, Scope, Sight
from shared.core.actor import Actor
from shared.core.message import Sealed
from shared.reference.missions import GONE
from shared.reference.partners import BY_ORGANISATION, DESK

_g, _c, _p = meetings.c, confidential.c, partners.c
_AS_SHOWN: Final = and_(
    _g.mission_id == _c.mission_id,
    _g.item_id == _c.item_id,
    _g.day == _c.day,
    _g.begins == _c.begins,
    _g.kind == _c.kind,
    _g.ends.is_not_distinct_from(_c.ends),
)
_WORDS: Final = ("text", "place", "lead", "interpreter")


def shown(conn: Connection, actor: Actor, one: Partner) -> list[Item] | None:
    """Return the meetings that a partner reads, by their days; None: it has none to read."""
    stands = [Scope.ADMITTED] if one.kind in {*BY_ORGANISATION, DESK} else []
    sight = policy.sight(queries.in_role(actor, one), Kind.CONFIDENTIAL, stands)
    if not one.open or sight < Sight.SUMMARY:
        return None
    return _whole(conn, one) if sight >= Sight.READ else current(conn, one)


def _whole(conn: Connection, one: Partner) -> list[Item]:
    these = select(confidential).where(_c.mission_id == one.mission_id, _c.state != GONE)
    return [item_of(row) for row in conn.execute(these.order_by(_c.day, _c.begins, _c.item_id))]


def current(conn: Connection, one: Partner) -> list[Item]:
    """Return those of the last choice that stand as they were shown. Ask before who looks."""
    was = [_g[name].label(f"was_{name}") for name in _WORDS]
    these = (
        select(confidential, *was)
        .join(meetings, _AS_SHOWN)
        .join(partners, _p.partner_id == _g.partner_id)
    )
    mine = (_g.partner_id == one.partner_id, _g.step == _p.meetings_step, _c.state != GONE)
    rows = conn.execute(these.where(*mine).order_by(_c.day, _c.begins, _c.item_id)).all()
    # Who marks where a meeting stands seals its words anew, so the words themselves are compared.
    texts = {text for row in rows for text in (*_words(row, ""), *_words(row, "was_")) if text}
    said = dict(zip(texts, vault().reveal_all(list(texts)), strict=True)) if texts else {}

    def read(row: Row[Any], of: str) -> list[str | None]:
        return [said[text] if text else None for text in _words(row, of)]

    as_shown = [item_of(row) for row in rows if read(row, "") == read(row, "was_")]
    return [replace(each, unannounced=False) for each in as_shown]  # what others know is the team's


def _words(row: Row[Any], of: str) -> list[Sealed | None]:
    return [getattr(row, of + name) for name in _WORDS]


def contacts(conn: Connection, some: Sequence[Partner]) -> Mapping[str, Sealed]:
    """Return how each is reached safely, where that was said. Ask before who looks."""
    ids = [one.partner_id for one in some]
    these = select(_p.partner_id, _p.contact).where(_p.partner_id.in_(ids))
    return {row.partner_id: row.contact for row in conn.execute(these) if row.contact}
