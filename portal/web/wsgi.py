"""Conversion between the event loop's request and Flask's, and of Flask's whole answer back."""

import sys
from collections.abc import Callable, Iterable
from io import BytesIO
from typing import Any
from urllib.parse import unquote_to_bytes

from portal.web.holding import Held, Message
from portal.web.spool import File

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


def environ(scope: Message, *, body: File | None = None, size: int = 0) -> dict[str, Any]:
    """Return the request for Flask. Without a ``body`` it has none: it ends before it begins."""
    host, port = scope.get("server") or ("", None)
    client = scope.get("client")
    raw = scope.get("raw_path")  # ASGI does not ask for it
    path = scope["path"].encode() if raw is None else unquote_to_bytes(raw)
    found = {
        "REQUEST_METHOD": scope["method"],
        "SCRIPT_NAME": "",
        "PATH_INFO": path.decode("latin-1"),
        "QUERY_STRING": scope["query_string"].decode("latin-1"),
        "SERVER_NAME": host,
        "SERVER_PORT": str(port or 80),
        "SERVER_PROTOCOL": f"HTTP/{scope['http_version']}",
        "REMOTE_ADDR": client[0] if client else "",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope["scheme"],
        "wsgi.input": body or BytesIO(),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
    }
    for name, value in scope["headers"]:
        if b"_" in name:  # another name for one with a hyphen, which a proxy may have checked
            continue
        key = f"HTTP_{name.decode('latin-1').upper().replace('-', '_')}"
        between = "; " if name == b"cookie" else ","
        before = f"{found[key]}{between}" if key in found else ""
        found[key] = before + value.decode("latin-1")
    found.pop("HTTP_CONTENT_LENGTH", None)
    found.pop("HTTP_TRANSFER_ENCODING", None)  # it has come, and has a length
    if "HTTP_CONTENT_TYPE" in found:
        found["CONTENT_TYPE"] = found.pop("HTTP_CONTENT_TYPE")
    if size:
        found["CONTENT_LENGTH"] = str(size)
    return found


class Answer:
    """Status, headers and body; ``close`` it."""

    def __init__(self) -> None:
        self.status = 500
        self.headers: list[tuple[bytes, bytes]] = []
        self.body = Held()

    def start(self, status: str, headers: list[tuple[str, str]], _info: object = None) -> Any:
        self.status = int(status[:3])
        self.headers = [(k.lower().encode("latin-1"), v.encode("latin-1")) for k, v in headers]
        return self.body.write

    def close(self) -> None:
        self.body.close()


def answered(app: Application, asked: dict[str, Any]) -> Answer:
    """Let the application finish its answer, so that no part of it waits for a slow client."""
    answer = Answer()
    parts = app(asked, answer.start)
    try:
        for part in parts:
            answer.body.write(part)
    except BaseException:
        answer.close()
        raise
    finally:
        if hasattr(parts, "close"):
            parts.close()
    return answer
