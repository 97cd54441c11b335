"""Publication: what is being prepared, what is redacted, and what is public."""

from collections.abc import Sequence
from functools import partial
from typing import Any
from uuid import UUID

from flask import Blueprint, redirect, request, url_for
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from portal.casefile.lint import passages
from portal.followup.publication import opening, queries, words
from portal.followup.publication.binding import salt_of
from portal.followup.publication.forms import ApproveForm, RedactForm
from portal.followup.publication.opening import Opened, found, opened, sealed
from portal.followup.publication.queries import READERS, REDACTS, Letter
from portal.followup.publication.read_model import CONSUMER
from portal.followup.publication.rendition import Place, sentences
from portal.web import htmx, paging
from portal.web.accounts import account as accounts
from portal.web.accounts.access import current_actor, require
from portal.web.accounts.fresh import fresh
from portal.web.commands import CommandRefused
from portal.web.context import commands, vault
from portal.web.db import engine
from portal.web.demonstration.clock import deadline_time
from portal.web.forms import CommandForm
from portal.web.polling import version
from portal.web.waiting import waited
from shared.core.commitment import committed
from shared.core.message import derive_id
from shared.core.roles import Role

bp = Blueprint("publication", __name__, url_prefix="/publication")


@bp.app_context_processor
def _words() -> dict[str, object]:
    return {"publication_words": words}


@bp.get("")
@require(*READERS)
def index() -> str | Response:
    actor = current_actor()
    with engine().connect() as conn:
        seen = version(conn, CONSUMER)
        if request.args.get("seen") == seen:
            return htmx.make_response("", 204)
        return htmx.render(
            "publication/index.html",
            block="lists",
            lists=queries.lists(conn, actor, paging.asked),
            at=deadline_time(conn),
            version=seen,
        )


@bp.get("/<uuid:communication_id>")
@require(*READERS)
def letter(communication_id: UUID) -> str | Response:
    done = waited(engine(), CONSUMER, request.args.get("after"))
    actor = current_actor()
    with engine().connect() as conn:
        seen = version(conn, CONSUMER)
        this = queries.find(conn, actor, str(communication_id))
        if this is None:
            raise NotFound
        if request.args.get("seen") == seen:
            return htmx.make_response("", 204)
        steps = queries.steps_of(conn, this.communication_id)
        names = accounts.names(conn, {one.by_id for one in steps if one.by_id})
        documents = queries.documents_of(conn, this.communication_id)
        at = deadline_time(conn)
    return htmx.render(
        "publication/letter.html",
        block="state",
        letter=this,
        documents=documents,
        steps=steps,
        names=names,
        at=at,
        version=seen,
        processing=not done,
        redacts=opening.redacts(actor, this),
        approves=actor.has(Role.PUBLICATION_OFFICER),
        holds=opening.holds(actor, this),
    )


@bp.route("/<uuid:communication_id>/<document>/redact", methods=["GET", "POST"])
@require(*REDACTS)
def redact(communication_id: UUID, document: str) -> str | Response | tuple[str, int]:
    waited(engine(), CONSUMER, request.args.get("after"))
    this = _redactable(communication_id, document)
    form = RedactForm()
    if request.method == "GET":
        return _tool(this, form)
    ticked = request.form.getlist("sentence")
    if not form.validate():
        return _tool(this, form, ticked), 422
    places = form.places(this.text or "", ticked)
    if not places:
        form.form_errors.append("Tick a sentence, or enter words that stand in the text.")
        return _tool(this, form, ticked), 422
    try:
        return _made(this, form, [(place, form.reason.data or "") for place in places])
    except CommandRefused as no:
        form.form_errors.append(no.sentence)
        return _tool(this, form, ticked), no.status


@bp.post("/<uuid:communication_id>/<document>/passages")
@require(Role.HUMAN_RIGHTS_OFFICER)
@fresh("see where a text for publication may tell who the source is")
def look(communication_id: UUID, document: str) -> str | tuple[str, int]:
    """Show once where a source may be told, to who may know: an opening of the identity."""
    return passages.shown(_checking(_redactable(communication_id, document)))


@bp.post("/<uuid:communication_id>/<document>/clear")
@require(Role.HUMAN_RIGHTS_OFFICER)
@fresh("confirm that passages for publication do not tell who the source is")
def clear(communication_id: UUID, document: str) -> str | Response | tuple[str, int]:
    return passages.stayed(_checking(_redactable(communication_id, document)))


@bp.post("/<uuid:communication_id>/<document>/proposed")
@require(*REDACTS)
def proposed(communication_id: UUID, document: str) -> str | Response | tuple[str, int]:
    """Redact those of the proposed places that are ticked."""
    this = _redactable(communication_id, document)
    form = CommandForm()
    ticked = set(request.form.getlist("place"))
    chosen = [
        (one.place, one.reason)
        for one in this.proposals
        if f"{one.place.start}-{one.place.end}" in ticked
    ]
    shown = RedactForm(formdata=None)
    if not form.validate() or not chosen:
        shown.form_errors.append("Tick at least one of the proposed places.")
        return _tool(this, shown), 422
    try:
        return _made(this, form, chosen)
    except CommandRefused as no:
        shown.form_errors.append(no.sentence)
        return _tool(this, shown), no.status


