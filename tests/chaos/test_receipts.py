"""A receipt means kept, whatever is killed: exactly one submission in store, topic and queue.

Of people without an account, who send 20 a second, and of an organisation's program beside them.
"""

import itertools
import os
import random
import threading
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest

from deploy.local.testing import Platform
from shared.core.case_numbers import case_number
from tests.support.receipts import PATIENCE, in_queue, receipt, stored, told, until
from tests.support.strangers import Stranger, come_back, opened_by, send, strangers
from tests.support.told import told_platform

pytestmark = [
    pytest.mark.live,
    pytest.mark.chaos,
    pytest.mark.timeout(1_200),  # a busy machine answers more slowly than is sent
]

SECONDS = float(os.environ.get("RAPPORTEUR_CHAOS_SECONDS", "15"))
RATE = 20  # drafts a second that are sent without an account
OF_PROGRAM = 4  # for each so many of them, one submission by the API
CHEAP = {"RAPPORTEUR_PACE_WORK": "64"}
"""All strangers are of one network, and pay for most of what they send: but little work."""
AT_ONCE = 8  # who come back with their codes
PAUSE = 1.5  # seconds between two kills


@pytest.fixture
def people(own: Platform) -> Iterator[Sequence[Stranger]]:
    """Somebody for each of the drafts that will be sent."""
    with strangers(own, int(SECONDS * RATE)) as written:
        yield written


@pytest.fixture
def own(tmp_path: Path) -> Iterator[Platform]:
    """A platform of its own: what is killed here is nobody else's."""
    with told_platform(tmp_path / "var", env=CHEAP) as running:
        yield running


def kill_at_random(platform: Platform, stop: threading.Event, killed: Counter[str]) -> None:
    """Kill any of them, and the pages, which give the receipts, every third time."""
    chance, turns = random.Random(2005), itertools.cycle((False, True, False))
    while not stop.wait(PAUSE):
        name = "web" if next(turns) else chance.choice(sorted(platform.pids))
        if platform.kill(name):
            killed[name] += 1


def test_every_receipt_ends_as_exactly_one_submission(
    own: Platform, people: Sequence[Stranger]
) -> None:
    before = stored(own)
    stop, killed = threading.Event(), Counter[str]()
    killer = threading.Thread(target=kill_at_random, args=(own, stop, killed))
    began = time.monotonic()
    killer.start()
    with ThreadPoolExecutor(3 * RATE) as sources:
        sent, filed = [], []
        for number, one in enumerate(people):
            time.sleep(max(0.0, began + number / RATE - time.monotonic()))
            sent.append(sources.submit(send, one))
            if number % OF_PROGRAM == 0:
                filed.append(sources.submit(receipt, own, f"chaos-{number}"))
        stop.set()
        killer.join()
        return_codes = [one.result() for one in sent]
        codes = [one.result() for one in filed]

    assert killed["web"], "no page was killed"
    assert len(set(return_codes)) == len(return_codes) == len(people)
    assert len(set(codes)) == len(codes)
    own.wait_ready(timeout=PATIENCE)
    expected = len(before) + len(people) + len(codes)
    until(lambda: in_queue(own) == expected)
    now = stored(own)
    assert max(now.values()) == 1
    assert len(now) == expected
    assert {f"submission-{one.submission_id}" for one in people} <= set(now)
    assert told(own) == now
    assert in_queue(own) == expected
    each_code_opens_its_own(own, people, return_codes)
    for code in random.Random(7).sample(codes, 10):
        answer = httpx.get(
            f"{own.url}/api/v1/submissions/{code}",
            headers={"Authorization": f"Bearer {own.demo['api_token']}"},
            trust_env=False,
        )
        assert answer.status_code == 200


def each_code_opens_its_own(
    platform: Platform, people: Sequence[Stranger], codes: Sequence[str]
) -> None:
    with ThreadPoolExecutor(AT_ONCE) as sources:
        tokens = list(sources.map(come_back, people, codes))
    assert opened_by(platform, tokens) == [one.submission_id for one in people]
    for one in random.Random(11).sample(people, 10):
        page = one.http.get("/return/submission")
        assert page.status_code == 200
        assert case_number(one.submission_id) in page.text
