"""The rules of early warning: their versions, a rule tried, adopted, suspended (K5, SD11)."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final, cast

from flask import Blueprint, request, url_for
from werkzeug.exceptions import NotFound

from portal.committee.warning import handled, queries, testing, words
from portal.committee.warning.forms import AdoptForm, SettingsForm, SuspendForm
from portal.committee.warning.queries import RULES_FOR, Rule
from portal.committee.warning.read_model import CONSUMER
from portal.committee.warning.testing import WEEKS, Tried
from portal.committee.warning.whose import works
from portal.web import charts, htmx, paging
from portal.web.accounts import account as accounts
from portal.web.accounts.access import current_actor, require
from portal.web.act import About, Answer, Page, act
from portal.web.check import Check, answers
from portal.web.context import now, today, vault
from portal.web.db import engine
from portal.web.figures import Figure, Row
from portal.web.forms import shown_number
from portal.web.i18n import names
from portal.web.i18n.formats import decimal, long_month, number
from portal.web.i18n.texts import gettext, ngettext
from portal.web.waiting import waited
from shared.contracts.stakeholders_alert_commands import AdoptAlertRule, SuspendAlertRule
from shared.contracts.stakeholders_alerts import BackTest, Series
from shared.core.message import derive_id
from shared.core.roles import Role
from shared.reference.early_warning import FIRST, FLOORS, LEAST, QUIETS, RULES, Settings

bp = Blueprint("warningrules", __name__, url_prefix="/early-warning/rules")

_AT_ONCE: Final = 20
_committee = require(Role.COORDINATION_COMMITTEE)


@bp.get("")
@require(*RULES_FOR)
def index() -> str:
    actor = current_actor()
    late = not waited(engine(), CONSUMER, request.args.get("after"))
    with engine().connect() as conn:
        versions = queries.versions(conn)
        adopts = works(conn, actor)
        people = accounts.names(conn, {one.adopted_by for one in versions})
        year = handled.of_a_year(conn, at=now()) if testing.sees_all(actor) else None
        months = handled.by_month(conn, today()) if testing.sees_all(actor) else {}
    shown = paging.part(versions, "versions", paging.asked, size=_AT_ONCE)
    reasons = vault().reveal_all([one.reason for one in shown])
    return htmx.render(
        "warning/rules.html",
        block="content",
        series=list(RULES),
        numbers=RULES,
        now={one.rule: one for one in versions if one.in_force},
        versions=shown.of(zip(shown, reasons, strict=True)),
        people=people,
        adopts=adopts,
        sees_all=testing.sees_all(actor),
        year=year,
        course=_course(months) if months else None,
        words=words,
        figures=_figures,
        late=late,
    )


@bp.get("/<series>/trial")
@require(*RULES_FOR)
def trial(series: str) -> str:
    """What the rule would have raised, set as the address says."""
    rule, settings = _rule(series), _settings()
    form = SettingsForm(
        formdata=None,
        data={
            "floor": str(settings.floor),
            "least": settings.least,
            "quiet": str(settings.quiet),
        },
    )
    actor = current_actor()
    with engine().connect() as conn:
        found = testing.tried(conn, actor, rule, settings, today())
        adopts = works(conn, actor)
        in_force = queries.in_force(conn).get(rule)
    return htmx.render(
        "warning/trial.html",
        block="content",
        rule=rule,
        form=form,
        settings=settings,
        weeks=WEEKS,
        raised=paging.part(found.raised, "raised", paging.asked, size=_AT_ONCE),
        number=found.number,
        sees_all=testing.sees_all(actor),
        figures=_figures(found.found.false, found.found.share, found.found.delay),
        adopts=adopts and (in_force is None or in_force.settings != settings),
        adopt=url_for(".adopt", series=rule, **_address(settings)),
        state_name=names.recipient,
        words=words,
    )


@bp.route("/<series>/adopt", methods=["GET", "POST"])
@_committee
def adopt(series: str) -> Answer:
    rule, settings = _rule(series), _settings()
    actor, form = current_actor(), AdoptForm()
    with engine().connect() as conn:
        if not works(conn, actor):
            raise NotFound
        if request.method == "GET":
            form.version.data = str(_newest(queries.versions(conn), rule) + 1)

    def found() -> Tried:
        with engine().connect() as conn:
            return testing.tried(conn, actor, rule, settings, today())

    def command() -> AdoptAlertRule:
        one = found()
        return AdoptAlertRule(
            rule=rule,
            version=shown_number(form.version.data),
            floor=settings.floor,
            least=settings.least,
            quiet=settings.quiet,
            reason=vault().seal(subject_of(rule), form.reason.data or ""),
            tested=BackTest(
                weeks=WEEKS,
                raised=one.of_all,
                false=one.found.false,
                share=one.found.share,
                delay=one.found.delay,
            ),
        )

    def check() -> Check:
        one = found()
        return Check(
            title=gettext("Check the rule"),
            lead=gettext(
                "From now on it looks by itself, in place of the version before. What is open "
                "stays open. Another version can be adopted at any time."
            ),
            button=gettext("Adopt this version"),
            answers=[
                *_set(settings),
                (gettext("In the history held"), _raised(one.number)),
                (
                    gettext("In invented counts"),
                    _figures(one.found.false, one.found.share, one.found.delay),
                ),
                *answers(form.reason),
            ],
        )

    return act(
        _about(rule),
        form,
        Page(
            heading=gettext("Adopt a version of the rule"),
            lead=[f"{label}: {said}" for label, said in _set(settings)],
            button=gettext("Continue"),
        ),
        command,
        checks=check,
        said=gettext("The rule is adopted."),
    )


@bp.route("/<series>/suspend", methods=["GET", "POST"])
@_committee
def suspend(series: str) -> Answer:
    rule, form = _rule(series), SuspendForm()
    with engine().connect() as conn:
        in_force = queries.in_force(conn).get(rule)
        if not works(conn, current_actor()) or (in_force is None and request.method == "GET"):
            raise NotFound
    if request.method == "GET" and in_force is not None:
        form.version.data = str(in_force.version)
    return act(
        _about(rule),
        form,
        Page(
            heading=gettext("Suspend this rule?"),
            lead=gettext(
                "It raises nothing until a version is adopted again. What is open stays open."
            ),
            button=gettext("Suspend the rule"),
            leave=gettext("Keep it in force"),
            tone="warning",
        ),
        lambda: SuspendAlertRule(rule=rule, version=shown_number(form.version.data)),
        said=gettext("The rule is suspended."),
    )


def subject_of(rule: Series) -> str:
    """Return the subject of the reasons for a rule's versions."""
    return f"alertrule-{rule}"


