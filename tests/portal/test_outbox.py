from datetime import timedelta
from uuid import uuid4

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
