"""Meetings of the Committee, as the service decides them, in the portal's tables."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Engine

from portal.committee.meetings import found
from portal.committee.meetings.read_model import MEETINGS
from services.stakeholders.committee.actions.decide import ACTIONS
from services.stakeholders.committee.actions.passing import PassActionDay
from services.stakeholders.committee.meetings.decide import MEETING
from shared.contracts.stakeholders_meeting_commands import (
    AgreeMinutes,
    CallMeeting,
    CancelMeeting,
    DropActionItem,
    FinishActionItem,
    InviteGuest,
    MoveActionItem,
    OfAction,
    OfMeeting,
    OpenActionItem,
    RecordMeetingHeld,
    ReopenActionItem,
    ReopenMinutes,
    WriteMinutes,
)
from shared.core.actor import Actor, Asked, system
from shared.core.geneva import day_of
from shared.core.message import Sealed, derive_id
from shared.core.roles import Role
from shared.platform.vault import Vault
from shared.read_models.model import Applier
from shared.reference.committee_meetings import closed
from shared.reference.committee_meetings import given as owned
from tests.support.ready import ready
from tests.support.twice import of_stakeholders, twice

NOW = datetime.fromisoformat("2026-11-24T09:00:00+00:00")
DAY = timedelta(days=1)
COMMITTEE = Actor(actor_id="a-member", roles=frozenset({Role.COORDINATION_COMMITTEE}))
CLOCK = system("registry")


def named(number: int | str) -> str:
    return str(derive_id("meeting of a test", number))


def item(number: int | str) -> str:
    return str(derive_id("action item of a test", number))


@dataclass(slots=True)
class Meetings:
    """Decides commands as the service does, and applies each fact twice."""

    engine: Engine
    vault: Vault
    told: int = 0
    meetings: dict[str, Any] = field(default_factory=dict)
    items: Any = field(default_factory=lambda: ACTIONS.initial)
    facts: list[Any] = field(default_factory=list)
    also: list[Applier] = field(default_factory=list)
    applier: Applier = field(init=False)

    def __post_init__(self) -> None:
        (self.applier,) = ready(self.engine, [MEETINGS])

    def called(
        self,
        number: int | str = 1,
        agenda: str = "Zora agenda",
        *,
        by: Actor = COMMITTEE,
        at: datetime = NOW,
        **also: Any,
    ) -> str:
        """Let a meeting be called for the next week, and return its id."""
        meeting_id = named(number)
        given = {
            "kind": "desk",
            "starts_at": at + 7 * DAY,
            "states": ("KEN",),
            "invited": (),
            "named_only": False,
            **also,
        }
        agenda_ = self.seal(found.subject_of(meeting_id), agenda)
        self.do(CallMeeting(meeting_id=meeting_id, agenda=agenda_, **given), by, at=at)
        return meeting_id

    def cancelled(self, meeting_id: str) -> None:
        seen = self.meetings[meeting_id].meeting.details
        self.do(CancelMeeting(meeting_id=meeting_id, seen=seen, code="postponed"))

    def guest(self, meeting_id: str, guest_id: str) -> None:
        self.do(InviteGuest(meeting_id=meeting_id, guest_id=guest_id))

    def held(self, meeting_id: str, *came: str, on: date | None = None) -> None:
        on = on or day_of(NOW)
        command = RecordMeetingHeld(
            meeting_id=meeting_id,
            seen=self.meetings[meeting_id].meeting.recorded,
            held_on=on,
            participants=came or ("a-member",),
        )
        self.do(command)

    def written(self, meeting_id: str, text: str = "Quib minutes") -> None:
        version = self.meetings[meeting_id].meeting.version
        minutes = self.seal(found.subject_of(meeting_id), text)
        self.do(WriteMinutes(meeting_id=meeting_id, version=version, minutes=minutes))

    def agreed(self, meeting_id: str) -> None:
        version = self.meetings[meeting_id].meeting.version
        self.do(AgreeMinutes(meeting_id=meeting_id, version=version))

    def reopened(self, meeting_id: str) -> None:
        version = self.meetings[meeting_id].meeting.version
        self.do(ReopenMinutes(meeting_id=meeting_id, version=version))

    def item(
        self,
        meeting_id: str,
        number: int | str = 1,
        owner: str = "a-member",
        text: str = "Nonce task",
        *,
        due_on: date | None = None,
    ) -> str:
        action_id = item(number)
        command = OpenActionItem(
            action_id=action_id,
            meeting_id=meeting_id,
            text=self.seal(found.subject_of_item(action_id), text),
            owner_id=owner,
            due_on=due_on or day_of(NOW) + 5 * DAY,
        )
        self.act(command)
        return action_id

    def moved(self, action_id: str, owner: str, due_on: date) -> None:
        seen = self.shown(action_id)
        self.act(MoveActionItem(action_id=action_id, seen=seen, owner_id=owner, due_on=due_on))

    def done(self, action_id: str) -> None:
        self.act(FinishActionItem(action_id=action_id, seen=self.shown(action_id)))

    def dropped(self, action_id: str, reason: str = "Quite moot") -> None:
        sealed = self.seal(found.subject_of_item(action_id), reason)
        seen = self.shown(action_id)
        self.act(DropActionItem(action_id=action_id, seen=seen, reason=sealed))

    def shown(self, action_id: str) -> str:
        item = self.items.items[action_id]
        return owned(item.owner_id, item.due_on)

    def opened_again(self, action_id: str) -> None:
        seen = closed(self.items.items[action_id].closed_at)
        self.act(ReopenActionItem(action_id=action_id, seen=seen))

    def passed(self, on: date) -> None:
        self.act(PassActionDay(on=on), CLOCK)

    def do(self, command: OfMeeting, by: Actor = COMMITTEE, *, at: datetime = NOW) -> list[Any]:
        state = self.meetings.get(command.meeting_id, MEETING.initial)
        facts = list(MEETING.decide(command, Asked(at=at, by=by), state))
        self.meetings[command.meeting_id] = MEETING.fold(facts, state)
        return self.tell(facts, at)

    def act(
        self, command: OfAction | PassActionDay, by: Actor = COMMITTEE, *, at: datetime = NOW
    ) -> list[Any]:
        state = self.items
        if isinstance(command, OpenActionItem):
            met = self.facts_of(command.meeting_id)
            state = ACTIONS.fold(met, state)
        facts = list(ACTIONS.decide(command, Asked(at=at, by=by), state))
        self.items = ACTIONS.fold(facts, self.items)
        return self.tell(facts, at)

    def facts_of(self, meeting_id: str) -> list[Any]:
        return [
            one
            for one in self.facts
            if getattr(one, "meeting_id", None) == meeting_id and not hasattr(one, "action_id")
        ]

    def tell(self, facts: list[Any], at: datetime) -> list[Any]:
        self.facts += facts
        arrived = []
        for fact in facts:
            self.told += 1
            arrived.append(of_stakeholders(fact, self.told, "committeemeeting", at))
        twice([self.applier, *self.also], arrived)
        return facts

    def seal(self, subject: str, text: str) -> Sealed:
        return self.vault.seal(subject, text)
