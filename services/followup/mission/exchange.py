"""The exchange of the programme with the State (M6): each side proposes items, and answers.

It has a stream of its own, in which all was exchanged (VR6). No decision here reads the
confidential programme, so nothing that a Government is told can follow from it. A policy puts what
both agreed on into the programme of the mission.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final, Literal, TypeAlias, TypedDict, assert_never

from services.followup import holding
from services.followup.mission import programme
from services.followup.mission import state as missions
from services.followup.mission.state import Mission, Step, goes_on, works
from shared.contracts.followup_holding import HoldingHeard
from shared.contracts.followup_missions import OfMission, ProgrammeItem, ProgrammeItemSet
from shared.contracts.followup_proposal_commands import (
    AnswerProgrammeProposal,
    Command,
    ProposeProgrammeItem,
    WithdrawProgrammeProposal,
)
from shared.contracts.followup_proposals import (
    Fact,
    OnProposal,
    ProgrammeItemProposed,
    ProgrammeProposalAnswered,
    ProgrammeProposalWithdrawn,
    Side,
)
from shared.core.actor import Asked
from shared.core.decider import Decider, Refused
from shared.core.roles import Role
from shared.reference.missions import (
    AGREED,
    CONFIDENTIAL,
    KNOWN,
    MOST_PROPOSALS,
    MOST_WAITING,
    PROPOSED,
)

Heard: TypeAlias = Fact | OfMission | HoldingHeard
Stands: TypeAlias = Literal["open", "agreed", "declined", "withdrawn"]
_NONE: Final = "There is no such proposal."


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    side: Side
    item: ProgrammeItem
    stands: Stands = "open"


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """``mission`` is another stream, there while a decision reads it."""

    proposals: Mapping[str, Proposal] = field(default_factory=dict)
    steps: int = 0
    mission: Mission = field(default_factory=Mission)

    def waiting(self, side: Side) -> list[Proposal]:
        return [one for one in self.open if one.side == side]

    @property
    def open(self) -> list[Proposal]:
        return [one for one in self.proposals.values() if one.stands == "open"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfirmProgrammeItem:
    """Only this service's own policy sends it, to the mission: both sides agreed on this item."""

    mission_id: str
    item: ProgrammeItem


class Of(TypedDict):
    mission_id: str
    mandate: str
    state: str
    step: int
    done_by: str
    done_at: datetime
    proposal_id: str
    side: Side


def on_followup(fact: object) -> Sequence[ConfirmProgrammeItem]:
    if not isinstance(fact, ProgrammeProposalAnswered) or fact.item is None:
        return []
    return [ConfirmProgrammeItem(mission_id=fact.mission_id, item=fact.item)]


def confirm(
    command: ConfirmProgrammeItem, asked: Asked, state: Mission
) -> Sequence[ProgrammeItemSet]:
    """Put into the programme what both agreed on. A visit that was called off has none."""
    item = command.item
    if not state.steps or state.called_off or state.items.get(item.item_id) == item:
        return []
    step = Step(
        mission_id=command.mission_id,
        mandate=state.mandate,
        state=state.state,
        step=state.steps + 1,
        done_by=asked.by.actor_id,
        done_at=asked.at,
    )
    return [ProgrammeItemSet(**step, item=item, version=state.version + 1)]


def evolve(state: Exchange, event: Heard) -> Exchange:
    if not isinstance(event, OnProposal):
        return replace(state, mission=missions.evolve(state.mission, event))
    state = replace(state, steps=event.step)
    match event:
        case ProgrammeItemProposed():
            return _put(state, event, Proposal(side=event.side, item=event.item))
        case ProgrammeProposalAnswered():
            known = state.proposals[event.proposal_id]
            return _put(state, event, replace(known, stands=_answer_of(event.item)))
        case ProgrammeProposalWithdrawn():
            known = state.proposals[event.proposal_id]
            return _put(state, event, replace(known, stands="withdrawn"))
    assert_never(event)


def _put(state: Exchange, event: OnProposal, one: Proposal) -> Exchange:
    return replace(state, proposals={**state.proposals, event.proposal_id: one})


def _answer_of(item: object) -> Stands:
    return "declined" if item is None else "agreed"


def decide(command: Command, asked: Asked, state: Exchange) -> Sequence[Fact]:
    side = _side(command, asked, state.mission)
    match command:
        case ProposeProgrammeItem():
            return _propose(command, asked, state, side)
        case AnswerProgrammeProposal():
            return _answer(command, asked, state, side)
        case WithdrawProgrammeProposal():
            return _withdraw(command, asked, state, side)
    assert_never(command)


