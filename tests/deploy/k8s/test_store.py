"""Mistakes about the event store's backup, each of which its rule must find."""

from typing import Any

import pytest

from tests.deploy.k8s import policy, store
from tests.deploy.k8s.test_mistakes import Break, Objects, _one, _remove, _rendered

pytestmark = pytest.mark.k8s

_NAME = "rapporteur-eventstore"


def _schedule(rendered: Objects) -> Any:
    return _one(rendered, "Schedule", _NAME)["spec"]


def _asked(rendered: Objects) -> Any:
    return _schedule(rendered)["template"]


def _set(rendered: Objects) -> Any:
    return _one(rendered, "StatefulSet", "eventstore")["spec"]


def _main(rendered: Objects) -> Any:
    return _set(rendered)["template"]["spec"]["containers"][0]


MISTAKES: list[tuple[policy.Rule, str, Break]] = [
    (
        store.volumes,
        "data-eventstore-2 is not backed up",
        lambda r: _remove(r, "Schedule", _NAME),
    ),
    (store.volumes, "is not backed up", lambda r: _schedule(r).update(paused=True)),
    (store.volumes, "is not backed up", lambda r: _asked(r).update(snapshotMoveData=False)),
    (store.volumes, "is not backed up", lambda r: _asked(r).update(snapshotVolumes=False)),
    (store.volumes, "is not backed up", lambda r: _asked(r).update(defaultVolumesToFsBackup=True)),
    (
        store.volumes,
        "takes no volume",
        lambda r: _asked(r).update(
            labelSelector={"matchLabels": {"app.kubernetes.io/name": "kurrentdb"}}
        ),
    ),
    (
        store.volumes,
        "takes no volume",  # the pods of the set have it, its claims have not
        lambda r: _asked(r).update(
            labelSelector={"matchLabels": {"app.kubernetes.io/component": "foundation"}}
        ),
    ),
    (store.volumes, "takes no volume", lambda r: _asked(r).update(includedNamespaces=["velero"])),
    (
        store.volumes,
        "takes no volume",
        lambda r: _asked(r).update(includedNamespaceScopedResources=["pods"]),
    ),
    (
        store.volumes,
        "takes volumes of ['approvals-db', 'followup-db', 'kafka', 'portal-db', 'vault-db']",
        lambda r: _asked(r).pop("labelSelector"),
    ),
    (
        store.order,
        "may still take snapshots when a database is backed up",
        lambda r: _schedule(r).update(schedule="45 1 * * *"),
    ),
    (
        store.order,
        "may still take snapshots when a database is backed up",
        lambda r: _asked(r).update(csiSnapshotTimeout="1h"),
    ),
    (
        store.order,
        "may still take snapshots when a database is backed up",
        lambda r: _one(r, "ScheduledBackup", "portal-db")["spec"].update(schedule="0 0 0 * * *"),
    ),
    (
        store.order,
        "not made each day",
        lambda r: _schedule(r).update(schedule="0 1 * * 0"),
    ),
    (store.order, "for a shorter time", lambda r: _asked(r).update(ttl="168h")),
    (
        store.places,
        f"Schedule {_NAME} is where Velero does not look",
        lambda r: _one(r, "Schedule", _NAME)["metadata"].update(namespace="rapporteur"),
    ),
    (
        store.places,
        "has no place for what it makes",
        lambda r: _remove(r, "BackupStorageLocation", "rapporteur"),
    ),
    (
        store.places,
        "there is no cloud in rapporteur-bucket",
        lambda r: _one(r, "ExternalSecret", "rapporteur-bucket")["metadata"].update(
            namespace="rapporteur"
        ),
    ),
    (
        store.one_volume,
        "KURRENTDB_INDEX leads off the volume",
        lambda r: _main(r)["env"].append({"name": "KURRENTDB_INDEX", "value": "/index"}),
    ),
    (
        store.one_volume,
        "has its data on 1 volumes at ['/data']",
        lambda r: _main(r)["volumeMounts"][0].update(mountPath="/data"),
    ),
    (
        store.one_volume,
        "has its data on 2 volumes",
        lambda r: _set(r)["volumeClaimTemplates"].append({"metadata": {"name": "index"}}),
    ),
]


@pytest.mark.parametrize(
    ("rule", "said", "make"), MISTAKES, ids=lambda x: getattr(x, "__name__", None)
)
def test_a_mistake_about_the_stores_backup_is_found(
    rule: policy.Rule, said: str, make: Break
) -> None:
    production = _rendered("production")
    make(production)
    assert [one for one in rule(production) if said in one]


def test_every_rule_is_tried_by_a_mistake() -> None:
    assert {rule for rule, _, _ in MISTAKES} == {*store.RULES}
