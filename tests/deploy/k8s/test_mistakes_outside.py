"""Mistakes outside our namespace: the collector, the scanner, and foundations elsewhere."""

from typing import Any

import pytest

from tests.deploy.k8s import outside, policy
from tests.deploy.k8s.rendered import named
from tests.deploy.k8s.test_mistakes import (
    Break,
    Objects,
    _main,
    _one,
    _pod,
    _remove,
    _rendered,
    _settings,
)

pytestmark = pytest.mark.k8s


def _volume(rendered: Objects, name: str, volume: str) -> Any:
    return next(one for one in _pod(rendered, name)["volumes"] if one["name"] == volume)


TRACED: list[tuple[str, Break]] = [
    ("does not reach the collector", lambda r: _remove(r, "NetworkPolicy", "traces")),
    (
        "does not reach the collector",
        lambda r: _settings(r).update(OTEL_EXPORTER_OTLP_ENDPOINT="http://collector.other:4318"),
    ),
    ("no collector is set", lambda r: _settings(r).pop("OTEL_EXPORTER_OTLP_ENDPOINT")),
    ("keeps every trace", lambda r: _settings(r).pop("OTEL_TRACES_SAMPLER_ARG")),
]


@pytest.mark.parametrize(("said", "make"), TRACED, ids=lambda x: x if isinstance(x, str) else None)
def test_a_mistake_about_traces_is_found(said: str, make: Break) -> None:
    staging = _rendered("staging")
    make(staging)
    assert [one for one in outside.traces(staging) if said in one]


SCANNED: list[tuple[str, Break]] = [
    ("web does not reach the clamd", lambda r: _remove(r, "NetworkPolicy", "scanner")),
    (
        "web does not reach the clamd",
        lambda r: _settings(r).update(RAPPORTEUR_CLAMD="clamd.scanner.svc:3311"),
    ),
    (
        "feed reaches the clamd",
        lambda r: _one(r, "NetworkPolicy", "scanner")["spec"].update(podSelector={}),
    ),
]


@pytest.mark.parametrize(("said", "make"), SCANNED, ids=lambda x: x if isinstance(x, str) else None)
def test_a_mistake_about_the_scanner_is_found(said: str, make: Break) -> None:
    staging = _rendered("staging")
    make(staging)
    assert [one for one in outside.scanner(staging) if said in one]


def test_no_scanner_is_reached_where_none_is_set() -> None:
    production = _rendered("production")
    assert "RAPPORTEUR_CLAMD" not in _settings(production)
    assert "scanner" not in named(production, "NetworkPolicy")


ELSEWHERE: list[tuple[policy.Rule, str, Break]] = [
    (
        outside.foundations,
        "feed reaches [5432] outside and needs [5432, 9093]",
        lambda r: _remove(r, "NetworkPolicy", "others-to-kafka"),
    ),
    (
        outside.foundations,
        "web reaches [2113, 5432] outside and needs [5432]",
        lambda r: _one(r, "NetworkPolicy", "to-the-event-store")["spec"].update(podSelector={}),
    ),
    (
        outside.foundations,
        "lets out to all the world",
        lambda r: _one(r, "NetworkPolicy", "to-the-databases")["spec"]["egress"][0].update(
            to=[{"ipBlock": {"cidr": "0.0.0.0/0"}}]
        ),
    ),
    (
        policy.references,
        "there is no secret intake-kafka",
        lambda r: _volume(r, "intake", "secrets")["projected"]["sources"][2]["secret"].update(
            name="intake-kafka"
        ),
    ),
    (
        policy.users,
        "asks Kafka as nobody",
        lambda r: _main(r, "feed")["env"][0].update(value="nobody"),
    ),
]


@pytest.mark.parametrize(
    ("rule", "said", "make"), ELSEWHERE, ids=lambda x: getattr(x, "__name__", None)
)
def test_a_mistake_about_foundations_elsewhere_is_found(
    rule: policy.Rule, said: str, make: Break
) -> None:
    existing = _rendered("existing")
    make(existing)
    assert [one for one in rule(existing) if said in one]


def test_every_rule_is_tried_by_a_mistake() -> None:
    assert {outside.traces, outside.scanner, *(rule for rule, _, _ in ELSEWHERE)} >= {
        *outside.RULES
    }
