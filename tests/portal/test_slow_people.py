"""A running portal, and clients that never finish their requests."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from pathlib import Path

import httpx
import pytest

from deploy.local.ports import free_port
from tests.support.migrated import begin
from tests.support.portal import sqlite_urls

pytestmark = pytest.mark.live

ROOT = Path(__file__).parents[2]
HELD = b"POST /sign-in HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\n"
HELD += b"Content-Length: 1000\r\n\r\nem"
QUICK = 3.0  # seconds; a busy machine, and a page that takes some milliseconds


@pytest.fixture(scope="module")
def port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    database, vault = sqlite_urls(tmp_path_factory.mktemp("slow"))
    begin(database, vault)
    port = free_port()
    environment = {
        **os.environ,
        "RAPPORTEUR_HTTP_PORT": str(port),
        "RAPPORTEUR_DATABASE": database,
        "RAPPORTEUR_VAULT_DATABASE": vault,
        "RAPPORTEUR_ACTOR_KEYS": "a" * 43 + "=",
        "RAPPORTEUR_VAULT_KEYS": "v" * 43 + "=",
        "RAPPORTEUR_SECRET_KEY": "s" * 64,
        "RAPPORTEUR_HTTP_HEAD_SECONDS": "4",
        "RAPPORTEUR_HTTP_BODY_SECONDS": "4",
    }
    process = subprocess.Popen([sys.executable, "-m", "portal", "web"], cwd=ROOT, env=environment)
    try:
        _until_it_answers(port)
        yield port
    finally:
        process.terminate()
        process.wait(timeout=30)


@pytest.fixture
def sockets() -> Iterator[ExitStack]:
    with ExitStack() as stack:
        yield stack


def test_sixteen_bodies_that_do_not_come_keep_no_page_from_answering(
    port: int, sockets: ExitStack
) -> None:
    for _ in range(16):
        _begun(port, HELD, sockets)
    for path in ("/sign-in", "/return/", "/health/ready", "/en/register"):
        began = time.monotonic()
        assert _page(port, path).status_code == 200
        assert time.monotonic() - began < QUICK


def test_eight_hundred_half_open_connections_are_closed_and_pages_answer_meanwhile(
    port: int, sockets: ExitStack
) -> None:
    sent = (b"", b"GET / HT", b"GET / HTTP/1.1\r\nHost: x\r\n", HELD)
    began = time.monotonic()
    half_open = [_begun(port, sent[number % 4], sockets) for number in range(800)]
    assert _page(port, "/sign-in").status_code == 200
    for one in half_open:
        one.settimeout(max(0.1, began + 25 - time.monotonic()))
        with suppress(ConnectionError):
            assert one.recv(1) == b""
    assert _page(port, "/sign-in").status_code == 200


def _begun(port: int, sent: bytes, stack: ExitStack) -> socket.socket:
    made = stack.enter_context(socket.create_connection(("127.0.0.1", port), timeout=10))
    made.sendall(sent)
    return made


def _page(port: int, path: str) -> httpx.Response:
    return httpx.get(f"http://127.0.0.1:{port}{path}", timeout=QUICK, trust_env=False)


def _until_it_answers(port: int) -> None:
    until = time.monotonic() + 60
    while True:
        with suppress(httpx.TransportError):
            _page(port, "/health/live")
            return
        assert time.monotonic() < until
        time.sleep(0.1)
