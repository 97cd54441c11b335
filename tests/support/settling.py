"""Waiting until a platform is idle, so that its read models can be compared."""

import time
from collections.abc import Mapping
from typing import Final, TypeAlias

from kafka import KafkaConsumer
from kafka.admin import KafkaAdminClient
from sqlalchemy import Engine
from sqlalchemy.exc import OperationalError

from deploy.local.testing import Platform
from portal.app.read_models import READ_MODELS
from portal.web.delivery import outbox
from shared.platform.tables import make_engine
from shared.read_models.beside import beside
from shared.read_models.model import digest
from shared.read_models.places import places

Places: TypeAlias = dict[str, Mapping[tuple[str, int], int]]
State: TypeAlias = tuple[dict[str, str], Places]

PATIENCE: Final = 120.0  # seconds
QUIET: Final = 2.0
"""Seconds without a change: a command that a policy has just sent is in no queue and no topic."""

PAUSE: Final = 0.2
"""Seconds between two looks."""

OWN: Final = {of(model.consumer) for model in READ_MODELS for of in (str, beside)}
"""The groups that a read model may have had for itself."""


def settled(platform: Platform) -> State:
    """Return the state once nothing waits for delivery, no group lags, and nothing changes.

    What changes a read model moves its position with it. So the tables are read once, at the end.
    """
    engine = make_engine(platform.environment["RAPPORTEUR_DATABASE"], durable=False)
    deadline = time.monotonic() + PATIENCE
    try:
        last, since = places_of(engine), time.monotonic()
        while True:
            behind, sent = lagging(platform), delivered(platform)
            now = places_of(engine)
            said = f"the platform came to no rest; it lags: {behind}, all is sent: {sent}"
            assert time.monotonic() < deadline, said
            if behind or not sent or now != last:
                last, since = now, time.monotonic()
            elif time.monotonic() - since >= QUIET:
                found = state(platform)
                if found[1] == last:
                    return found
            time.sleep(PAUSE)
    finally:
        engine.dispose()


def lagging(platform: Platform) -> list[str]:
    """Return the groups of consumers that have not read their topics up to their ends.

    A relay has no lag. A read model has a group of its own only while it is fed alone; once it is
    in the common one again, its own is empty, stays where it was, and is behind with each new fact.
    """
    kafka = platform.environment["RAPPORTEUR_KAFKA"]
    admin = KafkaAdminClient(bootstrap_servers=kafka)
    consumer = KafkaConsumer(bootstrap_servers=kafka)
    try:
        groups = [
            group["group_id"]
            for group in admin.list_groups()
            if not (group["group_id"] in OWN and group["group_state"] == "Empty")
        ]
        read = {
            group: admin.list_group_offsets(group)[group]
            for group in groups
            if not group.startswith("relay.")
        }
        ends = consumer.end_offsets([tp for offsets in read.values() for tp in offsets])
    finally:
        admin.close()
        consumer.close(autocommit=False)
    return [
        group
        for group, offsets in read.items()
        if any(at.offset < ends[tp] for tp, at in offsets.items())
    ]


def delivered(platform: Platform) -> bool:
    """Whether the portal has sent on all that it has taken."""
    engine = make_engine(platform.environment["RAPPORTEUR_DATABASE"], durable=True)
    try:
        return outbox.oldest(engine) is None
    finally:
        engine.dispose()


def state(platform: Platform) -> State:
    """Each read model's hash, and how far it is in the event store's positions."""
    engine = make_engine(platform.environment["RAPPORTEUR_DATABASE"], durable=False)
    try:
        with engine.connect() as conn:
            digests = {model.consumer: digest(conn, model.tables) for model in READ_MODELS}
        return digests, reached(engine)
    except OperationalError:  # the tables are being made
        return {}, {}
    finally:
        engine.dispose()


def places_of(engine: Engine) -> Places:
    """Return how far each read model is; nothing while the tables are being made."""
    try:
        return reached(engine)
    except OperationalError:
        return {}


def reached(engine: Engine) -> Places:
    """How far each read model is, in the event store's positions."""
    with engine.connect() as conn:
        found = places(conn, *(model.consumer for model in READ_MODELS))
    return {
        consumer: {tp: position for tp, (_, position) in there.items()}
        for consumer, there in found.items()
    }
