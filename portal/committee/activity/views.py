"""Live activity: the page that the feed continues, and the days before it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import groupby
from urllib.parse import urlencode
from uuid import UUID

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from sqlalchemy import Connection
from werkzeug.wrappers import Response

from portal.committee.activity import kept, leads, read_model, vector
from portal.committee.activity import pictures as _pictures
from portal.committee.activity.kept import Visit
from portal.committee.activity.lines import KINDS, Line
from portal.committee.activity.read_model import SIZE, Span
from portal.committee.activity.reader import READERS, Filter, is_kept_from
from portal.committee.activity.showing import (
    LANGUAGE,
    Codes,
    chosen,
    in_words,
    wanted_lines,
    words,
)
from portal.web import htmx, place
from portal.web.accounts.access import current_account, current_actor, require
from portal.web.context import now, settings, today
from portal.web.db import engine
from portal.web.i18n import names
from portal.web.i18n.formats import by_category
from portal.web.i18n.languages import ENGLISH
from portal.web.i18n.texts import gettext, language, ngettext
from shared import reference
from shared.core.geneva import day_of, start_of
from shared.reference.themes import THEMES

bp = Blueprint("activity", __name__, url_prefix="/activity")

_BELOW = b"activity"


@dataclass(frozen=True, slots=True, kw_only=True)
class Lines:
    """The lines of one page; ``more``: below which position older ones begin."""

    shown: Sequence[Line]
    more: int | None

    @property
    def days(self) -> list[tuple[date, list[Line]]]:
        return [(on, list(lines)) for on, lines in groupby(self.shown, lambda one: day_of(one.at))]


@bp.get("/")
@require(*READERS)
def index() -> str:
    """Show the newest lines, which the feed continues."""
    actor, codes = current_actor(), chosen(request.args)
    wanted = wanted_lines(codes)
    with engine().connect() as conn:
        newest = read_model.newest(conn)
    before = kept.visit(engine(), current_account().account_id, position=newest, at=now())
    with engine().connect() as conn:
        of = _letter(conn, codes)
        lines = _lines(conn, wanted, Span(letter=of))
        after = vector.sealed(read_model.read_so_far(conn), settings().secret_key_list)
        given = _given(conn, wanted, codes, today(), before, of)
        before_today = Span(until=start_of(today()), letter=of)
        previous = read_model.last(conn, actor, wanted, before_today)
        pictures = None if of is not None else _pictures.of(conn, actor, wanted, codes, now())
    return render_template(
        "activity/index.html",
        on=None,
        lines=lines,
        previous=previous and day_of(previous),
        pictures=pictures,
        above=by_category(
            lambda count: ngettext(
                "%(shown)s new line above", "%(shown)s new lines above", count, shown="{count}"
            )
        ),
        now=now(),
        until=start_of(today() + timedelta(days=1)),
        reload=url_for(".index", **codes),
        feed=None
        if of is not None
        else f"/feed?{urlencode({**codes, **_spoken(), 'after': after})}",
        earlier=_earlier(lines, codes),
        **given,
    )


@bp.get("/earlier")
@require(*READERS)
def earlier() -> str | Response:
    """Show what is older than the last line of another page."""
    codes, below = chosen(request.args), _below()
    if below is None:
        return redirect(url_for(".index", **codes), 303)
    with engine().connect() as conn:
        span = Span(below=below, letter=_letter(conn, codes))
        lines = _lines(conn, wanted_lines(codes), span)
        before = kept.last_visit(conn, current_account().account_id)
    return render_template(
        "activity/earlier.html",
        lines=lines,
        before=before,
        codes=codes,
        narrowed=in_words(codes),
        earlier=_earlier(lines, codes),
        **words(_address_of),
    )


@bp.get("/day")
@require(*READERS)
def day() -> str | Response | tuple[str, int]:
    """Show a day: a page of it, or all of it for a printer."""
    actor, codes, whole = current_actor(), chosen(request.args), "whole" in request.args
    on = _day(request.args.get("on", ""))
    if on is None:
        flash(gettext("Enter a day that is over, or today, such as 2026-11-24."), "error")
        return redirect(url_for(".index", **codes), 303)
    since, until = start_of(on), start_of(on + timedelta(days=1))
    wanted, below = wanted_lines(codes), _below()
    with engine().connect() as conn:
        of = _letter(conn, codes)
        span = Span(since=since, until=until, below=below, letter=of)
        lines = _lines(conn, wanted, span, whole=whole)
        before = kept.last_visit(conn, current_account().account_id)
        given = _given(conn, wanted, codes, on, before, of)
        previous = read_model.last(conn, actor, wanted, Span(until=since, letter=of))
        following = read_model.first(conn, actor, wanted, Span(since=until, letter=of))
    more = None if lines.more is None else _sealed(lines.more)
    return render_template(
        "activity/day.html",
        on=on,
        lines=lines,
        whole=whole,
        narrowed=in_words(codes),
        previous=previous and day_of(previous),
        following=following and day_of(following),
        earlier=more and url_for(".day", on=on.isoformat(), below=more, **codes),
        **given,
    )


@bp.get("/pictures")
@require(*READERS)
def pictures() -> str:
    """Show the last days together; the page of the feed asks for it anew as lines come."""
    codes = chosen(request.args)
    with engine().connect() as conn:
        shown = _pictures.of(conn, current_actor(), wanted_lines(codes), codes, now())
    return htmx.render(
        "activity/pictures.html",
        block="figures",
        codes=codes,
        narrowed=in_words(codes),
        **shown,
    )


@bp.get("/letter")
@require(*READERS)
def letter() -> Response:
    """Lead from a line to its letter: to what this reader may see of it."""
    with engine().connect() as conn:
        found = _letter(conn, chosen(request.args))
    if not found:
        abort(404)
    return redirect(url_for("replies.case", communication_id=found), 303)


@bp.get("/case")
@require(*READERS)
def case() -> Response:
    """Lead from a line to the case of its letter, if this reader may see the line today."""
    position = leads.position_in(request.args.get("line", ""), settings().secret_key_list)
    with engine().connect() as conn:
        found = None if position is None else read_model.letter_at(conn, current_actor(), position)
    if not found:
        abort(404)
    return redirect(url_for("replies.case", communication_id=found), 303)


@bp.post("/views")
@require(*READERS)
def save() -> Response:
    """Keep the filters as a view of one's own."""
    codes = chosen(request.form)
    if not codes:
        flash(gettext("Choose a filter first: without one the view is the whole feed."), "error")
        return redirect(url_for(".index"), 303)
    with engine().begin() as conn:
        room = kept.save(conn, current_account().account_id, codes, at=now())
    if room:
        flash(gettext("The view is saved."), "success")
    else:
        flash(
            ngettext(
                "You have saved %(most)s view, which is all there is room for. Remove one first.",
                "You have saved %(most)s views, which is all there is room for. Remove one first.",
                kept.MOST,
                most=kept.MOST,
            ),
            "error",
        )
    return redirect(url_for(".index", **codes), 303)


