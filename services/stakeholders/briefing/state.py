"""The issues of one kind, folded from their events: one stream, so that the next ends the last."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal, TypeAlias, assert_never

from shared.contracts.stakeholders_briefings import (
    Edition,
    Fact,
    IssueApproved,
    IssueHandedIn,
    IssueLapsed,
    IssueOpened,
    IssueSent,
    IssueSkipped,
    IssueTakenUp,
    ItemAdded,
    ItemDropped,
    ItemEdited,
    ItemKept,
)

Stage: TypeAlias = Literal["open", "handed-in", "approved", "skipped", "lapsed", "sent"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Issue:
    """``items``: as handed in, or sent. ``hands``: who changed it or handed it in.

    ``dropped``: by item, who dropped it. ``added``: by item, who reads it.
    """

    stage: Stage = "open"
    version: int = 0
    dropped: Mapping[str, str] = field(default_factory=dict)
    added: Mapping[str, Edition] = field(default_factory=dict)
    items: tuple[str, ...] = ()
    hands: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """``issues``: by period."""

    issues: Mapping[str, Issue] = field(default_factory=dict)

    @property
    def last(self) -> str:
        return max(self.issues, default="")


def evolve(state: State, event: Fact) -> State:
    before = state.issues.get(event.period, Issue())
    return replace(state, issues={**state.issues, event.period: _after(before, event)})


def _after(issue: Issue, event: Fact) -> Issue:
    match event:
        case IssueOpened():
            return issue
        case ItemDropped():
            changed = replace(issue, dropped={**issue.dropped, event.item: event.dropped_by})
            return changed if event.sent else _changed(changed, event.dropped_by)
        case ItemKept():
            left = {item: by for item, by in issue.dropped.items() if item != event.item}
            changed = replace(issue, dropped=left)
            return changed if event.sent else _changed(changed, event.kept_by)
        case ItemEdited():
            return issue if event.sent else _changed(issue, event.edited_by)
        case ItemAdded():
            added = {**issue.added, event.item: event.edition}
            return _changed(replace(issue, added=added), event.added_by)
        case IssueHandedIn():
            hands = issue.hands | {event.handed_in_by}
            return replace(issue, stage="handed-in", items=event.items, hands=hands)
        case IssueApproved():
            return replace(issue, stage="approved")
        case IssueSkipped():
            return replace(issue, stage="skipped")
        case IssueTakenUp():
            return _changed(issue, event.taken_up_by)
        case IssueLapsed():
            return replace(issue, stage="lapsed")
        case IssueSent():
            return replace(issue, stage="sent", items=event.items)
    assert_never(event)


def _changed(issue: Issue, by: str) -> Issue:
    """A change makes it open again: it is handed in and approved anew."""
    return replace(issue, stage="open", version=issue.version + 1, hands=issue.hands | {by})
