"""Searching the messages that a person reads by one door: by words, by who wrote, and by day.

The words are sealed, so they are compared in memory, without a record: only what is shown is read.
The form is sent by POST, and leads to an address in which the words are sealed.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final
from uuid import UUID

from flask import Blueprint, redirect, request
from sqlalchemy import Connection, Row, Select, func, select
from werkzeug.wrappers import Response
from wtforms import RadioField, SearchField
from wtforms.validators import Length, Optional, ValidationError

from portal.followup.threads import found, queries, words
from portal.followup.threads.found import Door, Seen
from portal.followup.threads.queries import Message
from portal.followup.threads.read_model import messages, texts, threads
from portal.web import htmx, paging, sought
from portal.web.accounts.access import require
from portal.web.context import today, vault
from portal.web.db import engine
from portal.web.forms import DayField, PageForm, at_most, tidy
from portal.web.i18n import names
from portal.web.i18n.texts import gettext, lazy
from portal.web.terms import looked
from portal.web.terms import words as words_of
from shared.core.geneva import start_of
from shared.core.message import Sealed
from shared.core.roles import Role
from shared.reference.visit_threads import AUDIENCES, STATE, WITH_DESK

MOST: Final = 2_000
"""So many messages are looked through, the newest; a page says where there are more."""
_PURPOSE: Final = b"search in threads"
_LONGEST: Final = 100  # characters
_FIRST: Final = date(2000, 1, 1)
_t, _m, _x = threads.c, messages.c, texts.c


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """``side``: of who wrote; empty: of all. ``first`` and ``last``: days, both looked through."""

    text: str
    side: str
    first: date | None
    last: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """``page``: of the thread on which the message stands. ``called``: for the mandate alone."""

    seen: Seen
    message: Message
    page: int
    called: str | None


class SearchForm(PageForm):
    text = SearchField(
        lazy("Words to look for"), [Length(max=_LONGEST, message=at_most(_LONGEST))], filters=[tidy]
    )
    side = RadioField(lazy("Who wrote it?"), default="")
    first = DayField(lazy("From this day on"), validators=[Optional()])
    last = DayField(lazy("Up to this day"), validators=[Optional()])

    def validate_last(self, field: DayField) -> None:
        if field.data and self.first.data and field.data < self.first.data:
            raise ValidationError(gettext("Enter the first day or a later one"))

    def validate_text(self, field: SearchField) -> None:
        if not (field.data or self.side.data or self.first.data or self.last.data):
            raise ValidationError(gettext("Enter words, or choose who wrote it or a day"))


def behind(bp: Blueprint, find: Callable[..., Door], *roles: Role) -> None:
    """Add the search to a door. ``find`` asks anew at each request."""
    may = require(*roles)

    @bp.get("/search")
    @may
    def search(**of: UUID) -> str:
        door, address = find(**of), request.args.get("asked")
        asked = _read(address) if address else None
        form = _form(door, SearchForm(formdata=None))
        if asked is None:
            return _page(door, form, over=address is not None)
        form.text.data, form.side.data = asked.text, asked.side
        form.first.data, form.last.data = asked.first, asked.last
        return _page(door, form, asked=asked)

    @bp.post("/search")
    @may
    def look(**of: UUID) -> Response | tuple[str, int]:
        door = find(**of)
        form = _form(door, SearchForm())
        if not form.validate():
            return _page(door, form), 422
        return redirect(door.to("search", asked=_written(form)), 303)


def sides(door: Door) -> list[str]:
    """Return who can have written what is read by this door."""
    kinds = {kind for audience in door.audiences for kind in AUDIENCES[audience]}
    desk = {"desk"} if WITH_DESK in door.audiences else set[str]()
    state = {"state"} if STATE in door.audiences else set[str]()
    return [side for side in words.SIDES if side in {"mandate", *kinds, *desk, *state}]


def _form(door: Door, form: SearchForm) -> SearchForm:
    form.side.choices = {
        "": gettext("Everybody"),
        **{side: str(words.SIDES[side]) for side in sides(door)},
    }
    return form


def _written(form: SearchForm) -> str:
    days = [each.data.isoformat() if each.data else "" for each in (form.first, form.last)]
    return sought.sealed(_PURPOSE, form.text.data or "", form.side.data or "", *days)


def _read(address: str) -> Asked | None:
    held = sought.opened(_PURPOSE, address)
    if held is None:
        return None
    text, side, *days = held
    first, last = (date.fromisoformat(day) if day else None for day in days)
    return Asked(text=text, side=side, first=first, last=last)


def _page(door: Door, form: SearchForm, *, asked: Asked | None = None, over: bool = False) -> str:
    rows, more = ([], False) if asked is None else _found(door, asked)
    hits = paging.part(rows, "hits", paging.asked, size=found.AT_ONCE)
    shown = hits.of(_hits(door, hits))
    sealed = [
        *(each.seen.thread.title for each in shown),
        *(each.message.texts[0].text for each in shown),
    ]
    return htmx.render(
        "threads/search.html",
        block="content",
        door=door,
        form=form,
        asked=asked,
        over=over,
        hits=shown,
        more=more,
        most=MOST,
        opened=_opened(sealed),
        words=words,
        state_name=names.recipient,
        mandate_name=names.mandate,
    )


def _found(door: Door, asked: Asked) -> tuple[Sequence[Row[Any]], bool]:
    """Return the messages that have what is asked, and whether older ones were not looked at."""
    with engine().connect() as conn:
        rows = conn.execute(looked_through(door, asked).limit(MOST + 1)).all()
    some, more = rows[:MOST], len(rows) > MOST
    if not asked.text:
        return some, more
    wanted = words_of(asked.text)
    if not wanted or not some:
        return [], more
    plain = [looked(text or "") for text in vault().compared([row.newest for row in some])]
    return [
        row for row, text in zip(some, plain, strict=True) if all(text.has(word) for word in wanted)
    ], more


def looked_through(door: Door, asked: Asked) -> Select[Any]:
    """Return the messages of a door by who wrote and when, the newest first, with their texts."""
    mine = door.these.with_only_columns(_t.thread_id).order_by(None)
    these = (
        select(messages, _x.text.label("newest"))
        .join(texts, queries.newest())
        .where(_m.thread_id.in_(mine), _m.struck_at.is_(None))
    )
    if asked.side:
        these = these.where(_m.side == asked.side)
    if asked.first:
        these = these.where(_m.written_at >= start_of(max(asked.first, _FIRST)))
    if asked.last:
        after = min(max(asked.last, _FIRST), today()) + timedelta(days=1)
        these = these.where(_m.written_at < start_of(after))
    return these.order_by(_m.written_at.desc(), _m.thread_id, _m.step.desc())


def _hits(door: Door, rows: Sequence[Row[Any]]) -> list[Hit]:
    by_thread: dict[str, list[Row[Any]]] = {}
    for row in rows:
        by_thread.setdefault(row.thread_id, []).append(row)
    if not by_thread:
        return []
    made: dict[str, Hit] = {}
    with engine().connect() as conn:
        for each in conn.execute(door.these.where(_t.thread_id.in_(by_thread))):
            one = queries.thread(each, door.by, door.stands)
            some = queries.opened(conn, by_thread[one.thread_id])
            called, pages = queries.called(conn, one, some), _pages(conn, one.thread_id)
            for message in some:
                made[message.message_id] = Hit(
                    seen=door.seen(one),
                    message=message,
                    page=pages[message.message_id],
                    called=called.get(message.message_id),
                )
    return [made[row.message_id] for row in rows if row.message_id in made]


def _pages(conn: Connection, thread_id: str) -> Mapping[str, int]:
    """Return on which page of its thread each message stands."""
    place = func.row_number().over(order_by=_m.step.desc())
    these = select(_m.message_id, place.label("place")).where(_m.thread_id == thread_id)
    return {row.message_id: (row.place - 1) // found.AT_ONCE + 1 for row in conn.execute(these)}


def _opened(sealed: Sequence[Sealed]) -> Mapping[Sealed, str | None]:
    """Open what is shown, on record."""
    return dict(zip(sealed, vault().reveal_all(sealed), strict=True)) if sealed else {}
