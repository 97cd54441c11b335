"""Whatever people ask, in whatever order, a letter goes only as every signing mandate wants it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from services.approvals.commands import (
    ApproveText,
    AuthoriseTransmission,
    BlockTransmission,
    DeclineToJoin,
    DraftCommunication,
    RequestApproval,
    RequestChanges,
    ReviseDraft,
    RevokeAuthorisation,
    TransmitCommunication,
    UnblockTransmission,
    WithdrawCommunication,
)
from services.approvals.communication import COMMUNICATION
from services.approvals.letter import Draft
from services.approvals.policies import react
from services.approvals.reference import REFERENCE
from shared.actor import Actor, Asked, system
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
from shared.decider import Refused
from shared.message import Sealed
from shared.roles import Role
from shared.testing import AT

MANDATES = ("sr-torture", "wgad", "sr-health")
TEXT = Sealed("communication-1", "x")
HASHES = ["a" * 64, "b" * 64]
HOLDERS = {
    mandate: Actor(
        actor_id=f"holder-{mandate}",
        roles=frozenset({Role.MANDATE_HOLDER}),
        mandates=frozenset({mandate}),
    )
    for mandate in MANDATES
}
OFFICER = Actor(
    actor_id="officer",
    roles=frozenset({Role.HUMAN_RIGHTS_OFFICER}),
    mandates=frozenset({"sr-torture"}),
)
TURNCOAT = Actor(  # drafted it once, and holds the mandate now
    actor_id="officer", roles=frozenset({Role.MANDATE_HOLDER}), mandates=frozenset({"sr-torture"})
)
CHIEF = Actor(actor_id="chief", roles=frozenset({Role.CHIEF}), mandates=frozenset(MANDATES))
DESK = Actor(actor_id="desk", roles=frozenset({Role.QUICK_RESPONSE_DESK}))
ADMIN = Actor(actor_id="admin", roles=frozenset({Role.SYSTEM_ADMIN}), mandates=frozenset(MANDATES))
ACTORS = [*HOLDERS.values(), OFFICER, TURNCOAT, CHIEF, DESK, ADMIN]
KINDS: list[type] = [
    DraftCommunication,
    ReviseDraft,
    *[RequestApproval] * 3,
    *[ApproveText] * 8,
    RequestChanges,
    DeclineToJoin,
    AuthoriseTransmission,
    RevokeAuthorisation,
    WithdrawCommunication,
    *[TransmitCommunication] * 3,
    BlockTransmission,
    *[UnblockTransmission] * 2,
]


@dataclass(frozen=True)
class Move:
    """What somebody tries. ``off`` of 0 tries it with the wrong wording, of 1 as the wrong person;
    the others fit the moment, so that letters get as far as the post.
    """

    kind: type
    letter: str
    mandate: str
    off: int
    who: Actor
    flag: bool


moves = st.builds(
    Move,
    kind=st.sampled_from(KINDS),
    letter=st.sampled_from(["1", "1", "2"]),
    mandate=st.sampled_from(["sr-torture", "sr-torture", "wgad", "wgad", "sr-health"]),
    off=st.integers(0, 5),
    who=st.sampled_from(ACTORS),
    flag=st.booleans(),
)


def made(move: Move, state: Any) -> tuple[Any, Actor]:
    """The command and who asks for it."""
    version, wording = 1, HASHES[0]
    if isinstance(state, Draft):
        version, wording = state.version, state.content_hash
    other = HASHES[1 - HASHES.index(wording)]
    if move.off == 0:
        version, wording = (version + 1, wording) if move.flag else (version, other)
    this: dict[str, Any] = {"communication_id": move.letter}
    by = HOLDERS[move.mandate]
    command: Any
    if move.kind is DraftCommunication:
        by = OFFICER
        command = DraftCommunication(
            **this,
            submission_ids=("s",),
            type="UA" if move.letter == "1" else "AL",
            recipient="GBR",
            lead_mandate="sr-torture",
            mandates=(move.mandate, "wgad") if move.flag else (),
            text=TEXT,
            content_hash=HASHES[0],
        )
    elif move.kind is ReviseDraft:
        by = OFFICER
        command = ReviseDraft(**this, version=version, text=TEXT, content_hash=other)
    elif move.kind is RequestApproval:
        by = OFFICER
        command = RequestApproval(**this, version=version, content_hash=wording)
    elif move.kind is ApproveText:
        command = ApproveText(
            **this,
            mandate=move.mandate,
            version=version,
            content_hash=wording,
            authorise=move.flag,
        )
    elif move.kind is RequestChanges:
        command = RequestChanges(**this, mandate=move.mandate, version=version, note=TEXT)
    elif move.kind is WithdrawCommunication:
        command = WithdrawCommunication(**this, mandate=move.mandate, reason=TEXT)
    elif move.kind is TransmitCommunication:
        by = CHIEF if move.letter == "1" else DESK
        command = TransmitCommunication(**this, version=version, content_hash=wording)
    elif move.kind in (BlockTransmission, UnblockTransmission):
        by = system("approvals")
        command = move.kind(**this, submission_id="s" if move.flag else "t")
    else:
        command = move.kind(**this, mandate=move.mandate)
    return command, move.who if move.off == 1 else by


DRAFT_BOTH = [
    Move(DraftCommunication, letter, "sr-torture", 9, OFFICER, flag=True) for letter in ("1", "2")
]
asks = st.lists(moves, max_size=50).map(lambda some: [*DRAFT_BOTH, *some])


class World:
    """Streams in memory. Policies run on facts in any order, each fact twice."""

    def __init__(self) -> None:
        self.streams: dict[str, list[Any]] = {}
        self.told: list[Any] = []

    def ask(self, command: Any, by: Actor) -> Sequence[Any]:
        decider: Any = REFERENCE if type(command).__name__ == "AllotReference" else COMMUNICATION
        stream = self.streams.setdefault(decider.stream(command), [])
        try:
            new = decider.decide(command, Asked(at=AT, by=by), decider.fold(stream))
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


@settings(max_examples=1_000, deadline=None)
@given(asks, st.randoms(use_true_random=False))
def test_a_letter_goes_only_as_every_signing_mandate_approved_it(
    asked: list[Move], chance: Any
) -> None:
    world = World()
    for move in asked:
        command, by = made(move, world.letter(move.letter))
        world.ask(command, by)
        assert not world.ask(command, by), "the same ask changed something twice"
        if chance.random() < 0.2:
            world.settle(chance.randrange)
    world.settle(chance.randrange)

    for stream, events in world.streams.items():
        if stream.startswith("communication-"):
            _sound(events)
            _consented(events)
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
            case MandateDeclined():
                signing.remove(event.mandate)
            case DraftRevised():
                assert event.content_hash != now[1]
                authors.add(event.revised_by)
                now = (event.version, event.content_hash)
            case ApprovalVoided():
                del approved[event.mandate]
                authorised.discard(event.mandate)
            case ApprovalGiven():
                assert event.given_by == f"holder-{event.mandate}"
                assert event.given_by not in authors
                approved[event.mandate] = (event.version, event.content_hash)
            case TransmissionAuthorisationGranted():
                assert event.granted_by == f"holder-{event.mandate}"
                authorised.add(event.mandate)
            case TransmissionAuthorisationRevoked():
                authorised.remove(event.mandate)
            case CommunicationApproved():
                assert (event.version, event.content_hash) == now
                assert list(event.mandates) == signing
                assert {approved[m] for m in signing} == {now}
            case CommunicationWithdrawn():
                over = True
            case TransmissionOrdered():
                assert {approved.get(m) for m in signing} == {now}
                assert kind != "UA" or set(signing) <= authorised
                assert event.ordered_by == ("chief" if kind == "UA" else "desk")
                over = True
            case CommunicationTransmitted():
                assert (event.version, event.content_hash) == now
                assert list(event.mandates) == signing
                assert {approved[m] for m in signing} == {now}
            case _:
                pass
