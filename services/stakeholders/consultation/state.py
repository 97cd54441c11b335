"""The state of a consultation and its proposals, folded from its events."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import Enum, auto
from types import MappingProxyType
from typing import Any, Final, TypeAlias, assert_never

from shared.contracts.stakeholders_consultations import (
    Call,
    ConsultationCalled,
    ConsultationCancelled,
    ConsultationClosed,
    ConsultationExtended,
    Fact,
    OutcomePublished,
    ProposalAnswered,
    ProposalsGrouped,
    ProposalSubmitted,
    ProposalWithdrawn,
)
from shared.core.message import Sealed


class Stage(Enum):
    CALLED = auto()
    CLOSED = auto()
    PUBLISHED = auto()
    CANCELLED = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """``answer``: the code and the text; None before there was one."""

    proposal_id: str
    author_id: str
    group: str | None = None
    answer: tuple[str, Sealed | None] | None = None
    withdrawn: bool = False


@dataclass(frozen=True, slots=True)
class Absent:
    """Nobody called it."""


_NONE: Final[Mapping[Any, Any]] = MappingProxyType({})


@dataclass(frozen=True, slots=True, kw_only=True)
class Consultation:
    """``closes_at``: as it was extended. ``groups``: what each is called."""

    call: Call
    closes_at: datetime
    stage: Stage = Stage.CALLED
    proposals: Mapping[str, Proposal] = field(default_factory=lambda: _NONE)
    groups: Mapping[str, Sealed] = field(default_factory=lambda: _NONE)
    outcome: str | None = None

    def live(self) -> list[Proposal]:
        """Return the proposals that nobody withdrew."""
        return [one for one in self.proposals.values() if not one.withdrawn]


State: TypeAlias = Absent | Consultation


def evolve(state: State, event: Fact) -> State:
    if isinstance(event, ConsultationCalled):
        return Consultation(call=event.call, closes_at=event.call.closes_at)
    if isinstance(state, Absent):
        return state
    match event:
        case ConsultationExtended():
            return replace(state, closes_at=event.closes_at, stage=Stage.CALLED)
        case ConsultationClosed():
            return replace(state, stage=Stage.CLOSED)
        case OutcomePublished():
            return replace(state, stage=Stage.PUBLISHED, outcome=event.outcome)
        case ConsultationCancelled():
            return replace(state, stage=Stage.CANCELLED)
        case ProposalSubmitted():
            new = Proposal(proposal_id=event.proposal_id, author_id=event.author_id)
            return replace(state, proposals={**state.proposals, event.proposal_id: new})
        case ProposalsGrouped():
            return _grouped(state, event)
        case ProposalWithdrawn():
            return _with(state, event.proposal_id, withdrawn=True)
        case ProposalAnswered():
            return _with(state, event.proposal_id, answer=(event.code, event.answer))
    assert_never(event)


def _grouped(state: Consultation, event: ProposalsGrouped) -> Consultation:
    for one in event.proposal_ids:
        state = _with(state, one, group=event.group_id)
    return replace(state, groups={**state.groups, event.group_id: event.title})


def _with(state: Consultation, proposal_id: str, **changed: Any) -> Consultation:
    before = state.proposals.get(proposal_id)
    if before is None:
        return state
    after = replace(before, **changed)
    return replace(state, proposals={**state.proposals, proposal_id: after})
