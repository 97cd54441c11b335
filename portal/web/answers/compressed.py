"""Compression of pages on their way (decision 0048).

The length of a compressed page tells something about a secret in it, if somebody else chooses other
text of the same page and watches (BREACH). So a page is compressed only if the browser says that no
other site asked for it; and a random part makes each answer a little longer than it need be.
"""

from gzip import GzipFile
from io import BytesIO
from secrets import randbelow

from flask import Flask, Response, request

_LEAST = 600  # bytes: what is shorter fits in one packet as it is
_LEVEL = 6
_PADDING = 100  # bytes at most
_KINDS = frozenset(
    {
        "application/atom+xml",
        "application/feed+json",
        "application/json",
        "application/problem+json",
        "application/xml",
        "text/csv",
        "text/html",
        "text/plain",
    }
)
_OUR_OWN = frozenset({"same-origin", "none"})
"""Where a request comes from, as the browser says: our own pages, or the person alone."""


def init_app(app: Flask) -> None:
    app.after_request(_compress)


def _compress(response: Response) -> Response:
    if request.endpoint == "static" or response.mimetype not in _KINDS:
        return response
    response.vary.add("Accept-Encoding")
    if _may(response) and len(data := response.get_data()) >= _LEAST:
        response.set_data(_squeezed(data))
        response.content_encoding = "gzip"
    return response


def _may(response: Response) -> bool:
    """Whether nobody else learns anything from the length: not even of somebody's own page."""
    ours = request.headers.get("Sec-Fetch-Site") in _OUR_OWN
    return (
        (ours or not response.cache_control.no_store)
        and request.accept_encodings["gzip"] > 0
        and response.content_encoding is None
        and not response.is_streamed
    )


def _squeezed(data: bytes) -> bytes:
    """Return the data as gzip, with a name in its head that is of any length and says nothing."""
    made = BytesIO()
    with GzipFile("a" * randbelow(_PADDING), "wb", _LEVEL, made, mtime=0) as file:
        file.write(data)
    return made.getvalue()
