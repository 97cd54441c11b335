"""The invented planning board of a demonstration: two visits that clash, and a letter dropped.

One of the visits is shared with the partners of the United Nations.
"""

from datetime import timedelta

from portal.committee.plans.found import case_of, subject_of
from portal.web.context import now
from portal.web.demonstration.asking import DEFENDERS, TORTURE, ask, seal
from shared.contracts.commands import Command
from shared.contracts.stakeholders_plan_commands import (
    CommentOnActivity,
    ConfirmActivity,
    DropActivity,
    PlanActivity,
    ShareActivity,
)
from shared.contracts.stakeholders_plans import Kind
from shared.core.geneva import day_of
from shared.core.message import derive_id

_HOLDER, _OTHER, _COMMITTEE = "holder", "holder.hrds", "committee"


def tell() -> None:
    first = _planned("first", _HOLDER, TORTURE, "visit", "KEN", 60, ago=20)
    confirm = ConfirmActivity(plan_id=first.plan_id, first=first.first, last=first.last)
    _ask(confirm, _HOLDER, first.plan_id, "confirmed", ago=12)
    _ask(ShareActivity(plan_id=first.plan_id), _HOLDER, first.plan_id, "shared", ago=11)
    second = _planned("second", _OTHER, DEFENDERS, "visit", "KEN", 85, ago=5)
    comment = CommentOnActivity(
        plan_id=second.plan_id,
        comment_id=str(derive_id("demo comment on a plan")),
        text=seal(subject_of(second.plan_id), "Could the two visits be one? (invented)"),
    )
    _ask(comment, _COMMITTEE, second.plan_id, "comment", ago=3)
    letter = _planned("letter", _OTHER, DEFENDERS, "letter", "NPL", 25, ago=10)
    drop = DropActivity(plan_id=letter.plan_id, code="later")
    _ask(drop, _OTHER, letter.plan_id, "dropped", ago=4)
    _planned("third", _HOLDER, TORTURE, "letter", "NPL", 40, ago=2)


def _planned(
    step: str, by: str, mandate: str, kind: Kind, state: str, days: int, *, ago: int
) -> PlanActivity:
    first = day_of(now()) + timedelta(days=days)
    command = PlanActivity(
        plan_id=str(derive_id("demo plan", step)),
        mandate=mandate,
        kind=kind,
        state=state,
        first=first,
        last=first + timedelta(days=9 if kind == "visit" else 0),
        reprisals=False,
    )
    _ask(command, by, command.plan_id, "planned", ago=ago)
    return command


def _ask(command: Command, by: str, plan_id: str, step: str, *, ago: int) -> None:
    at = now() - timedelta(days=ago)
    ask(command, by, str(case_of(plan_id)), f"plan {plan_id}", step, at=at)
