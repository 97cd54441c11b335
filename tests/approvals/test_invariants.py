"""Invariants of letters under any commands in any order: every signing mandate agrees."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from services.approvals.app import APPROVALS_SERVICE
from services.approvals.communication.decide import COMMUNICATION
from services.approvals.consent import BarSubmission, UnbarSubmission
from services.approvals.policies import react
from shared.contracts.approvals import (
    ApprovalGiven,
    ApprovalRequested,
    ApprovalVoided,
    CommunicationApproved,
    CommunicationDrafted,
    CommunicationTransmitted,
    CommunicationWithdrawn,
    DraftRevised,
    MandateDeclined,
    MandateInvited,
    ReferenceAssigned,
    TransmissionAuthorisationGranted,
    TransmissionAuthorisationRevoked,
    TransmissionBlocked,
    TransmissionOrdered,
    TransmissionUnblocked,
)
from shared.contracts.approvals_authority import (
    DelegationGranted,
    DelegationRevoked,
    StandingAuthorisationGranted,
    StandingAuthorisationRevoked,
)
from shared.contracts.approvals_drafting import (
    MandateDroppedOut,
    SubmissionBarred,
    SubmissionUnbarred,
)
from shared.core.actor import Actor, Asked, system
from shared.core.decider import Refused
from shared.core.testing import AT
from tests.approvals.moves import DRAFT_BOTH, Move, made, moves

asks = st.lists(moves, max_size=50).map(lambda some: [*DRAFT_BOTH, *some])


DECIDERS: dict[type, Any] = dict(APPROVALS_SERVICE.deciders)


class World:
    """Streams in memory. Policies run on facts in any order, each fact twice."""

    def __init__(self) -> None:
        self.streams: dict[str, list[Any]] = {}
        self.told: list[Any] = []

    def ask(self, command: Any, by: Actor, at: datetime = AT) -> Sequence[Any]:
        decider = DECIDERS[type(command)]
        stream = self.streams.setdefault(decider.stream(command), [])
        state = decider.fold(stream)
        for other in decider.consults(command, state):
            state = decider.fold(self.streams.get(other, []), state)
        try:
            new = decider.decide(command, Asked(at=at, by=by), state)
        except Refused:
            return []
        stream.extend(new)
        self.told.extend(new)
        return list(new)

    def letter(self, communication_id: str) -> Any:
        return COMMUNICATION.fold(self.streams.get(f"communication-{communication_id}", []))

    def settle(self, order: Any) -> None:
        """Let the policies react until nothing happens any more."""
        waiting = list(self.told)
        while waiting:
            fact = waiting.pop(order(len(waiting)))
            for _ in range(2):
                for command in react(fact):
                    waiting.extend(self.ask(command, system("approvals")))


@settings(max_examples=1_000)
@given(asks, st.randoms(use_true_random=False))
def test_a_letter_goes_only_as_every_signing_mandate_approved_it(
    asked: list[Move], chance: Any
) -> None:
    world = World()
    for move in asked:
        command, by = made(move, world.letter(move.letter))
        at = AT + timedelta(hours=move.hours)
        world.ask(command, by, at)
        if not isinstance(command, BarSubmission | UnbarSubmission):  # known by their ids alone
            assert not world.ask(command, by, at), "the same ask changed something twice"
        if chance.random() < 0.2:
            world.settle(chance.randrange)
    world.settle(chance.randrange)

    for stream, events in world.streams.items():
        if stream.startswith("communication-"):
            _sound(events)
            _consented(events)
    _empowered(world.told)
    numbers = [e for e in world.told if isinstance(e, ReferenceAssigned)]
    assert [e.number for e in numbers] == list(range(1, len(numbers) + 1)), "no hole, no double"
    assert len({e.communication_id for e in numbers}) == len(numbers)
    ordered = {e.communication_id for e in world.told if isinstance(e, TransmissionOrdered)}
    gone = {e.communication_id for e in world.told if isinstance(e, CommunicationTransmitted)}
    assert gone == ordered == {e.communication_id for e in numbers}, "what is ordered goes"


def _consented(events: Sequence[Any]) -> None:
    """While consent is withdrawn for something behind a letter, it is not asked for or sent."""
    blocked: set[str] = set()
    for event in events:
        match event:
            case TransmissionBlocked():
                blocked.add(event.submission_id)
            case TransmissionUnblocked():
                blocked.remove(event.submission_id)
            case ApprovalRequested() | ApprovalGiven() | TransmissionOrdered():
                assert not blocked
            case _:
                pass


def _holders(mandate: str) -> set[str]:
    """Who holds it: also the officer of old, who may hand on and not approve what he wrote."""
    return {f"holder-{mandate}", *(["officer"] if mandate == "sr-torture" else [])}


def _empowered(told: Sequence[Any]) -> None:
    """Nobody acts under what is not in force at that moment, and nothing goes that is barred."""
    delegations: dict[str, DelegationGranted] = {}
    standing: set[str] = set()
    barred: set[str] = set()
    withheld: set[tuple[str, str]] = set()
    for event in told:
        match event:
            case DelegationGranted():
                assert event.mandate == "wgad", "single holders do not delegate"
                assert event.granted_by == "holder-wgad"
                delegations[event.delegation_id] = event
            case DelegationRevoked():
                del delegations[event.delegation_id]
            case StandingAuthorisationGranted():
                assert event.granted_by in _holders(event.mandate)
                standing.add(event.mandate)
            case StandingAuthorisationRevoked():
                standing.remove(event.mandate)
            case SubmissionBarred():
                barred.add(event.because)
            case SubmissionUnbarred():
                barred.discard(event.because)
            case TransmissionAuthorisationRevoked():
                withheld.add((event.communication_id, event.mandate))
            case TransmissionAuthorisationGranted():
                withheld.discard((event.communication_id, event.mandate))
                if event.granted_by not in _holders(event.mandate):
                    assert event.granted_by == "member"
                    assert any(
                        "authorise" in one.scope and one.starts_at <= event.granted_at < one.ends_at
                        for one in delegations.values()
                    )
            case ApprovalGiven():
                assert not barred
                if event.delegation_id:
                    under = delegations[event.delegation_id]
                    assert (under.mandate, under.delegate_id) == (event.mandate, event.given_by)
                    assert under.starts_at <= event.given_at < under.ends_at
                    assert "approve" in under.scope
            case TransmissionOrdered():
                assert not barred
                assert standing.issuperset(event.standing)
                gone = {(event.communication_id, mandate) for mandate in event.standing}
                assert not gone & withheld
            case ApprovalRequested() | CommunicationDrafted():
                assert not barred
            case _:
                pass


def _sound(events: Sequence[Any]) -> None:
    """Reckon anew, from the facts alone, what the decider should have seen to."""
    signing: list[str] = []
    authors: set[str] = set()
    approved: dict[str, tuple[int, str]] = {}
    authorised: set[str] = set()
    now = (0, "")
    kind = ""
    over = False
    for event in events:
        assert not over or isinstance(event, CommunicationTransmitted), "nothing comes after"
        match event:
            case CommunicationDrafted():
                signing, kind = [event.lead_mandate], event.type
                authors, now = {event.drafted_by}, (1, event.content_hash)
            case MandateInvited():
                signing.append(event.mandate)
            case MandateDeclined() | MandateDroppedOut():
                assert event.mandate not in approved
                signing.remove(event.mandate)
            case DraftRevised():
                assert event.content_hash != now[1]
                authors.add(event.revised_by)
                now = (event.version, event.content_hash)
            case ApprovalVoided():
                del approved[event.mandate]
                authorised.discard(event.mandate)
            case ApprovalGiven():
                assert event.delegation_id or event.given_by == f"holder-{event.mandate}"
                assert event.given_by not in authors
                approved[event.mandate] = (event.version, event.content_hash)
            case TransmissionAuthorisationGranted():
                authorised.add(event.mandate)
            case TransmissionAuthorisationRevoked():
                authorised.discard(event.mandate)
            case CommunicationApproved():
                assert (event.version, event.content_hash) == now
                assert list(event.mandates) == signing
                assert {approved[m] for m in signing} == {now}
            case CommunicationWithdrawn():
                over = True
            case TransmissionOrdered():
                assert {approved.get(m) for m in signing} == {now}
                assert kind != "UA" or set(signing) <= authorised | set(event.standing)
                assert event.ordered_by == ("chief" if kind == "UA" else "desk")
                over = True
            case CommunicationTransmitted():
                assert (event.version, event.content_hash) == now
                assert list(event.mandates) == signing
                assert {approved[m] for m in signing} == {now}
            case _:
                pass
