"""The invented end of a mandate of a demonstration, as the services rule on it."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from portal.homes.custody import demo
from portal.web.demonstration.asking import DEFENDERS
from services.followup.app import FOLLOWUP_SERVICE
from services.followup.visit_file.decide import VISIT_FILE
from services.stakeholders.custody import CUSTODY
from services.stakeholders.registry.decide import REGISTRY
from shared.contracts.followup_visit_commands import OnFile
from shared.contracts.stakeholders_custody_commands import DecideCustody
from shared.core.actor import Actor, Asked, system
from shared.core.message import Sealed
from shared.core.roles import Role
from tests.stakeholders import test_registry as registry

AT = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
PEOPLE: Mapping[str, Actor] = {
    "qrd": Actor(actor_id="q", roles=frozenset({Role.QUICK_RESPONSE_DESK})),
    "chief": Actor(actor_id="c", roles=frozenset({Role.CHIEF})),
}


def test_the_services_take_what_is_invented(monkeypatch: pytest.MonkeyPatch) -> None:
    files: dict[str, list[Any]] = defaultdict(list)
    both = (demo._ENDED, DEFENDERS)
    acts: list[Any] = [replace(registry.CREATED, mandate=one) for one in both]
    decided: list[Any] = []

    def ask(command: Any, by: str, _case: str, *_step: str) -> None:
        asked = Asked(at=AT, by=PEOPLE[by])
        facts: Any
        if isinstance(command, OnFile):
            told = files[f"{command.mandate} {command.state}"]
            facts = VISIT_FILE.decide(command, asked, VISIT_FILE.fold(told))  # type: ignore[arg-type]
            told.extend(facts)
        elif isinstance(command, DecideCustody):
            facts = CUSTODY.decide(command, asked, CUSTODY.fold(acts))
            decided.extend(facts)
        else:
            facts = REGISTRY.decide(command, asked, REGISTRY.fold(acts))
            acts.extend(facts)
        assert facts

    monkeypatch.setattr(demo, "ask", ask)
    monkeypatch.setattr(demo, "seal", Sealed)
    monkeypatch.setattr(demo, "today", AT.date)
    demo.tell()
    [one] = decided
    passing: Any
    [passing] = FOLLOWUP_SERVICE.react(one)
    went, waits = (VISIT_FILE.fold(files[f"{demo._ENDED} {state}"]) for state in ("NPL", "URY"))
    by_policy = Asked(at=AT, by=system("followup"))
    [passed] = VISIT_FILE.decide(passing, by_policy, went)
    assert VISIT_FILE.fold([passed], went).passed == DEFENDERS
    assert waits.now.status == "acknowledged"
    assert waits.passed is None
