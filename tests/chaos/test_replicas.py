"""Several replicas of every process that may have them, on PostgreSQL, while some are killed.

Each submission exists once, each letter has its own number, and the series has no gap.
"""

import contextlib
import itertools
import os
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Any, Final
from uuid import uuid4

import httpx
import pytest
from pydantic import SecretStr
from sqlalchemy import Engine, func, select

from deploy.local.apache_kafka.testing import running_kafka
from deploy.local.ports import free_port
from deploy.local.testing import Platform, running_platform
from deploy.local.world.people import account_id
from portal.casefile.submissions.read_model import submissions
from portal.committee.activity.read_model import activity
from portal.letters.communications.tables import letters as letter_rows
from portal.web.commands import Commands, ServiceAway, client
from portal.web.delivery.outbox import outbox
from shared.core.actor import Actor
from shared.core.geneva import there
from shared.core.roles import Role
from shared.platform.settings import Settings
from shared.platform.tables import make_engine
from shared.platform.vault import Vault
from shared.read_models.places import positions
from tests.support.filing import submission
from tests.support.people import filed
from tests.support.postgres import fresh_database, running_postgres

pytestmark = [pytest.mark.live, pytest.mark.chaos, pytest.mark.timeout(900)]

ROOT: Final = Path(__file__).parents[2]
PATIENCE: Final = 180.0
SUBMISSIONS: Final = 60
LETTERS: Final = 24

REPLICATED: Final = {
    "intake": ("services.intake",),
    "approvals": ("services.approvals",),
    "followup": ("services.followup",),
    "stakeholders": ("services.stakeholders",),
    "web": ("portal", "web"),
    "consume": ("portal", "consume"),
    "feed": ("portal", "feed"),
}
"""What may run several times, and by which command. There is one relay a service."""

OFFICER = Actor(
    actor_id="officer",
    roles=frozenset({Role.HUMAN_RIGHTS_OFFICER}),
    mandates=frozenset({"sr-torture"}),
)
HOLDER = replace(OFFICER, actor_id=account_id("holder"), roles=frozenset({Role.MANDATE_HOLDER}))
"""Who has the term that the demonstration tells of: nobody else decides for the mandate."""
CHIEF = Actor(actor_id="chief", roles=frozenset({Role.CHIEF}))


@dataclass(slots=True)
class Replicas:
    """The platform's own processes and the further ones, which this test starts and kills."""

    platform: Platform
    logs: Path
    running: dict[str, list[tuple[subprocess.Popen[bytes], int]]] = field(default_factory=dict)

    def start(self, name: str, port: int | None = None) -> None:
        port = port or free_port()
        with (self.logs / f"{name}-{port}.log").open("ab") as output:
            process = subprocess.Popen(  # noqa: S603  # our own modules
                [sys.executable, "-m", *REPLICATED[name]],
                cwd=ROOT,
                env={**os.environ, **self.platform.environment, "RAPPORTEUR_HTTP_PORT": str(port)},
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
            )
        self.running.setdefault(name, []).append((process, port))

    def addresses(self, name: str) -> list[str]:
        ports = [self.platform.ports[name], *(port for _, port in self.running.get(name, []))]
        return [f"http://127.0.0.1:{port}" for port in ports]

    def kill_first(self, name: str) -> None:
        """Kill the oldest further replica and start it anew, as Kubernetes would."""
        process, port = self.running[name].pop(0)
        process.kill()
        process.wait()
        self.start(name, port)

    def stop(self) -> None:
        processes = [process for each in self.running.values() for process, _ in each]
        for process in processes:
            process.terminate()
        for process in processes:
            try:
                process.wait(timeout=15)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


