"""Mistakes that flows and schemas find: an arrow too many, and what no operator takes."""

from typing import Any

import pytest

from deploy.k8s.definitions import MissingTool
from tests.conftest import missing
from tests.deploy.k8s import flows, schemas
from tests.deploy.k8s.test_mistakes import Objects, _one, _remove, _rendered

pytestmark = pytest.mark.k8s


@pytest.fixture
def rendered() -> Objects:
    return _rendered("production")


def test_an_arrow_too_many_is_found(rendered: Objects) -> None:
    before = flows.allowed(rendered)
    own = ("feed", "from-the-gateway", "metrics-of-processes")
    for policy_of_it in ("default-deny", "names", *own):
        _remove(rendered, "NetworkPolicy", policy_of_it)
    assert flows.allowed(rendered) - before >= {("feed", "feed", 8000)}
    assert not flows.default_denied(rendered)


def test_an_arrow_that_only_one_end_knows_is_found(rendered: Objects) -> None:
    _remove(rendered, "NetworkPolicy", "vault-db")
    _one(rendered, "NetworkPolicy", "approvals-database")["spec"]["egress"][0]["to"][0][
        "podSelector"
    ] = {"matchLabels": {"cnpg.io/cluster": "vault-db"}}
    found = list(flows.half(rendered))
    assert "web to vault-db:5432: vault-db does not let it in" in found
    assert "approvals to approvals-db:5432: approvals is not let out" in found


@pytest.mark.parametrize(
    ("kind", "name", "spec", "said"),
    [
        ("ScaledObject", "web", {"maxReplicas": 3}, "maxReplicas"),
        ("KafkaTopic", "intake.events", {"partitions": "three"}, "three"),
        ("KafkaUser", "feed", {"authorisation": {}}, "authorisation"),
        ("Kafka", "kafka", {"zookeeper": {}}, "zookeeper"),
        ("Cluster", "portal-db", {"instances": "2"}, "integer"),
        ("ScheduledBackup", "vault-db", {"methods": "plugin"}, "methods"),
        ("ObjectStore", "backups", {"retention": "30d"}, "retention"),
        ("Schedule", "rapporteur-eventstore", {"templates": {}}, "templates"),
        ("BackupStorageLocation", "rapporteur", {"bucket": "x"}, "bucket"),
        ("ExternalSecret", "mail", {"refresh": "1h"}, "refresh"),
        ("Certificate", "eventstore-node", {"dnsName": []}, "dnsName"),
        ("Gateway", "rapporteur", {"gatewayClass": "x"}, "gatewayClass"),
        ("ClientTrafficPolicy", "rapporteur", {"timeouts": {}}, "timeouts"),
        ("PodMonitor", "processes", {"podMetricsEndpoint": []}, "podMetricsEndpoint"),
        ("PrometheusRule", "rapporteur", {"groups": [{"rules": []}]}, "name"),
    ],
)
def test_operators_do_not_take_what_they_do_not_know(
    kind: str, name: str, spec: dict[str, Any], said: str, rendered: Objects
) -> None:
    one = _one(rendered, kind, name if kind != "ScaledObject" else "consume")
    one["spec"].update(spec)
    try:
        found = list(schemas.complaints([one]))
    except MissingTool as tool:
        missing(str(tool))
    assert [sentence for sentence in found if said in sentence]


def test_keda_takes_numbers_as_text_alone(rendered: Objects) -> None:
    one = _one(rendered, "ScaledObject", "consume")
    one["spec"]["triggers"][0]["metadata"]["lagThreshold"] = 50
    assert list(schemas.complaints([one]))
