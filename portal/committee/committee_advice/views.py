"""Advice that OHCHR asks of the Committee: what waits, what has its answer, and each request."""

from datetime import date
from uuid import UUID

from flask import Blueprint, request, url_for

from portal.committee.committee_advice import found, queries, words
from portal.committee.committee_advice.queries import ASKERS, READERS
from portal.committee.committee_advice.read_model import CONSUMER
from portal.web import htmx, paging
from portal.web.accounts import account as accounts
from portal.web.accounts.access import current_actor, require, signed_in
from portal.web.context import today, vault
from portal.web.db import engine
from portal.web.i18n.formats import short_day
from portal.web.i18n.texts import gettext
from portal.web.waiting import waited
from shared.core.geneva import day_of
from shared.core.roles import Role

bp = Blueprint("committee_advice", __name__, url_prefix="/committee/advice")

_AT_ONCE = 20
_IN_MARGIN = 5


@bp.get("")
@require(*READERS)
def index() -> str:
    late = not waited(engine(), CONSUMER, request.args.get("after"))
    with engine().connect() as conn:
        seen, works = found.seen(conn), found.works(conn)
        waiting = paging.cut(conn, queries.waiting(seen), "waiting", paging.asked, size=_AT_ONCE)
        over = paging.cut(conn, queries.over(seen), "over", paging.asked, size=_AT_ONCE)
        some = [queries.request(row) for row in (*waiting, *over)]
        called = accounts.names(conn, {one.asked_by for one in some})
    return htmx.render(
        "committee_advice/index.html",
        block="content",
        late=late,
        waiting=waiting.of([queries.request(row) for row in waiting]),
        over=over.of([queries.request(row) for row in over]),
        called=called,
        works=works,
        asks=current_actor().has(*ASKERS),
        today=today(),
        words=words,
    )


@bp.app_template_global()
def answers_due() -> list[tuple[str, str, date]]:
    """Return what the Committee is to answer next, with its address and day, for its members."""
    person = signed_in()
    if person is None or not person.has(Role.COORDINATION_COMMITTEE):
        return []
    with engine().connect() as conn:
        if not found.works(conn):
            return []
        rows = conn.execute(queries.waiting(found.seen(conn)).limit(_IN_MARGIN))
        some = [queries.request(row) for row in rows]
    return [
        (
            gettext("Request of %(day)s", day=short_day(day_of(one.asked_at))),
            url_for("committee_advice.show", request_id=one.request_id),
            one.due_on,
        )
        for one in some
    ]


@bp.get("/<uuid:request_id>")
@require(*READERS)
def show(request_id: UUID) -> str:
    late = not waited(engine(), CONSUMER, request.args.get("after"))
    one, me = found.found(request_id), current_actor().actor_id
    with engine().connect() as conn:
        works, leads = found.works(conn), found.leads(conn)
        dissents = queries.dissents_of(conn, one.request_id)
        steps = queries.steps_of(conn, one.request_id)
        people = {one.asked_by, *(each.by_id for each in steps)}
        called = accounts.names(conn, people)
    answers = [one.answer] if one.answer else []
    question, *told = vault().reveal_all(
        [one.question, *answers, *(each.dissent for each in dissents)]
    )
    return htmx.render(
        "committee_advice/one.html",
        block="content",
        late=late,
        one=one,
        question=question,
        answer=told[0] if answers else None,
        dissents=list(zip(dissents, told[len(answers) :], strict=True)),
        dissents_myself=any(each.member_id == me for each in dissents),
        steps=steps,
        called=called,
        works=works,
        leads=leads,
        mine=one.asked_by == me,
        today=today(),
        words=words,
    )
