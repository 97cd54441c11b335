"""What is said of a machine after a cluster, and the files that a cluster is made of."""

import json
import tarfile
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
import yaml

from deploy.local.certificates import Authority
from deploy.local.node import configuration, images, machine, parts, system
from deploy.local.node.images import Image
from deploy.local.node.place import Place


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path)


def test_nothing_is_said_of_a_machine_that_is_as_it_was() -> None:
    before = {"links": ["lo UNKNOWN"], "mounts": ["proc /proc"]}

    assert machine.differences(before, {**before}) == []


def test_what_came_and_what_went_is_named_with_its_kind() -> None:
    before = {"links": ["lo", "eth0"], "mounts": []}
    after = {"links": ["lo", "cni0"], "mounts": ["tmpfs /run"], "groups": ["a"]}

    assert machine.differences(before, after) == [
        "groups: there now: a",
        "links: there now: cni0",
        "links: gone: eth0",
        "mounts: there now: tmpfs /run",
    ]


def test_a_process_of_the_cluster_is_seen_by_its_directory(place: Place) -> None:
    assert machine.found(place)["processes"] == [
        one for one in machine.found(place)["processes"] if str(place.directory) not in one
    ]


def test_a_cluster_that_never_ran_has_no_process(place: Place) -> None:
    assert place.outer() is None
    assert place.first() is None


def test_a_process_with_the_number_of_an_earlier_one_is_not_the_cluster(place: Place) -> None:
    (place.directory / "process.json").write_text(json.dumps({"pid": 1, "since": 0.0}))

    assert place.outer() is None


def test_an_image_is_a_tar_that_names_its_layers_by_their_sums(tmp_path: Path) -> None:
    lowest, upper = images.layer({"bin/it": b"program"}, executable=["bin/it"]), tmp_path / "upper"
    upper.write_bytes(images.layer({"etc/it": b"words"}))
    image = Image(name="localhost/it:1", layers=[lowest, upper], command=["/bin/it"])

    with tarfile.open(image.write(tmp_path / "it.tar")) as archive:
        inside = {one.name: archive.extractfile(one).read() for one in archive}  # type: ignore[union-attr]
    manifest: Any = json.loads(inside["manifest.json"])
    config: Any = json.loads(inside["config.json"])

    assert manifest == [
        {
            "Config": "config.json",
            "RepoTags": ["localhost/it:1"],
            "Layers": ["0/layer.tar", "1/layer.tar"],
        }
    ]
    assert config["rootfs"]["diff_ids"] == [
        f"sha256:{sha256(inside[one]).hexdigest()}" for one in manifest[0]["Layers"]
    ]
    assert config["config"]["User"] == "65532:65532"


def test_a_layer_has_its_files_directories_first_and_their_modes(tmp_path: Path) -> None:
    (tmp_path / "layer").write_bytes(images.layer({"a/b/c": b"", "a/d": b""}, executable=["a/d"]))

    with tarfile.open(tmp_path / "layer") as archive:
        found = [(one.name, one.isdir(), one.mode) for one in archive]

    assert found == [
        ("a", True, 0o755),
        ("a/b", True, 0o755),
        ("a/b/c", False, 0o644),
        ("a/d", False, 0o755),
    ]


def test_the_programs_start_in_order_and_none_but_the_api_server_listens_to_others(
    place: Place,
) -> None:
    place.logs.mkdir()
    made = parts.prepared(place, 26_443)

    assert [one.program for one in made] == [
        *("etcd", "kube-apiserver", "kube-controller-manager", "kube-scheduler"),
        *("containerd", "kubelet", "kube-proxy", "kube-router"),
    ]
    assert "https://127.0.0.1:26443" in place.kubeconfig.read_text()
    assert place.kubeconfig.stat().st_mode & 0o077 == 0
    assert len((place.directory / "tokens.csv").read_text().splitlines()) == len(
        {line.split(",")[0] for line in (place.directory / "tokens.csv").read_text().splitlines()}
    )
    assert [one.program for one in made if "--bind-address=0.0.0.0" in one.arguments] == [
        "kube-apiserver"
    ]


def test_each_node_has_programs_and_files_of_its_own(place: Place) -> None:
    place.logs.mkdir()
    parts.prepared(place, 26_443)
    first, second = place.nodes

    assert [one.program for one in parts.of_node(second)] == [
        *("containerd", "kubelet", "kube-proxy", "kube-router"),
    ]
    said = [one.arguments for node in place.nodes for one in parts.of_node(node)]
    assert all(str(first.directory) not in word for words in said[4:] for word in words)
    assert (second.directory / "kubelet.yaml").read_text() != (
        first.directory / "kubelet.yaml"
    ).read_text()
    assert "system:node:second" in (place.directory / "tokens.csv").read_text()


def test_every_file_of_a_node_is_of_its_format(place: Place) -> None:
    authority = Authority(place.directory)
    node = place.second_node
    configuration.write(node, authority.ca, authority.issue("kubelet", also=("10.0.0.1",)))
    here = node.directory

    network = json.loads((here / "cni" / "10-pods.conflist").read_text())
    kubelet = yaml.safe_load((here / "kubelet-configuration.yaml").read_text())
    proxy = yaml.safe_load((here / "proxy-configuration.yaml").read_text())

    assert [one["type"] for one in network["plugins"]] == ["bridge", "portmap"]
    assert kubelet["cgroupDriver"] == "cgroupfs"
    assert proxy["conntrack"]["maxPerCore"] == 0
    assert kubelet["cgroupRoot"] == "/rapporteur-cluster/second"
    assert "restrict_oom_score_adj = true" in (here / "containerd.toml").read_text()


def _standing(generation: int = 2, **status: Any) -> Any:
    return {"metadata": {"generation": generation}, "status": {"observedGeneration": 2, **status}}


@pytest.mark.parametrize(
    ("kind", "standing", "ready"),
    [
        ("Deployment", _standing(updatedReplicas=2, readyReplicas=2), True),
        ("Deployment", _standing(updatedReplicas=1, readyReplicas=2), False),
        ("Deployment", _standing(updatedReplicas=2, readyReplicas=1), False),
        ("Deployment", _standing(generation=3, updatedReplicas=2, readyReplicas=2), False),
        ("StatefulSet", _standing(readyReplicas=2), True),
        ("StatefulSet", _standing(readyReplicas=1), False),
        ("Job", {"status": {"succeeded": 1}}, True),
        ("Job", {"status": {"active": 1}}, False),
        ("Deployment", {}, False),
    ],
)
def test_a_workload_is_ready_when_all_pods_of_its_newest_version_are(
    kind: str, standing: Any, *, ready: bool
) -> None:
    assert system.ready({"kind": kind, "spec": {"replicas": 2}}, standing) is ready
