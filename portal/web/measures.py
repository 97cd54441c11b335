"""Durations and outcomes of pages: by the name of the view, never by the address."""

import time

from flask import Flask, Response, g, request

from shared.platform import telemetry
from shared.platform.metrics import REQUESTS


def init_app(app: Flask) -> None:
    app.before_request(_begin)
    app.after_request(_end)


def _begin() -> None:
    g.began = time.perf_counter()


def _end(response: Response) -> Response:
    if "began" in g and not telemetry.tells(request.endpoint or ""):
        taken = time.perf_counter() - g.began
        asked = REQUESTS.labels(request.endpoint or "none", response.status_code)
        asked.observe(taken, telemetry.exemplar())
    return response
