"""Reprisal cases in random histories: no action without consent, and no dead end."""

from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from random import Random
from typing import Any

from services.followup.reprisal.decide import REPRISAL
from services.followup.reprisal.state import OVER
from shared.contracts.followup_reprisal_commands import RecordReprisalAnswer
from shared.core.actor import Actor, Asked
from shared.core.decider import Refused
from shared.core.testing import AT
from shared.reference.reprisals import ACTIONS, CONSENTS, RELATIONS
from tests.followup.reprisals import (
    DAY,
    EVERY,
    FOCAL,
    FOLLOW,
    HOLDER,
    NAME,
    NAMED,
    OFFICER,
    OTHER,
    PASS,
    REOPEN,
    REPORT,
    REPORTED,
    SCREEN,
)
from tests.followup.test_reprisal_told import TOLD

_OURS = replace(PASS, mandate="sr-torture")
ANSWERS = ("yes", "conditions", "no", "withdrawn")
_BEFORE = ((NAME, FOCAL, NAMED), (_OURS, FOCAL, None))
"""What comes first where whoever reports names no mandate (decision 0219)."""


def test_every_history_has_a_lawful_way_on() -> None:
    """Whatever was done in whatever order: no action without consent, and no dead end.

    Also of a case that whoever it is about reported, without a mandate: the focal points alone
    have it, until one passes it on.
    """
    drawn, ends = Random(11), set()
    for _ in range(150):
        history, at = happened(drawn)
        case = REPRISAL.fold(history).case
        assert case
        ends.add(case.stage)
        assert all(case.consents_to(ACTIONS[one]) for one in case.decided)
        assert not (case.decided and case.stage in OVER)
        assert case.mandate or case.stage in {"reported", "out"}
        assert _goes_on(case, history, at)
    assert ends == {"reported", "open", "out", "closed"}


def happened(drawn: Random) -> tuple[list[Any], datetime]:
    """Return what became of whatever was asked of one case, and when it was asked last."""
    first, *then = drawn.choice(((REPORTED, NAMED), (TOLD,)))
    history: list[Any] = [replace(first, relation=drawn.choice(RELATIONS)), *then]
    at = AT
    for _ in range(drawn.randrange(40)):
        at += timedelta(days=drawn.randrange(3))
        command, by = _any(drawn, history, at)
        with suppress(Refused):
            history += REPRISAL.decide(command, Asked(at=at, by=by), REPRISAL.fold(history))
    return history, at


def _any(drawn: Random, history: list[Any], at: Any) -> tuple[Any, Actor]:
    command, by, _ = drawn.choice((*EVERY[2:], *_BEFORE))
    today = at.date()
    given_by = "nobody" if history[0].relation == "law" else drawn.choice(["victim", "holder"])
    also: dict[str, Any] = {
        "step": len(history),
        "next_look_on": today + DAY,
        "told_on": today,
        "assessed_on": today,
        "taken_on": today,
        "answered_on": today,
        "consent": drawn.choice(CONSENTS),
        "answer": OTHER if isinstance(command, RecordReprisalAnswer) else drawn.choice(ANSWERS),
        "given_by": given_by,
        "note": OTHER,
        "action": drawn.choice([*ACTIONS]),
        "condition": drawn.choice(["worse", "same", "better", "ended"]),
        "in_scope": drawn.random() > 0.2,
    }
    some = {name: value for name, value in also.items() if hasattr(command, name)}
    return replace(command, **some), drawn.choice([by, by, FOCAL, HOLDER, OFFICER])


def _goes_on(case: Any, history: list[Any], at: Any) -> bool:
    today = at.date()
    on = {"case_id": REPORT.case_id, "step": case.steps}
    look = {"next_look_on": today + DAY}
    command: Any = {
        "reported": replace(SCREEN, **on, **look) if case.mandate else replace(_OURS, **on),
        "open": replace(FOLLOW, **on, **look, condition="ended", note=OTHER),
    }.get(case.stage, replace(REOPEN, **on, **look, told_on=today))
    if case.stage in OVER and not case.mandate:
        command = replace(_OURS, **on)
    if history[-1:] and getattr(history[-1], "condition", None) == "ended":
        command = replace(FOLLOW, **on, **look, condition="same")
    return bool(REPRISAL.decide(command, Asked(at=at, by=FOCAL), REPRISAL.fold(history)))
