"""A State for United Nations partners there: what is theirs to do, and what is public of it.

Beside what is public there is nothing that the same person does not read elsewhere, by the same
queries: tasks on "My visits", rounds that ask the country team, lines of visits on their board,
plans where they are shared.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from flask import Blueprint, url_for
from sqlalchemy import Connection
from werkzeug.exceptions import NotFound

from portal.committee.plans import queries as plans
from portal.committee.plans import words as plan_words
from portal.committee.plans.read_model import plans as planned
from portal.followup.partners import queries as partners
from portal.followup.partners.read_model import partners as admitted
from portal.followup.rounds import queries as rounds
from portal.followup.rounds.read_model import rounds as asking
from portal.followup.visits import queries as visits
from portal.followup.visits import words as visit_words
from portal.homes.work import due, recommended
from portal.public.following import defaults
from portal.public.register import words as register
from portal.web import charts, htmx, paging
from portal.web.accounts.access import current_account, current_actor, require
from portal.web.context import settings, today, vault
from portal.web.db import engine
from portal.web.i18n import names
from shared.core.actor import Actor
from shared.core.roles import Role
from shared.reference import mandate_acronym

bp = Blueprint("countryteam", __name__, url_prefix="/country-team")

PARTNER: Final = Role.UN_PARTNER
_AT_ONCE: Final = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Open:
    """What is to do; a task of a visit has no ``title`` once it was erased.

    ``kind``: undertaking, task, or round, which asks the country team. ``on``: None where the
    undertaking is to accept, which comes before all else.
    """

    kind: str
    address: str
    mandate: str
    on: date | None = None
    title: str | None = None


@bp.get("")
@require(PARTNER)
def index() -> str:
    states = names.in_order(current_actor().states, "states")
    return htmx.render(
        "work/team_states.html",
        block="content",
        states=[(code, names.recipient(code)) for code in states],
    )


@bp.get("/<code>")
@require(PARTNER)
def show(code: str) -> str:
    return page(code)


def page(code: str, not_set: object = None) -> str:
    """Return the page. ``not_set``: why its brief is no file now."""
    person = current_actor()
    if code not in person.states:
        raise NotFound
    # Who has another role as well reads no more by it here.
    actor, on = replace(person, roles=person.roles & {PARTNER}), today()
    with engine().connect() as conn:
        todo = _todo(conn, actor, code, on)
        tasks = paging.part(todo, "tasks", paging.asked, size=_AT_ONCE)
        lines = paging.cut(
            conn, visits.board(actor, visits.Filters(state=code), on), "files", paging.asked
        )
        shared = plans.shared_with(actor, on).where(planned.c.state == code)
        ahead = paging.cut(conn, shared, "plans", paging.asked, size=_AT_ONCE)
        some = paging.cut(conn, recommended.to_state(code), "texts", paging.asked, size=_AT_ONCE)
        goals = recommended.by_goal(conn, code)
        calls = paging.part(due.calls(conn, code, on), "due", paging.asked)
        follows = _follows(conn)
    return htmx.render(
        "work/team.html",
        block="content",
        code=code,
        not_set=not_set,
        state_name=names.recipient(code),
        profile=register.is_state(code),
        tasks=tasks,
        files=lines.of(visits.of_row(row, actor, on) for row in lines),
        plans=ahead.of(plans.plan(row) for row in ahead),
        recommended=some,
        goals=goals,
        goals_drawn=charts.on_page(charts.bars(goals)),
        goals_finding=charts.finding(goals, together=False),
        due=calls,
        follows=follows,
        mails=defaults.can_be(settings()),
        visit_words=visit_words,
        plan_words=plan_words,
        acronym=mandate_acronym,
        mandate_name=names.mandate,
    )


def _todo(conn: Connection, actor: Actor, code: str, on: date) -> Sequence[Open]:
    """Return the undertakings to accept, then open tasks and rounds, the nearest first."""
    mine = partners.mine(actor, on).where(admitted.c.state == code)
    visits_ = [partners.of_row(row) for row in conn.execute(mine)]
    accept = [
        Open(kind="undertaking", address=_visit(one.partner_id), mandate=one.mandate)
        for one in visits_
        if not one.undertaken and not one.called_off
    ]
    tasks = [
        (one, task)
        for one in visits_
        if one.open
        for task in partners.tasks_of(conn, one)
        if task.now == "open"
    ]
    titles = vault().reveal_all([task.title for _, task in tasks]) if tasks else []
    todo = [
        Open(
            kind="task",
            address=_visit(one.partner_id),
            mandate=one.mandate,
            on=task.due,
            title=title,
        )
        for (one, task), title in zip(tasks, titles, strict=True)
    ]
    todo += _rounds(conn, actor, code)
    return [*accept, *sorted(todo, key=lambda one: (one.on or date.min, one.address))]


def _rounds(conn: Connection, actor: Actor, code: str) -> list[Open]:
    """Return the follow-up rounds that ask the country team, and that it did not answer."""
    asked = rounds.asked_of(actor).where(asking.c.state == code)
    some = [rounds.own_of_row(row) for row in conn.execute(asked)]
    return [
        Open(
            kind="round",
            address=url_for("rounds.answer", round_id=one.round_id),
            mandate=one.mandate,
            on=one.due_on,
        )
        for one in some
        if one.open and not one.declined and one.submitted_at is None
    ]


def _visit(partner_id: str) -> str:
    return url_for("myvisits.show", partner_id=partner_id)


def _follows(conn: Connection) -> str | None:
    """Return the link by which this person's own following is changed and ended; None: no more."""
    return defaults.link(conn, vault(), current_account().email)
