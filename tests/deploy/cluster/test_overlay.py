"""What is asked of a cluster for an overlay, and what is said of its answers."""

from copy import deepcopy
from typing import Any

import pytest

from deploy.local.cluster.api import Answer
from deploy.local.cluster.mistakes import MISTAKES, Mistake, passed, pod
from deploy.local.cluster.overlay import (
    Outcome,
    complaints,
    elsewhere,
    expected_pods,
    failures,
    made_pods,
    ordered,
    used,
)
from deploy.local.cluster.table import table


def _one(kind: str, name: str, version: str = "v1", **besides: Any) -> dict[str, Any]:
    space = {} if kind == "Namespace" else {"namespace": besides.pop("namespace", "rapporteur")}
    return {"apiVersion": version, "kind": kind, "metadata": {"name": name, **space}, **besides}


OBJECTS = [
    _one("ConfigMap", "settings"),
    _one("Schedule", "store", "velero.io/v1", namespace="velero"),
    _one("Namespace", "rapporteur"),
    _one("Service", "web"),
]


def test_namespaces_come_first_and_the_rest_keeps_its_order() -> None:
    assert [one["metadata"]["name"] for one in ordered(OBJECTS)] == [
        *("rapporteur", "settings", "store", "web")
    ]


def test_a_namespace_that_the_overlay_does_not_bring_is_an_operators() -> None:
    assert elsewhere(OBJECTS) == ["velero"]


def test_only_kinds_in_use_are_defined() -> None:
    def definition(group: str, kind: str) -> dict[str, Any]:
        return {"spec": {"group": group, "names": {"kind": kind}}}

    wanted = definition("velero.io", "Schedule")
    others = [definition("velero.io", "Restore"), definition("other.io", "Schedule")]
    assert [*used(iter([*others, wanted]), OBJECTS)] == [wanted]


@pytest.mark.parametrize(
    ("kind", "spec", "pods"),
    [
        ("Deployment", {}, 1),
        ("Deployment", {"replicas": 3}, 3),
        ("StatefulSet", {"replicas": 3, "podManagementPolicy": "Parallel"}, 3),
        ("StatefulSet", {"replicas": 3}, 1),  # the second waits until the first is ready
        ("Job", {}, 1),
        ("Job", {"parallelism": 2}, 2),
        ("Service", {}, 0),
    ],
)
def test_controllers_make_pods_of_workloads(kind: str, spec: dict[str, Any], pods: int) -> None:
    assert expected_pods(_one(kind, "it", spec=spec)) == pods


@pytest.mark.parametrize(
    ("standing", "pods"),
    [
        ({}, 0),  # it was refused
        (_one("Deployment", "it"), 0),
        (_one("Deployment", "it", status={"replicas": 2, "unavailableReplicas": 2}), 2),
        (_one("StatefulSet", "it", status={"replicas": 0}), 0),
        (_one("Job", "it", status={"active": 1, "ready": 0}), 1),
        (_one("Job", "it", status={"replicas": 1}), 0),
    ],
)
def test_a_workload_says_how_many_pods_it_has(standing: dict[str, Any], pods: int) -> None:
    assert made_pods(standing) == pods


def test_what_has_no_specification_has_no_pods() -> None:
    assert expected_pods(_one("ServiceAccount", "it")) == 0


def test_why_there_is_no_pod_is_said_once() -> None:
    def event(name: str, message: str, **other: str) -> dict[str, Any]:
        found = {"type": "Warning", "reason": "FailedCreate", "message": message, **other}
        return {**found, "involvedObject": {"name": name}}

    why = 'is forbidden: violates PodSecurity "restricted:latest"'
    events = [
        event("intake-5c9", f'Error creating: pods "intake-5c9-a" {why}'),
        event("intake-5c9", f'(combined from similar events): Error creating: pods "5c9-b" {why}'),
        event("intakes-5c9", "another's"),
        event("web-77f", "another's"),
        event("intake-5c9", "not a warning", type="Normal"),
        event("intake-5c9", "another reason", reason="FailedMount"),
    ]
    assert failures(events, "intake") == [f"  Error creating: pods {why}"]
    assert failures([event("eventstore", "its own")], "eventstore") == ["  its own"]


def test_a_warning_is_a_complaint_too() -> None:
    answers = [
        (OBJECTS[0], Answer(accepted=True)),
        (OBJECTS[1], Answer(accepted=False, words=("spec.schedule: Required value",))),
        (OBJECTS[3], Answer(accepted=True, words=("deprecated",))),
    ]
    assert [*complaints(answers)] == [
        "Schedule store: refused: spec.schedule: Required value",
        "Service web: warning: deprecated",
    ]


MISTAKE = Mistake("a privileged pod", lambda _: pod(privileged=True), "violates PodSecurity")


@pytest.mark.parametrize(
    ("said", "wrong"),
    [
        (Answer(accepted=False, words=("it violates PodSecurity of restricted",)), None),
        (Answer(accepted=True), "a privileged pod: was taken"),
        (Answer(accepted=True, words=("violates PodSecurity",)), "a privileged pod: was taken"),
        (
            Answer(accepted=False, words=("no such namespace",)),
            "a privileged pod: the server said something else: no such namespace",
        ),
    ],
)
def test_a_mistake_must_be_refused_for_what_it_is(said: Answer, wrong: str | None) -> None:
    assert passed(MISTAKE, said) == wrong


def test_of_what_a_controller_refuses_the_server_warns() -> None:
    [warned] = [one for one in MISTAKES if one.taken]
    assert passed(warned, Answer(accepted=True, words=(f"it {warned.says}:latest",))) is None
    assert passed(warned, Answer(accepted=True)) == (
        "a Deployment of privileged pods: the server said something else: nothing"
    )


def test_a_mistake_changes_a_copy_and_needs_an_object_of_its_kind() -> None:
    spec = {"selector": {"matchLabels": {}}, "template": {"spec": {"containers": [{}]}}}
    deployment = _one("Deployment", "web", "apps/v1", spec=deepcopy(spec))
    for mistake in MISTAKES:
        made = mistake.made([deployment])
        assert made is None or made != deployment
        assert mistake.made([]) is None or mistake.made([]) == made
    assert deployment["spec"] == spec


def test_the_table_has_a_row_for_each_overlay_and_words_below() -> None:
    def outcome(overlay: str, *words: str) -> Outcome:
        counts = {"objects": 92, "accepted": 92 - len(words), "pods": 14, "of_pods": 14}
        return Outcome(overlay=overlay, **counts, refused=6, of_mistakes=6, words=words)

    assert table([outcome("local"), outcome("production", "Job topics: refused: why")]) == (
        "Overlay     Objects  Accepted  Pods      Mistakes refused\n"
        "local       92       92        14 of 14  6 of 6\n"
        "production  92       91        14 of 14  6 of 6\n"
        "\n"
        "production:\n"
        "  Job topics: refused: why"
    )
