from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from shared.core.catalogue import Catalogue


@dataclass(frozen=True)
class Named:
    title: str
    language: str
    at: datetime


def _subject_became_title(old: dict[str, Any]) -> dict[str, Any]:
    return {"title": old.pop("subject"), **old}


def _language_was_english(old: dict[str, Any]) -> dict[str, Any]:
    return {"language": "en", **old}


CATALOGUE = Catalogue(
    {"thing-named": Named},
    upcasters={"thing-named": (_subject_became_title, _language_was_english)},
)
TODAY = Named("A", "en", datetime(2026, 1, 5, tzinfo=UTC))


def test_an_event_survives_the_wire() -> None:
    name, version, data = CATALOGUE.encode(TODAY)
    assert (name, version) == ("thing-named", 3)
    assert CATALOGUE.decode(name, version, data) == TODAY


def test_old_payloads_are_lifted_step_by_step() -> None:
    first = b'{"subject":"A","at":"2026-01-05T00:00:00Z"}'
    second = b'{"title":"A","at":"2026-01-05T00:00:00Z"}'
    assert CATALOGUE.decode("thing-named", 1, first) == TODAY
    assert CATALOGUE.decode("thing-named", 2, second) == TODAY


def test_it_knows_its_names() -> None:
    assert "thing-named" in CATALOGUE
    assert "unheard-of" not in CATALOGUE
    assert list(CATALOGUE) == [("thing-named", Named)]