@bp.post("/<uuid:communication_id>/<document>/remove")
@require(*REDACTS)
def remove(communication_id: UUID, document: str) -> str | Response | tuple[str, int]:
    this = _redactable(communication_id, document)
    form = CommandForm()
    shown = RedactForm(formdata=None)
    chosen = request.form.getlist("redaction")
    if not form.validate() or not chosen:
        shown.form_errors.append("Tick at least one redaction to take out.")
        return _tool(this, shown), 422
    try:
        return _changed(this, form, "remove-redactions", {"redactions": chosen})
    except CommandRefused as no:
        shown.form_errors.append(no.sentence)
        return _tool(this, shown), no.status


@bp.route("/<uuid:communication_id>/<document>/approve", methods=["GET", "POST"])
@require(Role.PUBLICATION_OFFICER)
@fresh("approve a text for publication")
def approve(communication_id: UUID, document: str) -> str | Response | tuple[str, int]:
    this = _redactable(communication_id, document)
    form = ApproveForm()
    if request.method == "GET":
        return _preview(this, form)
    if not form.validate() or this.document.text is None:
        return _preview(this, form), 422
    if this.check.doubtful and not form.looked.data:
        form.looked.errors = ["Look at these places, and tick that you did"]
        return _preview(this, form), 422
    made = [one.redaction_id for one in this.document.redactions]
    if set((form.redactions.data or "").split(",")) - {""} != set(made):
        form.form_errors.append("The redactions have changed since you opened this page.")
        return _preview(this, ApproveForm(formdata=None), form.form_errors), 409
    command = {
        "redactions": made,
        "rendition": sealed(this.document.text.subject, this.rendition),
        "rendition_hash": committed(
            this.rendition, salt_of(vault(), this.letter.communication_id, document)
        ),
        "source_findings": len(this.check.sources),
        "name_findings": len(this.check.names),
    }
    try:
        after = _asked(this.letter, form, "approve-redaction", {**_of(this), **command})
    except CommandRefused as no:
        form.form_errors.append(no.sentence)
        return _preview(this, form), no.status
    return _to_letter(this.letter, after)


def asked(letter: Letter, form: CommandForm, type_: str, command: dict[str, Any]) -> Response:
    """Ask for a decision about the letter, and go back to its page."""
    after = _asked(letter, form, type_, {"communication_id": letter.communication_id, **command})
    return _to_letter(letter, after)


def _redactable(communication_id: UUID, document: str) -> Opened:
    """The document, open; 404 for an officer of another mandate."""
    if not opening.redacts(current_actor(), found(communication_id)):
        raise NotFound
    return opened(communication_id, document)


def _made(this: Opened, form: CommandForm, places: list[tuple[Place, str]]) -> Response:
    redactions = [
        {
            "redaction_id": str(derive_id("redaction", form.id, place.start, place.end)),
            "start": place.start,
            "end": place.end,
            "form": "initials" if place.initials else "removed",
            "reason": reason,
        }
        for place, reason in places
    ]
    return _changed(this, form, "make-redactions", {"redactions": redactions})


def _changed(this: Opened, form: CommandForm, type_: str, command: dict[str, Any]) -> Response:
    after = _asked(this.letter, form, type_, {**_of(this), **command})
    page = url_for(
        ".redact",
        communication_id=this.letter.communication_id,
        document=this.document.document,
        after=after,
    )
    return redirect(page, 303)


def _asked(letter: Letter, form: CommandForm, type_: str, command: dict[str, Any]) -> str | None:
    accepted = commands().ask(
        "followup",
        type_,
        command,
        by=current_actor(),
        command_id=form.id,
        correlation_id=letter.correlation_id,
    )
    return accepted.after


def _of(this: Opened) -> dict[str, Any]:
    return {
        "communication_id": this.letter.communication_id,
        "document": this.document.document,
    }


def _to_letter(letter: Letter, after: str | None) -> Response:
    page = url_for("publication.letter", communication_id=letter.communication_id, after=after)
    return redirect(page, 303)


def _checking(this: Opened) -> passages.Checking:
    here = _of(this)
    return passages.Checking(
        text=this.rendition,
        result=this.check,
        again=partial(_tool, this, RedactForm(formdata=None)),
        back=url_for(".redact", **here),
        title="Redact",
        address=url_for(".clear", **here),
        what_to_do="Redact them. Nobody can decide otherwise: a source is never named.",
    )


def _tool(
    this: Opened,
    form: RedactForm,
    ticked: list[str] | None = None,
    *,
    look: passages.LookForm | None = None,
    refusal: str | None = None,
) -> str:
    if refusal:
        form.form_errors.append(refusal)
    text = this.text or ""
    with engine().connect() as conn:
        names = accounts.names(conn, {one.made_by for one in this.document.redactions})
    return htmx.render(
        "publication/redact.html",
        block="content",
        opened=this,
        form=form,
        look=look or passages.offered(this.check),
        plain=CommandForm(formdata=None),
        ticked=ticked or [],
        sentences=[(one, text[one.start : one.end]) for one in sentences(text)],
        proposals=[(one, opening.context(text, one.place)) for one in this.proposals],
        made=[(one, opening.context(text, one.place)) for one in this.document.redactions],
        names=names,
        approves=current_actor().has(Role.PUBLICATION_OFFICER),
    )


def _preview(this: Opened, form: ApproveForm, errors: Sequence[str] = ()) -> str:
    form.form_errors.extend(errors)
    if not form.redactions.data:
        form.redactions.data = ",".join(one.redaction_id for one in this.document.redactions)
    return htmx.render(
        "publication/approve.html",
        block="content",
        opened=this,
        form=form,
        doubtful=[(one, opening.context(this.rendition, one)) for one in this.check.doubtful],
        redacted=current_actor().actor_id in this.redactors,
    )
