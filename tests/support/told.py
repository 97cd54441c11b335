"""A platform of a test whose demonstration was told before, once in a gate.

To tell it takes longer than to start the platform. So where ``RAPPORTEUR_TEST_KEPT`` names a
directory, the first process that asks keeps the data of a platform that was stopped once all was
told, and each test begins with a copy of it: a platform goes on where it was. Once a month the
first minute of a platform counts its coverage; so that no test meets this half-way, it is awaited.
"""

import fcntl
import os
import shutil
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from sqlalchemy import func, select

from deploy.local.testing import Platform, running_platform
from portal.committee.coverage.read_model import snapshots
from shared.platform.settings import Settings
from shared.platform.tables import make_engine

_OF_PAGES: Final = ("database", "vault_database", "vault_keys", "secret_key", "demo")
_COUNTED: Final = 120.0  # seconds


@contextmanager
def told_platform(var: Path, *, env: Mapping[str, str] | None = None) -> Iterator[Platform]:
    """Start a platform of its own over ``var``, which has nothing yet.

    Args:
        var: its data directory.
        env: settings that change neither where it keeps its data nor with which keys.
    """
    if directory := os.environ.get("RAPPORTEUR_TEST_KEPT"):
        shutil.copytree(_kept(Path(directory)), var, dirs_exist_ok=True)
    with running_platform(var, env=env) as running:
        yield running


def settings_of(platform: Platform) -> Settings:
    """Return the settings with which this platform's pages read and write its databases."""
    given = {name: platform.environment.get(f"RAPPORTEUR_{name.upper()}") for name in _OF_PAGES}
    return Settings.model_validate({name: value for name, value in given.items() if value})


def _kept(directory: Path) -> Path:
    told, begun = directory / "told", directory / "told.begun"
    with (directory / "told.lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not told.exists():
            shutil.rmtree(begun, ignore_errors=True)  # of a process that was killed
            with running_platform(begun) as one:
                _await_the_count(one)
            begun.rename(told)
    return told


def _await_the_count(platform: Platform) -> None:
    """Wait until the coverage of this month is counted, or would be in vain."""
    engine = make_engine(platform.environment["RAPPORTEUR_DATABASE"], durable=False)
    until = time.monotonic() + _COUNTED
    try:
        while time.monotonic() < until:
            with engine.connect() as conn:
                if conn.scalar(select(func.count()).select_from(snapshots)):
                    return
            time.sleep(1)
    finally:
        engine.dispose()
