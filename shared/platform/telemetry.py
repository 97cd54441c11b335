"""OpenTelemetry: off at no cost by default; console, a file, or OTLP by RAPPORTEUR_TELEMETRY.

Names and attributes contain no personal data: only ids, types and counts. Our own attribute names
are defined only here, since the messaging conventions are still in development.
"""

import atexit
import logging
import os
import re
import sys
import threading
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from types import TracebackType

import structlog
from opentelemetry import context as contexts
from opentelemetry import propagate, trace
from opentelemetry.context import Context
from opentelemetry.sdk.resources import SERVICE_NAME, Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor, ConsoleSpanExporter, SpanExporter

_tracer = trace.get_tracer("rapporteur")
_UNTRACED = contexts.create_key("untraced")
log = structlog.get_logger(__name__)

_BEFORE_VALUES = re.compile(r"\n| <|(?<= in callback) ")


def tells(name: str) -> bool:
    """Whether a view or command would tell that there is a reprisal case (decision 0099).

    Neither its number nor its time is measured or traced. Who logs an incident may open a case
    with it (decision 0105).
    """
    return "reprisal" in name or name == "missionincidents.log"


def untraced(name: str) -> AbstractContextManager[None]:
    """Trace nothing of a command that ``tells``, nor lead from anything else to it."""
    return _untraced() if tells(name) else nullcontext()


@contextmanager
def _untraced() -> Iterator[None]:
    token = contexts.attach(contexts.set_value(_UNTRACED, value=True, context=Context()))
    try:
        yield
    finally:
        contexts.detach(token)


def start(mode: str, process: str) -> None:
    """Set up tracing once. ``mode``: ``off``, ``console``, ``otlp``, ``file:<folder>``.

    Call it after forking. OTLP takes its endpoint from the standard OTEL_* variables.
    """
    if mode == "off":
        return
    provider = TracerProvider(resource=Resource.create({SERVICE_NAME: process}))
    exporter = _exporter(mode, process)
    provider.add_span_processor(BatchSpanProcessor(exporter, schedule_delay_millis=500))
    trace.set_tracer_provider(provider)
    atexit.register(provider.shutdown)


def _exporter(mode: str, process: str) -> SpanExporter:
    if mode == "console":
        return ConsoleSpanExporter(out=sys.stderr)
    if mode == "otlp":
        from opentelemetry.exporter.otlp.proto.http.trace_exporter import (  # noqa: PLC0415  # slow import, wanted only here
            OTLPSpanExporter,
        )

        return OTLPSpanExporter()
    if mode.startswith("file:"):
        from opentelemetry.exporter.otlp.json.file.trace_exporter import (  # noqa: PLC0415  # likewise
            FileSpanExporter,
        )

        folder = Path(mode.removeprefix("file:"))
        folder.mkdir(parents=True, exist_ok=True)
        return FileSpanExporter(folder / f"{process}-{os.getpid()}.jsonl")
    raise UnknownMode(mode)


class UnknownMode(Exception):
    """RAPPORTEUR_TELEMETRY is none of off, console, file:<folder>, otlp."""


def span(
    name: str,
    *,
    kind: trace.SpanKind = trace.SpanKind.INTERNAL,
    parent: str | None = None,
    **attributes: str | int,
) -> AbstractContextManager[trace.Span | None]:
    """A span, child of ``parent`` (a traceparent) if given, else of the current one.

    If neither this process nor the caller traces, it does nothing; nor in what is ``untraced``.
    """
    if contexts.get_value(_UNTRACED):
        return nullcontext()
    if parent is None and isinstance(trace.get_tracer_provider(), trace.ProxyTracerProvider):
        return nullcontext()
    context = extract(parent) if parent else None
    named = {f"rapporteur.{key}": value for key, value in attributes.items()}
    return _start_span(name, context, kind, named)


@contextmanager
def _start_span(
    name: str, context: Context | None, kind: trace.SpanKind, attributes: dict[str, str | int]
) -> Iterator[trace.Span]:
    """Leave out the message of an exception, which may quote what a person typed."""
    with _tracer.start_as_current_span(
        name,
        context=context,
        kind=kind,
        attributes=attributes,
        record_exception=False,
        set_status_on_exception=False,
    ) as started:
        try:
            yield started
        except Exception as error:
            started.set_status(trace.StatusCode.ERROR, type(error).__name__)
            raise


def extract(traceparent: str) -> Context:
    return propagate.extract({"traceparent": traceparent})


def traceparent() -> str | None:
    """The current span as a W3C traceparent; None when nothing is traced."""
    if not trace.get_current_span().get_span_context().is_valid:
        return None
    carrier: dict[str, str] = {}
    propagate.inject(carrier)
    return carrier.get("traceparent")


def exemplar() -> dict[str, str] | None:
    """Return the trace id of a measurement; None if there is no trace."""
    context = trace.get_current_span().get_span_context()
    if not context.is_valid or not context.trace_flags.sampled:
        return None
    return {"trace_id": f"{context.trace_id:032x}"}


def start_logging(level: str) -> None:
    """Log JSON lines on standard output, with trace and correlation ids; also library warnings."""
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        _trace_ids,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        _exception_without_values,
    ]
    structlog.configure(
        processors=[*shared, structlog.processors.JSONRenderer()],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelName(level)),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stdout)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[_asyncio_without_values, *shared],
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.JSONRenderer(),
            ],
        )
    )
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    sys.excepthook = _log_process_failure
    threading.excepthook = _log_thread_failure


def _log_process_failure(
    type_: type[BaseException], error: BaseException, trail: TracebackType | None
) -> None:
    """Log an uncaught error without its message, which Python would print."""
    if isinstance(error, KeyboardInterrupt):
        sys.__excepthook__(type_, error, trail)
    else:
        log.error("process failed", exc_info=error)


def _log_thread_failure(args: threading.ExceptHookArgs) -> None:
    if args.exc_type is not SystemExit:
        log.error("thread failed", exc_info=args.exc_value)


def _asyncio_without_values(
    _logger: object, _method: str, event: structlog.typing.EventDict
) -> structlog.typing.EventDict:
    """Remove from asyncio's messages the task or callback, with its result and arguments."""
    if event["_record"].name == "asyncio":
        event["event"] = _BEFORE_VALUES.split(str(event["event"]), maxsplit=1)[0]
    return event


def _trace_ids(
    _logger: object, _method: str, event: structlog.typing.EventDict
) -> structlog.typing.EventDict:
    context = trace.get_current_span().get_span_context()
    if context.is_valid:
        event["trace_id"] = f"{context.trace_id:032x}"
        event["span_id"] = f"{context.span_id:016x}"
    return event


def _exception_without_values(
    _logger: object, _method: str, event: structlog.typing.EventDict
) -> structlog.typing.EventDict:
    """Log the place and class of a failure: its message may quote what a person typed."""
    error = event.pop("exc_info", None)
    if error is True:
        error = sys.exc_info()[1]
    if isinstance(error, tuple):  # as the standard library hands it over
        error = error[1]
    if isinstance(error, BaseException):
        frames = []
        trail = error.__traceback__
        while trail is not None:
            code = trail.tb_frame.f_code
            frames.append(f"{Path(code.co_filename).name}:{trail.tb_lineno} {code.co_name}")
            trail = trail.tb_next
        event["error"] = type(error).__name__
        event["at"] = frames[-8:]
    return event
