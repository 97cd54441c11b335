"""A span for every requested page: the click with which a case's trace begins.

It has the view and the outcome; never the address, which may contain a code, nor the person.
"""

from contextlib import ExitStack

from flask import Flask, Response, g, request
from opentelemetry import trace

from shared.platform import telemetry


def init_app(app: Flask) -> None:
    app.before_request(_begin)
    app.after_request(_outcome)
    app.teardown_request(_end)


def _begin() -> None:
    if request.endpoint in {None, "static", "health.health"}:
        return
    if telemetry.tells(str(request.endpoint)):
        return
    g.span = ExitStack()
    g.span.enter_context(
        telemetry.span(f"{request.method} {request.endpoint}", kind=trace.SpanKind.SERVER)
    )


def _outcome(response: Response) -> Response:
    if "span" in g:
        trace.get_current_span().set_attribute("http.response.status_code", response.status_code)
    return response


def _end(_error: BaseException | None) -> None:
    if "span" in g:
        g.pop("span").close()
