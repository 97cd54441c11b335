"""A day passes for action items: some are overdue, and those of a member who left move on."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from services.stakeholders.committee.actions.state import Item, Stage, State
from shared.contracts.stakeholders_meetings import (
    ActionFact,
    ActionItemMoved,
    ActionItemOverdue,
)
from shared.core.actor import Asked
from shared.reference.committee import has_left, on_day


@dataclass(frozen=True, slots=True, kw_only=True)
class PassActionDay:
    """Only this service's own clock sends it. ``on``: today."""

    on: date


def passed(command: PassActionDay, asked: Asked, state: State) -> Sequence[ActionFact]:
    """Say of each open item, once, what the day means for it."""
    return [
        fact
        for action_id, item in state.items.items()
        if item.stage is Stage.OPEN
        for fact in _of(action_id, item, command.on, asked, state)
    ]


def _of(action_id: str, item: Item, on: date, asked: Asked, state: State) -> Iterator[ActionFact]:
    owner = item.owner_id
    if owner and has_left(state.committee.every, owner, on):
        before, owner = owner, _chair(state, on)
        yield ActionItemMoved(
            action_id=action_id,
            meeting_id=item.meeting_id,
            owner_id=owner,
            before=before,
            due_on=item.due_on,
            cause="member_left",
            moved_by=asked.by.actor_id,
            moved_at=asked.at,
        )
    if item.due_on < on and not item.overdue:
        yield ActionItemOverdue(
            action_id=action_id,
            meeting_id=item.meeting_id,
            owner_id=owner,
            due_on=item.due_on,
            overdue_at=asked.at,
        )


def _chair(state: State, on: date) -> str | None:
    """Return the chair's account; None: nobody has the item until the Committee gives it away."""
    now = on_day(state.committee.every, on)
    chair = now.chair(on) if now else None
    return chair.holder_id if chair else None
