"""What a partner wrote itself: it reads that for 30 days once its admission ended (VR2)."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from flask import Blueprint
from sqlalchemy import Row, Select, select

from portal.followup.missions.read_model import missions
from portal.followup.partners import queries as partnered
from portal.followup.partners.read_model import partners, undertakings
from portal.followup.threads import words
from portal.followup.threads.queries import newest
from portal.followup.threads.read_model import messages, texts, threads
from portal.web import htmx, paging
from portal.web.accounts.access import current_actor, require
from portal.web.context import today, vault
from portal.web.db import engine
from portal.web.i18n import names
from shared.contracts.followup_visit_threads import Audience
from shared.core.actor import Actor
from shared.core.geneva import day_of
from shared.core.message import Sealed
from shared.reference.partners import OWN_STAYS

bp = Blueprint("mywritten", __name__, url_prefix="/my-visits/written")

_AT_ONCE: Final = 25
_t, _m, _x, _p = threads.c, messages.c, texts.c, partners.c


@dataclass(frozen=True, slots=True, kw_only=True)
class Own:
    """A message of a partner that left, as it was corrected last. ``until``: its last day here."""

    message_id: str
    mandate: str
    state: str
    audience: Audience
    text: Sealed
    written_at: datetime
    until: date


@bp.get("")
@require(*partnered.ADMITTED)
def index() -> str:
    with engine().connect() as conn:
        rows = paging.cut(
            conn, written(current_actor(), today()), "messages", paging.asked, size=_AT_ONCE
        )
    some = rows.of([_own(row) for row in rows])
    sealed = [each.text for each in some]
    return htmx.render(
        "threads/written.html",
        block="content",
        messages=some,
        opened=dict(zip(sealed, vault().reveal_all(sealed) if sealed else [], strict=True)),
        words=words,
        state_name=names.recipient,
        mandate_name=names.mandate,
    )


def written(actor: Actor, on: date) -> Select[Any]:
    """Return what this partner wrote and nobody struck, the newest first: nobody else's words."""
    columns = (_m.message_id, _m.written_at, _t.audience, _x.text)
    until, ended_at = partnered.last_of_term.label("until"), partnered.end_of_term.label("ended_at")
    admission = (missions.c.mandate, _p.state, until, ended_at)
    return (
        select(*columns, *admission)
        .select_from(messages)
        .join(threads, _t.thread_id == _m.thread_id)
        .join(texts, newest())
        .join(partners, _p.partner_id == _m.partner_id)
        .join(missions, partnered.joined_by_mission())
        .join(undertakings, partnered.undertook(actor))
        .where(partnered.left(actor, on), _m.struck_at.is_(None))
        .order_by(_m.written_at.desc(), _m.message_id)
    )


def _own(row: Row[Any]) -> Own:
    ended = row.until if row.ended_at is None else min(row.until, day_of(row.ended_at))
    return Own(
        message_id=row.message_id,
        mandate=row.mandate,
        state=row.state,
        audience=row.audience,
        text=row.text,
        written_at=row.written_at,
        until=ended + OWN_STAYS,
    )
