"""Recognition of institutions as contact points by the Chief: grant, suspend, reinstate."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any

from flask import Blueprint, request, url_for
from werkzeug.exceptions import NotFound

from portal.casefile.contactpoints.read_model import CONSUMER
from portal.casefile.submissions import standing
from portal.casefile.submissions.standing import Institution
from portal.stakeholders.contactpoints.forms import RecogniseForm, ReinstateForm, SuspendForm
from portal.stakeholders.organisations import recognition
from portal.web import htmx
from portal.web.accounts.access import require
from portal.web.act import About, Answer, Page, act
from portal.web.context import today, vault
from portal.web.db import engine
from portal.web.forms import CommandForm
from portal.web.i18n.texts import gettext, lazy
from portal.web.waiting import waited
from shared.contracts.stakeholders_commands import (
    Bar,
    OfContactPoint,
    RecogniseContactPoint,
    ReinstateContactPoint,
    SuspendContactPoint,
)
from shared.core.message import derive_id
from shared.core.roles import Role

bp = Blueprint("contactpoints", __name__, url_prefix="/contact-points")

_CHANGE = lazy("Change the accreditation")
_LEAVE = lazy("Back without changing anything")


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """An action of the Chief. ``command``: of the institution, its form, and what bars it."""

    form: Callable[..., CommandForm]
    command: Callable[[str, Any, Bar | None], OfContactPoint]
    page: Page
    said: str


STEPS = MappingProxyType(
    {
        "recognise": Step(
            form=RecogniseForm,
            command=lambda institution, form, bar: RecogniseContactPoint(
                organisation_id=institution, accreditation=form.accreditation.data, barred=bar
            ),
            page=Page(heading=lazy("Recognise as a contact point"), button=lazy("Recognise")),
            said=lazy("Recognised as a contact point"),
        ),
        "suspend": Step(
            form=SuspendForm,
            command=lambda institution, form, _: SuspendContactPoint(
                organisation_id=institution, reason_code=form.reason_code.data
            ),
            page=Page(
                heading=lazy("Suspend the recognition?"), button=lazy("Suspend"), tone="warning"
            ),
            said=lazy("Suspended: it files for nobody from now on"),
        ),
        "reinstate": Step(
            form=ReinstateForm,
            command=lambda institution, _, bar: ReinstateContactPoint(
                organisation_id=institution, barred=bar
            ),
            page=Page(heading=lazy("Reinstate the recognition?"), button=lazy("Reinstate")),
            said=lazy("Reinstated: it files for persons again"),
        ),
    }
)


@bp.get("/")
@require(Role.CHIEF)
def index() -> str:
    late = not waited(engine(), CONSUMER, request.args.get("after"))
    with engine().connect() as conn:
        found = standing.institutions(conn)
    return htmx.render("contactpoints/index.html", block="content", institutions=found, late=late)


@bp.route("/<organisation_id>/<step>", methods=["GET", "POST"])
@require(Role.CHIEF)
def decide(organisation_id: str, step: str) -> Answer:
    institution, wanted = _institution(organisation_id), _step(step)
    form, page = wanted.form(), wanted.page
    known = institution.standing.accreditation
    if isinstance(form, RecogniseForm) and known:
        page = Page(
            heading=gettext("Change the accreditation"), button=gettext("Change the accreditation")
        )
    if isinstance(form, RecogniseForm) and request.method == "GET":
        form.accreditation.data = known
    given = {"institution": institution, "step": step}
    return act(
        About(
            address=url_for("contactpoints.index"),
            case=derive_id("recognition", organisation_id),
            back=gettext("Contact points"),
        ),
        form,
        replace(page, template="contactpoints/step.html", given=given, leave=_LEAVE),
        lambda: wanted.command(organisation_id, form, _barred(organisation_id)),
        said=str(wanted.said),
    )


def _barred(organisation_id: str) -> Bar | None:
    """Return what the register says against it, for the command; nobody reads it here."""
    with engine().connect() as conn:
        return recognition.barred(conn, vault().vault, organisation_id, today())


def _institution(organisation_id: str) -> Institution:
    with engine().connect() as conn:
        found = standing.institutions(conn)
    for one in found:
        if one.standing.organisation_id == organisation_id:
            return one
    raise NotFound


def _step(name: str) -> Step:
    if name not in STEPS:
        raise NotFound
    return STEPS[name]
