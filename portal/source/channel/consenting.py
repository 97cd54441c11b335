"""Changes of consent by a returning source, for all or one person: first the effect."""

from collections.abc import Sequence
from uuid import UUID

from flask import Blueprint, request, url_for
from werkzeug.exceptions import NotFound

from portal.casefile.filing.consent import QUESTIONS
from portal.casefile.submissions.each import MOST, each_of
from portal.casefile.submissions.read_model import CONSUMER, victims
from portal.casefile.submissions.texts import people
from portal.casefile.submissions.victims import SCOPES, Standing, by_submission
from portal.source.channel.consent import Change, Line, lines
from portal.source.channel.forms import ConsentForm
from portal.web import act, htmx
from portal.web.accounts.access import current_submission, returned
from portal.web.act import About, Answer, Page
from portal.web.commands import Accepted
from portal.web.db import engine
from portal.web.i18n.names import word
from portal.web.i18n.texts import gettext, lazy
from portal.web.waiting import waited
from shared.contracts.intake_commands import GrantConsent, WithdrawConsent
from shared.core.actor import by_return_channel
from shared.core.message import derive_id

bp = Blueprint("consent", __name__, url_prefix="/consent")

ALL = "all"
_COMMANDS: dict[Change, tuple[type[WithdrawConsent | GrantConsent], str]] = {
    "withdraw": (WithdrawConsent, lazy("You withdrew consent")),
    "give": (GrantConsent, lazy("You gave consent")),
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
            ".decide", scope=scope, change=change, person=person
        ),
        late=not waited(engine(), CONSUMER, request.args.get("after")),
    )


@bp.route("/<scope>/<change>", methods=["GET", "POST"])
@returned
def decide(scope: str, change: str) -> Answer:
    """Ask for each of them under an id of its own, so that sending twice is asking once."""
    form, of, wanted = ConsentForm(), current_submission(), _change(change)
    if request.method == "GET":
        form.person.data = request.args.get("person", "")
    one, by = form.person.data or None, by_return_channel(of)
    first, *rest = _meant(scope, change, form)
    command, said = _COMMANDS[wanted]

    def others() -> Accepted | None:
        done = None
        for line in rest:
            each = command(submission_id=of, scope=line.scope, victim_id=one)
            done = act.ask(each, derive_id(form.id, line.scope), UUID(of), by=by)
        return done

    return act.act(
        _about(of, one),
        form,
        lambda: _page([first, *rest], wanted, form),
        lambda: command(submission_id=of, scope=first.scope, victim_id=one),
        said=str(said),
        then=others,
        by=by,
    )


def _about(of: str, person: str | None) -> About:
    return About(
        address=url_for(".persons" if person else "channel.show"),
        case=UUID(of),
        back=gettext("Consent, person by person") if person else gettext("Your submission"),
    )


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
    """Return the consent to change; 404 if there is no such consent."""
    wanted, found = _change(change), lines(_concerned(form.person.data))
    if scope == ALL and wanted == "withdraw":
        return found
    meant = [line for line in found if line.scope == scope]
    if not meant:
        raise NotFound
    return meant


def _change(text: str) -> Change:
    if text not in _COMMANDS:
        raise NotFound
    return text


def _page(meant: Sequence[Line], change: Change, form: ConsentForm) -> Page:
    withdraw = change == "withdraw"
    answer = "no" if withdraw else "yes"
    return Page(
        heading=_heading(meant, change),
        button=gettext("Withdraw consent") if withdraw else gettext("Give consent"),
        tone="warning" if withdraw else "primary",
        leave=gettext("Back without changing anything"),
        template="channel/consent.html",
        given={
            "lines": meant,
            "effects": {line.scope: word(QUESTIONS[line.scope].effects[answer]) for line in meant},
            "stops": withdraw and any(line.blocking for line in meant),
            "withdraw": withdraw,
            "name": people(_concerned(form.person.data))[0].name if form.person.data else "",
        },
    )


def _heading(meant: Sequence[Line], change: Change) -> str:
    if change == "give":
        return gettext("Give this consent?")
    return gettext("Withdraw all consent?") if len(meant) > 1 else gettext("Withdraw this consent?")
