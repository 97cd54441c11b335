"""What became of a transmitted letter: due, overdue, replied to, graded by each mandate.

Lifecycle and guards: domain.md section 2.1 C.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from types import MappingProxyType
from typing import TypeAlias, assert_never
from zoneinfo import ZoneInfo

from shared.actor import Asked
from shared.contracts.followup import (
    GovernmentReplyLogged,
    ReplyAssessed,
    ReplyDue,
    ReplyKind,
    ReplyOverdue,
)
from shared.decider import Decider, Forbidden, Refused, require
from shared.message import Sealed
from shared.reference import COOPERATION, LANGUAGES
from shared.roles import Role

GENEVA = ZoneInfo("Europe/Zurich")
"""Deadlines are calendar days of Geneva."""

SCHEMES = MappingProxyType({COOPERATION.code: COOPERATION})
"""The schemes that grade replies."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenReplyCase:
    """Only this service's own policy asks for it, once the letter is transmitted."""

    communication_id: str
    reference: str
    type: str
    recipient: str
    mandates: tuple[str, ...]
    transmitted_at: datetime
    reply_days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkOverdue:
    """Only the clock asks for it: the time it asks at is the time that counts."""

    communication_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LogReply:
    communication_id: str
    reply_id: str
    kind: ReplyKind
    language: str
    confidential_by_state: bool
    text: Sealed
    received_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class AssessReply:
    communication_id: str
    reply_id: str
    mandate: str
    scheme: str
    value: str
    rationale: Sealed


Command: TypeAlias = OpenReplyCase | MarkOverdue | LogReply | AssessReply
Event: TypeAlias = ReplyDue | ReplyOverdue | GovernmentReplyLogged | ReplyAssessed


@dataclass(frozen=True, slots=True)
class Absent:
    """No letter of this id was transmitted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Open:
    """``answered``: a substantive reply has come. ``grades``: (reply, mandate) to its grade."""

    recipient: str
    mandates: tuple[str, ...]
    transmitted_at: datetime
    due_at: datetime
    overdue: bool = False
    answered: bool = False
    replies: frozenset[str] = frozenset()
    grades: MappingProxyType[tuple[str, str], tuple[str, str]] = field(
        default_factory=lambda: MappingProxyType({})
    )


State: TypeAlias = Absent | Open


def due_at(transmitted_at: datetime, reply_days: int) -> datetime:
    """Return the last moment of the day, in Geneva, that is ``reply_days`` days after."""
    day = transmitted_at.astimezone(GENEVA).date() + timedelta(days=reply_days)
    return datetime.combine(day, time.max, tzinfo=GENEVA).astimezone(transmitted_at.tzinfo)


def decide(command: Command, asked: Asked, state: State) -> Sequence[Event]:
    if isinstance(command, OpenReplyCase):
        return _open(command, state)
    if isinstance(state, Absent):
        raise Refused("No such communication was transmitted.")
    match command:
        case MarkOverdue():
            return _mark_overdue(command, asked, state)
        case LogReply():
            return _log(command, asked, state)
        case AssessReply():
            return _assess(command, asked, state)
    assert_never(command)


def _open(command: OpenReplyCase, state: State) -> Sequence[Event]:
    if isinstance(state, Open):
        return []
    return [
        ReplyDue(
            communication_id=command.communication_id,
            reference=command.reference,
            type=command.type,
            recipient=command.recipient,
            mandates=command.mandates,
            transmitted_at=command.transmitted_at,
            due_at=due_at(command.transmitted_at, command.reply_days),
        )
    ]


def _mark_overdue(command: MarkOverdue, asked: Asked, state: Open) -> Sequence[Event]:
    if state.overdue or state.answered:
        return []
    if asked.at <= state.due_at:
        raise Refused("The reply is not due yet.")
    return [
        ReplyOverdue(
            communication_id=command.communication_id,
            recipient=state.recipient,
            mandates=state.mandates,
            due_at=state.due_at,
            overdue_at=asked.at,
        )
    ]


def _log(command: LogReply, asked: Asked, state: Open) -> Sequence[Event]:
    """Late replies are accepted: reports count replies to earlier letters (A/HRC/29/50)."""
    require(asked, Role.QUICK_RESPONSE_DESK, to="log replies")
    if command.reply_id in state.replies:
        return []
    if command.language not in LANGUAGES:
        raise Refused("Choose the language of the reply from the list.")
    if command.received_at.tzinfo is None:
        raise Refused("The time of receipt needs its time zone.")
    if _day(command.received_at) < _day(state.transmitted_at):
        raise Refused("A reply cannot have come before the letter was transmitted.")
    return [
        GovernmentReplyLogged(
            communication_id=command.communication_id,
            reply_id=command.reply_id,
            recipient=state.recipient,
            mandates=state.mandates,
            kind=command.kind,
            language=command.language,
            confidential_by_state=command.confidential_by_state,
            text=command.text,
            received_at=command.received_at,
            logged_by=asked.by.actor_id,
            logged_at=asked.at,
        )
    ]


def _assess(command: AssessReply, asked: Asked, state: Open) -> Sequence[Event]:
    require(asked, Role.MANDATE_HOLDER, to="assess a reply")
    if not asked.by.serves(command.mandate):
        raise Forbidden("You can assess a reply only for a mandate that you hold.")
    if command.mandate not in state.mandates:
        raise Refused("This mandate did not sign the letter.")
    if command.reply_id not in state.replies:
        raise Refused("There is no such reply to this letter.")
    scheme = SCHEMES.get(command.scheme)
    if scheme is None or command.value not in scheme.values:
        raise Refused("Choose a grade from the list.")
    if state.grades.get((command.reply_id, command.mandate)) == (command.scheme, command.value):
        return []
    return [
        ReplyAssessed(
            communication_id=command.communication_id,
            reply_id=command.reply_id,
            recipient=state.recipient,
            mandate=command.mandate,
            scheme=command.scheme,
            value=command.value,
            rationale=command.rationale,
            assessed_by=asked.by.actor_id,
            assessed_at=asked.at,
        )
    ]


def _day(at: datetime) -> date:
    return at.astimezone(GENEVA).date()


def evolve(state: State, event: Event) -> State:
    if isinstance(event, ReplyDue):
        return Open(
            recipient=event.recipient,
            mandates=event.mandates,
            transmitted_at=event.transmitted_at,
            due_at=event.due_at,
        )
    if isinstance(state, Absent):
        return state
    match event:
        case ReplyOverdue():
            return replace(state, overdue=True)
        case GovernmentReplyLogged():
            return replace(
                state,
                replies=state.replies | {event.reply_id},
                answered=state.answered or event.kind == "substantive",
            )
        case ReplyAssessed():
            graded = {(event.reply_id, event.mandate): (event.scheme, event.value)}
            return replace(state, grades=MappingProxyType({**state.grades, **graded}))
    assert_never(event)


REPLY_CASE: Decider[Command, Event, State] = Decider(
    stream=lambda command: f"replycase-{command.communication_id}",
    initial=Absent(),
    decide=decide,
    evolve=evolve,
    creates=lambda command: isinstance(command, OpenReplyCase),
)
