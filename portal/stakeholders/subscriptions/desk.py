"""The officers' desk of notices: what is out, whom a notice reaches, and what became of it.

A preview is a number and a rule. No page has a list of addresses.
"""

from uuid import UUID

from flask import Blueprint, request, url_for
from markupsafe import Markup
from sqlalchemy import Connection
from werkzeug.exceptions import NotFound

from portal.stakeholders import boards
from portal.stakeholders.subscriptions import audience, queries, words
from portal.stakeholders.subscriptions.own import address_of
from portal.stakeholders.subscriptions.queries import Report
from portal.stakeholders.subscriptions.read_model import CONSUMER
from portal.web import htmx
from portal.web.accounts.access import require
from portal.web.act import About, Answer, Page, act
from portal.web.context import now, vault
from portal.web.db import engine
from portal.web.forms import CommandForm
from portal.web.i18n.formats import number as grouped
from portal.web.i18n.texts import gettext
from portal.web.waiting import waited
from shared.contracts.stakeholders_notice_commands import SendNotice
from shared.core.message import derive_id
from shared.core.roles import Role

bp = Blueprint("noticedesk", __name__, url_prefix="/notice-desk")

OFFICERS = frozenset({Role.STAKEHOLDER_OFFICER})


@bp.get("")
@require(*OFFICERS)
def index() -> str:
    late = not waited(engine(), CONSUMER, request.args.get("after"))
    with engine().connect() as conn:
        waiting = boards.part(conn, queries.waiting(), "waiting", queries.report)
        sent = boards.part(conn, queries.sent(), "sent", queries.report)
    return htmx.render(
        "subscriptions/desk.html",
        block="content",
        waiting=waiting,
        sent=sent,
        address_of=address_of,
        words=words,
        late=late,
    )


@bp.get("/<uuid:report_id>")
@require(*OFFICERS)
def show(report_id: UUID) -> str:
    late = not waited(engine(), CONSUMER, request.args.get("after"))
    one = _report(report_id)
    with engine().connect() as conn:
        people = _reached(conn, one)
    return htmx.render(
        "subscriptions/report.html",
        block="content",
        one=one,
        people=people,
        address=address_of(one, None),
        words=words,
        late=late,
    )


@bp.route("/<uuid:report_id>/send", methods=["GET", "POST"])
@require(*OFFICERS)
def send(report_id: UUID) -> Answer:
    one = _report(report_id)
    if not one.waits:
        raise NotFound
    with engine().connect() as conn:
        people = _reached(conn, one)
    title = one.title or ""
    return act(
        About(
            address=url_for("noticedesk.show", report_id=one.report_id),
            case=derive_id("report notice case", one.report_id),
            back=gettext("The report"),
            caption=Markup("<bdi>{}</bdi>").format(title),
            title=title,
        ),
        CommandForm(),
        Page(
            heading=gettext("Send the notice?"),
            lead=[
                gettext("People who are told: %(number)s", number=grouped(people)),
                gettext("It goes to those who heard of the first edition.")
                if one.first_sent_at
                else gettext("It goes to those who subscribed to its countries and mandates."),
                gettext("Each gets one message. A notice that is sent cannot be called back."),
            ],
            button=gettext("Send the notice"),
            leave=gettext("Back without sending it"),
        ),
        lambda: SendNotice(report_id=one.report_id, edition=one.edition, count=people),
        said=gettext("The notice goes out."),
    )


def _report(report_id: UUID) -> Report:
    with engine().connect() as conn:
        one = queries.one(conn, str(report_id))
    if one is None:
        raise NotFound
    return one


def _reached(conn: Connection, one: Report) -> int:
    """Return to how many people a notice of this report goes now."""
    return audience.count(conn, vault(), one, at=now())
