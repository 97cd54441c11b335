"""Recognition of institutions as contact points by the Chief: grant, suspend, reinstate."""

from collections.abc import Callable
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from flask import Blueprint, flash, redirect, request, url_for
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from portal.casefile.contactpoints.read_model import CONSUMER
from portal.casefile.submissions import standing
from portal.casefile.submissions.standing import Institution
from portal.source.contactpoints.forms import RecogniseForm, ReinstateForm, SuspendForm
from portal.web import htmx
from portal.web.accounts.access import current_actor, require
from portal.web.commands import CommandRefused
from portal.web.context import commands
from portal.web.db import engine
from portal.web.forms import CommandForm
from portal.web.waiting import waited
from shared.contracts.stakeholders_commands import (
    OfContactPoint,
    RecogniseContactPoint,
    ReinstateContactPoint,
    SuspendContactPoint,
)
from shared.core.message import derive_id
from shared.core.roles import Role

bp = Blueprint("contactpoints", __name__, url_prefix="/contact-points")


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """What the Chief may do. ``command``: what an institution's form asks for."""

    form: Callable[..., CommandForm]
    command: Callable[[str, Any], OfContactPoint]
    said: str


STEPS = MappingProxyType(
    {
        "recognise": Step(
            form=RecogniseForm,
            command=lambda institution, form: RecogniseContactPoint(
                organisation_id=institution, accreditation=form.accreditation.data
            ),
            said="Recognised as a contact point",
        ),
        "suspend": Step(
            form=SuspendForm,
            command=lambda institution, form: SuspendContactPoint(
                organisation_id=institution, reason_code=form.reason_code.data
            ),
            said="Suspended: it files for nobody from now on",
        ),
        "reinstate": Step(
            form=ReinstateForm,
            command=lambda institution, _: ReinstateContactPoint(organisation_id=institution),
            said="Reinstated: it files for persons again",
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


@bp.get("/<organisation_id>/<step>")
@require(Role.CHIEF)
def ask(organisation_id: str, step: str) -> str:
    institution, wanted = _institution(organisation_id), _step(step)
    form = wanted.form(formdata=None)
    if isinstance(form, RecogniseForm):
        form.accreditation.data = institution.standing.accreditation
    return _page(institution, step, form)


@bp.post("/<organisation_id>/<step>")
@require(Role.CHIEF)
def decide(organisation_id: str, step: str) -> Response | tuple[str, int]:
    institution, wanted = _institution(organisation_id), _step(step)
    form = wanted.form()
    if not form.validate():
        return _page(institution, step, form), 422
    try:
        done = commands().ask(
            wanted.command(organisation_id, form),
            by=current_actor(),
            command_id=form.id,
            correlation_id=derive_id("recognition", organisation_id),
        )
    except CommandRefused as no:
        form.form_errors.append(no.sentence)
        return _page(institution, step, form), no.status
    flash(wanted.said, "success")
    return redirect(url_for("contactpoints.index", after=done.after), 303)


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


def _page(institution: Institution, step: str, form: CommandForm) -> str:
    return htmx.render(
        "contactpoints/step.html", block="content", institution=institution, step=step, form=form
    )
