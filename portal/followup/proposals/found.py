"""What both doors to the exchange share: a proposal, its texts, and how it is sealed."""

from collections.abc import Iterable, Mapping
from typing import Any, cast

from sqlalchemy import Row
from werkzeug.exceptions import NotFound

from portal.followup.missions.found import sealed
from portal.followup.missions.queries import Item
from portal.followup.missions.words import MEETINGS, hours
from portal.followup.proposals import queries
from portal.web.context import vault
from portal.web.db import engine
from portal.web.i18n.formats import comma
from portal.web.presentation import day
from shared.contracts.followup_proposals import Side
from shared.core.message import Sealed, derive_id

_TEXTS = ("text", "place", "lead", "interpreter", "contact", "words", "answer")


def proposal(mission_id: str, proposal_id: object, side: Side) -> Row[Any]:
    """Return the proposal of a side that waits for an answer, else 404."""
    with engine().connect() as conn:
        one = queries.one(conn, mission_id, str(proposal_id))
    if one is None or one.side != side:
        raise NotFound
    return one


def opened(some: Iterable[Row[Any]]) -> Mapping[Sealed, str | None]:
    every = [getattr(each, name) for each in some for name in _TEXTS]
    texts = [text for text in every if text is not None]
    return dict(zip(texts, vault().reveal_all(texts) if texts else [], strict=True))


def said(one: Row[Any] | Item) -> list[tuple[str | None, str | None]]:
    """Return what a form shows of the item that it is about."""
    return [(called(one), vault().reveal(one.text))]


def called(one: Row[Any] | Item) -> str:
    """Return when a meeting is, and of what kind."""
    return f"{day(one.day)}{comma()}{hours(cast('Item', one))}: {MEETINGS[one.kind]}"


def answer_of(proposal_id: str, typed: str | None) -> Sealed | None:
    """Seal an answer; both sides' words have keys of their own."""
    key = str(derive_id("answer to a proposal", proposal_id))
    return sealed(key, typed) if typed else None


def words_of(proposal_id: str, typed: str | None) -> Sealed | None:
    """Seal what is said of a proposal, or its contact."""
    return sealed(proposal_id, typed) if typed else None
