"""Imports of letters from before the platform, as the Quick Response Desk makes and undoes them."""

from base64 import b64decode, b64encode
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from hashlib import sha256
from typing import Final
from uuid import UUID, uuid4

from flask import Blueprint, Response, flash, redirect, request, url_for
from sqlalchemy import delete, func, insert, update
from sqlalchemy.exc import IntegrityError
from werkzeug.exceptions import NotFound

from portal.casefile.history import CONSUMER, sheets
from portal.public.history import beside, checking, queries, sheet, words
from portal.public.history.checking import Counts
from portal.public.history.forms import ConfirmForm, SheetForm, UndoForm
from portal.public.history.queries import Import
from portal.public.history.sheet import subject_of
from portal.web import htmx, paging
from portal.web.accounts import account
from portal.web.accounts.access import current_actor, require
from portal.web.act import About, Answer, Page, act, onwards, shown
from portal.web.commands import CommandRefused
from portal.web.context import now, vault
from portal.web.db import engine
from portal.web.i18n.formats import number
from portal.web.i18n.texts import gettext, ngettext
from portal.web.waiting import waited
from shared.contracts.approvals_history_commands import BeginHistoryImport, UndoHistoryImport
from shared.core.geneva import day_of
from shared.core.message import derive_id
from shared.core.roles import Role
from shared.platform.vault import Forgotten

bp = Blueprint("historydesk", __name__, url_prefix="/history-desk")

DESK = frozenset({Role.QUICK_RESPONSE_DESK})
_AT_ONCE = 20
_FAULTS = 50
_BYTES: Final = 4 * 1024 * 1024


@bp.get("")
@require(*DESK)
def index() -> str:
    with engine().connect() as conn:
        rows = paging.cut(conn, queries.every(), "imports", paging.asked, size=_AT_ONCE)
        stopped = queries.stopped(conn, [row.import_id for row in rows])
    return htmx.render(
        "history/desk.html", block="content", imports=rows, stopped=stopped, words=words
    )


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
    if len(content) > _BYTES:
        form.file.errors = [gettext("Divide the sheet: one takes 4 MB.")]
        return _form(form), 422
    return onwards(url_for(".show", import_id=_kept(form.id, content)), None)


@bp.get("/<uuid:import_id>")
@require(*DESK)
def show(import_id: UUID) -> str:
    late = not waited(engine(), CONSUMER, request.args.get("after"))
    one = found(import_id)
    with engine().connect() as conn:
        faults = queries.faults(conn, one.import_id)
        taken = checking.of_a_live_letter(conn, one.import_id) if one.begun_at else []
        deeds, files = _deeds(one), beside.number(conn, one.import_id)
        people = account.names(conn, {who for _, _, who in deeds})
    return htmx.render(
        "history/sheet.html",
        block="content",
        one=one,
        faults=paging.part(faults, "faults", paging.asked, size=_FAULTS),
        taken=taken,
        files=files,
        deeds=deeds,
        people=people,
        late=late,
        words=words,
    )


@bp.get("/<uuid:import_id>/problems.csv")
@require(*DESK)
def problems(import_id: UUID) -> Response:
    """The rows that have a problem, as they were: mended, they are the next sheet."""
    with engine().connect() as conn:
        faults = queries.faults(conn, str(import_id))
        sealed = queries.content(conn, str(import_id))
    if not faults or sealed is None:
        raise NotFound
    said = {each.row: str(words.PROBLEMS[each.code]) for each in faults}
    text = vault().reveal(sealed)
    if text is None:  # it was erased
        raise NotFound
    return _csv(list(sheet.with_problems(b64decode(text), said)), "problems.csv")


@bp.post("/<uuid:import_id>/check")
@require(*DESK)
def check(import_id: UUID) -> Answer:
    """Check the sheet of a dry run that is old: as a new one, as what was found never changes."""
    one = found(import_id)
    if one.confirmed_at or one.begun_at or one.counts is None:
        return redirect(url_for(".show", import_id=import_id), 303)
    with engine().connect() as conn:
        sealed = queries.content(conn, one.import_id)
    (text,) = vault().compared([sealed] if sealed else []) or [None]
    if text is None:  # it was erased
        return redirect(url_for(".show", import_id=import_id), 303)
    again = _kept(uuid4(), b64decode(text))
    with engine().begin() as conn:
        this = delete(sheets).where(sheets.c.import_id == one.import_id)
        gone = conn.execute(this.where(sheets.c.confirmed_at.is_(None))).rowcount
    if gone:
        vault().discard(subject_of(one.import_id), at=now())
    return redirect(url_for(".show", import_id=again), 303)


@bp.route("/<uuid:import_id>/begin", methods=["GET", "POST"])
@require(*DESK)
def begin(import_id: UUID) -> Answer:
    one = found(import_id)
    if one.begun_at:
        return redirect(url_for(".show", import_id=import_id), 303)
    dry = one.counts
    if dry is None or not dry.letters or not one.kept:
        raise NotFound
    page = Page(
        heading=ngettext(
            "Import %(shown)s row?",
            "Import %(shown)s rows?",
            dry.letters,
            shown=number(dry.letters),
        ),
        lead=_consequences(dry),
        button=gettext("Import them"),
        leave=gettext("Not now"),
    )
    return act(
        about(import_id),
        ConfirmForm(),
        page,
        lambda: _confirmed(one.import_id, dry),
        said=gettext("The import has begun. This page says how far it is."),
    )


