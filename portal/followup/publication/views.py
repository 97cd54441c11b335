"""Publication: what is being prepared, what is redacted, and what is public."""

from functools import partial
from typing import TypedDict
from uuid import UUID

from flask import Blueprint, request, url_for
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from portal.casefile.lint import passages
from portal.followup.publication import opening, queries, words
from portal.followup.publication.binding import salt_of
from portal.followup.publication.forms import ApproveForm, RedactForm
from portal.followup.publication.opening import Opened, found, opened
from portal.followup.publication.queries import READERS, REDACTS, Letter
from portal.followup.publication.read_model import CONSUMER
from portal.followup.publication.rendition import Place, sentences
from portal.web import htmx, paging
from portal.web.accounts import account as accounts
from portal.web.accounts.access import current_actor, require
from portal.web.accounts.fresh import fresh
from portal.web.act import About, Answer, act
from portal.web.commands import CommandRefused
from portal.web.context import now, vault
from portal.web.db import engine
from portal.web.forms import CommandForm
from portal.web.i18n.formats import listed
from portal.web.i18n.texts import gettext, lazy, pgettext
from portal.web.polling import version
from portal.web.timeline import told
from portal.web.waiting import waited
from shared.contracts.followup_publication_commands import (
    ApproveRedaction,
    MakeRedactions,
    Redaction,
    RemoveRedactions,
)
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
            at=now(),
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
        happened = told(conn, queries.steps_of(conn, this.communication_id))
        documents = queries.documents_of(conn, this.communication_id)
        at = now()
    return htmx.render(
        "publication/letter.html",
        block="state",
        letter=this,
        documents=documents,
        happened=happened,
        at=at,
        version=seen,
        processing=not done,
        redacts=opening.redacts(actor, this),
        approves=actor.has(Role.PUBLICATION_OFFICER),
        holds=opening.holds(actor, this),
    )


@bp.route("/<uuid:communication_id>/<document>/redact", methods=["GET", "POST"])
@require(*REDACTS)
def redact(communication_id: UUID, document: str) -> Answer:
    waited(engine(), CONSUMER, request.args.get("after"))
    this = _redactable(communication_id, document)
    form = RedactForm()
    ticked = request.form.getlist("sentence")

    def command() -> MakeRedactions:
        places = form.places(this.text or "", ticked)
        if not places:
            raise CommandRefused(422, "Tick a sentence, or enter words that stand in the text.")
        return _make(this, form, [(place, form.reason.data or "") for place in places])

    page = partial(_tool, this, form, ticked)
    return act(on(this.letter), form, page, command, to=_tool_address(this))


@bp.post("/<uuid:communication_id>/<document>/passages")
@require(Role.HUMAN_RIGHTS_OFFICER)
@fresh(lazy("see where a text for publication may tell who the source is"))
def look(communication_id: UUID, document: str) -> Answer:
    """Show once where a source may be told, to who may know: an opening of the identity."""
    return passages.shown(_checking(_redactable(communication_id, document)))


@bp.post("/<uuid:communication_id>/<document>/clear")
@require(Role.HUMAN_RIGHTS_OFFICER)
@fresh(lazy("confirm that passages for publication do not tell who the source is"))
def clear(communication_id: UUID, document: str) -> Answer:
    return passages.stayed(_checking(_redactable(communication_id, document)))


@bp.post("/<uuid:communication_id>/<document>/proposed")
@require(*REDACTS)
def proposed(communication_id: UUID, document: str) -> Answer:
    """Redact those of the proposed places that are ticked."""
    this, form = _redactable(communication_id, document), CommandForm()
    ticked = set(request.form.getlist("place"))

    def command() -> MakeRedactions:
        chosen = [
            (one.place, one.reason)
            for one in this.proposals
            if f"{one.place.start}-{one.place.end}" in ticked
        ]
        if not chosen:
            raise CommandRefused(422, "Tick at least one of the proposed places.")
        return _make(this, form, chosen)

    page = partial(_tool_again, this, form)
    return act(on(this.letter), form, page, command, to=_tool_address(this))


