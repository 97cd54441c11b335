"""The document of a letter, the proof of its delivery, and notices to its sources."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, request, url_for
from sqlalchemy import Row
from werkzeug.exceptions import NotFound

from portal.casefile.outcomes import LETTERS
from portal.letters.communications import queries as letters
from portal.letters.communications import words
from portal.letters.communications.asking import find, on
from portal.letters.communications.letter import Letter, Sight
from portal.letters.communications.views import READERS
from portal.letters.documents import pace, queries
from portal.letters.documents.document import document, fingerprint
from portal.letters.documents.forms import ProofForm, SourceForm
from portal.letters.documents.telling import letters_for_source
from portal.letters.documents.typesetting import NotSet
from portal.web import htmx, paging
from portal.web.accounts import account as accounts
from portal.web.accounts.access import current_actor, require, signed_in
from portal.web.accounts.account import actor_of
from portal.web.act import About, Answer, Page, act
from portal.web.context import now
from portal.web.db import engine
from portal.web.i18n import names
from portal.web.i18n.texts import gettext
from portal.web.moments import given
from portal.web.waiting import waited
from shared.contracts.approvals_letter_commands import (
    InformSource,
    RecordProof,
    ShareLetterWithSource,
)
from shared.core.actor import Actor
from shared.core.roles import Role
from shared.reference.mandate_holder import heads
from shared.reference.transmission import CHANNELS

bp = Blueprint("letters", __name__, url_prefix="/communications/<uuid:communication_id>")

_LETTER = "communications.detail"
_GONE = "transmitted"


@dataclass(frozen=True, slots=True, kw_only=True)
class Transmission:
    """The transmission as a letter's page shows it. ``names``: who recorded it, if shown.

    ``proves``: this person may record how it was sent; ``informs`` and ``shares``: what they may do
    about each source.
    """

    letter: Letter
    proofs: Sequence[Row[Any]]
    names: dict[str, str]
    sources: tuple["Source", ...]
    proves: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    told: queries.Told
    inform: SourceForm | None
    share: bool


@bp.app_context_processor
def _words() -> dict[str, object]:
    return {
        "transmission_of": transmission_of,
        "channels": names.listed(CHANNELS),
        "letters_for_source": letters_for_source,
        "letters_pace": letters_pace,
        "being_approved": being_approved,
        "pace_steps": [title for title, _, _ in pace.STEPS],
        "hours_until_now": lambda at: pace.hours(at, now()),
    }


def transmission_of(letter: Letter, sight: Sight) -> Transmission | None:
    """Return how the letter went, as far as this person may know; None while it has not.

    For the letter's page, which includes ``letters/_transmission.html``.
    """
    account = signed_in()
    if account is None or letter.state != _GONE:
        return None
    actor = actor_of(account)
    waited(engine(), LETTERS.consumer, request.args.get("after"))
    with engine().connect() as conn:
        proofs = queries.proofs_of(conn, letter)
        told = queries.told_of(conn, letter, sight)
        names = accounts.names(conn, [one.recorded_by for one in proofs]) if sight.clearance else {}
    return Transmission(
        letter=letter,
        proofs=proofs,
        names=names,
        sources=tuple(_source(actor, letter, one) for one in told),
        proves=_proves(actor, letter),
    )


def letters_pace() -> list[pace.Pace]:
    """Return how long letters took lately, of those that this person may see."""
    account = signed_in()
    if account is None:
        return []
    with engine().connect() as conn:
        return pace.paces(pace.ways(conn, actor_of(account), since=now() - pace.LATELY))


def being_approved() -> paging.Page[Letter] | None:
    """Return the letters that mandates have yet to approve, for the desk; None for others."""
    account = signed_in()
    if account is None or not account.has(Role.QUICK_RESPONSE_DESK):
        return None
    with engine().connect() as conn:
        return letters.being_approved(conn, actor_of(account), paging.asked)


@bp.get("/letter.pdf")
@require(*READERS, Role.GOVERNMENT)
def pdf(communication_id: UUID) -> Response | tuple[str, int]:
    """The document. Its name says nothing: it will lie among other files."""
    letter, sight = find(communication_id)
    try:
        made = document(letter, sight)
    except NotSet as no:
        return _not_set(letter, no), 503
    return Response(
        made,
        mimetype="application/pdf",
        headers={"Content-Disposition": 'attachment; filename="letter.pdf"'},
    )


@bp.route("/proof", methods=["GET", "POST"])
@require(Role.CHIEF, Role.QUICK_RESPONSE_DESK)
def proof(communication_id: UUID) -> Answer:
    """Record how the letter went; the fingerprint of the document is taken here."""
    letter, sight = find(communication_id)
    if not _proves(current_actor(), letter):
        raise NotFound
    form = ProofForm()
    try:
        made = fingerprint(document(letter, sight))
    except NotSet as no:
        return _not_set(letter, no), 503
    if request.method == "GET":
        form.sent_at.suggest(now())
    page = Page(
        heading=gettext("How was %(reference)s sent?", reference=letter.reference),
        title=gettext("How it was sent"),
        button=gettext("Record the proof"),
        template="letters/proof.html",
        given={"letter": letter, "made": made},
    )
    return act(
        _on(letter),
        form,
        page,
        lambda: RecordProof(
            communication_id=letter.communication_id,
            channel=form.channel.data,
            pdf_sha256=made,
            sent_at=given(form.sent_at),
        ),
        said=gettext("The proof of transmission is recorded."),
        to=_here(letter),
    )


@bp.post("/sources/<uuid:submission_id>/inform")
@require(Role.HUMAN_RIGHTS_OFFICER)
def inform(communication_id: UUID, submission_id: UUID) -> Answer:
    letter, _ = _behind(communication_id, submission_id)
    return act(
        _on(letter),
        SourceForm(),
        Page(
            heading=gettext("Tell the source that a letter was sent"),
            button=gettext("Tell the source that a letter was sent"),
        ),
        lambda: InformSource(
            communication_id=letter.communication_id, submission_id=str(submission_id)
        ),
        said=gettext("The source now sees that a letter was sent, to whom and when."),
        to=_here(letter),
    )


@bp.route("/sources/<uuid:submission_id>/share", methods=["GET", "POST"])
@require(Role.MANDATE_HOLDER)
def share(communication_id: UUID, submission_id: UUID) -> Answer:
    """First what it means, then the button: it cannot be taken back."""
    letter, _ = _behind(communication_id, submission_id)
    if letter.lead_mandate not in current_actor().mandates:
        raise NotFound
    form = SourceForm()
    page = Page(
        heading=gettext("Let the source read %(reference)s?", reference=letter.reference),
        title=gettext("Let the source read the letter"),
        button=gettext("Let the source read it"),
        leave=gettext("Do not"),
        tone="warning",
        template="letters/share.html",
        given={"letter": letter, "submission_id": submission_id},
    )
    return act(
        _on(letter),
        form,
        page,
        lambda: ShareLetterWithSource(
            communication_id=letter.communication_id, submission_id=str(submission_id)
        ),
        said=gettext("The source may now read the letter."),
        to=_here(letter),
    )


def _proves(actor: Actor, letter: Letter) -> bool:
    sender = Role.CHIEF if letter.type == "UA" else Role.QUICK_RESPONSE_DESK
    return letter.state == _GONE and actor.has(sender)


def _source(actor: Actor, letter: Letter, told: queries.Told) -> Source:
    officer = actor.has(Role.HUMAN_RIGHTS_OFFICER)
    serves = not actor.mandates.isdisjoint(letter.mandates)
    holds = actor.has(Role.MANDATE_HOLDER) and letter.lead_mandate in actor.mandates
    decides = holds and heads(actor, letter.lead_mandate)
    return Source(
        told=told,
        inform=SourceForm(formdata=None) if officer and serves and not told.informed_at else None,
        share=decides and not told.shared_at,
    )


def _behind(communication_id: UUID, submission_id: UUID) -> tuple[Letter, Sight]:
    """Return a transmitted letter that rests on the submission, for who works on both."""
    letter, sight = find(communication_id)
    known = sight.work and str(submission_id) in letter.submission_ids
    if letter.state != _GONE or not known:
        raise NotFound
    return letter, sight


def _on(letter: Letter) -> About:
    return replace(on(letter), back=letter.reference or "", title="")


def _here(letter: Letter) -> str:
    address = url_for(_LETTER, communication_id=letter.communication_id)
    return f"{address}#transmission"


def _not_set(letter: Letter, no: NotSet) -> str:
    return htmx.render(
        "letters/not_set.html", block="content", letter=letter, sentence=no.sentence, words=words
    )
