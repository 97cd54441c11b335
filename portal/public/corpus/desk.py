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
from portal.public.corpus import cells, queries, words, writing
from portal.public.corpus.chunking import sorted_out
from portal.public.corpus.columns import OF_COLUMNS
from portal.public.corpus.laying import Seen
from portal.public.corpus.queries import Sheet
from portal.public.corpus.read_model import CONSUMER
from portal.web import htmx, paging
from portal.web.accounts.access import current_actor, require
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
from shared.contracts.followup_reference import (
    ReferenceColumns,
    ReferenceCounts,
    ReferenceFile,
)
from shared.contracts.followup_reference_commands import (
    DiscardReferenceSheet,
    ImportReferenceBatch,
    UndoReferenceBatch,
    UploadReferenceSheet,
)
from shared.core.message import derive_id
from shared.core.roles import Role

bp = Blueprint("corpusdesk", __name__, url_prefix="/recommendation-imports")

DESKS = frozenset({Role.QUICK_RESPONSE_DESK, Role.DESK_OFFICER})
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
@require(*DESKS)
def index() -> str:
    late = not waited(engine(), CONSUMER, request.args.get("after"))
    with engine().connect() as conn:
        some = paging.cut(conn, queries.every(), "sheets", paging.asked, size=queries.AT_ONCE)
    return htmx.render(
        "corpus/desk.html",
        block="content",
        sheets=some.of([queries.sheet(row) for row in some]),
        takes_out=current_actor().has(Role.QUICK_RESPONSE_DESK),
        late=late,
        words=words,
    )


@bp.route("/upload", methods=["GET", "POST"])
@require(*DESKS)
def upload() -> Answer:
    form = UploadForm()
    batch_id = str(derive_id("reference batch", form.command_id.data))
    here = url_for(".show", batch_id=batch_id)
    if request.method == "POST":
        with engine().connect() as conn:
            if queries.one(conn, batch_id) is not None:
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
        ],
        button=gettext("Upload and check"),
        fields=["whole"],
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
            whole=bool(form.whole.data),
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
@require(*DESKS)
def show(batch_id: UUID) -> str:
    late = not waited(engine(), CONSUMER, request.args.get("after"))
    with engine().connect() as conn:
        one = queries.one(conn, str(batch_id))
        last = queries.last(conn, one.of_source) if one else None
        rests = origins.rests_on(conn, str(batch_id)) if one and one.batch_id == last else False
    if one is None and not late:
        raise NotFound
    return htmx.render(
        "corpus/sheet.html",
        block="content",
        one=one,
        late=late,
        discardable=one is not None and discards(one),
        mappable=one is not None and discards(one) and _has_columns_to_say(one),
        undoable=one is not None and one.batch_id == last and not rests,
        rests=rests,
        names=names,
        words=words,
    )


def _has_columns_to_say(one: Sheet) -> bool:
    """Return whether it can be said, or said anew, what the columns of the sheet are."""
    wrong = one.mapped is not None or one.reason in OF_COLUMNS
    return one.stage == "checked" or (one.stage == "unreadable" and wrong)


@bp.route("/<uuid:batch_id>/import", methods=["GET", "POST"])
@require(*DESKS)
def take(batch_id: UUID) -> Answer:
    """What is confirmed is the check that was shown: if there is a newer one it is refused."""
    one = found(batch_id, "checking", "checked", "imported", "importing", "stuck")
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
@require(*DESKS)
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
@require(*DESKS)
def discard(batch_id: UUID) -> Answer:
    one = found(batch_id, "checking", "checked", "unreadable")
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
@require(*DESKS)
def problems(batch_id: UUID, kind: str) -> Response:
    """The rows that are left out, or lose a cell, with a column that says why.

    They may say what others think of a State: they are for who has the sheet, and for the desk.
    """
    if kind not in _TYPES:
        raise NotFound
    one = found(batch_id, "checked", "importing", "imported", "undone", "undoing")
    if not discards(one):
        raise NotFound
    file = content_of(object_name=one.object_name, sha256=one.sha256, details=one.details)
    lines = _wrong(file, one.mapped, gettext("Problem"))
    mimetype, made = _TYPES[kind]
    told = Response(stream_with_context(made(lines)), mimetype=mimetype)
    told.headers["Content-Disposition"] = f'attachment; filename="problems.{kind}"'
    return told


def _wrong(file: Spool, told: ReferenceColumns | None, title: str) -> Iterator[list[str]]:
    """Yield the titles, and each row of which something is said, with the columns we know alone."""
    with closing(file), sorted_out(BufferedReader(file), Seen(), told) as (sheet, rows):
        kept = [n for n, one in enumerate(sheet.columns) if one is not None]
        yield [*_of(sheet.head, kept), title]
        for one in rows:
            if one.problems:
                yield [*_of(one.line.cells, kept), words.problems(one.problems)]


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
    actor = current_actor()
    return actor.has(Role.QUICK_RESPONSE_DESK) or one.uploaded_by == actor.actor_id


def found(batch_id: UUID, *stages: str) -> Sheet:
    with engine().connect() as conn:
        one = queries.one(conn, str(batch_id))
    if one is None or one.stage not in stages:
        raise NotFound
    return one
