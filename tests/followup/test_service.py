"""The service over a store in memory: every command is sent twice and takes effect once."""

from typing import Any
from uuid import UUID

import pytest

from services.followup.app import FOLLOWUP_SERVICE, service
from services.followup.reply_case.commands import MarkOverdue
from shared.contracts.followup_commands import AdvanceDemoClock
from shared.contracts.followup_recommendation_commands import (
    OBSERVED,
    AssessImplementation,
    IssueRecommendation,
    ProvideImplementationInfo,
    ShareRecommendation,
)
from shared.contracts.followup_reply_commands import AssessReply
from shared.core.actor import Actor, Asked, system
from shared.core.message import Metadata, Sealed, derive_id
from shared.core.roles import Role
from shared.core.testing import AT, InMemoryStore
from shared.hosting.service import Ask, asking
from shared.platform.settings import Settings
from tests.followup.support import DEMO, DESK, log_reply, open_case
from tests.followup.test_policies import TRANSMITTED

HOLDER = Actor(
    actor_id="holder-1",
    roles=frozenset({Role.MANDATE_HOLDER}),
    mandates=frozenset({"sr-torture"}),
)
NGO = Actor(actor_id="ngo-1", roles=frozenset({Role.NGO_MEMBER}), organisation_id="org-1")
TEXT = Sealed("reply-1", "x")
STORY: list[tuple[Any, Actor]] = [
    (open_case("c-1", days=-1), system("followup")),  # due before it was transmitted
    (MarkOverdue(communication_id="c-1"), system("clock")),
    (log_reply("c-1", "substantive"), DESK),
    (
        AssessReply(
            communication_id="c-1",
            reply_id="reply-to-c-1",
            mandate="sr-torture",
            scheme="cooperation",
            value="partial",
            rationale=TEXT,
        ),
        HOLDER,
    ),
    (
        IssueRecommendation(
            recommendation_id="1",
            communication_id="c-1",
            addressee="FRA",
            mandate="sr-torture",
            text=TEXT,
        ),
        HOLDER,
    ),
    (ShareRecommendation(recommendation_id="1", organisation_id="org-1"), HOLDER),
    (ProvideImplementationInfo(recommendation_id="1", info_id="i-1", text=TEXT), NGO),
    (
        AssessImplementation(
            recommendation_id="1",
            scheme="implementation-2",
            grade="fully",
            rationale=TEXT,
            based_on=(OBSERVED,),
        ),
        HOLDER,
    ),
    (AdvanceDemoClock(days=61), DESK),
]


async def tell(ask: Ask, command: object, by: Actor, command_id: UUID) -> int | None:
    metadata = Metadata(
        correlation_id=derive_id("case"), causation_id=command_id, actor=by.actor_id
    )
    return (await ask(command, Asked(at=AT, by=by), command_id, metadata)).position


@pytest.mark.parametrize("restarted", [False, True])
async def test_the_story_told_twice_is_told_once(restarted: bool) -> None:  # noqa: FBT001  # a parameter of the test
    store = InMemoryStore()
    ask = asking(DEMO, store)
    for n, (command, by) in enumerate(STORY):
        command_id = derive_id("story", n)
        first = await tell(ask, command, by, command_id)
        before = list(store.log)
        if restarted:
            ask = asking(DEMO, store)
        assert await tell(ask, command, by, command_id) == first
        assert store.log == before
    assert len(store.log) == len(STORY) + 1  # the top grade is an assessment and an end


def test_people_cannot_ask_for_what_only_policy_and_clock_ask() -> None:
    for name in ("open-reply-case", "mark-overdue", "propose-reminder", "record-follow-up-letter"):
        assert name not in DEMO.commands
    assert set(DEMO.commands.values()) <= {command for command, _ in DEMO.deciders}


def test_only_a_demonstration_has_a_clock_to_move() -> None:
    assert "advance-demo-clock" in service(Settings(demo=True)).commands
    assert "advance-demo-clock" not in service(Settings(demo=False)).commands
    assert FOLLOWUP_SERVICE.name == "followup"


def test_the_days_to_reply_and_of_the_embargo_come_from_the_settings() -> None:
    case, embargo = service(Settings(reply_days=45, embargo_days=50)).react(TRANSMITTED)
    assert (case.reply_days, embargo.embargo_days) == (45, 50)
