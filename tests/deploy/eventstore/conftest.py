"""The store under test: RAPPORTEUR_TEST_EVENTSTORE if set, else our own embedded node."""

import os
import uuid
from collections.abc import AsyncIterator, Iterator

import pytest
from esdbclient import AsyncEventStoreDBClient, EventStoreDBClient

from deploy.local.eventstore.testing import running_node


@pytest.fixture(scope="session")
def uri() -> Iterator[str]:
    given = os.environ.get("RAPPORTEUR_TEST_EVENTSTORE")
    if given:
        yield given
        return
    with running_node() as started:
        yield started


@pytest.fixture(scope="session")
def client(uri: str) -> Iterator[EventStoreDBClient]:
    client = EventStoreDBClient(uri)
    client.get_commit_position()  # it connects now, and not in a test
    yield client
    client.close()


@pytest.fixture
async def async_client(uri: str) -> AsyncIterator[AsyncEventStoreDBClient]:
    client = AsyncEventStoreDBClient(uri)
    await client.connect()
    yield client
    await client.close()


@pytest.fixture
def stream() -> str:
    """A name that no other test, nor a server shared with others, has."""
    return f"conformance-{uuid.uuid4().hex}"
