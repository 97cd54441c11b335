"""Action items of the Committee's meetings: done, overdue or dropped. K9 of section D.3.

One stream for all, so that the clock needs no list of them. Who owns an item says that it is done;
the Committee gives it to another, moves its day, and drops it with a reason.
"""

from collections.abc import Sequence
from datetime import date
from typing import TypeAlias, assert_never

from services.stakeholders.committee.actions.passing import PassActionDay, passed
from services.stakeholders.committee.actions.state import Heard, Item, Stage, State, evolve
from services.stakeholders.committee.meetings.decide import MEETING, is_officer_of
from services.stakeholders.committee.meetings.state import Stage as Met
from services.stakeholders.committee.members.decide import STREAM
from services.stakeholders.committee.sitting import of_committee, works
from shared.contracts.stakeholders_meeting_commands import (
    DropActionItem,
    FinishActionItem,
    MoveActionItem,
    OfAction,
    OpenActionItem,
    ReopenActionItem,
)
from shared.contracts.stakeholders_meetings import (
    ActionFact,
    ActionItemDone,
    ActionItemDropped,
    ActionItemMoved,
    ActionItemOpened,
    ActionItemReopened,
)
from shared.core.actor import Asked
from shared.core.decider import Decider, Forbidden, Refused
from shared.core.geneva import day_of
from shared.core.roles import Role
from shared.reference.committee_meetings import closed, given

KEY = "all"
_CHANGED = "The action item has changed meanwhile. Load the page and read it."
Command: TypeAlias = OfAction | PassActionDay


def decide(command: Command, asked: Asked, state: State) -> Sequence[ActionFact]:
    if isinstance(command, PassActionDay):
        return passed(command, asked, state)
    if isinstance(command, OpenActionItem):
        return _open(command, asked, state)
    item = state.items.get(command.action_id)
    if item is None:
        raise Refused("There is no such action item.")
    match command:
        case MoveActionItem():
            of_committee(asked, state.committee)
            return _move(command, asked, item)
        case FinishActionItem():
            _of_owner(asked, state, item)
            return _finish(command, asked, item)
        case DropActionItem():
            of_committee(asked, state.committee)
            return _drop(command, asked, item)
        case ReopenActionItem():
            _of_owner(asked, state, item)
            return _reopen(command, asked, item)
    assert_never(command)


def _open(command: OpenActionItem, asked: Asked, state: State) -> Sequence[ActionFact]:
    meeting = state.meeting
    officer = meeting is not None and is_officer_of(meeting, asked)
    if not (works(asked, state.committee) or officer):
        raise Forbidden("Only the Committee and who is invited may do this.")
    if meeting is None:
        raise Refused("There is no such meeting.")
    if command.action_id in state.items:
        return []
    if meeting.stage in {Met.CALLED, Met.CANCELLED}:
        raise Refused("Action items come from a meeting that was held.")
    _due(command.due_on, asked)
    if not command.owner_id:
        raise Refused("Choose who does it.")
    return [
        ActionItemOpened(
            action_id=command.action_id,
            meeting_id=command.meeting_id,
            text=command.text,
            owner_id=command.owner_id,
            due_on=command.due_on,
            opened_by=asked.by.actor_id,
            opened_at=asked.at,
        )
    ]


def _move(command: MoveActionItem, asked: Asked, item: Item) -> Sequence[ActionFact]:
    _still_open(item)
    if (command.owner_id, command.due_on) == (item.owner_id, item.due_on):
        return []
    _as_shown(command, item)
    if not command.owner_id:
        raise Refused("Choose who does it.")
    if command.due_on != item.due_on:
        _due(command.due_on, asked)
    return [
        ActionItemMoved(
            action_id=command.action_id,
            meeting_id=item.meeting_id,
            owner_id=command.owner_id,
            before=item.owner_id,
            due_on=command.due_on,
            cause="changed",
            moved_by=asked.by.actor_id,
            moved_at=asked.at,
        )
    ]


def _finish(command: FinishActionItem, asked: Asked, item: Item) -> Sequence[ActionFact]:
    if item.stage is Stage.DONE:
        return []
    _still_open(item)
    _as_shown(command, item)
    return [
        ActionItemDone(
            action_id=command.action_id,
            meeting_id=item.meeting_id,
            on_time=day_of(asked.at) <= item.due_on,
            done_by=asked.by.actor_id,
            done_at=asked.at,
        )
    ]


def _drop(command: DropActionItem, asked: Asked, item: Item) -> Sequence[ActionFact]:
    if item.stage is Stage.DROPPED:
        return []
    _still_open(item)
    _as_shown(command, item)
    return [
        ActionItemDropped(
            action_id=command.action_id,
            meeting_id=item.meeting_id,
            reason=command.reason,
            dropped_by=asked.by.actor_id,
            dropped_at=asked.at,
        )
    ]


def _reopen(command: ReopenActionItem, asked: Asked, item: Item) -> Sequence[ActionFact]:
    if item.stage is Stage.OPEN:
        return []
    if command.seen != closed(item.closed_at):
        raise Refused(_CHANGED)
    return [
        ActionItemReopened(
            action_id=command.action_id,
            meeting_id=item.meeting_id,
            reopened_by=asked.by.actor_id,
            reopened_at=asked.at,
        )
    ]


def _of_owner(asked: Asked, state: State, item: Item) -> None:
    """A member who left has no item any more; a desk officer keeps theirs."""
    own = asked.by.has(Role.DESK_OFFICER) and asked.by.actor_id == item.owner_id
    if not own and not works(asked, state.committee):
        raise Forbidden("Only the Committee and who has this action item may do this.")


def _still_open(item: Item) -> None:
    if item.stage is Stage.DONE:
        raise Refused("This action item is done.")
    if item.stage is Stage.DROPPED:
        raise Refused("This action item was dropped.")


def _as_shown(command: MoveActionItem | FinishActionItem | DropActionItem, item: Item) -> None:
    if command.seen != given(item.owner_id, item.due_on):
        raise Refused(_CHANGED)


def _due(on: date, asked: Asked) -> None:
    if on < day_of(asked.at):
        raise Refused("An action item is due today or later.")


def _consults(command: Command, _: State) -> Sequence[str]:
    if isinstance(command, OpenActionItem):
        return [STREAM, MEETING.stream_of(command.meeting_id)]
    return [STREAM]


ACTIONS: Decider[Command, Heard, State] = Decider(
    category="committeeactions",
    key=lambda _: KEY,
    initial=State(),
    decide=decide,
    evolve=evolve,
    consults=_consults,
)
