"""Report deadlines: the board by week or mandate, one report, the sessions, and the calendar."""

from collections.abc import Iterable
from datetime import timedelta
from itertools import groupby
from typing import Any, Final
from uuid import UUID

from flask import Blueprint, Response, request
from sqlalchemy import Row

from portal.committee.reports import found, queries, said, visiting, words
from portal.committee.reports.calendar import calendar as as_calendar
from portal.committee.reports.queries import OWNERS, READERS, Filters, Report
from portal.committee.reports.read_model import CONSUMER
from portal.web import htmx, paging
from portal.web.accounts import account as accounts
from portal.web.accounts.access import current_actor, require
from portal.web.calendars import attached
from portal.web.context import now, today
from portal.web.db import engine
from portal.web.i18n import names
from portal.web.i18n.texts import gettext
from portal.web.presentation import day
from portal.web.waiting import waited
from shared.core.roles import Role

bp = Blueprint("reportdeadlines", __name__, url_prefix="/report-deadlines")

_AT_ONCE: Final = 20
_read = require(*READERS)


@bp.get("")
@_read
def index() -> str:
    late = not waited(engine(), CONSUMER, request.args.get("after"))
    actor = current_actor()
    with engine().connect() as conn:
        sessions = queries.some_sessions(conn)
        by = _filters(sessions)
        these = queries.asked(found.seen(conn), by)
        page = paging.cut(conn, these, "reports", paging.asked)
    some = page.of(queries.report(row) for row in page)
    return _page(
        "index",
        reports=some,
        groups=_groups(some, by),
        by=by,
        sessions={code: words.session(one) for code, one in sessions.items()},
        narrowed=by != Filters(),
        owns=actor.has(*OWNERS) and bool(actor.mandates),
        late=late,
    )


@bp.get("/<uuid:report_id>")
@_read
def show(report_id: UUID) -> str:
    late = not waited(engine(), CONSUMER, request.args.get("after"))
    one, actor = found.found(report_id), current_actor()
    reads = one.is_of(actor) or actor.has(Role.CHIEF)
    with engine().connect() as conn:
        steps = [each for each in queries.steps_of(conn, one) if reads or each.kind != "late"]
        people = accounts.names(conn, {each.by_id for each in steps}) if reads else {}
        sessions = queries.some_sessions(conn)
    return _page(
        "one",
        one=one,
        mine=one.is_of(actor),
        holds=found.holds(one),
        chief=actor.has(Role.CHIEF),
        reads=reads,
        reached=visiting.reached(one) if one.is_of(actor) else None,
        steps=steps,
        people=people,
        sessions=sessions,
        late=late,
    )


@bp.get("/sessions")
@_read
def sessions() -> str:
    late = not waited(engine(), CONSUMER, request.args.get("after"))
    with engine().connect() as conn:
        page = paging.cut(conn, queries.every_session(), "sessions", paging.asked, size=_AT_ONCE)
    return _page(
        "sessions",
        sessions=page.of(queries.session(row) for row in page),
        chief=current_actor().has(Role.CHIEF),
        late=late,
    )


@bp.get("/calendar.ics")
@_read
def calendar() -> Response:
    with engine().connect() as conn:
        some = queries.opened(conn, found.seen(conn))
    return attached(as_calendar(some, now()), "report-deadlines.ics")


@bp.app_template_global()
def published_reports(mandate: str) -> paging.Page[Row[Any]]:
    """Return what everybody reads of the reports of a mandate, for its page."""
    with engine().connect() as conn:
        these = queries.published_of(mandate)
        return paging.cut(conn, these, "reports", paging.asked, size=_AT_ONCE)


@bp.app_template_global()
def called_report(row: Row[Any]) -> tuple[str, str]:
    """Say the kind of a published report, and the session."""
    return str(said.KINDS[row.kind]), said.of_session(row.body, row.number)


def _page(name: str, **given: Any) -> str:
    return htmx.render(
        f"reports/{name}.html",
        block="content",
        words=words,
        today=today(),
        mandate_name=names.mandate,
        state_name=names.recipient,
        **given,
    )


def _filters(sessions: Iterable[str]) -> Filters:
    """Return what the address asks for; what is not on a list asks for nothing."""
    stands, session = request.args.get("stands", ""), request.args.get("session", "")
    return Filters(
        by="mandate" if request.args.get("by") == "mandate" else "week",
        stands=stands if stands in {"published", "dropped"} else "open",
        session=session if session in sessions else "",
    )


def _groups(some: Iterable[Report], by: Filters) -> list[tuple[str, list[Report]]]:
    return [(called, list(these)) for called, these in groupby(some, key=_group_of(by))]


def _group_of(by: Filters) -> Any:
    def of(one: Report) -> str:
        if by.by == "mandate":
            return names.mandate(one.mandate)
        due = one.due_on
        if due is None:
            return str(words.STANDS[one.stands])
        return gettext("Week of %(day)s", day=day(due - timedelta(days=due.weekday())))

    return of
