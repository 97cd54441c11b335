"""The position that a page waits for, in its address, reveals nothing about activity."""

import time

import httpx
from sqlalchemy import delete, insert

from portal.casefile.submissions.read_model import CONSUMER, SUBMISSIONS
from portal.web import place, waiting
from portal.web.commands import Commands
from portal.web.polling import version
from shared.contracts.intake_triage_commands import TagSubmission
from shared.core.actor import system
from shared.core.message import derive_id
from shared.read_models.model import Applier
from shared.read_models.places import positions
from tests.support.portal import Pages

KEYS = ("newest key", "older key")


def test_an_address_does_not_tell_the_stores_position(portal: Pages) -> None:
    """Positions count everything: from two of their own, people could compute the activity."""
    portal.answer = httpx.Response(200, json={"stream": "submission-1", "position": 424242})
    with httpx.Client(transport=httpx.MockTransport(lambda _: portal.answer)) as client:
        commands = Commands(portal.settings, portal.clock, client, portal.settings.secret_key_list)
        done = commands.ask(
            TagSubmission(submission_id="1", tags=()),
            by=system("test"),
            command_id=derive_id("c"),
        )
    assert done.after is not None
    assert "424242" not in done.after
    assert "intake" not in done.after
    opened = place.opened(done.after, portal.settings.secret_key_list)
    assert opened is not None
    assert opened.endswith(":424242")


def test_what_a_page_has_seen_is_no_number_of_facts_either(portal: Pages) -> None:
    applier = Applier(portal.engine, SUBMISSIONS)
    applier.prepare()
    seen = []
    with portal.app.test_request_context(), portal.engine.begin() as conn:
        for position in (424242, 424243, 424243):
            conn.execute(delete(positions))
            place_of = {"consumer": CONSUMER, "topic": "intake.events", "partition": 0}
            conn.execute(insert(positions).values(**place_of, position=position, offset=0))
            seen.append(version(conn, CONSUMER))
    assert seen[0] != seen[1] == seen[2]
    assert not any(one.isdecimal() or "42424" in one for one in seen)


def test_nobody_asks_how_far_the_pages_are_by_a_place_of_his_own(portal: Pages) -> None:
    Applier(portal.engine, SUBMISSIONS).prepare()
    keys = portal.settings.secret_key_list
    with portal.app.test_request_context():
        began = time.monotonic()
        assert waiting.waited(portal.engine, CONSUMER, "intake.events:0:99")
        assert time.monotonic() - began < 1
        assert not waiting.waited(portal.engine, CONSUMER, place.sealed("intake.events:0:99", keys))


def test_a_place_is_read_by_every_key_and_what_is_none_by_none() -> None:
    assert place.opened(place.sealed("a:0:1", KEYS[1:]), KEYS) == "a:0:1"
    assert place.opened(place.sealed("a:0:1", KEYS), KEYS[1:]) is None
    for other in ("", "a:0:1", "\N{SNOWMAN}", "=" * 40):
        assert place.opened(other, KEYS) is None
