"""A returning source changes consent: first what that does, then the button."""

from collections.abc import Sequence

from flask import Blueprint, flash, redirect, url_for
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from portal import htmx
from portal.accounts.access import current_submission, returned
from portal.channel import asking
from portal.channel.consent import Change, Line, lines
from portal.channel.forms import ConsentForm
from portal.commands import CommandRefused
from portal.db import engine
from portal.submissions.consent import QUESTIONS
from portal.submissions.read_model import victims
from portal.submissions.victims import by_submission
from shared.actor import by_return_channel
from shared.message import derive_id

bp = Blueprint("consent", __name__, url_prefix="/consent")

ALL = "all"
_TYPES: dict[Change, tuple[str, str]] = {
    "withdraw": ("withdraw-consent", "You withdrew consent"),
    "give": ("grant-consent", "You gave consent"),
}


@bp.get("/<scope>/<change>")
@returned
def ask(scope: str, change: str) -> str:
    return _page(_meant(scope, change), _change(change), ConsentForm(formdata=None))


@bp.post("/<scope>/<change>")
@returned
def decide(scope: str, change: str) -> Response | tuple[str, int]:
    """Ask for each of them under an id of its own, so that sending twice is asking once."""
    form, of, meant, wanted = (
        ConsentForm(),
        current_submission(),
        _meant(scope, change),
        _change(change),
    )
    if not form.validate():
        return _page(meant, wanted, form), 422
    type_, said = _TYPES[wanted]
    after = None
    try:
        for line in meant:
            done = asking.ask(
                type_,
                {"scope": line.scope},
                of=of,
                by=by_return_channel(of),
                command_id=derive_id(form.id, line.scope),
            )
            after = done.after or after
    except CommandRefused as no:
        form.form_errors.append(no.sentence)
        return _page(meant, wanted, form), no.status
    flash(said, "success")
    return redirect(url_for("channel.show", after=after), 303)


def _meant(scope: str, change: str) -> Sequence[Line]:
    """Return what is to be changed; 404 for what nobody consents to in this way."""
    of, wanted = current_submission(), _change(change)
    with engine().connect() as conn:
        found = lines(by_submission(conn, victims, [of])[of])
    if not found[0].persons:
        raise NotFound
    if scope == ALL and wanted == "withdraw":
        return found
    meant = [line for line in found if line.scope == scope]
    if not meant:
        raise NotFound
    return meant


def _change(text: str) -> Change:
    if text not in _TYPES:
        raise NotFound
    return text


def _page(meant: Sequence[Line], change: Change, form: ConsentForm) -> str:
    answer = "no" if change == "withdraw" else "yes"
    return htmx.render(
        "channel/consent.html",
        block="content",
        lines=meant,
        effects={line.scope: QUESTIONS[line.scope].effects[answer] for line in meant},
        stops=change == "withdraw" and any(line.blocking for line in meant),
        change=change,
        scope=ALL if len(meant) > 1 else meant[0].scope,
        form=form,
    )
