"""The outbox is emptied of what was taken long ago, and of nothing else."""

import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import suppress
from dataclasses import fields
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from textwrap import dedent
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest
from alembic import command
from prometheus_client import REGISTRY
from sqlalchemy import Engine, func, literal_column, select, text, update

from portal.app import migrate, operate
from portal.web.commands import CommandRefused, Commands, ServiceAway
from portal.web.delivery import outbox, refusals
from portal.web.delivery.emptying import ASKED, OF_A_DAY, empty, left_of
from shared.contracts.commands import address
from shared.contracts.followup_input_commands import SubmitContribution
from shared.contracts.intake_commands import AddAttachment, SubmitAllegation
from shared.core.actor import Actor
from shared.platform.settings import Settings
from shared.platform.tables import make_engine
from tests.support.portal import Pages

NOW = datetime(2026, 11, 30, 9, tzinfo=UTC)
DAYS = 90
OLD = NOW - timedelta(days=DAYS)
YOUNG = OLD + timedelta(microseconds=1)
BY = Actor(actor_id="somebody")
SAID = {"submission_id": "s-1", "state": "UY", "on_behalf": True, "narrative": {"cipher": "x"}}
_c = outbox.outbox.c
_LITERAL = {"literal_binds": True}
_A_DAY = "'2026-11-30'"
ROOT = Path(__file__).parents[4]
_OF_OUTBOX = re.compile(r"portal\.web\.delivery(\.outbox)? import|^outbox = Table", re.MULTILINE)
_DATA = re.compile(r"\bc\.data\b|\[\"data\"\]|\brow\.data\b")


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    made = make_engine(database_url, durable=True)
    migrate.upgrade(made, migrate.PORTAL)
    yield made
    made.dispose()


def kept(
    engine: Engine, type_: str = "submit-allegation", at: datetime = OLD, **settled: Any
) -> UUID:
    command_id = uuid4()
    outbox.put(
        engine,
        "intake",
        type_,
        SAID,
        by=BY,
        command_id=command_id,
        correlation_id=command_id,
        at=at,
    )
    if settled:
        with engine.begin() as conn:
            this = update(outbox.outbox).where(_c.command_id == command_id)
            conn.execute(this.values(**settled))
    return command_id


def row(engine: Engine, command_id: UUID) -> Any:
    with engine.connect() as conn:
        return conn.execute(select(outbox.outbox).where(_c.command_id == command_id)).one_or_none()


def number(engine: Engine) -> int:
    with engine.connect() as conn:
        return conn.scalar(select(func.count()).select_from(outbox.outbox)) or 0


@pytest.mark.parametrize("type_", ["submit-allegation", min(OF_A_DAY)])
def test_what_can_still_be_handed_over_is_left_as_it_is(engine: Engine, type_: str) -> None:
    cases: dict[str, dict[str, Any]] = {
        "waits": {},
        "fails": {"failed_at": OLD, "refused": "It failed.", "refused_status": 500},
        "taken lately": {"delivered_at": YOUNG},
        "refused": {"delivered_at": OLD, "refused": "No.", "refused_status": 422},
        "refused with its submission": {
            "delivered_at": OLD,
            "refused": "No.",
            "refused_status": outbox.WITHOUT_IT,
        },
    }
    created = OLD - timedelta(days=3650)
    ids = {name: kept(engine, type_, at=created, **settled) for name, settled in cases.items()}
    before = {name: row(engine, this) for name, this in ids.items()}
    assert empty(engine, days=DAYS, at=NOW) == 0
    assert {name: row(engine, this) for name, this in ids.items()} == before


def test_what_was_taken_so_long_ago_keeps_its_id_and_what_is_asked_of_it(engine: Engine) -> None:
    this = kept(engine, delivered_at=OLD, traceparent="00-1-2-01")
    before = row(engine, this)
    assert empty(engine, days=DAYS, at=NOW) == 1
    after = row(engine, this)
    assert (after.data, after.actor, after.traceparent) == ({"on_behalf": True}, {}, None)
    assert after.emptied_at == NOW
    same = ("command_id", "service", "type", "correlation_id", "created_at", "delivered_at")
    assert [getattr(after, one) for one in same] == [getattr(before, one) for one in same]
    assert empty(engine, days=DAYS, at=NOW + timedelta(days=1)) == 0


@pytest.mark.parametrize("type_", sorted(OF_A_DAY))
def test_what_a_clock_asked_on_a_day_long_ago_is_deleted(engine: Engine, type_: str) -> None:
    kept(engine, type_, delivered_at=OLD)
    lately = kept(engine, type_, delivered_at=YOUNG)
    assert empty(engine, days=DAYS, at=NOW) == 1
    assert number(engine) == 1
    assert row(engine, lately).data == SAID


@pytest.mark.parametrize("of", [SubmitAllegation, AddAttachment, SubmitContribution])
def test_what_stays_is_a_field_of_its_command(of: type[Any]) -> None:
    [stays] = [ASKED[name] for name in ASKED if name == address(of)[1]]
    assert stays <= {one.name for one in fields(of)}


