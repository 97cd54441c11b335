from collections.abc import Callable

import pytest

from tests.support import channel
from tests.support.channel import Before, Kept, Told
from tests.support.portal import Pages, Visitor


@pytest.fixture
def told(portal: Pages) -> Told:
    return Told(portal.engine)


@pytest.fixture
def kept(portal: Pages, told: Told) -> Kept:
    """The submission ``ID``, with its channel."""
    return channel.kept(portal)


@pytest.fixture
def before(portal: Pages, kept: Kept) -> Before:
    """Another submission, with a receipt from before return codes."""
    return channel.kept_before(portal)


@pytest.fixture
def back(portal: Pages, kept: Kept) -> Callable[[], Visitor]:
    """Somebody who came back with the return code."""

    def come() -> Visitor:
        visitor = portal.visitor()
        sent = visitor.post("/return/", {"return_code": kept.return_code})
        assert sent.status_code == 303, sent.text
        return visitor

    return come
