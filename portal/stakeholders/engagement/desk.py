"""Reports on engagement as a mandate and the register's officers write them."""

from collections.abc import Mapping
from uuid import UUID

from flask import Blueprint, request, url_for
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from portal.letters.documents.typesetting import NotSet
from portal.stakeholders.engagement import asking, counting, named, queries, showing, words
from portal.stakeholders.engagement.counting import Period
from portal.stakeholders.engagement.forms import BeginForm, DraftForm, TextForm, quarters
from portal.stakeholders.engagement.queries import Report
from portal.stakeholders.engagement.read_model import CONSUMER
from portal.web import htmx, paging
from portal.web.accounts import account as accounts
from portal.web.accounts.access import current_actor, require
from portal.web.accounts.fresh import fresh
from portal.web.act import About, Answer, Page, act, onwards, shown
from portal.web.check import Check, answers
from portal.web.context import vault
from portal.web.db import engine
from portal.web.forms import CommandForm
from portal.web.i18n import names
from portal.web.i18n.texts import gettext, lazy
from portal.web.waiting import waited
from shared.contracts.stakeholders_engagement import Counts
from shared.contracts.stakeholders_engagement_commands import (
    ChangeEngagementReport,
    CheckEngagementReport,
    DiscardEngagementReport,
    DraftEngagementReport,
    KeepEngagementReport,
    PublishEngagementReport,
)
from shared.core.roles import Role
from shared.reference.engagement import report_id as id_of

bp = Blueprint("engagementdesk", __name__, url_prefix="/engagement-desk")

OFFICERS = frozenset({Role.STAKEHOLDER_OFFICER})
WRITERS = OFFICERS | frozenset(queries.OF_MANDATES)
_AT_ONCE = 20


@bp.get("")
@require(*WRITERS)
def index() -> str:
    late = not waited(engine(), CONSUMER, request.args.get("after"))
    with engine().connect() as conn:
        mine = queries.listed(current_actor())
        rows = paging.cut(conn, mine, "reports", paging.asked, size=_AT_ONCE)
    return htmx.render(
        "engagement/desk.html",
        block="content",
        reports=rows.of([queries.report(row) for row in rows]),
        mandate_name=names.mandate,
        words=words,
        late=late,
    )


@bp.route("/begin", methods=["GET", "POST"])
@require(*WRITERS)
def begin() -> Answer:
    """Choose what the report is about. One that is there is opened."""
    form = BeginForm()
    form.offer(_mandates())
    about = About(address=url_for(".index"), case=None, back=_desk())
    page = Page(
        heading=gettext("Draft a report on engagement"),
        lead=gettext("There is one report for each mandate and quarter, once it is over."),
        button=gettext("Continue"),
    )
    if request.method != "POST":
        return shown(about, form, page)
    if not form.validate():
        return shown(about, form, page), 422
    year, _, quarter = form.quarter.data.partition("-")
    of = id_of(form.mandate.data, int(year), int(quarter))
    with engine().connect() as conn:
        there = queries.one(conn, of, current_actor())
    if there is not None:
        return onwards(url_for(".show", report_id=of), None)
    where = url_for(".draft", mandate=form.mandate.data, year=int(year), quarter=int(quarter))
    return onwards(where, None)


