"""Notices of what falls due in a visit: to those whose it is, a week before and once it is late.

Tasks of the mission, answers that were asked for, the last day of a call, and the tasks and the
last day of a partner, which hears that there is news and no more. No notice says what it is about
(VR3).
"""

from collections.abc import Callable, Collection, Iterator
from datetime import date, datetime
from functools import partial
from uuid import UUID

from sqlalchemy import Connection, Engine

from portal.followup.inputs import news as calls
from portal.followup.missions import news as tasks
from portal.followup.missions.news import Falling
from portal.followup.partners import falling as partners
from portal.followup.visits import awaited as answers
from portal.homes.notices import partnering
from portal.homes.notices.deriving import Notice, make_due
from portal.homes.notices.pages import Page
from portal.homes.notices.people import serving
from portal.homes.notices.told import Told, told
from portal.homes.notices.words import (
    ACCESS_ENDS,
    CALL_OVER,
    CALL_SOON,
    DATES_WAIT,
    TASK_LATE,
    TASK_SOON,
    TERMS_WAIT,
)
from portal.web.accounts import offices
from portal.web.accounts.account import Account
from shared.core.geneva import day_of
from shared.core.message import derive_id
from shared.core.roles import Role
from shared.platform.settings import Settings

_OFFICE = (Role.MANDATE_HOLDER, Role.HUMAN_RIGHTS_OFFICER)


def due(engine: Engine, settings: Settings, *, at: datetime) -> int:
    """Make the notices that are due, each once; return how many there were."""
    today = day_of(at)

    def found(conn: Connection) -> Iterator[Notice]:
        for cause, kind, whom in _falling(conn, today):
            yield Notice(cause=cause, kind=kind, at=at, told=whom)

    return make_due(engine, settings, found, at=at)


def _falling(
    conn: Connection, today: date
) -> Iterator[tuple[UUID, str, Callable[[Connection], Collection[Told]]]]:
    for task in tasks.falling(conn, today):
        kind, whose = TASK_LATE if task.late else TASK_SOON, task.person or task.assignee
        cause = derive_id("task of a visit", task.mission_id, whose, task.on, kind)
        yield cause, kind, partial(_whose, task, today)
    for call in calls.closing(conn, today):
        kind = CALL_OVER if call.late else CALL_SOON
        cause = derive_id("last day of a call", call.call_id, call.on, kind)
        whom = partial(_office, call.mandate, Page.CALLS, call.mission_id, today)
        yield cause, kind, whom
    for one in partners.falling(conn, today):
        kind = ACCESS_ENDS if one.task_id is None else TASK_LATE if one.late else TASK_SOON
        about = (one.partner_id, one.task_id or "", one.on, kind)
        theirs = partial(partnering.people, one.partner_id, one.kind, one.who, today)
        yield derive_id("partner of a visit", *about), kind, theirs
        if one.task_id is None:
            whom = partial(_office, one.mandate, Page.PARTNERS, one.mission_id, today)
            yield derive_id("access of a partner", *about), kind, whom
    for answer in answers.awaited(conn, today):
        kind = TERMS_WAIT if answer.what == "terms" else DATES_WAIT
        cause = derive_id("answer about a visit", answer.visit_file_id, answer.on, kind)
        yield (
            cause,
            kind,
            partial(_office, answer.mandate, Page.VISIT_FILE, answer.visit_file_id, today),
        )


def _whose(one: Falling, on: date, conn: Connection) -> list[Told]:
    return told(_assigned(one, on, conn), "task", Page.MISSION, one.mission_id)


def _assigned(one: Falling, on: date, conn: Connection) -> list[Account]:
    """Return the person whose it is, or who has the role, as long as nobody else has the task."""
    some = _in_role(one, on, conn)
    own = [each for each in some if each.account_id == one.person]
    return own or some


def _in_role(one: Falling, on: date, conn: Connection) -> list[Account]:
    match one.assignee:
        case "holder":
            return serving(conn, Role.MANDATE_HOLDER, one.mandates, on)
        case "officer":
            return serving(conn, Role.HUMAN_RIGHTS_OFFICER, one.mandates, on)
        case "desk":
            desk = offices.holding(conn, on, Role.DESK_OFFICER)
            return [each for each in desk if one.state in each.state_codes]


def _office(mandate: str, page: Page, item_id: str, on: date, conn: Connection) -> list[Told]:
    """Return who works for the mandate, each once."""
    both = [each for role in _OFFICE for each in serving(conn, role, [mandate], on)]
    return told({each.account_id: each for each in both}.values(), "task", page, item_id)