@bp.post("/<uuid:communication_id>/<document>/remove")
@require(*REDACTS)
def remove(communication_id: UUID, document: str) -> Answer:
    this, form = _redactable(communication_id, document), CommandForm()

    def command() -> RemoveRedactions:
        chosen = request.form.getlist("redaction")
        if not chosen:
            raise CommandRefused(422, "Tick at least one redaction to take out.")
        return RemoveRedactions(**_of(this), redactions=tuple(chosen))

    page = partial(_tool_again, this, form)
    return act(on(this.letter), form, page, command, to=_tool_address(this))


@bp.route("/<uuid:communication_id>/<document>/approve", methods=["GET", "POST"])
@require(Role.PUBLICATION_OFFICER)
@fresh(lazy("approve a text for publication"))
def approve(communication_id: UUID, document: str) -> Answer:
    this = _redactable(communication_id, document)
    original = this.document.text
    if original is None:
        raise NotFound
    form = ApproveForm(doubtful=bool(this.check.doubtful))

    def command() -> ApproveRedaction:
        made = [one.redaction_id for one in this.document.redactions]
        if set((form.redactions.data or "").split(",")) - {""} != set(made):
            form.redactions.data, form.looked.data = None, False
            raise CommandRefused(409, "The redactions have changed since you opened this page.")
        salt = salt_of(vault(), this.letter.communication_id, document)
        return ApproveRedaction(
            **_of(this),
            redactions=tuple(made),
            rendition=vault().seal(original.subject, this.rendition),
            rendition_hash=committed(this.rendition, salt),
            source_findings=len(this.check.sources),
            name_findings=len(this.check.names),
        )

    return act(on(this.letter), form, partial(_preview, this, form), command)


def on(this: Letter) -> About:
    """The letter, as the pages say it on which something is decided about it."""
    return About(
        address=url_for("publication.letter", communication_id=this.communication_id),
        case=this.correlation_id,
        back=gettext("Publication of %(reference)s", reference=this.reference),
        caption=listed((this.reference, words.recipient(this))),
        erased=gettext("This text was erased on request: nothing more can be recorded about it."),
    )


def _redactable(communication_id: UUID, document: str) -> Opened:
    """The document, open; 404 for an officer of another mandate."""
    if not opening.redacts(current_actor(), found(communication_id)):
        raise NotFound
    return opened(communication_id, document)


def _make(this: Opened, form: CommandForm, places: list[tuple[Place, str]]) -> MakeRedactions:
    redactions = [
        Redaction(
            redaction_id=str(derive_id("redaction", form.id, place.start, place.end)),
            start=place.start,
            end=place.end,
            form="initials" if place.initials else "removed",
            reason=reason,
        )
        for place, reason in places
    ]
    return MakeRedactions(**_of(this), redactions=tuple(redactions))


class _Of(TypedDict):
    communication_id: str
    document: str


def _of(this: Opened) -> _Of:
    return _Of(
        communication_id=this.letter.communication_id,
        document=this.document.document,
    )


def _tool_address(this: Opened) -> str:
    return url_for(".redact", **_of(this))


def _checking(this: Opened) -> passages.Checking:
    return passages.Checking(
        text=this.rendition,
        result=this.check,
        again=partial(_tool, this, RedactForm(formdata=None)),
        back=_tool_address(this),
        title=pgettext("what to do", "Redact"),
        address=url_for(".clear", **_of(this)),
        what_to_do=gettext("Redact them. Nobody can decide otherwise: a source is never named."),
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


def _tool_again(this: Opened, wrong: CommandForm) -> str:
    """Show the tool with what is wrong with another form of its page."""
    form = RedactForm(formdata=None)
    form.form_errors.extend(said for several in wrong.errors.values() for said in several)
    return _tool(this, form)


def _preview(this: Opened, form: ApproveForm) -> str:
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
