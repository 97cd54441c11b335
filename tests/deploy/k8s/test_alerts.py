"""Every alert: the real part gets into trouble, and the alert's rule fires on its metrics."""

import asyncio
import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import httpx
import pytest
from prometheus_client import Gauge
from prometheus_client.metrics import MetricWrapperBase
from pydantic import SecretStr

import shared.platform.metrics
from deploy.local.certificates import Authority
from portal.app import consumer
from portal.homes.notices import work
from portal.homes.notices.mail import MailAway
from portal.web.accounts.access import public
from portal.web.commands import Commands
from portal.web.delivery import outbox
from services.followup import clock
from services.followup.deadlines import EMBARGO, OVERDUE, REMINDER, Due
from services.intake.app import INTAKE_SERVICE
from shared.contracts.intake import INTAKE
from shared.core import store
from shared.core.actor import Actor
from shared.core.store import StoreError
from shared.core.testing import InMemoryStore
from shared.hosting.consumer import Listener, broker
from shared.hosting.process import _Parts
from shared.hosting.relay import Relay, publish, relayed
from shared.platform import background
from shared.platform.certificates import Served
from shared.platform.settings import Settings
from tests.deploy.k8s.alerting import checked, expressions, outcome, provokes, told
from tests.shared.facts.test_kafka import NOWHERE, Message, wired
from tests.shared.hosting import test_http as asked
from tests.shared.hosting.test_relay import NOTHING, Producer, Unknown, record
from tests.support import pace
from tests.support.portal import Pages, pages, sqlite_urls

pytestmark = pytest.mark.k8s

NEVER_CALM = (False, True)
_FAILS = 'rapporteur_background_failures_total{task="sweep"}'
NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _calm() -> None:
    """No test before has left anything in the numbers of this process."""
    for module in (shared.platform.metrics, consumer, work):
        for metric in vars(module).values():
            if isinstance(metric, MetricWrapperBase):
                if metric._labelnames:
                    metric.clear()
                elif isinstance(metric, Gauge):
                    metric.set(0)


@pytest.fixture
def portal(tmp_path: Path) -> Iterator[Pages]:
    with pages(*sqlite_urls(tmp_path), intake_url="http://127.0.0.1:1") as made:
        yield made


@provokes("RelayBehind")
@pytest.mark.parametrize(("seconds", "is_late"), [(5, False), (90, True)])
def test_a_relay_that_tells_old_facts_is_behind(seconds: int, is_late: bool) -> None:  # noqa: FBT001  # a row's column
    kafka, age = Producer([]), timedelta(seconds=seconds)

    def tell(position: int) -> None:
        new = replace(record(position), recorded_at=datetime.now(UTC) - age)
        publish([new], relayed(INTAKE_SERVICE), kafka, kafka, NOTHING)

    tell(4)
    before = {**told(), 'rapporteur_relayed_age_seconds{topic="intake.events"}': 0}
    tell(7)
    assert outcome("RelayBehind", before) == (False, is_late)


@provokes("RelayGone")
@provokes("ProcessGone")
@pytest.mark.parametrize(
    ("alert", "process"),
    [
        ("RelayGone", "relay-intake"),
        ("RelayGone", "relay-stakeholders"),
        ("ProcessGone", "consume"),
        ("ProcessGone", "web"),
    ],
)
def test_a_process_that_prometheus_finds_no_more_is_gone(alert: str, process: str) -> None:
    names = {expr.split('"')[1] for name, expr in expressions() if name == alert}
    all_up = {f'up{{app_kubernetes_io_name="{one}"}}': 1.0 for one in names}
    without = {series: up for series, up in all_up.items() if f'"{process}"' not in series}
    assert outcome(alert, all_up, without) == NEVER_CALM
    assert outcome(alert, all_up, {**all_up, f'up{{app_kubernetes_io_name="{process}"}}': 0})[1]


def _tried_once(monkeypatch: pytest.MonkeyPatch, failing: Callable[[], None]) -> None:
    one = Relay(Settings(), relayed(INTAKE_SERVICE))

    def follow() -> None:
        one.stop()
        failing()

    monkeypatch.setattr(one, "_follow", follow)
    one.run()


@provokes("RelayAway")
def test_a_relay_that_reaches_nobody_is_away(monkeypatch: pytest.MonkeyPatch) -> None:
    before = told()

    def away() -> None:
        raise StoreError

    _tried_once(monkeypatch, away)
    assert outcome("RelayAway", before) == NEVER_CALM


@provokes("RelayStuck")
def test_a_relay_at_an_event_it_cannot_read_is_stuck(monkeypatch: pytest.MonkeyPatch) -> None:
    before, unknown = told(), Unknown()
    _tried_once(monkeypatch, lambda: store._decode_or_raise(unknown, INTAKE_SERVICE.catalogue))  # type: ignore[arg-type]  # as much of an event as it uses
    assert outcome("RelayStuck", before) == NEVER_CALM


