"""The service over a store: every command sent twice takes effect once; numbers under a rush."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from deploy.local.eventstore.testing import running_node
from services.approvals.app import APPROVALS_SERVICE
from services.approvals.communication import commands
from services.approvals.consent import BarSubmission, UnbarSubmission
from services.approvals.holding import NoteBars, NoteLife, NoteTerm
from services.approvals.joining_times import NoteJoiningTimes
from services.approvals.missions import HearMission
from services.approvals.press import NotePersons, NotePress
from services.approvals.published import published
from services.approvals.reference import AllotReference, NotePastNumber
from services.approvals.statement.commands import (
    DropVacantSigner,
    PassStatementOn,
    VoidPastSignature,
)
from shared.contracts import approvals_letter_commands as letter
from shared.contracts.approvals import (
    CommunicationTransmitted,
    ReferenceAssigned,
    TransmissionOrdered,
)
from shared.contracts.approvals_commands import (
    GrantDelegation,
    GrantStandingAuthorisation,
    RevokeDelegation,
)
from shared.core.actor import Actor, Asked, system
from shared.core.decider import Forbidden, Refused
from shared.core.message import Metadata, Recorded, Sealed, derive_id
from shared.core.roles import Role
from shared.core.store import Conflict, EsdbStore, EventStore
from shared.core.testing import AT, InMemoryStore
from shared.facts.kafka import Published
from shared.hosting.service import Ask, asking, reacting

OFFICER = Actor(
    actor_id="officer",
    roles=frozenset({Role.HUMAN_RIGHTS_OFFICER}),
    mandates=frozenset({"sr-torture"}),
)
HOLDER = Actor(
    actor_id="holder", roles=frozenset({Role.MANDATE_HOLDER}), mandates=frozenset({"sr-torture"})
)
OTHER = Actor(
    actor_id="other",
    roles=frozenset({Role.MANDATE_HOLDER, Role.CHAIR_RAPPORTEUR}),
    mandates=frozenset({"wgad"}),
)
CHIEF = Actor(actor_id="chief", roles=frozenset({Role.CHIEF}))
FIRST, SECOND = "1" * 64, "2" * 64
RUSH = 20


def story(communication_id: str) -> list[tuple[Any, Actor]]:
    """Draft, approve, change, approve again, up to where the Chief may transmit."""
    this: dict[str, Any] = {"communication_id": communication_id}
    text = Sealed(f"communication-{communication_id}", "x")
    first: dict[str, Any] = {"version": 1, "content_hash": FIRST}
    second: dict[str, Any] = {"version": 2, "content_hash": SECOND}
    lead: dict[str, Any] = {"mandate": "sr-torture"}
    other: dict[str, Any] = {"mandate": "wgad"}
    return [
        (
            letter.DraftCommunication(
                **this,
                submission_ids=("s",),
                type="UA",
                recipient="GBR",
                lead_mandate="sr-torture",
                mandates=("wgad", "sr-health"),
                text=text,
                content_hash=FIRST,
            ),
            OFFICER,
        ),
        (letter.RequestApproval(**this, **first), OFFICER),
        (letter.ApproveText(**this, **lead, **first, authorise=True), HOLDER),
        (letter.ReviseDraft(**this, version=1, text=text, content_hash=SECOND), OFFICER),
        (letter.RequestApproval(**this, **second), OFFICER),
        (letter.ApproveText(**this, **lead, **second, authorise=False), HOLDER),
        (letter.AuthoriseTransmission(**this, **lead), HOLDER),
        (letter.ApproveText(**this, **other, **second, authorise=True), OTHER),
        (
            letter.DeclineToJoin(**this, mandate="sr-health"),
            replace(HOLDER, actor_id="third", mandates=frozenset({"sr-health"})),
        ),
    ]


def transmit(communication_id: str) -> letter.TransmitCommunication:
    return letter.TransmitCommunication(
        communication_id=communication_id,
        version=2,
        content_hash=SECOND,
    )


async def send(ask: Ask, command: Any, by: Actor, command_id: UUID) -> int | None:
    metadata = Metadata(correlation_id=UUID(int=1), causation_id=command_id, actor=by.actor_id)
    return (await ask(command, Asked(at=AT, by=by), command_id, metadata)).position


def told(record: Recorded[Any]) -> Published:
    """The fact as it comes back over the service's own topic."""
    return Published(
        fact=published(record.event),
        id=record.id,
        stream=record.stream,
        position=record.position,
        recorded_at=record.recorded_at,
        correlation_id=record.metadata.correlation_id,
        actor=record.metadata.actor,
        traceparent=None,
        topic="approvals.events",
        partition=0,
        offset=record.position,
    )