def _side(command: Command, asked: Asked, mission: Mission) -> Side:
    """Let through the Government of the State, and who works for the mandate."""
    by = asked.by
    if by.has(Role.GOVERNMENT) and mission.state in by.states:
        if mission.mandate != command.mandate or mission.into is not None:
            raise Refused("There is no such mission.")
        goes_on(mission)
        return "state"
    works(command.mandate, asked, mission)
    return "mandate"


def _propose(
    command: ProposeProgrammeItem, asked: Asked, state: Exchange, side: Side
) -> Sequence[ProgrammeItemProposed]:
    if command.proposal_id in state.proposals:
        return []
    programme.unchanged(command.seen, state.steps)
    if side == "state":
        _of_state(command.item, state)
    elif state.mission.items.get(command.item.item_id) != command.item:
        raise Refused("The programme has changed. Look at it again.")
    elif command.item.state != PROPOSED:
        raise Refused("Only an item that is proposed is put to the State.")
    programme.checked(command.item, state.mission.items, state.mission)
    if command.item.item_id in {one.item.item_id for one in state.open}:
        raise Refused("A proposal about this meeting waits for an answer already.")
    if len(state.waiting(side)) >= MOST_WAITING or len(state.proposals) >= MOST_PROPOSALS:
        raise Refused("There are as many proposals as there can be. Withdraw one, or write a note.")
    return [
        ProgrammeItemProposed(
            **_of(command, asked, state, side),
            item=command.item,
            contact=command.contact,
            words=command.words,
        )
    ]


def _of_state(item: ProgrammeItem, state: Exchange) -> None:
    """Refuse what no Government proposes, in words that tell of no other programme."""
    if item.kind in CONFIDENTIAL or item.unannounced or item.state != PROPOSED:
        raise Refused("Choose from the list what kind of meeting it is.")
    known = state.mission.items.get(item.item_id)
    exchanged = {one.item.item_id for one in state.proposals.values()}
    if known and known.state not in KNOWN and item.item_id not in exchanged:
        raise Refused("There is no such meeting on the programme.")


def _answer(
    command: AnswerProgrammeProposal, asked: Asked, state: Exchange, side: Side
) -> Sequence[ProgrammeProposalAnswered]:
    known = _known(command, state)
    if known.side == side:
        raise Refused("The other side answers it.")
    item = replace(known.item, state=AGREED) if command.agrees else None
    if known.stands == _answer_of(item):
        return []
    _open(known, command, state)
    if item is None and command.words is None:
        raise Refused("Say in a sentence why, or what you would agree to.")
    if item is not None:
        if side == "state" and state.mission.items.get(item.item_id) != known.item:
            raise Refused("It does not stand any more as it was put to you. Wait for another one.")
        programme.checked(item, state.mission.items, state.mission)
    return [
        ProgrammeProposalAnswered(
            **_of(command, asked, state, side), item=item, words=command.words
        )
    ]


def _withdraw(
    command: WithdrawProgrammeProposal, asked: Asked, state: Exchange, side: Side
) -> Sequence[ProgrammeProposalWithdrawn]:
    known = _known(command, state)
    if known.side != side:
        raise Refused("Who proposed it withdraws it.")
    if known.stands == "withdrawn":
        return []
    _open(known, command, state)
    return [ProgrammeProposalWithdrawn(**_of(command, asked, state, side))]


def _known(command: Command, state: Exchange) -> Proposal:
    if command.proposal_id not in state.proposals:
        raise Refused(_NONE)
    return state.proposals[command.proposal_id]


def _open(known: Proposal, command: Command, state: Exchange) -> None:
    if known.stands != "open":
        raise Refused("It was answered or withdrawn already.")
    programme.unchanged(command.seen, state.steps)


def _of(command: Command, asked: Asked, state: Exchange, side: Side) -> Of:
    return Of(
        mission_id=command.mission_id,
        mandate=state.mission.mandate,
        state=state.mission.state,
        step=state.steps + 1,
        done_by=asked.by.actor_id,
        done_at=asked.at,
        proposal_id=command.proposal_id,
        side=side,
    )


EXCHANGE: Decider[Command, Heard, Exchange] = Decider(
    category="missionexchange",
    key=lambda command: command.mission_id,
    initial=Exchange(),
    decide=decide,
    evolve=evolve,
    consults=lambda command, _: [
        f"mission-{command.mission_id}",
        holding.stream(command.mandate),
    ],
)