def _course(months: Mapping[date, Sequence[int]]) -> dict[str, Any]:
    figure = Figure(
        caption=gettext("Alerts by the month in which they were raised"),
        about=gettext("Month"),
        columns=[gettext("Alerts raised"), gettext("Unfounded")],
        rows=[
            Row(label=long_month(one.year, one.month), short=f"{one:%m/%y}", values=values)
            for one, values in months.items()
        ],
    )
    return {
        "figure": figure,
        "drawing": charts.on_page(charts.lines(figure)),
        "finding": charts.finding(figure, together=False),
    }


def _rule(series: str) -> Series:
    if series not in RULES:
        raise NotFound
    return cast("Series", series)


def _settings() -> Settings:
    """Return the settings of the address; what makes no sense is as section D proposes."""

    def chosen(name: str, among: tuple[int, ...], first: int) -> int:
        asked = request.args.get(name, "")
        return next((one for one in among if str(one) == asked), first)

    least = request.args.get("least", "")
    return Settings(
        floor=chosen("floor", FLOORS, FIRST.floor),
        least=next((one for one in LEAST if one == least), FIRST.least),
        quiet=chosen("quiet", QUIETS, FIRST.quiet),
    )


def _address(settings: Settings) -> dict[str, Any]:
    return {"floor": settings.floor, "least": settings.least, "quiet": settings.quiet}


def _newest(versions: list[Rule], series: Series) -> int:
    return max((one.version for one in versions if one.rule == series), default=0)


def _set(settings: Settings) -> list[tuple[str, str]]:
    return [
        (gettext("Least number in 28 days"), number(settings.floor)),
        (gettext("What is raised?"), str(words.LEAST[settings.least])),
        (gettext("Quiet days after an alert"), number(settings.quiet)),
    ]


def _raised(count: int) -> str:
    return ngettext(
        "%(shown)s alert in %(weeks)s weeks",
        "%(shown)s alerts in %(weeks)s weeks",
        count,
        shown=number(count),
        weeks=number(WEEKS),
    )


def _figures(false: float, share: float, delay: int | None) -> str:
    """Return what was measured in invented counts, the misses too."""
    said = gettext(
        "%(false)s false alarms a year; %(found)s%% of surges found, %(missed)s%% missed",
        false=decimal(false, 1),
        found=number(round(100 * share)),
        missed=number(100 - round(100 * share)),
    )
    if delay is None:
        return said
    weeks = ngettext(
        "%(shown)s week until then", "%(shown)s weeks until then", delay, shown=number(delay)
    )
    return f"{said}; {weeks}"


def _about(series: Series) -> About:
    return About(
        address=url_for(".index"),
        case=derive_id("alert rule", series),
        back=gettext("Rules of early warning"),
        caption=str(words.TITLES[series]),
    )
