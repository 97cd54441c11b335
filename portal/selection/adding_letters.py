"""A candidate adds reference letters to the draft of an application, and takes them out again.

A letter is checked, scanned and encrypted under the draft's key as it arrives. It waits for the
draft, and goes with it (decision 0018).
"""

from pathlib import PurePath
from typing import Any, Final
from uuid import UUID

from flask import Blueprint, abort, flash, redirect, request, url_for
from pydantic_core import from_json, to_jsonable_python
from werkzeug.datastructures import FileStorage
from werkzeug.wrappers import Response

from portal.casefile.attachments.adding import each
from portal.casefile.attachments.forms import FilesForm, rules
from portal.casefile.attachments.taking import Refused, give_back, take
from portal.casefile.drafts.expiry import subject_of
from portal.selection import application_drafts, page
from portal.selection.application_drafts import Busy, Draft
from portal.selection.letters import Letter
from portal.selection.opening import called, sent_to
from portal.selection.stage import Vacancy
from portal.web import htmx
from portal.web.accounts.access import current_account, require
from portal.web.context import vault
from portal.web.forms import PageForm
from portal.web.i18n.texts import gettext, lazy
from shared.contracts.stakeholders_letters import MOST_LETTERS, ReferenceLetter
from shared.core.message import Sealed, derive_id
from shared.core.roles import Role

bp = Blueprint("adding", __name__, url_prefix="/candidate/apply/<uuid:vacancy_id>/letters")
_candidate = require(Role.CANDIDATE)

ENDINGS: Final = (".pdf", ".docx", ".odt", ".txt", ".jpg", ".jpeg", ".png")
"""A letter is a document, or a picture of one."""

_TOO_MANY = lazy(
    "An application has at most %(most)s reference letters. Remove one first.", most=MOST_LETTERS
)
_KIND = lazy("Send a letter as a document or a picture: %(endings)s.", endings=", ".join(ENDINGS))
_BUSY = lazy("Another device saved this application at the same moment. Send the letter again.")

Answer = str | Response | tuple[str, int]


class RemoveForm(PageForm):
    """Nothing to fill in."""


@bp.get("")
@_candidate
def index(vacancy_id: UUID) -> Answer:
    one = called(vacancy_id)
    if sent := sent_to(one):
        return redirect(sent, 303)
    return _page(one, FilesForm(formdata=None))


@bp.post("")
@_candidate
def add(vacancy_id: UUID) -> Answer:
    one, form = called(vacancy_id), FilesForm()
    if sent := sent_to(one):
        return redirect(sent, 303)
    if not form.validate():
        return _page(one, form), 422
    done = each(form.sent, lambda file, place: _add(one, file, derive_id("file", form.id, place)))
    if done.refused:
        form.refuse(done.refused)
        return _page(one, form.again(), added=done.number), 422
    return redirect(url_for(".index", vacancy_id=vacancy_id), 303)


@bp.route("/<uuid:letter_id>/remove", methods=["GET", "POST"])
@_candidate
def remove(vacancy_id: UUID, letter_id: UUID) -> Answer:
    """Take a letter out of the draft; whoever sends the form twice finds that it is out."""
    one, form = called(vacancy_id), RemoveForm()
    draft = _draft(one)
    gone = draft.letters.get(str(letter_id))
    if gone is None:
        if request.method == "POST":
            return redirect(url_for(".index", vacancy_id=vacancy_id), 303)
        abort(404)
    if not form.validate_on_submit():
        return _remove_page(one, str(letter_id), gone, form)
    rest = {key: kept for key, kept in draft.letters.items() if key != str(letter_id)}
    try:
        application_drafts.keep_letters(current_account().account_id, draft, rest)
    except Busy:
        form.form_errors.append(
            gettext("Another device saved this application at the same moment. Try again.")
        )
        return _remove_page(one, str(letter_id), gone, form), 409
    give_back(gone["object_name"])
    flash(gettext("Removed"), "success")
    return redirect(url_for(".index", vacancy_id=vacancy_id), 303)


def listed(draft: Draft) -> list[Letter]:
    """Return the letters of a draft as its candidate's pages list them."""
    return [_listed(letter_id, kept) for letter_id, kept in draft.letters.items()]


def told(draft: Draft) -> tuple[ReferenceLetter, ...]:
    """Return what the application tells of its letters, sealed under the candidate's key."""
    return tuple(
        ReferenceLetter(
            letter_id=letter_id,
            object_name=kept["object_name"],
            sha256=kept["sha256"],
            size=kept["size"],
            media_type=kept["media_type"],
            scanned=kept["scanned"],
            details=page.seal(draft.draft_id, _details(kept)),
        )
        for letter_id, kept in draft.letters.items()
    )


def _add(one: Vacancy, file: FileStorage, letter_id: UUID) -> None:
    draft, name = _draft(one), str(letter_id)
    if name in draft.letters:  # the same form again
        return
    if len(draft.letters) >= MOST_LETTERS:
        raise Refused(str(_TOO_MANY))
    if PurePath(file.filename or "").suffix.lower() not in ENDINGS:
        raise Refused(str(_KIND))
    kept = take(file, subject=subject_of(draft.draft_id), draft_id=draft.draft_id)
    letters = {**draft.letters, name: to_jsonable_python(kept)}
    try:
        application_drafts.keep_letters(current_account().account_id, draft, letters)
    except Busy:
        give_back(kept.object_name)
        raise Refused(str(_BUSY)) from None


def _draft(one: Vacancy) -> Draft:
    return application_drafts.find(current_account().account_id, one.vacancy_id)


def _details(kept: Any) -> str | None:
    """Name, fingerprint and key of the file: the draft's key is there as long as the draft is."""
    return vault().unfinished(Sealed(**kept["details"]))


def _listed(letter_id: str, kept: Any) -> Letter:
    details = _details(kept)
    return Letter(
        letter_id=letter_id,
        name=from_json(details)["name"] if details else None,
        size=kept["size"],
        scanned=kept["scanned"],
    )


def _page(one: Vacancy, form: FilesForm, *, added: int = 0) -> str:
    return htmx.render(
        "selection/apply_letters.html",
        block="content",
        vacancy=one,
        letters=listed(_draft(one)),
        form=form,
        added=added,
        most=MOST_LETTERS,
        rules={**rules(), "endings": ENDINGS},
    )


def _remove_page(one: Vacancy, letter_id: str, kept: Any, form: RemoveForm) -> str:
    return htmx.render(
        "selection/apply_letter_remove.html",
        block="content",
        vacancy=one,
        letter=_listed(letter_id, kept),
        form=form,
    )
