"""``python -m tests.cluster.rotation``: keys and certificates changed, while people file.

Keys in the three steps of docs/runbook.md, "Rotate a key". Certificates by cert-manager, as if
their days were over, and no process may be started anew for them. Ends with 0 if nothing is wrong:
tests/cluster/pace.py.
"""

import base64
import json
import sys
import time
from collections.abc import Mapping, Sequence
from typing import Any, Final

from deploy.k8s.render import Object, name, objects
from deploy.local.cluster.api import Api
from deploy.local.node import hands, running, system
from deploy.local.node.install import OVERLAY, authority_of
from deploy.local.node.place import Place
from tests.cluster import gateway
from tests.cluster.pace import Trial, at_pace
from tests.cluster.policies import kubectl

_KEYS: Final = {
    "actor-keys": "RAPPORTEUR_ACTOR_KEYS",
    "session-key": "RAPPORTEUR_SECRET_KEY",
    "vault-keys": "RAPPORTEUR_VAULT_KEYS",
}
_WEB: Final = ("exec", "deploy/web", "--", "python")
_READ_THEM: Final = ("intake", "approvals", "followup", "stakeholders", "consume", "feed", "web")
_PUBLIC: Final = frozenset({"web", "feed"})
_WITHIN: Final = 240.0
"""Seconds until a kubelet has given a pod the new files: it looks each minute or so."""
_ASK: Final = """\
import json, socket, ssl, sys
from hashlib import sha256
context = ssl.create_default_context(cafile=sys.argv[1])
said = {}
for host, port in json.loads(sys.argv[2]):
    with socket.create_connection((host, port), 5) as line:
        with context.wrap_socket(line, server_hostname=host) as tls:
            said[host] = sha256(tls.getpeercert(binary_form=True)).hexdigest()
print(json.dumps(said))
"""


def main() -> int:
    place = Place()
    with at_pace(place) as trial:
        _keys(place, trial)
        _certificates(place, trial)
    return 1 if trial.wrong else 0


def _keys(place: Place, trial: Trial) -> None:
    old = {one: _secret(place, one)[key] for one, key in _KEYS.items()}
    new = {one: hands.new_key() for one in old}
    steps = {
        "the new keys are known": {one: f"{old[one]},{new[one]}" for one in old},
        "the new keys are used": {one: f"{new[one]},{old[one]}" for one in old},
        "the old keys are gone": new,
    }
    for said, values in steps.items():
        _write(place, [hands.secret(one, {_KEYS[one]: value}) for one, value in values.items()])
        _restart(place)
        trial.say(said)
        if values is steps["the new keys are used"]:
            trial.say(kubectl(place, *_WEB, "-m", "portal", "rewrap").strip())


def _restart(place: Place) -> None:
    """Start all who read a key anew, and wait until they are ready."""
    kubectl(place, "rollout", "restart", *(f"deployment/{one}" for one in _READ_THEM))
    for one in _READ_THEM:
        kubectl(place, "rollout", "status", f"deployment/{one}", "--timeout=600s")


def _certificates(place: Place, trial: Trial) -> None:
    rendered = objects(OVERLAY)
    served = _served(rendered)
    asked = [(f"{one}.rapporteur.svc", port) for one, port in served.items()]
    before, started = _shown(place, asked), _starts(place)
    for one in rendered:
        if one["kind"] == "Certificate" and one["spec"]["secretName"] in map(_tls, served):
            kubectl(place, "patch", "certificate", name(one), "--subresource=status", *_RENEW)
    until = time.monotonic() + _WITHIN
    while (old := _same(before, _shown(place, asked))) and time.monotonic() < until:
        time.sleep(2)
    trial.say(f"{len(asked) - len(old)} of {len(asked)} Services show a new certificate")
    trial.wrong += [f"{one} shows its old certificate" for one in old]
    trial.wrong += [
        f"{one} was started anew" for one, times in _starts(place).items() if started[one] != times
    ]


_RENEW: Final = (
    "--type=json",
    "-p",
    json.dumps(
        [
            {
                "op": "add",
                "path": "/status/conditions/-",
                "value": {
                    "type": "Issuing",
                    "status": "True",
                    "reason": "ManuallyTriggered",
                    "message": "The days are over, a trial says.",
                    "lastTransitionTime": "2026-01-01T00:00:00Z",
                },
            }
        ]
    ),
)
"""What cert-manager's own tool writes to have a certificate renewed."""


def _tls(process: str) -> str:
    return f"{process}-tls"


def _served(rendered: Sequence[Object]) -> Mapping[str, int]:
    """Return by Service the port of each of our processes that has a certificate of its own."""
    certificates = {
        one["spec"].get("secretName") for one in rendered if one["kind"] == "Certificate"
    }
    ours = {name(one) for one in rendered if one["kind"] == "Deployment"}
    return {
        name(one): one["spec"]["ports"][0]["port"]
        for one in rendered
        if one["kind"] == "Service" and name(one) in ours and _tls(name(one)) in certificates
    }


def _shown(place: Place, asked: Sequence[tuple[str, int]]) -> Mapping[str, str]:
    """Ask pages and feed as the gateway does, the others as the pages do."""
    public = [one for one in asked if one[0].partition(".")[0] in _PUBLIC]
    inner = [one for one in asked if one not in public]
    ca = str(authority_of(place))
    script = [sys.executable, "-c", _ASK, ca, json.dumps(public)]
    (found,) = gateway.run(place, script)
    said = kubectl(place, *_WEB, "-c", _ASK, "/run/ca/rapporteur.crt", json.dumps(inner))
    both: Mapping[str, str] = {**found, **json.loads(said)}
    return both


def _same(before: Mapping[str, str], now: Mapping[str, str]) -> list[str]:
    return [one for one, shown in before.items() if now.get(one) == shown]


def _starts(place: Place) -> Mapping[str, int]:
    listed: Sequence[Any] = json.loads(kubectl(place, "get", "pods", "-o", "json"))["items"]
    return {
        one["metadata"]["name"]: one["status"]["containerStatuses"][0]["restartCount"]
        for one in listed
        if one["status"]["phase"] == "Running"
    }


def _secret(place: Place, called: str) -> Mapping[str, str]:
    data = json.loads(kubectl(place, "get", "secret", called, "-o", "json"))["data"]
    return {key: base64.b64decode(value).decode() for key, value in data.items()}


def _write(place: Place, made: Sequence[Object]) -> None:
    with running.client(place) as client:
        system.take(Api(client), made)


if __name__ == "__main__":
    sys.exit(main())
