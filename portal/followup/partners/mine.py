"""“My visit”: what a partner is admitted to, on a phone and on paper; else nothing (404)."""

from itertools import groupby
from typing import Final
from uuid import UUID

from flask import Blueprint, request
from werkzeug.exceptions import NotFound

from portal.followup.partners import found, known, named, own, queries, words
from portal.followup.partners.forms import MarkForm
from portal.followup.partners.queries import Partner
from portal.followup.partners.read_model import CONSUMER
from portal.followup.partners.views import task_of
from portal.web import htmx, paging
from portal.web.accounts.access import current_actor, require
from portal.web.act import Answer, Page, act
from portal.web.context import today, vault
from portal.web.db import engine
from portal.web.forms import CommandForm
from portal.web.i18n import names
from portal.web.i18n.texts import gettext
from portal.web.waiting import waited
from shared.contracts.followup_partner_commands import AcceptPartnerUndertaking, MarkPartnerTask

bp = Blueprint("myvisits", __name__, url_prefix="/my-visits")

_partner = require(*queries.ADMITTED)
_AT_ONCE: Final = 25


@bp.get("")
@_partner
def index() -> str:
    with engine().connect() as conn:
        query = queries.mine(current_actor(), today())
        some = paging.cut(conn, query, "visits", paging.asked, size=_AT_ONCE)
    return htmx.render(
        "partners/mine.html",
        block="content",
        visits=some.of(map(queries.of_row, some)),
        state_name=names.recipient,
        mandate_name=names.mandate,
    )


@bp.get("/<uuid:partner_id>")
@_partner
def show(partner_id: UUID) -> str:
    late = not waited(engine(), CONSUMER, request.args.get("after"))
    return _page("partners/visit.html", found.mine(partner_id), late=late)


@bp.get("/<uuid:partner_id>/sheet")
@_partner
def sheet(partner_id: UUID) -> str:
    """To print, and take along where there is no line."""
    this = found.mine(partner_id)
    if not this.open:
        raise NotFound
    return _page("partners/sheet.html", this)


@bp.route("/<uuid:partner_id>/undertaking", methods=["GET", "POST"])
@_partner
def undertake(partner_id: UUID) -> Answer:
    this = found.mine(partner_id)
    if this.undertaken:
        raise NotFound
    return act(
        found.about_mine(this),
        CommandForm(),
        Page(
            heading=gettext("Undertaking of a partner"),
            lead=[
                gettext("Each person who acts for a partner accepts it."),
                gettext("You keep to yourself what you read here, and use it for this visit."),
                gettext("You tell no Government whom the mandate meets or wishes to meet."),
                gettext("You never make it a condition for anybody to speak to the mandate."),
                gettext("You tell the mandate at once when somebody is threatened because of it."),
            ],
            button=gettext("Accept it"),
            leave=gettext("Not now"),
        ),
        lambda: AcceptPartnerUndertaking(**found.of(this)),
        said=gettext("You accepted the undertaking."),
        by=found.by(this),
    )


@bp.route("/<uuid:partner_id>/tasks/<uuid:task_id>", methods=["GET", "POST"])
@_partner
def mark(partner_id: UUID, task_id: UUID) -> Answer:
    this = found.mine(partner_id)
    if not this.open:
        raise NotFound
    task, form = task_of(this, task_id), MarkForm()
    if task.now == "unneeded" or task.advice:
        raise NotFound
    form.now.offer({code: str(words.TASK_STATES[code][0]) for code in ("open", "done")})
    if request.method == "GET":
        form.now.data = task.now
    return act(
        found.about_mine(this),
        form,
        Page(
            heading=gettext("My task"),
            texts=[(gettext("Task"), vault().reveal(task.title))],
            button=gettext("Keep it"),
            leave=gettext("Not now"),
        ),
        lambda: MarkPartnerTask(**found.of(this), task_id=task.task_id, now=form.now.data),
        said=gettext("The task is kept."),
        by=found.by(this),
    )


def _page(template: str, this: Partner, **also: object) -> str:
    me = current_actor()
    with engine().connect() as conn:
        programme = queries.programme(conn, me, this)
        others = queries.times(conn, me, this)
        tasks = queries.tasks_of(conn, this) if this.open else []
        reads_terms, terms = queries.terms_of(conn, me, this)
        agencies = known.of_agencies(conn, me, this, today())
        called = named.called(conn, {(each.kind, each.who) for each, _ in agencies})
        meetings = own.shown(conn, me, this)
        contact = own.contacts(conn, [this]).get(this.partner_id) if this.open else None
    reserved = terms.reserved if terms else ()
    texts = [
        *(text for each in programme or () for text in each.words),
        *(each.place for each in others or () if each.place),
        *(text for each in tasks for text in each.texts),
        *(each.title for _, some in agencies for each in some),
        *(said for _, said in reserved),
        *(text for each in meetings or () for text in each.words),
        *([contact] if contact else []),
    ]
    return htmx.render(
        template,
        block="content",
        one=this,
        dates=queries.dates(me, this),
        programme=programme,
        days=[(on, list(some)) for on, some in groupby(programme or (), key=lambda each: each.day)],
        others=others,
        meetings=meetings,
        contact=contact,
        tasks=tasks,
        agencies=agencies,
        clears=queries.clears(this),
        called=called,
        reads_terms=reads_terms,
        terms=terms,
        reserved=dict(reserved),
        opened=dict(zip(texts, vault().reveal_all(texts) if texts else [], strict=True)),
        words=words,
        state_name=names.recipient,
        mandate_name=names.mandate,
        **also,
    )
