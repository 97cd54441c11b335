"""Guests of a meeting: who calls it chooses them among accounts, and withdraws an invitation.

Offered are the people of Governments and of the United Nations, to a desk officer those of own
States alone; the President; and those who speak for organisations that everybody finds in the
register, by its name alone.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from uuid import UUID

from flask import Blueprint
from sqlalchemy import Connection
from werkzeug.exceptions import NotFound

from portal.committee import guests
from portal.committee.guests import Guests
from portal.committee.meetings import found, queries
from portal.committee.meetings.queries import GUESTS, WRITERS, Meeting
from portal.stakeholders.organisations import merged, profile
from portal.stakeholders.organisations import queries as organisations
from portal.web.accounts import account as accounts
from portal.web.accounts.access import current_actor, require
from portal.web.accounts.account import Account
from portal.web.act import Answer
from portal.web.context import vault
from portal.web.db import engine
from portal.web.i18n.formats import listed
from portal.web.i18n.names import recipient, spelt
from portal.web.i18n.texts import gettext as _
from shared.contracts.stakeholders_meeting_commands import InviteGuest, WithdrawGuest
from shared.core.actor import Actor
from shared.core.roles import Role
from shared.reference.organisations import register_id

bp = Blueprint("meetingguests", __name__, url_prefix="/committee/meetings")

_OF_STATES = (Role.GOVERNMENT, Role.UN_PARTNER)
_OF_ORGANISATIONS = (Role.CONTACT_POINT, Role.FOCAL_POINT)


@bp.route("/<uuid:meeting_id>/guests/invite", methods=["GET", "POST"])
@require(*WRITERS)
def invite(meeting_id: UUID) -> Answer:
    one = found.changeable(meeting_id, "called")
    if one.named_only:
        raise NotFound
    with engine().connect() as conn:
        there = queries.guests_of(conn, one.meeting_id)
        offered = _offered(conn, current_actor(), works=found.standing(conn).works)
    return guests.invite(
        found.about(one),
        offered,
        there,
        lambda guest_id: InviteGuest(meeting_id=one.meeting_id, guest_id=guest_id),
        reads=_(
            "A guest reads when and where the meeting is, its agenda, and the papers that are for "
            "guests: no minutes, no action items, and nothing of other people."
        ),
    )


@bp.route("/<uuid:meeting_id>/guests/<guest_id>/withdraw", methods=["GET", "POST"])
@require(*WRITERS)
def withdraw(meeting_id: UUID, guest_id: str) -> Answer:
    one = found.changeable(meeting_id)
    with engine().connect() as conn:
        name = of_meeting(conn, one).get(guest_id)
    return guests.withdraw(
        found.about(one),
        name,
        WithdrawGuest(meeting_id=one.meeting_id, guest_id=guest_id),
        told=_("The guest is told, and finds nothing of the meeting any more."),
    )


def of_meeting(conn: Connection, one: Meeting) -> Guests:
    ids = queries.guests_of(conn, one.meeting_id)
    return guests.called(ids, called(conn, ids))


def called(conn: Connection, ids: Collection[str]) -> Mapping[str, str]:
    """Return who each guest is, for who works on the meeting."""
    return dict(_named(conn, list(accounts.by_ids(conn, ids).values())))


def _offered(conn: Connection, actor: Actor, *, works: bool) -> dict[str, str]:
    """Return whom this person may invite, in order. ``works``: for the Committee."""
    some = [each for each in accounts.holding(conn, *GUESTS) if _may(actor, each, works=works)]
    return dict(sorted(_named(conn, some, shut=True), key=lambda one: spelt(one[1])))


def _may(actor: Actor, one: Account, *, works: bool) -> bool:
    of_state = not one.has(Role.PRESIDENT, *_OF_ORGANISATIONS)
    return works or not of_state or not actor.states.isdisjoint(one.state_codes)


def _named(
    conn: Connection, some: list[Account], *, shut: bool = False
) -> Iterator[tuple[str, str]]:
    """Name each by the role, the State or organisation, and the person.

    ``shut``: leave out those whose organisation not everybody finds.
    """
    pointers = merged.pointers(conn)
    entries = {
        one.account_id: merged.real(pointers, register_id(one.organisation_id))
        for one in some
        if one.organisation_id
    }
    public = _public(conn, entries.values())
    for one in some:
        role = next((each for each in Role if each in GUESTS and one.has(each)), None)
        name = public.get(entries.get(one.account_id, ""))
        if shut and name is None and role in _OF_ORGANISATIONS:
            continue
        states = [recipient(each) for each in sorted(one.state_codes) if one.has(*_OF_STATES)]
        about = [_(role.label)] if role else []
        person = one.name if role not in _OF_ORGANISATIONS else None
        parts = [*about, *states, name, person]
        yield one.account_id, listed([each for each in parts if each])


def _public(conn: Connection, entries: Iterable[str]) -> dict[str, str]:
    """Return the names of the entries that everybody finds."""
    found_ = organisations.public_these(conn, set(entries))
    ids = sorted(found_)
    texts = vault().reveal_public([found_[one] for one in ids])
    return {one: profile.read(text).name for one, text in zip(ids, texts, strict=True) if text}
