"""The metrics of every process are on a port with nothing else on it."""

import os
import subprocess
import sys
import time
from pathlib import Path

import httpx
import pytest

from deploy.local.ports import free_port
from tests.support.migrated import begin

ROOT = Path(__file__).parents[2]


@pytest.mark.live
@pytest.mark.parametrize(
    "process", ["portal web", "portal feed", "portal consume", "services.intake"]
)
def test_the_numbers_of_a_process_are_on_a_port_of_their_own(process: str, tmp_path: Path) -> None:
    port, metrics, nobody = free_port(), free_port(), free_port()
    database, vault = f"sqlite:///{tmp_path}/portal.db", f"sqlite:///{tmp_path}/vault.db"
    begin(database, vault)
    environment = {
        **os.environ,
        "RAPPORTEUR_HTTP_PORT": str(port),
        "RAPPORTEUR_METRICS_PORT": str(metrics),
        "RAPPORTEUR_KAFKA": f"127.0.0.1:{nobody}",
        "RAPPORTEUR_EVENTSTORE": f"esdb://127.0.0.1:{nobody}?Tls=false",
        "RAPPORTEUR_DATABASE": database,
        "RAPPORTEUR_VAULT_DATABASE": vault,
        "RAPPORTEUR_ACTOR_KEYS": "a" * 43 + "=",
        "RAPPORTEUR_VAULT_KEYS": "v" * 43 + "=",
        "RAPPORTEUR_SECRET_KEY": "s" * 64,
        "TMPDIR": str(tmp_path),
    }
    running = subprocess.Popen(  # noqa: S603  # our own module
        [sys.executable, "-m", *process.split()], cwd=ROOT, env=environment
    )
    try:
        with httpx.Client(trust_env=False) as http:
            told = _told(http, f"http://127.0.0.1:{metrics}/metrics")
            assert "rapporteur_certificate_expires_timestamp_seconds" in told
            assert _told(http, f"http://127.0.0.1:{port}/health/live") == "alive"
            assert http.get(f"http://127.0.0.1:{port}/metrics").status_code == 404
    finally:
        running.terminate()
        running.wait(timeout=30)


def _told(http: httpx.Client, address: str) -> str:
    until = time.monotonic() + 60
    while True:
        try:
            return http.get(address).text
        except httpx.TransportError:
            assert time.monotonic() < until
            time.sleep(0.1)
