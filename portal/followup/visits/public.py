"""Country visits as everybody reads them: a line for each file on which something is (VR1).

Of a file only mandate, State, status, territories and places abroad are read here, the agreed days
and the kind of the visit once the holder published these very days, and how the State cooperates on
the request once the holder published that. Else no line has a day, and its place in the list tells
none. That agreed dates are over is told once their year is over, so it tells of no day. A visit
that is public has a page.
"""

from collections.abc import Sequence
from typing import Any, Final

from flask import Blueprint, request
from sqlalchemy import ColumnElement, Select, and_, case, null, select

from portal.followup.visits import lines as words
from portal.followup.visits import published, queries
from portal.followup.visits import words as of_file
from portal.followup.visits.queries import Filters
from portal.followup.visits.read_model import files
from portal.web import htmx, paging
from portal.web.accounts.access import public
from portal.web.context import today
from portal.web.db import engine
from portal.web.i18n import names
from portal.web.i18n.asked import in_every_language
from shared.reference import REGIONS
from shared.reference.visit_terms import OTHER, VERSIONS, clauses_of
from shared.reference.visits import visited

bp = Blueprint("publicvisits", __name__, url_prefix="/country-visits")

_AT_ONCE: Final = 50
_c = files.c


def lines(asked: Filters) -> Select[Any]:
    """Return the lines by the reader's names of State and mandate.

    Of a file on which nothing is there is none.
    """
    new_year = today().replace(month=1, day=1)
    over = and_(_c.status == "agreed", _c.last < new_year)
    status = case((over, null()), else_=_c.status).label("status")
    first, last, kind = (
        case((published.PUBLIC, each)).label(each.name)
        for each in (_c.public_first, _c.public_last, _c.visit_kind)
    )
    scheme, grade = (
        case((_c.grade_public, one)).label(one.name) for one in (_c.graded_in, _c.grade)
    )
    page = case((published.HAS_PAGE, published.VISIT)).label("page")
    where = (_c.territories, _c.hosts)
    its = (_c.mandate, _c.state, status, *where, first, last, kind, scheme, grade, page)
    these = select(*its).where(_c.status != "none", *queries.narrowed_publicly(asked))
    return these.order_by(
        _place(_c.state, names.in_order(visited(), "states")),
        _place(_c.mandate, list(names.mandates())),
    )


def _place(column: ColumnElement[str], listed: Sequence[str]) -> ColumnElement[int]:
    """Return the place of a code in a list of the reader's language."""
    return case({code: at for at, code in enumerate(listed)}, value=column, else_=len(listed))


@bp.get("")
@public
@in_every_language
def index() -> str:
    asked = queries.read({key: request.args.get(key, "") for key in ("mandate", "state", "region")})
    with engine().connect() as conn:
        page = paging.cut(conn, lines(asked), "files", paging.asked, size=_AT_ONCE)
    return htmx.render(
        "visits/public.html",
        block="content",
        lines=page,
        asked=asked,
        mandates=names.mandates(),
        states={code: name for code, name in names.states().items() if code in visited()},
        regions={code: names.word(name) for code, name in REGIONS.items()},
        words=words,
    )


@bp.get("/terms")
@public
@in_every_language
def terms() -> str:
    """The standard text of the terms of reference (E.10); nothing of any visit is read for it."""
    versions = {code: clauses_of(code) for code in VERSIONS if code != OTHER}
    return htmx.render(
        "visits/public_terms.html",
        block="content",
        versions=versions,
        titles=of_file.VERSIONS,
        clauses=of_file.CLAUSES,
    )


@bp.app_template_global()
def visit_lines(state: str) -> Sequence[Any]:
    """Return the lines of a State, for its public page: there is at most one for each mandate."""
    with engine().connect() as conn:
        return conn.execute(lines(Filters(state=state))).all()


@bp.app_context_processor
def _words() -> dict[str, object]:
    return {"visit_line_words": words}
