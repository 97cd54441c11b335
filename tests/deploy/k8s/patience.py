"""Rules for slow clients: the gateway's time limits, and room for held bytes."""

import re
from collections.abc import Iterator, Sequence
from typing import Any, Final

from deploy.k8s.render import Object, name
from portal.web.pools import CHANNEL, FILING, OPEN, STAFF, THREADS
from portal.web.sizes import with_files
from shared.platform.limits import Limits
from shared.platform.settings import Settings
from tests.deploy.k8s.rendered import named, of_kind, template

_SECONDS: Final = {"s": 1, "m": 60, "h": 3600}
_BYTES: Final = {"Ki": 2**10, "Mi": 2**20, "Gi": 2**30}
_TAKE_FILES: Final = (FILING, OPEN, CHANNEL, STAFF)


def limits(objects: Sequence[Object]) -> Iterator[str]:
    """A gateway gives up a head, a body and an idle connection, and holds so many at most."""
    for gateway in of_kind(objects, "Gateway"):
        found = list(_policies(objects, "ClientTrafficPolicy", "Gateway", name(gateway)))
        if not found:
            yield f"Gateway {name(gateway)} waits for slow clients for ever"
        for spec in found:
            times = spec.get("timeout", {}).get("http", {})
            for wanted in ("requestReceivedTimeout", "streamIdleTimeout", "idleTimeout"):
                if not 0 < _seconds(times.get(wanted, "0s")) <= Limits().longest:
                    yield f"Gateway {name(gateway)}: {wanted} does not end in time"
            if not spec.get("connection", {}).get("connectionLimit", {}).get("value"):
                yield f"Gateway {name(gateway)} takes any number of connections"


def answers(objects: Sequence[Object]) -> Iterator[str]:
    """A gateway lets a slow reader finish: Envoy alone breaks an answer off after 15 seconds."""
    for route in of_kind(objects, "HTTPRoute"):
        for rule in route["spec"]["rules"]:
            if not any(ref["name"] == "web" for ref in rule.get("backendRefs", ())):
                continue
            if _seconds(rule.get("timeouts", {}).get("request", "0s")) < Limits().longest:
                yield f"HTTPRoute {name(route)} breaks off answers that are read slowly"


def buffers(objects: Sequence[Object]) -> Iterator[str]:
    """What leads to the pages is read whole by the gateway, but for files."""
    for route in of_kind(objects, "HTTPRoute"):
        rules = route["spec"]["rules"]
        backends = {ref["name"] for rule in rules for ref in rule.get("backendRefs", ())}
        found = _policies(objects, "BackendTrafficPolicy", "HTTPRoute", name(route))
        buffer = [spec["requestBuffer"] for spec in found if "requestBuffer" in spec]
        matches = [match for rule in rules for match in rule.get("matches", ())]
        if "web" in backends and not buffer and not _are_for_files(matches):
            yield f"HTTPRoute {name(route)} hands on bodies that have not come"


def room(objects: Sequence[Object]) -> Iterator[str]:
    """The pages have room for what they hold, and once more for what is being taken apart."""
    for web in [one for one in of_kind(objects, "Deployment") if name(one) == "web"]:
        [tmp] = [v["emptyDir"] for v in template(web)["spec"]["volumes"] if v["name"] == "tmp"]
        taking = sum(THREADS[pool] for pool in _TAKE_FILES)
        if _bytes(tmp["sizeLimit"]) < Limits().held + taking * with_files(Settings()):
            yield "web has too little room in /tmp for files on their way"


def viewers(objects: Sequence[Object]) -> Iterator[str]:
    """The gateway lets through as many viewers as a feed bears."""
    feed = named(objects, "Deployment")["feed"]
    [container] = template(feed)["spec"]["containers"]
    bears = {one["name"]: one.get("value") for one in container["env"]}[
        "RAPPORTEUR_HTTP_CONNECTIONS"
    ]
    if not any(of_kind(objects, "Gateway")):
        return
    for spec in _policies(objects, "BackendTrafficPolicy", "HTTPRoute", "feed"):
        most = spec.get("circuitBreaker", {})
        if min(most.get("maxConnections", 0), most.get("maxParallelRequests", 0)) >= int(bears):
            return
    yield "the gateway turns viewers away that the feed would bear"


def _policies(
    objects: Sequence[Object], kind: str, target: str, called: str
) -> Iterator[dict[str, Any]]:
    for one in of_kind(objects, kind):
        if any((r["kind"], r["name"]) == (target, called) for r in one["spec"]["targetRefs"]):
            yield one["spec"]


def _are_for_files(matches: Sequence[dict[str, Any]]) -> bool:
    return bool(matches) and all(
        match.get("method") == "POST" and match["path"]["type"] in {"Exact", "RegularExpression"}
        for match in matches
    )


def _seconds(said: str) -> int:
    return sum(int(number) * _SECONDS[unit] for number, unit in re.findall(r"(\d+)([smh])", said))


def _bytes(said: str) -> int:
    return int(said[:-2]) * _BYTES[said[-2:]]


RULES = (limits, answers, buffers, room, viewers)
