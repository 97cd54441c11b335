"""My seats: the sessions that are for me, the seats that I have or asked for, and their answers."""

from collections.abc import Sequence
from uuid import UUID

from flask import Blueprint, Response, redirect, request, url_for
from markupsafe import Markup
from sqlalchemy import Connection
from werkzeug.exceptions import NotFound

from portal.stakeholders.organisations import profile as profiles
from portal.stakeholders.organisations import queries as organisations
from portal.stakeholders.sessions import asking, papers, public, queries, whose, words
from portal.stakeholders.sessions.forms import AppealForm, AskForm
from portal.stakeholders.sessions.queries import Seat, Session
from portal.stakeholders.sessions.read_model import CONSUMER
from portal.web import htmx, paging
from portal.web.accounts import account as accounts
from portal.web.accounts.access import current_account, require
from portal.web.accounts.fresh import fresh
from portal.web.act import About, Answer, Page, act
from portal.web.context import now, settings, vault
from portal.web.db import engine
from portal.web.forms import CommandForm
from portal.web.i18n.formats import number
from portal.web.i18n.texts import gettext, lazy, ngettext
from portal.web.waiting import waited
from shared.contracts.stakeholders_session_commands import (
    AcceptOffer,
    AppealRefusal,
    CancelRegistration,
    DeclineOffer,
    EraseRegistration,
)
from shared.core.message import Sealed
from shared.reference.organisations import register_id
from shared.reference.sessions import seat_id

bp = Blueprint("seats", __name__, url_prefix="/my-seats")

_AT_ONCE = 20


@bp.get("")
@require(*asking.AUDIENCE)
def index() -> str:
    late = not waited(engine(), CONSUMER, request.args.get("after"))
    account = current_account()
    with engine().connect() as conn:
        mine = queries.of_person(account.account_id, whose.answers_for(conn, account))
        rows = paging.cut(conn, mine, "seats", paging.asked, size=_AT_ONCE)
        found = [queries.as_seat(row) for row in rows]
        sessions = queries.some(conn, {one.session_id for one in found})
        for_me = queries.upcoming_for(now(), asking.categories_of(account))
        coming = paging.cut(conn, for_me, "sessions", paging.asked, size=_AT_ONCE)
        page = coming.of(public.with_figures(conn, coming))
        taken = queries.taken(conn, account.account_id, [one.session_id for one, _ in page])
    return htmx.render(
        "sessions/mine.html",
        block="content",
        seats=rows.of(
            [
                (seat, sessions[seat.session_id], person)
                for seat, person in zip(found, asking.people(found), strict=True)
            ]
        ),
        sessions=page,
        taken=set() if account.has(*whose.FOR_OTHERS) else taken,
        now=now(),
        words=words,
        late=late,
    )


@bp.route("/ask/<uuid:session_id>", methods=["GET", "POST"])
@require(*asking.AUDIENCE)
def ask(session_id: UUID) -> Answer:
    account = current_account()
    with engine().connect() as conn:
        session = queries.one(conn, str(session_id))
    category = asking.category_of(account, session) if session else None
    if session is None or category is None or not session.takes(now()):
        raise NotFound
    people = asking.may_have_seats(account, session)
    form = AskForm()
    form.holder.offer({one.account_id: one.name for one in people.values()})
    if request.method == "GET":
        form.holder.data, form.zone.data = account.account_id, session.zone
    return act(
        About(
            address=url_for("seats.index"),
            case=asking.case_of(session.session_id),
            back=gettext("My seats"),
            caption=Markup("<bdi>{}</bdi>").format(session.title),
        ),
        form,
        Page(
            heading=gettext("Ask for a seat"),
            lead=[
                gettext(
                    "While seats are free the seat is yours at once. After that there is a "
                    "waiting list, in the order of asking."
                ),
                _kept(settings().seat_days),
            ],
            button=gettext("Ask for the seat"),
            template="sessions/ask.html",
            given={
                "one": session,
                "words": words,
                "papers": papers.listed(session.session_id, {papers.PUBLIC}),
            },
        ),
        lambda: asking.request(account, session, category, people[form.holder.data], form),
        to=_address(session.session_id, form.holder.data),
        said=gettext("It is noted. Below is what came of it."),
    )


