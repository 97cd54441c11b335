"""Every overlay: rendered, and checked against schemas, rules, the code and the arrows."""

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from prometheus_client.metrics import MetricWrapperBase

import portal.app.consumer
import portal.homes.notices.work
import shared.platform.metrics
from deploy.k8s.definitions import MissingTool
from deploy.k8s.generate import PARTITIONS, SERVICES
from deploy.k8s.render import MANIFESTS, OVERLAYS, NoKubectl, Object, name, objects, text
from shared.contracts.all import CONTRACTS
from tests.conftest import missing
from tests.deploy.k8s import databases, flows, outside, patience, policy, schemas, secured, store
from tests.deploy.k8s.rendered import named, of_kind, pods, template

pytestmark = pytest.mark.k8s

PHASE = "rapporteur/phase"
RUNBOOK = Path(__file__).parents[3] / "docs" / "runbook.md"
METRICS = (shared.platform.metrics, portal.app.consumer, portal.homes.notices.work)
"""Where our metrics are declared; importing them is what registers them."""
OTHERS: dict[str, set[str]] = {
    "up": set(),
    "kafka_consumergroup_lag": {"consumergroup", "topic", "partition"},
    "kafka_consumergroup_members": {"consumergroup"},
    "certmanager_certificate_expiration_timestamp_seconds": {"name", "namespace"},
    "cnpg_collector_last_available_backup_timestamp": set(),
    "barman_cloud_cloudnative_pg_io_last_available_backup_timestamp": set(),
    "velero_backup_last_successful_timestamp": {"schedule"},
}
"""What Prometheus and others tell (Strimzi, cert-manager, CloudNativePG, Velero), with labels."""
RULES = [
    *policy.RULES,
    *secured.RULES,
    *outside.RULES,
    *databases.RULES,
    *store.RULES,
    *patience.RULES,
]
TARGETS = {"app_kubernetes_io_name", "cnpg_io_cluster"}
"""Labels of pods that the PodMonitors put on every series."""


@pytest.fixture(params=OVERLAYS)
def overlay(request: pytest.FixtureRequest) -> str:
    chosen: str = request.param
    _rendered(chosen)
    return chosen


@pytest.fixture
def production() -> list[dict[str, Any]]:
    return _rendered("production")


def _rendered(overlay: str) -> list[dict[str, Any]]:
    try:
        return objects(overlay)
    except NoKubectl:
        missing("kubectl")


def test_what_kubernetes_itself_knows_fits_its_schemas(overlay: str, tmp_path: Path) -> None:
    file = tmp_path / "rendered.yaml"
    file.write_text(text(overlay))
    assert _validated(file) == (0, "")


def test_an_unknown_field_does_not_fit(production: list[dict[str, Any]], tmp_path: Path) -> None:
    file = tmp_path / "rendered.json"
    web = named(production, "Deployment")["web"]
    web["spec"]["replica"] = 3
    file.write_text(json.dumps(web))
    code, said = _validated(file)
    assert code == 1
    assert "replica" in said


