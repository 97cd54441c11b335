"""Saying of which kind a visit is: a step of those who work for the mandate (E.2)."""

from flask import Blueprint, request
from werkzeug.exceptions import NotFound

from portal.followup.visits.forms import KindForm
from portal.followup.visits.found import about, document_id_of, of, showing, written
from portal.followup.visits.offered import says_kind
from portal.web.accounts.access import current_actor, require
from portal.web.act import Answer, Page, act
from portal.web.check import Check, answers
from portal.web.i18n import names
from portal.web.i18n.texts import gettext
from shared.contracts.followup_visit_commands import SayVisitKind
from shared.core.roles import Role
from shared.reference.missions import has_report

bp = Blueprint("visitkinds", __name__, url_prefix="/visits/<mandate>/<state>")


@bp.route("/kind", methods=["GET", "POST"])
@require(Role.HUMAN_RIGHTS_OFFICER, Role.MANDATE_HOLDER)
def say(mandate: str, state: str) -> Answer:
    one, form = written(mandate, state), KindForm()
    if not says_kind(one, current_actor()):
        raise NotFound
    showing(form, one)
    if request.method == "GET":
        form.kind.data = one.now.kind
    return act(
        about(one),
        form,
        Page(
            heading=gettext("Say what kind of visit it is"),
            lead=[
                names.mandate(one.mandate),
                gettext("It is of the visit that is on file now. A new request says its own kind."),
            ],
            button=gettext("Continue"),
        ),
        lambda: SayVisitKind(
            **of(one, form), document_id=document_id_of(form), kind=form.kind.data
        ),
        checks=lambda: Check(
            title=gettext("Check the kind of the visit"),
            lead=_follows(form),
            button=gettext("Put it on file"),
            answers=answers(form.kind),
        ),
        said=gettext("It is on file."),
    )


def _follows(form: KindForm) -> str:
    if has_report(form.kind.data):
        return gettext("Everybody reads it once the days of the visit are public.")
    return gettext(
        "No report falls due on an unofficial visit, and none can be begun. One that was begun "
        "stays as it is. Everybody reads the kind once the days of the visit are public."
    )
