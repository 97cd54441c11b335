"""Commands rejected for good after their receipt: an operator sees and retries them."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import httpx
import pytest
from alembic import command
from pydantic import SecretStr
from sqlalchemy import Engine, insert, select

from portal.__main__ import main
from portal.app.migrate import PORTAL, config, upgrade
from portal.app.operate import refused
from portal.web.commands import CommandRefused, Commands, ServiceAway
from portal.web.delivery import outbox, refusals
from shared.core.actor import Actor
from shared.platform.settings import Settings
from shared.platform.tables import make_engine
from tests.support.compiled import engine_of
from tests.support.migrated import begin_portal

AT = datetime(2026, 11, 25, 9, tzinfo=UTC)
SECRET = "Ann Lee was taken from her house"


@pytest.fixture
def settings(database_url: str, monkeypatch: pytest.MonkeyPatch) -> Settings:
    monkeypatch.setenv("RAPPORTEUR_DATABASE", database_url)
    return Settings(database=database_url, actor_keys=SecretStr("0123456789abcdef" * 2))


@pytest.fixture
def engine(settings: Settings) -> Iterator[Engine]:
    begin_portal(settings.database)
    made = engine_of(settings.database)
    yield made
    made.dispose()


def _kept(
    engine: Engine,
    type_: str = "submit-allegation",
    *,
    minutes: int = 0,
    case: UUID | None = None,
    service: str = "intake",
) -> UUID:
    command_id = uuid4()
    outbox.put(
        engine,
        service,
        type_,
        {"narrative": SECRET},
        by=Actor(actor_id="somebody"),
        command_id=command_id,
        correlation_id=case or command_id,
        at=AT + timedelta(minutes=minutes),
    )
    return command_id


def _delivered(
    engine: Engine, settings: Settings, status: int, *, minutes: float = 60
) -> list[str]:
    """Deliver to a service that answers this; return the ids that it was handed, in order."""
    handed: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        handed.append(httpx.Response(200, content=request.content).json()["id"])
        done = {"stream": "submission-1", "position": 1}
        return httpx.Response(status, json={"title": f"No: {SECRET}.", **done})

    with httpx.Client(transport=httpx.MockTransport(answer)) as client:
        asks = Commands(settings, lambda: AT, client)
        outbox.deliver(engine, asks, at=AT + timedelta(minutes=minutes))
    return handed


@pytest.mark.parametrize(
    ("status", "code"),
    [
        (400, "malformed"),
        (403, "forbidden"),
        (413, "too-large"),
        (422, "against-the-rules"),
        (500, "failed"),
    ],
)
def test_what_was_refused_is_listed_without_its_content(
    engine: Engine,
    settings: Settings,
    status: int,
    code: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    command_id = _kept(engine)
    _delivered(engine, settings, status)
    capsys.readouterr()  # the log has its id
    assert main(["refused"]) == 0
    said = capsys.readouterr().out
    assert said == (
        f"{command_id} 2026-11-25T09:00:00Z 2026-11-25T10:00:00Z "
        f"intake submit-allegation {status} {code}\nRefused: 1.\n"
    )
    assert SECRET not in said


def test_what_waits_and_what_was_taken_is_not_listed(
    engine: Engine, settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    _kept(engine)
    _delivered(engine, settings, 200)
    _kept(engine)
    assert refused(settings, []) == 0
    assert capsys.readouterr().out == "Refused: 0.\n"


@pytest.mark.parametrize("status", [400, 500, 501])
def test_a_fault_of_ours_lets_its_case_wait_and_no_other_and_is_tried_again_after_a_minute(
    engine: Engine, settings: Settings, status: int
) -> None:
    first = _kept(engine)
    later = _kept(engine, "add-victims", minutes=1, case=first)
    assert _delivered(engine, settings, status) == [str(first)]
    other = _kept(engine, minutes=2)
    assert _delivered(engine, settings, 200, minutes=60.9) == [str(other)]
    [one] = refusals.listed(engine)
    assert (one.command_id, one.status) == (first, status)
    assert one.refused_at == AT + timedelta(hours=1)
    assert outbox.oldest(engine) == AT
    assert outbox.waiting(engine, correlation_id=first)
    assert _delivered(engine, settings, 200, minutes=61) == [str(first), str(later)]
    assert refusals.listed(engine) == []
    assert outbox.oldest(engine) is None


def test_a_service_that_is_away_keeps_nothing_waiting_that_is_for_another_one(
    engine: Engine, settings: Settings
) -> None:
    for minutes in range(3):
        _kept(engine, "record-erasure", minutes=minutes, service="stakeholders")
    submission = _kept(engine, minutes=10)
    handed: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        if request.url == f"{settings.service_url('stakeholders')}/commands":
            return httpx.Response(503)
        handed.append(httpx.Response(200, content=request.content).json()["id"])
        return httpx.Response(200, json={"stream": "submission-1", "position": 1})

    with httpx.Client(transport=httpx.MockTransport(answer)) as client:
        asks = Commands(settings, lambda: AT, client)
        with pytest.raises(ServiceAway):
            outbox.deliver(engine, asks, at=AT + timedelta(hours=1), limit=2)
    assert handed == [str(submission)]
    assert not outbox.waiting(engine, correlation_id=submission)
    assert outbox.oldest(engine) == AT


def test_a_fault_of_ours_is_tried_at_once_when_an_operator_says_so(
    engine: Engine, settings: Settings
) -> None:
    command_id = _kept(engine)
    _delivered(engine, settings, 500)
    assert refused(settings, ["again", str(command_id)]) == 0
    assert _delivered(engine, settings, 200) == [str(command_id)]


@pytest.mark.parametrize(
    "answer",
    [
        httpx.Response(502, text="<html>bad gateway</html>"),
        httpx.Response(500, json=["no", "service", "of", "ours"]),
        httpx.Response(413, text="too large for the proxy"),
        httpx.Response(302, headers={"location": "/login"}),
        httpx.Response(200, text="<html>welcome</html>"),
        httpx.Response(200, json={}),
    ],
)
def test_what_a_gateway_answers_is_no_answer_of_the_service(
    engine: Engine, settings: Settings, answer: httpx.Response
) -> None:
    command_id = _kept(engine)
    with httpx.Client(transport=httpx.MockTransport(lambda _: answer)) as client:
        asks = Commands(settings, lambda: AT, client)
        with pytest.raises(ServiceAway):
            outbox.deliver(engine, asks, at=AT)
    assert refusals.listed(engine) == []
    assert outbox.waiting(engine, correlation_id=command_id)


def test_what_is_asked_for_again_is_delivered_in_the_order_of_receipts(
    engine: Engine, settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    first, left, last = (_kept(engine, minutes=minutes) for minutes in (0, 1, 2))
    _delivered(engine, settings, 422)
    assert main(["refused", "again", str(last), str(first)]) == 0
    assert "To be delivered again: 2." in capsys.readouterr().out
    assert [one.command_id for one in refusals.listed(engine)] == [left]
    assert outbox.oldest(engine) == AT
    assert _delivered(engine, settings, 200) == [str(first), str(last)]
    assert [one.command_id for one in refusals.listed(engine)] == [left]


def test_what_is_refused_again_is_listed_again_by_its_last_answer(
    engine: Engine, settings: Settings
) -> None:
    command_id = _kept(engine)
    _delivered(engine, settings, 422)
    assert refused(settings, ["again", str(command_id)]) == 0
    _delivered(engine, settings, 403)
    [one] = refusals.listed(engine)
    assert (one.status, one.code) == (403, "forbidden")


def test_one_id_that_is_not_refused_and_none_is_touched(
    engine: Engine, settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    command_id = _kept(engine)
    _delivered(engine, settings, 422)
    waits, nobodys = _kept(engine), uuid4()
    for other in (waits, nobodys):
        assert refused(settings, ["again", str(command_id), str(other)]) == 1
        said = capsys.readouterr().err
        assert str(other) in said
        assert str(command_id) not in said
    assert [one.command_id for one in refusals.listed(engine)] == [command_id]


def test_a_file_that_is_gone_is_not_told_of_again(
    engine: Engine, settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    command_id = _kept(engine, "add-attachment")
    asks = Commands(
        settings,
        lambda: AT,
        httpx.Client(
            transport=httpx.MockTransport(lambda _: httpx.Response(422, json={"title": ""}))
        ),
    )
    with pytest.raises(CommandRefused):
        outbox.deliver_one(engine, asks, command_id, at=AT)
    assert refused(settings, []) == 0
    assert "add-attachment 422 against-the-rules file\n" in capsys.readouterr().out
    assert refused(settings, ["again", str(command_id)]) == 1
    assert str(command_id) in capsys.readouterr().err
    assert [one.command_id for one in refusals.listed(engine)] == [command_id]


@pytest.mark.parametrize("named", [0, 1])
def test_what_came_with_a_submission_that_was_refused_waits_for_it_and_goes_with_it(
    engine: Engine, settings: Settings, named: int, capsys: pytest.CaptureFixture[str]
) -> None:
    first = _kept(engine)
    file = _kept(engine, "add-attachment", minutes=1, case=first)
    assert _delivered(engine, settings, 422) == [str(first)]
    assert _delivered(engine, settings, 422) == []
    assert outbox.oldest(engine) is None
    assert refused(settings, []) == 0
    assert "add-attachment 424 without-its-submission\n" in capsys.readouterr().out
    assert refused(settings, ["again", str((first, file)[named])]) == 0
    assert _delivered(engine, settings, 200) == [str(first), str(file)]
    assert refusals.listed(engine) == []


@pytest.mark.parametrize("asked", [["again"], ["again", "7"], ["once", str(uuid4())]])
def test_what_makes_no_sense_is_said(
    asked: list[str], engine: Engine, settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    assert refused(settings, asked) == 2
    assert "again <id>" in capsys.readouterr().err
    assert refusals.listed(engine) == []


def test_what_was_refused_before_the_answer_was_noted_is_listed_too(
    settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    engine, command_id = make_engine(settings.database, durable=True), uuid4()
    with engine.begin() as conn:
        command.upgrade(config(conn, PORTAL), "0010")
        row = {
            "command_id": command_id,
            "service": "intake",
            "type": "submit-allegation",
            "data": {},
            "actor": {},
            "correlation_id": command_id,
            "created_at": AT,
            "delivered_at": AT,
            "refused": "No.",
        }
        conn.execute(insert(outbox.outbox).values(row))
    upgrade(engine, PORTAL)
    assert refused(settings, []) == 0
    assert "submit-allegation - unknown\n" in capsys.readouterr().out
    assert refused(settings, ["again", str(command_id)]) == 0
    with engine.connect() as conn:
        kept = conn.execute(select(outbox.outbox)).one()
    assert (kept.delivered_at, kept.refused) == (None, None)
    engine.dispose()
