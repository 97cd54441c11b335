"""The embedded node as a process: starting, refusing, stopping, being killed."""

import asyncio
import contextlib
import datetime as dt
import ipaddress
import json
import random
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from esdbclient import AsyncEventStoreDBClient, EventStoreDBClient, NewEvent, StreamState
from esdbclient.exceptions import EventStoreDBClientException, GrpcError, ServiceUnavailable

from deploy.local.eventstore.__main__ import main
from deploy.local.eventstore.access import NoPassword, read_user
from deploy.local.eventstore.testing import ROOT, running_node, start_node, stop_node

pytestmark = pytest.mark.live

ANY, NONE = StreamState.ANY, StreamState.NO_STREAM


def happened(data: bytes = b"{}") -> NewEvent:
    return NewEvent(type="Happened", data=data)


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # noqa: S603  our own module
        [sys.executable, "-m", "deploy.local.eventstore", *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=10,
        check=False,
    )


@pytest.fixture(scope="module")
def node() -> Iterator[str]:
    with running_node() as uri:
        yield uri


@pytest.fixture
def client_of() -> Iterator[Callable[[str], EventStoreDBClient]]:
    with contextlib.ExitStack() as closing:

        def connect(uri: str) -> EventStoreDBClient:
            client = EventStoreDBClient(uri)
            closing.callback(client.close)
            return client

        yield connect


Connect = Callable[[str], EventStoreDBClient]


def test_the_help_says_what_the_node_is_for() -> None:
    assert "laptops, demonstrations and CI" in " ".join(run("--help").stdout.split())


