"""The real platform under its supervisor."""

import time

import httpx
import psutil
import pytest

from deploy.local.testing import Platform

pytestmark = [pytest.mark.live, pytest.mark.pages]


def test_everything_is_ready_and_one_address_serves_it(platform: Platform) -> None:
    with httpx.Client(base_url=platform.url, trust_env=False, follow_redirects=True) as client:
        assert client.get("/").status_code == 200
        assert client.get("/health").status_code == 200
    assert platform.demo["accounts"]
    assert platform.demo["api_token"]


def test_all_listen_on_this_machine_only(platform: Platform) -> None:
    for name, pid in platform.pids.items():
        for connection in psutil.Process(pid).net_connections(kind="tcp"):
            if connection.status == psutil.CONN_LISTEN:
                # gRPC listens to IPv4 by way of an IPv6 socket
                assert connection.laddr.ip.removeprefix("::ffff:") == "127.0.0.1", name


def test_keys_and_data_are_in_its_own_directory(platform: Platform) -> None:
    assert (platform.var / "secrets.json").stat().st_mode & 0o077 == 0
    for name in platform.pids:
        assert (platform.var / "log" / f"{name}.log").exists()


@pytest.mark.chaos
def test_whatever_is_killed_comes_back(platform: Platform) -> None:
    killed = {name: platform.kill(name) for name in platform.pids}
    for name, pid in killed.items():
        platform.wait_restarted(name, pid, timeout=60)
    deadline = time.monotonic() + 30
    with httpx.Client(base_url=platform.url, trust_env=False, timeout=10) as client:
        while client.get("/health").status_code != 200:
            assert time.monotonic() < deadline
            time.sleep(0.2)
