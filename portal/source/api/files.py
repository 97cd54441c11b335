"""Files by the API: one in each request, for a submission that has its receipt."""

from collections.abc import Mapping
from typing import Any, Final, cast
from uuid import UUID, uuid4

from flask import Blueprint, jsonify, request
from pydantic_core import from_json
from werkzeug.datastructures import FileStorage
from werkzeug.exceptions import RequestEntityTooLarge, UnsupportedMediaType
from werkzeug.wrappers import Response

from portal.casefile.attachments.adding import ADD, add_one, command_of
from portal.casefile.attachments.forms import HIDDEN_DETAILS, IN_LANGUAGES, TO_GOVERNMENT, chosen
from portal.casefile.attachments.keep import About, ToGovernment, sha256_of
from portal.casefile.attachments.taking import Refused
from portal.source.api.asking import KEY_IS_NONE, NOT_THEIRS, SOURCES, keyed, theirs, usable
from portal.web.accounts.access import current_actor, token
from portal.web.accounts.programs import Scope
from portal.web.answers.errors import problem
from portal.web.context import settings, vault
from portal.web.db import engine
from portal.web.delivery import outbox
from shared.core.message import Sealed, derive_id

bp = Blueprint("files", __name__, url_prefix="/submissions/<code>/files")

_ONE: Final = "Send one file, with its name, in the field 'file' of a multipart form."
_ANSWERS: Final = (
    "Say of the file only what the description knows: to_government, language, hidden_details."
)
_OTHER: Final = "Another file was sent under this Idempotency-Key."


@bp.post("")
@token(*SOURCES, scope=Scope.FILE)
def add(code: str) -> Response:
    """Keep a file: 201, or a problem that says why not. The rules are the pages'."""
    if request.mimetype != "multipart/form-data":
        raise UnsupportedMediaType("Send the file as multipart/form-data.")
    actor, key = current_actor(), request.headers.get("Idempotency-Key")
    if key is not None and not usable(key):
        return problem(400, KEY_IS_NONE)
    with engine().connect() as conn:
        receipt = theirs(conn, code, actor)
    if receipt is None:
        return problem(404, NOT_THEIRS)
    submission_id = UUID(receipt.submission_id)
    file_id = uuid4() if key is None else _file_id(actor.actor_id, submission_id, key)
    files = _sent()
    if len(files) != 1:
        return problem(422, _ONE)
    about = _about()
    if about is None:
        return problem(422, _ANSWERS)
    try:
        add_one(files[0], submission_id, file_id, by=actor, about=about)
    except Refused as no:
        return problem(no.status, str(no))
    kept = _kept(file_id)
    if not _same(files[0], kept):
        return problem(422, _OTHER)
    answer = jsonify(
        file_id=str(file_id),
        size=kept["size"],
        media_type=kept["media_type"],
        scanned=kept["scanned"],
    )
    answer.status_code = 201
    return answer


def _file_id(account_id: str, submission_id: UUID, key: str) -> UUID:
    """Return the file under this key; the one of a release before, if it was kept."""
    before = derive_id("api file", account_id, submission_id, key)
    with engine().connect() as conn:
        if outbox.find(conn, command_of(ADD, before)) is not None:
            return before
    return keyed("api file", submission_id, key)


def _about() -> About | None:
    """Return the details of the file; None if they do not match the description."""
    to_government = request.form.get("to_government", "ask")
    language = request.form.get("language") or None
    hidden = request.form.get("hidden_details", "keep")
    known = language is None or language in IN_LANGUAGES
    if to_government not in TO_GOVERNMENT or hidden not in HIDDEN_DETAILS or not known:
        return None
    return About(
        language=language,
        to_government=cast("ToGovernment", to_government),
        scrub=hidden == "remove",
    )


def _sent() -> list[FileStorage]:
    try:
        return list(chosen("file"))
    except RequestEntityTooLarge:
        most = settings().attachment_bytes // 1024**2
        raise RequestEntityTooLarge(f"A file may have up to {most} MB. Nothing was kept.") from None


def _kept(file_id: UUID) -> Mapping[str, Any]:
    """Return the data for intake; the file is stored before anybody gets an answer."""
    with engine().connect() as conn:
        row = outbox.find(conn, command_of(ADD, file_id))
    assert row is not None  # noqa: S101  # it was put there just now, or before
    data: Mapping[str, Any] = row["data"]
    return data


def _same(file: FileStorage, kept: Mapping[str, Any]) -> bool:
    """Whether it is the file that was kept; of one that was erased nobody knows."""
    details = vault().secret(Sealed(**kept["details"]))
    if details is None:
        return True
    opened = from_json(details)
    sent: str = opened.get("sent") or opened["sha256"]
    return sent == sha256_of(file.stream)
