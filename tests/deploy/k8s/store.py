"""Rules for the event store's backup: all volumes, kept, and before the databases'."""

import re
from collections.abc import Iterator, Sequence
from typing import Any, Final

from deploy.k8s.render import Object, name
from tests.deploy.k8s.databases import DAY, daily
from tests.deploy.k8s.rendered import Claim, claims, of_kind, selects, template

_VELERO: Final = "velero"
"""The namespace that Velero is in; it sees no other one's schedules."""


def volumes(objects: Sequence[Object]) -> Iterator[str]:
    """Every volume of a set is backed up, and by a schedule that takes nothing else.

    A set of one node is there to try things.
    """
    there = list(claims(objects))
    sets = {name(one): one["spec"]["replicas"] for one in of_kind(objects, "StatefulSet")}
    moved: list[Claim] = []
    for one in of_kind(objects, "Schedule"):
        taken = [claim for claim in there if _takes(one["spec"]["template"], claim)]
        if not taken:
            yield f"Schedule {name(one)} takes no volume"
        if other := sorted({claim.of for claim in taken} - {*sets}):
            yield f"Schedule {name(one)} takes volumes of {other}"
        if _moves(one["spec"]):
            moved += taken
    for claim in there:
        if sets.get(claim.of, 1) > 1 and claim not in moved:
            yield f"{claim.name} is not backed up"


def _takes(template: Any, claim: Claim) -> bool:
    kinds = template.get("includedNamespaceScopedResources", ["persistentvolumeclaims"])
    return (
        "persistentvolumeclaims" in kinds
        and claim.namespace in template.get("includedNamespaces", [claim.namespace])
        and selects(template.get("labelSelector", {}), claim.labels)
    )


def _moves(spec: Any) -> bool:
    """Tell whether it takes snapshots, and carries what is in them out of the cluster."""
    template = spec["template"]
    return (
        not spec.get("paused", False)
        and template.get("snapshotMoveData") is True
        and template.get("snapshotVolumes", True) is True
        and not template.get("defaultVolumesToFsBackup", False)
    )


def order(objects: Sequence[Object]) -> Iterator[str]:
    """Its snapshots are all taken, each day, before a database's backup, and kept as long as it."""
    begin = min(
        (
            time
            for one in of_kind(objects, "ScheduledBackup")
            if (time := daily(one["spec"]["schedule"])) >= 0
        ),
        default=DAY,
    )
    kept = max(
        (_seconds(one["spec"]["retentionPolicy"]) for one in of_kind(objects, "ObjectStore")),
        default=0,
    )
    for one in of_kind(objects, "Schedule"):
        template = one["spec"]["template"]
        time = daily(f"0 {one['spec']['schedule']}")
        each = _seconds(template["csiSnapshotTimeout"])
        many = sum(_takes(template, claim) for claim in claims(objects))
        if time < 0:
            yield f"Schedule {name(one)} is not made each day at one time"
        elif time + many * each > begin:
            yield f"Schedule {name(one)} may still take snapshots when a database is backed up"
        if _seconds(template["ttl"]) < kept:
            yield f"Schedule {name(one)} is kept for a shorter time than the databases' backups"


def _seconds(time: str) -> int:
    """Return the seconds of a time of one unit, such as 10m, 720h or 30d."""
    found = re.fullmatch(r"(\d+)([mhd])", time)
    return int(found[1]) * {"m": 60, "h": 3600, "d": DAY}[found[2]] if found else 0


def places(objects: Sequence[Object]) -> Iterator[str]:
    """Velero sees the schedule, the place that it names, and the place's keys."""
    ours = [*of_kind(objects, "Schedule", "BackupStorageLocation")]
    for one in ours:
        if one["metadata"]["namespace"] != _VELERO:
            yield f"{one['kind']} {name(one)} is where Velero does not look"
    there = {name(one) for one in ours if one["kind"] == "BackupStorageLocation"}
    keys = {
        (one["metadata"]["namespace"], one["spec"]["target"]["name"], key)
        for one in of_kind(objects, "ExternalSecret")
        for key in one["spec"]["target"].get("template", {}).get("data", {})
    }
    for one in ours:
        spec = one["spec"]
        if one["kind"] == "Schedule" and spec["template"].get("storageLocation") not in there:
            yield f"Schedule {name(one)} has no place for what it makes"
        given = spec.get("credential")
        if given and (_VELERO, given["name"], given["key"]) not in keys:
            yield f"{one['kind']} {name(one)}: there is no {given['key']} in {given['name']}"


_ELSEWHERE: Final = re.compile(r"(EVENTSTORE|KURRENTDB)_(DB|INDEX|MEM_DB)")


def one_volume(objects: Sequence[Object]) -> Iterator[str]:
    """A set claims one volume, and its db and index are where the image has them: there."""
    for one in of_kind(objects, "StatefulSet"):
        claimed = [name(claim) for claim in one["spec"]["volumeClaimTemplates"]]
        [main] = template(one)["spec"]["containers"]
        mounted = {at["mountPath"] for at in main["volumeMounts"] if at["name"] in claimed}
        if len(claimed) != 1 or not mounted & _IMAGES:
            yield f"{name(one)} has its data on {len(claimed)} volumes at {sorted(mounted)}"
        for setting in main["env"]:
            if _ELSEWHERE.fullmatch(setting["name"]):
                yield f"{name(one)}: {setting['name']} leads off the volume that is backed up"


_IMAGES: Final = {"/var/lib/eventstore", "/var/lib/kurrentdb"}
"""Where the images have db and index, if no setting says otherwise."""

RULES = (volumes, order, places, one_volume)
