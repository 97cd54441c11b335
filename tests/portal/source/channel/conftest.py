from collections.abc import Callable

import pytest

from tests.support import channel
from tests.support.channel import Kept, Told
from tests.support.portal import Pages, Visitor


@pytest.fixture
def told(portal: Pages) -> Told:
    return Told(portal.engine)


@pytest.fixture
def kept(portal: Pages, told: Told) -> Kept:
    """The submission ``ID``, with its channel."""
    return channel.kept(portal)


@pytest.fixture
def back(portal: Pages, kept: Kept) -> Callable[[], Visitor]:
    """Somebody who came back with code and passphrase."""

    def come() -> Visitor:
        visitor = portal.visitor()
        sent = visitor.post("/return/", {"code": kept.code, "passphrase": kept.passphrase})
        assert sent.status_code == 303, sent.text
        return visitor

    return come
