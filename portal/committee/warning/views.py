"""Early warning: the alerts that are open, one with its history, and what is done with it (K6)."""

from typing import Any, Final, cast
from uuid import UUID

from flask import Blueprint, request, url_for
from sqlalchemy import Connection
from werkzeug.exceptions import NotFound

from portal.committee.warning import counts, queries, testing, words
from portal.committee.warning.forms import DecideForm, PinForm, StepForm
from portal.committee.warning.looking import case_of
from portal.committee.warning.queries import HANDLERS, READERS, RULES_FOR, Alert
from portal.committee.warning.read_model import CONSUMER, alerts
from portal.committee.warning.signed import mandates_behind
from portal.committee.warning.whose import Part, part_of
from portal.web import htmx, paging
from portal.web.accounts import account as accounts
from portal.web.accounts.access import current_actor, require, signed_in
from portal.web.act import About, Answer, Page, act
from portal.web.check import Check, answers
from portal.web.context import today
from portal.web.db import engine
from portal.web.forms import shown_day
from portal.web.i18n import names
from portal.web.i18n.texts import gettext
from portal.web.waiting import waited
from shared.contracts.stakeholders_alert_commands import (
    AcknowledgeAlert,
    CloseAlert,
    DecideAlert,
    PinReference,
    TakeBackAlertStep,
)
from shared.contracts.stakeholders_alerts import Outcome
from shared.core.roles import Role
from shared.reference.early_warning import earliest_pin
from shared.reference.themes import THEMES, themes_of

bp = Blueprint("warning", __name__, url_prefix="/early-warning")

_AT_ONCE: Final = 20
_IN_MARGIN: Final = 5
_DECIDED: Final = ("referred", "watched", "dismissed")
_handles = require(*HANDLERS)


@bp.get("")
@require(*READERS)
def index() -> str:
    actor = current_actor()
    late = not waited(engine(), CONSUMER, request.args.get("after"))
    with engine().connect() as conn:
        going = paging.cut(conn, queries.going_on(actor), "going", paging.asked, size=_AT_ONCE)
        over = paging.cut(conn, queries.over(actor), "over", paging.asked, size=_AT_ONCE)
    return htmx.render(
        "warning/index.html",
        block="content",
        going=going.of(queries.alert(row, actor) for row in going),
        over=over.of(queries.alert(row, actor) for row in over),
        reads_rules=actor.has(*RULES_FOR),
        reads_regions=actor.has(*RULES_FOR) and testing.sees_all(actor),
        words=words,
        late=late,
    )


@bp.get("/<uuid:alert_id>")
@require(*READERS)
def show(alert_id: UUID) -> str:
    late = not waited(engine(), CONSUMER, request.args.get("after"))
    actor = current_actor()
    with engine().connect() as conn:
        one = _found(conn, alert_id)
        steps = queries.steps_of(conn, actor, one)
        part = part_of(conn, actor, one)
        goes_back = queries.goes_back(conn, actor, one)
        pin = queries.pin(conn, one)
        people = accounts.names(conn, {each.by_id for each in steps if each.by_id})
        behind = mandates_behind(conn, actor, rule=one.rule, state=one.state, on=one.on)
    return htmx.render(
        "warning/one.html",
        block="content",
        one=one,
        mandates=list(map(names.mandate, names.in_order(behind, "mandates"))),
        themes=[names.word(THEMES[code].name) for code in themes_of(behind)],
        steps=steps,
        part=part.name.lower(),
        takes_back=goes_back,
        closes=one.stage in _DECIDED,
        pins=part is Part.HANDLES and actor.has(Role.COORDINATION_COMMITTEE),
        pin=pin,
        people=people,
        state_name=names.recipient,
        words=words,
        late=late,
    )


@bp.route("/<uuid:alert_id>/take", methods=["GET", "POST"])
@_handles
def take(alert_id: UUID) -> Answer:
    one = _to_handle(alert_id, "raised")
    form = StepForm().show(one)
    return act(
        _about(one),
        form,
        Page(
            heading=gettext("Take this alert?"),
            lead=gettext(
                "You look at what stands behind it, and say what follows. Others see that you "
                "have it, and no reminder is sent any more."
            ),
            button=gettext("Take the alert"),
            leave=gettext("Not now"),
        ),
        lambda: AcknowledgeAlert(**_of(one), **form.shown),
        said=gettext("You have the alert."),
    )


@bp.route("/<uuid:alert_id>/decide", methods=["GET", "POST"])
@_handles
def decide(alert_id: UUID) -> Answer:
    one = _to_handle(alert_id, "acknowledged", *_DECIDED)
    form = DecideForm()
    form.show(one)

    def command() -> DecideAlert:
        outcome, _, code = (form.outcome.data or "").partition(":")
        return DecideAlert(
            **_of(one), **form.shown, outcome=cast("Outcome", outcome), code=code or None
        )

    return act(
        _about(one),
        form,
        Page(heading=gettext("What follows from this alert"), button=gettext("Continue")),
        command,
        checks=lambda: Check(
            title=gettext("Check what follows"),
            lead=gettext("Everybody who reads the alert sees it. You can take it back."),
            button=gettext("Record it"),
            answers=answers(form.outcome),
        ),
        said=gettext("What follows is recorded."),
    )


