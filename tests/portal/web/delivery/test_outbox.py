from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest
from sqlalchemy import update

from portal.web.commands import CommandRefused, Commands, ServiceAway
from portal.web.delivery import outbox, refusals
from shared.contracts.intake_triage_commands import TagSubmission
from shared.core.actor import Actor, ActorSigner
from shared.core.said import from_wire
from tests.support.portal import Pages

BY = Actor(actor_id="somebody")


def test_the_age_of_what_waits_longest_is_known_and_nothing_waits_for_ever(portal: Pages) -> None:
    now = portal.clock()
    assert outbox.oldest(portal.engine) is None
    for minutes in (5, 30, 10):
        outbox.put(
            portal.engine,
            "intake",
            "submit-allegation",
            {},
            by=BY,
            command_id=uuid4(),
            correlation_id=uuid4(),
            at=now - timedelta(minutes=minutes),
        )
    assert outbox.oldest(portal.engine) == now - timedelta(minutes=30)


def test_what_was_taken_since_then_is_delivered_once_more(portal: Pages) -> None:
    now, ids = portal.clock(), [uuid4() for _ in range(3)]
    for number, command_id in enumerate(ids):
        outbox.put(
            portal.engine,
            "intake",
            "submit-allegation",
            {},
            by=BY,
            command_id=command_id,
            correlation_id=command_id,
            at=now - timedelta(minutes=number),
        )
    with portal.engine.begin() as conn:
        conn.execute(update(outbox.outbox).values(delivered_at=now))
        this = outbox.outbox.c.command_id
        conn.execute(update(outbox.outbox).where(this == ids[0]).values(refused="No."))
        before = {"delivered_at": now - timedelta(seconds=31) - refusals.ROUND}
        conn.execute(update(outbox.outbox).where(this == ids[2]).values(**before))
    assert refusals.deliver_again(portal.engine, now - timedelta(seconds=30)) == 1
    assert outbox.waiting(portal.engine, correlation_id=ids[1])  # it waited while that was copied
    assert not outbox.waiting(portal.engine, correlation_id=ids[0])  # refused: for a person
    assert not outbox.waiting(portal.engine, correlation_id=ids[2])  # the store had it


def test_what_a_long_round_handed_over_after_the_backup_is_delivered_once_more(
    portal: Pages,
) -> None:
    """A round notes for all when it began, and its last command may be taken much later."""
    began = portal.clock()
    ids = [uuid4() for _ in range(3)]
    for number, command_id in enumerate(ids):
        outbox.put(
            portal.engine,
            "intake",
            "submit-allegation",
            {"submission_id": f"s-{number}"},
            by=BY,
            command_id=command_id,
            correlation_id=command_id,
            at=began - timedelta(minutes=9 - number),
        )
    came: list[datetime] = []

    def slow(_: httpx.Request) -> httpx.Response:
        portal.clock.forward(timedelta(seconds=8))
        came.append(portal.clock())
        return httpx.Response(200, json={"stream": "submission-s-1", "position": 1})

    with httpx.Client(transport=httpx.MockTransport(slow)) as client:
        outbox.deliver(portal.engine, Commands(portal.settings, portal.clock, client), at=began)
    backup = came[1] + timedelta(seconds=1)
    assert came[2] > backup  # the store that is restored does not have it
    refusals.deliver_again(portal.engine, backup)
    assert outbox.waiting(portal.engine, correlation_id=ids[2])


def test_what_waits_is_signed_when_it_is_sent_and_a_signature_not_taken_is_not_the_last_word(
    portal: Pages,
) -> None:
    """So what was kept by another version, or under another key, is delivered all the same."""
    command_id, taken = uuid4(), []
    outbox.put(
        portal.engine,
        "intake",
        "submit-allegation",
        {"submission_id": "s-1"},
        by=BY,
        command_id=command_id,
        correlation_id=command_id,
        at=portal.clock() - timedelta(days=3),
    )

    def answer(request: httpx.Request) -> httpx.Response:
        token = request.headers["authorization"].removeprefix("Actor ")
        asked = ActorSigner(portal.settings.actor_key_list).opened(token)
        taken.append(asked.of("intake", request.content))
        if len(taken) == 1:  # a service that has another version, or other keys
            return httpx.Response(401, json={"title": "Nobody vouches for who asked this."})
        return httpx.Response(200, json={"stream": "submission-s-1", "position": 1})

    with httpx.Client(transport=httpx.MockTransport(answer)) as client:
        asks = Commands(portal.settings, portal.clock, client)
        with pytest.raises(ServiceAway):
            outbox.deliver(portal.engine, asks, at=portal.clock())
        assert outbox.waiting(portal.engine, correlation_id=command_id)
        outbox.deliver(portal.engine, asks, at=portal.clock() + timedelta(hours=1))
    assert not outbox.waiting(portal.engine, correlation_id=command_id)
    assert [one.by for one in taken] == [BY, BY]


def test_who_asks_while_a_key_or_a_version_is_rolled_out_is_told_to_try_again(
    portal: Pages,
) -> None:
    portal.answer = httpx.Response(401, json={"title": "Nobody vouches for who asked this."})
    commands = portal.app.extensions["rapporteur"].commands
    with pytest.raises(ServiceAway, match="try again"):
        commands.ask(TagSubmission(submission_id="s-1", tags=()), by=BY, command_id=uuid4())


@pytest.mark.parametrize(
    ("told", "kept"),
    [
        ({"title": "There is no such submission."}, "There is no such submission."),
        ({"title": "No.", "text": "No.", "values": {}}, "No."),
        (
            {
                "title": "50 files.",
                "text": "{most} files.",
                "values": {"most": {"number": 50}},
            },
            '{"title":"50 files.","text":"{most} files.","values":{"most":{"number":50}}}',
        ),
    ],
    ids=["of an older service", "without values", "with values"],
)
def test_why_something_was_refused_is_kept_so_that_each_language_can_say_it(
    portal: Pages, told: dict[str, Any], kept: str
) -> None:
    command_id = uuid4()
    put(portal, command_id)
    portal.answer = httpx.Response(422, json={"status": 422, **told})
    commands = portal.app.extensions["rapporteur"].commands
    with pytest.raises(CommandRefused, match=told["title"]):
        outbox.deliver_one(portal.engine, commands, command_id, at=portal.clock())
    with portal.engine.connect() as conn:
        row = outbox.find(conn, command_id)
    assert row is not None
    assert row["refused"] == kept
    assert outbox.why(kept) == from_wire(told)


def put(portal: Pages, command_id: UUID) -> None:
    outbox.put(
        portal.engine,
        "intake",
        "add-attachment",
        {},
        by=BY,
        command_id=command_id,
        correlation_id=command_id,
        at=portal.clock(),
    )
