"""People, commands and facts of actions, shared by their tests."""

from dataclasses import replace
from datetime import timedelta
from typing import Any, Final

from services.followup.action.decide import ACTION
from services.followup.action.state import Action
from shared.contracts.followup_action_commands import (
    AbandonAction,
    AddActionFile,
    DefineIndicator,
    PlanAction,
    PublishAction,
    ReportIndicator,
    ReportProgress,
    RescheduleIndicator,
    ReviseAction,
    TakeActionBack,
)
from shared.contracts.followup_actions import Linked
from shared.core.actor import Actor, Asked
from shared.core.geneva import day_of
from shared.core.message import Sealed, derive_id
from shared.core.roles import Role
from shared.core.testing import AT
from tests.followup.visits import MANDATE, STATE, person

ACTION_ID: Final = str(derive_id("action of a test"))
INDICATOR: Final = str(derive_id("indicator of a test"))
ONE, TWO = (str(derive_id("recommendation of an action", n)) for n in (1, 2))
TODAY, DAY = day_of(AT), timedelta(days=1)
WRITER = person("government-1", Role.GOVERNMENT, states=frozenset({STATE}))
MANAGER = person("government-3", Role.GOVERNMENT, states=frozenset({STATE}))
ELSEWHERE = person("government-2", Role.GOVERNMENT, states=frozenset({"FRA"}))
NHRI = person("nhri-1", Role.CONTACT_POINT, organisation_id="nhri-1")
FOCAL = replace(NHRI, actor_id="nhri-2", roles=frozenset({Role.CONTACT_POINT, Role.FOCAL_POINT}))
PUBLISHER = person("publisher-1", Role.PUBLICATION_OFFICER)
LINKED = (Linked(recommendation_id=ONE, mandate=MANDATE),)


def sealed(item: str, text: str = "text") -> Sealed:
    return Sealed(f"followupaction-{item}", text)


WORDS: dict[str, Any] = {
    "title": sealed("r-1"),
    "details": sealed("r-1"),
    "budget": None,
    "starts_on": TODAY,
    "target_on": TODAY + 365 * DAY,
    "target_text": None,
    "links": LINKED,
}
PLAN = PlanAction(
    action_id=ACTION_ID,
    owner_kind="government",
    owner=STATE,
    state=STATE,
    revision_id="r-1",
    **WORDS,
)
PLAN_NHRI = replace(PLAN, owner_kind="nhri", owner="nhri-1")


def of(kind: type, seen: int, /, **also: Any) -> Any:
    return kind(action_id=ACTION_ID, seen=seen, **also)


def revise(seen: int, revision: str = "r-2", **also: Any) -> Any:
    return of(ReviseAction, seen, revision_id=revision, **{**WORDS, **also})


def progress(seen: int, report: str = "p-1", percent: int | None = 40) -> Any:
    return of(ReportProgress, seen, report_id=report, percent=percent, text=sealed(report))


def abandon(seen: int, report: str = "a-1") -> Any:
    return of(AbandonAction, seen, report_id=report, text=sealed(report))


def define(seen: int, indicator: str = INDICATOR, **also: Any) -> Any:
    return of(
        DefineIndicator,
        seen,
        **{
            "indicator_id": indicator,
            "title": sealed(indicator),
            "unit": None,
            "baseline": "4",
            "target": "26.5",
            "starts_on": TODAY + 10 * DAY,
            "ends_on": TODAY + 400 * DAY,
            "every_months": 6,
            **also,
        },
    )


def reschedule(seen: int, first: int, last: int, every: int = 6) -> Any:
    days = {"starts_on": TODAY + first * DAY, "ends_on": TODAY + last * DAY}
    return of(RescheduleIndicator, seen, indicator_id=INDICATOR, **days, every_months=every)


def report(seen: int, due: int = 10, name: str = "v-1", value: str = "12") -> Any:
    return of(
        ReportIndicator,
        seen,
        indicator_id=INDICATOR,
        due_on=TODAY + due * DAY,
        report_id=name,
        value=value,
        text=sealed(name),
    )


def add_file(attachment_id: str = "f-1") -> AddActionFile:
    return AddActionFile(
        action_id=ACTION_ID,
        attachment_id=attachment_id,
        object_name="a" * 64,
        sha256="b" * 64,
        size=7,
        media_type="application/pdf",
        scanned="clean",
        details=sealed(attachment_id, "details"),
    )


def publish(seen: int) -> Any:
    return of(PublishAction, seen)


def take_back(reason: Any = "owner") -> TakeActionBack:
    return TakeActionBack(action_id=ACTION_ID, reason=reason)


PLANNED = ((PLAN, WRITER),)
MEASURED = (*PLANNED, (define(1), WRITER))
REPORTED = (*MEASURED, (report(2), WRITER), (progress(3), WRITER))
PUBLISHED = (*REPORTED, (publish(4), MANAGER))


def history(*acts: tuple[Any, Actor]) -> list[Any]:
    """Return the facts of an action about which these were asked, one after the other."""
    told: list[Any] = []
    for command, by in acts:
        told += ACTION.decide(command, Asked(at=AT, by=by), ACTION.fold(told))
    return told


def state_of(*acts: tuple[Any, Actor]) -> Action:
    return ACTION.fold(history(*acts))
