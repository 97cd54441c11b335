"""The invented actions of a demonstration: one that is published, and a draft of an institution."""

from datetime import timedelta

from portal.followup.actions.found import case_of
from portal.web.context import today
from portal.web.demonstration.asking import TORTURE, ask, seal
from shared.contracts.followup_action_commands import (
    Command,
    DefineIndicator,
    PlanAction,
    PublishAction,
    ReportIndicator,
    ReportProgress,
)
from shared.contracts.followup_actions import Linked
from shared.contracts.followup_recommendation_commands import (
    IssueRecommendation,
    PublishRecommendation,
)
from shared.core.message import Sealed, derive_id

_STATE, _INSTITUTION = "CHE", "demo-nhri"
_TEXT = "Give every person who is detained a doctor within a day. (invented)"


def tell() -> None:
    about = Linked(recommendation_id=_recommended(), mandate=TORTURE)
    _by_the_government(about)
    _by_the_institution(about)


def _by_the_government(about: Linked) -> None:
    one, indicator = _id("action", "government"), _id("indicator", "government")
    _plan(one, "government", about, "A doctor on call in each canton (invented)")
    begins = today() + timedelta(days=10)
    _ask(
        DefineIndicator(
            action_id=one,
            seen=1,
            indicator_id=indicator,
            title=_sealed(indicator, "Cantons with a doctor on call (invented)"),
            unit=_sealed(indicator, "cantons"),
            baseline="4",
            target="26",
            starts_on=begins,
            ends_on=begins + timedelta(days=730),
            every_months=6,
        ),
        "government",
        "indicator",
    )
    value, progress = _id("value", one), _id("progress", one)
    reported = ReportIndicator(
        action_id=one,
        seen=2,
        indicator_id=indicator,
        due_on=begins,
        report_id=value,
        value="19",
        text=_sealed(value, "As counted in autumn. (invented)"),
    )
    _ask(reported, "government", "value")
    said = ReportProgress(
        action_id=one,
        seen=3,
        report_id=progress,
        percent=70,
        text=_sealed(progress, "Nineteen cantons have signed. (invented)"),
    )
    _ask(said, "government", "progress")
    _ask(PublishAction(action_id=one, seen=4), "government.two", "published")


def _by_the_institution(about: Linked) -> None:
    one, indicator = _id("action", "nhri"), _id("indicator", "nhri")
    _plan(one, "nhri", about, "Visits without notice to police stations (invented)")
    begins = today() + timedelta(days=20)
    _ask(
        DefineIndicator(
            action_id=one,
            seen=1,
            indicator_id=indicator,
            title=_sealed(indicator, "Visits in half a year (invented)"),
            unit=None,
            baseline="0",
            target="12",
            starts_on=begins,
            ends_on=begins + timedelta(days=365),
            every_months=6,
        ),
        "nhri",
        "indicator",
    )


def _plan(one: str, by: str, about: Linked, title: str) -> None:
    revision = _id("revision", one)
    government = by == "government"
    planned = PlanAction(
        action_id=one,
        owner_kind="government" if government else "nhri",
        owner=_STATE if government else _INSTITUTION,
        state=_STATE,
        revision_id=revision,
        title=_sealed(revision, title),
        details=None,
        budget=None,
        starts_on=today(),
        target_on=today() + timedelta(days=730),
        target_text=None,
        links=(about,),
    )
    _ask(planned, by, "planned")


def _recommended() -> str:
    one = _id("recommendation", "of actions")
    issued = IssueRecommendation(
        recommendation_id=one,
        communication_id=None,
        addressee=_STATE,
        mandate=TORTURE,
        text=seal(f"recommendation-{one}", _TEXT),
    )
    case = str(derive_id("demo recommendation case", one))
    ask(issued, "holder", case, "acted on", "issued")
    published = PublishRecommendation(recommendation_id=one, text=_TEXT)
    ask(published, "holder", case, "acted on", "published")
    return one


def _id(kind: str, name: str) -> str:
    return str(derive_id("demo action", kind, name))


def _sealed(item_id: str, text: str) -> Sealed:
    return seal(f"followupaction-{item_id}", text)


def _ask(command: Command, by: str, step: str) -> None:
    one = command.action_id
    ask(command, by, str(case_of(one)), f"action {one}", step)
