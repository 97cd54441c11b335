"""Sections that are lists: victims, incidents, perpetrators; entries are added one by one."""

from typing import Any
from uuid import UUID, uuid4

from flask import Blueprint, Response, flash, redirect, request, url_for
from flask_wtf.file import FileField
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response as Redirect

from portal.casefile.filing import MOST_VICTIMS, Victim
from portal.source.drafts import sheet, spreadsheet, store
from portal.source.drafts.asking import SectionForm, form_for, kept
from portal.source.drafts.conditions import FROM_LIST
from portal.source.drafts.mine import keep_typed, mine, section_of
from portal.source.drafts.progress import tasks
from portal.source.drafts.review import reviewed
from portal.source.drafts.sections import SECTIONS
from portal.source.drafts.store import Content, Draft
from portal.web import htmx
from portal.web.accounts.access import drafting
from portal.web.forms import PageForm
from portal.web.i18n.formats import number
from portal.web.i18n.languages import ENGLISH, ready
from portal.web.i18n.texts import gettext, lazy, ngettext, speaking
from portal.web.sheet import XLSX
from shared.core.message import derive_id
from shared.core.roles import Role

bp = Blueprint("lists", __name__, url_prefix="/drafts/<uuid:draft_id>/<section>")

_WRITERS = (Role.NGO_MEMBER, Role.CONTACT_POINT, Role.QUICK_RESPONSE_DESK)
_SECTION, _NEW = "drafts.section", "new"
_MOST = 50
_FAULTS = 200  # that a page shows


class RemoveForm(PageForm):
    """Nothing to fill in."""


class FileForm(PageForm):
    file = FileField(lazy("Your list, as XLSX, ODS or CSV"))


def page(draft: Draft, name: str) -> str:
    """The list of a section, with what is missing in each entry."""
    return htmx.render(
        "drafts/list.html",
        block="content",
        draft=draft,
        name=name,
        section=SECTIONS[name],
        part=reviewed(tasks(draft.content)[name], draft.content),
        imports=SECTIONS[name].model is Victim,
    )


@bp.get("/<entry_id>")
@drafting(*_WRITERS)
def entry(draft_id: UUID, section: str, entry_id: str) -> str:
    draft = mine(draft_id)
    typed = _typed(draft, section, entry_id)
    return _entry_page(draft, section, entry_id, form_for(section_of(section).model, typed))


@bp.post("/<entry_id>")
@drafting(*_WRITERS)
def keep(draft_id: UUID, section: str, entry_id: str) -> Redirect | tuple[str, int]:
    draft = mine(draft_id, typed=True)
    _typed(draft, section, entry_id)
    form = form_for(section_of(section).model)
    typed, sound = kept(form)
    # a double click adds one entry: its id comes with the form
    new = str(derive_id("entry", draft.draft_id, request.form.get("entry", str(uuid4()))))
    key = new if entry_id == _NEW else entry_id
    there = draft.content.lists.get(section, {})
    most = MOST_VICTIMS if SECTIONS[section].model is Victim else _MOST
    if key not in there and len(there) >= most:
        form.form_errors.append(
            gettext("A submission takes %(most)s of these. Send a second one", most=number(most))
        )
        return _entry_page(draft, section, entry_id, form), 422

    def add(content: Content) -> None:
        content.lists.setdefault(section, {})[key] = typed

    keep_typed(draft, add)
    if not sound:
        return _entry_page(draft, section, entry_id, form), 422
    return redirect(url_for(_SECTION, draft_id=draft_id, section=section), 303)


@bp.get("/<entry_id>/remove")
@drafting(*_WRITERS)
def remove_form(draft_id: UUID, section: str, entry_id: str) -> str:
    return _remove_page(mine(draft_id), section, entry_id, RemoveForm(formdata=None))


@bp.post("/<entry_id>/remove")
@drafting(*_WRITERS)
def remove(draft_id: UUID, section: str, entry_id: str) -> Redirect | tuple[str, int]:
    draft, form = mine(draft_id), RemoveForm()
    if not form.validate():
        return _remove_page(draft, section, entry_id, form), 422

    def drop(content: Content) -> None:
        content.lists.get(section, {}).pop(entry_id, None)

    store.change(draft, drop)
    flash(gettext("Removed"), "success")
    return redirect(url_for(_SECTION, draft_id=draft_id, section=section), 303)


@bp.get("/import")
@drafting(*_WRITERS)
def import_form(draft_id: UUID, section: str) -> str:
    return _import_page(_of_victims(draft_id, section), FileForm(formdata=None))


