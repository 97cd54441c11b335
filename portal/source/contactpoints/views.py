"""Recognition of institutions as contact points by the Chief: grant, suspend, reinstate."""

from collections.abc import Callable
from dataclasses import dataclass, field
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
from shared.core.message import derive_id
from shared.core.roles import Role

bp = Blueprint("contactpoints", __name__, url_prefix="/contact-points")


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """What the Chief may do. ``fields``: what of the form goes with the command."""

    type: str
    form: Callable[..., CommandForm]
    fields: tuple[str, ...] = field(default=())
    said: str


STEPS = MappingProxyType(
    {
        "recognise": Step(
            type="recognise-contact-point",
            form=RecogniseForm,
            fields=("accreditation",),
            said="Recognised as a contact point",
        ),
        "suspend": Step(
            type="suspend-contact-point",
            form=SuspendForm,
            fields=("reason_code",),
            said="Suspended: it files for nobody from now on",
        ),
        "reinstate": Step(
            type="reinstate-contact-point",
            form=ReinstateForm,
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
    data: dict[str, Any] = {name: form[name].data for name in wanted.fields}
    try:
        done = commands().ask(
            "stakeholders",
            wanted.type,
            {"organisation_id": organisation_id, **data},
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
