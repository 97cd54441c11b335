"""Making an open call known: the audience is a rule, and its preview a number.

No page has a list of recipients. A number of organisations would tell whoever does not run the
register that a hidden one is among them, so the selection office reads bands (SB8).
"""

from uuid import UUID

from flask import Blueprint, abort, request, url_for
from werkzeug.exceptions import NotFound

from portal.homes.calling.forms import GROUPS, KINDS, SPOKEN, RegisterForm, RosterForm
from portal.homes.notices.calls import reached
from portal.selection import dissemination_model, page, vacancies
from portal.selection.read_model import CONSUMER
from portal.selection.stage import Vacancy
from portal.web import htmx
from portal.web.accounts.access import current_actor, require
from portal.web.act import Answer, Page, act
from portal.web.check import Check
from portal.web.context import now, vault
from portal.web.db import engine
from portal.web.i18n.formats import listed
from portal.web.i18n.formats import number as grouped
from portal.web.i18n.texts import gettext
from portal.web.waiting import waited
from shared.contracts.stakeholders_dissemination import CallAudience
from shared.contracts.stakeholders_dissemination_commands import DisseminateCall
from shared.core.roles import Role

bp = Blueprint("calling", __name__, url_prefix="/calls")

OFFICERS = frozenset({Role.SELECTION_OFFICER, Role.STAKEHOLDER_OFFICER})
_BANDS = ((50, None), (20, 49), (10, 19), (0, 9))


@bp.get("/")
@require(*OFFICERS)
def index() -> str:
    at = now()
    with engine().connect() as conn:
        calls = [one for one in vacancies.public(conn, at) if one.call_open(at)]
    return htmx.render("calling/index.html", block="content", calls=calls, vacancy_title=page.title)


@bp.get("/<uuid:vacancy_id>")
@require(*OFFICERS)
def show(vacancy_id: UUID) -> str:
    late = not waited(engine(), CONSUMER, request.args.get("after"))
    one = _call(vacancy_id)
    with engine().connect() as conn:
        sent = dissemination_model.of(conn, one.vacancy_id)
    return htmx.render(
        "calling/show.html",
        block="content",
        vacancy=one,
        title=page.title(one),
        sent=sent,
        rule=rule,
        people=people,
        searches=current_actor().has(Role.SELECTION_OFFICER),
        late=late,
    )


@bp.route("/<uuid:vacancy_id>/register", methods=["GET", "POST"])
@require(*OFFICERS)
def register(vacancy_id: UUID) -> Answer:
    one = _call(vacancy_id)
    return _sends(
        one,
        RegisterForm(),
        gettext("Make the call known to organisations"),
        gettext(
            "Whoever speaks for an organisation of the register is told, once. Those that are "
            "refused, dissolved or dormant are not."
        ),
    )


@bp.route("/<uuid:vacancy_id>/roster", methods=["GET", "POST"])
@require(Role.SELECTION_OFFICER)
def roster(vacancy_id: UUID) -> Answer:
    one = _call(vacancy_id)
    return _sends(
        one,
        RosterForm(),
        gettext("Make the call known to the roster"),
        gettext(
            "People are told, once, who agreed to be found, whose fields have this mandate, and "
            "who can take this seat."
        ),
    )


def rule(audience: CallAudience) -> str:
    """Return the rule of an audience in words."""
    if audience.whom == "roster":
        spoken = listed(map(str, (SPOKEN[one] for one in audience.languages)))
        which = [gettext("People of the roster"), _groups(audience), spoken]
    else:
        kinds = listed(map(str, (KINDS[one] for one in audience.kinds)))
        which = [gettext("Organisations of the register"), _groups(audience), kinds]
    return "; ".join(filter(None, which))


def people(audience: CallAudience, count: int) -> str:
    """Return how many were or would be told: in a band, where a number would tell too much."""
    exact = audience.whom == "roster" or current_actor().has(Role.STAKEHOLDER_OFFICER)
    if exact:
        return grouped(count)
    least, most = next(band for band in _BANDS if count >= band[0])
    if most is None:
        return gettext("%(least)s or more", least=least)
    return gettext("%(least)s to %(most)s", least=least, most=most)


def _groups(audience: CallAudience) -> str:
    return listed(map(str, (GROUPS[one] for one in audience.regions)))


def _sends(one: Vacancy, form: RegisterForm | RosterForm, heading: str, who: str) -> Answer:
    return act(
        page.on(
            url_for("calling.show", vacancy_id=one.vacancy_id), one.vacancy_id, page.title(one)
        ),
        form,
        Page(
            heading=heading,
            lead=[who, gettext("Nobody who was told of this call before is told again.")],
            button=gettext("Continue"),
        ),
        lambda: DisseminateCall(
            vacancy_id=one.vacancy_id, audience=form.audience, count=_count(one, form.audience)
        ),
        checks=lambda: Check(
            title=gettext("Make the call known?"),
            lead=gettext("Each gets one message. What is sent cannot be called back."),
            button=gettext("Make the call known"),
            answers=[
                (gettext("Audience"), rule(form.audience)),
                (
                    gettext("People who would be told"),
                    people(form.audience, _count(one, form.audience)),
                ),
            ],
        ),
        said=gettext("The call is made known."),
    )


def _count(one: Vacancy, audience: CallAudience) -> int:
    with engine().connect() as conn:
        # It is compared, and shown to nobody.
        return len(reached(conn, vault().vault, one, audience, now()))


def _call(vacancy_id: UUID) -> Vacancy:
    """Return a vacancy whose call is open; 404 otherwise."""
    with engine().connect() as conn:
        one = vacancies.public_one(conn, str(vacancy_id)) or abort(404)
    if not one.call_open(now()):
        raise NotFound
    return one
