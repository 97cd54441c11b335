"""Every golden fact fits into the columns of each read model that hears it, on both databases.

SQLite takes a text of any length, so a column that is too short shows on PostgreSQL alone.
"""

import contextlib
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

import pytest

from portal.app.read_models import READ_MODELS
from services.approvals.invitations import DEMO_CLOCK, INVITATIONS
from services.followup.deadlines import DEADLINES
from shared.contracts import Contract
from shared.contracts.all import CONTRACTS
from shared.core.message import derive_id
from shared.facts.kafka import Published
from shared.platform.tables import make_engine
from shared.read_models.model import Applier, apply_together
from tests.contracts.test_golden import HISTORY
from tests.support.postgres import fresh_database
from tests.support.ready import ready

ROOT = Path(__file__).parents[2]
MODELS = (*READ_MODELS, INVITATIONS, DEMO_CLOCK, DEADLINES)


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def appliers(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[list[Applier]]:
    """Give every read model in one database."""
    with contextlib.ExitStack() as stack:
        url = f"sqlite:///{tmp_path_factory.mktemp('columns')}/test.db"
        if request.param == "postgresql":
            url = stack.enter_context(fresh_database(request.getfixturevalue("postgres_url")))
        engine = make_engine(url, durable=False)
        stack.callback(engine.dispose)
        yield ready(engine, MODELS)


@pytest.mark.parametrize("contract", CONTRACTS, ids=lambda one: one.topic)
def test_every_golden_fact_fits(appliers: list[Applier], contract: Contract) -> None:
    heard = [one for one in appliers if contract in one.model.contracts]
    does_not_fit = []
    for fact in _golden(contract):
        try:
            apply_together([(one, [fact]) for one in heard])
        except Exception as error:  # noqa: BLE001  # each is told, with its fact
            does_not_fit.append(f"{type(fact.fact).__name__}: {error}")
    assert not does_not_fit


def test_all_read_models_are_tried() -> None:
    sources = (path for of in ("services", "portal") for path in (ROOT / of).rglob("*.py"))
    made = sum(path.read_text(encoding="utf-8").count(" = ReadModel(") for path in sources)
    assert made == len({one.consumer for one in MODELS})


def _golden(contract: Contract) -> Iterator[Published]:
    """Give each fact of today's version as it arrives."""
    catalogue, number = contract.catalogue, count(1)
    for name, _ in catalogue:
        version = catalogue.version(name)
        service = contract.topic.removesuffix(".events")
        written = (HISTORY / service / f"{name}.v{version}.json").read_bytes()
        position = next(number)
        yield Published(
            fact=catalogue.decode(name, version, written),
            id=derive_id("golden", contract.topic, name),
            stream="stream-1",
            position=position,
            recorded_at=datetime(2026, 1, 5, 9, 0, tzinfo=UTC),
            correlation_id=derive_id("golden case", contract.topic),
            actor="actor-1",
            traceparent=None,
            topic=contract.topic,
            partition=0,
            offset=position,
        )