@bp.route("/<mandate>/<int:year>/<int:quarter>", methods=["GET", "POST"])
@require(*WRITERS)
def draft(mandate: str, year: int, quarter: int) -> Answer:
    if mandate not in _mandates() or f"{year}-{quarter}" not in quarters():
        raise NotFound
    of, form = Period(year=year, quarter=quarter), DraftForm()
    with engine().connect() as conn:
        sessions = counting.offered_sessions(conn, of)
        asked = counting.offered_consultations(conn, of)
    form.offer(
        {one.session_id: asking.typed(one.title) for one in sessions},
        {one.consultation_id: asking.typed(one.title) for one in asked},
    )
    report_id = id_of(mandate, year, quarter)
    wanted = [*(["sessions"] if sessions else []), *(["consultations"] if asked else [])]
    return act(
        About(
            address=url_for(".index"),
            case=asking.case_of(report_id),
            back=_desk(),
            caption=names.mandate(mandate),
            title=words.quarter(year, quarter),
        ),
        form,
        Page(
            heading=words.quarter(year, quarter),
            lead=[
                gettext("The numbers are counted when you continue, and stay as they are."),
                gettext("A number that could tell of somebody is not in the report."),
            ],
            button=gettext("Continue"),
            fields=[*wanted, "visits", "narrative"],
        ),
        lambda: DraftEngagementReport(
            report_id=report_id,
            mandate=mandate,
            year=year,
            quarter=quarter,
            counts=_counts(mandate, of, form),
            narrative=asking.sealed(report_id, form.narrative.data or ""),
        ),
        checks=lambda: Check(
            title=gettext("Check this draft"),
            lead=gettext("Another person checks it next. Nobody outside reads it before."),
            button=gettext("Keep the draft"),
            answers=[
                *showing.told(_counts(mandate, of, form).numbers),
                *answers(form.narrative),
            ],
        ),
        to=url_for(".show", report_id=report_id),
        said=gettext("The draft is kept."),
    )


@bp.get("/<uuid:report_id>")
@require(*WRITERS)
def show(report_id: UUID) -> str:
    late = not waited(engine(), CONSUMER, request.args.get("after"))
    return _page(_found(report_id), late=late)


@bp.get("/<uuid:report_id>/engagement.csv")
@require(*WRITERS)
def csv(report_id: UUID) -> Response:
    return showing.sheet([_found(report_id)])


@bp.get("/<uuid:report_id>/engagement.pdf")
@require(*WRITERS)
def pdf(report_id: UUID) -> Response | tuple[str, int]:
    one = _found(report_id)
    with engine().connect() as conn:
        called = named.organisations(conn, one)
    try:
        return showing.paper(one, vault().reveal(one.narrative), called)
    except NotSet as no:
        return _page(one, not_set=no.sentence), 503


@bp.route("/<uuid:report_id>/change", methods=["GET", "POST"])
@require(*WRITERS)
def change(report_id: UUID) -> Answer:
    one, form = _found(report_id, "drafted", "checked", "kept"), TextForm()
    if request.method == "GET":
        form.narrative.data = vault().reveal(one.narrative)
    return act(
        _about(one),
        form,
        Page(
            heading=gettext("Change the text"),
            lead=gettext("The numbers stay. Another person checks the text again."),
            button=gettext("Keep the text"),
        ),
        lambda: ChangeEngagementReport(
            report_id=one.report_id,
            narrative=asking.sealed(one.report_id, form.narrative.data or ""),
        ),
        said=gettext("The text is changed."),
    )


@bp.route("/<uuid:report_id>/check", methods=["GET", "POST"])
@require(*WRITERS)
def check(report_id: UUID) -> Answer:
    one, form = _found(report_id, "drafted"), asking.VersionForm()
    form.showing(one.version)
    return act(
        _about(one),
        form,
        Page(
            heading=gettext("Is this report right?"),
            lead=gettext("You say that it names nobody who did not agree to it."),
            texts=[(gettext("What happened, and what came of it"), vault().reveal(one.narrative))],
            button=gettext("I checked it"),
            leave=gettext("Back without checking it"),
        ),
        lambda: CheckEngagementReport(report_id=one.report_id, version=form.version_shown()),
        said=gettext("The report is checked."),
    )


