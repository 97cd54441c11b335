"""The embargo runs from transmission and ends by the tick, once."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from services.followup.publication.commands import NoteGrade, NoteReply, NoteTranslation, SetEmbargo
from services.followup.publication.policies import reacting
from shared.contracts.approvals import CommunicationTransmitted, MandateJoined
from shared.contracts.followup import GovernmentReplyLogged, ReplyAssessed
from shared.contracts.followup_publication import EmbargoEnded
from shared.contracts.followup_replies import TranslationReceived
from shared.core.message import Sealed
from shared.core.testing import AT, InMemoryStore
from tests.followup.support import Replica, events, replica, tell
from tests.followup.test_publication import OVER, UNTIL

TEXT = Sealed("reply-r-1", "x")
TRANSMITTED = CommunicationTransmitted(
    communication_id="c-1",
    submission_ids=("s-1",),
    type="AL",
    recipient="FRA",
    mandates=("sr-torture",),
    reference="AL FRA 3/2026",
    version=2,
    content_hash="0" * 64,
    channel="permanent_mission",
    transmitted_by="chief-1",
    transmitted_at=AT,
)
EMBARGO = SetEmbargo(
    communication_id="c-1",
    reference="AL FRA 3/2026",
    type="AL",
    recipient="FRA",
    mandates=("sr-torture",),
    transmitted_at=AT,
    embargo_days=60,
)


@pytest.fixture
def store() -> InMemoryStore:
    return InMemoryStore()


@pytest.fixture
def one(database_url: str, store: InMemoryStore) -> Iterator[Replica]:
    with replica(database_url, store) as running:
        yield running


def test_a_transmitted_letter_gets_the_embargo_of_its_type() -> None:
    react = reacting(60, 2)
    assert react(TRANSMITTED) == [EMBARGO]
    assert react(replace(TRANSMITTED, type="UA")) == [replace(EMBARGO, type="UA")]
    other = replace(EMBARGO, type="OL", embargo_days=2)
    assert react(replace(TRANSMITTED, type="OL")) == [other]


def test_replies_translations_and_grades_are_noted_and_nothing_else() -> None:
    reply = GovernmentReplyLogged(
        communication_id="c-1",
        reply_id="r-1",
        recipient="FRA",
        mandates=("sr-torture",),
        kind="substantive",
        language="fr",
        confidential_by_state=True,
        text=TEXT,
        received_at=AT,
        logged_by="desk-1",
        logged_at=AT,
    )
    grade = ReplyAssessed(
        communication_id="c-1",
        reply_id="r-1",
        recipient="FRA",
        mandate="sr-torture",
        scheme="cooperation",
        value="full",
        rationale=TEXT,
        assessed_by="holder-1",
        assessed_at=AT,
    )
    react = reacting(60, 2)
    assert react(reply) == [
        NoteReply(
            communication_id="c-1",
            reply_id="r-1",
            kind="substantive",
            language="fr",
            confidential_by_state=True,
            received_at=AT,
        )
    ]
    assert react(grade) == [
        NoteGrade(
            communication_id="c-1",
            reply_id="r-1",
            mandate="sr-torture",
            scheme="cooperation",
            value="full",
        )
    ]
    translation = TranslationReceived(
        communication_id="c-1",
        reply_id="r-1",
        language="en",
        text=TEXT,
        recorded_by="desk-1",
        received_at=AT,
    )
    assert react(translation) == [
        NoteTranslation(communication_id="c-1", reply_id="r-1", language="en", received_at=AT)
    ]
    joined = MandateJoined(communication_id="c-1", mandate="sr-torture", joined_at=AT)
    assert react(joined) == []


async def test_the_embargo_ends_by_the_tick_exactly_once(
    one: Replica, store: InMemoryStore
) -> None:
    await tell(store, EMBARGO)
    one.catch_up()
    await one.clock.tick(UNTIL)
    assert events(store, EmbargoEnded) == [], "the last day is not over"
    for second in range(3):
        await one.clock.tick(OVER + timedelta(seconds=second))
    one.catch_up()
    one.rebuild()
    await one.clock.tick(OVER + timedelta(hours=1))  # tables that know nothing yet
    one.catch_up()
    await one.clock.tick(OVER + timedelta(days=1))
    [ended] = events(store, EmbargoEnded)
    assert (ended.ended_at, ended.early) == (OVER, False)
    assert store.log[-1].metadata.actor == "system:clock"
