"""The programs of the cluster, in the order in which they start, and what each is given."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from deploy.local.certificates import Authority
from deploy.local.cluster import server
from deploy.local.node import configuration
from deploy.local.node.place import ADDRESS, API_PORT, KUBERNETES, NODE, SERVICES, Place

_PORTS: Final = {"etcd": 2379, "peer": 2380, "api": API_PORT}
_USERS: Final = {
    "rapporteur": ("rapporteur", "system:masters"),
    "kubelet": (f"system:node:{NODE}", "system:nodes"),
    "kube-scheduler": ("system:kube-scheduler", ""),
    "kube-proxy": ("system:kube-proxy", ""),
    "kube-router": ("kube-router", ""),
}
"""Who speaks with the API server: name and group. Kubernetes has rules for those of the system."""


@dataclass(frozen=True, slots=True)
class Part:
    """``awaited``: the socket or port that answers before the next one may start.

    ``again``: it ends if it comes too early, and is then started again.
    """

    program: str
    arguments: Sequence[str]
    awaited: Path | int | None = None
    again: bool = False


def prepared(place: Place, port: int) -> Sequence[Part]:
    """Write certificates, tokens and files; return the programs.

    ``port``: of this machine, where people reach the API server.
    """
    here = place.directory
    authority = Authority(here, "Cluster authority")
    tokens = {name: secrets.token_urlsafe(32) for name in _USERS}
    lines = [
        f"{tokens[name]},{user},{user}{f',{group}' if group else ''}"
        for name, (user, group) in _USERS.items()
    ]
    (here / "tokens.csv").write_text("\n".join(lines) + "\n")
    inside = f"https://{ADDRESS}:{API_PORT}"
    for name in _USERS:
        path = place.kubeconfig if name == "rapporteur" else here / f"{name}.yaml"
        url = f"https://127.0.0.1:{port}" if name == "rapporteur" else inside
        path.write_text(server.KUBECONFIG.format(url=url, ca=authority.ca, token=tokens[name]))
        path.chmod(0o600)
    controllers = here / "controllers.yaml"
    controllers.write_text(
        server.KUBECONFIG.format(url=inside, ca=authority.ca, token=tokens["rapporteur"])
    )
    configuration.write(
        here, place.socket, authority.ca, authority.issue("kubelet-server", also=(NODE, ADDRESS))
    )
    return _parts(place, authority, controllers)


def _parts(place: Place, authority: Authority, controllers: Path) -> Sequence[Part]:
    here = place.directory
    api = authority.issue(
        "api",
        also=(
            ADDRESS,
            KUBERNETES,
            *("kubernetes", "kubernetes.default", "kubernetes.default.svc"),
        ),
    )
    kubelets = authority.issue("api-to-kubelets")
    return (
        Part("etcd", server.etcd(here, authority, _PORTS)),
        Part(
            "kube-apiserver",
            [
                *server.api_server(here, authority, _PORTS),
                # Where a flag comes twice, the last one counts. This network has nobody else in it.
                "--bind-address=0.0.0.0",
                f"--advertise-address={ADDRESS}",
                "--endpoint-reconciler-type=lease",
                f"--tls-cert-file={api.certificate}",
                f"--tls-private-key-file={api.key}",
                f"--kubelet-client-certificate={kubelets.certificate}",
                f"--kubelet-client-key={kubelets.key}",
                f"--kubelet-certificate-authority={authority.ca}",
                "--kubelet-preferred-address-types=InternalIP",
            ],
            API_PORT,
        ),
        Part("kube-controller-manager", server.controllers(here, controllers, authority)),
        Part(
            "kube-scheduler",
            [
                f"--kubeconfig={here / 'kube-scheduler.yaml'}",
                "--leader-elect=false",
                "--bind-address=127.0.0.1",
                f"--cert-dir={here}",
            ],
        ),
        Part(
            "containerd",
            [f"--config={here / 'containerd.toml'}", "--log-level=warn"],
            place.socket,
        ),
        Part(
            "kubelet",
            [
                f"--config={here / 'kubelet-configuration.yaml'}",
                f"--kubeconfig={here / 'kubelet.yaml'}",
                f"--hostname-override={NODE}",
                f"--node-ip={ADDRESS}",
                f"--root-dir={here / 'kubelet'}",
            ],
        ),
        Part("kube-proxy", [f"--config={here / 'proxy-configuration.yaml'}"]),
        Part(
            "kube-router",
            [
                f"--kubeconfig={here / 'kube-router.yaml'}",
                f"--hostname-override={NODE}",
                f"--service-cluster-ip-range={SERVICES}",
                "--run-firewall=true",
                "--run-router=false",
                "--run-service-proxy=false",
                "--health-port=0",
            ],
            again=True,
        ),
    )
