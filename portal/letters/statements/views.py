"""Statements before they are issued: the list, the file, and writing by officers."""

from functools import partial
from uuid import UUID

from flask import Blueprint, request, url_for
from sqlalchemy import Connection
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from portal.letters.communications import queries as letters
from portal.letters.communications.forms import labels
from portal.letters.communications.words import title
from portal.letters.statements import decisions, embargo, missions, queries, words
from portal.letters.statements.asking import find, on, opened, sealed_wording
from portal.letters.statements.detail import gathered, render, standing
from portal.letters.statements.forms import LONGEST_TEXT, DraftForm, EndForm, TextForm
from portal.letters.statements.missions import Mission
from portal.letters.statements.queries import Statement
from portal.letters.statements.read_model import STATEMENTS
from portal.letters.statements.wording import content_hash
from portal.web import htmx
from portal.web.accounts.access import current_actor, require
from portal.web.act import About, Answer, act
from portal.web.commands import CommandRefused
from portal.web.context import now
from portal.web.db import engine
from portal.web.i18n.formats import listed
from portal.web.paging import asked as asked_page
from portal.web.polling import version
from portal.web.waiting import waited
from shared.contracts.approvals_statement_commands import DraftStatement, ReviseStatement
from shared.core.message import derive_id
from shared.core.roles import Role

bp = Blueprint("statements", __name__, url_prefix="/statements")
bp.register_blueprint(decisions.bp)
bp.register_blueprint(embargo.bp)

READERS = (Role.HUMAN_RIGHTS_OFFICER, Role.MANDATE_HOLDER, Role.QUICK_RESPONSE_DESK)


@bp.get("")
@require(*READERS)
def index() -> str:
    actor = current_actor()
    waited(engine(), STATEMENTS.consumer, request.args.get("after"))
    with engine().connect() as conn:
        found = queries.of_person(conn, actor, asked_page)
        titles = {one.statement_id: _title(conn, one) for one in found}
    return htmx.render(
        "statements/index.html",
        block="content",
        statements=found,
        waiting={one.statement_id for one in found if one.waits_for(actor, now())},
        titles=titles,
        drafts=actor.has(Role.HUMAN_RIGHTS_OFFICER),
        words=words,
    )


@bp.get("/<uuid:statement_id>")
@require(*READERS)
def show(statement_id: UUID) -> str | Response:
    processing = not waited(engine(), STATEMENTS.consumer, request.args.get("after"))
    actor = current_actor()
    with engine().connect() as conn:
        seen = version(conn, STATEMENTS.consumer)  # before what it is the version of
        found = queries.find(conn, actor, str(statement_id))
        if found is None:
            if processing:
                return htmx.render("communications/processing.html", block="content")
            raise NotFound
        if "seen" in request.args and htmx.asked():
            if request.args["seen"] == seen:
                return htmx.make_response("", 204)
            return standing(conn, found, seen=seen, shown=request.args.get("shown", ""))
        detail = gathered(conn, actor, found)
    return render(detail, processing=processing, seen=seen)


@bp.route("/new", methods=["GET", "POST"])
@require(Role.HUMAN_RIGHTS_OFFICER)
def new() -> Answer:
    with engine().connect() as conn:
        offered = _letters(conn)
    leads = labels(sorted(current_actor().mandates))
    form = DraftForm(leads=leads, letters=offered)
    if request.method == "GET":
        form.letters.data = [one for one in request.args.getlist("letter") if one in offered]
    statement_id = str(derive_id("statement", form.command_id.data or ""))

    def command() -> DraftStatement:
        about = form.about
        return DraftStatement(
            statement_id=statement_id,
            kind=form.what,
            lead_mandate=form.lead_mandate.data,
            mandates=tuple(form.mandates.data or ()),
            communication_ids=tuple(form.letters.data or ()),
            about=about,
            wording=sealed_wording(statement_id, form.wording),
            content_hash=content_hash(statement_id, form.what, about, form.wording),
        )

    address = url_for(".show", statement_id=statement_id)
    about = About(address=address, case=UUID(statement_id))
    return act(about, form, partial(_form_page, form), command)


@bp.route("/<uuid:statement_id>/revise", methods=["GET", "POST"])
@require(Role.HUMAN_RIGHTS_OFFICER)
def revise(statement_id: UUID) -> Answer:
    statement = find(statement_id)
    if statement.state == "withdrawn" or current_actor().mandates.isdisjoint(statement.mandates):
        raise NotFound
    with engine().connect() as conn:
        mission = missions.mission(conn, statement.mission_id)
    form: TextForm | EndForm = TextForm(what=statement.kind)
    if mission is not None:
        form = EndForm(mission=mission)
    if request.method == "GET":
        with engine().connect() as conn:
            present = queries.versions_of(conn, statement)[0]
        if wording := opened(present):
            form.fill_in(present.about, wording)
        form.version.data = str(statement.version)

    def command() -> ReviseStatement:
        id_, about = statement.statement_id, form.about
        return ReviseStatement(
            statement_id=id_,
            version=form.number,
            about=about,
            wording=sealed_wording(id_, form.wording),
            content_hash=content_hash(
                id_, statement.kind, about, form.wording, present=statement.content_hash
            ),
        )

    def refused(no: CommandRefused) -> str:
        form.form_errors.append(no.sentence)
        form.version.data = str(statement.version)
        return _form_page(form, statement, mission)

    page = partial(_form_page, form, statement, mission)
    return act(on(statement), form, page, command, refused=refused)


def _title(conn: Connection, statement: Statement) -> str | None:
    """Return its title; None once it was erased."""
    wording = opened(queries.versions_of(conn, statement)[0])
    return wording.title if wording else None


def _letters(conn: Connection) -> dict[str, str]:
    """Return letters that a mandate of this officer signed: the newest, and those asked for."""
    wanted = [*request.args.getlist("letter"), *request.form.getlist("letters")]
    found = letters.signed(conn, current_actor(), also=wanted)
    return {one.communication_id: listed((one.reference or "", title(one))) for one in found}


def _form_page(
    form: TextForm | EndForm, statement: Statement | None = None, mission: Mission | None = None
) -> str:
    return htmx.render(
        "statements/write.html",
        block="content",
        form=form,
        statement=statement,
        kind=statement.kind if statement else None,
        mission=mission,
        words=words,
        longest=LONGEST_TEXT,
    )
