"""Changes of consent by a returning source, for all or one person: first the effect."""

from collections.abc import Sequence

from flask import Blueprint, flash, redirect, request, url_for
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from portal.casefile.filing.consent import QUESTIONS
from portal.casefile.submissions.each import MOST, each_of
from portal.casefile.submissions.read_model import CONSUMER, victims
from portal.casefile.submissions.texts import people
from portal.casefile.submissions.victims import SCOPES, Standing, by_submission
from portal.source.channel import asking
from portal.source.channel.consent import Change, Line, lines
from portal.source.channel.forms import ConsentForm
from portal.web import htmx
from portal.web.accounts.access import current_submission, returned
from portal.web.commands import CommandRefused
from portal.web.db import engine
from portal.web.waiting import waited
from shared.contracts.intake_commands import GrantConsent, WithdrawConsent
from shared.core.actor import by_return_channel
from shared.core.message import derive_id

bp = Blueprint("consent", __name__, url_prefix="/consent")

ALL = "all"
_TYPES: dict[Change, tuple[type[WithdrawConsent | GrantConsent], str]] = {
    "withdraw": (WithdrawConsent, "You withdrew consent"),
    "give": (GrantConsent, "You gave consent"),
}


@bp.get("/")
@returned
def persons() -> str:
    """Each person apart from the others. The names are shown, and nothing else that was filed."""
    concerned = _concerned("")
    return htmx.render(
        "channel/persons.html",
        block="content",
        victims=each_of(concerned),
        more=max(0, len(concerned) - MOST),
        scopes=SCOPES,
        consent=QUESTIONS,
        address=lambda change, scope, person: url_for(
            ".ask", scope=scope, change=change, person=person
        ),
        late=not waited(engine(), CONSUMER, request.args.get("after")),
    )


@bp.get("/<scope>/<change>")
@returned
def ask(scope: str, change: str) -> str:
    form = ConsentForm(formdata=None)
    form.person.data = request.args.get("person", "")
    return _page(_meant(scope, change, form), _change(change), form)


@bp.post("/<scope>/<change>")
@returned
def decide(scope: str, change: str) -> Response | tuple[str, int]:
    """Ask for each of them under an id of its own, so that sending twice is asking once."""
    form, of, wanted = ConsentForm(), current_submission(), _change(change)
    meant = _meant(scope, change, form)
    one = form.person.data or None
    if not form.validate():
        return _page(meant, wanted, form), 422
    command, said = _TYPES[wanted]
    after = None
    try:
        for line in meant:
            done = asking.ask(
                command(submission_id=of, scope=line.scope, victim_id=one),
                by=by_return_channel(of),
                command_id=derive_id(form.id, line.scope),
            )
            after = done.after or after
    except CommandRefused as no:
        form.form_errors.append(no.sentence)
        return _page(meant, wanted, form), no.status
    flash(said, "success")
    return redirect(url_for(".persons" if one else "channel.show", after=after), 303)


def _concerned(person: str | None) -> Sequence[Standing]:
    """Return the persons that the submission names, or that one; 404 where there is none."""
    of = current_submission()
    with engine().connect() as conn:
        named = by_submission(conn, victims, [of])[of]
    found = [one for one in named if person in ("", None, one.victim.victim_id)]
    if not found:
        raise NotFound
    return found


def _meant(scope: str, change: str, form: ConsentForm) -> Sequence[Line]:
    """Return what is to be changed; 404 for what nobody consents to in this way."""
    wanted, found = _change(change), lines(_concerned(form.person.data))
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
        name=people(_concerned(form.person.data))[0].name if form.person.data else "",
        form=form,
    )