@bp.route("/<uuid:alert_id>/close", methods=["GET", "POST"])
@_handles
def close(alert_id: UUID) -> Answer:
    one = _to_handle(alert_id, *_DECIDED)
    form = StepForm().show(one)
    return act(
        _about(one),
        form,
        Page(
            heading=gettext("Close this alert?"),
            lead=gettext(
                "For the quiet time of its rule only more than it told is an alert again. You can "
                "take this back while no new alert was raised."
            ),
            button=gettext("Close the alert"),
            leave=gettext("Leave it open"),
        ),
        lambda: CloseAlert(**_of(one), **form.shown),
        said=gettext("The alert is closed."),
    )


@bp.route("/<uuid:alert_id>/take-back", methods=["GET", "POST"])
@_handles
def take_back(alert_id: UUID) -> Answer:
    one = _to_handle(alert_id, "acknowledged", *_DECIDED, "closed")
    form = StepForm().show(one)
    with engine().connect() as conn:
        goes_back = queries.goes_back(conn, current_actor(), one)
    if not goes_back and request.method == "GET":
        raise NotFound
    return act(
        _about(one),
        form,
        Page(
            heading=gettext("Take the last step back?"),
            lead=gettext("The alert is again as it was before. That the step was taken stays."),
            button=gettext("Take it back"),
            leave=gettext("Leave it as it is"),
        ),
        lambda: TakeBackAlertStep(**_of(one), **form.shown),
        said=gettext("The last step is taken back."),
    )


@bp.route("/<uuid:alert_id>/reference", methods=["GET", "POST"])
@require(Role.COORDINATION_COMMITTEE)
def pin(alert_id: UUID) -> Answer:
    one = _to_handle(alert_id)
    form = PinForm()
    with engine().connect() as conn:
        form.earliest = earliest_pin(counts.first(conn, one.rule) or today())
    if request.method == "GET":
        with engine().connect() as conn:
            known = queries.pin(conn, one)
        form.until.data = known.until if known else None
        form.reason.data = known.reason_code if known else "crisis"
        form.before.data = known.until.isoformat() if known else ""
    until = form.until
    return act(
        _about(one),
        form,
        Page(
            heading=gettext("Compare this State with an earlier time"),
            lead=gettext(
                "Where the time before was itself a crisis, the usual is too high and the rule "
                "stays silent. It applies to this rule and State from the next look on."
            ),
            button=gettext("Keep it"),
        ),
        lambda: PinReference(
            rule=one.rule,
            state=one.state,
            before=shown_day(form.before.data),
            until=until.data,
            reason_code=form.reason.data if until.data else None,
        ),
        said=gettext("The rule compares the State with this time."),
    )


@bp.app_template_global()
def open_alerts() -> list[tuple[str, str]]:
    """Return the first open alerts of this reader, with their addresses, for other pages."""
    person = signed_in()
    if person is None or not person.has(*READERS):
        return []
    actor = current_actor()
    with engine().connect() as conn:
        first = paging.cut(conn, queries.going_on(actor), "alerts", size=_IN_MARGIN)
    return [
        (words.sentence(one), url_for("warning.show", alert_id=one.alert_id))
        for one in (queries.alert(row, actor) for row in first)
    ]


@bp.app_template_global()
def alerts_on_state(state: str) -> paging.Page[tuple[str, str, str]]:
    """Return the open alerts on a State that this reader may open, with where each stands."""
    actor = current_actor()
    with engine().connect() as conn:
        these = queries.going_on(actor).where(alerts.c.state == state)
        page = paging.cut(conn, these, "alerts", paging.asked, size=_AT_ONCE)
    return page.of(
        (
            words.sentence(one),
            url_for("warning.show", alert_id=one.alert_id),
            str(words.STAGES[one.stage][0]),
        )
        for one in (queries.alert(row, actor) for row in page)
    )


def _found(conn: Connection, alert_id: UUID) -> Alert:
    """Return what this person may read; to all others there is nothing here (SD8)."""
    one = queries.one(conn, current_actor(), str(alert_id))
    if one is None:
        raise NotFound
    return one


def _to_handle(alert_id: UUID, *stages: str) -> Alert:
    with engine().connect() as conn:
        one = _found(conn, alert_id)
        if part_of(conn, current_actor(), one) is not Part.HANDLES:
            raise NotFound
    # A form that stayed open is for the service to refuse, with the reason.
    if stages and one.stage not in stages and request.method == "GET":
        raise NotFound
    return one


def _of(one: Alert) -> dict[str, Any]:
    return {"rule": one.rule, "state": one.state, "alert_id": one.alert_id}


def _about(one: Alert) -> About:
    return About(
        address=url_for(".show", alert_id=one.alert_id),
        case=case_of(one.rule, one.state),
        back=gettext("The alert"),
        caption=words.sentence(one),
    )
