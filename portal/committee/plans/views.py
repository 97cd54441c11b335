"""The planning board: what mandates plan, by month; and one plan."""

from collections.abc import Iterable
from itertools import groupby
from typing import Final
from uuid import UUID

from flask import Blueprint, Response, request, url_for
from sqlalchemy import false, or_, true

from portal.committee.plans import dated, found, queries, words
from portal.committee.plans.queries import OWNERS, PARTNERS, READERS, Filters, Plan
from portal.committee.plans.read_model import CONSUMER, plans
from portal.followup.visits import lines as visit_words
from portal.web import calendars, htmx, paging
from portal.web.accounts import account as accounts
from portal.web.accounts.access import current_actor, require, signed_in
from portal.web.calendars import Entry, attached
from portal.web.context import now, today, vault
from portal.web.db import engine
from portal.web.i18n import names
from portal.web.i18n.formats import listed, long_month
from portal.web.paging import Page
from portal.web.waiting import waited
from shared.core.roles import Role

bp = Blueprint("plans", __name__, url_prefix="/planning-board")

_AT_ONCE: Final = 20
_IN_MARGIN: Final = 5


@bp.get("")
@require(*READERS)
def index() -> str:
    late = not waited(engine(), CONSUMER, request.args.get("after"))
    actor, by = current_actor(), _filters()
    with engine().connect() as conn:
        seen = found.seen(conn)
        these = queries.asked(actor, seen, by, today())
        page = paging.cut(conn, these, "plans", paging.asked)
        some = page.of(queries.plan(row) for row in page)
        clashes = queries.clashes_of(conn, actor, (one.plan_id for one in some))
        states, mandates = queries.chosen_from(conn, seen)
        visits = dated.asked(conn, actor, seen, by, today())
    return htmx.render(
        "plans/index.html",
        block="content",
        plans=some,
        months=_by_month(some),
        clashes=clashes,
        visits=paging.part(visits, "visits", paging.asked, size=_AT_ONCE),
        standing=visit_words.STATUSES,
        by=by,
        states=_only(names.states(), {*states, by.state, *(one.state for one in visits)}),
        mandates=_only(
            names.mandates(), {*mandates, by.mandate, *(m for one in visits for m in one.mandates)}
        ),
        narrowed=by != Filters(),
        owns=actor.has(*OWNERS) and bool(actor.mandates),
        state_name=names.recipient,
        mandate_name=names.mandate,
        words=words,
        late=late,
    )


@bp.get("/visits.ics")
@require(*READERS)
def calendar() -> Response:
    """The agreed dates that this person reads: mandates and State, and no word of a file (VR3)."""
    with engine().connect() as conn:
        some = dated.asked(conn, current_actor(), false(), Filters(stage="confirmed"), today())
    entries = [
        Entry(
            uid=f"visit-{one.visit}",
            first=one.first_on,
            last=one.last_on,
            summary=f"{words.KINDS[one.kind]}: {names.recipient(one.state)}",
            description=listed(map(names.mandate, one.mandates)),
        )
        for one in some
    ]
    return attached(calendars.calendar("Visits", entries, now()), "visits.ics")


@bp.get("/<uuid:plan_id>")
@require(*READERS)
def show(plan_id: UUID) -> str:
    late = not waited(engine(), CONSUMER, request.args.get("after"))
    one, actor = found.found(plan_id), current_actor()
    with engine().connect() as conn:
        works, seen = found.works(conn), found.seen(conn)
        reads = queries.reads_comments(actor, one, works=works)
        clashes = queries.clashes_of(conn, actor, [one.plan_id]).get(one.plan_id, [])
        opens = queries.seen_of(conn, seen, (each.plan_id for each in clashes))
        around = paging.cut(conn, queries.around(seen, one), "around", paging.asked, size=_AT_ONCE)
        comments = queries.comments_on(conn, one.plan_id) if reads else []
        steps = queries.steps_of(conn, actor, one)
        by = {each.author for each in comments} | {each.by_id for each in steps if each.by_id}
        people = accounts.names(conn, by) if reads else {}
    texts = vault().reveal_all([each.text for each in comments])
    return htmx.render(
        "plans/one.html",
        block="content",
        one=queries.as_read(actor, one),
        mine=one.is_of(actor),
        over=one.last_on < today(),
        reads=reads,
        comments_on_it=works or one.is_of(actor),
        clashes=clashes,
        opens=opens,
        around=around.of(queries.plan(row) for row in around),
        comments=list(zip(comments, texts, strict=True)),
        steps=steps,
        people=people,
        state_name=names.recipient,
        mandate_name=names.mandate,
        words=words,
        late=late,
    )


