"""Random histories in the tables: each fact twice is each once, and a rebuild gives the same rows.

The histories are those of the rules' own tests: a vacancy, an organisation, the registrations of a
session, and mandates. Every read model that hears of them is filled three times.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import given as over
from hypothesis import strategies as st
from sqlalchemy import Engine

from portal.app.read_models import READ_MODELS
from services.stakeholders.registry.commands import PassDay
from services.stakeholders.registry.decide import REGISTRY
from services.stakeholders.vacancy.decide import VACANCY
from shared.contracts.stakeholders import STAKEHOLDERS
from shared.core.actor import Asked
from shared.core.decider import Refused
from shared.core.testing import AT
from shared.facts.kafka import Published
from shared.read_models.model import Applier, ReadModel, apply_together, digest
from tests.stakeholders import test_organisation as organisations
from tests.stakeholders import test_registry as registry
from tests.stakeholders import test_session_crowds as sessions
from tests.stakeholders import test_to_an_appointment as appointments
from tests.stakeholders import test_way_on as selections
from tests.stakeholders.organisations import LISTED
from tests.stakeholders.selection import CALLED, DECLARED
from tests.stakeholders.sessions import Story
from tests.support.compiled import engine_of
from tests.support.twice import of_stakeholders

LISTENING = [one for one in READ_MODELS if STAKEHOLDERS in one.contracts]


def vacancy(asked: Sequence[tuple[Any, Any, int]]) -> list[Any]:
    events: list[Any] = [DECLARED, CALLED]
    at: datetime = AT
    for command, by, hours in asked:
        at += timedelta(hours=hours)
        with suppress(Refused):
            events += VACANCY.decide(command, Asked(at=at, by=by), VACANCY.fold(events))
    return events


def organisation(told: tuple[Sequence[Any], Any]) -> list[Any]:
    *_, events = organisations.told(*told)
    return events


def registration(steps: Sequence[Any]) -> list[Any]:
    story = Story()
    for one in steps:
        with suppress(Refused):
            sessions.step(story, one)
    return [*story.facts]


def mandate(asked: Sequence[tuple[Any, int]]) -> list[Any]:
    events: list[Any] = [*registry.BOTH]
    at: datetime = AT
    for command, days in asked:
        at += timedelta(days=days)
        by = registry.CLOCK if command is PASS else registry.CHIEF
        now = PassDay(mandate=registry.MANDATE, on=at.date()) if command is PASS else command
        with suppress(Refused):
            events += REGISTRY.decide(now, Asked(at=at, by=by), REGISTRY.fold(events))
    return events


PASS = object()
_ACTS = [PASS, PASS, PASS, *(act for _, act, _ in registry.ACTS)]
KINDS: dict[str, tuple[Callable[[Any], list[Any]], st.SearchStrategy[Any]]] = {
    "vacancy": (
        vacancy,
        st.tuples(selections.stories, appointments.moves).map(lambda both: [*both[0], *both[1]]),
    ),
    "organisation": (organisation, st.tuples(st.just(LISTED), organisations.MOVES)),
    "registration": (registration, st.lists(sessions.STEPS, min_size=10, max_size=40)),
    "mandate": (
        mandate,
        st.lists(
            st.tuples(st.sampled_from(_ACTS), st.sampled_from([1, 30, 200])),
            min_size=5,
            max_size=20,
        ),
    ),
}


@pytest.fixture(scope="module")
def engines(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Engine]]:
    at: Path = tmp_path_factory.mktemp("histories")
    made = [engine_of(f"sqlite:///{at}/{number}.db") for number in range(3)]
    yield made
    for one in made:
        one.dispose()


@pytest.mark.parametrize("kind", KINDS)
def test_whatever_happens_twice_is_once_and_a_rebuild_is_equal(
    engines: list[Engine], kind: str
) -> None:
    happens, told = KINDS[kind]
    most = 0

    @settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
    @over(told)
    def history(told: Any) -> None:
        nonlocal most
        facts = [
            of_stakeholders(fact, number, f"{kind}-1", AT)
            for number, fact in enumerate(happens(told), 1)
        ]
        if not facts:
            return
        models = [one for one in LISTENING if any(any(one.project(fact)) for fact in facts)]
        once, twice, again = engines
        each = filled(once, models, [[fact] for fact in facts])
        assert filled(twice, models, [[fact] for fact in facts for _ in range(2)]) == each
        assert filled(again, models, [facts]) == each
        most = max(most, len(facts))

    history()
    assert most > 2, "something happened"


def filled(
    engine: Engine, models: Sequence[ReadModel], batches: Sequence[Sequence[Published]]
) -> dict[str, str]:
    """Fill new tables with these facts; return a hash of all rows of each read model."""
    appliers = [Applier(engine, one) for one in models]
    for one in appliers:
        one.drop()
        one.prepare()
    for batch in batches:
        apply_together([(one, batch) for one in appliers])
    with engine.connect() as conn:
        return {one.consumer: digest(conn, one.tables) for one in models}
