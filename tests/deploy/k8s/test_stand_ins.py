"""The overlay ``cluster``: production, with nothing exchanged but what cannot be had there."""

import pytest

from deploy.k8s.render import MANIFESTS, OVERLAYS, NoKubectl, Object, name, objects
from tests.conftest import missing
from tests.deploy.k8s import policy, secured

pytestmark = pytest.mark.k8s

AWAY = {("Kafka", "kafka"), ("KafkaNodePool", "nodes")}
DATABASES = ("approvals-db", "followup-db", "portal-db", "vault-db")
BESIDE = {
    *(("Service", f"{one}-rw") for one in DATABASES),
    *(("StatefulSet", one) for one in DATABASES),
    ("Service", "kafka-kafka-bootstrap"),
    ("Service", "kafka-kafka-brokers"),
    ("StatefulSet", "kafka-nodes"),
    ("NetworkPolicy", "kafka"),
}
SMALLER = {"web": "200m"}  # the others: 50m


def _named(overlay: str) -> dict[tuple[str, str], Object]:
    try:
        return {(one["kind"], name(one)): one for one in objects(overlay)}
    except NoKubectl:
        missing("kubectl: make k8s installs it")


def _as_in_production(one: Object) -> Object:
    """Put back what the overlay changes of our own processes: image, replicas and processors."""
    if one["kind"] in {"Deployment", "Job"}:
        spec = one["spec"]
        spec.pop("replicas", None)
        (container,) = spec["template"]["spec"]["containers"]
        container["image"] = "ours"
        container["resources"]["requests"].pop("cpu")
    return one


def test_every_overlay_is_known() -> None:
    there = {one.name for one in (MANIFESTS / "overlays").iterdir()}
    assert there == {*OVERLAYS, "cluster"}


def test_it_lacks_what_it_exchanges_and_has_what_stands_in() -> None:
    ours, theirs = _named("cluster"), _named("production")
    gone = AWAY | {("Cluster", one) for one in DATABASES}

    assert theirs.keys() - ours.keys() == gone
    assert ours.keys() - theirs.keys() == BESIDE


def test_all_else_is_production_word_for_word() -> None:
    ours, theirs = _named("cluster"), _named("production")
    changed = [
        one
        for one in ours.keys() & theirs.keys()
        if _as_in_production(ours[one]) != _as_in_production(theirs[one])
    ]
    assert changed == [("StatefulSet", "eventstore")]


def test_a_process_asks_for_less_processor_and_for_as_much_memory() -> None:
    ours, theirs = _named("cluster"), _named("production")
    for key in (one for one in ours if one[0] in {"Deployment", "Job"}):
        (mine,), (other,) = (
            one[key]["spec"]["template"]["spec"]["containers"] for one in (ours, theirs)
        )
        cpu = {"cpu": SMALLER.get(key[1], "50m")}
        assert mine["resources"]["requests"] == {**other["resources"]["requests"], **cpu}


@pytest.mark.parametrize("rule", [policy.hardened, *secured.RULES], ids=lambda one: one.__name__)
def test_what_stands_in_is_confined_and_speaks_tls(rule: policy.Rule) -> None:
    _named("cluster")
    assert [*rule(objects("cluster"))] == []
