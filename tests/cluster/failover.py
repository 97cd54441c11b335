"""``python -m tests.cluster.failover``: production's database by CloudNativePG, and its first gone.

In a namespace of its own, with production's policies, certificates and cluster ``vault-db``; only
images and backups are exchanged (deploy/local/node/databases.py). Somebody writes there from a pod
of the product by TLS, a row a commit. The instance that leads is deleted, then the processes of the
next one are killed. Ends with 0 if another one led on and has each row that was acknowledged.
"""

import json
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import Any, Final

from deploy.k8s.render import Object, name, objects
from deploy.local.cluster.api import Api
from deploy.local.node import databases, hands, running, stand_ins, system
from deploy.local.node.place import Place
from tests.cluster.kills import kill
from tests.cluster.pace import say
from tests.cluster.policies import kubectl
from tests.cluster.restore import clear, hosted, placed

SPACE: Final = "failover"
DATABASE: Final = "vault-db"
_KINDS: Final = frozenset({"Namespace", "Issuer", "Certificate", "NetworkPolicy", "Cluster"})
_OTHERS: Final = ("kafka", "portal-db", "approvals-db", "followup-db", "web-server")
_WITHIN: Final = 300.0
_WRITING: Final = """\
import time
from pathlib import Path
import psycopg
uri = Path("/run/user/uri").read_text()
told = {"sslmode": "verify-full", "sslrootcert": "/run/ca/ca.crt", "connect_timeout": 3}
told |= {"tcp_user_timeout": 3000, "keepalives_idle": 1, "keepalives_interval": 1}
number = 0
while True:
    try:
        with psycopg.connect(uri, autocommit=True, **told) as conn:
            conn.execute("create table if not exists written (number bigint primary key)")
            while True:
                conn.execute("insert into written values (%s) on conflict do nothing", (number,))
                print(number, time.time(), flush=True)
                number += 1
                time.sleep(0.02)
    except psycopg.Error:
        time.sleep(0.1)
"""


def main() -> int:
    place, began = Place(), time.monotonic()
    wrong: list[str] = []
    for sentence in _tried(place, wrong):
        say(f"{time.monotonic() - began:4.0f} s  {sentence}")
    say("\n".join(wrong) or "nothing is wrong")
    return 1 if wrong else 0


def _tried(place: Place, wrong: list[str]) -> Iterator[str]:
    databases.brought(place)
    with running.client(place) as client:
        api = Api(client)
        databases.started(api)
        clear(place, SPACE)
        yield "CloudNativePG's operator is ready"
        try:
            yield from _founded(place, api, wrong)
            for blow in (_deleted, _killed):
                yield from _blow(place, blow)
            yield from _compared(place, wrong)
        finally:
            clear(place, SPACE)


def _founded(place: Place, api: Api, wrong: list[str]) -> Iterator[str]:
    made = placed(hosted([*_wanted(objects("production"))], SPACE), SPACE)
    [cluster] = [one for one in made if one["kind"] == "Cluster"]
    if cluster["spec"]["instances"] != _INSTANCES:
        raise ValueError("production has another number of instances")
    first = [one for one in made if one["kind"] == "Namespace"]
    system.take(api, [*first, *_volumes(place, cluster)])
    system.take(api, [one for one in made if one["kind"] not in {"Namespace", "Cluster"}])
    system.take(api, [databases.adapted(cluster)])
    system.until_true(lambda: _healthy(place), "all instances are healthy", _WITHIN)
    yield f"{_INSTANCES} instances are there, {_leader(place)} leads"
    system.take(api, [_writer()])
    system.until_true(lambda: bool(_written(place)), "somebody writes", _WITHIN)
    waited = int(_asked(place, _WAITED_FOR))
    if not waited:
        wrong.append("nobody is waited for")
    yield f"somebody writes, and one of {waited} others is waited for"


_INSTANCES: Final = 3
_WAITED_FOR: Final = "select count(*) from pg_stat_replication where sync_state = 'quorum'"


def _wanted(production: Sequence[Object]) -> Iterator[Object]:
    """Give what this database stands on; those of other databases would wait for operators."""
    for one in production:
        if one["kind"] in _KINDS and not name(one).startswith(_OTHERS):
            yield one


def _volumes(place: Place, cluster: Object) -> Iterator[Object]:
    claim = {
        "accessModes": ["ReadWriteOnce"],
        "resources": {"requests": {"storage": cluster["spec"]["storage"]["size"]}},
    }
    for number in range(1, _INSTANCES + 1):
        called = f"{DATABASE}-{number}"
        path = place.disks / SPACE / called
        path.mkdir(parents=True)
        yield hands.volume(SPACE, called, path, claim)


