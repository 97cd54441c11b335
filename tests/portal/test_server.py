"""What gunicorn says of requests: no address, no text of an error, and no visitor."""

import json

import pytest
from gunicorn.config import Config  # type: ignore[import-untyped]  # it has no types

from portal.server import Log
from shared import telemetry
from tests.shared.test_telemetry import as_before

__all__ = ["as_before"]  # a fixture: logging is as it was


def test_what_failed_and_what_was_no_request_are_told_without_a_value(
    capfd: pytest.CaptureFixture[str],
) -> None:
    telemetry.start_logging("INFO")
    log = Log(Config())
    try:
        raise ValueError("Mária Novák")  # noqa: TRY301  # as a page that is being sent
    except ValueError:
        log.exception("Error handling request %s", "/return/?code=PLANTED")
    log.warning("Invalid request from ip=203.0.113.9: GET /return/?code=PLANTED")
    said = capfd.readouterr()
    [failed] = [json.loads(line) for line in said.out.splitlines()]
    assert (failed["event"], failed["error"]) == ("request failed", "ValueError")
    assert "Invalid request" in said.err
    for planted in ("Nov", "PLANTED", "203.0.113.9"):
        assert planted not in said.out + said.err
