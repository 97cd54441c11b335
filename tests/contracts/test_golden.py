"""History: every event version ever written can be read, and today's is written unchanged.

The JSON files beside this test are history. A file of an old version is never changed; a changed
event gets an upcaster and a new file. A version that is written in several ways has a file for
each, such as ``reprisal-reported.v1.no-mandate.json``.
"""

import json
from pathlib import Path

import pytest

from services.approvals import events as approvals
from services.followup import events as followup
from services.intake import events as intake
from services.stakeholders import events as stakeholders
from shared.contracts.all import CONTRACTS
from shared.core.catalogue import Catalogue

HISTORY = Path(__file__).parent / "history"
CATALOGUES: dict[str, Catalogue] = {
    "intake": intake.CATALOGUE,
    "approvals": approvals.CATALOGUE,
    "followup": followup.CATALOGUE,
    "stakeholders": stakeholders.CATALOGUE,
    **{contract.topic: contract.catalogue for contract in CONTRACTS},
}
EVENTS = [
    (where, name, version)
    for where, catalogue in CATALOGUES.items()
    for name, _ in catalogue
    for version in range(1, catalogue.version(name) + 1)
]


@pytest.mark.parametrize(("where", "name", "version"), EVENTS)
def test_every_version_ever_written_can_be_read(where: str, name: str, version: int) -> None:
    service = where.removesuffix(".events")
    first = HISTORY / service / f"{name}.v{version}.json"
    catalogue = CATALOGUES[where]

    for path in (first, *first.parent.glob(f"{first.stem}.*.json")):
        written = path.read_bytes()
        event = catalogue.decode(name, version, written)

        if version == catalogue.version(name):
            assert json.loads(catalogue.encode(event)[2]) == json.loads(written)
        assert catalogue.decode(*catalogue.encode(event)) == event


def test_no_history_is_left_without_an_event() -> None:
    known = {f"{w.removesuffix('.events')}/{n}.v{v}.json" for w, n, v in EVENTS}
    kept = {f"{p.parent.name}/{'.'.join(p.name.split('.')[:2])}.json" for p in HISTORY.glob("*/*")}
    assert kept == known


def test_the_four_names_fixed_by_the_mission_are_on_the_wire() -> None:
    assert {
        "allegation-received",
        "communication-approved",
        "government-reply-logged",
        "recommendation-implemented",
    } <= {name for contract in CONTRACTS for name, _ in contract.catalogue}
