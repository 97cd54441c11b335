"""The Committee's meetings: what is to come, what was held, and one's own action items."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from flask import Blueprint, request, url_for

from portal.committee.meetings import found, guests, papers, people, queries, words
from portal.committee.meetings.queries import READERS, Item, Meeting
from portal.committee.meetings.read_model import CONSUMER
from portal.web import htmx, paging
from portal.web.accounts.access import current_actor, require, signed_in
from portal.web.context import today, vault
from portal.web.db import engine
from portal.web.i18n.formats import listed, short_day
from portal.web.i18n.names import recipient
from portal.web.waiting import waited
from shared.core.roles import Role

bp = Blueprint("meetings", __name__, url_prefix="/committee/meetings")

_AT_ONCE = 20
_IN_MARGIN = 5


@bp.get("")
@require(*READERS)
def index() -> str:
    late = not waited(engine(), CONSUMER, request.args.get("after"))
    actor = current_actor()
    with engine().connect() as conn:
        seen, standing = found.seen(conn), found.standing(conn)
        coming = paging.cut(conn, queries.to_come(seen), "coming", paging.asked, size=_AT_ONCE)
        over = paging.cut(conn, queries.over(seen), "over", paging.asked, size=_AT_ONCE)
        own = queries.mine(actor, takes_part=standing.takes_part)
        mine = paging.cut(conn, own, "mine", paging.asked, size=_AT_ONCE)
        kept = [queries.item(row) for row in mine]
        numbers = queries.on_time(conn) if standing.works else None
    return htmx.render(
        "meetings/index.html",
        block="content",
        late=late,
        coming=coming.of([queries.meeting(row) for row in coming]),
        over=over.of([queries.meeting(row) for row in over]),
        mine=mine.of(_read(kept)),
        numbers=numbers,
        calls=standing.takes_part,
        today=today(),
        words=words,
        state_name=recipient,
    )


@bp.get("/<uuid:meeting_id>")
@require(*READERS)
def show(meeting_id: UUID) -> str:
    late = not waited(engine(), CONSUMER, request.args.get("after"))
    one, actor = found.found(meeting_id), current_actor()
    with engine().connect() as conn:
        standing = found.standing(conn)
        part = queries.takes_part(conn, actor, one.meeting_id, today())
        items = queries.items_of(conn, one.meeting_id)
        invited = queries.invited_to(conn, one.meeting_id)
        on_it = papers.listed(conn, one)
        called = people.called(conn, [*_people(one), *invited, *(each.owner_id for each in items)])
        asked = guests.of_meeting(conn, one) if part else {}
    agenda, place = found.texts(one)
    minutes = vault().reveal(one.minutes) if one.minutes else None
    return htmx.render(
        "meetings/one.html",
        block="content",
        late=late,
        one=one,
        agenda=agenda,
        place=place,
        guests=asked,
        minutes=minutes,
        items=_read(items),
        reasons=_reasons(items),
        invited=invited,
        papers=on_it,
        called=called,
        part=part,
        works=standing.works,
        leads=standing.leads,
        changes=standing.changes(one),
        me=actor.actor_id if standing.takes_part else "",
        today=today(),
        words=words,
        state_name=recipient,
    )


@bp.app_template_global()
def my_action_items() -> list[tuple[Item, str | None]]:
    """Return the open action items of whoever reads the page, the most urgent first."""
    person = signed_in()
    if person is None or not person.has(*READERS):
        return []
    with engine().connect() as conn:
        takes_part = found.standing(conn).takes_part
        rows = conn.execute(queries.mine(current_actor(), takes_part=takes_part)).all()
    return _read([queries.item(row) for row in rows])


@bp.app_template_global()
def meetings_with_committee() -> list[tuple[str, str, Meeting]]:
    """Return the next meetings that a desk officer called or is invited to, with their addresses.

    The first is what kind of meeting it is.
    """
    person = signed_in()
    if person is None or not person.has(Role.DESK_OFFICER):
        return []
    with engine().connect() as conn:
        rows = conn.execute(queries.to_come(queries.own(current_actor())).limit(_IN_MARGIN))
        some = [queries.meeting(row) for row in rows]
    return [(str(words.KINDS[one.kind]), _address(one), one) for one in some]


@bp.app_template_global()
def minutes_due() -> list[tuple[str, str, date]]:
    """Return of which meetings the minutes are due next, for who works for the Committee."""
    person = signed_in()
    if person is None or not person.has(Role.COORDINATION_COMMITTEE):
        return []
    with engine().connect() as conn:
        if not found.standing(conn).works:
            return []
        some = queries.without_minutes(conn)[:_IN_MARGIN]
    return [
        (listed([words.KINDS[one.kind], short_day(one.held_on)]), _address(one), one.minutes_due_on)
        for one in some
        if one.held_on and one.minutes_due_on
    ]


def _address(one: Meeting) -> str:
    return url_for("meetings.show", meeting_id=one.meeting_id)


def _people(one: Meeting) -> list[str]:
    return [one.called_by, *(one.participants or ())]


def _reasons(items: Sequence[Item]) -> dict[str, str | None]:
    """Return why items were dropped, by item; None once it is erased."""
    dropped = {one.action_id: one.reason for one in items if one.reason is not None}
    return dict(zip(dropped, vault().reveal_all(list(dropped.values())), strict=True))


def _read(items: Sequence[Item]) -> list[tuple[Item, str | None]]:
    return list(zip(items, vault().reveal_all([one.text for one in items]), strict=True))
