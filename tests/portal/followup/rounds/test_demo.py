"""The invented follow-up rounds of a demonstration, as the service rules on them."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import pytest

from portal.followup.rounds import demo
from services.followup.round.decide import ROUND
from services.followup.round.state import Round
from shared.contracts.followup_round_commands import OnRound
from shared.core.actor import Actor, Asked
from shared.core.message import Sealed
from shared.core.roles import Role

AT = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
TORTURE = frozenset({"sr-torture"})
PEOPLE: Mapping[str, Actor] = {
    "officer": Actor(actor_id="o", roles=frozenset({Role.HUMAN_RIGHTS_OFFICER}), mandates=TORTURE),
    "holder": Actor(actor_id="h", roles=frozenset({Role.MANDATE_HOLDER}), mandates=TORTURE),
    "government": Actor(
        actor_id="g", roles=frozenset({Role.GOVERNMENT}), states=frozenset({"CHE"})
    ),
    "ngo": Actor(actor_id="n", roles=frozenset({Role.NGO_MEMBER}), organisation_id="demo-ngo"),
}


def test_the_service_takes_what_is_invented(monkeypatch: pytest.MonkeyPatch) -> None:
    rounds: dict[str, Round] = {}

    def ask(command: Any, by: str, _case: str, *_step: str) -> None:
        if not isinstance(command, OnRound):
            return  # the recommendations that they are about
        state = rounds.get(command.round_id, Round())
        facts: Any = ROUND.decide(command, Asked(at=AT, by=PEOPLE[by]), state)  # type: ignore[arg-type]
        assert facts
        rounds[command.round_id] = ROUND.fold(facts, state)

    monkeypatch.setattr(demo, "ask", ask)
    monkeypatch.setattr(demo, "today", AT.date)
    monkeypatch.setattr(demo, "seal", Sealed)
    demo.tell()
    assert [(one.sent, len(one.cells)) for one in rounds.values()] == [(0, 0), (1, 2)]
