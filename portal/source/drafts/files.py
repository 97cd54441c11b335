"""Files in a draft: kept under the draft's key, then filed together with it."""

from io import SEEK_END
from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, url_for
from pydantic_core import from_json, to_json, to_jsonable_python
from werkzeug.datastructures import FileStorage
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from portal.casefile.attachments import taking
from portal.casefile.attachments.adding import ADD, MOST, TOO_MANY, command_of, each
from portal.casefile.attachments.forms import EvidenceForm, rules
from portal.casefile.attachments.keep import About
from portal.casefile.attachments.taking import Refused, take
from portal.casefile.drafts.expiry import subject_of
from portal.source.drafts import store
from portal.source.drafts.mine import mine
from portal.source.drafts.store import Content, Draft, Typed
from portal.source.pace import gate as pace
from portal.web import htmx
from portal.web.accounts.access import drafting
from portal.web.context import vault
from portal.web.forms import PageForm
from portal.web.i18n.texts import gettext, lazy
from shared.contracts.intake_commands import AddAttachment
from shared.core.message import Sealed, derive_id
from shared.core.roles import Role

bp = Blueprint("files", __name__, url_prefix="/drafts/<uuid:draft_id>/files")

_WRITERS = (Role.NGO_MEMBER, Role.CONTACT_POINT, Role.QUICK_RESPONSE_DESK)
_GONE = lazy("This draft was sent or thrown away meanwhile. The file was not kept.")


class RemoveForm(PageForm):
    """Nothing to fill in."""


@bp.get("/")
@drafting(*_WRITERS)
def index(draft_id: UUID) -> str:
    return _page(mine(draft_id), EvidenceForm(formdata=None))


@bp.post("/")
@drafting(*_WRITERS)
def add(draft_id: UUID) -> Response | tuple[str, int]:
    draft, form = mine(draft_id), EvidenceForm()
    if not form.validate():
        return _page(draft, form), 422
    done = each(
        form.sent,
        lambda file, place: _add(draft, file, derive_id("file", form.id, place), form.about),
    )
    if done.refused:
        form.refuse(done.refused)
        return _page(mine(draft_id), form.again(), added=done.number), 422
    return redirect(url_for("drafts.files.index", draft_id=draft_id), 303)


@bp.get("/<uuid:file_id>/remove")
@drafting(*_WRITERS)
def remove_form(draft_id: UUID, file_id: UUID) -> str:
    return _remove_page(mine(draft_id), file_id, RemoveForm(formdata=None))


@bp.post("/<uuid:file_id>/remove")
@drafting(*_WRITERS)
def remove(draft_id: UUID, file_id: UUID) -> Response | tuple[str, int]:
    draft, form = mine(draft_id), RemoveForm()
    if not form.validate():
        return _remove_page(draft, file_id, form), 422
    gone = _file(draft, file_id)

    def drop(content: Content) -> None:
        dropped = content.files.pop(str(file_id), None)
        content.removed += dropped["size"] if dropped else 0

    if store.change(draft, drop):
        taking.give_back(gone["object_name"])
        flash(gettext("Removed"), "success")
    return redirect(url_for("drafts.files.index", draft_id=draft_id), 303)


def carried(draft: Draft, submission_id: str) -> list[tuple[UUID, AddAttachment]]:
    """Return each command, with its id, that tells intake of a file of this draft."""
    seal = vault().sealer(f"submission-{submission_id}")
    return [
        (
            command_of(ADD, file_id),
            AddAttachment(
                submission_id=submission_id,
                attachment_id=file_id,
                object_name=file["object_name"],
                sha256=file["sha256"],
                size=file["size"],
                media_type=file["media_type"],
                scanned=file["scanned"],
                details=seal(_details(file)),
            ),
        )
        for file_id, file in draft.content.files.items()
    ]


def listed(draft: Draft) -> list[dict[str, Any]]:
    """Return the files as pages list them: id, name, size, whether scanned."""
    return [
        {
            "file_id": file_id,
            "name": from_json(_details(file))["name"],
            "size": file["size"],
            "scanned": file["scanned"],
        }
        for file_id, file in draft.content.files.items()
    ]


def _add(draft: Draft, file: FileStorage, file_id: UUID, about: About) -> None:
    name = str(file_id)
    now_there = store.find(draft.account_id, draft.draft_id)
    if now_there is None:
        raise Refused(_GONE)
    if name in now_there.content.files:  # the same form again
        return
    if len(now_there.content.files) >= MOST:
        raise Refused(TOO_MANY)
    if (later := pace.file_waits(_size(file), before=now_there.content.came)) is not None:
        raise Refused(later)
    kept = take(file, subject=subject_of(draft.draft_id), draft_id=draft.draft_id, about=about)
    told: Typed = to_jsonable_python(kept)

    def put(content: Content) -> None:
        if len(content.files) < MOST:
            content.files.setdefault(name, told)

    there = store.change(now_there, put)
    after = store.find(draft.account_id, draft.draft_id)
    if there and after is not None and after.content.files.get(name) == told:
        return
    taking.give_back(kept.object_name)
    if not there:
        raise Refused(_GONE)


def _size(file: FileStorage) -> int:
    size = file.stream.seek(0, SEEK_END)
    file.stream.seek(0)
    return size


def _details(file: Typed) -> str:
    """Name, fingerprint and key of the file: the draft's key is there as long as the draft is."""
    return vault().unfinished(Sealed(**file["details"])) or to_json({"name": ""}).decode()


def _file(draft: Draft, file_id: UUID) -> Typed:
    found = draft.content.files.get(str(file_id))
    if found is None:
        raise NotFound
    return found


def _page(draft: Draft, form: EvidenceForm, *, added: int = 0) -> str:
    return htmx.render(
        "drafts/files.html",
        block="content",
        draft=draft,
        files=listed(draft),
        form=form,
        added=added,
        most=MOST,
        rules=rules(),
    )


def _remove_page(draft: Draft, file_id: UUID, form: RemoveForm) -> str:
    _file(draft, file_id)
    this = next(one for one in listed(draft) if one["file_id"] == str(file_id))
    return htmx.render(
        "drafts/remove_file.html", block="content", draft=draft, file=this, form=form
    )
