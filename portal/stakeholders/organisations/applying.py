"""Register yourself: an organisation applies without an account.

Only public entries are compared here, so that nobody can find out who is in the register. An
officer compares with all of them.
"""

from flask import Blueprint, request, session, url_for

from portal.source.pace import gate
from portal.stakeholders.organisations import asking
from portal.stakeholders.organisations.forms import ApplyForm
from portal.web import check, htmx
from portal.web.accounts.access import public as for_everybody
from portal.web.act import About, Answer, Page, act
from portal.web.i18n.texts import gettext
from shared.core.actor import by_application
from shared.core.message import derive_id

bp = Blueprint("applying", __name__, url_prefix="/organisations/register")

APPLY = gate.Step("register", 4)


@bp.route("", methods=["GET", "POST"])
@for_everybody
def apply() -> Answer:
    form = ApplyForm()
    organisation_id = ""
    if request.method == "POST" and form.validate():
        organisation_id = _application(form)
        if check.is_checked() and (page := gate.asked(APPLY, organisation_id)) is not None:
            return page
    return act(
        About(
            address=url_for("applying.sent"),
            case=None,
            back=gettext("Organisations"),
            waits=False,
        ),
        form,
        Page(
            heading=gettext("Register an organisation"),
            lead=[
                gettext(
                    "Every organisation can register, whether or not some law knows it. It needs "
                    "no status, and nobody needs to be registered to send us information."
                ),
                gettext("It is hidden from everybody until it asks to be seen."),
            ],
            button=gettext("Continue"),
        ),
        lambda: asking.register(
            organisation_id,
            form,
            {"name": form.contact.data or "", "email": form.email.data or ""},
        ),
        checks=lambda: asking.checked(form, asking.alike_in_public(asking.profile_of(form))),
        by=by_application(organisation_id),
    )


def _application(form: ApplyForm) -> str:
    """Return the id of this application: a double click is one, and another contact another.

    So nobody puts another contact in the place of one that an officer has looked at.
    """
    contact = [form[name].data for name in ("contact", "email", "number")]
    return str(derive_id("application", session.get("csrf_token"), form.id, *contact))


@bp.get("/sent")
@for_everybody
def sent() -> str:
    return htmx.render("organisations/sent.html", block="content")
