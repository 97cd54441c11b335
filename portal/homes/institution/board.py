"""What an organisation or a national institution has to do with here: visits, rounds and days.

It owns nothing and adds no right: each part is read by the query of the page that the same person
opens anyhow, and leads there.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from flask import url_for
from sqlalchemy import ColumnElement, Connection, Row, or_, select

from portal.followup.incidents import queries as incidents
from portal.followup.inputs import queries as inputs
from portal.followup.partners import queries as partners
from portal.followup.partners.queries import Partner
from portal.followup.recommendations import shared_with, sight
from portal.followup.recommendations.read_model import invited, recommendations
from portal.followup.recommendations.shared_with import Recommendation
from portal.followup.rounds import queries as follow_up
from portal.followup.rounds.queries import Own
from portal.followup.rounds.read_model import providers, rounds
from portal.homes.work.due import Due
from portal.web import paging
from portal.web.context import vault
from portal.web.erased import erased
from portal.web.i18n import names
from portal.web.i18n.formats import listed
from portal.web.i18n.texts import gettext
from portal.web.paging import Page
from shared.core.actor import Actor

FEW: Final = 5
"""Lines of each part; the rest is a page of its own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Board:
    """``incidents``: each with the admission by which it was reported, None once that is over."""

    due: Page[Due]
    asked: Page[Own]
    visits: Page[Partner]
    incidents: Page[tuple[Row[Any], str | None]]
    calls: Page[Row[Any]]


def of(conn: Connection, actor: Actor, on: date) -> Board:
    """Return the parts for this person, who acts in one role here."""
    asked = paging.cut(conn, follow_up.asked_of(actor), "rounds", size=FEW)
    admitted = [partners.of_row(row) for row in conn.execute(partners.mine(actor, on))]
    return Board(
        due=paging.part(_due(conn, actor, admitted), "due", paging.asked),
        asked=asked.of(map(follow_up.own_of_row, asked)),
        visits=paging.part(admitted, "visits", size=FEW),
        incidents=paging.part(_reported(conn, actor, admitted, on), "incidents", size=FEW),
        calls=paging.cut(conn, inputs.listed(conn, on), "calls", size=FEW),
    )


def followed(conn: Connection, actor: Actor) -> Page[Recommendation]:
    """Return the newest that it is invited to, or informed on, as far as it reads them now."""
    mine = or_(_invited(actor), sight.informed(actor))
    return shared_with.narrowed(conn, actor, mine, "followed", paging.first, size=FEW)


def _invited(actor: Actor) -> ColumnElement[bool]:
    i = invited.c
    these = select(i.recommendation_id).where(
        i.recommendation_id == recommendations.c.recommendation_id,
        i.organisation_id == actor.organisation_id,
    )
    return these.exists()


def _due(conn: Connection, actor: Actor, admitted: Sequence[Partner]) -> list[Due]:
    """Return what is to do, the nearest first; also what is late, until it is done."""
    every = (*_to_answer(conn, actor), *_tasks(conn, admitted))
    return sorted(every, key=lambda one: (one.on, one.what, one.which, one.address))


def _to_answer(conn: Connection, actor: Actor) -> Iterator[Due]:
    c, p = rounds.c, providers.c
    waits = (c.closed_at.is_(None), c.published.is_(None), p.declined.is_(False))
    these = follow_up.asked_of(actor).where(*waits, p.submitted_at.is_(None))
    for row in conn.execute(these):
        yield Due(
            on=row.due_on,
            what=gettext("Answers to the follow-up round"),
            which=listed((names.recipient(row.state), row.year)),
            address=url_for("rounds.answer", round_id=row.round_id),
            mandates=(row.mandate,),
        )


def _tasks(conn: Connection, admitted: Sequence[Partner]) -> Iterator[Due]:
    some = [
        (one, task)
        for one in admitted
        if one.open
        for task in partners.tasks_of(conn, one)
        if task.now == "open"
    ]
    titles = vault().reveal_all([task.title for _, task in some]) if some else []
    for (one, task), title in zip(some, titles, strict=True):
        yield Due(
            on=task.due,
            what=gettext("My task"),
            which=erased() if title is None else title,
            address=url_for("myvisits.show", partner_id=one.partner_id),
            mandates=(one.mandate,),
        )


def _reported(
    conn: Connection, actor: Actor, admitted: Sequence[Partner], on: date
) -> list[tuple[Row[Any], str | None]]:
    """Return what it reported that it still reads, the newest first: days and kinds, no words."""
    here = [
        (row, one.partner_id)
        for one in admitted
        if incidents.logs(actor, one)
        for row in conn.execute(incidents.of_partner(actor, one))
    ]
    left = [(row, None) for row in conn.execute(incidents.left(actor, on))]
    return sorted([*here, *left], key=lambda each: (each[0].on, each[0].incident_id), reverse=True)
