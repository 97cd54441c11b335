"""The bulletin: the texts published in a month, from public facts alone."""

import re
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flask import Response, redirect, render_template, url_for
from sqlalchemy import Connection, Row
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response as Redirect

from portal.public.register import queries, statement_queries
from portal.public.register.asked import reading
from portal.public.register.exports import kept
from portal.public.register.queries import Letter, Reply
from portal.public.register.statement_queries import Statement
from portal.public.register.statements import bp
from portal.public.register.statistics import Figures, figures
from portal.web.accounts.access import public
from portal.web.context import now
from portal.web.db import engine
from portal.web.i18n.asked import in_every_language, in_other_languages
from shared.core.geneva import start_of

__all__ = ["bp"]  # with all the views that are on it

_YEARS = range(2000, 2200)
_MONTH = re.compile(r"[0-9]{4}-[0-9]{2}")
_DECEMBER = 12
_IN_FEED = 24  # months


@dataclass(frozen=True, slots=True, kw_only=True)
class Bulletin:
    """``by_mandate``: a letter of several mandates stands under each of them."""

    year: int
    month: int
    letters: list[Letter]
    replies: list[tuple[Reply, Row[Any]]]
    figures: Figures
    by_mandate: dict[str, list[Letter]]
    statements: list[Statement]

    @property
    def updated(self) -> datetime:
        return max(
            [one.published_at for one in self.letters]
            + [reply.published_at for reply, _ in self.replies]
            + [one.issued_at for one in self.statements]
        )


@bp.get("/bulletin")
@public
@in_every_language
def bulletins() -> str:
    with engine().connect() as conn:
        months = _months(conn)
    return render_template("register/bulletins.html", months=months)


@bp.get("/bulletin/latest")
@public
@in_every_language
def latest() -> Redirect:
    """Go to the newest bulletin; to the list of them while there is none."""
    with engine().connect() as conn:
        months = _months(conn)
    if not months:
        return redirect(url_for("register.bulletins"))
    return redirect(url_for("register.bulletin", month="{}-{:02}".format(*months[0])))


@bp.get("/bulletin/<month>")
@public
@in_every_language
def bulletin(month: str) -> str:
    """``month`` as 2026-11."""
    if not _MONTH.fullmatch(month):
        raise NotFound
    with engine().connect() as conn:
        found = _of(conn, int(month[:4]), int(month[5:]))
    if found is None:
        raise NotFound
    return render_template("register/bulletin.html", bulletin=found, reading=reading())


@bp.get("/bulletin.atom")
@public
@in_other_languages
def bulletin_feed() -> Response:
    with engine().connect() as conn:
        months = _months(conn)[:_IN_FEED]
        found = [one for month in months if (one := _of(conn, *month))]
    body = render_template(
        "register/bulletins.xml", bulletins=found, updated=found[0].updated if found else now()
    )
    return kept([body], "application/atom+xml; charset=utf-8")


def _months(conn: Connection) -> list[tuple[int, int]]:
    """Return the months, newest first, in which anything became public."""
    return sorted({*queries.months(conn), *statement_queries.months(conn)}, reverse=True)


def _of(conn: Connection, year: int, month: int) -> Bulletin | None:
    if year not in _YEARS or not 1 <= month <= _DECEMBER:
        return None
    begin = start_of(date(year, month, 1))
    end = start_of(date(year + month // _DECEMBER, month % _DECEMBER + 1, 1))
    letters = queries.published_between(conn, begin, end)
    replies = queries.replies_between(conn, begin, end)
    statements = statement_queries.issued_between(conn, begin, end)
    if not (letters or replies or statements):
        return None
    by_mandate: dict[str, list[Letter]] = {}
    for letter in letters:
        for mandate in letter.mandates:
            by_mandate.setdefault(mandate, []).append(letter)
    return Bulletin(
        year=year,
        month=month,
        letters=letters,
        replies=replies,
        figures=figures(letters, reading()),
        statements=statements,
        by_mandate=dict(sorted(by_mandate.items())),
    )
