"""TLS to the event store, to PostgreSQL and between portal and services, by settings alone."""

import contextlib
import os
import shutil
import ssl
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

import httpx
import pytest
from pydantic import SecretStr
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from deploy.local.certificates import Authority
from deploy.local.eventstore.testing import start_node, stop_node
from deploy.local.ports import free_port
from deploy.local.processes import WORLD
from deploy.local.testing import running_platform
from portal.web.commands import client
from services.intake.app import INTAKE_SERVICE
from shared.core.store import EsdbStore, StoreError
from shared.platform.settings import Settings
from shared.platform.tables import make_engine
from tests.support.filing import submission
from tests.support.people import filed, person
from tests.support.postgres import running_postgres

ROOT = Path(__file__).parents[2]
PASSWORD = "a-password-that-no-log-shows"


@pytest.fixture
def authority(tmp_path: Path) -> Authority:
    return Authority(tmp_path)


@pytest.fixture
def other(tmp_path: Path) -> Authority:
    return Authority(tmp_path, "Another authority")


@contextlib.contextmanager
def _store_by_tls(directory: Path, authority: Authority) -> Iterator[int]:
    issued = authority.issue("eventstore")
    secret = directory / "store-secret"
    secret.write_text(f"admin:{PASSWORD}\n")
    tls = [
        f"--tls-cert={issued.certificate}",
        f"--tls-key={issued.key}",
        f"--credentials={secret}",
    ]
    process, port = start_node(directory / "events.db", arguments=tls)
    try:
        yield port
    finally:
        stop_node(process)


def _address(port: int, authority: Authority) -> str:
    return f"esdb://admin:{PASSWORD}@127.0.0.1:{port}?TlsCaFile={authority.ca}"


def test_no_setting_that_may_hold_a_password_is_printed() -> None:
    address = f"postgresql://portal:{PASSWORD}@somewhere/portal"
    settings = Settings(
        eventstore=f"esdb://admin:{PASSWORD}@somewhere:2113",
        database=address,
        vault_database=address,
        approvals_database=address,
        followup_database=address,
        kafka_password=SecretStr(PASSWORD),
    )
    assert PASSWORD not in repr(settings)
    assert PASSWORD not in str(settings)


@pytest.mark.live
async def test_a_store_that_another_authority_vouches_for_is_not_believed(
    tmp_path: Path, authority: Authority, other: Authority
) -> None:
    with _store_by_tls(tmp_path, authority) as port:
        store = EsdbStore(_address(port, other), INTAKE_SERVICE.catalogue)
        await store.connect()
        with pytest.raises(StoreError):
            await store.ping()
        await store.close()


@pytest.mark.live
def test_a_submission_travels_over_a_store_by_tls_and_its_password_is_in_no_log(
    tmp_path: Path, authority: Authority
) -> None:
    var = tmp_path / "var"
    with (
        _store_by_tls(tmp_path, authority) as port,
        running_platform(
            var, env={WORLD: "people", "RAPPORTEUR_EVENTSTORE": _address(port, authority)}
        ) as platform,
    ):
        assert filed(platform, submission(place="By TLS"), "tls-1").status_code == 201
        desk = person(platform, "qrd")
        until = time.monotonic() + 60
        while "Kenya" not in desk.get("/triage/"):
            assert time.monotonic() < until
            time.sleep(0.2)
        desk.http.close()
    logs = list(var.glob("**/*.log"))
    assert logs
    for log in logs:
        assert PASSWORD.encode() not in log.read_bytes()