def test_of_a_command_of_which_nothing_is_asked_nothing_stays() -> None:
    assert left_of("add-attachment", {"object_name": "o", "size": 3}) == {"size": 3}
    assert left_of("relay-answer", SAID) == {}


def test_who_reads_what_a_command_said_is_known() -> None:
    """Another reader meets emptied rows: add what it reads to ``ASKED``, or pass over them."""
    found = {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "portal").rglob("*.py")
        if _OF_OUTBOX.search(text := path.read_text()) and _DATA.search(text)
    }
    assert found == {
        "portal/casefile/attachments/queries.py",  # details and id of a file
        "portal/casefile/attachments/sweep.py",  # of what was refused, which stays whole
        "portal/casefile/submissions/queries.py",  # passes over emptied rows
        "portal/followup/inputs/keeping.py",  # call_id
        "portal/source/api/asking.py",  # on_behalf
        "portal/source/api/files.py",  # details, size, media_type, scanned
        "portal/web/delivery/emptying.py",
        "portal/web/delivery/outbox.py",  # to hand it over
    }


def test_what_a_slow_process_notes_after_it_was_emptied_does_not_send_it_empty(
    engine: Engine,
) -> None:
    """An empty command that waits has nobody who asks for it, and would hold up all others."""
    this = kept(engine, delivered_at=OLD)
    assert empty(engine, days=DAYS, at=NOW) == 1
    before = row(engine, this)
    for status in (422, 500):
        outbox._note(engine, [(this, CommandRefused(status, "No."))], at=NOW)
        assert row(engine, this) == before
    assert not outbox.waits(engine)


def test_what_was_emptied_is_known_after_the_column_was_taken_back(engine: Engine) -> None:
    gone, there = kept(engine, delivered_at=OLD), kept(engine, delivered_at=YOUNG)
    empty(engine, days=DAYS, at=NOW)
    with engine.begin() as conn:
        command.downgrade(migrate.config(conn, migrate.PORTAL), "0045")
    migrate.upgrade(engine, migrate.PORTAL)
    assert (row(engine, gone).emptied_at, row(engine, there).emptied_at) == (OLD, None)
    assert refusals.deliver_again(engine, OLD) == 1
    assert outbox.waiting(engine, correlation_id=there)
    assert not outbox.waiting(engine, correlation_id=gone)


def test_what_is_due_is_found_by_its_index_however_much_was_emptied(engine: Engine) -> None:
    """Without ANALYZE, which nothing of ours runs on SQLite; PostgreSQL does it by itself."""
    many = [kept(engine, delivered_at=OLD) for _ in range(150)]
    assert empty(engine, days=DAYS, at=NOW, pause=lambda _: None) == len(many)
    due = select(_c.command_id).where(outbox.FULL, _c.delivered_at <= literal_column(_A_DAY))
    asked = due.order_by(_c.delivered_at).limit(100).compile(engine, compile_kwargs=_LITERAL)
    with engine.begin() as conn:
        if engine.dialect.name == "postgresql":
            conn.execute(text("ANALYZE outbox"))
            plan = conn.exec_driver_sql(f"EXPLAIN {asked}").all()
        else:
            plan = conn.exec_driver_sql(f"EXPLAIN QUERY PLAN {asked}").all()
    assert "outbox_full" in str(plan)


def test_each_round_is_a_commit_with_a_pause_after_it_and_all_are_counted(engine: Engine) -> None:
    """Receipts wait for the same lock, so they get it in between."""
    for _ in range(5):
        kept(engine, delivered_at=OLD)
    before = REGISTRY.get_sample_value("rapporteur_outbox_emptied_total") or 0
    pauses: list[float] = []
    left: list[int] = []

    def pause(seconds: float) -> None:
        pauses.append(seconds)
        kept(engine)  # a receipt
        with engine.connect() as conn:
            full = select(func.count()).select_from(outbox.outbox).where(outbox.FULL)
            left.append(conn.scalar(full) or 0)

    assert empty(engine, days=DAYS, at=NOW, at_once=2, pause=pause) == 5
    assert pauses == [0.02, 0.02]
    assert left == [3, 1]
    assert REGISTRY.get_sample_value("rapporteur_outbox_emptied_total") == before + 5


def test_what_an_operator_delivers_again_at_that_moment_is_not_emptied(engine: Engine) -> None:
    this = kept(engine, delivered_at=OLD)
    other = kept(engine, delivered_at=OLD)
    with ThreadPoolExecutor(1) as threads:
        with engine.begin() as conn:
            again = update(outbox.outbox).where(outbox.FULL, _c.command_id == this)
            conn.execute(again.values(delivered_at=None))
            emptying = threads.submit(empty, engine, days=DAYS, at=NOW)
            # PostgreSQL passes over what is locked; of SQLite the lock is of everything
            passes = engine.dialect.name == "postgresql"
            done, _ = wait([emptying], 10 if passes else 0.2)
            assert bool(done) == passes
        assert emptying.result(10) == 1
    assert row(engine, this).data == SAID
    assert outbox.waiting(engine, correlation_id=this) == OLD
    assert row(engine, other).emptied_at == NOW


