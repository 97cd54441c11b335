"""The invented reprisal cases of a demonstration, as the service rules on them."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import pytest

from portal.followup.reprisals import demo
from services.followup.reprisal.decide import REPRISAL
from services.followup.reprisal.state import State
from shared.core.actor import Actor, Asked
from shared.core.message import Sealed
from shared.core.roles import Role

AT = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
PEOPLE: Mapping[str, Role] = {
    "reprisals": Role.REPRISALS_FOCAL_POINT,
    "officer": Role.HUMAN_RIGHTS_OFFICER,
    "holder": Role.MANDATE_HOLDER,
}


def invented(by: str) -> Actor:
    return Actor(actor_id=by, roles=frozenset({PEOPLE[by]}), mandates=frozenset({"sr-torture"}))


def test_the_service_takes_what_is_invented(monkeypatch: pytest.MonkeyPatch) -> None:
    cases: dict[str, State] = {}

    def ask(command: Any, by: str, _case: str, *_step: str, at: datetime) -> None:
        state = cases.get(command.case_id, State())
        facts = REPRISAL.decide(command, Asked(at=at, by=invented(by)), state)
        assert facts
        cases[command.case_id] = REPRISAL.fold(facts, state)

    monkeypatch.setattr(demo, "ask", ask)
    monkeypatch.setattr(demo, "invented", invented)
    monkeypatch.setattr(demo, "now", lambda: AT)
    monkeypatch.setattr(demo, "seal", Sealed)
    demo.tell()
    assert {one.case.stage for one in cases.values() if one.case} == {"open", "reported"}
