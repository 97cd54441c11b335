"""The demonstration's page: its accounts, and its clock.

The page exists only in a demonstration.
"""

from typing import cast

from flask import Blueprint, Flask, redirect, request, url_for
from flask.blueprints import BlueprintSetupState
from werkzeug.wrappers import Response

from portal.demo import being, touring
from portal.demo.forms import LONGEST_STEP, AdvanceClockForm
from portal.web import htmx
from portal.web.accounts.access import current_actor, public, require, signed_in
from portal.web.clock.read_model import DEMO
from portal.web.commands import CommandRefused
from portal.web.context import ahead, commands, settings, today
from portal.web.db import engine
from portal.web.i18n import names
from portal.web.i18n.texts import gettext
from portal.web.waiting import waited
from shared.contracts.followup_commands import AdvanceDemoClock
from shared.core.roles import Role

MOVERS = (Role.QUICK_RESPONSE_DESK, Role.SYSTEM_ADMIN)
"""Those who may move the clock."""

bp = Blueprint("demo", __name__, url_prefix="/demo")


@public
def index() -> str:
    return _page(AdvanceClockForm(formdata=None))


@public
def be() -> Response | tuple[str, int]:
    became = being.become(request.form.get("who", ""))
    if became is not None:
        return became
    form = AdvanceClockForm(formdata=None)
    form.form_errors.append(gettext("Choose one of the people who are listed here"))
    return _page(form), 422


@require(*MOVERS)
def advance() -> Response | tuple[str, int]:
    form = AdvanceClockForm()
    if not form.validate():
        return _page(form), 422
    try:
        accepted = commands().ask(
            AdvanceDemoClock(days=form.days.data or 0),
            by=current_actor(),
            command_id=form.id,
        )
    except CommandRefused as no:
        form.form_errors.append(no.sentence)
        return _page(form), no.status
    return redirect(url_for("demo.index", after=accepted.after), 303)


def _only_in_a_demonstration(state: BlueprintSetupState) -> None:
    with cast("Flask", state.app).app_context():
        if settings().demo:
            state.add_url_rule("", "index", index)
            state.add_url_rule("/be", "be", be, methods=["POST"])
            state.add_url_rule("/clock", "advance", advance, methods=["POST"])
            state.add_url_rule("/tour", "tours", touring.index)
            state.add_url_rule("/tour/leave", "leave", touring.leave, methods=["POST"])
            state.add_url_rule("/tour/<name>", "tour", touring.tour)
            state.add_url_rule("/tour/<name>/<number>", "go", touring.go, methods=["POST"])
            state.app.jinja_env.globals["tour_place"] = touring.here


bp.record(_only_in_a_demonstration)


def _page(form: AdvanceClockForm) -> str:
    waited(engine(), DEMO.consumer, request.args.get("after"))
    account, wanted = signed_in(), request.args.get("be")
    with engine().connect() as conn:
        people = being.people(conn)
        return htmx.render(
            "demo/index.html",
            block="content",
            form=form,
            may_move=account is not None and account.has(*MOVERS),
            days=ahead().days,
            today=today(),
            people=people,
            mandate_name=names.mandate,
            chosen=next((one for one in people if one.email == wanted), None),
            reply_days=settings().reply_days,
            longest=LONGEST_STEP,
        )
