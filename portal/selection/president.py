"""Pages of the President: for decision, and what the President decides on a report."""

from uuid import UUID

from flask import Blueprint, abort, render_template, url_for
from sqlalchemy import Connection
from werkzeug.wrappers import Response

from portal.selection import checking_report, nominations, page, reading, reports
from portal.selection.ending_forms import BriefingForm, ProposeForm, ReturnForm, day
from portal.selection.forms import ConfirmForm
from portal.selection.reading import Readable
from portal.selection.stage import Vacancy, vacancy
from portal.selection.written import OFFICE_ONLY, revealed
from portal.web import htmx
from portal.web.accounts.access import current_actor, require
from portal.web.accounts.fresh import fresh
from portal.web.act import About, Answer, Page, act
from portal.web.commands import CommandRefused
from portal.web.context import vault
from portal.web.db import engine
from portal.web.forms import CommandForm
from portal.web.i18n.texts import gettext as _
from portal.web.i18n.texts import lazy
from shared.contracts.stakeholders_appointing_commands import (
    ProposeCandidate,
    RecordBriefing,
    RequestReconsideration,
)
from shared.core.roles import Role

bp = Blueprint("president", __name__, url_prefix="/decisions")
_RESTRICTED = (
    "Your reasons are public. Take addresses, numbers and words of an application out of them."
)
_president = require(Role.PRESIDENT)


@bp.get("/")
@_president
def index() -> str:
    with engine().connect() as conn:
        rows = reports.reported(conn, current_actor())
    return render_template("selection/for_decision.html", rows=rows)


@bp.get("/<uuid:vacancy_id>")
@_president
def decide(vacancy_id: UUID) -> str | Response:
    """The reports with their groups, and what can be decided now."""
    with engine().connect() as conn:
        one = _found(conn, vacancy_id)
        written = reading.of_vacancy(conn, current_actor(), one.vacancy_id)
        proposed = reading.proposals(conn, one.vacancy_id)
    latest = next((each for each in written if each.number == one.report), None)
    return htmx.render(
        "selection/decide.html",
        block="content",
        vacancy=one,
        report=latest,
        earlier=[each for each in written if each is not latest],
        proposals=proposed,
        open_to=_open_to(one, latest, proposed),
    )


@bp.get("/<uuid:vacancy_id>/candidates/<uuid:candidate_id>")
@_president
def application(vacancy_id: UUID, candidate_id: UUID) -> str:
    """The application of a recommended candidate, without what only the office needs."""
    with engine().connect() as conn:
        row = reports.recommended_file(conn, current_actor(), str(candidate_id))
        nominated = nominations.shown(conn, current_actor(), str(candidate_id))
    if row is None or row.vacancy_id != str(vacancy_id):
        abort(404)
    return render_template(
        "selection/recommended.html",
        vacancy=vacancy(row),
        file=row,
        name=page.names([row])[row.candidate_id],
        motivation=vault().reveal(row.motivation),
        written=revealed(vault().reveal(row.form), without=OFFICE_ONLY),
        nominations=nominated,
    )


@bp.route("/<uuid:vacancy_id>/briefed", methods=["GET", "POST"])
@_president
def brief(vacancy_id: UUID) -> Answer:
    form = BriefingForm()
    return act(
        _on(vacancy_id),
        form,
        Page(heading=_("When did the panel meet you?"), button=_("Record the meeting")),
        lambda: RecordBriefing(vacancy_id=str(vacancy_id), briefed_on=day(form.briefed_on)),
    )


@bp.route("/<uuid:vacancy_id>/return", methods=["GET", "POST"])
@_president
def send_back(vacancy_id: UUID) -> Answer:
    with engine().connect() as conn:
        one = _found(conn, vacancy_id)
    form = ReturnForm().shown_with(one.report)
    return act(
        _on(vacancy_id),
        form,
        Page(
            heading=_("Ask the panel to look again?"),
            title=_("Return the list"),
            lead=_(
                "The list comes back to the panel, which adopts another one and reports anew. The "
                "panel and the selection officer read your reason; the public does not."
            ),
            button=_("Return the list"),
            leave=_("Keep the list"),
            tone="warning",
        ),
        lambda: RequestReconsideration(
            vacancy_id=str(vacancy_id),
            report=form.number,
            reason=vault().seal(f"report-{vacancy_id}", form.reason.data or ""),
            new_list_by=day(form.new_list_by),
        ),
    )


@bp.route("/<uuid:vacancy_id>/propose/<uuid:candidate_id>", methods=["GET", "POST"])
@_president
@fresh(lazy("propose a candidate to the Council"))
def propose(vacancy_id: UUID, candidate_id: UUID) -> Answer:
    """Passing a group that stands opens the field for the reasons."""
    who = str(candidate_id)
    with engine().connect() as conn:
        one = _found(conn, vacancy_id)
        written = reading.of_vacancy(conn, current_actor(), one.vacancy_id)
        proposed = reading.proposals(conn, one.vacancy_id)
    latest = next((each for each in written if each.number == one.report), None)
    open_to = _open_to(one, latest, proposed)
    if latest is None or who not in open_to:
        abort(404)
    report = latest.number

    def command() -> ProposeCandidate:
        said = form.reasons.data if open_to[who] else None
        with engine().connect() as conn:
            if said and checking_report.restricted_in(conn, one.vacancy_id, report, said):
                raise CommandRefused(422, _RESTRICTED)
        return ProposeCandidate(
            vacancy_id=one.vacancy_id, candidate_id=who, reasons=page.sealed(who, said)
        )

    form: CommandForm = ProposeForm() if open_to[who] else ConfirmForm()
    name = next(place.name for place in latest.places if place.listed.candidate_id == who)
    lead = [_("The proposal is public, and goes to the Council, which decides.")]
    if open_to[who]:
        lead.append(_("You pass a group that the panel prefers. Say why."))
    return act(
        _on(vacancy_id),
        form,
        Page(
            heading=_("Propose %(name)s to the Council?", name=name),
            title=_("Propose a candidate"),
            lead=lead,
            button=_("Propose this candidate"),
            leave=_("Not now"),
            tone="warning",
        ),
        command,
    )


def _open_to(
    one: Vacancy, latest: Readable | None, proposed: list[reading.Shown]
) -> dict[str, bool]:
    """Whom the President can propose now, and whether that passes a group that stands."""
    before_council = one.proposed_at is not None and one.deferred_on is None
    if latest is None or not latest.published_at or before_council or one.ended:
        return {}
    was = {each.candidate_id for each in proposed}
    standing = {
        place.listed.candidate_id: place.rank
        for place in latest.places
        if not place.listed.withdrawn and place.listed.candidate_id not in was
    }
    best = min(standing.values(), default=0)
    return {who: rank > best for who, rank in standing.items()}


def _found(conn: Connection, vacancy_id: UUID) -> Vacancy:
    return reports.before_president(conn, current_actor(), str(vacancy_id)) or abort(404)


def _on(vacancy_id: UUID) -> About:
    with engine().connect() as conn:
        one = _found(conn, vacancy_id)
    return page.on(url_for(".decide", vacancy_id=vacancy_id), one.vacancy_id, page.title(one))
