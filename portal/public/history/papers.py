"""Reports and end-of-mission statements from before the platform (decision 0216).

What has a day of publication everybody reads. The rest is read by those who read files of visits.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from flask import Blueprint
from sqlalchemy import ColumnElement, Connection, Row, Select, and_, func, select

from portal.casefile.history import papers
from portal.public.history import beside, sight, words
from portal.public.history.beside import File
from portal.public.history.filtering import Filters, Wanted
from portal.web import htmx, paging
from portal.web.accounts.access import current_actor, public, require
from portal.web.db import engine
from portal.web.i18n.asked import in_every_language
from shared.core.actor import Actor
from shared.reference import OTHER
from shared.reference.former_states import names_of, today_of
from shared.reference.history import PAPERS

public_bp = Blueprint("pastpapers", __name__, url_prefix="/past-reports")
bp = Blueprint("historypapers", __name__, url_prefix="/history-reports")

AT_ONCE: Final = 25
_c = papers.c
PUBLIC: Final[ColumnElement[bool]] = sight.public(papers)
_FILTERS: Final = Filters(table=papers, more="kind", values=PAPERS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """``state``: empty where it is about none. ``files``: those that the reader may read."""

    kind: str
    symbol: str
    session: str
    state: str
    mandates: Sequence[str]
    dated_on: date
    visit_on: date | None
    published_on: date | None
    document: str
    imported_at: datetime
    files: Sequence[File]


@public_bp.get("")
@public
@in_every_language
def index() -> str:
    return _list(None, "pastpapers")


@bp.get("", endpoint="index")
@require(*sight.READERS)
def every() -> str:
    return _list(current_actor(), "historypapers")


def found(which: ColumnElement[bool]) -> Select[Any]:
    """Return these reports and statements, the newest first."""
    return select(papers).where(which).order_by(_c.dated_on.desc(), _c.import_id, _c.row)


def about(
    conn: Connection, visits: Sequence[Row[Any]], who: Actor | None
) -> Mapping[str, list[Paper]]:
    """Return by visit those that are about it: of its State, first day and a mandate of it.

    A State that was renamed between the visit and the report is the same State. ``who``: who reads
    them; None: everybody.
    """
    days = {row.first_on for row in visits}
    states = {name for row in visits for name in names_of(today_of(row.state))}
    these = and_(
        sight.visible(papers, who), _c.visit_on.in_(sorted(days)), _c.state.in_(sorted(states))
    )
    some = told(conn, conn.execute(found(these)).all(), who)
    return {
        row.visit_id: [
            one
            for one in some
            if (one.visit_on, today_of(one.state)) == (row.first_on, today_of(row.state))
            and {*one.mandates} & {*row.mandates}
        ]
        for row in visits
    }


@bp.app_template_global()
def past_papers_on(state: str) -> int:
    """Return how many public ones there are on a State, for its public page."""
    these = (
        select(func.count())
        .select_from(papers)
        .where(_FILTERS.narrowed(PUBLIC, Wanted(state=state)))
    )
    with engine().connect() as conn:
        return conn.scalar(these) or 0


def told(conn: Connection, rows: Sequence[Row[Any]], who: Actor | None) -> list[Paper]:
    """Return these reports and statements with the files beside them."""
    kept = beside.of_rows(conn, papers, who, [row.paper_id for row in rows])
    return [
        Paper(
            kind=row.kind,
            symbol=row.symbol,
            session=row.session,
            state="" if row.state == OTHER else row.state,
            mandates=row.mandates,
            dated_on=row.dated_on,
            visit_on=row.visit_on,
            published_on=row.published_on,
            document=row.document,
            imported_at=row.imported_at,
            files=kept[row.paper_id],
        )
        for row in rows
    ]


def _list(who: Actor | None, area: str) -> str:
    asked, which = _FILTERS.wanted(), sight.visible(papers, who)
    these = found(_FILTERS.narrowed(which, asked))
    with engine().connect() as conn:
        rows = paging.cut(conn, these, "papers", paging.asked, size=AT_ONCE)
        choices = _FILTERS.offered(conn, which, asked)
        shown = rows.of(told(conn, rows, who))
    return htmx.render(
        "history/papers.html",
        block="content",
        area=area,
        papers=shown,
        kinds=list(words.PAPERS.items()),
        words=words,
        **choices,
    )
