"""Whatever is killed, a receipt means kept: exactly one submission in store, topic and queue."""

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
from esdbclient import EventStoreDBClient
from kafka import KafkaConsumer
from sqlalchemy import func, select

from deploy.local.testing import Platform, running_platform
from portal.submissions.read_model import submissions
from shared.tables import make_engine
from tests.support.filing import submission
from tests.support.people import filed

pytestmark = [pytest.mark.live, pytest.mark.chaos]

SECONDS = float(os.environ.get("RAPPORTEUR_CHAOS_SECONDS", "15"))
RATE = 20
PAUSE = 1.5  # seconds between two kills
PATIENCE = 120.0  # seconds for a source to try again, and for everything to arrive


@pytest.fixture
def own(tmp_path: Path) -> Iterator[Platform]:
    """A platform of its own: what is killed here is nobody else's."""
    with running_platform(tmp_path / "var") as running:
        yield running


def receipt(platform: Platform, key: str) -> str:
    """File until a receipt is shown, as a person would press the button again; return its code."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        try:
            answer = filed(platform, submission(narrative=f"Case {key} (invented)."), key)
        except httpx.HTTPError:
            time.sleep(0.2)
            continue
        if answer.status_code == httpx.codes.CREATED:
            code: str = answer.json()["tracking_code"]
            return code
        assert answer.status_code >= 500, answer.text  # never refused for being tried again
        time.sleep(0.2)
    pytest.fail("no receipt in two minutes")


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


def stored(platform: Platform) -> Counter[str]:
    """How often each submission was received, in the store."""
    client = EventStoreDBClient(platform.environment["RAPPORTEUR_EVENTSTORE"])
    try:
        events = client.read_all(filter_include=["allegation-received"])
        return Counter(event.stream_name for event in events)
    finally:
        client.close()


def told(platform: Platform) -> Counter[str]:
    """How often each submission is on the topic."""
    consumer = KafkaConsumer(
        "intake.events",
        bootstrap_servers=platform.environment["RAPPORTEUR_KAFKA"],
        auto_offset_reset="earliest",
        consumer_timeout_ms=3_000,
    )
    try:
        return Counter(
            message.key.decode()
            for message in consumer
            if dict(message.headers)["ce_type"].startswith(b"allegation-received.")
        )
    finally:
        consumer.close()


def in_queue(platform: Platform) -> int:
    engine = make_engine(platform.environment["RAPPORTEUR_DATABASE"], durable=False)
    try:
        with engine.connect() as conn:
            return conn.scalar(select(func.count()).select_from(submissions)) or 0
    finally:
        engine.dispose()


def until(condition: object) -> None:
    assert callable(condition)
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.2)
