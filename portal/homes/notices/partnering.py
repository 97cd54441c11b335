"""Notices of partners of missions: to the holder who decides, and to a partner that there is news.

A partner's says nothing of what it is about: not that there is a visit, not where, and not that
it was told what comes next. That of a published report leads to its public page.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from functools import partial

from sqlalchemy import Connection, Engine

from portal.followup.missions.queries import mandates_of
from portal.followup.partners import named, news
from portal.followup.partners.news import News
from portal.followup.tellings import queries as tellings
from portal.homes.notices.deriving import Notice, make_due
from portal.homes.notices.pages import Page
from portal.homes.notices.people import serving
from portal.homes.notices.told import NEWS_FOR, Told, told
from portal.homes.notices.words import (
    ADVICE_GIVEN,
    PARTNER_NEWS,
    PARTNER_PROPOSED,
    PARTNER_REPORT,
)
from portal.web.accounts import offices
from portal.web.accounts.account import actor_of
from shared.contracts.followup_partners import Kind
from shared.core.geneva import day_of
from shared.core.message import derive_id
from shared.core.roles import Role
from shared.platform.settings import Settings
from shared.reference.partners import BY_ORGANISATION, DESK, is_of


def due(engine: Engine, settings: Settings, *, at: datetime) -> int:
    """Make the notices that are due, each once; return how many there were."""
    today = day_of(at)

    def found(conn: Connection) -> Iterator[Notice]:
        for one in news.proposed(conn, at - NEWS_FOR, today):
            yield Notice(
                cause=derive_id("partner proposed", one.partner_id, one.once),
                kind=PARTNER_PROPOSED,
                at=one.at,
                told=partial(_holders, one, today),
            )
        for one in news.told(conn, at - NEWS_FOR, today):
            yield Notice(
                cause=derive_id("partner news", one.partner_id, one.once),
                kind=PARTNER_NEWS,
                at=at,
                told=partial(people, one.partner_id, one.kind, one.who, today),
            )
        for one in news.advised(conn, at - NEWS_FOR):
            yield Notice(
                cause=derive_id("advice on a visit", one.partner_id, one.once),
                kind=ADVICE_GIVEN,
                at=one.at,
                told=partial(office, one.mission_id, today),
            )
        for one in news.reported(conn, at - NEWS_FOR):
            yield Notice(
                cause=derive_id("visit report for a partner", one.partner_id, one.once),
                kind=PARTNER_REPORT,
                at=at,
                told=partial(_readers, one, today),
            )

        for row in tellings.news(conn, at - NEWS_FOR, today):
            yield Notice(
                cause=derive_id("sources told", row.partner_id, row.number),
                kind=PARTNER_NEWS,
                at=at,
                told=partial(people, row.partner_id, row.kind, row.who, today),
            )

    return make_due(engine, settings, found, at=at)


def _holders(one: News, on: date, conn: Connection) -> list[Told]:
    """Return who decides: the holders, and while there is none who else admits for the office."""
    some = serving(conn, Role.MANDATE_HOLDER, [one.mandate], on)
    if not some:
        officers = serving(conn, Role.HUMAN_RIGHTS_OFFICER, [one.mandate], on)
        some = [each for each in officers if each.account_id != one.by]
    return told(some, "mission", Page.PARTNERS, one.mission_id)


def office(mission_id: str, on: date, conn: Connection) -> list[Told]:
    """Return who works for the mandates of a mission, each once."""
    roles = (Role.MANDATE_HOLDER, Role.HUMAN_RIGHTS_OFFICER)
    ours = mandates_of(conn, mission_id)
    some = [each for role in roles for each in serving(conn, role, ours, on)]
    each_once = {each.account_id: each for each in some}
    return told(each_once.values(), "dialogue", Page.PARTNERS, mission_id)


def _readers(one: News, on: date, conn: Connection) -> list[Told]:
    theirs = people(one.partner_id, one.kind, one.who, on, conn)
    return [replace(each, page=Page.PUBLIC_REPORT, item_id=one.mission_id) for each in theirs]


def people(partner_id: str, kind: Kind, who: str, on: date, conn: Connection) -> list[Told]:
    """Return whom to tell: asked once, when the notice is made, and of this partner's people."""
    if kind in BY_ORGANISATION:
        theirs = named.people(conn, kind, who)
    elif kind == DESK:
        desk = offices.holding(conn, on, Role.DESK_OFFICER)
        theirs = [each for each in desk if is_of(actor_of(each), kind, who)]
    else:
        some = offices.of_all(conn, [who], on).values()
        theirs = [each for each in some if is_of(actor_of(each), kind, who)]
    return told(theirs, "partner", Page.MY_VISIT, partner_id)
