"""Notices to those who implement: reports of an action are due within 30 days, or overdue.

One for each action and day. What is overdue for longer than a notice's cause is kept for sure is
not told anew.
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from functools import partial

from sqlalchemy import Connection, Engine

from portal.followup.actions import news
from portal.followup.actions.news import Owed
from portal.homes.notices.deriving import KEPT, Notice, make_due
from portal.homes.notices.pages import Page
from portal.homes.notices.told import Told, told
from portal.homes.notices.words import INDICATOR_DUE, INDICATOR_OVERDUE
from portal.web.accounts import families, offices
from portal.web.accounts.account import Account
from shared.core.geneva import day_of
from shared.core.message import derive_id
from shared.platform.settings import Settings
from shared.reference.organisations import register_id

_A_DAY = timedelta(days=1)


def due(engine: Engine, settings: Settings, *, at: datetime) -> int:
    """Make the notices that are due, each once; return how many there were."""
    today = day_of(at)
    people: dict[str, list[Account]] = {}  # of each kind of owner, loaded once, if at all

    def found(conn: Connection) -> Iterator[Notice]:
        for one in news.owed(conn, today, since=today - KEPT + _A_DAY):
            kind = INDICATOR_OVERDUE if one.due_on < today else INDICATOR_DUE
            yield Notice(
                cause=derive_id("action", kind, one.action_id, one.due_on.isoformat()),
                kind=kind,
                at=at,
                told=partial(_whom, one, today, people),
            )

    return make_due(engine, settings, found, at=at)


def _whom(one: Owed, today: date, people: dict[str, list[Account]], conn: Connection) -> list[Told]:
    kind = one.owner_kind
    if kind not in people:
        people[kind] = offices.holding(conn, today, news.ROLES[kind])
    if kind == "nhri":
        ours = set(conn.scalars(families.of(register_id(one.owner))))
        some = [each for each in people[kind] if register_id(each.organisation_id or "") in ours]
    else:
        some = [each for each in people[kind] if one.owner in each.state_codes]
    return told(some, "action", Page.ACTION, one.action_id)
