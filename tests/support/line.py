"""A line between a browser and the portal, on which the bytes of each answer are counted.

A browser is imitated to the byte: what it says that it takes, and what it gets for it.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from gzip import decompress
from typing import Any, Final

from flask import Flask

_BROWSER: Final = {
    "HTTP_ACCEPT_ENCODING": "gzip, deflate, br, zstd",
    "HTTP_SEC_FETCH_SITE": "same-origin",
}


class Line:
    """Passes on what is asked and answered; what was compressed arrives as it was written."""

    def __init__(self, portal: Any) -> None:
        self._portal = portal
        self.weights: dict[str, int] = {}
        """Bytes of the last answer from each path, headers included."""

    def __call__(self, environ: dict[str, Any], start: Callable[..., Any]) -> list[bytes]:
        began: list[Any] = []
        body = self._portal({**environ, **_BROWSER}, lambda *said: began.extend(said[:2]))
        sent = b"".join(body)
        if hasattr(body, "close"):
            body.close()
        status, headers = began
        head = sum(len(f"{name}: {value}\r\n") for name, value in headers)
        self.weights[environ["PATH_INFO"]] = head + len(status) + len(sent)
        shown = decompress(sent) if ("Content-Encoding", "gzip") in headers else sent
        kept = [one for one in headers if one[0] not in {"Content-Encoding", "Content-Length"}]
        start(status, kept)
        return [shown]


@contextmanager
def counted(app: Flask) -> Iterator[Line]:
    """Put a line before the application for as long as the block runs."""
    wrapped: Any = app  # Flask says itself that this is how it is wrapped
    inner = wrapped.wsgi_app
    wrapped.wsgi_app = line = Line(inner)
    try:
        yield line
    finally:
        wrapped.wsgi_app = inner


def line_of(app: Flask) -> Line:
    """Return the line before this application, or one that nobody uses."""
    before: Any = app.wsgi_app
    return before if isinstance(before, Line) else Line(before)
