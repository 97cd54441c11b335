"""What a program does with what was filed: list it, answer the desk, see and change consent."""

from collections.abc import Mapping
from typing import Any, Literal, NoReturn, TypeVar
from uuid import UUID, uuid4

from flask import Blueprint, Response, abort, jsonify, request
from pydantic import BaseModel, ConfigDict, Field, ValidationError
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import UnsupportedMediaType
from werkzeug.wrappers import Response as AnyResponse

from portal.casefile.filing import wrong
from portal.casefile.submissions import queries, receipts
from portal.casefile.submissions.forms import AnswerForm
from portal.casefile.submissions.questions import read
from portal.casefile.submissions.receipts import Receipt
from portal.casefile.submissions.receive import code_of
from portal.casefile.submissions.status import FOR_THE_SOURCE
from portal.casefile.submissions.texts import people
from portal.casefile.submissions.victims import SCOPES
from portal.source.api.asking import KEY_IS_NONE, NOT_THEIRS, SOURCES, keyed, theirs, usable
from portal.source.channel.consent import lines
from portal.web import paging
from portal.web.accounts.access import current_actor, token
from portal.web.accounts.programs import Scope
from portal.web.act import ask
from portal.web.answers.errors import problem
from portal.web.context import vault
from portal.web.db import engine
from shared.contracts.intake import ConsentScope
from shared.contracts.intake_commands import GrantConsent, ProvideInformation, WithdrawConsent
from shared.core.case_numbers import case_number
from shared.reference import LANGUAGES

bp = Blueprint("following", __name__, url_prefix="/submissions")

NO_STAGE = "stage: one of " + ", ".join(FOR_THE_SOURCE) + "."
NO_QUESTION = "This submission has no such question."
NO_PERSON = "This submission names no such person."
_MOST = 9_999  # pages
Body = TypeVar("Body", bound=BaseModel)


class Answer(BaseModel):
    """The answer to a question of the desk. `language`: the code of the one it is written in."""

    model_config = ConfigDict(extra="forbid", strict=True)

    answer: str = Field(min_length=1, max_length=20_000)
    language: str | None = Field(default=None, json_schema_extra={"enum": [*LANGUAGES, None]})


class ConsentChange(BaseModel):
    """What consent to withdraw or to give. Without `person_id`: of all persons."""

    model_config = ConfigDict(extra="forbid", strict=True)

    scope: ConsentScope
    change: Literal["withdraw", "give"]
    person_id: str | None = Field(default=None, max_length=36)


@bp.get("")
@token(*SOURCES, scope=Scope.LIST)
def index() -> AnyResponse:
    """Return a page of what the account and its organisation filed, newest first."""
    stage = request.args.get("stage", "")
    if stage and stage not in FOR_THE_SOURCE:
        return problem(422, NO_STAGE)
    page = min(paging.asked(), _MOST)
    with engine().connect() as conn:
        found = queries.lines(conn, current_actor(), page=page, stage=stage)
        codes = receipts.by_submissions(conn, [line.submission_id for line in found.shown])
    return jsonify(
        submissions=[_line(line, codes.get(line.submission_id)) for line in found.shown],
        page=page,
        next_page=page + 1 if found.more else None,
    )


def _line(line: queries.Line, receipt: Receipt | None) -> dict[str, Any]:
    return {
        "tracking_code": receipt and code_of(receipt),
        "case_number": case_number(line.submission_id),
        "received_at": line.received_at.isoformat(),
        "stage": line.stage,
        "status": str(line.status.word),
        "meaning": str(line.status.sentence),
        "mine": line.mine,
    }


@bp.get("/<code>/questions")
@token(*SOURCES, scope=Scope.ANSWER)
def questions(code: str) -> AnyResponse:
    """Return the questions of the desk and their answers, oldest first; null: erased."""
    of = _submission(code)["submission_id"]
    with engine().connect() as conn:
        rows = queries.questions_of(conn, of)
    return jsonify(
        questions=[
            {
                "question_id": row.question_id,
                "asked_at": row.asked_at.isoformat(),
                "question": question,
                "language": language or None,
                "answered_at": row.answered_at and row.answered_at.isoformat(),
                "answer": answer,
                "answer_language": answer_language or None,
            }
            for row, (question, language, answer, answer_language) in zip(
                rows, read(rows), strict=True
            )
        ]
    )


