"""Logs are JSON and say where it failed, never what a person typed."""

import json
import logging
from collections.abc import Iterator

import pytest
import structlog
from opentelemetry.sdk.trace import TracerProvider

from shared import telemetry


@pytest.fixture(autouse=True)
def as_before() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)
    structlog.reset_defaults()


def lines(captured: pytest.CaptureFixture[str]) -> list[dict[str, object]]:
    return [json.loads(line) for line in captured.readouterr().out.splitlines()]


def fail() -> None:
    secret = "Mária Novák"
    raise ValueError(secret)


def test_an_exception_tells_its_class_and_place_only(capsys: pytest.CaptureFixture[str]) -> None:
    telemetry.start_logging("INFO")
    try:
        fail()
    except ValueError:
        structlog.get_logger("test").exception("it failed", step=3)
        logging.getLogger("library").exception("a library failed")
    ours, theirs = lines(capsys)
    for line in (ours, theirs):
        assert line["error"] == "ValueError"
        assert str(line["at"]).find("fail") > 0
        assert "Novák" not in json.dumps(line, ensure_ascii=False)
    assert ours["event"] == "it failed"
    assert ours["step"] == 3


def test_lines_within_a_span_carry_its_ids(capsys: pytest.CaptureFixture[str]) -> None:
    telemetry.start_logging("INFO")
    with TracerProvider().get_tracer("test").start_as_current_span("a") as span:
        structlog.get_logger("test").info("here")
        carried = telemetry.traceparent()
    (line,) = lines(capsys)
    assert line["trace_id"] == f"{span.get_span_context().trace_id:032x}"
    assert carried is not None
    assert str(line["trace_id"]) in carried


def test_nothing_is_traced_unless_asked() -> None:
    assert telemetry.traceparent() is None


def test_an_unknown_mode_is_refused() -> None:
    with pytest.raises(telemetry.UnknownMode):
        telemetry.start("loudly", "test")
