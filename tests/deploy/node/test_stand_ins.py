"""What stands in for operators and images, made of the overlay's own objects."""

import base64
import json
import tarfile
from pathlib import Path
from typing import Any

import pytest

from deploy.local.certificates import Authority
from deploy.local.node import hands, images, operators, stand_ins
from deploy.local.node.images import Image
from deploy.local.node.rights import rights


def _one(kind: str, name: str, **spec: Any) -> dict[str, Any]:
    metadata = {"name": name, "namespace": hands.SPACE}
    return {"apiVersion": "v1", "kind": kind, "metadata": metadata, "spec": spec}


OBJECTS = [
    _one("KafkaUser", "consume"),
    _one(
        "StatefulSet",
        "portal-db",
        selector={"matchLabels": {"cnpg.io/cluster": "portal-db"}},
        volumeClaimTemplates=[
            {
                "metadata": {"name": "data"},
                "spec": {
                    "accessModes": ["ReadWriteOnce"],
                    "resources": {"requests": {"storage": "10Gi"}},
                },
            }
        ],
    ),
    _one(
        "ExternalSecret",
        "eventstore-client",
        data=[{"secretKey": "RAPPORTEUR_EVENTSTORE"}],
    ),
    _one("ExternalSecret", "vault-keys", data=[{"secretKey": "RAPPORTEUR_VAULT_KEYS"}]),
]


@pytest.fixture
def made(tmp_path: Path) -> dict[str, dict[str, str]]:
    return {
        one["metadata"]["name"]: {
            key: base64.b64decode(value).decode() for key, value in one["data"].items()
        }
        for one in hands.made(OBJECTS, Authority(tmp_path))
        if one["kind"] == "Secret"
    }


def test_a_password_is_the_same_on_both_sides(made: dict[str, dict[str, str]]) -> None:
    users = dict(line.split("=") for line in made["kafka-users"]["users"].splitlines())
    store = made["eventstore-user"]["user"]

    assert users["consume"] == made["consume"]["password"]
    assert users.keys() == {"consume"}
    assert f"esdb://{store}@" in made["eventstore-client"]["RAPPORTEUR_EVENTSTORE"]
    assert f":{made['portal-db-app']['password']}@" in made["portal-db-app"]["uri"]
    assert len(base64.urlsafe_b64decode(made["vault-keys"]["RAPPORTEUR_VAULT_KEYS"])) == 32


def test_every_claim_gets_a_volume_with_a_directory(tmp_path: Path) -> None:
    (volume,) = hands.volumes(OBJECTS, tmp_path)

    assert volume["spec"]["claimRef"]["name"] == "data-portal-db-0"
    assert Path(volume["spec"]["local"]["path"]).is_dir()


def test_a_second_platform_has_volumes_of_its_own(tmp_path: Path) -> None:
    (ours,) = hands.volumes(OBJECTS, tmp_path)
    (theirs,) = hands.volumes(OBJECTS, tmp_path, "restored")

    assert ours["metadata"]["name"] != theirs["metadata"]["name"]
    assert ours["spec"]["local"]["path"] != theirs["spec"]["local"]["path"]
    assert theirs["spec"]["claimRef"]["namespace"] == "restored"


def test_a_second_platform_has_hosts_of_its_own(tmp_path: Path) -> None:
    made = hands.made(OBJECTS, Authority(tmp_path), "restored")
    (database,) = (one for one in made if one["metadata"]["name"] == "portal-db-app")

    assert b"@portal-db-rw.restored:5432/" in base64.b64decode(database["data"]["uri"])


def test_an_operator_has_our_image_and_keeps_all_else_of_its_manifest() -> None:
    pod = {
        "containers": [
            {
                "image": "registry.example/metrics/metrics-server:master",
                "args": ["--secure-port=10250"],
                "volumeMounts": [],
            }
        ],
        "volumes": [],
    }
    (container,) = operators.adapted(_one("Deployment", "it", template={"spec": pod}))["spec"][
        "template"
    ]["spec"]["containers"]

    assert container["image"] == "localhost/metrics-server:1"
    assert container["args"][0] == "--secure-port=10250"
    assert "--kubelet-client-certificate=/client/tls.crt" in container["args"]


def test_rights_are_those_of_the_user() -> None:
    user = _one(
        "KafkaUser",
        "topics",
        authorization={
            "acls": [
                {"resource": {"type": "topic", "name": "it"}, "operations": ["Read", "Describe"]},
                {"resource": {"type": "cluster"}, "operations": ["DescribeConfigs"]},
            ]
        },
    )

    assert [(one.principal, one.resource_pattern.resource_name, one.operation.name) for one in
            rights(user)] == [
        ("User:topics", "it", "READ"),
        ("User:topics", "it", "DESCRIBE"),
        ("User:topics", "kafka-cluster", "DESCRIBE_CONFIGS"),
    ]  # fmt: skip


def test_an_image_on_another_has_its_layers_and_one_more(tmp_path: Path) -> None:
    lower = Image(name="localhost/a:1", layers=[images.layer({"a": b"1"})], command=["/a"])
    archive = lower.write(tmp_path / "lower.tar")
    upper = images.layer({"b": b"2"})
    stand_ins.extend(archive, tmp_path / "both.tar", "localhost/b:1", upper, ["/b"])

    with tarfile.open(tmp_path / "both.tar") as both:
        inside = {one.name: both.extractfile(one).read() for one in both}  # type: ignore[union-attr]
    first, second = json.loads(inside["manifest.json"])
    config = json.loads(inside[second["Config"]])

    assert [first["RepoTags"], second["RepoTags"]] == [["localhost/a:1"], ["localhost/b:1"]]
    assert second["Layers"] == [*first["Layers"], "upper/layer.tar"]
    assert config["rootfs"]["diff_ids"] == [Image.sum_of(inside[one]) for one in second["Layers"]]
    assert config["config"]["Entrypoint"] == ["/b"]