def _writer() -> Object:
    held = {"allowPrivilegeEscalation": False, "capabilities": {"drop": ["ALL"]}}
    mounts = {"user": f"{DATABASE}-app", "ca": f"{DATABASE}-server"}
    return {
        "apiVersion": "v1",
        "kind": "Pod",
        "metadata": {
            "name": "writer",
            "namespace": SPACE,
            "labels": {"app.kubernetes.io/name": "migrate"},  # whom the policies let in
        },
        "spec": {
            "automountServiceAccountToken": False,
            "terminationGracePeriodSeconds": 1,
            "securityContext": {
                "runAsNonRoot": True,
                "fsGroup": 65532,
                "seccompProfile": {"type": "RuntimeDefault"},
            },
            "containers": [
                {
                    "name": "main",
                    "image": stand_ins.PRODUCT,
                    "imagePullPolicy": "Never",
                    "command": ["python", "-c", _WRITING],
                    "securityContext": held,
                    "volumeMounts": [
                        {"name": one, "mountPath": f"/run/{one}", "readOnly": True}
                        for one in mounts
                    ],
                }
            ],
            "volumes": [
                {"name": one, "secret": {"secretName": of, "defaultMode": 0o440}}
                for one, of in mounts.items()
            ],
        },
    }


def _blow(place: Place, blow: Callable[[Place, str], str]) -> Iterator[str]:
    led, began = _leader(place), time.time()
    said = blow(place, led)
    late = began + _AFTER
    system.until_true(lambda: _written(place)[-1][1] > late, "somebody writes again", _WITHIN)
    times = [at for _, at in _written(place) if at > began - 1]
    gap = max(later - earlier for earlier, later in pairwise(times))
    yield f"{led} {said}: nothing was acknowledged for {gap:.1f} s, then {_leader(place)} led"
    system.until_true(lambda: _healthy(place), "all instances are healthy", _WITHIN)
    yield f"{_INSTANCES} instances are there again"


_AFTER: Final = 20.0
"""Seconds after which somebody must write: what is read of a leader that is gone is not enough."""


def _deleted(place: Place, pod: str) -> str:
    kubectl(place, "delete", "pod", pod, "--grace-period=1", "--wait=false", space=SPACE)
    return "was deleted"


def _killed(place: Place, pod: str) -> str:
    kill(place, json.loads(kubectl(place, "get", "pod", pod, "-o", "json", space=SPACE)))
    return "had its processes killed"


def _compared(place: Place, wrong: list[str]) -> Iterator[str]:
    known = [number for number, _ in _written(place)]
    kubectl(place, "delete", "pod", "writer", "--wait=true", space=SPACE)
    there = {*map(int, _asked(place, "select number from written").split())}
    if lost := sorted({*known} - there):
        wrong.append(f"{len(lost)} rows were acknowledged and are gone: {lost[:9]}")
    yield f"{len(known)} rows were acknowledged, {len(there)} are there"


def _leader(place: Place) -> str:
    return str(_status(place)["currentPrimary"])


def _healthy(place: Place) -> bool:
    status = _status(place)
    healthy = status.get("phase") == "Cluster in healthy state"
    return healthy and bool(status["readyInstances"] == _INSTANCES)


def _status(place: Place) -> Any:
    said = kubectl(
        place, "get", f"clusters.postgresql.cnpg.io/{DATABASE}", "-o", "json", space=SPACE
    )
    return json.loads(said).get("status", {})


def _asked(place: Place, question: str) -> str:
    psql = ("psql", "-d", DATABASE.removesuffix("-db"), "-Atc", question)
    return kubectl(
        place, "exec", _leader(place), "-c", "postgres", "--", *psql, space=SPACE
    ).strip()


def _written(place: Place) -> list[tuple[int, float]]:
    """Return which rows were acknowledged, and when."""
    if not kubectl(place, "get", "pod", "writer", "-o", _READY, space=SPACE):
        return []
    lines = kubectl(place, "logs", "writer", space=SPACE).splitlines()
    return [(int(number), float(at)) for number, _, at in (line.partition(" ") for line in lines)]


_READY: Final = "jsonpath={.status.containerStatuses[0].state.running.startedAt}"

if __name__ == "__main__":
    sys.exit(main())
