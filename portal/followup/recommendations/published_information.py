"""Information on implementation as everybody reads it: in the words and with the name published."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from flask import Blueprint
from sqlalchemy import Column, Connection, Select, select
from werkzeug.exceptions import NotFound

from portal.followup.recommendations import words
from portal.followup.recommendations.read_model import public_information, recommendations
from portal.web import htmx, paging
from portal.web.accounts.access import known, public, signed_in
from portal.web.db import engine
from portal.web.i18n import names
from portal.web.i18n.asked import in_every_language
from shared.core.actor import Actor
from shared.core.roles import Role

OFFICE: Final = frozenset({Role.MANDATE_HOLDER, Role.HUMAN_RIGHTS_OFFICER})
TAKE_BACK: Final = OFFICE | {Role.PUBLICATION_OFFICER}
_AT_ONCE: Final = 5
_c, _p = recommendations.c, public_information.c
_WORDS: Final = tuple(_p)
_HEAD: Final = tuple(one for one in _p if one is not _p.text)
bp = Blueprint("publicinformation", __name__, url_prefix="/information-on")


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """A public recommendation."""

    recommendation_id: str
    correlation_id: UUID
    text: str
    mandate: str
    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """``name``: None, if its provider did not want it told."""

    recommendation_id: str
    info_id: str
    provider: str
    name: str | None
    since: date | None
    until: date | None
    published_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Told(Head):
    text: str


@bp.get("/<uuid:recommendation_id>")
@public
@in_every_language
def show(recommendation_id: UUID) -> str:
    with engine().connect() as conn:
        about = find(conn, str(recommendation_id))
        if about is None:
            raise NotFound
        page = paging.cut(
            conn, _told([about.recommendation_id], *_WORDS), "told", paging.asked, size=_AT_ONCE
        )
    account = signed_in()
    return htmx.render(
        "recommendations/public_information.html",
        block="content",
        about=about,
        some=page.of(Told(**row._asdict()) for row in page),
        takes_back=account is not None and takes_back(known(account), about.mandate),
        words=words,
        state_name=names.recipient,
        mandate_name=names.mandate,
    )


@bp.app_template_global()
def informed_on(recommendation_id: str) -> int:
    """Return how many pieces of information on it everybody reads."""
    with engine().connect() as conn:
        return len(of(conn, [recommendation_id]).get(recommendation_id, ()))


def takes_back(actor: Actor, mandate: str) -> bool:
    publishes = actor.has(Role.PUBLICATION_OFFICER)
    return publishes or (actor.has(*OFFICE) and actor.serves(mandate))


def find(conn: Connection, recommendation_id: str) -> About | None:
    these = select(_c.correlation_id, _c.public_text, _c.mandate, _c.addressee).where(
        _c.recommendation_id == recommendation_id, _c.published_at.is_not(None)
    )
    row = conn.execute(these).one_or_none()
    if row is None:
        return None
    return About(
        recommendation_id=recommendation_id,
        correlation_id=row.correlation_id,
        text=row.public_text,
        mandate=row.mandate,
        state=row.addressee,
    )


def one(conn: Connection, recommendation_id: str, info_id: str) -> Told | None:
    this = _told([recommendation_id], *_WORDS).where(_p.info_id == info_id)
    row = conn.execute(this).one_or_none()
    return None if row is None else Told(**row._asdict())


def of(conn: Connection, ids: Collection[str]) -> Mapping[str, Sequence[Head]]:
    """Return what is public on these, by recommendation, the newest first."""
    found: dict[str, list[Head]] = {}
    for row in conn.execute(_told(ids, *_HEAD)):
        found.setdefault(row.recommendation_id, []).append(Head(**row._asdict()))
    return found


def _told(ids: Collection[str], *columns: Column[Any]) -> Select[Any]:
    """What is public on those of these that are public themselves."""
    return (
        select(*columns)
        .join(recommendations, _c.recommendation_id == _p.recommendation_id)
        .where(_p.recommendation_id.in_(sorted(ids)), _c.published_at.is_not(None))
        .order_by(_p.published_at.desc(), _p.info_id)
    )