def test_what_is_emptied_is_not_delivered_again_and_an_operator_is_told(
    database_url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    engine = make_engine(database_url, durable=True)
    migrate.upgrade(engine, migrate.PORTAL)
    gone = kept(engine, delivered_at=OLD)
    there = kept(engine, delivered_at=YOUNG)
    empty(engine, days=DAYS, at=NOW)
    capsys.readouterr()  # the log
    settings = Settings(database=database_url)
    assert operate.deliver_again(settings, [NOW.isoformat()]) == 0
    assert capsys.readouterr() == ("To be delivered again: 0. Nothing takes effect twice.\n", "")
    assert operate.deliver_again(settings, []) == 0
    told = capsys.readouterr()
    assert told.out == "To be delivered again: 1. Nothing takes effect twice.\n"
    assert told.err.startswith("Not to be delivered again: 1. They were taken more than 90 days")
    assert outbox.waiting(engine, correlation_id=there)
    assert not outbox.waiting(engine, correlation_id=gone)
    assert refusals.emptied(engine, OLD) == 1
    engine.dispose()


_DIES = """
    import os, signal, sys
    from datetime import datetime
    from portal.web.delivery.emptying import empty
    from shared.platform.tables import make_engine

    def die(_):
        os.kill(os.getpid(), signal.SIGKILL)

    engine = make_engine(sys.argv[1], durable=True)
    empty(engine, days=90, at=datetime.fromisoformat(sys.argv[2]), at_once=2, pause=die)
"""


def test_a_process_that_is_killed_between_two_rounds_loses_nothing(database_url: str) -> None:
    engine = make_engine(database_url, durable=True)
    migrate.upgrade(engine, migrate.PORTAL)
    old = [kept(engine, delivered_at=OLD) for _ in range(5)]
    waits, refused = kept(engine), kept(engine, delivered_at=OLD, refused="No.", refused_status=422)
    died = subprocess.run(  # noqa: S603  # this program
        [sys.executable, "-c", dedent(_DIES), database_url, NOW.isoformat()],
        cwd=ROOT,
        check=False,
    )
    assert died.returncode == -signal.SIGKILL
    assert len([one for one in old if row(engine, one).data == SAID]) == 3
    assert empty(engine, days=DAYS, at=NOW) == 3
    assert {row(engine, one).emptied_at for one in old} == {NOW}
    assert number(engine) == len(old) + 2
    assert row(engine, waits).data == row(engine, refused).data == SAID
    assert outbox.waiting(engine, correlation_id=waits)
    engine.dispose()


@pytest.mark.parametrize("seed", range(8))
def test_whatever_happens_what_was_not_taken_is_there_and_what_was_taken_came_whole(
    portal: Pages, seed: int
) -> None:
    """A history of receipts, services that are away, refuse or fail, operators, and long waits."""
    chance, at, came = Random(seed), portal.clock(), dict[UUID, dict[str, Any]]()
    ids: dict[UUID, str] = {}
    types = ("submit-allegation", "add-attachment", "relay-answer", *sorted(OF_A_DAY))

    def answer(request: httpx.Request) -> httpx.Response:
        status = chance.choice((200, 200, 200, 422, 500, 503))
        if status == httpx.codes.OK:
            asked = request.read()
            this = next(one for one in ids if str(one).encode() in asked)
            came[this] = httpx.Response(200, content=asked).json()["data"]
        body = {"stream": "x-1", "position": 1} if status == httpx.codes.OK else {"title": "No."}
        return httpx.Response(status, json=body)

    with httpx.Client(transport=httpx.MockTransport(answer)) as client:
        asks = Commands(portal.settings, lambda: at, client)
        for _ in range(60):
            match chance.choice(("keep", "keep", "hand over", "again", "refused", "wait", "empty")):
                case "keep":
                    type_ = chance.choice(types)
                    ids[kept(portal.engine, type_, at=at)] = type_
                case "hand over":
                    with suppress(ServiceAway):
                        outbox.deliver(portal.engine, asks, at=at)
                case "again":
                    refusals.deliver_again(portal.engine, at - timedelta(days=30))
                case "refused":
                    some = {one.command_id for one in refusals.listed(portal.engine)}
                    refusals.deliver(portal.engine, some)
                case "wait":
                    at += timedelta(days=chance.choice((1, 40, 200)))
                case _:
                    empty(portal.engine, days=DAYS, at=at, at_once=3, pause=lambda _: None)
            for this, type_ in ids.items():
                found = row(portal.engine, this)
                if this not in came:
                    assert found.data == SAID, "lost"
                elif found is None:
                    assert type_ in OF_A_DAY
                else:
                    assert found.data in (SAID, left_of(type_, SAID))
    assert all(data == SAID for data in came.values())
