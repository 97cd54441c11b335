"""The metrics of every process are on a port with nothing else on it."""

import os
import subprocess
import sys
import time
from pathlib import Path

import httpx
import pytest

from deploy.local.ports import free_port

ROOT = Path(__file__).parents[2]


@pytest.mark.live
@pytest.mark.parametrize(
    "process", ["portal web", "portal feed", "portal consume", "services.intake"]
)
def test_the_numbers_of_a_process_are_on_a_port_of_their_own(process: str, tmp_path: Path) -> None:
    port, metrics, nobody = free_port(), free_port(), free_port()
    environment = {
        **os.environ,
        "RAPPORTEUR_HTTP_PORT": str(port),
        "RAPPORTEUR_METRICS_PORT": str(metrics),
        "RAPPORTEUR_KAFKA": f"127.0.0.1:{nobody}",
        "RAPPORTEUR_EVENTSTORE": f"esdb://127.0.0.1:{nobody}?Tls=false",
        "RAPPORTEUR_DATABASE": f"sqlite:///{tmp_path}/portal.db",
        "RAPPORTEUR_VAULT_DATABASE": f"sqlite:///{tmp_path}/vault.db",
        "RAPPORTEUR_ACTOR_KEYS": "a" * 43 + "=",
        "RAPPORTEUR_VAULT_KEYS": "v" * 43 + "=",
        "RAPPORTEUR_SECRET_KEY": "s" * 64,
        "TMPDIR": str(tmp_path),
    }
    migrate = [sys.executable, "-m", "portal.app.migrate"]
    subprocess.run(migrate, cwd=ROOT, env=environment, check=True)  # noqa: S603  # our own module
    running = subprocess.Popen(  # noqa: S603  # likewise
        [sys.executable, "-m", *process.split()], cwd=ROOT, env=environment
    )
    try:
        told = _told(f"http://127.0.0.1:{metrics}/metrics")
        assert "rapporteur_certificate_expires_timestamp_seconds" in told
        assert _told(f"http://127.0.0.1:{port}/health/live") == "alive"
        assert httpx.get(f"http://127.0.0.1:{port}/metrics").status_code == 404
    finally:
        running.terminate()
        running.wait(timeout=30)


def _told(address: str) -> str:
    until = time.monotonic() + 60
    while True:
        try:
            return httpx.get(address).text
        except httpx.TransportError:
            assert time.monotonic() < until
            time.sleep(0.1)
