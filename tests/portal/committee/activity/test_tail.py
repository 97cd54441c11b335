"""The thread that reads for the feed never skips a fact that it cannot read."""

import time
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import pytest
from prometheus_client import REGISTRY
from structlog.testing import capture_logs

from portal.committee.activity import tail as module
from portal.committee.activity.hub import Hub
from shared.contracts.followup import FOLLOWUP
from shared.contracts.intake import INTAKE as INTAKE_CONTRACT
from shared.contracts.intake import AdmissibilityConfirmed
from shared.core.message import Metadata, Recorded
from shared.core.testing import AT
from shared.facts.kafka import encode
from shared.platform.settings import Settings
from tests.support.followup import due

INTAKE = ("intake.events", 0)


@dataclass(frozen=True, slots=True)
class Message:
    """A message as Kafka brings it."""

    offset: int
    headers: list[tuple[str, bytes]]
    value: bytes = b"{}"
    topic: str = "intake.events"
    partition: int = 0


def fact(offset: int) -> Message:
    event = AdmissibilityConfirmed(submission_id="1", confirmed_by="a", confirmed_at=AT)
    record = Recorded(
        id=uuid4(),
        stream="submission-1",
        version=offset,
        position=offset + 1,
        recorded_at=AT,
        event=event,
        metadata=Metadata(correlation_id=uuid4(), causation_id=uuid4(), actor="a"),
    )
    _, value, headers = encode(record, event, INTAKE_CONTRACT)
    return Message(offset, headers, value)


def test_at_a_message_that_is_no_fact_the_hub_waits_and_says_so_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    feed, tries = Hub(), 0
    messages = [fact(0), Message(1, [("other", b"x")]), fact(2)]

    def read_all(hub: Hub, *_: Any) -> None:
        nonlocal tries
        tries += 1
        hub.closing = tries == 3
        module._take(hub, messages, set(), lambda _: ())  # what one poll brings

    monkeypatch.setattr(module, "_read", read_all)
    monkeypatch.setattr(time, "sleep", lambda _: None)
    with capture_logs() as logged:
        module.run(feed, Settings().cluster, lambda _: ())
    assert tries == 3
    assert not feed.ready
    assert feed.failing == "intake.events/0 at 1: KeyError"
    assert [line["log_level"] for line in logged] == ["error"]
    assert feed._reached == {INTAKE: 1}  # what came before is shown, nothing after
    stuck = {"consumer": module.CONSUMER}
    assert REGISTRY.get_sample_value("rapporteur_consumer_failing", stuck) == 1


@pytest.mark.parametrize("opened", [True, False])
def test_a_line_of_a_letter_is_for_the_desk_of_the_state_once_it_is_known_to_be(
    *, opened: bool
) -> None:
    feed, asked_about = Hub(), list[str]()

    def open_among(letters: Collection[str]) -> Collection[str]:
        asked_about.extend(letters)
        return letters if opened else ()

    case = due()
    record = Recorded(
        id=uuid4(),
        stream="replycase-1",
        version=1,
        position=1,
        recorded_at=AT,
        event=case,
        metadata=Metadata(correlation_id=uuid4(), causation_id=uuid4(), actor="a"),
    )
    _, value, headers = encode(record, case, FOLLOWUP)
    module._take(feed, [Message(0, headers, value, "followup.events")], set(), open_among)
    assert asked_about == [case.communication_id]
    [kept] = feed._kept
    assert kept.line.desk is opened
