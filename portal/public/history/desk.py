"""Imports of letters from before the platform, as the Quick Response Desk makes and undoes them."""

from collections.abc import Sequence
from hashlib import sha256
from uuid import UUID

from flask import Blueprint, Response, flash, request, url_for
from sqlalchemy import insert
from sqlalchemy.exc import IntegrityError
from werkzeug.exceptions import NotFound

from portal.public.history import queries, sheet, words
from portal.public.history.checking import Report
from portal.public.history.forms import ConfirmForm, SheetForm
from portal.public.history.queries import Import
from portal.public.history.read_model import CONSUMER
from portal.public.history.tables import sheets
from portal.web import htmx, paging
from portal.web.accounts.access import require
from portal.web.act import About, Answer, Page, act, onwards, shown
from portal.web.context import now
from portal.web.db import engine
from portal.web.i18n.formats import number
from portal.web.i18n.texts import gettext, ngettext
from portal.web.waiting import waited
from shared.contracts.approvals_history_commands import BeginHistoryImport, UndoHistoryImport
from shared.core.message import derive_id
from shared.core.roles import Role

bp = Blueprint("historydesk", __name__, url_prefix="/history-desk")

DESK = frozenset({Role.QUICK_RESPONSE_DESK})
_AT_ONCE = 20
_FAULTS = 50


@bp.get("")
@require(*DESK)
def index() -> str:
    with engine().connect() as conn:
        rows = paging.cut(conn, queries.every(), "imports", paging.asked, size=_AT_ONCE)
    return htmx.render("history/desk.html", block="content", imports=rows, words=words)


@bp.get("/template.csv")
@require(*DESK)
def template() -> Response:
    return _csv([sheet.template().decode()], "letters.csv")


@bp.route("/upload", methods=["GET", "POST"])
@require(*DESK)
def upload() -> Answer:
    form = SheetForm()
    if request.method != "POST":
        return _form(form)
    content = form.file.data.read() if form.validate() and form.file.data else b""
    if not content:
        form.file.errors = [gettext("Choose a file")]
        return _form(form), 422
    return onwards(url_for(".show", import_id=_kept(form.id, content)), None)


@bp.get("/<uuid:import_id>")
@require(*DESK)
def show(import_id: UUID) -> str:
    late = not waited(engine(), CONSUMER, request.args.get("after"))
    one = _found(import_id)
    faults = one.report.faults if one.report else ()
    return htmx.render(
        "history/sheet.html",
        block="content",
        one=one,
        faults=paging.part(faults, "faults", paging.asked, size=_FAULTS),
        late=late,
        words=words,
    )


@bp.get("/<uuid:import_id>/problems.csv")
@require(*DESK)
def problems(import_id: UUID) -> Response:
    """The rows that have a problem, as they were: mended, they are the next sheet."""
    one = _found(import_id)
    if one.report is None or not one.report.faults:
        raise NotFound
    said = {each.row: str(words.PROBLEMS[each.code]) for each in one.report.faults}
    with engine().connect() as conn:
        content = queries.content(conn, str(import_id))
    return _csv(list(sheet.with_problems(content, said)), "problems.csv")


@bp.route("/<uuid:import_id>/begin", methods=["GET", "POST"])
@require(*DESK)
def begin(import_id: UUID) -> Answer:
    one = _found(import_id)
    found = one.report
    if found is None or not found.letters or one.begun_at:
        raise NotFound
    count = len(found.letters)
    page = Page(
        heading=ngettext(
            "Import %(shown)s letter?", "Import %(shown)s letters?", count, shown=number(count)
        ),
        lead=_consequences(found),
        button=gettext("Import them"),
        leave=gettext("Not now"),
    )
    return act(
        _about(import_id),
        ConfirmForm(),
        page,
        lambda: BeginHistoryImport(
            import_id=str(import_id), rows=count, hash=found.hash, numbers=found.numbers
        ),
        said=gettext("The import has begun. This page says how far it is."),
    )


@bp.route("/<uuid:import_id>/undo", methods=["GET", "POST"])
@require(*DESK)
def undo(import_id: UUID) -> Answer:
    one = _found(import_id)
    if not one.begun_at or one.undone_at:
        raise NotFound
    page = Page(
        heading=gettext("Undo this import?"),
        lead=[
            gettext("All letters of this import are gone, also from the public pages."),
            gettext("A number that a new letter got meanwhile stays its number."),
            gettext("The sheet can be uploaded again."),
        ],
        button=gettext("Undo the import"),
        leave=gettext("Keep it"),
        tone="warning",
    )
    return act(
        _about(import_id),
        ConfirmForm(),
        page,
        lambda: UndoHistoryImport(import_id=str(import_id)),
        said=gettext("The import is undone."),
    )


def _consequences(found: Report) -> Sequence[str]:
    return [
        gettext("Each letter keeps its day and its reference. It says that it was imported."),
        gettext("No deadline runs for it, nobody gets a notice, and no source is asked anything."),
        gettext("Everybody reads at once: %(count)s.", count=number(found.published)),
        gettext("Left out because of a problem: %(count)s.", count=number(len(found.faults))),
    ]


def _kept(form_id: UUID, content: bytes) -> str:
    """Keep the sheet, and return its import. The same sheet is the same import until undone."""
    hash_ = sha256(content).hexdigest()
    try:
        with engine().begin() as conn:
            if before := queries.same(conn, hash_):
                flash(gettext("This sheet was uploaded before."))
                return before
            conn.execute(
                insert(sheets).values(
                    import_id=str(form_id), hash=hash_, content=content, uploaded_at=now()
                )
            )
    except IntegrityError:
        pass  # a double click
    return str(form_id)


def _form(form: SheetForm) -> str:
    return shown(
        About(address=url_for(".index"), case=None, back=_name()),
        form,
        Page(
            heading=gettext("Import letters from before the platform"),
            lead=[
                gettext("Every row is checked. Nothing is imported before you confirm it."),
                gettext(
                    "Write no name of a person into the sheet. A sheet that is not confirmed "
                    "within 30 days is deleted."
                ),
            ],
            button=gettext("Check the sheet"),
            template="history/upload.html",
            given={"columns": words.COLUMNS, "needed": sheet.NEEDED},
        ),
    )


def _found(import_id: UUID) -> Import:
    with engine().connect() as conn:
        one = queries.sheet(conn, str(import_id))
    if one is None:
        raise NotFound
    return one


def _about(import_id: UUID) -> About:
    return About(
        address=url_for(".show", import_id=import_id),
        case=derive_id("history import", str(import_id)),
        back=_name(),
    )


def _name() -> str:
    return gettext("Letters from before the platform")


def _csv(lines: Sequence[str], called: str) -> Response:
    answer = Response("".join(lines), content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="{called}"'
    return answer