@bp.post("/import")
@drafting(*_WRITERS)
def import_file(draft_id: UUID, section: str) -> Redirect | tuple[str, int]:
    """Take all rows, or none and say what is wrong: the good ones then wait for a decision."""
    draft, form = _of_victims(draft_id, section), FileForm()
    if not form.validate():
        return _import_page(draft, form), 422
    if not form.file.data:
        form.file.errors = [gettext("Choose a file")]
        return _import_page(draft, form), 422
    try:
        found = sheet.read(form.file.data.read())
    except spreadsheet.Unreadable as no:
        form.file.errors = [str(no)]
        return _import_page(draft, form), 422
    if len(found.good) + len(draft.content.lists.get(section, {})) > MOST_VICTIMS:
        form.file.errors = [
            gettext(
                "A submission takes %(most)s victims. Divide the list", most=number(MOST_VICTIMS)
            )
        ]
        return _import_page(draft, form), 422
    if not found.faults:
        _add(draft, list(found.good))
        return redirect(url_for(_SECTION, draft_id=draft_id, section=section), 303)

    def wait(content: Content) -> None:
        content.waiting = list(found.good)

    store.change(draft, wait)
    form.file.errors = [gettext("Some rows are wrong: nothing was added yet")]
    return _import_page(draft, form, found), 422


@bp.post("/import/good")
@drafting(*_WRITERS)
def import_good(draft_id: UUID, section: str) -> Redirect | tuple[str, int]:
    """Add the rows that were good; the others are left out."""
    draft, form = _of_victims(draft_id, section), RemoveForm()
    if not form.validate():
        return _import_page(draft, FileForm(formdata=None)), 422
    _add(draft, draft.content.waiting)
    return redirect(url_for(_SECTION, draft_id=draft_id, section=section), 303)


@bp.get("/template.csv")
@drafting(*_WRITERS)
def template_csv(draft_id: UUID, section: str) -> Response:
    """The empty list to fill in. There is nothing of the draft in it."""
    _of_victims(draft_id, section)
    with speaking(_wanted()):
        return _download(sheet.template_csv(), "csv", "text/csv")


@bp.get("/template.xlsx")
@drafting(*_WRITERS)
def template_xlsx(draft_id: UUID, section: str) -> Response:
    """The same as a workbook."""
    _of_victims(draft_id, section)
    with speaking(_wanted()):
        return _download(sheet.template_xlsx(), "xlsx", XLSX)


def _wanted() -> str:
    """Return the language of the page that offered the list: an address of a file has none."""
    wanted = request.args.get("words")
    return next((one.code for one in ready() if one.code == wanted), ENGLISH)


def _download(content: bytes, ending: str, mimetype: str) -> Response:
    answer = Response(content, mimetype=mimetype)
    answer.headers["Content-Disposition"] = f'attachment; filename="victims.{ending}"'
    return answer


def _add(draft: Draft, rows: list[store.Typed]) -> None:
    keyed = {
        str(derive_id("row", draft.draft_id, draft.version, number)): {**typed, FROM_LIST: True}
        for number, typed in enumerate(rows)
    }

    def add(content: Content) -> None:
        content.lists.setdefault("victims", {}).update(keyed)
        content.waiting = []

    store.change(draft, add)
    flash(_said_of(len(rows)), "success")


def _said_of(rows: int) -> str:
    if not rows:
        return gettext("Nothing was added")
    return ngettext(
        "%(shown)s added from your list",
        "%(shown)s added from your list",
        rows,
        shown=number(rows),
    )


def _of_victims(draft_id: UUID, section: str) -> Draft:
    if section_of(section).model is not Victim:
        raise NotFound
    return mine(draft_id)


def _typed(draft: Draft, section: str, entry_id: str) -> store.Typed:
    """Return the entries of this item; 404 if there is none."""
    if section_of(section).each is None:
        raise NotFound
    if entry_id == _NEW:
        return {"kind": "person"} if SECTIONS[section].model is Victim else {}
    found = draft.content.lists.get(section, {}).get(entry_id)
    if found is None:
        raise NotFound
    return found


def _entry_page(draft: Draft, section: str, entry_id: str, form: SectionForm) -> str:
    return htmx.render(
        "drafts/entry.html",
        block="content",
        draft=draft,
        name=section,
        section=SECTIONS[section],
        entry_id=entry_id,
        form=form,
        token=request.form.get("entry", str(uuid4())),
    )


def _remove_page(draft: Draft, section: str, entry_id: str, form: RemoveForm) -> str:
    _typed(draft, section, entry_id)
    part = reviewed(tasks(draft.content)[section], draft.content)
    this = next((one for one in part.entries if one.entry_id == entry_id), None)
    return htmx.render(
        "drafts/remove.html",
        block="content",
        draft=draft,
        name=section,
        section=SECTIONS[section],
        entry_id=entry_id,
        entry=this,
        form=form,
    )


def _import_page(draft: Draft, form: FileForm, found: sheet.Read | None = None) -> str:
    shown: Any = found.faults[:_FAULTS] if found else []
    return htmx.render(
        "drafts/import.html",
        block="content",
        draft=draft,
        form=form,
        found=found,
        faults=shown,
        good=RemoveForm(formdata=None),
        columns=sheet.COLUMNS,
        most=MOST_VICTIMS,
    )