@pytest.mark.parametrize("restarted", [False, True])
async def test_every_command_sent_twice_takes_effect_once(*, restarted: bool) -> None:
    store = InMemoryStore()
    ask = asking(APPROVALS_SERVICE, store)
    for n, (command, by) in enumerate([*story("c"), (transmit("c"), CHIEF)]):
        first = await send(ask, command, by, derive_id("command", n))
        assert first is not None
        kept = list(store.log)
        if restarted:
            ask = asking(APPROVALS_SERVICE, store)
        assert await send(ask, command, by, derive_id("command", n)) == first
        assert store.log == kept
    assert [type(r.event).__name__ for r in store.log] == [
        "CommunicationDrafted",
        "MandateInvited",
        "MandateInvited",
        "ApprovalRequested",
        "ApprovalGiven",
        "TransmissionAuthorisationGranted",
        "DraftRevised",
        "ApprovalVoided",
        "ApprovalRequested",
        "ApprovalGiven",
        "TransmissionAuthorisationGranted",
        "MandateJoined",
        "ApprovalGiven",
        "TransmissionAuthorisationGranted",
        "MandateDeclined",
        "CommunicationApproved",
        "TransmissionOrdered",
    ]


async def test_an_order_is_numbered_and_completed_once_however_often_it_is_told() -> None:
    store = InMemoryStore()
    ask = asking(APPROVALS_SERVICE, store)
    for n, (command, by) in enumerate([*story("c"), (transmit("c"), CHIEF)]):
        await send(ask, command, by, derive_id("command", n))
    react = reacting(APPROVALS_SERVICE, ask)
    for _ in range(3):
        await react([told(record) for record in store.log])
    *_, number, gone = (record.event for record in store.log)
    assert isinstance(number, ReferenceAssigned)
    assert isinstance(gone, CommunicationTransmitted)
    assert gone.reference == "UA GBR 1/2026"
    assert gone.mandates == ("sr-torture", "wgad")
    assert sum(isinstance(r.event, CommunicationTransmitted) for r in store.log) == 1


def test_numbering_completing_and_blocking_are_the_policys_commands_and_nobody_elses() -> None:
    classes = set(APPROVALS_SERVICE.commands.values())
    own = {
        AllotReference,
        NotePastNumber,
        commands.CompleteTransmission,
        commands.BlockTransmission,
        commands.UnblockTransmission,
        commands.DropSilentMandate,
        commands.VoidPastApproval,
        DropVacantSigner,
        VoidPastSignature,
        commands.PassLetterOn,
        PassStatementOn,
        commands.DropVacantMandate,
        NoteTerm,
        NoteLife,
        NoteBars,
        BarSubmission,
        UnbarSubmission,
        NotePersons,
        NotePress,
        NoteJoiningTimes,
        HearMission,
    }
    assert not classes & own
    assert {command for command, _ in APPROVALS_SERVICE.deciders} == classes | own


async def test_what_is_taken_back_is_gone_from_the_next_command_on_every_replica() -> None:
    store = InMemoryStore()
    one, two = asking(APPROVALS_SERVICE, store), asking(APPROVALS_SERVICE, store)
    steps = 0

    async def ask(replica: Ask, command: Any, by: Actor) -> int | None:
        nonlocal steps
        steps += 1
        return await send(replica, command, by, derive_id("step", steps))

    for command, by in story("c"):
        await ask(one, command, by)
    lead = {"communication_id": "c", "mandate": "sr-torture"}
    await ask(one, letter.RevokeAuthorisation(**lead), HOLDER)
    stands = GrantStandingAuthorisation(mandate="wgad")
    await ask(one, stands, OTHER)
    await ask(one, letter.RevokeAuthorisation(communication_id="c", mandate="wgad"), OTHER)
    with pytest.raises(Refused, match="missing from SR torture, WGAD"):
        await ask(two, transmit("c"), CHIEF)  # it remembers the letter from now on

    await ask(one, letter.AuthoriseTransmission(**lead), HOLDER)
    await ask(one, letter.AuthoriseTransmission(communication_id="c", mandate="wgad"), OTHER)
    await ask(two, BarSubmission(submission_id="s", because="withdrawn"), system("approvals"))
    for replica in (one, two):
        with pytest.raises(Refused, match="withdrew consent"):
            await ask(replica, transmit("c"), CHIEF)
    await ask(two, UnbarSubmission(submission_id="s", because="withdrawn"), system("approvals"))
    assert await ask(one, transmit("c"), CHIEF) is not None