@pytest.fixture(
    params=[
        pytest.param((2, "embedded"), id="two"),
        pytest.param((3, "kafka"), id="three on Apache Kafka", marks=pytest.mark.kafka),
    ]
)
def replicas(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Replicas]:
    number, kafka = request.param
    with contextlib.ExitStack() as stack:
        server = stack.enter_context(running_postgres(options="-c max_connections=400"))
        environment = {
            f"RAPPORTEUR_{name}DATABASE": stack.enter_context(fresh_database(server))
            for name in ("", "VAULT_", "APPROVALS_", "FOLLOWUP_")
        }
        if kafka == "kafka":
            environment["RAPPORTEUR_KAFKA"] = stack.enter_context(running_kafka(tmp_path / "kafka"))
        platform = stack.enter_context(running_platform(tmp_path / "var", env=environment))
        found = Replicas(platform, tmp_path)
        stack.callback(found.stop)
        for name, _ in itertools.product(REPLICATED, range(number - 1)):
            found.start(name)
        for name in REPLICATED:
            for address in found.addresses(name):
                eventually(partial(answers, f"{address}/health/live"))
        yield found


def test_replicas_lose_nothing_and_do_nothing_twice(replicas: Replicas) -> None:
    engine = make_engine(replicas.platform.environment["RAPPORTEUR_DATABASE"], durable=False)
    with contextlib.closing(Tables(engine)) as tables:
        lost_and_doubled_nothing(replicas, tables)


def lost_and_doubled_nothing(replicas: Replicas, tables: "Tables") -> None:
    at_first = tables.submissions()
    with ThreadPoolExecutor(12) as people:
        filing = [people.submit(receipt, replicas, number) for number in range(SUBMISSIONS)]
        writing = [people.submit(transmitted, replicas, number) for number in range(LETTERS)]
        for name in ("consume", "approvals", "intake", "web", "feed", "consume", "followup"):
            time.sleep(1.0)
            replicas.kill_first(name)
        codes = [one.result() for one in filing]
        letters = [one.result() for one in writing]

    assert len(set(codes)) == SUBMISSIONS
    eventually(lambda: tables.submissions() >= at_first + SUBMISSIONS, tables.state)
    eventually(lambda: len(tables.references(letters)) == LETTERS, tables.state)
    series = tables.series(letters)
    eventually(lambda: tables.lines_of(series).total() >= LETTERS, tables.state)
    assert tables.submissions() == at_first + SUBMISSIONS
    assert len(series) == LETTERS
    assert sorted(tables.references(letters)) == sorted(series)
    assert tables.lines_of(series) == Counter(series)


@dataclass(frozen=True, slots=True)
class Tables:
    """What the consumers, one at a time for each partition, have made of the facts."""

    engine: Engine

    def close(self) -> None:
        self.engine.dispose()

    def submissions(self) -> int:
        with self.engine.connect() as conn:
            return conn.scalar(select(func.count()).select_from(submissions)) or 0

    def state(self) -> str:
        """How far everything is, for whoever waits in vain."""
        given = select(
            func.count(), func.count(outbox.c.delivered_at), func.count(outbox.c.refused)
        )
        far = select(positions.c.consumer, positions.c.topic, func.sum(positions.c.offset + 1))
        with self.engine.connect() as conn:
            kept, delivered, refused = conn.execute(given).one()
            reached = [*conn.execute(far.group_by(positions.c.consumer, positions.c.topic))]
        return (
            f"submissions: {self.submissions()}; outbox: {kept} kept, {delivered} delivered,"
            f" {refused} refused; facts applied: {reached}"
        )

    def references(self, letters: Sequence[str]) -> Sequence[str]:
        """The numbers that letters of these ids have got by now."""
        numbers = select(letter_rows.c.reference).where(
            letter_rows.c.communication_id.in_(letters), letter_rows.c.reference.is_not(None)
        )
        with self.engine.connect() as conn:
            return conn.scalars(numbers).all()

    def series(self, letters: Sequence[str]) -> Sequence[str]:
        """The numbers that they have if none is missing: each of the year of its order."""
        ordered = select(letter_rows.c.ordered_at).where(
            letter_rows.c.communication_id.in_(letters)
        )
        with self.engine.connect() as conn:
            years = Counter(there(at).year for at in conn.scalars(ordered))
        return [
            f"UA GBR {number}/{year}" for year, n in years.items() for number in range(1, n + 1)
        ]

    def lines_of(self, references: Sequence[str]) -> Counter[str]:
        """How often the feed tells of the transmission under each of these numbers."""
        lines = select(activity.c.reference).where(
            activity.c.reference.in_(references), activity.c.kind == "communication-transmitted"
        )
        with self.engine.connect() as conn:
            return Counter(conn.scalars(lines))


