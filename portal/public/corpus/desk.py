"""Import desk: a sheet is uploaded, checked in the background, imported, and undone."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from io import BufferedReader
from typing import Any, Final
from uuid import UUID

from flask import Blueprint, Response, flash, redirect, request, stream_with_context, url_for
from flask_wtf.file import MultipleFileField
from werkzeug.exceptions import NotFound
from wtforms import BooleanField, HiddenField
from wtforms.validators import Regexp

from portal.casefile.attachments import unclaimed
from portal.casefile.attachments.carrying import Carried, keep_all
from portal.casefile.attachments.forms import chosen, rules
from portal.casefile.attachments.handing import content_of
from portal.casefile.attachments.keep import About as KeptAs
from portal.casefile.attachments.taking import Refused
from portal.followup.recommendations import origins
from portal.public.corpus import cells, queries, uploads, words, writing
from portal.public.corpus.chunking import sorted_out
from portal.public.corpus.columns import OF_COLUMNS, Kind
from portal.public.corpus.laying import Seen
from portal.public.corpus.read_model import CONSUMER
from portal.public.corpus.reading import Sheet as Rows
from portal.public.corpus.uploads import Sheet
from portal.web import htmx, paging
from portal.web.accounts.access import current_actor, known, require, signed_in
from portal.web.act import About, Answer, Page, act, shown
from portal.web.db import engine
from portal.web.forms import CommandForm
from portal.web.i18n import names
from portal.web.i18n.formats import number
from portal.web.i18n.texts import gettext, lazy
from portal.web.ods import ODS
from portal.web.sheet import XLSX
from portal.web.spool import Spool
from portal.web.waiting import waited
from shared.contracts.followup_reference import ReferenceCounts, ReferenceFile
from shared.contracts.followup_reference_commands import (
    DiscardReferenceSheet,
    ImportReferenceBatch,
    UndoReferenceBatch,
    UploadReferenceSheet,
)
from shared.core.message import derive_id
from shared.core.roles import Role
from shared.reference.corpus import DESKS, UPLOADERS, provider_of, speaks_for

bp = Blueprint("corpusdesk", __name__, url_prefix="/recommendation-imports")

CASE: Final = derive_id("reference corpus", "all")

_TYPES: Final[Mapping[str, tuple[str, Callable[[Iterable[list[str]]], Iterator[Any]]]]] = {
    "csv": ("text/csv", writing.csv_cells),
    "xlsx": (XLSX, writing.xlsx_cells),
    "ods": (ODS, writing.ods_cells),
}
_JSON: Final = frozenset({"application/json", "application/x-ndjson", "text/plain"})
ALSO: Final = {".json": _JSON, ".ndjson": _JSON, ".jsonl": _JSON}
"""Kinds of files that are sheets here, and nothing elsewhere."""


class UploadForm(CommandForm):
    files = MultipleFileField(lazy("Choose the sheet"))
    whole = BooleanField(
        lazy("The sheet has every recommendation to the States in it"),
        description=lazy(
            "What was imported from the same source before and is not in it is withdrawn."
        ),
    )


class TakeForm(CommandForm):
    after = HiddenField(validators=[Regexp(r"\d{1,9}\Z")])
    mapping = HiddenField(validators=[Regexp(r"\d{1,9}\Z")])


@bp.get("")
@require(*UPLOADERS)
def index() -> str:
    late = not waited(engine(), CONSUMER, request.args.get("after"))
    with engine().connect() as conn:
        every = uploads.every(current_actor())
        some = paging.cut(conn, every, "sheets", paging.asked, size=queries.AT_ONCE)
    return htmx.render(
        "corpus/desk.html",
        block="content",
        sheets=some.of([uploads.sheet(row) for row in some]),
        lead=words.lead(current_actor()),
        takes_out=current_actor().has(Role.QUICK_RESPONSE_DESK),
        own=provider_of(current_actor()) is not None,
        late=late,
        words=words,
    )


@bp.route("/upload", methods=["GET", "POST"])
@require(*UPLOADERS)
def upload() -> Answer:
    form = UploadForm()
    batch_id = str(derive_id("reference batch", form.command_id.data))
    here = url_for(".show", batch_id=batch_id)
    if request.method == "POST":
        with engine().connect() as conn:
            if uploads.one(conn, batch_id, current_actor()) is not None:
                return redirect(here, 303)  # a second click keeps no second file
    going: list[Carried] = []
    of_list = About(
        address=url_for(".index"),
        case=CASE,
        back=gettext("Import of recommendations"),
    )
    page = Page(
        heading=gettext("Upload a sheet of recommendations"),
        lead=[
            gettext(
                "Take the sheet as UHRI or UPR Info exports it, as CSV, XLSX or ODS, or what the "
                "API of UHRI answers, as JSON."
            ),
            gettext("Of any other sheet, such as a matrix, you say next what its columns are."),
            gettext(
                "It is checked first, and nothing is imported before you have seen what it does."
            ),
            words.lead(current_actor()),
        ],
        button=gettext("Upload and check"),
        fields=["whole"] if _withdraws() else [],
        template="corpus/upload.html",
        given={"rules": rules(ALSO)},
    )

    def command() -> UploadReferenceSheet:
        files = chosen()
        if len(files) > 1:
            raise Refused(gettext("Choose one file alone"))
        going.extend(keep_all(files, f"reference-{batch_id}", KeptAs(also=ALSO)))
        if not going:
            raise Refused(gettext("Choose a file"))
        kept = going[0].kept
        return UploadReferenceSheet(
            batch_id=batch_id,
            file=ReferenceFile(
                object_name=kept.object_name,
                sha256=kept.sha256,
                size=kept.size,
                media_type=kept.media_type,
                scanned=kept.scanned,
                details=kept.details,
            ),
            whole=bool(form.whole.data and _withdraws()),
        )

    def then() -> None:
        with engine().begin() as conn:
            unclaimed.strike(conn, [each.kept.object_name for each in going])

    try:
        return act(
            of_list,
            form,
            page,
            command,
            then=then,
            said=gettext("The sheet is being checked."),
            to=here,
        )
    except Refused as no:
        form.files.errors = [str(no)]
        return shown(of_list, form, page), no.status


@bp.get("/<uuid:batch_id>")
@require(*UPLOADERS)
def show(batch_id: UUID) -> str:
    late = not waited(engine(), CONSUMER, request.args.get("after"))
    with engine().connect() as conn:
        one = uploads.one(conn, str(batch_id), current_actor())
        last = uploads.last(conn, one.of_source) if one else None
        rests = origins.rests_on(conn, str(batch_id)) if one and one.batch_id == last else False
    if one is None and not late:
        raise NotFound
    return htmx.render(
        "corpus/sheet.html",
        block="content",
        one=one,
        late=late,
        discardable=one is not None and discards(one),
        imports=one is not None and _imports(one),
        hands_over=one is not None and hands_over(one),
        mappable=one is not None and maps(one) and _has_columns_to_say(one),
        assessed=one is not None and _own(one) and one.assessed,
        undoable=one is not None and one.batch_id == last and not rests,
        rests=rests,
        names=names,
        words=words,
    )


def _has_columns_to_say(one: Sheet) -> bool:
    """Return whether it can be said, or said anew, what the columns of the sheet are."""
    wrong = one.mapped is not None or one.reason in OF_COLUMNS
    return one.stage in {"checked", "offered"} or (one.stage == "unreadable" and wrong)


@bp.route("/<uuid:batch_id>/import", methods=["GET", "POST"])
@require(*UPLOADERS)
def take(batch_id: UUID) -> Answer:
    """What is confirmed is the check that was shown: if there is a newer one it is refused."""
    one = found(batch_id, "checking", "checked", "offered", "imported", "importing", "stuck")
    if one.provider and not (one.offered and current_actor().has(Role.QUICK_RESPONSE_DESK)):
        raise NotFound
    if one.stage == "checking":
        flash(gettext("Something else was imported or undone meanwhile: look at the check again."))
        return redirect(url_for(".show", batch_id=batch_id), 303)
    given = {"after": str(one.after), "mapping": str(one.mapping)}
    form = TakeForm(data={} if request.method == "POST" else given)
    return act(
        about(one),
        form,
        Page(
            heading=gettext("Import this sheet?"),
            lead=gettext(
                "Everybody can find what is imported. Of each source only the last import can be "
                "undone."
            ),
            texts=[(str(words.COUNTS[name]), number(count)) for name, count in one.counts.items()],
            button=gettext("Import the sheet"),
            leave=gettext("Not now"),
        ),
        lambda: ImportReferenceBatch(
            batch_id=one.batch_id,
            content=one.content,
            states=one.states,
            counts=ReferenceCounts(**one.counts),
            after=int(form.after.data or 0),
            mapping=int(form.mapping.data or 0),
            source=one.source or "",
        ),
        said=gettext("The sheet is being imported."),
    )


@bp.route("/<uuid:batch_id>/undo", methods=["GET", "POST"])
@require(*UPLOADERS)
def undo(batch_id: UUID) -> Answer:
    one = found(batch_id, "imported", "importing", "stuck", "undoing", "undone")
    return act(
        about(one),
        CommandForm(),
        Page(
            heading=gettext("Undo this import?"),
            lead=gettext("What it brought is gone then, and what it changed is as before."),
            button=gettext("Undo the import"),
            leave=gettext("Keep it"),
            tone="warning",
        ),
        lambda: UndoReferenceBatch(batch_id=one.batch_id),
        said=gettext("The import is being undone."),
    )


@bp.route("/<uuid:batch_id>/discard", methods=["GET", "POST"])
@require(*UPLOADERS)
def discard(batch_id: UUID) -> Answer:
    one = found(batch_id, "checking", "checked", "offered", "unreadable")
    if not discards(one):
        raise NotFound
    return act(
        About(address=url_for(".index"), case=CASE, back=gettext("Import of recommendations")),
        CommandForm(),
        Page(
            heading=gettext("Discard this sheet?"),
            lead=gettext("It was not imported. Its file is deleted, and it leaves the list."),
            button=gettext("Discard the sheet"),
            leave=gettext("Keep it"),
            tone="warning",
        ),
        lambda: DiscardReferenceSheet(batch_id=one.batch_id),
        said=gettext("The sheet is discarded."),
        to=url_for(".index"),
    )


@bp.get("/<uuid:batch_id>/problems.<kind>")
@require(*UPLOADERS)
def problems(batch_id: UUID, kind: str) -> Response:
    """The rows that are left out, or lose a cell, with a column that says why.

    They may say what others think of a State: they are for who has the sheet, and for the desk.
    """
    return _as_file(batch_id, kind, "problems")


@bp.get("/<uuid:batch_id>/rows.<kind>")
@require(*UPLOADERS)
def taken(batch_id: UUID, kind: str) -> Response:
    """The rows that are imported: who takes the sheet of another reads them before."""
    return _as_file(batch_id, kind, "rows")


def _as_file(batch_id: UUID, kind: str, what: str) -> Response:
    if kind not in _TYPES:
        raise NotFound
    stages = "checked", "offered", "importing", "imported", "undone", "undoing"
    one = found(batch_id, *stages)
    if not discards(one):
        raise NotFound
    file = content_of(object_name=one.object_name, sha256=one.sha256, details=one.details)
    lines = _wrong(file, one, gettext("Problem")) if what == "problems" else _sound(file, one)
    mimetype, made = _TYPES[kind]
    told = Response(stream_with_context(made(lines)), mimetype=mimetype)
    told.headers["Content-Disposition"] = f'attachment; filename="{what}.{kind}"'
    return told


def _wrong(file: Spool, one: Sheet, title: str) -> Iterator[list[str]]:
    """Yield the titles, and each row of which something is said, with the columns we know alone."""
    with closing(file), sorted_out(BufferedReader(file), Seen(), one.mapped, one.whose) as told:
        sheet, rows = told
        kept = _shown(sheet, one)
        yield [*_of(sheet.head, kept), title]
        for row in rows:
            if row.problems:
                yield [*_of(row.line.cells, kept), words.problems(row.problems)]


def _sound(file: Spool, one: Sheet) -> Iterator[list[str]]:
    """Yield the titles, and each row that is imported, with the columns we know alone."""
    with closing(file), sorted_out(BufferedReader(file), Seen(), one.mapped, one.whose) as told:
        sheet, rows = told
        kept = _shown(sheet, one)
        yield _of(sheet.head, kept)
        for row in rows:
            if row.item is not None:
                yield _of(row.line.cells, kept)


def _shown(sheet: Rows, one: Sheet) -> list[int]:
    """Return the places of the columns we know; what a provider says was done is its own."""
    own = _own(one)
    return [
        n
        for n, column in enumerate(sheet.columns)
        if column is not None and (own or column.kind is not Kind.OWN)
    ]


def _of(line: Sequence[str], places: Sequence[int]) -> list[str]:
    return [cells.clean(line[n]) if n < len(line) else "" for n in places]


def about(one: Sheet) -> About:
    return About(
        address=url_for("corpusdesk.show", batch_id=one.batch_id),
        case=CASE,
        back=gettext("The sheet"),
    )


def discards(one: Sheet) -> bool:
    """Whether who asks may discard it, or see what it says: their own, and the desk any."""
    return speaks_for(one, current_actor())


def maps(one: Sheet) -> bool:
    """Whether who asks may say what its columns are: of a provider's, its provider alone."""
    return discards(one) if one.provider is None else _own(one)


def hands_over(one: Sheet) -> bool:
    """Whether who asks may hand it to the desk now: a provider their own, once it is checked."""
    return _own(one) and one.stage == "checked"


def _own(one: Sheet) -> bool:
    return one.provider is not None and provider_of(current_actor()) == one.provider


def _imports(one: Sheet) -> bool:
    desk = current_actor().has(Role.QUICK_RESPONSE_DESK)
    return (one.stage == "offered" and desk) or (one.stage == "checked" and one.provider is None)


def _withdraws() -> bool:
    """Whether what is missing in a sheet may be withdrawn: by a desk, or of what is one's own."""
    actor = current_actor()
    return actor.has(*DESKS) or provider_of(actor) is not None


@bp.app_template_global()
def imports_recommendations() -> bool:
    """Return whether whoever reads this page has an import of their own, and no desk's."""
    account = signed_in()
    return account is not None and known(account).has(*(UPLOADERS - DESKS))


def found(batch_id: UUID, *stages: str) -> Sheet:
    with engine().connect() as conn:
        one = uploads.one(conn, str(batch_id), current_actor())
    if one is None or one.stage not in stages:
        raise NotFound
    return one