@bp.route("/<uuid:report_id>/publish", methods=["GET", "POST"])
@require(*WRITERS)
@fresh(lazy("publish a report on engagement"))
def publish(report_id: UUID) -> Answer:
    one, form = _found(report_id, "checked", "kept"), asking.VersionForm()
    form.showing(one.version)
    return act(
        _about(one),
        form,
        Page(
            heading=gettext("Publish this report?"),
            lead=gettext("Everybody reads it at once. You can take it back at any time."),
            texts=[(gettext("What happened, and what came of it"), vault().reveal(one.narrative))],
            button=gettext("Publish it"),
            leave=gettext("Not now"),
        ),
        lambda: PublishEngagementReport(report_id=one.report_id, version=form.version_shown()),
        said=gettext("The report is published."),
    )


@bp.route("/<uuid:report_id>/keep", methods=["GET", "POST"])
@require(*WRITERS)
def keep(report_id: UUID) -> Answer:
    one = _found(report_id, "checked", "published")
    public = one.stage == "published"
    return act(
        _about(one),
        CommandForm(),
        Page(
            heading=gettext("Take this report back?")
            if public
            else gettext("Keep this report inside?"),
            lead=gettext("Nobody outside reads it any more. You can publish it again.")
            if public
            else gettext("Nobody outside reads it. You can publish it later."),
            button=gettext("Take this report back") if public else gettext("Keep it inside"),
            leave=gettext("Leave it as it is"),
        ),
        lambda: KeepEngagementReport(report_id=one.report_id),
        said=gettext("The report is kept inside."),
    )


@bp.route("/<uuid:report_id>/discard", methods=["GET", "POST"])
@require(*WRITERS)
def discard(report_id: UUID) -> Answer:
    one = _found(report_id, "drafted", "checked", "kept")
    if one.published_at is not None:
        raise NotFound
    return act(
        _about(one),
        CommandForm(),
        Page(
            heading=gettext("Throw this report away?"),
            lead=gettext("Another one can be drafted, and its numbers are counted anew."),
            button=gettext("Throw this report away"),
            leave=gettext("Keep it"),
            tone="warning",
        ),
        lambda: DiscardEngagementReport(report_id=one.report_id),
        to=url_for(".index"),
        said=gettext("The report is thrown away."),
    )


def _page(one: Report, not_set: str = "", *, late: bool = False) -> str:
    actor = current_actor()
    with engine().connect() as conn:
        called = named.organisations(conn, one)
        by = accounts.names(conn, [one.written_by])
    return htmx.render(
        "engagement/one.html",
        block="content",
        one=one,
        narrative=vault().reveal(one.narrative),
        called=called,
        by=by.get(one.written_by),
        wrote_it=one.written_by == actor.actor_id,
        figure=showing.figure(one.numbers),
        not_set=not_set,
        mandate_name=names.mandate,
        words=words,
        late=late,
    )


def _found(report_id: UUID, *stages: str) -> Report:
    """Return what this person may read; 404 for that of another mandate."""
    with engine().connect() as conn:
        one = queries.one(conn, str(report_id), current_actor())
    if one is None or (stages and one.stage not in stages):
        raise NotFound
    return one


def _mandates() -> Mapping[str, str]:
    """Return for which mandates this person writes."""
    actor = current_actor()
    if actor.has(Role.STAKEHOLDER_OFFICER):
        return names.mandates()
    return {code: names.mandate(code) for code in names.in_order(actor.mandates, "mandates")}


def _counts(mandate: str, of: Period, form: DraftForm) -> Counts:
    with engine().connect() as conn:
        return counting.counted(
            conn,
            mandate,
            of,
            session_ids=set(form.sessions.data or ()),
            consultation_ids=set(form.consultations.data or ()),
            visits=int(form.visits.data or 0),
        )


def _about(one: Report) -> About:
    return About(
        address=url_for(".show", report_id=one.report_id),
        case=asking.case_of(one.report_id),
        back=gettext("The report"),
        caption=names.mandate(one.mandate),
        title=words.quarter(one.year, one.quarter),
    )


def _desk() -> str:
    return gettext("Reports on engagement")
