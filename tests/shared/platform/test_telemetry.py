"""Logs are JSON and name the place of a failure, never what a person typed."""

import gzip
import json
import logging
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import ClassVar

import pytest
import structlog
from opentelemetry import trace
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from opentelemetry.trace import StatusCode
from typing_extensions import override

from shared.platform import telemetry

ROOT = Path(__file__).parents[3]


@pytest.fixture(autouse=True)
def as_before() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    hooks = sys.excepthook, threading.excepthook
    yield
    sys.excepthook, threading.excepthook = hooks
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


def test_a_span_that_failed_tells_the_class_and_no_value(monkeypatch: pytest.MonkeyPatch) -> None:
    provider, kept = TracerProvider(), InMemorySpanExporter()
    provider.add_span_processor(SimpleSpanProcessor(kept))
    monkeypatch.setattr(trace, "get_tracer_provider", lambda: provider)
    monkeypatch.setattr(telemetry, "_tracer", provider.get_tracer("test"))
    with pytest.raises(ValueError, match="Novák"), telemetry.span("command x"):
        fail()
    [span] = kept.get_finished_spans()
    assert span.status.status_code is StatusCode.ERROR
    assert span.status.description == "ValueError"
    assert "Nov" not in span.to_json()


FAILS = """
import asyncio, gc, threading
from shared.platform import telemetry
telemetry.start_logging("INFO")
def fail(): raise ValueError("M\u00e1ria Nov\u00e1k")
async def forgotten(): fail()
async def main():
    asyncio.get_running_loop().call_soon(lambda who: fail(), "M\u00e1ria Nov\u00e1k")
    task = asyncio.create_task(forgotten())
    await asyncio.sleep(0.01)
    del task
    gc.collect()
asyncio.run(main())
thread = threading.Thread(target=fail)
thread.start()
thread.join()
fail()
"""


def test_what_nobody_catches_tells_no_more(tmp_path: Path) -> None:
    """A thread, a forgotten task or a process that ends for it: Python prints all of them."""
    script = tmp_path / "fails.py"
    script.write_text(FAILS, encoding="utf-8")
    ended = subprocess.run(  # noqa: S603  # the script above
        [sys.executable, script],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        check=False,
    )
    assert ended.returncode == 1
    said = [json.loads(line) for line in ended.stdout.splitlines()]
    assert [one["error"] for one in said] == ["ValueError"] * 4
    assert {one["event"] for one in said} == {
        "Exception in callback",
        "Task exception was never retrieved",
        "thread failed",
        "process failed",
    }
    for stream in (ended.stdout, ended.stderr):
        assert b"Nov" not in stream


class _Collector(BaseHTTPRequestHandler):
    """Takes what is sent by OTLP over HTTP, as any collector does."""

    taken: ClassVar[list[tuple[str, bytes]]] = []

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if self.headers.get("Content-Encoding") == "gzip":
            body = gzip.decompress(body)
        self.taken.append((self.path, body))
        self.send_response(200)
        self.end_headers()

    @override
    def log_message(self, format: str, *args: object) -> None:
        """Nothing is printed."""


SPAN = """
from shared.platform import telemetry
telemetry.start("otlp", "intake")
with telemetry.span("command submit-allegation", number=1):
    pass
"""


@pytest.mark.parametrize(("share", "leaves"), [("1", True), ("0", False)])
def test_spans_leave_by_otlp_to_the_collector_that_is_set_as_far_as_they_are_sampled(
    share: str,
    leaves: bool,  # noqa: FBT001  # a row's column
) -> None:
    _Collector.taken.clear()
    with HTTPServer(("127.0.0.1", 0), _Collector) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        environment = {
            **os.environ,
            "OTEL_EXPORTER_OTLP_ENDPOINT": f"http://127.0.0.1:{server.server_port}",
            "OTEL_TRACES_SAMPLER": "parentbased_traceidratio",
            "OTEL_TRACES_SAMPLER_ARG": share,
        }
        subprocess.run([sys.executable, "-c", SPAN], cwd=ROOT, env=environment, check=True)  # noqa: S603  # the script above
        server.shutdown()
    found = [(path, ExportTraceServiceRequest.FromString(body)) for path, body in _Collector.taken]
    assert bool(found) is leaves
    for path, request in found:
        assert path == "/v1/traces"
        [resource] = request.resource_spans
        assert "intake" in {one.value.string_value for one in resource.resource.attributes}
        assert [one.name for one in resource.scope_spans[0].spans] == ["command submit-allegation"]
