"""The JSON API for organisations with their own systems: file a submission, and follow it."""

from typing import Any
from uuid import UUID, uuid4

from flask import Blueprint, Response, jsonify, request, url_for
from pydantic import ValidationError
from werkzeug.exceptions import UnsupportedMediaType
from werkzeug.wrappers import Response as AnyResponse

from portal.casefile.filing import Filing, wrong
from portal.casefile.submissions import queries, receipts
from portal.casefile.submissions.receipts import Receipt
from portal.casefile.submissions.receive import Altered, code_of, receive, secrets_of
from portal.casefile.submissions.sealing import TooLong
from portal.casefile.submissions.status import FOR_THE_SOURCE
from portal.source.api import files, following
from portal.source.api.asking import KEY_IS_NONE, NOT_THEIRS, SOURCES, keyed, theirs, usable
from portal.source.api.description import described
from portal.web.accounts.access import current_actor, public, token
from portal.web.accounts.programs import Scope
from portal.web.answers.errors import problem
from portal.web.context import now
from portal.web.db import engine
from portal.web.delivery.behind import behind
from shared.core.case_numbers import case_number
from shared.core.message import derive_id

bp = Blueprint("api", __name__, url_prefix="/api/v1")

bp.register_blueprint(files.bp)
bp.register_blueprint(following.bp)


@bp.get("/openapi.json")
@public
def openapi() -> Response:
    return jsonify(described())


@bp.post("/submissions")
@token(*SOURCES, scope=Scope.FILE)
def file() -> AnyResponse:
    """Keep a submission: 201 with its codes, or a problem that names the fields.

    Sent again under the same ``Idempotency-Key`` it is the same submission, with the same answer.
    """
    if request.mimetype != "application/json":
        raise UnsupportedMediaType("Send the submission as application/json.")
    actor = current_actor()
    key = request.headers.get("Idempotency-Key")
    if key is not None and not usable(key):
        return problem(400, KEY_IS_NONE)
    try:
        filing = Filing.model_validate_json(request.get_data(), context=actor)
    except ValidationError as error:
        return _refused(error)
    command_id = uuid4() if key is None else _command(actor.actor_id, key)
    try:
        receipt = receive(filing, by=actor, command_id=command_id, channel="api")
    except TooLong as no:
        return problem(422, f"{no}.")
    except Altered:
        return problem(422, "Another submission was filed under this Idempotency-Key.")
    return _receipted(receipt)


def _command(account_id: str, key: str) -> UUID:
    """Return the command under this key; the one of a release before, if it filed something."""
    before = derive_id("api", account_id, key)
    with engine().connect() as conn:
        if receipts.by_command(conn, before) is not None:
            return before
    return keyed("api", key)


@bp.get("/submissions/<code>")
@token(*SOURCES, scope=Scope.STATUS)
def status(code: str) -> AnyResponse:
    """Return the submission's status, for the source and their organisation; else 404."""
    actor = current_actor()
    with engine().connect() as conn:
        receipt = theirs(conn, code, actor)
        if receipt is None:
            return problem(404, NOT_THEIRS)
        stage = queries.stage_of(conn, receipt)
    return jsonify(
        tracking_code=code_of(receipt),
        case_number=case_number(receipt.submission_id),
        received_at=receipt.created_at.isoformat(),
        stage=stage,
        status=str(FOR_THE_SOURCE[stage].word),
        meaning=str(FOR_THE_SOURCE[stage].sentence),
    )


def _receipted(receipt: Receipt) -> AnyResponse:
    code = code_of(receipt)
    if code is None:  # the key that made it has been retired since the submission came first
        return problem(410, "This was filed before, and its tracking code cannot be told again.")
    where = url_for("api.status", code=code, _external=False)
    answer = jsonify(
        tracking_code=code,
        return_code=secrets_of(receipt).return_code,
        case_number=case_number(receipt.submission_id),
        received_at=receipt.created_at.isoformat(),
        status_url=where,
        delayed=_is_delayed(receipt),
    )
    answer.status_code = 201
    answer.headers["Location"] = where
    return answer


def _is_delayed(receipt: Receipt) -> bool:
    if behind(engine(), now()) is None:
        return False
    with engine().connect() as conn:
        return not queries.delivered(conn, receipt)


def _refused(error: ValidationError) -> AnyResponse:
    """400 for what is no JSON object, else 422 with each field and what to do about it."""
    first: Any = error.errors(include_url=False, include_input=False, include_context=False)[0]
    if first["type"] in {"json_invalid", "model_type", "model_attributes_type"}:
        return problem(400, "Send one JSON object with the fields of a submission.")
    errors = [{"field": one.field, "reason": one.reason} for one in wrong(error)]
    return problem(422, "Some fields are missing or wrong.", errors=errors)
