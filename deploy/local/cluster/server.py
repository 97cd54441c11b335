"""A control plane on loopback: etcd, kube-apiserver and kube-controller-manager.

All that they write is in one temporary directory. They end with the block that started them, and
also if this process is killed.
"""

import contextlib
import os
import secrets
import ssl
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

import httpx

from deploy.local.certificates import Authority
from deploy.local.cluster.api import Api
from deploy.local.ports import free_port
from deploy.local.watchdog import MARK

STARTS_WITHIN: Final = 120.0
"""Seconds on a busy machine."""
_ROOT: Final = Path(__file__).parents[3]
_POLL: Final = 0.2
_LINES: Final = 10
KUBECONFIG: Final = """\
apiVersion: v1
kind: Config
clusters: [{{name: it, cluster: {{server: "{url}", certificate-authority: "{ca}"}}}}]
users: [{{name: it, user: {{token: "{token}"}}}}]
contexts: [{{name: it, context: {{cluster: it, user: it}}}}]
current-context: it
"""


class NotStarted(Exception):
    """A program ended or stayed silent; the text has the end of its log."""


@contextlib.contextmanager
def control_plane(programs: Path) -> Iterator[Api]:
    """An empty cluster while the block runs. Raises `NotStarted`."""
    with (
        tempfile.TemporaryDirectory(prefix="rapporteur-cluster-") as name,
        _watched() as environment,
        contextlib.ExitStack() as stack,
    ):
        here = Path(name)
        token = secrets.token_urlsafe(32)
        (here / "tokens.csv").write_text(f"{token},rapporteur,rapporteur,system:masters\n")
        authority = Authority(here, "Cluster authority")
        ports = {"etcd": free_port(), "peer": free_port(), "api": free_port()}
        url = f"https://127.0.0.1:{ports['api']}"
        kubeconfig = here / "kubeconfig.yaml"
        kubeconfig.write_text(KUBECONFIG.format(url=url, ca=authority.ca, token=token))
        arguments = {
            "etcd": etcd(here, authority, ports),
            "kube-apiserver": api_server(here, authority, ports),
            "kube-controller-manager": controllers(here, kubeconfig, authority),
        }
        running: dict[str, subprocess.Popen[bytes]] = {}
        client = stack.enter_context(
            httpx.Client(
                base_url=url,
                verify=ssl.create_default_context(cafile=str(authority.ca)),
                headers={"Authorization": f"Bearer {token}"},
                timeout=60,
                trust_env=False,
            )
        )
        for program, given in arguments.items():
            if program == "kube-controller-manager":  # it gives up without the others
                _await(client, running, here)
            process = _start(programs / program, given, here, environment)
            stack.callback(_end, process)
            running[program] = process
        yield Api(client)


@contextlib.contextmanager
def _watched() -> Iterator[Mapping[str, str]]:
    """Give an environment; whatever runs in it ends with the block, or with this process."""
    mark = f"cluster-{secrets.token_hex(8)}"
    with subprocess.Popen(  # noqa: S603  # our own program
        [sys.executable, "-m", "deploy.local.watchdog", mark],
        cwd=_ROOT,
        stdin=subprocess.PIPE,
        start_new_session=True,  # Ctrl-C in the terminal is for this process
    ):
        yield {**os.environ, MARK: mark}


def _start(
    program: Path, arguments: Sequence[str], here: Path, environment: Mapping[str, str]
) -> subprocess.Popen[bytes]:
    with (here / f"{program.name}.log").open("wb") as log:
        return subprocess.Popen(  # noqa: S603  # built by us
            [str(program), *arguments],
            cwd=here,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )


def _end(process: subprocess.Popen[bytes]) -> None:
    """Kill it: nothing of what it would still write is kept."""
    process.kill()
    process.wait()


def _await(
    client: httpx.Client, running: Mapping[str, subprocess.Popen[bytes]], here: Path
) -> None:
    until = time.monotonic() + STARTS_WITHIN
    while time.monotonic() < until:
        for name, process in running.items():
            if process.poll() is not None:
                raise NotStarted(f"{name} ended with {process.returncode}:\n{_log(here, name)}")
        with contextlib.suppress(httpx.TransportError):
            if client.get("/readyz").is_success:
                return
        time.sleep(_POLL)
    log = _log(here, "kube-apiserver")
    raise NotStarted(f"kube-apiserver was not ready within {STARTS_WITHIN:.0f} s:\n{log}")


def _log(here: Path, name: str) -> str:
    lines = (here / f"{name}.log").read_text(errors="replace").splitlines()
    return "\n".join(lines[-_LINES:])


def etcd(here: Path, authority: Authority, ports: Mapping[str, int]) -> list[str]:
    issued = authority.issue("etcd")
    client, peer = (f"https://127.0.0.1:{ports[one]}" for one in ("etcd", "peer"))
    return [
        f"--data-dir={here / 'etcd'}",
        f"--listen-client-urls={client}",
        f"--advertise-client-urls={client}",
        f"--listen-peer-urls={peer}",
        f"--initial-advertise-peer-urls={peer}",
        f"--initial-cluster=default={peer}",
        *(
            f"--{prefix}{flag}"
            for prefix in ("", "peer-")
            for flag in (
                f"cert-file={issued.certificate}",
                f"key-file={issued.key}",
                f"trusted-ca-file={authority.ca}",
                "client-cert-auth",
            )
        ),
        "--unsafe-no-fsync",  # nothing is kept
        "--log-level=warn",
    ]


def api_server(here: Path, authority: Authority, ports: Mapping[str, int]) -> list[str]:
    issued, accounts = authority.issue("kube-apiserver"), authority.issue("accounts")
    return [
        f"--etcd-servers=https://127.0.0.1:{ports['etcd']}",
        f"--etcd-cafile={authority.ca}",
        f"--etcd-certfile={issued.certificate}",
        f"--etcd-keyfile={issued.key}",
        "--bind-address=127.0.0.1",
        f"--secure-port={ports['api']}",
        "--advertise-address=192.0.2.1",  # nobody is told of it
        "--endpoint-reconciler-type=none",
        f"--tls-cert-file={issued.certificate}",
        f"--tls-private-key-file={issued.key}",
        f"--token-auth-file={here / 'tokens.csv'}",
        "--authorization-mode=Node,RBAC",
        "--anonymous-auth=false",
        "--allow-privileged=true",  # as clusters are; what refuses a pod is its namespace
        "--service-cluster-ip-range=10.96.0.0/16",
        "--service-account-issuer=https://kubernetes.default.svc",
        f"--service-account-key-file={accounts.certificate}",
        f"--service-account-signing-key-file={accounts.key}",
    ]


def controllers(here: Path, kubeconfig: Path, authority: Authority) -> list[str]:
    return [
        f"--kubeconfig={kubeconfig}",
        f"--root-ca-file={authority.ca}",
        f"--service-account-private-key-file={here / 'accounts.key.pem'}",
        "--bind-address=127.0.0.1",
        f"--secure-port={free_port()}",
        f"--cert-dir={here}",
        "--leader-elect=false",
    ]
