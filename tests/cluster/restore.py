"""``python -m tests.cluster.restore``: a backup restored into a fresh namespace.

In the order of docs/runbook.md, "Restore everything". A copy of the embedded store's file is in
place of Velero's, a dump of each database in place of Barman's; what comes after is the runbook's.
Ends with 0 if every read model has the hash that it had, what was filed after the store's backup is
delivered again, and somebody can file there.
"""

import json
import re
import shutil
import sqlite3
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from deploy.k8s.render import Object, name, objects
from deploy.local.cluster import overlay
from deploy.local.cluster.api import Api
from deploy.local.node import hands, install, running
from deploy.local.node.hands import SPACE
from deploy.local.node.place import Place
from tests.cluster import gateway
from tests.cluster.pace import queued, say, until
from tests.cluster.policies import kubectl
from tests.cluster.scaling import PAUSED

AGAIN: Final = "restored"
"""The namespace."""
_LATE: Final = 3
"""Submissions between the backup of the store and those of the databases."""
_KEPT: Final = ("actor-keys", "session-key", "vault-keys")
_DATABASES: Final = ("portal", "vault")
_SCALED: Final = frozenset({"HorizontalPodAutoscaler", "ScaledObject"})
_WORKLOADS: Final = ("deployments", "statefulsets")
_QUIET: Final = 8.0
_WITHIN: Final = 600.0
_HOST: Final = re.compile(rf'\.{SPACE}(?=[.":/])')
_STATE: Final = """\
import json
from portal.app.read_models import READ_MODELS
from shared.platform.settings import Settings
from shared.platform.tables import make_engine
from shared.read_models.model import Applier, digest
engine = make_engine(Settings().database, durable=False)
with engine.connect() as conn:
    hashes = {model.consumer: digest(conn, model.tables) for model in READ_MODELS}
places = {
    model.consumer: sorted(
        [*tp, position] for tp, (_, position) in Applier(engine, model).remembered().items()
    )
    for model in READ_MODELS
}
print(json.dumps([hashes, places]))
"""


def main() -> int:
    place, began = Place(), time.monotonic()
    wrong: list[str] = []
    for sentence in _restored(place, wrong):
        say(f"{time.monotonic() - began:4.0f} s  {sentence}")
    say("\n".join(wrong) or "nothing is wrong")
    return 1 if wrong else 0


def _restored(place: Place, wrong: list[str]) -> Iterator[str]:
    clear(place, AGAIN)
    before, number = _settled(place, SPACE), queued(place)
    yield f"nothing moves: {len(before[0])} read models, {number} submissions in the queue"
    moment = datetime.now(UTC).isoformat(timespec="seconds")
    kept = place.directory / "backup"
    kept.mkdir(exist_ok=True)
    _copied(_store(place, SPACE), kept / "events.db")
    filed(place, SPACE, _LATE)
    until(lambda: queued(place) == number + _LATE)
    dumps = {one: kubectl(place, *_in(one), "pg_dump", "-h", "/tmp", one) for one in _DATABASES}  # noqa: S108
    keys = [json.loads(kubectl(place, "get", "secret", one, "-o", "json")) for one in _KEPT]
    yield f"the backups are there, {_LATE} submissions were filed between them"
    _scale(place, SPACE, 0)
    yield "the first one is stopped"
    try:
        yield from _made(place, kept, dumps, keys)
        now = _settled(place, AGAIN, before[1])
        yield "the read models are where they were"
        wrong += [
            f"{one} differs from what was backed up"
            for one, known in before[0].items()
            if now[0].get(one) != known
        ]
        if now[1] != before[1]:
            wrong.append("the read models are not where they were")
        said = kubectl(place, *_WEB, "deliver-again", moment, space=AGAIN)
        said += kubectl(place, *_WEB, "forget-again", space=AGAIN)
        until(lambda: queued(place, AGAIN) >= number + _LATE)
        yield " ".join(said.split())
        if not filed(place, AGAIN, 1):
            wrong.append("nobody can file there")
        until(lambda: queued(place, AGAIN) >= number + _LATE + 1)
        if (found := queued(place, AGAIN)) != number + _LATE + 1:
            wrong.append(f"{found} submissions are in the queue, not {number + _LATE + 1}")
        yield f"{found} submissions are in the queue: those before, those between, one filed there"
    finally:
        clear(place, AGAIN)
        _scale(place, SPACE, 1)
        kubectl(place, "wait", "--for=condition=Available", "deploy", "--all", "--timeout=600s")
    yield "the first one runs again"


_WEB: Final = ("exec", "deploy/web", "--", "python", "-m", "portal")