def _confirmed(import_id: str, found: Counts) -> BeginHistoryImport:
    """Note that the sheet was confirmed, if it still can be imported; return what asks for it."""
    c = sheets.c
    try:
        with engine().begin() as conn:
            conn.execute(
                update(sheets)
                .where(c.import_id == import_id)
                .values(confirmed_at=func.coalesce(c.confirmed_at, now()), running=1)
            )
            if checking.present(conn, queries.checked(conn, import_id)):
                raise CommandRefused(
                    409, "Letters of this sheet are here meanwhile. Check the sheet again."
                )
    except IntegrityError:
        raise CommandRefused(409, "Another import is running. Wait until it is done.") from None
    return BeginHistoryImport(
        import_id=import_id, rows=found.letters, hash=found.hash, numbers=found.numbers
    )


@bp.route("/<uuid:import_id>/undo", methods=["GET", "POST"])
@require(*DESK)
def undo(import_id: UUID) -> Answer:
    one = found(import_id)
    if one.undone_at:
        return redirect(url_for(".show", import_id=import_id), 303)
    if not one.begun_at:
        raise NotFound
    page = Page(
        heading=gettext("Undo this import?"),
        lead=[
            gettext("All letters of this import are gone, also from the public pages."),
            gettext("The files beside them are gone, too, and the submissions of this import."),
            gettext("So are its visits, reports, statements and publications."),
            gettext("A number that a new letter got meanwhile stays its number."),
            gettext("The sheet can be uploaded again."),
        ],
        button=gettext("Undo the import"),
        leave=gettext("Keep it"),
        tone="warning",
    )
    form = UndoForm()
    return act(
        about(import_id),
        form,
        page,
        lambda: UndoHistoryImport(import_id=str(import_id), reason=form.reason.data),
        said=gettext("The import is undone."),
    )


def _consequences(found: Counts) -> Sequence[str]:
    year = day_of(now()).year
    after = [f"{n.recipient} {n.number}/{n.year}" for n in found.numbers if n.year >= year - 1]
    return [
        gettext("Each letter keeps its day and its reference. It says that it was imported."),
        gettext("No deadline runs for it, nobody gets a notice, and no source is asked anything."),
        *(
            [
                gettext(
                    "Submissions among them: %(count)s. The desk and the mandates named read them, "
                    "and nothing of them is public.",
                    count=number(found.submissions),
                )
            ]
            if found.submissions
            else []
        ),
        *(
            [
                gettext(
                    "Visits among them: %(count)s. No file of a visit changes where it stands.",
                    count=number(found.visits),
                )
            ]
            if found.visits
            else []
        ),
        *(
            [gettext("Reports and statements among them: %(count)s.", count=number(found.papers))]
            if found.papers
            else []
        ),
        *(
            [gettext("Publications among them: %(count)s.", count=number(found.publications))]
            if found.publications
            else []
        ),
        gettext("Everybody reads at once: %(count)s.", count=number(found.published)),
        gettext("Left out because of a problem: %(count)s.", count=number(found.faults)),
        *(
            [gettext("New letters get the numbers after these: %(numbers)s", numbers=one)]
            if (one := "; ".join(after))
            else []
        ),
    ]


def _deeds(one: Import) -> list[tuple[str, datetime, str]]:
    """Return what people did with it, when, and who: their account."""
    every = (
        (gettext("Uploaded"), one.uploaded_at, one.uploaded_by),
        (gettext("Confirmed"), one.begun_at, one.begun_by),
        (gettext("Undone"), one.undone_at, one.undone_by),
    )
    return [(said, at, who) for said, at, who in every if at and who]


def _kept(form_id: UUID, content: bytes) -> str:
    """Keep the sheet, and return its import: of a double click, the same one."""
    hash_ = sha256(content).hexdigest()
    import_id = str(derive_id("history sheet", form_id, hash_))
    try:
        with engine().begin() as conn:
            if before := queries.same(conn, hash_):
                flash(gettext("This sheet was uploaded before."))
                return before
            conn.execute(
                insert(sheets).values(
                    import_id=import_id,
                    hash=hash_,
                    content=vault().seal(subject_of(import_id), b64encode(content).decode()),
                    uploaded_at=now(),
                    uploaded_by=current_actor().actor_id,
                )
            )
    except IntegrityError:
        pass  # a double click
    except Forgotten:  # it was deleted, and the same form is sent again
        return _kept(uuid4(), content)
    return import_id


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


def found(import_id: UUID) -> Import:
    with engine().connect() as conn:
        one = queries.sheet(conn, str(import_id))
    if one is None:
        raise NotFound
    if not one.kept or not vault().vault.forgotten([subject_of(one.import_id)]):
        return one
    begun = one.begun_at or one.confirmed_at
    return replace(one, kept=False, counts=one.counts if begun else checking.ERASED)


def about(import_id: UUID) -> About:
    return About(
        address=url_for("historydesk.show", import_id=import_id),
        case=derive_id("history import", str(import_id)),
        back=_name(),
    )


def _name() -> str:
    return gettext("Letters from before the platform")


def _csv(lines: Sequence[str], called: str) -> Response:
    answer = Response("".join(lines), content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="{called}"'
    return answer