def test_postgresql_is_believed_only_with_the_right_authority(
    authority: Authority, other: Authority
) -> None:
    issued = authority.issue("postgresql")
    port = free_port()
    with tempfile.TemporaryDirectory(prefix="rapporteur-tls-") as name:
        key = Path(name) / "server.key"
        certificate = Path(name) / "server.crt"
        shutil.copy(issued.key, key)
        shutil.copy(issued.certificate, certificate)
        if os.geteuid() == 0:
            for path in (Path(name), key, certificate):
                shutil.chown(path, "postgres", "postgres")
        key.chmod(0o600)
        tls = f"-c ssl=on -c ssl_cert_file={certificate} -c ssl_key_file={key}"
        with running_postgres(options=f"{tls} -c listen_addresses=127.0.0.1 -c port={port}"):
            address = f"postgresql://postgres@127.0.0.1:{port}/postgres?sslmode=verify-full"
            engine = make_engine(f"{address}&sslrootcert={authority.ca}", durable=True)
            with engine.connect() as conn:
                found = "SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()"
                assert conn.execute(text(found)).scalar_one() is True
            engine.dispose()
            engine = make_engine(f"{address}&sslrootcert={other.ca}", durable=True)
            with pytest.raises(OperationalError, match="certificate verify failed"):
                engine.connect()
            engine.dispose()


@contextlib.contextmanager
def _process(command: tuple[str, ...], environment: Mapping[str, str]) -> Iterator[None]:
    process = subprocess.Popen(  # noqa: S603  # our own modules
        [sys.executable, "-m", *command],
        cwd=ROOT,
        env={**os.environ, **environment},
    )
    try:
        yield
    finally:
        process.terminate()
        process.wait(timeout=30)


@pytest.mark.live
@pytest.mark.parametrize(
    ("command", "path"),
    [(("services.intake",), "/health/live"), (("portal", "web"), "/health")],
    ids=["a service", "the portal"],
)
def test_who_asks_by_https_believes_the_authority_alone_and_a_renewal_needs_no_restart(
    command: tuple[str, ...], path: str, tmp_path: Path, authority: Authority, other: Authority
) -> None:
    issued = authority.issue("process")
    port, nobody = free_port(), free_port()
    environment = {
        "RAPPORTEUR_HTTP_PORT": str(port),
        "RAPPORTEUR_HTTP_CERTIFICATE": str(issued.certificate),
        "RAPPORTEUR_HTTP_KEY": str(issued.key),
        "RAPPORTEUR_KAFKA": f"127.0.0.1:{nobody}",
        "RAPPORTEUR_DATABASE": f"sqlite:///{tmp_path}/portal.db",
        "RAPPORTEUR_VAULT_DATABASE": f"sqlite:///{tmp_path}/vault.db",
        "RAPPORTEUR_ACTOR_KEYS": "a" * 43 + "=",
        "RAPPORTEUR_VAULT_KEYS": "v" * 43 + "=",
        "RAPPORTEUR_SECRET_KEY": "s" * 64,
    }
    if command[0] == "portal":
        migrate = [sys.executable, "-m", "portal.app.migrate"]
        subprocess.run(migrate, cwd=ROOT, env={**os.environ, **environment}, check=True)  # noqa: S603  # our own module
    address = f"https://127.0.0.1:{port}{path}"
    events = start_node(tmp_path / "events.db")
    environment["RAPPORTEUR_EVENTSTORE"] = f"esdb://127.0.0.1:{events[1]}?Tls=false"
    try:
        with (
            _process(command, environment),
            client(Settings(http_ca=str(authority.ca))) as believing,
            client(Settings(http_ca=str(other.ca))) as doubting,
        ):
            until = time.monotonic() + 60
            while (status := _status(believing, address)) is None:
                assert time.monotonic() < until
                time.sleep(0.1)
            assert status in {200, 503}  # the portal stands alone here, and says so
            with pytest.raises(httpx.ConnectError, match="CERTIFICATE_VERIFY_FAILED"):
                doubting.get(address)
            first = _shown(port)
            authority.renew(issued, "renewed")
            assert _shown(port) == issued.certificate.read_text() != first
            issued.key.write_text("half of a renewal")
            assert _shown(port) == issued.certificate.read_text()
    finally:
        stop_node(events[0])


def _shown(port: int) -> str:
    """Return the certificate that whoever listens there shows now."""
    return ssl.get_server_certificate(("127.0.0.1", port))


def _status(http: httpx.Client, address: str) -> int | None:
    try:
        return http.get(address).status_code
    except httpx.TransportError:
        return None
