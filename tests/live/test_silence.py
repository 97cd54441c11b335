"""A silent store: its machine loses power, and no connection is closed."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace

import pytest

from shared.core import store
from shared.hosting import relay
from tests.live.test_machinery import (
    Parts,
    intake,
    kafka,
    parts,
    pytestmark,
    relaying,
    submit,
    told,
    until,
)

__all__ = ["parts", "pytestmark"]  # fixtures and marks


@dataclass
class Wire:
    """Hands on what comes to ``port``; once cut, what was connected before gets no word more."""

    to: int
    listening: socket.socket
    cut: threading.Event = field(default_factory=threading.Event)
    ends: list[socket.socket] = field(default_factory=list)

    @property
    def port(self) -> int:
        port: int = self.listening.getsockname()[1]
        return port

    def silence(self) -> None:
        """Cut what is connected now; who connects anew is heard."""
        self.cut.set()
        self.cut = threading.Event()

    def accept(self) -> None:
        with suppress(OSError):
            while True:
                here, _ = self.listening.accept()
                there = socket.create_connection(("127.0.0.1", self.to))
                self.ends += [here, there]
                for one, other in ((here, there), (there, here)):
                    threading.Thread(
                        target=self._hand_on, args=(one, other, self.cut), daemon=True
                    ).start()

    def _hand_on(self, one: socket.socket, other: socket.socket, cut: threading.Event) -> None:
        with suppress(OSError):
            while said := one.recv(65_536):
                if not cut.is_set():
                    other.sendall(said)
            if not cut.is_set():
                other.shutdown(socket.SHUT_WR)


@contextmanager
def wire(to: int) -> Iterator[Wire]:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        made = Wire(to, listening)
        accepting = threading.Thread(target=made.accept, daemon=True)
        accepting.start()
        try:
            yield made
        finally:
            listening.shutdown(socket.SHUT_RDWR)
            accepting.join()
            for end in made.ends:
                end.close()


async def test_a_relay_follows_again_when_the_store_went_without_a_word(
    parts: Parts, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(relay, "_SILENT", 0.5, raising=False)
    monkeypatch.setattr(store, "_ANSWER", 0.5, raising=False)
    port = int(parts.settings.eventstore.partition("?")[0].rpartition(":")[2])
    with wire(port) as between, kafka(parts):
        through = parts.settings.eventstore.replace(str(port), str(between.port))
        far = replace(parts, settings=parts.settings.model_copy(update={"eventstore": through}))
        async with intake(parts) as ask:
            with relaying(far):
                await submit(ask, 1)
                await until(lambda: told(parts) == 1)
                between.silence()
                await submit(ask, 1)
                await until(lambda: told(parts) == 2)
