"""Virus scans by clamd, over its INSTREAM command (clamd(8))."""

import socket
from contextlib import closing
from typing import Final, Literal

from portal.web.spool import File

CHUNK: Final = 64 * 1024
_PATIENCE: Final = 60.0  # seconds without a word

Scanned = Literal["clean", "not_scanned"]


class Harmful(Exception):
    """The scanner found something."""


class ScannerAway(Exception):
    """A scanner is set and does not answer, or not in words that are known."""


def scan(file: File, clamd: str) -> Scanned:
    """Send the file, from its present place on; "not_scanned" when no scanner is set.

    ``clamd``: "host:port", or "unix:" and the path of a socket, or nothing.

    Raises:
        Harmful: do not keep it.
        ScannerAway: nothing is known about it.
    """
    if not clamd:
        return "not_scanned"
    try:
        with closing(_connected(clamd)) as scanner:
            answer = _ask(scanner, file)
    except OSError as error:
        raise ScannerAway from error
    if answer.endswith("FOUND"):
        raise Harmful
    if not answer.endswith("OK"):
        raise ScannerAway(answer)
    return "clean"


def _connected(clamd: str) -> socket.socket:
    kind, _, path = clamd.partition(":")
    if kind == "unix":
        scanner = socket.socket(socket.AF_UNIX)
        try:
            scanner.settimeout(_PATIENCE)
            scanner.connect(path)
        except OSError:
            scanner.close()
            raise
        return scanner
    host, _, port = clamd.rpartition(":")
    return socket.create_connection((host, int(port)), timeout=_PATIENCE)


def _ask(scanner: socket.socket, file: File) -> str:
    scanner.sendall(b"zINSTREAM\0")
    while chunk := file.read(CHUNK):
        scanner.sendall(len(chunk).to_bytes(4) + chunk)
    scanner.sendall(bytes(4))
    answer = b""
    while not answer.endswith(b"\0") and (more := scanner.recv(4096)):
        answer += more
    return answer.rstrip(b"\0").decode(errors="replace")
