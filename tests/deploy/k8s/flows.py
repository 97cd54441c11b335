"""Permitted connections in a rendered overlay, by its network policies: exactly the arrows."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, TypeAlias

from deploy.k8s.render import Object, name
from tests.deploy.k8s.rendered import Pod, of_kind, pods, selects

Flow: TypeAlias = tuple[str, str, int]
"""From pod, to pod, at port."""


def allowed(objects: Sequence[Object]) -> set[Flow]:
    """Return what both ends allow. A pod that no policy of a direction selects may do all."""
    there = pods(objects)
    policies = list(of_kind(objects, "NetworkPolicy"))
    return {
        (one.name, other.name, port)
        for one in there
        for other in there
        for port in other.ports
        if _out(policies, one, other, port) and _in(objects, policies, one, other, port)
    }


def half(objects: Sequence[Object]) -> Iterator[str]:
    """Say what one end allows and the other does not: an arrow that is half there."""
    there = pods(objects)
    policies = list(of_kind(objects, "NetworkPolicy"))
    for one in there:
        for other in there:
            for port in other.ports:
                goes = _out(policies, one, other, port)
                if goes != _in(objects, policies, one, other, port):
                    end = (
                        f"{other.name} does not let it in" if goes else f"{one.name} is not let out"
                    )
                    yield f"{one.name} to {other.name}:{port}: {end}"


def _out(policies: Sequence[Object], one: Pod, other: Pod, port: int) -> bool:
    return _allowed(policies, "Egress", "to", one, other, port)


def _in(
    objects: Sequence[Object], policies: Sequence[Object], one: Pod, other: Pod, port: int
) -> bool:
    """Strimzi itself makes the policies of Kafka's listeners, from what the cluster says."""
    if other.labels.get("strimzi.io/name") == "kafka-kafka":
        if port != _CLIENTS:
            return one.labels.get("strimzi.io/kind") == "Kafka"
        return any(
            listener["port"] == port and _any_peer(listener["networkPolicyPeers"], one)
            for kafka in of_kind(objects, "Kafka")
            for listener in kafka["spec"]["kafka"]["listeners"]
        )
    return _allowed(policies, "Ingress", "from", other, one, port)


_CLIENTS = 9093


def _allowed(
    policies: Sequence[Object], direction: str, word: str, pod: Pod, peer: Pod, port: int
) -> bool:
    about = [
        policy["spec"]
        for policy in policies
        if direction in policy["spec"]["policyTypes"]
        and selects(policy["spec"]["podSelector"], pod.labels)
    ]
    return not about or any(
        _any_peer(rule.get(word, ()), peer) and port in _ports(rule)
        for spec in about
        for rule in spec.get(direction.lower(), ())
    )


def _any_peer(peers: Sequence[Mapping[str, Any]], pod: Pod) -> bool:
    """Peers in other namespaces and outside the cluster are nobody's pod here."""
    return any(
        "namespaceSelector" not in peer
        and "podSelector" in peer
        and selects(peer["podSelector"], pod.labels)
        for peer in peers
    )


def _ports(rule: Mapping[str, Any]) -> set[int]:
    return {port["port"] for port in rule["ports"]}


def default_denied(objects: Sequence[Object]) -> bool:
    """Tell whether one policy selects every pod and allows nothing."""
    return any(
        policy["spec"] == {"podSelector": {}, "policyTypes": ["Ingress", "Egress"]}
        for policy in of_kind(objects, "NetworkPolicy")
        if name(policy)
    )
