"""The programs of the cluster, in the order in which they start, and what each is given."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from deploy.local.certificates import Authority
from deploy.local.cluster import server
from deploy.local.node import configuration
from deploy.local.node.place import ADDRESS, API_PORT, KUBERNETES, SERVICES, Node, Place

_PORTS: Final = {"etcd": 2379, "peer": 2380, "api": API_PORT}
_USERS: Final = {
    "rapporteur": ("rapporteur", "system:masters"),
    "kube-scheduler": ("system:kube-scheduler", ""),
    "kube-proxy": ("system:kube-proxy", ""),
    "kube-router": ("kube-router", ""),
}
"""Who speaks with the API server: name and group. Kubernetes has rules for those of the system."""
_OF_A_NODE: Final = ("kubelet", "kube-proxy", "kube-router")


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
    """Write certificates, tokens and files for all nodes; return the first node's programs.

    ``port``: of this machine, where people reach the API server.
    """
    here = place.directory
    authority = Authority(here, "Cluster authority")
    kubelets = {
        f"kubelet-{one.name}": (f"system:node:{one.name}", "system:nodes") for one in place.nodes
    }
    users = {**_USERS, **kubelets}
    tokens = {name: secrets.token_urlsafe(32) for name in users}
    lines = [
        f"{tokens[name]},{user},{user}{f',{group}' if group else ''}"
        for name, (user, group) in users.items()
    ]
    (here / "tokens.csv").write_text("\n".join(lines) + "\n")
    inside = f"https://{ADDRESS}:{API_PORT}"

    def write(path: Path, url: str, token: str) -> None:
        path.write_text(server.KUBECONFIG.format(url=url, ca=authority.ca, token=token))
        path.chmod(0o600)

    write(place.kubeconfig, f"https://127.0.0.1:{port}", tokens["rapporteur"])
    write(here / "controllers.yaml", inside, tokens["rapporteur"])
    write(here / "kube-scheduler.yaml", inside, tokens["kube-scheduler"])
    for node in place.nodes:
        issued = authority.issue(f"{node.name}-kubelet", also=(node.name, node.address))
        configuration.write(node, authority.ca, issued)
        for name in _OF_A_NODE:
            token = tokens.get(name) or tokens[f"{name}-{node.name}"]
            write(node.directory / f"{name}.yaml", inside, token)
    return (*_control(place, authority), *of_node(place.first_node))


def _control(place: Place, authority: Authority) -> Sequence[Part]:
    here = place.directory
    api = authority.issue(
        "api",
        also=(
            ADDRESS,
            KUBERNETES,
            *("kubernetes", "kubernetes.default", "kubernetes.default.svc"),
        ),
    )
    kubelets, front = authority.issue("api-to-kubelets"), authority.issue("front")
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
                # What others answer in its name: metrics. They know it by this certificate.
                f"--proxy-client-cert-file={front.certificate}",
                f"--proxy-client-key-file={front.key}",
                f"--requestheader-client-ca-file={authority.ca}",
                "--requestheader-allowed-names=front",
                "--requestheader-username-headers=X-Remote-User",
                "--requestheader-group-headers=X-Remote-Group",
                "--requestheader-extra-headers-prefix=X-Remote-Extra-",
            ],
            API_PORT,
        ),
        Part(
            "kube-controller-manager",
            server.controllers(here, here / "controllers.yaml", authority),
        ),
        Part(
            "kube-scheduler",
            [
                f"--kubeconfig={here / 'kube-scheduler.yaml'}",
                "--leader-elect=false",
                "--bind-address=127.0.0.1",
                f"--cert-dir={here}",
            ],
        ),
    )


def of_node(node: Node) -> Sequence[Part]:
    """Return the programs that each node has; their files are written."""
    here = node.directory
    return (
        Part(
            "containerd",
            [f"--config={here / 'containerd.toml'}", "--log-level=warn"],
            node.socket,
        ),
        Part(
            "kubelet",
            [
                f"--config={here / 'kubelet-configuration.yaml'}",
                f"--kubeconfig={here / 'kubelet.yaml'}",
                f"--hostname-override={node.name}",
                f"--node-ip={node.address}",
                f"--root-dir={here / 'kubelet'}",
            ],
        ),
        Part("kube-proxy", [f"--config={here / 'proxy-configuration.yaml'}"]),
        Part(
            "kube-router",
            [
                f"--kubeconfig={here / 'kube-router.yaml'}",
                f"--hostname-override={node.name}",
                f"--service-cluster-ip-range={SERVICES}",
                "--run-firewall=true",
                "--run-router=false",
                "--run-service-proxy=false",
                "--health-port=0",
            ],
            again=True,
        ),
    )