def test_a_taken_port_is_said_in_one_sentence(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        finished = run(f"--data={tmp_path / 'events.db'}", f"--port={port}")
    assert finished.returncode == 2
    assert finished.stdout == ""
    assert finished.stderr.count("\n") == 1
    assert f"Port {port} on 127.0.0.1 is taken" in finished.stderr


def test_a_port_taken_by_another_node_is_taken(node: str, tmp_path: Path) -> None:
    port = node.partition("?")[0].rpartition(":")[2]
    finished = run(f"--data={tmp_path / 'events.db'}", f"--port={port}")
    assert (finished.returncode, finished.stderr.count("\n")) == (2, 1)


def test_a_data_file_in_use_is_said_in_one_sentence(tmp_path: Path) -> None:
    data = tmp_path / "events.db"
    with running_node(data):
        finished = run(f"--data={data}", "--port=0")
    assert finished.returncode == 2
    assert finished.stderr == f"Another event store node is using {data}.\n"


def test_a_missing_certificate_is_said_in_one_sentence(tmp_path: Path) -> None:
    pem = tmp_path / "missing.pem"
    finished = run(f"--data={tmp_path / 'e.db'}", f"--tls-cert={pem}", f"--tls-key={pem}")
    assert (finished.returncode, finished.stderr) == (2, f"{pem}: No such file or directory.\n")
    alone = run(f"--data={tmp_path / 'e.db'}", f"--tls-cert={pem}")
    assert alone.returncode == 2
    assert "go together" in alone.stderr


@pytest.mark.parametrize("signum", [signal.SIGTERM, signal.SIGINT])
def test_the_node_stops_at_once_with_subscriptions_open(
    tmp_path: Path, client_of: Connect, signum: signal.Signals
) -> None:
    process, port = start_node(tmp_path / "events.db")
    client = client_of(f"esdb://127.0.0.1:{port}?Tls=false")
    client.append_to_stream("s-1", current_version=NONE, events=happened())
    idle = client.subscribe_to_stream("s-1")
    assert next(idle).stream_position == 0
    ended: list[Exception] = []

    def wait() -> None:
        try:
            next(idle)
        except EventStoreDBClientException as error:
            ended.append(error)

    waiting = threading.Thread(target=wait)
    waiting.start()
    unread = client.subscribe_to_all()
    started = time.monotonic()
    process.send_signal(signum)
    assert process.wait(timeout=5) == 0
    assert time.monotonic() - started < 4
    waiting.join(timeout=5)
    assert isinstance(ended[0], ServiceUnavailable)
    unread.stop()
    stop_node(process)


def test_a_consumer_that_does_not_read_misses_nothing(
    node: str, client_of: Connect, stream: str
) -> None:
    client = client_of(node)
    with client.subscribe_to_stream(stream) as slow:
        # More than the node keeps in memory, and more than the connection holds.
        for _ in range(14):
            events = [happened(b"x" * 2000) for _ in range(400)]
            client.append_to_stream(stream, current_version=ANY, events=events)
        assert [next(slow).stream_position for _ in range(5600)] == list(range(5600))


def test_a_restart_keeps_everything(tmp_path: Path, client_of: Connect) -> None:
    data = tmp_path / "events.db"
    event = happened()
    with running_node(data) as uri:
        client = client_of(uri)
        client.append_to_stream("s-0", current_version=NONE, events=[happened(), happened()])
        position = client.append_to_stream("s-1", current_version=NONE, events=event)
        client.append_to_stream("s-2", current_version=NONE, events=happened())
        client.delete_stream("s-2", current_version=0)
        client.tombstone_stream("s-3", current_version=ANY)
        before = list(client.read_all(filter_exclude=()))
    with running_node(data) as uri:
        client = client_of(uri)
        assert list(client.read_all(filter_exclude=())) == before
        assert client.append_to_stream("s-1", current_version=ANY, events=event) == position
        assert client.append_to_stream("s-1", current_version=NONE, events=event) == position
        assert client.append_to_stream("s-1", current_version=0, events=happened()) > position
        assert client.get_current_version("s-2") is NONE
        with pytest.raises(EventStoreDBClientException):
            client.append_to_stream("s-3", current_version=ANY, events=happened())


def test_the_data_file_can_be_read_by_anybody(tmp_path: Path, client_of: Connect) -> None:
    data = tmp_path / "events.db"
    event = NewEvent(type="Asked", data=b'{"a": 1}', metadata=b'{"b": 2}')
    with running_node(data) as uri:
        client_of(uri).append_to_stream("s-1", current_version=NONE, events=event)
    with contextlib.closing(sqlite3.connect(data)) as connection:
        found = connection.execute(
            "SELECT revision, event_id, type, data, metadata FROM events WHERE stream = 's-1'"
        ).fetchall()
    assert found == [(0, str(event.id), "Asked", b'{"a": 1}', b'{"b": 2}')]
    assert json.loads(found[0][3]) == {"a": 1}


async def _append_until_killed(uri: str, name: str, acknowledged: list[NewEvent]) -> None:
    client = AsyncEventStoreDBClient(uri)
    await client.connect()
    version: int | StreamState = NONE
    with contextlib.suppress(EventStoreDBClientException):
        while True:
            events = [happened(), happened()]
            await client.append_to_stream(name, current_version=version, events=events)
            acknowledged += events
            version = 1 if version is NONE else int(str(version)) + 2
    await client.close()


@pytest.mark.parametrize("round_", range(3))
async def test_a_killed_node_loses_no_acknowledged_append(tmp_path: Path, round_: int) -> None:
    data = tmp_path / "events.db"
    process, port = start_node(data)
    uri = f"esdb://127.0.0.1:{port}?Tls=false"
    acknowledged: dict[str, list[NewEvent]] = {f"s-{number}": [] for number in range(8)}
    writing = asyncio.gather(
        *(_append_until_killed(uri, name, events) for name, events in acknowledged.items())
    )
    await asyncio.sleep(0.4 + random.Random(round_).random() / 2)
    process.kill()
    await writing
    stop_node(process)
    assert all(acknowledged.values())

    with running_node(data) as uri:
        client = AsyncEventStoreDBClient(uri)
        await client.connect()
        for name, events in acknowledged.items():
            stored = await client.get_stream(name)
            assert [event.id for event in stored[: len(events)]] == [event.id for event in events]
            # At most the batch that was under way is there unacknowledged, and it is whole.
            assert len(stored) - len(events) in {0, 2}
            assert [event.stream_position for event in stored] == list(range(len(stored)))
        everything = [event async for event in await client.read_all(filter_exclude=())]
        positions = [event.commit_position for event in everything]
        assert positions == list(range(1, len(everything) + 1))
        await client.close()
    with contextlib.closing(sqlite3.connect(data)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def _certificate(directory: Path) -> tuple[Path, Path]:
    """A self-signed certificate for localhost, and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = dt.datetime.now(dt.UTC)
    names = [x509.DNSName("localhost"), x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(minutes=5))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    chain, secret = directory / "cert.pem", directory / "key.pem"
    chain.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    secret.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return chain, secret


def test_the_node_serves_over_tls_and_says_that_it_checks_no_password(tmp_path: Path) -> None:
    chain, key = _certificate(tmp_path)
    log = tmp_path / "log"
    tls = [f"--tls-cert={chain}", f"--tls-key={key}"]
    process, port = start_node(tmp_path / "events.db", arguments=tls, log=log)
    client = EventStoreDBClient(
        f"esdb://admin:changeit@127.0.0.1:{port}", root_certificates=chain.read_bytes()
    )
    try:
        client.append_to_stream("s-1", current_version=NONE, events=happened())
        assert len(client.get_stream("s-1")) == 1
    finally:
        client.close()
        stop_node(process)
    assert log.read_text() == (
        f"eventstore: Whoever reaches port {port} reads and writes everything, whatever name and"
        " password they give: none is checked without --credentials.\n"
    )


def test_a_node_with_credentials_serves_those_alone_who_give_them(tmp_path: Path) -> None:
    chain, key = _certificate(tmp_path)
    secret, log = tmp_path / "secret", tmp_path / "log"
    secret.write_text("admin:right:é\n")
    arguments = [f"--tls-cert={chain}", f"--tls-key={key}", f"--credentials={secret}"]
    process, port = start_node(tmp_path / "events.db", arguments=arguments, log=log)
    root = chain.read_bytes()
    try:
        right = EventStoreDBClient(f"esdb://admin:right:é@127.0.0.1:{port}", root_certificates=root)
        right.append_to_stream("s-1", current_version=NONE, events=happened())
        assert len(right.get_stream("s-1")) == 1
        right.close()
        wrong = EventStoreDBClient(f"esdb://admin:wrong@127.0.0.1:{port}", root_certificates=root)
        refused = "The name or the password is wrong, or none was given."
        with pytest.raises(GrpcError, match=refused):
            wrong.append_to_stream("s-1", current_version=0, events=happened())
        with pytest.raises(GrpcError, match=refused):
            wrong.get_stream("s-1")
        with pytest.raises(GrpcError, match=refused):
            next(wrong.subscribe_to_all())
        assert wrong.read_gossip()[0].port == port  # clients ask it before they give a password
        wrong.close()
    finally:
        stop_node(process)
    assert log.read_text() == ""


def test_credentials_that_protect_nothing_are_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    secret = tmp_path / "secret"
    with pytest.raises(SystemExit):
        main([f"--data={tmp_path / 'e.db'}", f"--credentials={secret}"])
    assert "--credentials needs --tls-cert" in capsys.readouterr().err
    for nothing in (
        b"a password alone",
        b"admin:",
        b":password",
        b"admin:one\ntwo:three",
        b"a:\xff",
    ):
        secret.write_bytes(nothing)
        with pytest.raises(NoPassword, match=r"must have one line, name:password\."):
            read_user(secret)
