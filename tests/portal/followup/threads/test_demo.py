"""The invented dialogue of a demonstration, as the service rules on it."""

from typing import Any

import pytest

from portal.followup.inputs import demo as inputs
from portal.followup.threads import demo
from services.followup.mission.thread import THREAD, Thread
from shared.contracts import followup_partners as partners
from shared.contracts.followup_missions import MissionOpened
from shared.contracts.followup_visits import Window
from shared.core.actor import Asked
from shared.core.geneva import day_of
from shared.core.message import Sealed
from shared.reference.partners import PARTS, partner_id
from tests.followup.test_visit_file import held
from tests.portal.followup.partners.test_demo import AT, PEOPLE


def admission(kind: Any, who: str) -> list[Any]:
    said: dict[str, Any] = {
        "partner_id": partner_id(demo.MISSION_ID, kind, who),
        "mission_id": demo.MISSION_ID,
        "mandate": "sr-torture",
        "state": "MNG",
        "done_by": "officer",
        "done_at": AT,
    }
    days: dict[str, Any] = {"first": day_of(AT), "until": day_of(AT)}
    return [
        partners.PartnerProposed(**said, step=1, kind=kind, who=who, scope=tuple(PARTS), **days),
        partners.PartnerAdmitted(**said, step=2),
        partners.PartnerUndertakingAccepted(**said, step=3),
    ]


def test_the_service_takes_what_is_invented(monkeypatch: pytest.MonkeyPatch) -> None:
    assert demo.MISSION_ID == inputs.MISSION_ID
    opened = MissionOpened(
        mission_id=demo.MISSION_ID,
        mandate="sr-torture",
        state="MNG",
        step=1,
        done_by="policy",
        done_at=AT,
        dates=Window(first=day_of(AT), last=day_of(AT)),
        file_step=4,
    )
    threads: dict[str, Thread] = {}
    of = {"partner": admission("rc", "partner"), "ngo": admission("ngo", "demo-ngo")}

    def ask(command: Any, by: str, _case: str, *_step: str) -> None:
        heard = [opened, held(holder_id="holder"), *of.get(by, [])]
        state = THREAD.fold(heard, threads.get(command.thread_id))
        facts = THREAD.decide(command, Asked(at=AT, by=PEOPLE[by]), state)
        assert facts
        threads[command.thread_id] = THREAD.fold(facts, state)

    monkeypatch.setattr(demo, "ask", ask)
    monkeypatch.setattr(demo, "invented", PEOPLE.__getitem__)
    monkeypatch.setattr(demo, "seal", Sealed)
    demo.tell()
    assert [len(one.messages) for one in threads.values()] == [2, 2, 1]
