"""A receipt means kept, whatever is killed: exactly one submission in store, topic and queue."""

import os
import random
import threading
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest

from deploy.local.testing import Platform
from tests.support.receipts import PATIENCE, in_queue, receipt, stored, told, until
from tests.support.told import told_platform

pytestmark = [pytest.mark.live, pytest.mark.chaos]

SECONDS = float(os.environ.get("RAPPORTEUR_CHAOS_SECONDS", "15"))
RATE = 20
PAUSE = 1.5  # seconds between two kills


@pytest.fixture
def own(tmp_path: Path) -> Iterator[Platform]:
    """A platform of its own: what is killed here is nobody else's."""
    with told_platform(tmp_path / "var") as running:
        yield running


def kill_at_random(platform: Platform, stop: threading.Event, killed: Counter[str]) -> None:
    chance = random.Random(2005)
    while not stop.wait(PAUSE):
        name = chance.choice(sorted(platform.pids))
        if platform.kill(name):
            killed[name] += 1


def test_every_receipt_ends_as_exactly_one_submission(own: Platform) -> None:
    before = stored(own)
    stop, killed = threading.Event(), Counter[str]()
    killer = threading.Thread(target=kill_at_random, args=(own, stop, killed))
    began = time.monotonic()
    killer.start()
    with ThreadPoolExecutor(3 * RATE) as sources:
        waiting = []
        for number in range(int(SECONDS * RATE)):
            time.sleep(max(0.0, began + number / RATE - time.monotonic()))
            waiting.append(sources.submit(receipt, own, f"chaos-{number}"))
        stop.set()
        killer.join()
        codes = [one.result() for one in waiting]

    assert killed, "nothing was killed"
    assert len(set(codes)) == len(codes) == int(SECONDS * RATE)
    own.wait_ready(timeout=PATIENCE)
    expected = len(before) + len(codes)
    until(lambda: in_queue(own) == expected)
    now = stored(own)
    assert max(now.values()) == 1
    assert len(now) == expected
    assert told(own) == now
    assert in_queue(own) == expected
    for code in random.Random(7).sample(codes, 10):
        answer = httpx.get(
            f"{own.url}/api/v1/submissions/{code}",
            headers={"Authorization": f"Bearer {own.demo['api_token']}"},
            trust_env=False,
        )
        assert answer.status_code == 200
