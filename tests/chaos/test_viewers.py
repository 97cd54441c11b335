"""Feeds and broker die during many connections: no viewer loses a line or gets one twice."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.bench import viewers

pytestmark = [pytest.mark.live, pytest.mark.chaos, pytest.mark.timeout(600)]


def test_every_viewer_has_every_line_once_though_each_feed_and_the_broker_die() -> None:
    """Two feeds have one address: a viewer whose feed died goes on at the other one."""
    with ThreadPoolExecutor(1) as thread:  # a browser's loop may be running in this one
        found = thread.submit(viewers.measured, viewers=50, seconds=6, feeds=2, short=True).result()
    assert found["lines"] == 240
    assert found["reconnected"] >= found["viewers"] == 50
    assert (found["missing"], found["doubled"], found["resets"]) == (0, 0, 0)
