"""Notices of addressees that a Resident Coordinator proposes, and of what became of them.

Those who work for the mandate hear of a proposal, and whoever proposed it that it was answered. No
notice says which recommendation or addressee it is.
"""

from collections.abc import Iterator
from datetime import date, datetime
from functools import partial
from typing import Any

from sqlalchemy import Connection, Engine, Row, or_, select

from portal.followup.recommendations.tables import proposed, recommendations
from portal.homes.notices.deriving import Notice, make_due
from portal.homes.notices.pages import Page
from portal.homes.notices.people import serving
from portal.homes.notices.told import NEWS_FOR, Told, told
from portal.homes.notices.words import ADDRESSEE_ANSWERED, ADDRESSEE_PROPOSED
from portal.web.accounts import account as accounts
from portal.web.accounts.account import actor_of
from shared.core.geneva import day_of
from shared.core.message import derive_id
from shared.core.roles import Role
from shared.platform.settings import Settings
from shared.reference.un_offices import COORDINATOR, states_of

_OFFICE = (Role.MANDATE_HOLDER, Role.HUMAN_RIGHTS_OFFICER)
_c, _p = recommendations.c, proposed.c


def due(engine: Engine, settings: Settings, *, at: datetime) -> int:
    """Make the notices that are due, each once; return how many there were."""
    today = day_of(at)

    def found(conn: Connection) -> Iterator[Notice]:
        since = at - NEWS_FOR
        for row in conn.execute(_lately(since)):
            if row.answered_at is not None:
                whom, at_ = partial(_proposer, row), row.answered_at
                yield _notice(ADDRESSEE_ANSWERED, row, at_, whom)
            elif not (row.kept_at or row.let_go_at or row.taken_back_at):
                whom = partial(_office, row, today)
                yield _notice(ADDRESSEE_PROPOSED, row, row.proposed_at, whom)

    return make_due(engine, settings, found, at=at)


def _lately(since: datetime) -> Any:
    about = (_c.addressee, _c.mandate, _c.kept_at, _c.let_go_at)
    these = select(proposed, *about).join(
        recommendations, _c.recommendation_id == _p.recommendation_id
    )
    lately = or_(_p.proposed_at > since, _p.answered_at > since)
    return these.where(lately).order_by(_p.proposed_at, _p.proposal_id)


def _notice(kind: str, row: Row[Any], at: datetime, whom: Any) -> Notice:
    return Notice(cause=derive_id(kind, row.proposal_id), kind=kind, at=at, told=whom)


def _office(row: Row[Any], on: date, conn: Connection) -> list[Told]:
    """Return who works for the mandate, each once."""
    both = [each for role in _OFFICE for each in serving(conn, role, [row.mandate], on)]
    found = {each.account_id: each for each in both}.values()
    return told(found, "grading", Page.ADDRESSEES, row.recommendation_id)


def _proposer(row: Row[Any], conn: Connection) -> list[Told]:
    """Return whoever proposed it, while they are the coordinator."""
    found = accounts.by_ids(conn, {row.proposed_by}).values()
    still = [one for one in found if row.addressee in states_of(actor_of(one), COORDINATOR)]
    return told(still, "country", Page.ADDRESSEES, row.recommendation_id)
