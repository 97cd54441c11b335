"""What a view finds: a meeting that exists for whoever came, or 404; its case; its texts' keys."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from flask import request, url_for
from sqlalchemy import ColumnElement, Connection
from werkzeug.exceptions import NotFound

from portal.committee.meetings import queries, words
from portal.committee.meetings.queries import Item, Meeting
from portal.committee.members import queries as members
from portal.web.accounts.access import current_actor
from portal.web.act import About
from portal.web.context import today, vault
from portal.web.db import engine
from portal.web.i18n.texts import gettext
from shared.core.message import derive_id
from shared.core.roles import Role


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What this person is in the Committee today. ``officer``: a desk officer, with own meetings.

    A member who left has neither the meetings that they called nor the action items any more.
    """

    works: bool
    leads: bool
    officer: bool

    @property
    def takes_part(self) -> bool:
        return self.works or self.officer

    def changes(self, one: Meeting) -> bool:
        """Whether they may change a meeting and cancel it."""
        return self.works or (self.officer and one.called_by == current_actor().actor_id)


def standing(conn: Connection) -> Standing:
    actor, on = current_actor(), today()
    return Standing(
        works=members.works(conn, actor, on),
        leads=members.leads(conn, actor, on),
        officer=actor.has(Role.DESK_OFFICER),
    )


def seen(conn: Connection) -> ColumnElement[bool]:
    """Which meetings exist for whoever came."""
    return queries.visible(current_actor(), works=standing(conn).works)


def found(meeting_id: UUID, *stages: str, part: bool = False, chair: bool = False) -> Meeting:
    """Return the meeting, in one of these stages; 404 for what is not there for this person.

    A form that stayed open is for the service to refuse, with the reason: what was typed stays.
    ``part``: only for who works on it; ``chair``: only for who may do what the chair does.
    """
    with engine().connect() as conn:
        one = queries.one(conn, str(meeting_id), seen(conn))
        able = one is not None and _able(conn, one, part=part, chair=chair)
    if one is None or not able or (stages and _over(one.stage, stages)):
        raise NotFound
    return one


def changeable(meeting_id: UUID, *stages: str) -> Meeting:
    """Return a meeting for who may change it: the Committee, and who called it."""
    one = found(meeting_id, *stages)
    with engine().connect() as conn:
        here = standing(conn)
    if not here.changes(one):
        raise NotFound
    return one


def texts(one: Meeting) -> tuple[str | None, str | None]:
    """Return the agenda, and the place; None for what is not there, or erased."""
    return vault().reveal(one.agenda), vault().reveal(one.place) if one.place else None


def _over(stage: str, stages: Sequence[str]) -> bool:
    return request.method == "GET" and stage not in stages


def item_of(meeting: Meeting, action_id: UUID, *stages: str, owner: bool) -> Item:
    """Return an action item. ``owner``: also for who has it, and not for the Committee alone."""
    with engine().connect() as conn:
        one = queries.item_of(conn, meeting.meeting_id, str(action_id))
        here = standing(conn)
    own = one is not None and one.owner_id == current_actor().actor_id
    able = here.works or (owner and own and here.officer)
    if one is None or _over(one.stage, stages) or not able:
        raise NotFound
    return one


def subject_of(meeting_id: str) -> str:
    """Under this key the agenda and the minutes are sealed."""
    return f"meeting-{meeting_id}"


def subject_of_item(action_id: str) -> str:
    return f"action-{action_id}"


def case_of(meeting_id: str) -> UUID:
    return derive_id("committee meeting", meeting_id)


def about(one: Meeting) -> About:
    return About(
        address=url_for("meetings.show", meeting_id=one.meeting_id),
        case=case_of(one.meeting_id),
        back=gettext("The meeting"),
        caption=str(words.KINDS[one.kind]),
    )


def _able(conn: Connection, one: Meeting, *, part: bool, chair: bool) -> bool:
    if chair and not standing(conn).leads:
        return False
    return not part or queries.takes_part(conn, current_actor(), one.meeting_id, today())
