"""The backups of docs/runbook.md: copies of a running platform restore all its data."""

import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import httpx
import pytest
from sqlalchemy import select

from deploy.local.supervisor import ROOT
from deploy.local.testing import Platform, running_platform
from portal.casefile.submissions.read_model import submissions
from portal.casefile.submissions.receipts import hash_of, receipts
from shared.platform.tables import make_engine
from tests.support.filing import submission
from tests.support.people import filed
from tests.support.settling import Places, delivered, places_of, settled, state
from tests.support.told import told_platform

pytestmark = [pytest.mark.live, pytest.mark.chaos]

PATIENCE = 120.0


def test_a_platform_restored_from_its_backup_is_the_same(tmp_path: Path) -> None:
    first, backup, second = (tmp_path / name for name in ("first", "backup", "second"))
    backup.mkdir()
    with told_platform(first) as platform:
        codes = [receipt(platform, "before")]
        eventually(lambda: in_queue(platform, codes))
        before, places = settled(platform)
        copied(first / "eventstore.db", backup)
        late = [receipt(platform, "after the store's backup")]
        eventually(lambda: in_queue(platform, late) and delivered(platform))
        copied(first / "portal.db", backup)
        copied(first / "vault.db", backup)

    second.mkdir()
    for copy in (*backup.iterdir(), first / "secrets.json", first / "demo.json"):
        shutil.copy(copy, second)
    by_hand(second, platform, "rebuild")
    with running_platform(second) as restored:
        eventually(lambda: places_now(restored) == places)
        assert state(restored)[0] == before
        eventually(lambda: known(restored, codes))
        assert not in_queue(restored, late)
        by_hand(second, restored, "deliver-again")
        eventually(lambda: in_queue(restored, late))
        assert in_queue(restored, codes)


def copied(database: Path, to: Path) -> None:
    """Copy a database that is in use, as it is at one moment."""
    with sqlite3.connect(database) as source, sqlite3.connect(to / database.name) as copy:
        source.backup(copy)
    source.close()
    copy.close()


def by_hand(var: Path, platform: Platform, command: str) -> None:
    settings = {**platform.environment, "RAPPORTEUR_DATABASE": f"sqlite:///{var}/portal.db"}
    subprocess.run([sys.executable, "-m", "portal", command], env=settings, cwd=ROOT, check=True)  # noqa: S603  # our own module


def in_queue(platform: Platform, codes: Sequence[str]) -> bool:
    """Whether the desk has each of them, and has it once."""
    mine = select(receipts.c.submission_id).where(receipts.c.code_hash.in_(map(hash_of, codes)))
    found = select(submissions.c.submission_id).where(submissions.c.submission_id.in_(mine))
    engine = make_engine(platform.environment["RAPPORTEUR_DATABASE"], durable=False)
    try:
        with engine.connect() as conn:
            return len(conn.scalars(found).all()) == len(codes)
    finally:
        engine.dispose()


def receipt(platform: Platform, key: str) -> str:
    answer = filed(platform, submission(narrative=f"Case {key} (invented)."), key)
    assert answer.status_code == httpx.codes.CREATED, answer.text
    code: str = answer.json()["tracking_code"]
    return code


def known(platform: Platform, codes: list[str]) -> bool:
    return all(_status(platform, code) == httpx.codes.OK for code in codes)


def _status(platform: Platform, code: str) -> int:
    return httpx.get(
        f"{platform.url}/api/v1/submissions/{code}",
        headers={"Authorization": f"Bearer {platform.demo['api_token']}"},
        trust_env=False,
    ).status_code


def places_now(platform: Platform) -> Places:
    engine = make_engine(platform.environment["RAPPORTEUR_DATABASE"], durable=False)
    try:
        return places_of(engine)
    finally:
        engine.dispose()


def eventually(condition: Callable[[], bool]) -> None:
    until = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < until, "it never came about"
        time.sleep(0.2)