def _validated(file: Path) -> tuple[int, str]:
    command = [str(Path(sys.executable).parent / "kubernetes-validate"), "--strict", "--quiet"]
    done = subprocess.run(  # noqa: S603  # the tool of our own locks
        [*command, "--no-warn", "-k", "1.37", str(file)],
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout + done.stderr


def test_custom_resources_fit_the_operators_own_schemas(overlay: str) -> None:
    try:
        assert list(schemas.complaints(objects(overlay))) == []
    except MissingTool as tool:
        missing(str(tool))


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_rules_hold(rule: policy.Rule, overlay: str) -> None:
    assert list(rule(objects(overlay))) == []


def test_nothing_may_speak_but_along_the_arrows(overlay: str) -> None:
    found = objects(overlay)
    assert flows.default_denied(found)
    assert list(flows.half(found)) == []
    there = {pod.name for pod in pods(found)}
    assert flows.allowed(found) == {arrow for arrow in _arrows() if arrow[1] in there}


def _arrows() -> Iterator[flows.Flow]:
    for service in (one.name for one in SERVICES):
        for process in (service, f"relay-{service}"):
            yield process, "eventstore", 2113
            yield process, "kafka-kafka", 9093
        yield "web", service, 8000
        yield "consume", service, 8000
    for service in ("approvals", "followup"):
        yield service, f"{service}-db", 5432
    for process in ("consume", "feed"):
        yield "web", process, 8000  # their health
    for process in ("consume", "feed", "topics"):
        yield process, "kafka-kafka", 9093
    for process in ("web", "consume", "migrate"):
        yield process, "portal-db", 5432
        yield process, "vault-db", 5432
    yield "feed", "portal-db", 5432
    yield "eventstore", "eventstore", 2113
    yield "eventstore", "eventstore", 1112
    for part in ("kafka", "kafka-exporter", "entity-operator"):
        yield f"kafka-{part}", "kafka-kafka", 9090
        yield f"kafka-{part}", "kafka-kafka", 9091
    for cluster in ("portal-db", "vault-db", "approvals-db", "followup-db"):
        yield cluster, cluster, 5432
        yield cluster, cluster, 8000


def test_the_processes_are_those_of_the_code(overlay: str) -> None:
    started = {
        name(one): tuple(template(one)["spec"]["containers"][0]["args"])
        for one in of_kind(objects(overlay), "Deployment", "Job")
    }
    names = [service.name for service in SERVICES]
    assert started == {
        **{one: (f"services.{one}",) for one in names},
        **{f"relay-{one}": (f"services.{one}", "relay") for one in names},
        **{one: ("portal", one) for one in ("web", "consume", "feed")},
        "migrate": ("portal.app.migrate",),
        "topics": ("shared.facts.topics",),
    }


def test_what_runs_before_an_update_is_applied_with_what_it_needs(overlay: str) -> None:
    labelled = [one for one in objects(overlay) if one["metadata"].get("labels", {}).get(PHASE)]
    there = {(one["kind"], one["metadata"]["name"]) for one in labelled}
    for job in named(labelled, "Job").values():
        pod = job["spec"]["template"]["spec"]
        assert ("ServiceAccount", pod["serviceAccountName"]) in there
        for source in pod["containers"][0]["envFrom"]:
            assert ("ConfigMap", source["configMapRef"]["name"]) in there
    assert set(named(labelled, "Job")) == {"migrate", "topics"}


def test_topics_and_partitions_are_the_contracts(overlay: str) -> None:
    found = objects(overlay)
    topics = named(found, "KafkaTopic")
    if not named(found, "Kafka"):
        assert topics == {}  # the job makes them, of the same contracts
        return
    assert set(topics) == {contract.topic for contract in CONTRACTS}
    assert {one["spec"]["partitions"] for one in topics.values()} == {PARTITIONS}


def test_alerts_and_dashboards_ask_for_metrics_and_labels_that_are_told() -> None:
    known = {**_told(), **OTHERS}
    asked = set()
    for expression, said in _asked():
        metrics = _metrics(expression)
        assert metrics <= set(known), expression
        labels = set().union(*(known[one] for one in metrics)) | TARGETS
        assert _labels(expression, said) <= labels, expression
        asked |= metrics
    assert asked & set(_told())


def test_a_label_that_nobody_tells_is_found() -> None:
    assert _labels('sum by (kind) (m{type="a",status!~"2.."}[5m])', "{{ $labels.x }} {{y}}") == {
        *("kind", "type", "status", "x", "y")
    }


def _told() -> dict[str, set[str]]:
    """Return the labels of every series that a process of ours tells."""
    return {
        sample: {*metric._labelnames, *({"le"} if sample.endswith("_bucket") else ())}
        for module in METRICS
        for metric in vars(module).values()
        if isinstance(metric, MetricWrapperBase)
        for family in metric.describe()
        for sample in _series(family.name, family.type)
    }


def _series(metric: str, kind: str) -> tuple[str, ...]:
    match kind:
        case "histogram":
            return tuple(f"{metric}_{one}" for one in ("bucket", "count", "sum"))
        case "counter":
            return (f"{metric}_total",)
        case _:
            return (metric,)


def _asked() -> Iterator[tuple[str, str]]:
    """Return each expression with the words that are made of its labels."""
    for one in objects("production"):
        if one["kind"] == "PrometheusRule":
            yield from ((rule["expr"], rule["annotations"]["summary"]) for rule in _rules(one))
    for file in (MANIFESTS / "components" / "monitoring" / "dashboards").glob("*.json"):
        for panel in json.loads(file.read_text())["panels"]:
            yield from ((one["expr"], one["legendFormat"]) for one in panel["targets"])


def _metrics(expression: str) -> set[str]:
    by_name = re.findall(r'__name__=~"([^"]*)"', expression)
    without = re.sub(r"\{[^}]*\}|\[[^]]*\]|by \([^)]*\)", "", expression)
    ours = re.findall(r"\b(?:rapporteur_\w+|kafka_\w+|certmanager_\w+|velero_\w+|up)\b", without)
    return {*ours, *(one for names in by_name for one in names.split("|"))}


def _labels(expression: str, said: str) -> set[str]:
    matched = re.findall(r'(\w+)\s*(?:=~|!~|!=|=)\s*"', expression)
    by = re.findall(r"by \(([^)]*)\)", expression)
    shown = re.findall(r"\{\{\s*(?:\$labels\.)?(\w+)\s*\}\}", said)
    return {*matched, *shown, *(one for names in by for one in names.split(", "))} - {"__name__"}


def _rules(one: Object) -> list[Any]:
    return [rule for group in one["spec"]["groups"] for rule in group["rules"]]


def test_every_alert_leads_to_a_place_in_the_runbook(production: list[dict[str, Any]]) -> None:
    headings = re.findall(r"^## (.*)$", RUNBOOK.read_text(), re.MULTILINE)
    places = {re.sub(r"[^a-z0-9 -]", "", one.lower()).replace(" ", "-") for one in headings}
    for one in of_kind(production, "PrometheusRule"):
        for rule in _rules(one):
            file, _, place = rule["annotations"]["runbook_url"].partition("#")
            assert (file, place in places) == ("docs/runbook.md", True), rule["alert"]
