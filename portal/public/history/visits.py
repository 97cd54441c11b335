"""Country visits from before the platform, dated when they happened (decision 0215).

What has a day of publication everybody reads. The rest is read by those who read the files of
visits. Who held the mandates then, the registry of terms says, and no row of a sheet.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from flask import Blueprint
from sqlalchemy import ColumnElement, Connection, Row, Select, func, select

from portal.casefile.history import visits
from portal.public.history import beside, papers, sight, words
from portal.public.history.beside import File
from portal.public.history.filtering import Filters, Wanted
from portal.public.history.papers import Paper
from portal.stakeholders.read_model import terms
from portal.web import htmx, paging
from portal.web.accounts.access import current_actor, public, require
from portal.web.context import vault
from portal.web.db import engine
from portal.web.i18n.asked import in_every_language
from shared.core.actor import Actor
from shared.core.message import Sealed
from shared.reference.history import VISIT_STATUSES

public_bp = Blueprint("pastvisits", __name__, url_prefix="/past-visits")
bp = Blueprint("historyvisits", __name__, url_prefix="/history-visits")

AT_ONCE: Final = 25
_IN_PART: Final = 10
_c = visits.c
PUBLIC: Final[ColumnElement[bool]] = sight.public(visits)
_FILTERS: Final = Filters(table=visits, more="status", values=VISIT_STATUSES)


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """``holders``: who held the mandates on its first day, as far as their terms are on record.

    ``papers``, ``files``: the reports and statements about it, and the files beside it, that the
    reader may read.
    """

    state: str
    mandates: Sequence[str]
    status: str
    first_on: date
    last_on: date | None
    published_on: date | None
    document: str
    imported_at: datetime
    holders: Sequence[str]
    papers: Sequence[Paper]
    files: Sequence[File]


@public_bp.get("")
@public
@in_every_language
def index() -> str:
    return _list(None, "pastvisits")


@bp.get("", endpoint="index")
@require(*sight.READERS)
def every() -> str:
    return _list(current_actor(), "historyvisits")


def found(which: ColumnElement[bool]) -> Select[Any]:
    """Return these visits, the newest first."""
    return select(visits).where(which).order_by(_c.first_on.desc(), _c.import_id, _c.row)


def told(conn: Connection, rows: Sequence[Row[Any]], who: Actor | None) -> list[Visit]:
    """Return these visits with who held their mandates, the papers about them and their files.

    ``who``: who reads them; None: everybody.
    """
    held, about = _held(conn, rows), papers.about(conn, rows, who)
    kept = beside.of_rows(conn, visits, who, [row.visit_id for row in rows])
    texts = [name for some in held.values() for name in some]
    opened = dict(zip(texts, vault().reveal_public(texts) if texts else [], strict=True))
    return [
        Visit(
            state=row.state,
            mandates=row.mandates,
            status=row.status,
            first_on=row.first_on,
            last_on=row.last_on,
            published_on=row.published_on,
            document=row.document,
            imported_at=row.imported_at,
            holders=[name for each in held[row.visit_id] if (name := opened[each])],
            papers=about[row.visit_id],
            files=kept[row.visit_id],
        )
        for row in rows
    ]


def _held(conn: Connection, rows: Sequence[Row[Any]]) -> Mapping[str, list[Sealed]]:
    """Return by visit the sealed names of who held its mandates on its first day."""
    t = terms.c
    codes = sorted({code for row in rows for code in row.mandates})
    last = func.coalesce(t.ended_on, t.ends_on).label("last")
    these = select(t.mandate, t.starts_on, last, t.holder).where(t.mandate.in_(codes))
    every_ = conn.execute(these.order_by(t.mandate, t.starts_on, t.term_id)).all()
    return {
        row.visit_id: [
            one.holder
            for one in every_
            if one.mandate in row.mandates and one.starts_on <= row.first_on <= one.last
        ]
        for row in rows
    }


@bp.app_template_global()
def past_visits_to(state: str) -> tuple[list[Visit], int]:
    """Return the last public visits to a State, and how many there are, for its public page."""
    return _some(Wanted(state=state), None)


@bp.app_template_global()
def past_visits_by(mandate: str) -> tuple[list[Visit], int]:
    """Return the last public visits of a mandate, and how many there are, for its public page."""
    return _some(Wanted(mandate=mandate), None)


@bp.app_template_global()
def past_visits_on_file(mandate: str, state: str) -> tuple[list[Visit], int]:
    """Return those of a mandate to a State that whoever came reads, for the file of both."""
    return _some(Wanted(mandate=mandate, state=state), current_actor())


@bp.app_context_processor
def _words() -> dict[str, object]:
    return {"past_visit_words": words}


def _some(by: Wanted, who: Actor | None) -> tuple[list[Visit], int]:
    which = _FILTERS.narrowed(sight.visible(visits, who), by)
    with engine().connect() as conn:
        count = conn.scalar(select(func.count()).select_from(visits).where(which)) or 0
        rows = conn.execute(found(which).limit(_IN_PART)).all() if count else []
        return told(conn, rows, who), count


def _list(who: Actor | None, area: str) -> str:
    asked, which = _FILTERS.wanted(), sight.visible(visits, who)
    these = found(_FILTERS.narrowed(which, asked))
    with engine().connect() as conn:
        rows = paging.cut(conn, these, "visits", paging.asked, size=AT_ONCE)
        choices = _FILTERS.offered(conn, which, asked)
        shown = rows.of(told(conn, rows, who))
    return htmx.render(
        "history/visits.html",
        block="content",
        area=area,
        visits=shown,
        statuses=[(code, said) for code, (said, _) in words.VISITS.items()],
        **choices,
    )
