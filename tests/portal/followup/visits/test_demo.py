"""The invented visit files of a demonstration, as the service rules on them."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import pytest

from portal.followup.visits import demo, letter_demo
from services.followup.visit_file.decide import VISIT_FILE
from services.followup.visit_file.state import File
from services.followup.visit_letter.decide import VISIT_LETTER
from services.followup.visit_letter.state import Absent, State, VisitLetter
from shared.core.actor import Actor, Asked
from shared.core.message import Sealed
from shared.core.roles import Role

AT = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
PEOPLE: Mapping[str, Role] = {
    "holder": Role.MANDATE_HOLDER,
    "officer": Role.HUMAN_RIGHTS_OFFICER,
}


def test_the_service_takes_what_is_invented(monkeypatch: pytest.MonkeyPatch) -> None:
    files: dict[str, File] = {}

    def ask(command: Any, by: str, _case: str, *_step: str) -> None:
        person = Actor(
            actor_id=by, roles=frozenset({PEOPLE[by]}), mandates=frozenset({"sr-torture"})
        )
        state = files.get(command.state, File())
        facts = VISIT_FILE.decide(command, Asked(at=AT, by=person), state)
        files[command.state] = VISIT_FILE.fold(facts, state)

    monkeypatch.setattr(demo, "ask", ask)
    monkeypatch.setattr(demo, "now", lambda: AT)
    monkeypatch.setattr(demo, "seal", Sealed)
    monkeypatch.setattr(letter_demo, "tell", lambda: None)
    demo.tell()
    stands = {state: one.now for state, one in files.items()}
    assert {state: now.status for state, now in stands.items()} == {
        "KEN": "acknowledged",
        "NPL": "postponed",
        "CHE": "invited",
        "GEO": "requested",
        "MEX": "reminded",
    }


def test_the_service_takes_the_letters_that_are_invented(monkeypatch: pytest.MonkeyPatch) -> None:
    letters: dict[str, State] = {}
    mandates = {"holder.hrds": "sr-hrds"}

    def ask(command: Any, by: str, _case: str, *_step: str) -> None:
        person = Actor(
            actor_id=by,
            roles=frozenset({PEOPLE[by.partition(".")[0]]}),
            mandates=frozenset({mandates.get(by, "sr-torture")}),
        )
        state = letters.get(command.visit_letter_id, Absent())
        facts = VISIT_LETTER.decide(command, Asked(at=AT, by=person), state)
        letters[command.visit_letter_id] = VISIT_LETTER.fold(facts, state)

    monkeypatch.setattr(letter_demo, "ask", ask)
    monkeypatch.setattr(letter_demo, "sealed", Sealed)
    monkeypatch.setattr(letter_demo, "content_hash", lambda *of: f"{len(of[-1]):064d}")
    letter_demo.tell()
    found = [one for one in letters.values() if isinstance(one, VisitLetter)]
    assert [(one.state, one.stage, len(one.text.mandates)) for one in found] == [
        ("URY", "awaiting", 1),
        ("PER", "awaiting", 2),
        ("KEN", "drafting", 1),
    ]
    assert [one.text.version for one in found] == [2, 1, 1]
    assert found[1].text.given == ("sr-hrds",)