def receipt(replicas: Replicas, number: int) -> str:
    """File at one replica after another until a receipt is shown, as a load balancer leads."""
    addresses = itertools.cycle(replicas.addresses("web"))
    for _ in range(number):
        next(addresses)
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        at = replace(replicas.platform, url=next(addresses))
        with contextlib.suppress(httpx.HTTPError):
            answer = filed(at, submission(narrative=f"Case {number} (invented)."), f"r-{number}")
            if answer.status_code == httpx.codes.CREATED:
                code: str = answer.json()["tracking_code"]
                return code
            assert answer.status_code >= 500, answer.text
        time.sleep(0.2)
    pytest.fail("no receipt")


def transmitted(replicas: Replicas, number: int) -> str:
    """Write, approve and transmit a letter, each step at the next replica; return its id."""
    letter, text = str(uuid4()), f"Letter {number} (invented)."
    environment = replicas.platform.environment
    settings = Settings(
        vault_database=environment["RAPPORTEUR_VAULT_DATABASE"],
        vault_keys=SecretStr(environment["RAPPORTEUR_VAULT_KEYS"]),
        actor_keys=SecretStr(environment["RAPPORTEUR_ACTOR_KEYS"]),
    )
    engine = make_engine(settings.vault_database, durable=True)
    sealed = Vault(engine, settings.vault_key_list).seal(f"communication-{letter}", text)
    engine.dispose()
    exact: dict[str, Any] = {"version": 1, "content_hash": sha256(text.encode()).hexdigest()}
    this = {"communication_id": letter}
    steps: list[tuple[str, Mapping[str, Any], Actor]] = [
        (
            "draft-communication",
            {
                **this,
                "submission_ids": ["somewhere-else"],
                "type": "UA",
                "recipient": "GBR",
                "lead_mandate": "sr-torture",
                "mandates": [],
                "text": sealed,
                "content_hash": exact["content_hash"],
            },
            OFFICER,
        ),
        ("request-approval", {**this, **exact}, OFFICER),
        ("approve-text", {**this, **exact, "mandate": "sr-torture", "authorise": True}, HOLDER),
        ("transmit-communication", {**this, **exact}, CHIEF),
    ]
    for step, (type_, data, by) in enumerate(steps):
        _ask(replicas, settings, number + step, type_, data, by)
    return letter


def _ask(
    replicas: Replicas,
    settings: Settings,
    turn: int,
    type_: str,
    data: Mapping[str, Any],
    by: Actor,
) -> None:
    """Ask one replica after another until two have accepted this very command."""
    command_id, until, accepted = uuid4(), time.monotonic() + PATIENCE, 0
    while accepted < 2:
        addresses = replicas.addresses("approvals")
        turn += 1
        at = settings.model_copy(update={"approvals_url": addresses[turn % len(addresses)]})
        with client(at) as http:
            asking = Commands(at, lambda: datetime.now(UTC), http)
            try:
                asking.ask_by_name("approvals", type_, data, by=by, command_id=command_id)
            except ServiceAway:
                assert time.monotonic() < until
                time.sleep(0.2)
            else:
                accepted += 1


def answers(address: str) -> bool:
    try:
        return httpx.get(address, trust_env=False).status_code < httpx.codes.INTERNAL_SERVER_ERROR
    except httpx.TransportError:
        return False


def eventually(condition: Callable[[], bool], state: Callable[[], str] = str) -> None:
    until = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < until, f"it never came about {state()}"
        time.sleep(0.2)