@bp.get("/shared")
@require(*PARTNERS)
def shared() -> str:
    """Say what mandates share with a partner of the United Nations of what they plan (SD9)."""
    actor = current_actor()
    with engine().connect() as conn:
        these = queries.shared_with(actor, today())
        page = paging.cut(conn, these, "plans", paging.asked)
    return htmx.render(
        "plans/shared.html",
        block="content",
        plans=page.of(queries.plan(row) for row in page),
        here=names.in_order(actor.states, "states"),
        state_name=names.recipient,
        mandate_name=names.mandate,
        words=words,
    )


@bp.app_template_global()
def clashing_plans() -> list[tuple[Plan, str, str]]:
    """Return what clashes of what whoever came works on, for the pages where they land.

    All for the Committee; of the own mandates or States for others. Each with its State in words
    and its address.
    """
    person = signed_in()
    if person is None or not person.has(*queries.COMMENTS, Role.DESK_OFFICER):
        return []
    actor, c = current_actor(), plans.c
    own = c.mandate.in_(sorted(actor.mandates)) if actor.has(*OWNERS) else false()
    here = c.state.in_(sorted(actor.states)) if actor.has(Role.DESK_OFFICER) else false()
    with engine().connect() as conn:
        works = found.works(conn)
        whose = or_(true() if works else false(), own, here)
        seen = queries.visible(actor, works=works)
        these = queries.clashing(actor, seen, whose, today())
        first = [queries.plan(row) for row in paging.cut(conn, these, "clash", size=_IN_MARGIN)]
    return [
        (one, names.recipient(one.state), url_for("plans.show", plan_id=one.plan_id))
        for one in first
    ]


@bp.app_template_global()
def plans_around_me() -> Page[tuple[Plan, str, str]] | None:
    """Return what others plan near the own mandates; None for who holds none.

    Each with its State and its mandate in words.
    """
    actor = current_actor()
    if not (actor.has(Role.MANDATE_HOLDER) and actor.mandates):
        return None
    with engine().connect() as conn:
        these = queries.around_mandates(found.seen(conn), actor.mandates, today())
        page = paging.cut(conn, these, "plansaround", paging.asked, size=_AT_ONCE)
    some = (queries.plan(row) for row in page)
    return page.of((one, names.recipient(one.state), names.mandate(one.mandate)) for one in some)


@bp.app_template_global()
def plans_for_state(state: str) -> Page[tuple[str, str, str]]:
    """Return what is planned for a State and not over, as far as this reader may open it."""
    with engine().connect() as conn:
        these = queries.asked(current_actor(), found.seen(conn), Filters(state=state), today())
        page = paging.cut(conn, these, "plans", paging.asked, size=_AT_ONCE)
    return page.of(
        (
            f"{plan_kind(one)}: {names.mandate(one.mandate)}",
            url_for("plans.show", plan_id=one.plan_id),
            plan_period(one),
        )
        for one in map(queries.plan, page)
    )


@bp.app_template_global()
def plan_kind(one: Plan) -> str:
    return str(words.KINDS[one.kind])


@bp.app_template_global()
def plan_period(one: Plan) -> str:
    return words.period(*one.period)


def _filters() -> Filters:
    """Return what the address asks for; what is not on a list asks for nothing."""
    state, mandate = request.args.get("state", ""), request.args.get("mandate", "")
    stage = request.args.get("stage", "")
    return Filters(
        state=state if state in names.states() else "",
        mandate=mandate if mandate in names.mandates() else "",
        stage=stage if stage in words.STAGES else "",
        over=request.args.get("when") == "over",
        clash=request.args.get("clash") == "yes",
    )


def _only(every: dict[str, str], some: set[str]) -> dict[str, str]:
    return {code: name for code, name in every.items() if code in some}


def _by_month(some: Iterable[Plan]) -> list[tuple[str, list[Plan]]]:
    """Return the months in which the plans begin, in words, each with its plans."""
    months = groupby(some, key=lambda one: (one.first_on.year, one.first_on.month))
    return [(long_month(year, month), list(these)) for (year, month), these in months]