async def test_a_delegation_counts_from_the_next_command_and_not_after_its_end() -> None:
    store = InMemoryStore()
    one, two = asking(APPROVALS_SERVICE, store), asking(APPROVALS_SERVICE, store)
    member = replace(HOLDER, actor_id="member", mandates=frozenset({"wgad"}))
    for n, (command, by) in enumerate(story("c")[:5]):
        await send(one, command, by, derive_id("command", n))
    approve = letter.ApproveText(
        communication_id="c",
        mandate="wgad",
        version=2,
        content_hash=SECOND,
        authorise=False,
    )
    with pytest.raises(Forbidden):
        await send(two, approve, member, derive_id("too early"))
    grant = GrantDelegation(
        mandate="wgad",
        delegation_id="d",
        delegate_id="member",
        scope=("approve",),
        starts_at=AT,
        ends_at=AT + timedelta(days=1),
    )
    end = RevokeDelegation(mandate="wgad", delegation_id="d")
    await send(one, grant, OTHER, derive_id("grant"))
    await send(one, end, OTHER, derive_id("end"))
    with pytest.raises(Forbidden):
        await send(two, approve, member, derive_id("too late"))
    again = replace(grant, delegation_id="d-2")
    await send(one, again, OTHER, derive_id("again"))
    assert await send(two, approve, member, derive_id("now")) is not None


@asynccontextmanager
async def in_memory() -> AsyncIterator[EventStore]:
    yield InMemoryStore()


@asynccontextmanager
async def on_a_node() -> AsyncIterator[EventStore]:
    with running_node() as uri:
        store = EsdbStore(uri, APPROVALS_SERVICE.catalogue)
        await store.connect()
        try:
            yield store
        finally:
            await store.close()


@pytest.mark.parametrize(
    "opened", [in_memory, pytest.param(on_a_node, marks=pytest.mark.live)], ids=["memory", "node"]
)
async def test_letters_transmitted_at_once_get_one_number_each_and_leave_no_hole(
    opened: Any,
) -> None:
    """Twenty orders and, as if each came to a replica of its own, twenty reactions at once."""
    async with opened() as store:
        ask = asking(APPROVALS_SERVICE, store)
        for c in range(RUSH):
            for n, (command, by) in enumerate(story(f"{c}")):
                await send(ask, command, by, derive_id("command", c, n))

        orders = [send(ask, transmit(f"{c}"), CHIEF, derive_id("order", c)) for c in range(RUSH)]
        await asyncio.gather(*orders)
        ordered = [(await _last(store, c)) for c in range(RUSH)]
        assert all(isinstance(record.event, TransmissionOrdered) for record in ordered)

        await asyncio.gather(*(_reacted(store, record) for record in ordered for _ in range(2)))
        register = await store.load("reference-GBR-2026")
        assert [r.event.number for r in register] == list(range(1, RUSH + 1))
        assert len({r.event.communication_id for r in register}) == RUSH

        await asyncio.gather(*(_reacted(store, record) for record in register for _ in range(2)))
        gone = [(await _last(store, c)).event for c in range(RUSH)]
        assert {g.reference for g in gone} == {f"UA GBR {n}/2026" for n in range(1, RUSH + 1)}


async def _last(store: EventStore, communication: int) -> Recorded[Any]:
    history: Sequence[Recorded[Any]] = await store.load(f"communication-{communication}")
    return history[-1]


async def _reacted(store: EventStore, record: Recorded[Any]) -> None:
    """As the consumer does: again and again until it has succeeded."""
    react = reacting(APPROVALS_SERVICE, asking(APPROVALS_SERVICE, store))
    while True:
        try:
            await react([told(record)])
        except Conflict:
            await asyncio.sleep(0.01)
        else:
            return
