"""The state of a request for the Committee's advice, folded from its events."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import Enum, auto
from typing import TypeAlias, assert_never

from services.stakeholders.committee.members import state as members
from services.stakeholders.committee.members.state import Committee
from shared.contracts import stakeholders_committee
from shared.contracts.stakeholders_committee_advice import (
    CommitteeAdviceDeclined,
    CommitteeAdviceGiven,
    CommitteeAdviceRequested,
    CommitteeAdviceWithdrawn,
    CommitteeDissentRecorded,
    CommitteeDissentTakenBack,
    Fact,
)
from shared.core.message import Sealed

Heard: TypeAlias = Fact | stakeholders_committee.Fact


class Stage(Enum):
    WAITING = auto()
    GIVEN = auto()
    DECLINED = auto()
    WITHDRAWN = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """``version``: of the answer that stands; 0: there is none. ``answer``: advice or a reason.

    ``dissents``: of each member who dissents, from which version, and the text.
    """

    asked_by: str
    stage: Stage = Stage.WAITING
    version: int = 0
    answer: Sealed | None = None
    dissents: Mapping[str, tuple[int, Sealed]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """``request``: None before it is asked. ``committee``: while a decision reads it."""

    request: Request | None = None
    committee: Committee = field(default_factory=Committee)


def evolve(state: State, event: Heard) -> State:
    if isinstance(event, stakeholders_committee.Fact):
        return replace(state, committee=members.evolve(state.committee, event))
    if isinstance(event, CommitteeAdviceRequested):
        return replace(state, request=Request(asked_by=event.asked_by))
    if state.request is None:
        return state
    return replace(state, request=_after(state.request, event))


def _after(
    request: Request,
    event: CommitteeAdviceGiven
    | CommitteeAdviceDeclined
    | CommitteeDissentRecorded
    | CommitteeDissentTakenBack
    | CommitteeAdviceWithdrawn,
) -> Request:
    match event:
        case CommitteeAdviceGiven():
            return replace(request, stage=Stage.GIVEN, version=event.version, answer=event.advice)
        case CommitteeAdviceDeclined():
            return replace(
                request, stage=Stage.DECLINED, version=event.version, answer=event.reason
            )
        case CommitteeDissentRecorded():
            dissent = {event.member_id: (event.version, event.dissent)}
            return replace(request, dissents={**request.dissents, **dissent})
        case CommitteeDissentTakenBack():
            left = {one: of for one, of in request.dissents.items() if one != event.member_id}
            return replace(request, dissents=left)
        case CommitteeAdviceWithdrawn():
            return replace(request, stage=Stage.WITHDRAWN)
    assert_never(event)
