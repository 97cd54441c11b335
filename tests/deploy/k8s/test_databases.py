"""Mistakes about databases, each of which its rule must find."""

from collections import Counter
from typing import Any

import pytest
from pydantic import SecretStr
from sqlalchemy import Engine

from portal.app import consumer, feed, web
from services.approvals import clock as approvals
from services.followup import clock as followup
from shared.platform.settings import Settings
from shared.platform.tables import make_engine
from tests.deploy.k8s import databases, policy
from tests.deploy.k8s.test_mistakes import Break, Objects, _main, _one, _remove, _rendered

pytestmark = pytest.mark.k8s

SETTINGS = Settings(
    database="sqlite:///:memory:?of=portal-db",
    vault_database="sqlite:///:memory:?of=vault-db",
    approvals_database="sqlite:///:memory:?of=approvals-db",
    followup_database="sqlite:///:memory:?of=followup-db",
    vault_keys=SecretStr("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="),
    secret_key=SecretStr("secret"),
    actor_keys=SecretStr("actors"),
)


def _set(rendered: Objects, process: str, setting: str, value: str) -> None:
    [found] = [one for one in _main(rendered, process)["env"] if one["name"] == setting]
    found["value"] = value


def _unset(rendered: Objects, process: str) -> None:
    env = _main(rendered, process)["env"]
    env[:] = [one for one in env if not one["name"].startswith("RAPPORTEUR_DATABASE_")]


def _synchronous(rendered: Objects, name: str) -> Any:
    return _one(rendered, "Cluster", name)["spec"]["postgresql"]["synchronous"]


def _schedule(rendered: Objects, name: str) -> Any:
    return _one(rendered, "ScheduledBackup", name)["spec"]


MISTAKES: list[tuple[policy.Rule, str, Break]] = [
    (
        databases.connections,
        "portal-db allows 500 connections",
        lambda r: _one(r, "HorizontalPodAutoscaler", "web")["spec"].update(maxReplicas=20),
    ),
    (
        databases.connections,
        "vault-db allows 430 connections",
        lambda r: _set(r, "consume", "RAPPORTEUR_DATABASE_OVERFLOW", "32"),
    ),
    (
        databases.connections,
        "portal-db allows 500 connections",
        lambda r: _unset(r, "web"),
    ),
    (
        databases.connections,
        "followup-db allows 30 connections",
        lambda r: _one(r, "Cluster", "followup-db")["spec"]["postgresql"]["parameters"].update(
            max_connections="30"
        ),
    ),
    (
        databases.connections,
        "its 26 threads may wait for one another",
        lambda r: _set(r, "web", "RAPPORTEUR_DATABASE_OVERFLOW", "12"),
    ),
    (
        databases.acknowledged,
        "portal-db acknowledges what one instance alone has",
        lambda r: _one(r, "Cluster", "portal-db")["spec"]["postgresql"].pop("synchronous"),
    ),
    (
        databases.acknowledged,
        "vault-db acknowledges what one instance alone has",
        lambda r: _synchronous(r, "vault-db").update(dataDurability="preferred"),
    ),
    (
        databases.acknowledged,
        "portal-db may be led by an instance that lacks",
        lambda r: _synchronous(r, "portal-db").update(failoverQuorum=False),
    ),
    (
        databases.backups,
        "vault-db is not backed up",
        lambda r: _remove(r, "ScheduledBackup", "vault-db"),
    ),
    (
        databases.backups,
        "portal-db is not backed up",
        lambda r: _schedule(r, "portal-db").update(suspend=True),
    ),
    (
        databases.backups,
        "vault-db is backed up before portal-db",
        lambda r: _schedule(r, "vault-db").update(schedule="0 30 1 * * *"),
    ),
    (
        databases.backups,
        "not made each day",
        lambda r: _schedule(r, "vault-db").update(schedule="0 3 * * *"),
    ),
    (
        databases.backups,
        "not made each day",
        lambda r: _schedule(r, "vault-db").update(schedule="0 0 3 * * 0"),
    ),
    (
        databases.backups,
        "portal-db is backed up by nothing that it has",
        lambda r: _schedule(r, "portal-db").update(method="barmanObjectStore"),
    ),
    (
        databases.backups,
        "vault-db is backed up by nothing that it has",
        lambda r: _one(r, "Cluster", "vault-db")["spec"].pop("plugins"),
    ),
    (
        databases.backups,
        "portal-db keeps no changes",
        lambda r: _one(r, "Cluster", "portal-db")["spec"]["plugins"][0].pop("isWALArchiver"),
    ),
    (
        databases.backups,
        "there is no store backups",
        lambda r: _remove(r, "ObjectStore", "backups"),
    ),
    (
        databases.backups,
        "vault-db does not reach the bucket",
        lambda r: _remove(r, "NetworkPolicy", "backups-outside"),
    ),
    (
        policy.references,
        "ObjectStore backups: there is no AWS_ACCESS_KEY_ID in backups-bucket",
        lambda r: _remove(r, "ExternalSecret", "backups-bucket"),
    ),
]


@pytest.mark.parametrize(
    ("rule", "said", "make"), MISTAKES, ids=lambda x: getattr(x, "__name__", None)
)
def test_a_mistake_about_databases_is_found(rule: policy.Rule, said: str, make: Break) -> None:
    production = _rendered("production")
    make(production)
    assert [one for one in rule(production) if said in one]


def test_every_rule_is_tried_by_a_mistake() -> None:
    assert {rule for rule, _, _ in MISTAKES} >= {*databases.RULES}


def test_a_process_makes_as_many_engines_as_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    made: Counter[tuple[str, str]] = Counter()

    def counted(process: str) -> Any:
        def make(url: str, **given: Any) -> Engine:
            made[process, url.rpartition("=")[2]] += 1
            assert given["pool"] == SETTINGS.pool
            return make_engine(url, **given)

        return make

    for process, module in {"web": web, "consume": consumer, "feed": feed}.items():
        monkeypatch.setattr(module, "make_engine", counted(process))
    monkeypatch.setattr(approvals, "make_engine", counted("approvals"))
    monkeypatch.setattr(followup, "make_engine", counted("followup"))
    monkeypatch.setattr(feed, "serve", lambda *_, **__: None)
    monkeypatch.setattr("portal.app.feed.tail.run", lambda *_: None)
    web.start(SETTINGS)
    consumer.create_app(SETTINGS)
    feed.main(SETTINGS)
    for clock in (approvals, followup):
        assert clock.keeps(SETTINGS)[0].engine is clock.keeps(SETTINGS)[0].engine
    assert {process for process, _ in made} == {"web", "consume", "feed", "approvals", "followup"}
    assert all(number == databases.ENGINES.get(which, 1) for which, number in made.items())
