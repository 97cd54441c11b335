"""Feed and broker die while many watch: no viewer loses a line or gets one twice."""

import pytest

from tests.bench import viewers

pytestmark = [pytest.mark.live, pytest.mark.chaos, pytest.mark.timeout(600)]


def test_every_viewer_has_every_line_once_though_feed_and_broker_die() -> None:
    found = viewers.measured(short=True)
    assert found["lines"] == 240
    assert found["reconnected"] >= found["viewers"] == 50
    assert (found["missing"], found["doubled"], found["resets"]) == (0, 0, 0)
