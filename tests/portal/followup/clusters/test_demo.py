"""The invented group of a demonstration, as the service rules on it."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import pytest

from portal.followup.clusters import demo
from services.followup.recommendation.cluster import CLUSTER
from services.followup.recommendation.decide import RECOMMENDATION
from shared.contracts.followup_cluster_commands import ClusterRecommendations
from shared.core.actor import Actor, Asked
from shared.core.message import Sealed
from shared.core.roles import Role

AT = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
STATES: Mapping[Role, tuple[str]] = {Role.GOVERNMENT: ("CHE",), Role.UN_PARTNER: ("KEN",)}
PEOPLE: Mapping[str, Actor] = {
    local: Actor(
        actor_id=local,
        roles=frozenset({role}),
        mandates=frozenset({mandate}),
        states=frozenset(STATES.get(role, ())),
    )
    for local, role, mandate in (
        ("officer", Role.HUMAN_RIGHTS_OFFICER, "sr-torture"),
        ("holder", Role.MANDATE_HOLDER, "sr-torture"),
        ("holder.hrds", Role.MANDATE_HOLDER, "sr-hrds"),
        ("government", Role.GOVERNMENT, ""),
        ("partner", Role.UN_PARTNER, ""),
    )
}


def test_the_service_takes_what_is_invented(monkeypatch: pytest.MonkeyPatch) -> None:
    history: dict[str, list[Any]] = {}
    grouped: list[Any] = []

    def ask(command: Any, by: str, _case: str, *_step: str) -> None:
        asked = Asked(at=AT, by=PEOPLE[by])
        if isinstance(command, ClusterRecommendations):
            known = [fact for one in command.members for fact in history[one]]
            grouped.extend(CLUSTER.decide(command, asked, CLUSTER.fold(known)))
            return
        told = history.setdefault(command.recommendation_id, [])
        facts = RECOMMENDATION.decide(command, asked, RECOMMENDATION.fold(told))
        assert facts
        told.extend(facts)

    monkeypatch.setattr(demo, "ask", ask)
    monkeypatch.setattr(demo, "seal", Sealed)
    demo.tell()
    assert [one.mandate for one in grouped] == ["sr-torture", "government:CHE", "unct:KEN"]
    for one in grouped:
        assert [member.mandate for member in one.members] == ["sr-torture", "sr-hrds"]
    assert {len(told) for told in history.values()} == {2}, "both are public"