@bp.post("/views/<uuid:view_id>/remove")
@require(*READERS)
def remove(view_id: UUID) -> Response:
    with engine().begin() as conn:
        kept.remove(conn, current_account().account_id, str(view_id))
    flash(gettext("The view is removed."), "success")
    return redirect(url_for(".index"), 303)


def _letter(conn: Connection, codes: Codes) -> str | None:
    """Return the letter of the reference: empty for one that this reader cannot know."""
    called = codes.get("reference")
    return (read_model.letter_called(conn, current_actor(), called) or "") if called else None


def _lines(conn: Connection, wanted: Filter, span: Span, *, whole: bool = False) -> Lines:
    limit = None if whole else SIZE + 1
    found = read_model.newest_first(conn, current_actor(), wanted, span, limit=limit)
    if whole or len(found) <= SIZE:
        return Lines(shown=found, more=None)
    return Lines(shown=found[:SIZE], more=found[SIZE - 1].position)


def _given(
    conn: Connection,
    wanted: Filter,
    codes: Codes,
    on: date,
    before: Visit | None,
    of: str | None,
) -> dict[str, object]:
    """Return what a page says besides its lines: filters, numbers of the day, what is new."""
    actor = current_actor()
    span = Span(since=start_of(on), until=start_of(on + timedelta(days=1)), letter=of)
    counts = read_model.counted(conn, actor, wanted, span)
    unnamed = 0
    if wanted.by_place and not wanted.unnamed and of is None:
        every = replace(wanted, unnamed=True)
        unnamed = read_model.number_of(conn, actor, every, span) - sum(counts.values())
    new = before and read_model.number_of(
        conn, actor, wanted, Span(above=before.position, letter=of)
    )
    return {
        "counts": {kind: counts[kind] for kind in KINDS if kind in counts},
        "unnamed": unnamed,
        "codes": codes,
        "unknown": of == "",
        "is_kept_from": is_kept_from(actor),
        "before": before,
        "new": new,
        "views": [
            (one, in_words(one.codes)) for one in kept.saved(conn, current_account().account_id)
        ],
        "mandates": names.mandates(),
        "themes": {code: names.word(one.name) for code, one in THEMES.items()},
        "regions": reference.REGIONS,
        "states": names.states(),
        "today": today(),
        **words(_address_of),
    }


def _earlier(lines: Lines, codes: Codes) -> str | None:
    if lines.more is None:
        return None
    return url_for(".earlier", below=_sealed(lines.more), **codes)


def _address_of(line: Line) -> str | None:
    opens = leads.opens(current_actor(), line)
    return leads.address(line, settings().secret_key_list) if opens else None


def _sealed(position: int) -> str:
    return place.sealed(str(position), settings().secret_key_list, purpose=_BELOW)


def _below() -> int | None:
    """Return the position of the address; None for what is none of ours."""
    said = place.opened(request.args.get("below", ""), settings().secret_key_list, purpose=_BELOW)
    return None if said is None else int(said)


def _day(text: str) -> date | None:
    try:
        on = date.fromisoformat(text.strip())
    except ValueError:
        return None
    return on if date(2000, 1, 1) <= on <= today() else None


def _spoken() -> dict[str, str]:
    """Return the language of the page as the feed is told it; English goes without saying."""
    code = language().code
    return {} if code == ENGLISH else {LANGUAGE: code}