@bp.get("/ask/<uuid:session_id>/papers/<uuid:paper_id>")
@require(*asking.AUDIENCE)
def paper_before(session_id: UUID, paper_id: UUID) -> Response:
    """Hand out a paper to who has no seat, and may read that the session takes place."""
    with engine().connect() as conn:
        session = queries.one(conn, str(session_id))
    if session is None or asking.category_of(current_account(), session) is None:
        raise NotFound
    some = papers.listed(session.session_id, {papers.PUBLIC})
    return papers.handed(session.session_id, papers.one_of(some, str(paper_id)))


@bp.get("/<uuid:registration_id>")
@require(*asking.AUDIENCE)
def show(registration_id: UUID) -> str:
    late = not waited(engine(), CONSUMER, request.args.get("after"))
    seat, session = _found(registration_id)
    with engine().connect() as conn:
        place = queries.place(conn, seat) if seat.state == "waiting" else None
        others = _others(conn, seat) if seat.state == "confirmed" else []
    page = paging.part(others, "others", paging.asked)
    has_link = seat.state == "confirmed" and not session.called_off
    return htmx.render(
        "sessions/seat.html",
        block="content",
        seat=seat,
        session=session,
        whose=asking.people([seat])[0],
        needs=vault().reveal(seat.needs),
        place=place,
        link=vault().reveal(session.link) if has_link else None,
        others=page.of(_names(page)),
        erased_at=asking.erased_at(seat),
        papers=_papers(seat),
        now=now(),
        words=words,
        late=late,
    )


@bp.get("/<uuid:registration_id>/papers/<uuid:paper_id>")
@require(*asking.AUDIENCE)
def paper(registration_id: UUID, paper_id: UUID) -> Response:
    seat, _ = _found(registration_id)
    return papers.handed(seat.session_id, papers.one_of(_papers(seat), str(paper_id)))


@bp.route("/<uuid:registration_id>/accept", methods=["GET", "POST"])
@require(*asking.AUDIENCE)
def accept(registration_id: UUID) -> Answer:
    seat, session = _found(registration_id, "offered")
    lead = [_offered(seat)]
    if seat.less:
        lead.append(gettext("Whoever takes it leaves the waiting list."))
    return act(
        _about(seat, session),
        CommandForm(),
        Page(
            heading=gettext("Take this seat?"),
            lead=lead,
            button=gettext("Take the seat"),
            leave=gettext("Back without an answer"),
        ),
        lambda: AcceptOffer(session_id=seat.session_id, registration_id=seat.registration_id),
        said=gettext("The seat is confirmed."),
    )


@bp.route("/<uuid:registration_id>/decline", methods=["GET", "POST"])
@require(*asking.AUDIENCE)
def decline(registration_id: UUID) -> Answer:
    seat, session = _found(registration_id, "offered")
    return act(
        _about(seat, session),
        CommandForm(),
        Page(
            heading=gettext("Say no to this seat?"),
            lead=[
                _offered(seat),
                gettext("The place on the waiting list stays.")
                if seat.less
                else gettext("The seat is offered to the next, and the place on the list ends."),
            ],
            button=gettext("Say no"),
            leave=gettext("Back without an answer"),
            tone="warning",
        ),
        lambda: DeclineOffer(session_id=seat.session_id, registration_id=seat.registration_id),
        said=gettext("It is noted."),
    )


@bp.route("/<uuid:registration_id>/cancel", methods=["GET", "POST"])
@require(*asking.AUDIENCE)
def cancel(registration_id: UUID) -> Answer:
    seat, session = _found(registration_id, *queries.LIVE)
    return act(
        _about(seat, session),
        CommandForm(),
        Page(
            heading=gettext("Give the seat back?"),
            lead=gettext("Whoever asks again later is at the end of the waiting list."),
            button=gettext("Give it back"),
            leave=gettext("Keep it"),
            tone="warning",
        ),
        lambda: CancelRegistration(
            session_id=seat.session_id, registration_id=seat.registration_id
        ),
        said=gettext("The seat is given back."),
    )


@bp.route("/<uuid:registration_id>/appeal", methods=["GET", "POST"])
@require(*asking.AUDIENCE)
def appeal(registration_id: UUID) -> Answer:
    seat, session = _found(registration_id, "refused")
    if seat.appeal is not None or asking.erased_at(seat):
        raise NotFound
    form = AppealForm()
    return act(
        _about(seat, session),
        form,
        Page(
            heading=gettext("Appeal against the refusal"),
            lead=gettext("Another officer than the one who refused it decides."),
            button=gettext("Send the appeal"),
        ),
        lambda: AppealRefusal(
            session_id=seat.session_id,
            registration_id=seat.registration_id,
            reason=vault().seal(seat.person.subject, form.reason.data or ""),
        ),
        said=gettext("The appeal is sent."),
    )


