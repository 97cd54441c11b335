"""Every key is rotated as in the runbook, while submissions arrive: nothing is lost."""

import base64
import itertools
import os
import secrets
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import pytest

from deploy.local.supervisor import ROOT
from deploy.local.testing import Platform, running_platform
from shared.platform.settings import Settings
from tests.support.people import person
from tests.support.receipts import in_queue, receipt, stored, until

pytestmark = [pytest.mark.live, pytest.mark.chaos, pytest.mark.timeout(600)]

NAMES = ("RAPPORTEUR_ACTOR_KEYS", "RAPPORTEUR_VAULT_KEYS", "RAPPORTEUR_SECRET_KEY")
# As the runbook names them. Of several at once some have the new list and some the old one.
PROCESSES = (("consume", "intake", "feed"), ("web", "approvals", "followup", "stakeholders"))
PAUSE = 0.5  # seconds between two submissions


@dataclass(frozen=True, slots=True)
class Secrets:
    """The directory of secrets, one file a setting, and two keys of each: the old, the new."""

    directory: Path
    keys: dict[str, tuple[str, str]]

    def write(self, *which: int) -> None:
        for name, both in self.keys.items():
            new = self.directory / f"{name}.new"
            new.write_text(",".join(both[number] for number in which))
            new.replace(self.directory / name)


@pytest.fixture
def kept(tmp_path: Path) -> Secrets:
    def key() -> str:
        return base64.urlsafe_b64encode(secrets.token_bytes(32)).decode()

    directory = tmp_path / "secrets"
    directory.mkdir()
    made = Secrets(directory, {name: (key(), key()) for name in NAMES})
    made.write(0)
    return made


@pytest.fixture
def own(tmp_path: Path, kept: Secrets) -> Iterator[Platform]:
    """A platform of its own, whose keys are files."""
    environment = {"RAPPORTEUR_SECRETS_DIR": str(kept.directory)}
    with running_platform(tmp_path / "var", env=environment) as running:
        yield running


def test_keys_are_rotated_while_submissions_flow(own: Platform, kept: Secrets) -> None:
    old, new = 0, 1
    before, stop = stored(own), threading.Event()
    desk = person(own, "qrd")  # signed in once, by the old key
    receipt(own, "before")
    until(lambda: in_queue(own) == before.total() + 1)
    (first,) = stored(own).keys() - before.keys()
    case = page_of(first)
    with ThreadPoolExecutor(1) as flow:
        filing = flow.submit(file_until, own, stop)
        try:
            kept.write(old, new)  # all know the new key, nobody uses it
            restart(own)
            kept.write(new, old)  # all use it
            restart(own)
            assert "Case before (invented)." in desk.get(case)  # by the session from before
            by_hand(own, "rewrap")
            kept.write(new)
            restart(own)
        finally:
            stop.set()
        codes = filing.result()

    assert len(set(codes)) == len(codes) > 0
    until(lambda: in_queue(own) == before.total() + 1 + len(codes))
    now = stored(own)
    assert set(now.values()) == {1}
    assert now.total() == before.total() + 1 + len(codes)
    assert "Case before (invented)." in desk.get(case)
    assert "Case rotation-" in desk.get(page_of(max(now.keys() - before.keys() - {first})))
    desk.http.close()


def file_until(platform: Platform, stop: threading.Event) -> list[str]:
    codes = []
    for number in itertools.count():
        codes.append(receipt(platform, f"rotation-{number}"))
        if stop.wait(PAUSE):
            return codes
    raise AssertionError


def restart(platform: Platform) -> None:
    """Restart all that read a key, some at a time, as a rollout does."""
    for names in PROCESSES:
        stopped = {name: platform.kill(name, signal.SIGTERM) for name in names}
        for name, since in stopped.items():
            platform.wait_restarted(name, since)


def by_hand(platform: Platform, command: str) -> None:
    settings = {**os.environ, **platform.environment}
    subprocess.run([sys.executable, "-m", "portal", command], env=settings, cwd=ROOT, check=True)  # noqa: S603  # our own module


def page_of(stream: str) -> str:
    """Where the desk reads a submission."""
    return f"/triage/{stream.removeprefix('submission-')}"


def test_what_reads_keys_is_what_the_runbook_restarts() -> None:
    """A setting with keys that this test does not rotate would be one that nobody rotated."""
    known = {f"RAPPORTEUR_{name.upper()}" for name in Settings.model_fields}
    keys = {name for name in known if name.endswith(("_KEYS", "SECRET_KEY"))}
    assert keys == set(NAMES)
