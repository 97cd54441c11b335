"""The invented actions of a demonstration, as the service rules on them."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import pytest

from portal.followup.actions import demo
from services.followup.action.decide import ACTION
from services.followup.action.state import Action
from shared.contracts.followup_action_commands import OnAction
from shared.core.actor import Actor, Asked
from shared.core.message import Sealed
from shared.core.roles import Role

AT = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
_GOVERNMENT: Any = {"roles": frozenset({Role.GOVERNMENT}), "states": frozenset({"CHE"})}
PEOPLE: Mapping[str, Actor] = {
    "government": Actor(actor_id="g", **_GOVERNMENT),
    "government.two": Actor(actor_id="g2", **_GOVERNMENT),
    "nhri": Actor(actor_id="n", roles=frozenset({Role.CONTACT_POINT}), organisation_id="demo-nhri"),
}


def test_the_service_takes_what_is_invented(monkeypatch: pytest.MonkeyPatch) -> None:
    actions: dict[str, Action] = {}

    def ask(command: Any, by: str, _case: str, *_step: str) -> None:
        if not isinstance(command, OnAction):
            return  # the recommendation that they are about
        state = actions.get(command.action_id, Action())
        facts: Any = ACTION.decide(command, Asked(at=AT, by=PEOPLE[by]), state)  # type: ignore[arg-type]
        assert facts
        actions[command.action_id] = ACTION.fold(facts, state)

    monkeypatch.setattr(demo, "ask", ask)
    monkeypatch.setattr(demo, "today", AT.date)
    monkeypatch.setattr(demo, "seal", Sealed)
    demo.tell()
    assert [(one.claim, bool(one.published)) for one in actions.values()] == [
        ("under-way", True),
        ("planned", False),
    ]
