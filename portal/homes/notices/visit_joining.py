"""Notices of joint visits: that a mandate is asked to join one, or no more; that it joined or left.

They are told to that mandate and to the one that leads; who joined or left, to all who come along.
They say neither when nor where the visit is.
"""

from collections.abc import Collection, Iterator, Mapping
from datetime import date, datetime
from functools import partial
from types import MappingProxyType
from typing import Final

from sqlalchemy import Connection, Engine

from portal.followup.missions import joining
from portal.followup.missions.joining import News
from portal.homes.notices.deriving import Notice, make_due
from portal.homes.notices.pages import Page
from portal.homes.notices.people import serving
from portal.homes.notices.told import NEWS_FOR, Told, told
from portal.homes.notices.words import JOINT_ASKED, JOINT_JOINED, JOINT_LEFT, JOINT_UNASKED
from portal.web.accounts.account import Account
from shared.core.geneva import day_of
from shared.core.message import derive_id
from shared.core.roles import Role
from shared.platform.settings import Settings

_KINDS: Final[Mapping[joining.What, str]] = MappingProxyType(
    {
        "asked": JOINT_ASKED,
        "unasked": JOINT_UNASKED,
        "joined": JOINT_JOINED,
        "left": JOINT_LEFT,
    }
)


def due(engine: Engine, settings: Settings, *, at: datetime) -> int:
    """Make the notices that are due, each once; return how many there were."""
    today = day_of(at)

    def found(conn: Connection) -> Iterator[Notice]:
        for one in joining.news(conn, at - NEWS_FOR):
            about = (one.mission_id, one.what, one.mandate, one.at.isoformat())
            yield Notice(
                cause=derive_id("joint visit", *about),
                kind=_KINDS[one.what],
                at=one.at,
                told=partial(_whom, one, today),
            )

    return make_due(engine, settings, found, at=at)


def _whom(one: News, on: date, conn: Connection) -> list[Told]:
    """Return each once; nobody hears of what they did."""
    page = Page.MISSION if one.what == "joined" else Page.JOINT
    own = told(_office(conn, [one.mandate], on), "joining", page, one.mission_id)
    here = one.mandates if one.what in {"joined", "left"} else one.mandates[:1]
    others = [each for each in here if each != one.mandate]
    theirs = told(_office(conn, others, on), "joint", Page.MISSION, one.mission_id)
    by_id = {each.account.account_id: each for each in [*theirs, *own]}
    by_id.pop(one.by, None)
    return list(by_id.values())


def _office(conn: Connection, some: Collection[str], on: date) -> list[Account]:
    roles = (Role.MANDATE_HOLDER, Role.HUMAN_RIGHTS_OFFICER)
    return [each for role in roles for each in serving(conn, role, some, on)]