def _made(place: Place, kept: Path, dumps: Mapping[str, str], keys: Sequence[Any]) -> Iterator[str]:
    """Make the platform anew from the backups; its processes start when the data is there."""
    whole = hosted(overlay.ordered(objects(install.OVERLAY)))
    authority = install.kafkas(place, AGAIN)
    old = [{**one, "metadata": {"name": name(one), "namespace": SPACE}} for one in keys]
    for one in old:
        one.pop("status", None)
    made = [one for one in hands.made(whole, authority, AGAIN) if name(one) not in _KEPT]
    rendered = [
        {**one, "spec": {**one["spec"], "replicas": 0}} if one["kind"] == "Deployment" else one
        for one in placed(whole)
        if one["kind"] not in _SCALED
    ]
    into = place.disks / AGAIN / "data-eventstore-0"
    into.mkdir(parents=True)
    _copied(kept / "events.db", into / "events.db")

    def loaded() -> None:
        for one, text in dumps.items():
            load = ("-i", *_in(one)[1:], "psql", "-h", "/tmp", "-d", one, "-qv", "ON_ERROR_STOP=1")  # noqa: S108
            kubectl(place, "exec", *load, given=text, space=AGAIN)

    with running.client(place) as client:
        api = Api(client)
        secrets = placed([*made, *old])
        yield from install.founded(place, api, rendered, secrets, AGAIN, loaded)
    kubectl(place, "scale", "deploy/web", "--replicas=1", space=AGAIN)
    until(
        lambda: (
            "running" in kubectl(place, "get", "pods", "-l", _OF_WEB, "-o", _STATES, space=AGAIN)
        )
    )
    kubectl(place, *_WEB, "rebuild", space=AGAIN)
    yield "web alone runs, and has dropped the read models"
    _scale(place, AGAIN, 1)
    kubectl(
        place, "wait", "--for=condition=Available", "deploy", "--all", "--timeout=600s", space=AGAIN
    )
    yield "every process is ready"


_OF_WEB: Final = "app.kubernetes.io/name=web"
_STATES: Final = "jsonpath={.items[*].status.containerStatuses[*].state}"


def filed(place: Place, space: str, number: int) -> int:
    """File so many by the portal's pages; return how many have a receipt that opens them again."""
    ca = str(install.authority_of(place, space))
    url = f"https://web.{space}.svc:8000"
    visitor = [sys.executable, "-m", "tests.cluster.visitor", url, ca, str(number)]
    return sum(one.get("returned", False) for one in gateway.run(place, visitor))


def clear(place: Place, space: str) -> None:
    """Take a namespace away with its volumes and what is on them, if it is there."""
    kubectl(place, "delete", "namespace", space, "--ignore-not-found", "--timeout=300s")
    for one in kubectl(place, "get", "pv", "-o", "name").split():
        if one.startswith(f"persistentvolume/{space}-"):
            kubectl(place, "delete", one)
    shutil.rmtree(place.disks / space, ignore_errors=True)


def _settled(place: Place, space: str, awaited: Any = None) -> Any:
    """Return hashes and places once they stand still; ``awaited``: where they are expected."""
    end = time.monotonic() + _WITHIN
    last, since = _state(place, space), time.monotonic()
    while time.monotonic() < end:
        still = time.monotonic() - since >= _QUIET
        if still and (awaited is None or last[1] == awaited):
            break
        time.sleep(2)
        if (now := _state(place, space)) != last:
            last, since = now, time.monotonic()
    return last


def _state(place: Place, space: str) -> Any:
    return json.loads(kubectl(place, *_WEB[:3], "python", "-c", _STATE, space=space))


def _in(database: str) -> tuple[str, ...]:
    return ("exec", f"{database}-db-0", "--")


def _store(place: Place, space: str) -> Path:
    return next((place.disks / space / "data-eventstore-0").rglob("events.db"))


def _copied(file: Path, to: Path) -> None:
    """Copy a file of SQLite that is in use, as it is at one moment."""
    to.unlink(missing_ok=True)
    with sqlite3.connect(f"file:{file}?mode=ro", uri=True) as source, sqlite3.connect(to) as copy:
        source.backup(copy)
    source.close()
    copy.close()


def _scale(place: Place, space: str, number: int) -> None:
    if space == SPACE:  # the other one has nobody who scales it
        word = f"{PAUSED}=0" if number == 0 else f"{PAUSED}-"
        kubectl(place, "annotate", "scaledobject", "--all", "--overwrite", word)
    for kind in reversed(_WORKLOADS) if number else _WORKLOADS:
        kubectl(place, "scale", kind, "--all", f"--replicas={number}", space=space)
    if number == 0:
        kubectl(
            place,
            *("wait", "--for=delete", "pod", "-l", "!job-name", "--timeout=300s"),
            space=space,
        )


def hosted(given: Sequence[Object], space: str = AGAIN) -> list[Object]:
    """Return them with the names of hosts that they have in another namespace."""
    moved: list[Object] = json.loads(_HOST.sub(f".{space}", json.dumps(given, default=str)))
    return moved


def placed(given: Sequence[Object], space: str = AGAIN) -> list[Object]:
    """Return those of our namespace, in another one, and that one."""
    found: list[Object] = []
    for one in given:
        meta = one["metadata"]
        if one["kind"] == "Namespace" and meta["name"] == SPACE:
            found.append({**one, "metadata": {**meta, "name": space}})
        elif meta.get("namespace") == SPACE:
            found.append({**one, "metadata": {**meta, "namespace": space}})
    return found


if __name__ == "__main__":
    sys.exit(main())