@provokes("ConsumerLate")
async def test_a_consumer_that_applies_old_facts_is_late() -> None:
    async def apply(_: object) -> None:
        """Nothing is to be done."""

    listener = Listener(broker(NOWHERE), [INTAKE], "portal.triage", apply)
    before = told()
    await listener._handle(Message((wired(),)))  # type: ignore[arg-type]  # as much of a message as it uses
    first = {**told(), 'rapporteur_applied_age_seconds{consumer="portal.triage"}': 1}
    await listener._handle(Message((wired(),)))  # type: ignore[arg-type]  # likewise
    assert 'rapporteur_applied_age_seconds{consumer="portal.triage"}' not in before
    assert outcome("ConsumerLate", first) == NEVER_CALM


@provokes("ConsumerStuck")
async def test_a_consumer_that_cannot_apply_a_fact_is_stuck(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def apply(_: object) -> None:
        raise OSError

    async def ended_within(_: Listener, __: float) -> bool:
        raise asyncio.CancelledError

    before = told()
    monkeypatch.setattr(Listener, "ended_within", ended_within)
    with pytest.raises(asyncio.CancelledError):
        await Listener(broker(NOWHERE), [INTAKE], "portal.triage", apply)._handle(
            Message((wired(),))  # type: ignore[arg-type]  # as much of a message as it uses
        )
    assert outcome("ConsumerStuck", before) == NEVER_CALM


@provokes("DeadlineNotPassed")
@pytest.mark.parametrize("kind", [EMBARGO, OVERDUE, REMINDER])
async def test_a_deadline_that_nobody_passes_is_seen(
    kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def away(*_: object) -> Any:
        raise StoreError

    due = Due(
        communication_id="c-1",
        kind=kind,
        due_at=NOW - timedelta(minutes=10),
        correlation_id=uuid4(),
    )
    ticking = clock.Clock(engine=None, ask=away, demo=False)  # type: ignore[arg-type]  # its table is below
    monkeypatch.setattr(clock.Clock, "_due", lambda *_: (0, []))
    await ticking.tick(NOW)
    before = told()
    monkeypatch.setattr(clock.Clock, "_due", lambda *_: (0, [due]))
    await ticking.tick(NOW)
    assert outcome("DeadlineNotPassed", before) == NEVER_CALM


def _receipted(portal: Pages) -> None:
    outbox.put(
        portal.engine,
        "intake",
        "submit-allegation",
        {},
        by=Actor(actor_id="somebody"),
        command_id=uuid4(),
        correlation_id=uuid4(),
        at=datetime.now(UTC) - timedelta(minutes=30),
    )


@provokes("OutboxOld")
async def test_a_receipt_that_intake_does_not_take_is_seen(portal: Pages) -> None:
    before = told()
    _receipted(portal)
    delivering = asyncio.create_task(
        consumer._deliver(portal.engine, portal.vault, portal.settings)
    )
    while told()["rapporteur_outbox_oldest_seconds"] == 0:  # noqa: ASYNC110  # a gauge wakes nobody
        await asyncio.sleep(0.01)
    after = told()
    delivering.cancel()
    with suppress(asyncio.CancelledError):
        await delivering
    assert outcome("OutboxOld", before, after) == NEVER_CALM


@provokes("OutboxRefused")
def test_a_receipt_that_intake_refuses_is_seen(portal: Pages) -> None:
    before = told()
    _receipted(portal)
    no = httpx.MockTransport(lambda _: httpx.Response(422, json={"title": "No."}))
    with httpx.Client(transport=no) as client:
        asks = Commands(portal.settings, portal.clock, client)
        outbox.deliver(portal.engine, asks, at=portal.clock())
    assert outcome("OutboxRefused", before) == NEVER_CALM


@provokes("BackgroundFails")
async def test_work_in_the_background_that_fails_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    before, left = {**told(), _FAILS: 0}, [5]
    monkeypatch.setattr(background, "_LONGEST", 0.0)

    async def fail() -> None:
        left[0] -= 1
        if left[0] < 0:
            raise asyncio.CancelledError
        raise OSError

    with pytest.raises(asyncio.CancelledError):
        await background.kept_running("sweep", fail)
    assert outcome("BackgroundFails", before) == NEVER_CALM


@provokes("MailAway")
async def test_a_mail_server_that_takes_nothing_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    def step(*_: object, **__: object) -> int:
        raise MailAway

    async def sleep(_: float) -> None:
        raise asyncio.CancelledError

    before = told()
    monkeypatch.setattr(work, "step", step)
    monkeypatch.setattr("portal.homes.notices.work.asyncio.sleep", sleep)
    settings = Settings(smtp_url=SecretStr("smtp://127.0.0.1:1"), mail_from="a@b.example")
    with pytest.raises(asyncio.CancelledError):
        await work.notify(None, None, settings)  # type: ignore[arg-type]  # nothing is asked of it
    assert outcome("MailAway", before) == NEVER_CALM


def _away() -> InMemoryStore:
    broken = asked.Broken()
    broken.error = StoreError()
    return broken


async def _submit(kept: Any, times: int) -> None:
    async with asked.http(kept) as client:
        for _ in range(times):
            answer = await asked.send(client, asked.body(uuid4()))
            assert answer.status_code in {200, 503}


@provokes("CommandsFail")
async def test_commands_without_a_store_fail() -> None:
    await _submit(_away(), 1)
    before = told()
    await _submit(_away(), 6)
    assert outcome("CommandsFail", before) == NEVER_CALM


@provokes("CommandsSlow")
async def test_commands_that_take_two_seconds_are_slow(monkeypatch: pytest.MonkeyPatch) -> None:
    seconds = iter(range(0, 1_000, 2))
    await _submit(InMemoryStore(), 1)
    before = told()
    monkeypatch.setattr(
        "shared.hosting.http.time", SimpleNamespace(perf_counter=lambda: next(seconds))
    )
    await _submit(InMemoryStore(), 3)
    assert outcome("CommandsSlow", before) == NEVER_CALM


@provokes("EventStoreAway")
async def test_a_store_that_does_not_answer_a_service_is_seen() -> None:
    async def answers() -> None:
        """It is there."""

    async def silent() -> None:
        raise StoreError

    await _Parts(answers, broker(NOWHERE)).states()
    before = told()
    await _Parts(silent, broker(NOWHERE)).states()
    assert outcome("EventStoreAway", before) == NEVER_CALM


@provokes("DatabaseAway")
@pytest.mark.parametrize("which", ["database", "vault"])
def test_a_database_that_does_not_answer_the_pages_is_seen(
    which: str, portal: Pages, monkeypatch: pytest.MonkeyPatch
) -> None:
    visitor = portal.visitor()
    visitor.get("/health/ready")
    before = told()
    engine = portal.engine if which == "database" else portal.vault.engine
    answers = "unreachable", "ready"
    monkeypatch.setattr("portal.app.health._database", lambda of: answers[of is not engine])
    visitor.get("/health/ready")
    assert f'rapporteur_database_away{{database="{which}"}}' in told()
    assert outcome("DatabaseAway", before) == NEVER_CALM


@provokes("CertificateExpires")
def test_a_certificate_that_nobody_renews_is_seen(tmp_path: Path) -> None:
    authority = Authority(tmp_path)
    without = told()
    good, old = (authority.issue(f"for-{days}", days) for days in (60, 2))
    Served(str(good.certificate), str(good.key))
    before = told()
    Served(str(old.certificate), str(old.key))
    assert outcome("CertificateExpires", before) == NEVER_CALM
    assert outcome("CertificateExpires", without, without) == (False, False)


@provokes("PagesFail")
def test_pages_that_fail_are_seen(portal: Pages, monkeypatch: pytest.MonkeyPatch) -> None:
    @public
    def fail() -> str:
        raise OSError

    monkeypatch.setitem(portal.app.view_functions, "home.index", fail)
    visitor = portal.visitor()
    assert visitor.get("/").status_code == 500
    before = told()
    for _ in range(6):
        visitor.get("/")
    assert outcome("PagesFail", before) == NEVER_CALM


@provokes("PagesSlow")
def test_pages_that_take_five_seconds_are_slow(
    portal: Pages, monkeypatch: pytest.MonkeyPatch
) -> None:
    seconds = iter(range(0, 1_000, 5))
    visitor = portal.visitor()
    visitor.get("/")
    before = told()
    monkeypatch.setattr(
        "portal.web.measures.time", SimpleNamespace(perf_counter=lambda: next(seconds))
    )
    for _ in range(3):
        visitor.get("/")
    assert outcome("PagesSlow", before) == NEVER_CALM


@provokes("PaceForEverybody")
def test_a_flood_of_what_comes_without_an_account_is_seen(tmp_path: Path) -> None:
    with pace.built(tmp_path) as portal:
        visitor = portal.visitor()
        visitor.post("/steps/first", {}, X_Forwarded_For="10.1.0.1")
        before = told()
        for n in range(2, 9):
            visitor.post(f"/steps/{n}", {}, X_Forwarded_For=f"10.{n}.0.1")
        assert outcome("PaceForEverybody", before) == NEVER_CALM


def test_prometheus_itself_has_nothing_against_the_rules() -> None:
    assert re.search(r"SUCCESS: \d+ rules found", checked())
