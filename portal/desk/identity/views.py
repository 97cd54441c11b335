"""Opening a source's identity: with a reason, recorded as a fact, then shown once (R5)."""

from uuid import UUID

from flask import Blueprint, Response, request
from werkzeug.exceptions import NotFound

from portal.casefile.identity import queries
from portal.casefile.identity.queries import Hidden
from portal.desk.identity.forms import OpeningForm
from portal.source.channel import queries as told
from portal.web import htmx
from portal.web.accounts.access import current_actor, reader, require
from portal.web.accounts.fresh import fresh
from portal.web.audit.chain import Read, append
from portal.web.commands import CommandRefused
from portal.web.context import commands, now, vault
from portal.web.db import engine
from portal.web.i18n import names
from portal.web.i18n.texts import lazy, lazy_pgettext
from portal.web.policy import Kind, readers
from shared.contracts.intake_source_commands import OpenSourceIdentity
from shared.core.message import derive_id
from shared.platform.vault import Forgotten

bp = Blueprint("identity", __name__, url_prefix="/identity")

READERS = sorted(readers(Kind.IDENTITY))
_DENIED = {403, 404}
_ERASED = lazy("This submission was erased on request: no reason can be recorded any more")
_SHOWN = lazy(
    "This was shown once, and is not shown again. If you still need to know, open this page anew "
    "and give the reason again"
)
WORDS = {
    "name": lazy_pgettext("of a source", "Name"),
    "contact": lazy("Safe contact"),
    "for_whom": lazy_pgettext("of a source", "Filed for"),
}


@bp.get("/<uuid:submission_id>")
@require(*READERS)
def ask(submission_id: UUID) -> str:
    return _form(_asked_about(submission_id), OpeningForm(formdata=None))


@bp.post("/<uuid:submission_id>")
@require(*READERS)
@fresh(lazy("open the identity of a source"))
def show(submission_id: UUID) -> str | tuple[str, int]:
    """Tell the fact, then show what the vault keeps. Asked again, nothing is shown again."""
    form, hidden = OpeningForm(), _asked_about(submission_id)
    if not form.validate():
        return _form(hidden, form), 422
    opening_id = str(derive_id("opening", form.id))
    try:
        commands().ask(
            OpenSourceIdentity(
                submission_id=hidden.submission_id,
                opening_id=opening_id,
                reason_code=form.reason_code.data,
                reason=vault().seal(f"submission-{hidden.submission_id}", form.reason.data or ""),
            ),
            by=current_actor(),
            command_id=form.id,
            correlation_id=submission_id,
        )
    except Forgotten:
        form.form_errors.append(_ERASED)
        return _form(hidden, form), 409
    except CommandRefused as no:
        form.form_errors.append(no.sentence)
        return _form(hidden, form), no.status
    if not queries.claim(engine(), opening_id, at=now()):
        form.form_errors.append(_SHOWN)
        return _form(hidden, form), 409
    identity = vault().identity(hidden.subject)
    return htmx.render(
        "identity/shown.html",
        block="content",
        hidden=hidden,
        identity=None if identity is None else _in_words(identity),
    )


@bp.after_request
def _record_denial(response: Response) -> Response:
    """Record everybody who asks without being allowed to (R5), even if stopped at the door."""
    who = reader()
    if response.status_code in _DENIED and who is not None and request.view_args:
        denied = Read(
            actor_id=who.actor_id,
            roles=frozenset(who.roles),
            what="identity-denied",
            subject=f"source-{request.view_args['submission_id']}",
            purpose=request.endpoint or "",
        )
        append(engine(), [denied], at=now())
    return response


def _asked_about(submission_id: UUID) -> Hidden:
    with engine().connect() as conn:
        found = queries.one(conn, current_actor(), str(submission_id))
    if found is None:
        raise NotFound
    return found


def _form(hidden: Hidden, form: OpeningForm) -> str:
    with engine().connect() as conn:
        openings = told.openings_of(conn, hidden.submission_id)
    return htmx.render(
        "identity/ask.html",
        block="content",
        hidden=hidden,
        form=form,
        openings=openings,
        state_name=names.recipient(hidden.state),
    )


def _in_words(identity: dict[str, str]) -> list[tuple[str, str]]:
    return [
        (WORDS.get(name, name.replace("_", " ").capitalize()), value)
        for name, value in identity.items()
        if value
    ]