@bp.route("/<uuid:registration_id>/erase", methods=["GET", "POST"])
@require(*asking.AUDIENCE)
@fresh(lazy("erase personal data for good"))
def erase(registration_id: UUID) -> Answer:
    seat, session = _found(registration_id)
    if asking.erased_at(seat):
        return redirect(url_for(".show", registration_id=seat.registration_id))  # which says so
    if not seat.may_go(session, now()):
        raise NotFound
    lead = [
        gettext(
            "The name, who comes along, what the person needs and an appeal are erased "
            "for good: nobody can read them again, you neither."
        ),
        gettext("That there was a seat, and whether somebody came on it, stays a number."),
    ]
    if seat.state == "refused" and seat.appeal is None:
        lead.append(gettext("After that nobody can appeal against the refusal."))
    return act(
        _about(seat, session),
        CommandForm(),
        Page(
            heading=gettext("Erase what names the person?"),
            lead=lead,
            button=gettext("Erase it for good"),
            leave=gettext("Back without erasing it"),
            tone="warning",
        ),
        lambda: EraseRegistration(session_id=seat.session_id, registration_id=seat.registration_id),
        said=gettext("It is erased. No copy, backup or log can show it any more."),
        then=lambda: asking.forget(seat),
    )


def _papers(seat: Seat) -> list[papers.Paper]:
    """Return what they read, before the session and after: all of it with a confirmed seat."""
    has = {papers.PUBLIC, papers.REGISTERED} if seat.state == "confirmed" else {papers.PUBLIC}
    return papers.listed(seat.session_id, has)


def _found(registration_id: UUID, *states: str) -> tuple[Seat, Session]:
    """Return the seat of whoever came, with its session; 404 for that of anybody else."""
    account = current_account()
    with engine().connect() as conn:
        others = whose.answers_for(conn, account)
        seat = queries.own(conn, str(registration_id), account.account_id, others)
        session = queries.one(conn, seat.session_id) if seat else None
    if seat is None or session is None or (states and seat.state not in states):
        raise NotFound
    return seat, session


def _others(conn: Connection, seat: Seat) -> list[tuple[Seat, Sealed]]:
    """Return who else of this category shows their name, with the entry of their organisation.

    Categories do not see each other (SB10), and a hidden organisation has no line (SB7).
    """
    shown = [
        one
        for one in queries.shown(conn, seat.session_id, seat.category)
        if one.registration_id != seat.registration_id
    ]
    holders = accounts.by_ids(conn, {one.holder_id for one in shown})
    of = {
        key: register_id(one.organisation_id) for key, one in holders.items() if one.organisation_id
    }
    seen = organisations.public_these(conn, set(of.values())) if of else {}
    return [(one, seen[entry]) for one in shown if (entry := of.get(one.holder_id)) in seen]


def _names(others: Sequence[tuple[Seat, Sealed]]) -> list[tuple[str, str]]:
    """Return the names, each with what the organisation is called now.

    What was erased, of a person or of an organisation, has no line.
    """
    people = asking.people([seat for seat, _ in others])
    entries = vault().reveal_public([entry for _, entry in others])
    return [
        (person["name"], profiles.read(entry).name)
        for person, entry in zip(people, entries, strict=True)
        if person is not None and entry is not None
    ]


def _kept(days: int) -> str:
    return ngettext(
        "What names the person is erased %(shown)s day after the session.",
        "What names the person is erased %(shown)s days after the session.",
        days,
        shown=number(days),
    )


def _offered(seat: Seat) -> str:
    kind = words.KINDS[seat.has_kind or seat.kind]
    if (seat.has_seats or 0) < seat.seats:
        return gettext(
            "Two seats were asked for, and one is free: %(kind)s. Do you take one?", kind=kind
        )
    return gettext("What is offered: %(kind)s.", kind=kind)


def _about(seat: Seat, session: Session) -> About:
    return About(
        address=url_for("seats.show", registration_id=seat.registration_id),
        case=asking.case_of(seat.session_id),
        back=gettext("The seat"),
        caption=Markup("<bdi>{}</bdi>").format(session.title),
        title=session.title,
    )


def _address(session_id: str, holder_id: str | None) -> str:
    """Return where a seat is shown; before somebody was chosen, the list."""
    if not holder_id:
        return url_for("seats.index")
    return url_for("seats.show", registration_id=seat_id(session_id, holder_id))
