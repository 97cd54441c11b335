"""The action items of the Committee, folded from their events: one stream for all of them."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import Enum, auto
from typing import TypeAlias, assert_never

from services.stakeholders.committee.meetings import state as meetings
from services.stakeholders.committee.meetings.state import Meeting
from services.stakeholders.committee.members.state import Committee
from shared.contracts import stakeholders_committee, stakeholders_meetings
from shared.contracts.stakeholders_meetings import (
    ActionFact,
    ActionItemDone,
    ActionItemDropped,
    ActionItemMoved,
    ActionItemOpened,
    ActionItemOverdue,
    ActionItemReopened,
    OfOpened,
)

Heard: TypeAlias = ActionFact | stakeholders_meetings.MeetingFact | stakeholders_committee.Fact


class Stage(Enum):
    OPEN = auto()
    DONE = auto()
    DROPPED = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """``owner_id``: None: nobody has it. ``overdue``: it was said that its day passed.

    ``closed_at``: when it was done or dropped; None while it is open.
    """

    meeting_id: str
    owner_id: str | None
    due_on: date
    stage: Stage = Stage.OPEN
    overdue: bool = False
    closed_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """``items``: by id. ``of``: the Committee and a meeting, while a decision reads them."""

    items: Mapping[str, Item] = field(default_factory=dict)
    of: meetings.State = field(default_factory=meetings.State)

    @property
    def committee(self) -> Committee:
        return self.of.committee

    @property
    def meeting(self) -> Meeting | None:
        return self.of.meeting


def evolve(state: State, event: Heard) -> State:
    if isinstance(event, meetings.Heard):
        return replace(state, of=meetings.evolve(state.of, event))
    if isinstance(event, ActionItemOpened):
        item = Item(meeting_id=event.meeting_id, owner_id=event.owner_id, due_on=event.due_on)
        return replace(state, items={**state.items, event.action_id: item})
    found = state.items.get(event.action_id)
    if found is None:
        return state
    return replace(state, items={**state.items, event.action_id: _after(found, event)})


def _after(item: Item, event: OfOpened) -> Item:
    match event:
        case ActionItemMoved():
            overdue = item.overdue and event.due_on == item.due_on
            return replace(item, owner_id=event.owner_id, due_on=event.due_on, overdue=overdue)
        case ActionItemOverdue():
            return replace(item, overdue=True)
        case ActionItemDone():
            return replace(item, stage=Stage.DONE, closed_at=event.done_at)
        case ActionItemDropped():
            return replace(item, stage=Stage.DROPPED, closed_at=event.dropped_at)
        case ActionItemReopened():
            return replace(item, stage=Stage.OPEN, closed_at=None)
    assert_never(event)
