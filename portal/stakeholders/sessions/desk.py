"""The officers' desk of sessions: opening, the waiting list, capacity, attendance, closing."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID, uuid4

from flask import Blueprint, request, url_for
from markupsafe import Markup
from sqlalchemy import Connection, Select
from werkzeug.exceptions import NotFound

from portal.stakeholders.sessions import asking, papers, public, queries, words
from portal.stakeholders.sessions.forms import (
    AttendanceForm,
    CapacityForm,
    CloseForm,
    DetailsForm,
    OpenForm,
    StateForm,
)
from portal.stakeholders.sessions.queries import Seat, Session
from portal.stakeholders.sessions.read_model import CONSUMER
from portal.web import htmx, paging
from portal.web.accounts import account as accounts
from portal.web.accounts import acts
from portal.web.accounts.access import current_account, require
from portal.web.act import About, Answer, Page, act, shown
from portal.web.audit import entries
from portal.web.context import now, vault
from portal.web.db import engine
from portal.web.i18n.formats import number as grouped
from portal.web.i18n.texts import gettext, ngettext
from portal.web.waiting import waited
from shared.contracts.stakeholders_session_commands import (
    ChangeCapacity,
    ChangeSession,
    CloseSession,
    OpenSession,
    RecordAttendance,
)
from shared.core.message import Sealed, derive_id
from shared.core.roles import Role
from shared.reference.sessions import FEW

bp = Blueprint("sessiondesk", __name__, url_prefix="/session-desk")

OFFICERS = frozenset({Role.STAKEHOLDER_OFFICER})
_AT_ONCE = 20


@bp.get("")
@require(*OFFICERS)
def index() -> str:
    late = not waited(engine(), CONSUMER, request.args.get("after"))
    with engine().connect() as conn:
        upcoming = paging.cut(
            conn, queries.all_upcoming(now()), "upcoming", paging.asked, size=_AT_ONCE
        )
        past = paging.cut(conn, queries.all_past(now()), "past", paging.asked, size=_AT_ONCE)
        return htmx.render(
            "sessions/desk.html",
            block="content",
            upcoming=upcoming.of(public.with_figures(conn, upcoming)),
            past=past.of(public.with_figures(conn, past)),
            words=words,
            late=late,
        )


@bp.route("/open", methods=["GET", "POST"])
@require(*OFFICERS)
def open_session() -> Answer:
    form = OpenForm()
    if request.method == "GET":
        form.zone.data, form.audience.data = "Europe/Zurich", list(words.CATEGORIES)
    session_id = ""
    if request.method == "POST" and form.validate():
        session_id = str(derive_id("session", form.id))
    return act(
        About(
            address=url_for("sessiondesk.index"),
            case=asking.case_of(session_id or str(uuid4())),
            back=gettext("Session desk"),
        ),
        form,
        Page(
            heading=gettext("Open a session"),
            lead=gettext("The title and the room are public, unless it is for its audience only."),
            button=gettext("Open it"),
        ),
        lambda: OpenSession(
            session_id=session_id,
            details=form.details(),
            capacity=form.capacity(),
            link=_link(session_id, form),
        ),
        to=url_for("sessiondesk.show", session_id=session_id) if session_id else "",
        said=gettext("The session is open: seats can be asked for."),
    )


@bp.get("/<uuid:session_id>")
@require(*OFFICERS)
def show(session_id: UUID) -> str:
    late = not waited(engine(), CONSUMER, request.args.get("after"))
    one = session_or_404(session_id)
    with engine().connect() as conn:
        figures = queries.figures(conn, [one.session_id])[one.session_id]
        waiting = _page(conn, queries.line(one.session_id), "line")
        confirmed = _page(conn, queries.confirmed(one.session_id), "confirmed")
        refused = _page(conn, queries.refused(one.session_id), "refused")
        of = _organisations(conn, [*waiting, *confirmed, *refused])
    return htmx.render(
        "sessions/one.html",
        block="content",
        one=one,
        figures=figures,
        waiting=waiting.of(_rows(waiting, of)),
        confirmed=confirmed.of(_rows(confirmed, of)),
        refused=refused.of(_rows(refused, of)),
        papers=papers.every(one.session_id),
        now=now(),
        words=words,
        late=late,
    )


@bp.get("/<uuid:session_id>/seats/<uuid:registration_id>")
@require(*OFFICERS)
def seat(session_id: UUID, registration_id: UUID) -> str:
    late = not waited(engine(), CONSUMER, request.args.get("after"))
    session, found = seat_or_404(session_id, registration_id)
    with engine().connect() as conn:
        of = _organisations(conn, [found])
    return htmx.render(
        "sessions/of_desk.html",
        block="content",
        session=session,
        seat=found,
        whose=asking.people([found])[0],
        needs=vault().reveal(found.needs),
        appeal=vault().reveal(found.appeal),
        organisation=of.get(found.holder_id, ""),
        erased_at=asking.erased_at(found),
        me=current_account().account_id,
        now=now(),
        words=words,
        late=late,
    )


@bp.route("/<uuid:session_id>/change", methods=["GET", "POST"])
@require(*OFFICERS)
def change(session_id: UUID) -> Answer:
    one, form = session_or_404(session_id), DetailsForm()
    if one.called_off or now() >= one.ends_at:
        raise NotFound
    if request.method == "GET":
        form.fill(one, vault().reveal(one.link) or "")
    return act(
        about_session(one),
        form,
        Page(
            heading=gettext("Change the session"),
            lead=gettext("Everybody who has a seat or waits for one is told that it changed."),
            button=gettext("Keep the changes"),
        ),
        lambda: ChangeSession(
            session_id=one.session_id, details=form.details(), link=_link(one.session_id, form)
        ),
        said=gettext("The changes are kept."),
    )


@bp.route("/<uuid:session_id>/capacity", methods=["GET", "POST"])
@require(*OFFICERS)
def capacity(session_id: UUID) -> Answer:
    one, form = session_or_404(session_id), CapacityForm()
    if request.method == "GET":
        form.suggest(one)
    return act(
        about_session(one),
        form,
        Page(
            heading=gettext("Change how many seats there are"),
            lead=gettext(
                "Nobody with a confirmed seat loses it. What comes free is offered to the next."
            ),
            button=gettext("Keep the changes"),
        ),
        lambda: ChangeCapacity(session_id=one.session_id, capacity=form.capacity()),
        said=gettext("The changes are kept."),
    )


@bp.route("/<uuid:session_id>/close", methods=["GET", "POST"])
@require(*OFFICERS)
def close(session_id: UUID) -> Answer:
    one, form = session_or_404(session_id), CloseForm()
    if one.called_off:
        raise NotFound
    return act(
        about_session(one),
        form,
        Page(
            heading=gettext("Close the session?"),
            lead=gettext("No more seats are offered to those who wait."),
            button=gettext("Close it"),
            leave=gettext("Back without closing it"),
            tone="warning",
        ),
        lambda: CloseSession(session_id=one.session_id, called_off=form.called_off.data == "yes"),
        said=gettext("The session is closed."),
    )


@bp.route("/<uuid:session_id>/attendance", methods=["GET", "POST"])
@require(*OFFICERS)
def attendance(session_id: UUID) -> Answer:
    one, form = session_or_404(session_id), AttendanceForm()
    if now() < one.starts_at or one.called_off:
        raise NotFound
    with engine().connect() as conn:
        page = _page(conn, queries.confirmed(one.session_id), "people")
    if request.method == "GET":
        form.people.data = [seat.registration_id for seat in page if seat.came]
    form.people.choices = {
        seat.registration_id: person["name"] if person else gettext("Name erased")
        for seat, person in zip(page, asking.people(page), strict=True)
    }
    return act(
        about_session(one),
        form,
        Page(
            heading=gettext("Record who came"),
            lead=gettext("Others are told a number, and never a name."),
            button=gettext("Record it"),
            template="sessions/attendance.html",
            given={"people": page},
        ),
        lambda: RecordAttendance(
            session_id=one.session_id,
            registration_ids=tuple(form.people.data or ()),
            came=form.came.data == "yes",
        ),
        said=gettext("It is recorded."),
    )


@bp.route("/<uuid:session_id>/asked-by-a-state", methods=["GET", "POST"])
@require(*OFFICERS)
def asked_by_a_state(session_id: UUID) -> Answer:
    """A State asks who came: it gets the total, and the question is on record (section B.8)."""
    one, form = session_or_404(session_id), StateForm()
    about = about_session(one)
    page = Page(
        heading=gettext("A State asks who came"),
        lead=gettext(
            "It is told how many came, and nothing else. That it asked is kept in the audit log."
        ),
        button=gettext("Note it, and show the answer"),
    )
    if request.method != "POST":
        return shown(about, form, page)
    if not form.validate():
        return shown(about, form, page), 422
    with engine().begin() as conn:
        acts.record(
            conn, entries.TOTAL_TOLD, asking.link_subject(one.session_id), [form.state.data]
        )
        figures = queries.figures(conn, [one.session_id])[one.session_id]
    return htmx.render(
        "sessions/told.html", block="content", about=about, total=_total(figures.came)
    )


def session_or_404(session_id: UUID) -> Session:
    with engine().connect() as conn:
        one = queries.one(conn, str(session_id))
    if one is None:
        raise NotFound
    return one


def seat_or_404(session_id: UUID, registration_id: UUID, *states: str) -> tuple[Session, Seat]:
    one = session_or_404(session_id)
    with engine().connect() as conn:
        found = queries.seat(conn, one.session_id, str(registration_id))
    if found is None or (states and found.state not in states):
        raise NotFound
    return one, found


def _page(conn: Connection, query: Select[Any], name: str) -> paging.Page[Seat]:
    page = paging.cut(conn, query, name, paging.asked)
    return page.of([queries.as_seat(row) for row in page])


def _rows(
    seats: Sequence[Seat], of: Mapping[str, str]
) -> list[tuple[Seat, Mapping[str, str] | None, str]]:
    """Return them with the name and the organisation: both are gone of whom was erased."""
    people = asking.people(seats)
    return [
        (seat, person, of.get(seat.holder_id, "") if person else "")
        for seat, person in zip(seats, people, strict=True)
    ]


def _organisations(conn: Connection, seats: Sequence[Seat]) -> dict[str, str]:
    """Return the name of each holder's organisation, as the account has it."""
    found = accounts.by_ids(conn, {seat.holder_id for seat in seats})
    return {one.account_id: one.organisation or "" for one in found.values()}


def _link(session_id: str, form: DetailsForm) -> Sealed | None:
    if not form.link.data:
        return None
    return vault().seal(asking.link_subject(session_id), form.link.data)


def _total(came: int) -> str:
    if came < FEW:
        return gettext("Fewer than five people came.")
    return ngettext("%(shown)s person came.", "%(shown)s people came.", came, shown=grouped(came))


def about_session(one: Session) -> About:
    return About(
        address=url_for("sessiondesk.show", session_id=one.session_id),
        case=asking.case_of(one.session_id),
        back=gettext("The session"),
        caption=Markup("<bdi>{}</bdi>").format(one.title),
        title=one.title,
    )
