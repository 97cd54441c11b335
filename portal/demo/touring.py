"""The pages of the tours, and the bar on every page that says which step is next.

The present step is in a cookie of its own: being somebody else begins a new session, and the step
stays. It names a tour and a number, and nothing else.
"""

from dataclasses import dataclass

from flask import redirect, request, url_for
from sqlalchemy import Connection, select
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from portal.casefile.submissions.read_model import communications, submissions
from portal.demo import being
from portal.demo.tours import BY_NAME, CASE, CLEARED, SENT, TOURS, Step, Tour
from portal.letters.communications.tables import letters
from portal.web import htmx
from portal.web.accounts import account as accounts
from portal.web.accounts.access import public, signed_in
from portal.web.context import settings
from portal.web.db import engine

_COOKIE = "tour"
_NUMBERS = {str(number) for tour in TOURS for number in range(1, len(tour.steps) + 1)}
_STATE = "CHE"  # which the person of the Government speaks for


@dataclass(frozen=True, slots=True)
class Place:
    """Where a visitor is on a tour; ``number`` counts from 1."""

    tour: Tour
    number: int

    @property
    def step(self) -> Step:
        return self.tour.steps[self.number - 1]

    @property
    def last(self) -> int:
        return len(self.tour.steps)

    @property
    def as_person(self) -> bool:
        """Whether the visitor is the person of this tour."""
        account = signed_in()
        return account is not None and account.email == self.tour.email

    @property
    def following(self) -> Tour | None:
        """The tour that goes on with the case."""
        after = TOURS.index(self.tour) + 1
        return TOURS[after] if after < len(TOURS) else None


@public
def index() -> str:
    return htmx.render("demo/tours.html", block="content", tours=TOURS)


@public
def tour(name: str) -> str:
    found = _tour(name)
    with engine().connect() as conn:
        person = accounts.by_email(conn, found.email)
    account = signed_in()
    return htmx.render(
        "demo/tour.html",
        block="content",
        tour=found,
        who=person,
        is_person=account is not None and account.email == found.email,
    )


@public
def go(name: str, number: str) -> Response:
    """Go to the page of a step, as the person of the tour."""
    place = _place(name, number)
    if place is None:
        raise NotFound
    with engine().connect() as conn:
        address = address_of(conn, place.step)
    response = (
        redirect(address, 303) if place.as_person else being.become(place.tour.email, address)
    )
    if response is None:  # the demonstration has no such person, or they may not come in
        return redirect(url_for("demo.tour", name=name), 303)
    response.set_cookie(
        _COOKIE,
        f"{name}.{number}",
        path="/",
        secure=settings().secure_cookies,
        httponly=True,
        samesite="Lax",
    )
    return response


@public
def leave() -> Response:
    response = redirect(url_for("demo.tours"), 303)
    response.delete_cookie(_COOKIE)
    return response


def here() -> Place | None:
    """Return where the visitor is on a tour, if on any: for the bar of every page."""
    name, _, number = request.cookies.get(_COOKIE, "").partition(".")
    return _place(name, number)


def address_of(conn: Connection, step: Step) -> str:
    """Return the page where the step is done."""
    if step.about is None:
        return url_for(step.endpoint)
    found = _about(conn, step.about)
    if found is None:
        return url_for(step.instead)
    if step.about == CASE:
        return url_for(step.endpoint, submission_id=found)
    return url_for(step.endpoint, communication_id=found)


def _about(conn: Connection, about: str) -> str | None:
    """Return the id of what came last: of the case's own letter, if it has one."""
    s, c, w = submissions.c, communications.c, letters.c
    case: str | None = conn.scalar(
        select(s.submission_id).order_by(s.received_at.desc(), s.submission_id).limit(1)
    )
    if about == CASE:
        return case
    wanted = select(w.communication_id)
    if about == CLEARED:
        wanted = wanted.where(w.approved_at.is_not(None))
    if about == SENT:
        wanted = wanted.where(w.transmitted_at.is_not(None), w.recipient == _STATE)
    wanted = wanted.order_by(w.drafted_at.desc(), w.communication_id).limit(1)
    own = select(c.communication_id).where(c.submission_id == case)
    found: str | None = conn.scalar(wanted.where(w.communication_id.in_(own)))
    return found or conn.scalar(wanted)


def _tour(name: str) -> Tour:
    found = BY_NAME.get(name)
    if found is None:
        raise NotFound
    return found


def _place(name: str, number: str) -> Place | None:
    found = BY_NAME.get(name)
    if found is None or number not in _NUMBERS or int(number) > len(found.steps):
        return None
    return Place(found, int(number))
