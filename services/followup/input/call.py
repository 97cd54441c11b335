"""A call for input to a visit: issued by the holder, extended, closed early, withdrawn (M3)."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Final, TypeAlias, TypedDict, assert_never

from services.followup import holding
from services.followup.mission.state import Heard, Mission, decides, goes_on
from services.followup.mission.state import evolve as evolve_mission
from shared.contracts.followup_input_commands import (
    EndInputCall,
    ExtendInputCall,
    IssueInputCall,
    OfCall,
)
from shared.contracts.followup_inputs import (
    End,
    InputCallEnded,
    InputCallExtended,
    InputCallIssued,
    OnInputCall,
)
from shared.contracts.followup_inputs import OfCall as Fact
from shared.core.actor import Asked
from shared.core.decider import Decider, Forbidden, Refused
from shared.core.geneva import day_of
from shared.core.roles import Role
from shared.reference import LANGUAGES
from shared.reference.holding import in_office

LONGEST: Final = timedelta(days=365)
Event: TypeAlias = Fact | Heard


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """``steps`` is 0 where there is none. ``mission``: another stream, while a decision reads."""

    mission_id: str = ""
    mandate: str = ""
    state: str = ""
    closes_on: date = date.min
    ended: End | None = None
    ended_at: datetime | None = None
    steps: int = 0
    mission: Mission = field(default_factory=Mission)

    def was_over(self, at: datetime) -> bool:
        """Whether what came then came late."""
        ended = self.ended_at is not None and at >= self.ended_at
        return ended or day_of(at) > self.closes_on


def decide(command: OfCall, asked: Asked, state: Call) -> Sequence[Fact]:
    mission = state.mission
    if not mission.steps or mission.mandate != command.mandate:
        raise Refused("There is no such mission.")
    if not asked.by.serves(mission.mandate):
        raise Forbidden("Only those who work for the mandate may work on its mission.")
    goes_on(mission)
    match command:
        case IssueInputCall():
            return _issue(command, asked, state)
        case ExtendInputCall():
            return _extend(command, asked, state)
        case EndInputCall():
            return _end(command, asked, state)
    assert_never(command)


def _issue(command: IssueInputCall, asked: Asked, state: Call) -> Sequence[Fact]:
    _holder(asked, state)
    if state.steps:
        return []
    _is_ahead(state)
    languages = [one.language for one in command.texts]
    if not languages or len(set(languages)) != len(languages) or not set(languages) <= {*LANGUAGES}:
        raise Refused("Write the call in at least one language, once in each.")
    _closes(command.closes_on, asked)
    return [
        InputCallIssued(
            **_step(command, asked, state),
            closes_on=command.closes_on,
            public=command.public,
            texts=command.texts,
        )
    ]


def _extend(command: ExtendInputCall, asked: Asked, state: Call) -> Sequence[Fact]:
    _holder(asked, state)
    _is_there(command, state)
    if state.mandate != command.mandate:
        raise Refused("The mandate that issued the call has ended. Issue another one.")
    if state.ended == "withdrawn":
        raise Refused("The call was withdrawn. Issue another one.")
    if state.ended is None and command.closes_on == state.closes_on:
        return []
    _is_ahead(state)
    _unchanged(command.seen, state)
    _closes(command.closes_on, asked)
    if command.closes_on < state.closes_on and state.ended is None:
        raise Refused("A call is extended to a later day. To close it early, close it.")
    return [InputCallExtended(**_step(command, asked, state), closes_on=command.closes_on)]


def _end(command: EndInputCall, asked: Asked, state: Call) -> Sequence[Fact]:
    decides(command.mandate, asked, state.mission)
    _is_there(command, state)
    if state.ended in (command.how, "withdrawn"):
        return []
    _unchanged(command.seen, state)
    return [InputCallEnded(**_step(command, asked, state), how=command.how)]


def _holder(asked: Asked, state: Call) -> None:
    if not asked.by.has(Role.MANDATE_HOLDER):
        raise Forbidden("Only the Mandate-holder may issue or extend a call for input.")
    in_office(state.mission.holding, asked)


def _is_there(command: ExtendInputCall | EndInputCall, state: Call) -> None:
    if state.mission_id != command.mission_id:
        raise Refused("There is no such call.")


def _is_ahead(state: Call) -> None:
    if state.mission.called_off or state.mission.phase in {"ended", "completed"}:
        raise Refused("The visit is over or called off: nothing is asked for any more.")


def _unchanged(seen: int, state: Call) -> None:
    if seen != state.steps:
        raise Refused("The call has changed. Look at it again.")


def _closes(on: date, asked: Asked) -> None:
    today = day_of(asked.at)
    if not today <= on <= today + LONGEST:
        raise Refused("Choose a closing day from today on, at most a year ahead.")


class _Step(TypedDict):
    call_id: str
    mission_id: str
    mandate: str
    state: str
    step: int
    done_by: str
    done_at: datetime


def _step(command: OfCall, asked: Asked, state: Call) -> _Step:
    return _Step(
        call_id=command.call_id,
        mission_id=command.mission_id,
        mandate=state.mandate or command.mandate,
        state=state.mission.state,
        step=state.steps + 1,
        done_by=asked.by.actor_id,
        done_at=asked.at,
    )


def evolve(state: Call, event: Event) -> Call:
    if not isinstance(event, OnInputCall):
        return replace(state, mission=evolve_mission(state.mission, event))
    state = replace(state, steps=event.step)
    match event:
        case InputCallIssued():
            return replace(
                state,
                mission_id=event.mission_id,
                mandate=event.mandate,
                state=event.state,
                closes_on=event.closes_on,
            )
        case InputCallExtended():
            return replace(state, closes_on=event.closes_on, ended=None, ended_at=None)
        case InputCallEnded():
            return replace(state, ended=event.how, ended_at=event.done_at)
    assert_never(event)


INPUT_CALL: Decider[OfCall, Event, Call] = Decider(
    category="inputcall",
    key=lambda command: command.call_id,
    initial=Call(),
    decide=decide,
    evolve=evolve,
    consults=lambda command, _: [
        f"mission-{command.mission_id}",
        holding.stream(command.mandate),
    ],
)
