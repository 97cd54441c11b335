"""What a focal point who leaves holds, handed on to another one: F5 of section B.3.

Seats that they asked for others need somebody who answers for them. Drafts stay with the person,
who remains a member; tokens are never handed on (decision 0059); who was invited stays invited.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID, uuid5

from flask import Blueprint
from werkzeug.exceptions import NotFound

from portal.stakeholders.moving.forms import HandOnForm
from portal.stakeholders.organisations import joining, opened, own, speaking
from portal.stakeholders.organisations.opened import entry_or_404
from portal.stakeholders.organisations.speaking import Speaker
from portal.stakeholders.sessions import asking
from portal.stakeholders.sessions import queries as sessions
from portal.stakeholders.sessions.queries import Seat
from portal.web.accounts import programs
from portal.web.accounts.access import require
from portal.web.accounts.fresh import fresh
from portal.web.act import About, Answer, Page, act, ask, shown
from portal.web.commands import Accepted
from portal.web.context import now
from portal.web.db import engine
from portal.web.i18n.texts import gettext, lazy
from shared.contracts.stakeholders_focal_point_commands import ReassignFocalPointWork
from shared.contracts.stakeholders_session_commands import HandOnSeat
from shared.core.roles import Role

bp = Blueprint("ourhandingon", __name__, url_prefix="/our-organisation/focal-points")
desk = Blueprint("handingdesk", __name__, url_prefix="/register-desk/<uuid:organisation_id>/people")

OFFICERS = frozenset({Role.STAKEHOLDER_OFFICER})


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """``seats``: asked for others, with the names of session and person. ``to``: who takes over."""

    person: Speaker
    seats: Sequence[Seat]
    said: Sequence[str]
    programs: Sequence[str]
    invited: Sequence[str]
    to: dict[str, Speaker]


@bp.route("/<account_id>/hand-on", methods=["GET", "POST"])
@require(*own.FOCAL)
@fresh(lazy("hand on what a focal point leaves open"))
def hand_on(account_id: str) -> Answer:
    ours = own.registered()
    if not ours.confirmed:
        raise NotFound
    return _page(own.about_ours(ours.organisation_id), ours.organisation_id, account_id)


@desk.route("/<account_id>/hand-on", methods=["GET", "POST"])
@require(*OFFICERS)
@fresh(lazy("hand on what a focal point leaves open"))
def for_them(organisation_id: UUID, account_id: str) -> Answer:
    entry, profile = entry_or_404(organisation_id)
    return _page(opened.about(entry, profile), entry.organisation_id, account_id)


def _page(about: About, organisation_id: str, account_id: str) -> Answer:
    work = _work_or_404(organisation_id, account_id)
    form = HandOnForm()
    form.offer({one: speaker.account.name for one, speaker in work.to.items()})
    page = Page(
        heading=gettext("Hand on what this person leaves open"),
        lead=[
            gettext("Another focal point answers for it from then on. Places on lists stay."),
            gettext("Drafts stay with the person, who remains a member."),
        ],
        texts=[(None, work.person.account.name)],
        button=gettext("Hand it on"),
        leave=gettext("Back without handing it on"),
        template="moving/hand_on.html",
        given={"work": work},
    )
    if not work.to or not (work.seats or work.person.named):
        return shown(about, form, page)
    return act(
        about,
        form,
        page,
        lambda: _commands(work, form)[0],
        then=lambda: _rest(about, work, form),
        said=gettext("It is handed on."),
    )


def _rest(about: About, work: Work, form: HandOnForm) -> Accepted | None:
    """Hand on what is left; each under an id of its own, so that twice is once."""
    last = None
    for command in _commands(work, form)[1:]:
        of = command.registration_id if isinstance(command, HandOnSeat) else "work"
        last = ask(command, uuid5(form.id, of), about.case)
    return last


def _commands(work: Work, form: HandOnForm) -> list[HandOnSeat | ReassignFocalPointWork]:
    to = work.to[form.to.data or ""]
    seats: list[HandOnSeat | ReassignFocalPointWork] = [
        HandOnSeat(
            session_id=one.session_id,
            registration_id=one.registration_id,
            organisation=asking.ours(one, work.person.account.organisation_id),
            to_account=to.account.account_id,
        )
        for one in work.seats
    ]
    named, other = work.person.named, to.named
    here = named and other and other.step == "active"
    if named and here and other and named.organisation_id == other.organisation_id:
        seats.append(
            ReassignFocalPointWork(
                organisation_id=named.organisation_id,
                focal_point_id=named.focal_point_id,
                to_account=to.account.account_id,
            )
        )
    return seats


def _work_or_404(organisation_id: str, account_id: str) -> Work:
    with engine().connect() as conn:
        found = {one.account.account_id: one for one in speaking.speakers(conn, organisation_id)}
        person = found.get(account_id)
        if person is None or not (person.speaks or person.named or person.suspension):
            raise NotFound
        seats = sessions.asked_for_others(conn, account_id, now())
        in_these = sessions.some(conn, {one.session_id for one in seats})
        theirs = [one.label for one in programs.of_account(conn, account_id)]
        invited = [one.name for one in joining.people(conn, organisation_id) if not one.begun]
    people = asking.people(seats)
    said = [
        f"{who['name'] if who else gettext('Name erased')}: {in_these[seat.session_id].title}"
        for seat, who in zip(seats, people, strict=True)
    ]
    to = {one: who for one, who in found.items() if who.speaks and one != account_id}
    return Work(person=person, seats=seats, said=said, programs=theirs, invited=invited, to=to)