@bp.post("/<code>/answers/<uuid:question_id>")
@token(*SOURCES, scope=Scope.ANSWER)
def answer(code: str, question_id: UUID) -> AnyResponse:
    """Ask intake for it as the page does, with the rules of the page's form."""
    key, body = _key(), _body(Answer)
    of, asked = _submission(code)["submission_id"], str(question_id)
    with engine().connect() as conn:
        if asked not in {row.question_id for row in queries.questions_of(conn, of)}:
            return problem(404, NO_QUESTION)
    # The same answer again is the same command; nobody confirms a guess of it by the id.
    command_id = keyed("api answer", of, asked, key, f"{body.language or ''}:{body.answer}")
    typed = {"answer": body.answer, "command_id": str(command_id)}
    said = {"language": body.language} if body.language is not None else {}
    form = AnswerForm(MultiDict({**typed, **said}), meta={"csrf": False})
    if not form.validate():
        return _wrong(
            [
                {"field": name, "reason": str(one)}
                for name, errors in form.errors.items()
                for one in errors
            ]
        )
    seal = vault().sealer(f"submission-{of}")
    command = ProvideInformation(
        submission_id=of,
        question_id=asked,
        answer=seal(form.answer.data or ""),
        language=seal(body.language) if body.language else None,
    )
    ask(command, command_id, UUID(of))
    return Response(status=204)


@bp.get("/<code>/consent")
@token(*SOURCES, scope=Scope.CONSENT)
def consent(code: str) -> AnyResponse:
    """Return for how many persons each consent stands, and each person's own."""
    standing = _submission(code)["victims"]
    return jsonify(
        consents=[
            {"scope": one.scope, "given": one.given, "persons": one.persons}
            for one in lines(standing)
        ],
        persons=[
            {
                "person_id": one.victim_id,
                "name": one.name,
                **{scope: getattr(one.consent, scope) != "no" for scope in SCOPES},
            }
            for one in people(standing)
        ],
    )


@bp.post("/<code>/consent")
@token(*SOURCES, scope=Scope.CONSENT)
def change_consent(code: str) -> AnyResponse:
    """Ask intake for it as the page does."""
    key, body = _key(), _body(ConsentChange)
    submission = _submission(code)
    of, person = submission["submission_id"], body.person_id
    named = {one.victim.victim_id for one in submission["victims"]}
    if person is not None and person not in named:
        return problem(404, NO_PERSON)
    command = WithdrawConsent if body.change == "withdraw" else GrantConsent
    asked = (of, body.scope, body.change, person or "", key)
    ask(
        command(submission_id=of, scope=body.scope, victim_id=person),
        keyed("api consent", *asked),
        UUID(of),
    )
    return Response(status=204)


def _submission(code: str) -> Mapping[str, Any]:
    """Return what the pages show this person of the submission with this code; else 404."""
    actor = current_actor()
    with engine().connect() as conn:
        receipt = theirs(conn, code, actor)
        found = receipt and queries.one(conn, actor, receipt.submission_id)
    return found or _stop(problem(404, NOT_THEIRS))


def _key() -> str:
    """Return what tells this request from others: its key, or nothing that comes again."""
    key = request.headers.get("Idempotency-Key")
    if key is not None and not usable(key):
        _stop(problem(400, KEY_IS_NONE))
    return key or str(uuid4())


def _body(model: type[Body]) -> Body:
    if request.mimetype != "application/json":
        raise UnsupportedMediaType("Send it as application/json.")
    try:
        return model.model_validate_json(request.get_data())
    except ValidationError as error:
        first: Any = error.errors(include_url=False, include_input=False, include_context=False)[0]
        if first["type"] in {"json_invalid", "model_type", "model_attributes_type"}:
            _stop(problem(400, "Send one JSON object, as the description says."))
        _stop(_wrong([{"field": one.field, "reason": one.reason} for one in wrong(error)]))


def _wrong(errors: list[dict[str, str]]) -> AnyResponse:
    return problem(422, "Some fields are missing or wrong.", errors=errors)


def _stop(answer: AnyResponse) -> NoReturn:
    abort(answer)
