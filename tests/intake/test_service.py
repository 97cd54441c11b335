"""The service over a store in memory: every command is sent twice and takes effect once."""

from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest

from services.intake.admissibility import NotePoints
from services.intake.app import INTAKE_SERVICE
from services.intake.contact_point import ResumeContactPoint, StopContactPoint
from services.intake.submission.commands import LinkToCommunication, ShareWithSuccessor
from shared.contracts.intake import Consent, Victim
from shared.contracts.intake_commands import (
    DecideNotToAct,
    ProvideInformation,
    RequestInformation,
    SubmitAllegation,
    TriageSubmission,
)
from shared.core.actor import Actor, Asked, system
from shared.core.message import Metadata, Sealed, derive_id
from shared.core.roles import Role
from shared.core.testing import AT, InMemoryStore
from shared.hosting.service import Ask, asking
from tests.support.allegation import CONFIRM

NGO = Actor(actor_id="ngo-1", roles=frozenset({Role.NGO_MEMBER}))
DESK = Actor(actor_id="desk-1", roles=frozenset({Role.QUICK_RESPONSE_DESK}))
ID = str(derive_id("submission", 1))
TEXT = Sealed(f"submission-{ID}", "x")
SUBMIT = SubmitAllegation(
    submission_id=ID,
    channel="portal",
    language="en",
    state="FRA",
    urgent=False,
    mandates=(),
    on_behalf=False,
    source_subject=f"source-{ID}",
    victims=(
        Victim(
            victim_id="v",
            details=TEXT,
            consent=Consent(act="yes", authorities="yes", public="yes", name_form="full"),
        ),
    ),
    perpetrators=TEXT,
    incident=TEXT,
    narrative=TEXT,
)
STORY: list[tuple[Any, Actor]] = [
    (SUBMIT, NGO),
    (RequestInformation(submission_id=ID, question_id="q", question=TEXT), DESK),
    (ProvideInformation(submission_id=ID, question_id="q", answer=TEXT), NGO),
    (
        TriageSubmission(submission_id=ID, urgency="ordinary", mandates=("sr-torture",)),
        DESK,
    ),
    (replace(CONFIRM, submission_id=ID), DESK),
    (LinkToCommunication(submission_id=ID, communication_id="c"), system("intake")),
]


async def send(ask: Ask, command: Any, by: Actor, command_id: UUID) -> int | None:
    metadata = Metadata(correlation_id=UUID(ID), causation_id=command_id, actor=by.actor_id)
    return (await ask(command, Asked(at=AT, by=by), command_id, metadata)).position


@pytest.mark.parametrize("restarted", [False, True])
async def test_every_command_sent_twice_takes_effect_once(*, restarted: bool) -> None:
    store = InMemoryStore()
    ask = asking(INTAKE_SERVICE, store)
    for n, (command, by) in enumerate(STORY):
        first = await send(ask, command, by, derive_id("command", n))
        told = list(store.log)
        if restarted:
            ask = asking(INTAKE_SERVICE, store)
        assert await send(ask, command, by, derive_id("command", n)) == first
        assert store.log == told
    assert [type(r.event).__name__ for r in store.log] == [
        "AllegationReceived",
        "InformationRequested",
        "InformationProvided",
        "SubmissionTriaged",
        "AdmissibilityConfirmed",
        "SubmissionLinkedToCommunication",
    ]


async def test_the_same_ask_under_another_command_id_changes_nothing_either() -> None:
    store = InMemoryStore()
    ask = asking(INTAKE_SERVICE, store)
    for n, (command, by) in enumerate(STORY):
        await send(ask, command, by, derive_id("command", n))
    told = list(store.log)
    for n, (command, by) in enumerate(STORY):
        assert await send(ask, command, by, derive_id("again", n)) is None
    assert store.log == told


def test_what_policies_ask_for_nobody_else_may_ask() -> None:
    classes = set(INTAKE_SERVICE.commands.values())
    of_policies = {
        LinkToCommunication,
        ShareWithSuccessor,
        StopContactPoint,
        ResumeContactPoint,
        NotePoints,
    }
    assert not classes & of_policies
    assert DecideNotToAct in classes
    assert {command for command, _ in INTAKE_SERVICE.deciders} == classes | of_policies
