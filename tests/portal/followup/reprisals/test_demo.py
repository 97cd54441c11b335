"""The invented reprisal cases of a demonstration, as the service rules on them."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import pytest

from portal.followup.reprisals import demo
from services.followup.reprisal.decide import REPRISAL
from services.followup.reprisal.publishing import REPRISAL_ENTRY
from services.followup.reprisal.state import State
from shared.contracts.followup_reprisal_entry_commands import PublishReprisalEntry
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
    history: dict[str, list[Any]] = defaultdict(list)

    def ask(command: Any, by: str, _case: str, *_step: str, at: datetime = AT) -> None:
        asked = Asked(at=at, by=invented(by))
        if isinstance(command, PublishReprisalEntry):
            public = REPRISAL_ENTRY.fold(history[command.case_id])
            assert REPRISAL_ENTRY.decide(command, asked, public)
            return
        state = cases.get(command.case_id, State())
        facts = REPRISAL.decide(command, asked, state)
        assert facts
        history[command.case_id] += facts
        cases[command.case_id] = REPRISAL.fold(facts, state)

    monkeypatch.setattr(demo, "ask", ask)
    monkeypatch.setattr(demo, "invented", invented)
    monkeypatch.setattr(demo, "id_of", lambda case_id, year: f"{case_id} {year}")
    monkeypatch.setattr(demo, "now", lambda: AT)
    monkeypatch.setattr(demo, "seal", Sealed)
    demo.tell()
    assert {one.case.stage for one in cases.values() if one.case} == {"open", "reported"}
