"""The watch-list: what is open with its next review, what is proposed, what is over; and one."""

from datetime import date
from typing import Final
from uuid import UUID

from flask import Blueprint, request, url_for
from markupsafe import Markup

from portal.committee.situations import found, guests, queries, whose, words
from portal.committee.situations.queries import HOUSE, READERS, Situation
from portal.committee.situations.read_model import CONSUMER
from portal.committee.warning import words as alert_words
from portal.web import htmx, paging
from portal.web.accounts import account as accounts
from portal.web.accounts.access import current_actor, require, signed_in
from portal.web.context import today, vault
from portal.web.db import engine
from portal.web.i18n import names
from portal.web.waiting import waited
from shared.core.roles import Role

bp = Blueprint("situations", __name__, url_prefix="/watch-list")

_AT_ONCE: Final = 20
_IN_MARGIN: Final = 5


@bp.get("")
@require(*READERS)
def index() -> str:
    late = not waited(engine(), CONSUMER, request.args.get("after"))
    actor = current_actor()
    with engine().connect() as conn:
        seen, works = whose.seen(conn), whose.works(conn)
        lists = {
            name: page.of(queries.situation(row) for row in page)
            for name, query in (
                ("going", queries.going_on(seen)),
                ("proposed", queries.proposed(seen)),
                ("over", queries.over(seen)),
            )
            for page in [paging.cut(conn, query, name, paging.asked, size=_AT_ONCE)]
        }
    return htmx.render(
        "situations/index.html",
        block="content",
        **lists,
        proposes=works or actor.has(Role.DESK_OFFICER),
        today=today(),
        state_name=names.recipient,
        mandate_name=names.mandate,
        words=words,
        late=late,
    )


@bp.get("/<uuid:situation_id>")
@require(*READERS)
def show(situation_id: UUID) -> str:
    late = not waited(engine(), CONSUMER, request.args.get("after"))
    one, actor = found.found(situation_id), current_actor()
    with engine().connect() as conn:
        part = whose.part_of(conn, actor, one)
        steps = queries.steps_of(conn, one.situation_id)
        actions = queries.actions_of(conn, one.situation_id)
        alerts = paging.cut(
            conn, queries.alerts_on(actor, one.state), "alerts", paging.asked, size=_AT_ONCE
        )
        reads = part.reviews or actor.has(*HOUSE)
        asked = guests.of_situation(conn, one) if reads else {}
        people = accounts.names(
            conn, {each.by_id for each in steps} | {each.noted_by for each in actions}
        )
    texts = iter(vault().reveal_all([each.text for each in steps if each.text is not None]))
    return htmx.render(
        "situations/one.html",
        block="content",
        one=one,
        part=part,
        guests=asked,
        steps=[(each, next(texts) if each.text else None) for each in steps],
        actions=actions,
        alerts=alerts.of(queries.alert(row, actor) for row in alerts),
        mine=one.proposed_by == actor.actor_id,
        people=people,
        today=today(),
        state_name=names.recipient,
        mandate_name=names.mandate,
        words=words,
        alert_words=alert_words,
        late=late,
    )


@bp.app_template_global()
def reviews_due() -> list[tuple[str, str, date]]:
    """Return the State of what whoever came is to review next, its address and day."""
    person = signed_in()
    if person is None or not person.has(*queries.PROPOSES):
        return []
    actor = current_actor()
    with engine().connect() as conn:
        first = paging.cut(conn, queries.going_on(whose.seen(conn)), "reviews", size=_IN_MARGIN)
        return [
            (
                names.recipient(one.state),
                url_for("situations.show", situation_id=one.situation_id),
                one.review_on,
            )
            for one in map(queries.situation, first)
            if one.review_on and whose.part_in_list(conn, actor, one).reviews
        ]


@bp.app_template_global()
def situations_in_state(state: str) -> paging.Page[tuple[Markup, str, str]]:
    """Return what this reader may open of a State: what is open, then proposed."""
    with engine().connect() as conn:
        these = queries.of_state(whose.seen(conn), state)
        page = paging.cut(conn, these, "situations", paging.asked, size=_AT_ONCE)
    return page.of(
        found.line(
            one, "situations.show", str(words.LEVELS[one.level][0]), str(words.STAGES[one.stage][0])
        )
        for one in map(queries.situation, page)
    )


@bp.app_template_global()
def situations_from(alert_id: str) -> list[Situation]:
    """Return the situations that an alert led to, as far as whoever came reads them."""
    with engine().connect() as conn:
        return queries.from_alert(conn, alert_id, whose.seen(conn))
