"""The embedded broker in tests, as a separate process, and a client that shows raw answers."""

from __future__ import annotations

import socket
import struct
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from kafka.protocol.api_header import ResponseClassRegistry


def start_broker(
    data: Path | None = None, port: int = 0, *more: str
) -> tuple[subprocess.Popen[str], str]:
    """Start it and wait until it is ready; the caller ends it. Answers process and HOST:PORT."""
    command = [sys.executable, "-m", "deploy.local.broker", "--port", str(port), *more]
    if data:
        command += ["--data-dir", str(data)]
    process = subprocess.Popen(  # noqa: S603  our own module, arguments from the test
        command, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout
    line = process.stdout.readline()
    if "ready on" not in line:
        with process:
            process.wait(5)
        raise RuntimeError(f"The broker did not start: exit {process.returncode}.")
    return process, line.rsplit(maxsplit=1)[-1]


@contextmanager
def running_broker(data: Path | None = None, port: int = 0) -> Iterator[str]:
    """A broker for as long as the block runs; gives "127.0.0.1:PORT"."""
    process, address = start_broker(data, port)
    with process:
        try:
            yield address
        finally:
            process.terminate()
            try:
                process.wait(5)
            except subprocess.TimeoutExpired:
                process.kill()


class Wire:
    """One connection on which requests of kafka.protocol are sent as they are."""

    def __init__(self, address: str, client_id: str = "wire") -> None:
        host, port = address.rsplit(":", 1)
        self.socket = socket.create_connection((host, int(port)), timeout=10)
        self._client_id = client_id
        self._number = 0

    def send(self, request: Any, version: int) -> None:
        """Send and do not wait."""
        self._number += 1
        request.API_VERSION = version
        request.with_header(correlation_id=self._number, client_id=self._client_id)
        self.socket.sendall(request.encode(header=True, framed=True))

    def receive(self, request: Any, version: int) -> Any:
        """The answer to a request that was sent; raises `ConnectionError` when there is none."""
        (size,) = struct.unpack(">i", self._exactly(4))
        request.API_VERSION = version
        request.with_header()
        kind = ResponseClassRegistry.get_response_class(request.header)
        return kind.decode(self._exactly(size), header=True)

    def ask(self, request: Any, version: int) -> Any:
        """Send, and wait for the answer."""
        self.send(request, version)
        return self.receive(request, version)

    def _exactly(self, size: int) -> bytes:
        data = b""
        while len(data) < size:
            chunk = self.socket.recv(size - len(data))
            if not chunk:
                raise ConnectionError("The broker has closed the connection.")
            data += chunk
        return data

    def close(self) -> None:
        """Hang up."""
        self.socket.close()
