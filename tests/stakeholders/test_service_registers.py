"""The service on registers and entries: each command once, and a merger is one event."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest

from services.stakeholders.app import STAKEHOLDERS_SERVICE
from shared.core.actor import Actor, Asked
from shared.core.decider import Forbidden
from shared.core.message import Metadata, derive_id
from shared.core.testing import InMemoryStore
from shared.hosting.service import asking
from tests.stakeholders import (
    advice,
    consultations,
    dialogues,
    meetings,
    organisations,
    sessions,
    test_engagement,
    test_merging,
    test_splitting,
)
from tests.stakeholders.test_service import (
    ONBOARDING,
    ORGANISATION,
    RECOGNITION,
    SETTINGS,
    TERMS,
    send,
)


@pytest.mark.parametrize(
    ("commands", "stream"),
    [
        (RECOGNITION, "recognition-nhri"),
        (TERMS, "terms-sr-torture"),
        (ONBOARDING, "onboarding-t-1"),
        (ORGANISATION, f"organisation-{organisations.ID}"),
    ],
    ids=["of an institution", "of a mandate", "of a holder", "of an organisation"],
)
async def test_a_register_is_one_stream_and_each_command_takes_effect_once(
    commands: list[tuple[Any, Actor]], stream: str
) -> None:
    store = InMemoryStore()
    ask = asking(STAKEHOLDERS_SERVICE, store)
    for n, (command, by) in enumerate(commands):
        first = await send(ask, command, by, derive_id("command", n))
        assert await send(ask, command, by, derive_id("command", n)) == first
    assert {record.stream for record in store.log} == {stream}
    assert len(store.log) == len(commands)


async def test_a_merger_is_one_event_that_both_entries_obey_and_an_undo_another_one() -> None:
    """However often each command comes, and whatever process takes it."""
    store = InMemoryStore()
    of_other: dict[str, Any] = {"organisation_id": test_merging.OTHER}
    story: list[tuple[Any, Actor]] = [
        (organisations.REGISTER, organisations.OFFICER),
        (organisations.CONFIRM, organisations.OFFICER),
        (replace(organisations.REGISTER, **of_other), organisations.OFFICER),
        (replace(organisations.CONFIRM, **of_other), organisations.OFFICER),
        (test_merging.PROPOSE, organisations.OFFICER),
        (test_merging.CONFIRM, organisations.SECOND),
        (organisations.RENAME, test_merging.THEIRS),
        (test_merging.UNDO, organisations.OFFICER),
    ]
    for n, (command, by) in enumerate(story):
        told = len(store.log)
        for ask in (asking(STAKEHOLDERS_SERVICE, store), asking(STAKEHOLDERS_SERVICE, store)):
            await send(ask, command, by, derive_id("command", n))
        assert len(store.log) == told + 1
    assert [record.stream for record in store.log[4:]] == [
        *("mergers-all", "mergers-all", f"organisation-{organisations.ID}", "mergers-all")
    ]
    with pytest.raises(Forbidden):
        await send(
            asking(STAKEHOLDERS_SERVICE, store),
            organisations.HIDE,
            test_merging.THEIRS,
            derive_id("after"),
        )


async def test_a_split_sent_twice_takes_effect_once_and_its_undo_is_there_with_its_merger() -> None:
    store = InMemoryStore()
    part: dict[str, Any] = {"organisation_id": test_splitting.PART}
    story: list[tuple[Any, Actor, int]] = [
        (organisations.REGISTER, organisations.OFFICER, 1),
        (organisations.CONFIRM, organisations.OFFICER, 1),
        (test_splitting.PROPOSE, organisations.OFFICER, 1),
        (replace(organisations.REGISTER, **part), organisations.OFFICER, 1),
        (test_splitting.CONFIRM_IT, organisations.SECOND, 1),
        (replace(organisations.RENAME, **part), test_splitting.GONE_THERE, 1),
        (test_splitting.UNDO, organisations.OFFICER, 2),
        (organisations.RENAME, test_splitting.GONE_THERE, 1),
    ]
    for n, (command, by, events) in enumerate(story):
        told = len(store.log)
        for ask in (asking(STAKEHOLDERS_SERVICE, store), asking(STAKEHOLDERS_SERVICE, store)):
            await send(ask, command, by, derive_id("command", n))
        assert len(store.log) == told + events


@pytest.mark.parametrize(
    ("every", "stream"),
    [
        (sessions.EVERY, f"session-{sessions.ID}"),
        (consultations.EVERY, f"consultation-{consultations.ID}"),
        (dialogues.EVERY, f"dialogue-{dialogues.ID}"),
        (dialogues.SPOKEN, f"dialogue-{dialogues.ID}"),
        (advice.EVERY, f"advice-{advice.ID}"),
        (meetings.EVERY, f"committeemeeting-{meetings.ID}"),
        (test_engagement.EVERY, f"engagement-{test_engagement.ID}"),
    ],
    ids=[
        *("a session", "a consultation", "a dialogue", "one that was held"),
        *("a request for advice", "a meeting", "a report on engagement"),
    ],
)
async def test_each_command_sent_twice_takes_effect_once(
    every: Sequence[tuple[Any, Actor, datetime]], stream: str
) -> None:
    store = InMemoryStore()
    for n, (command, by, at) in enumerate(every):
        command_id = derive_id("command", n)
        metadata = Metadata(correlation_id=command_id, causation_id=command_id, actor=by.actor_id)
        before, outcomes = len(store.log), []
        for ask in (asking(STAKEHOLDERS_SERVICE, store), asking(STAKEHOLDERS_SERVICE, store)):
            outcomes.append(await ask(command, Asked(at=at, by=by), command_id, metadata))
            told = len(store.log)
        assert outcomes[0] == outcomes[1]
        assert before < told == len(store.log)
    assert {record.stream for record in store.log} == {stream}


async def test_settings_sent_twice_are_changed_once() -> None:
    store = InMemoryStore()
    command, by = SETTINGS
    first = await send(asking(STAKEHOLDERS_SERVICE, store), command, by, derive_id("command"))
    for command_id in (derive_id("command"), derive_id("again")):
        again = await send(asking(STAKEHOLDERS_SERVICE, store), command, by, command_id)
        assert again in {first, None}
    assert [record.stream for record in store.log] == ["mandate-sr-torture"]
