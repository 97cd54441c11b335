from datetime import timedelta
from uuid import uuid4

from sqlalchemy import update

from portal import outbox
from shared.actor import Actor
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
        of_old = outbox.outbox.c.command_id == ids[0]
        conn.execute(update(outbox.outbox).where(of_old).values(refused="No."))
    assert outbox.deliver_again(portal.engine, now - timedelta(minutes=1)) == 1
    assert outbox.waiting(portal.engine, correlation_id=ids[1])
    assert not outbox.waiting(portal.engine, correlation_id=ids[0])  # refused: for a person
    assert not outbox.waiting(portal.engine, correlation_id=ids[2])  # the store had it
