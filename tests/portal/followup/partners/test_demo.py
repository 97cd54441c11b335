"""The invented partners of a demonstration, as the service rules on them."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from portal.followup.inputs.demo import MISSION_ID
from portal.followup.partners import demo
from services.followup.mission.admission import Partner
from services.followup.mission.decide import MISSION, HearVisitFile
from services.followup.mission.partner import PARTNER
from services.followup.mission.state import Mission
from shared.contracts.followup_visits import Window
from shared.core.actor import Actor, Asked, system
from shared.core.geneva import day_of
from shared.core.message import Sealed
from shared.core.roles import Role
from tests.followup.test_visit_file import held

AT = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
MINE = frozenset({"sr-torture"})
PEOPLE = {
    "officer": Actor(
        actor_id="officer", roles=frozenset({Role.HUMAN_RIGHTS_OFFICER}), mandates=MINE
    ),
    "holder": Actor(actor_id="holder", roles=frozenset({Role.MANDATE_HOLDER}), mandates=MINE),
    "partner": Actor(actor_id="partner", roles=frozenset({Role.UN_PARTNER})),
    "ngo": Actor(actor_id="ngo", roles=frozenset({Role.NGO_MEMBER}), organisation_id="demo-ngo"),
}


def test_the_service_takes_what_is_invented(monkeypatch: pytest.MonkeyPatch) -> None:
    first = day_of(AT) + timedelta(days=80)
    opens = HearVisitFile(
        mission_id=MISSION_ID,
        mandate="sr-torture",
        state="MNG",
        plans="agreed",
        dates=Window(first=first, last=first),
        file_step=4,
    )
    opened = MISSION.decide(opens, Asked(at=AT, by=system("policy")), Mission())
    history: list[Any] = [held(holder_id="holder"), *opened]
    mission = MISSION.fold(history)
    partners: dict[str, Partner] = {}

    def ask(command: Any, by: str, _case: str, *_step: str) -> None:
        nonlocal mission
        asked = Asked(at=AT, by=PEOPLE[by])
        if hasattr(command, "partner_id"):
            state = partners.get(command.partner_id, Partner(mission=mission))
            facts: Any = PARTNER.decide(command, asked, state)
            partners[command.partner_id] = PARTNER.fold(facts, state)
        else:
            facts = MISSION.decide(command, asked, mission)
            mission = MISSION.fold(facts, mission)
        assert facts

    monkeypatch.setattr(demo, "ask", ask)
    monkeypatch.setattr(demo, "invented", PEOPLE.__getitem__)
    monkeypatch.setattr(demo, "now", lambda: AT)
    monkeypatch.setattr(demo, "seal", Sealed)
    demo.tell()
    assert [one.admitted for one in partners.values()] == [True, True, False]
    assert [len(one.tasks) for one in partners.values()] == [1, 1, 0]
