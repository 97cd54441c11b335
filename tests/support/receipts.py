"""Receipts under trouble: file until there is one, and see what happened to them since."""

import time
from collections import Counter
from collections.abc import Callable

import httpx
import pytest
from esdbclient import EventStoreDBClient
from kafka import KafkaConsumer
from sqlalchemy import func, select

from deploy.local.testing import Platform
from portal.casefile.submissions.read_model import submissions
from tests.support.compiled import engine_of
from tests.support.filing import submission
from tests.support.people import filed

PATIENCE = 120.0  # seconds for a source to try again, and for everything to arrive
AGAIN = 0.2  # seconds until a source tries again


def receipt(platform: Platform, key: str) -> str:
    """File until a receipt is shown, as a person would press the button again; return its code."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        try:
            answer = filed(platform, submission(narrative=f"Case {key} (invented)."), key)
        except httpx.HTTPError:
            time.sleep(AGAIN)
            continue
        if answer.status_code == httpx.codes.CREATED:
            code: str = answer.json()["tracking_code"]
            return code
        assert answer.status_code >= 500, answer.text  # never refused for being tried again
        time.sleep(AGAIN)
    pytest.fail("no receipt in two minutes")


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
    engine = engine_of(platform.environment["RAPPORTEUR_DATABASE"])
    try:
        with engine.connect() as conn:
            return conn.scalar(select(func.count()).select_from(submissions)) or 0
    finally:
        engine.dispose()


def until(condition: Callable[[], object]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.2)
