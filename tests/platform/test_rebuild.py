"""Every read model of the running platform, dropped and rebuilt, is what it was."""

import subprocess
import sys
import time
from collections.abc import Mapping

import pytest
from sqlalchemy import Engine
from sqlalchemy.exc import OperationalError

from deploy.local.supervisor import ROOT
from deploy.local.testing import Platform
from portal.read_models import READ_MODELS
from shared.read_model import Applier, digest
from shared.tables import make_engine

pytestmark = pytest.mark.live


def digests(engine: Engine) -> dict[str, str]:
    with engine.connect() as conn:
        return {model.consumer: digest(conn, model.tables) for model in READ_MODELS}


def reached(engine: Engine) -> dict[str, Mapping[tuple[str, int], int]]:
    """How far each read model is, in the event store's positions."""
    return {
        model.consumer: {
            tp: position for tp, (_, position) in Applier(engine, model).remembered().items()
        }
        for model in READ_MODELS
    }


def test_rebuilt_tables_have_the_same_hash(platform: Platform) -> None:
    platform.wait_ready()
    engine = make_engine(platform.environment["RAPPORTEUR_DATABASE"], durable=False)
    try:
        before, places = digests(engine), reached(engine)
        assert all(places.values()), "the demonstration's cases are in every read model"
        command = [sys.executable, "-m", "portal", "rebuild"]
        subprocess.run(command, env=dict(platform.environment), cwd=ROOT, check=True)  # noqa: S603
        consume = platform.kill("consume")
        platform.wait_restarted("consume", consume)
        deadline = time.monotonic() + 60
        while _elsewhere(engine, places):
            assert time.monotonic() < deadline
            time.sleep(0.1)
        assert digests(engine) == before
    finally:
        engine.dispose()


def _elsewhere(engine: Engine, places: Mapping[str, Mapping[tuple[str, int], int]]) -> bool:
    try:
        return reached(engine) != places
    except OperationalError:  # the tables are being made
        return True
