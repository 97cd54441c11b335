"""The state of a reply case, folded from its events."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from types import MappingProxyType
from typing import TypeAlias, TypeVar, assert_never

from services.followup import holding
from shared.contracts.followup import (
    GovernmentReplyLogged,
    ReplyAssessed,
    ReplyDue,
    ReplyKind,
    ReplyOverdue,
)
from shared.contracts.followup_custody import CasePassedOn
from shared.contracts.followup_holding import HoldingHeard
from shared.contracts.followup_replies import (
    CaseClosed,
    CaseReopened,
    ClosureNotified,
    DialogueCorrected,
    DialogueNoted,
    ExtensionNoted,
    ExtensionRequested,
    FollowUpLetterSent,
    ReceiptAcknowledged,
    ReminderApproved,
    ReminderDrafted,
    ReminderProposed,
    ReminderSent,
    ReplyAttachmentAdded,
    ReplyCaseFact,
    ReplyForwardedToSource,
    SourceCommented,
    TranslationReceived,
    TranslationRequested,
)
from shared.contracts.followup_times import ReplyTimesNoted
from shared.core.actor import Asked
from shared.core.decider import Forbidden, Refused, require
from shared.core.geneva import day_of
from shared.core.roles import Role
from shared.reference.holding import Holding, in_office

Event: TypeAlias = (
    ReplyDue
    | ReplyOverdue
    | GovernmentReplyLogged
    | ReplyAssessed
    | ReplyTimesNoted
    | ReplyCaseFact
    | CasePassedOn
    | HoldingHeard
)

_OnCase: TypeAlias = (
    ReplyOverdue | GovernmentReplyLogged | ReplyAssessed | ReplyCaseFact | CasePassedOn
)

K = TypeVar("K")
V = TypeVar("V")
_NONE: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Absent:
    """No letter with this id was transmitted.

    ``times`` belongs to another stream, and is there only while the opening of a case reads it.
    """

    times: tuple[ReplyTimesNoted, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reminder:
    """An unsent reminder. ``approved``: mandate to the holder who did."""

    reminder_id: str
    content_hash: str
    author: str
    approved: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True, kw_only=True)
class Closed:
    """``told``: whether State and sources were notified."""

    outcome: str
    told: frozenset[str] = _NONE


@dataclass(frozen=True, slots=True, kw_only=True)
class Grade:
    scheme: str
    value: str
    patterns: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Open:
    """``overdue``: for the present ``due_at``. ``grades``: (reply, mandate) to its last grade.

    ``reminders_at``: reminders still to propose; ``proposed``: their number so far.
    ``translations``: (reply, language) to whether it arrived. ``reminder``: the unsent draft.
    ``drafted``: every reminder ever. ``attachments``: each file to its reply. ``contacts``: every
    entry about one, including ``corrected`` ones. ``holdings`` belong to other streams, and are
    there only while a decision reads them.
    """

    recipient: str
    mandates: tuple[str, ...]
    transmitted_at: datetime
    due_at: datetime
    reminders_at: tuple[datetime, ...] = ()
    submission_ids: tuple[str, ...] = ()
    overdue: bool = False
    acknowledged: bool = False
    extensions_asked: frozenset[str] = _NONE
    replies: Mapping[str, ReplyKind] = field(default_factory=lambda: MappingProxyType({}))
    attachments: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    grades: Mapping[tuple[str, str], Grade] = field(default_factory=lambda: MappingProxyType({}))
    translations: Mapping[tuple[str, str], bool] = field(
        default_factory=lambda: MappingProxyType({})
    )
    forwarded: frozenset[str] = _NONE
    comments: frozenset[str] = _NONE
    proposed: int = 0
    reminder: Reminder | None = None
    drafted: frozenset[str] = _NONE
    sent: frozenset[str] = _NONE
    followed_up_by: frozenset[str] = _NONE
    contacts: frozenset[str] = _NONE
    corrected: frozenset[str] = _NONE
    closed: Closed | None = None
    holdings: Mapping[str, Holding] = field(default_factory=lambda: MappingProxyType({}))

    def holding(self, mandate: str) -> Holding:
        return self.holdings.get(mandate, Holding(mandate=mandate))

    def in_office(self, approved: Mapping[str, str], asked: Asked) -> frozenset[str]:
        """Return the mandates whose approval is of somebody who holds them still."""
        on = day_of(asked.at)
        return frozenset(one for one, by in approved.items() if self.holding(one).held_by(by, on))

    @property
    def answered(self) -> bool:
        """There is a substantive reply."""
        return "substantive" in self.replies.values()


State: TypeAlias = Absent | Open


def require_holder(asked: Asked, state: Open, mandate: str, *, no: str, nor: str) -> None:
    """Refuse everybody except the holder of this signing mandate.

    ``no`` is said to others than holders, ``nor`` to holders of other mandates.
    """
    require(asked, Role.MANDATE_HOLDER, no=no)
    if not asked.by.serves(mandate):
        raise Forbidden(nor)
    if mandate not in state.mandates:
        raise Refused("This mandate did not sign the letter.")
    in_office(state.holding(mandate), asked)


def require_reply(reply_id: str, state: Open) -> None:
    if reply_id not in state.replies:
        raise Refused("There is no such reply to this letter.")


def evolve(state: State, event: Event) -> State:
    if isinstance(event, ReplyTimesNoted):
        return Absent((*state.times, event)) if isinstance(state, Absent) else state
    if isinstance(event, ReplyDue):
        return Open(
            recipient=event.recipient,
            mandates=event.mandates,
            transmitted_at=event.transmitted_at,
            due_at=event.due_at,
            reminders_at=event.reminders_at,
            submission_ids=event.submission_ids,
        )
    if isinstance(state, Absent):
        return state
    if isinstance(event, HoldingHeard):
        heard = holding.evolve(state.holding(event.mandate), event)
        return replace(state, holdings=_with(state.holdings, event.mandate, heard))
    return _on_case(state, event)


def _on_case(state: Open, event: _OnCase) -> Open:
    match event:
        case ReplyOverdue():
            return replace(state, overdue=True)
        case GovernmentReplyLogged():
            return replace(state, replies=_with(state.replies, event.reply_id, event.kind))
        case ReplyAttachmentAdded():
            known = _with(state.attachments, event.attachment_id, event.reply_id)
            return replace(state, attachments=known)
        case ReplyAssessed():
            grade = Grade(scheme=event.scheme, value=event.value, patterns=event.patterns)
            key = (event.reply_id, event.mandate)
            return replace(state, grades=_with(state.grades, key, grade))
        case ReceiptAcknowledged():
            return replace(state, acknowledged=True)
        case ExtensionRequested():
            return replace(state, extensions_asked=state.extensions_asked | {event.request_id})
        case ExtensionNoted():
            return replace(
                state, due_at=event.due_at, reminders_at=event.reminders_at, overdue=False
            )
        case TranslationRequested() | TranslationReceived():
            key = (event.reply_id, event.language)
            come = isinstance(event, TranslationReceived)
            return replace(state, translations=_with(state.translations, key, come))
        case ReplyForwardedToSource() | SourceCommented() | FollowUpLetterSent():
            return _talked(state, event)
        case DialogueNoted() | DialogueCorrected():
            return _noted(state, event)
        case ReminderProposed() | ReminderDrafted() | ReminderApproved() | ReminderSent():
            return _reminded(state, event)
        case CaseClosed() | ClosureNotified() | CaseReopened() | CasePassedOn():
            return _ended(state, event)
    assert_never(event)


def _talked(
    state: Open,
    event: ReplyForwardedToSource | SourceCommented | FollowUpLetterSent,
) -> Open:
    match event:
        case ReplyForwardedToSource():
            return replace(state, forwarded=state.forwarded | {event.reply_id})
        case SourceCommented():
            return replace(state, comments=state.comments | {event.comment_id})
        case FollowUpLetterSent():
            return replace(state, followed_up_by=state.followed_up_by | {event.follow_up_id})
    assert_never(event)


def _noted(state: Open, event: DialogueNoted | DialogueCorrected) -> Open:
    if isinstance(event, DialogueNoted):
        return replace(state, contacts=state.contacts | {event.contact_id})
    return replace(
        state,
        contacts=state.contacts | {event.correction_id},
        corrected=state.corrected | {event.contact_id},
    )


def _reminded(
    state: Open, event: ReminderProposed | ReminderDrafted | ReminderApproved | ReminderSent
) -> Open:
    match event:
        case ReminderProposed():
            return replace(state, proposed=event.number, reminders_at=event.reminders_at)
        case ReminderDrafted():
            drafted = Reminder(
                reminder_id=event.reminder_id,
                content_hash=event.content_hash,
                author=event.drafted_by,
            )
            return replace(state, reminder=drafted, drafted=state.drafted | {event.reminder_id})
        case ReminderApproved():
            if state.reminder is None:
                return state
            approved = _with(state.reminder.approved, event.mandate, event.approved_by)
            return replace(state, reminder=replace(state.reminder, approved=approved))
        case ReminderSent():
            return replace(state, reminder=None, sent=state.sent | {event.reminder_id})
    assert_never(event)


def _ended(state: Open, event: CaseClosed | ClosureNotified | CaseReopened | CasePassedOn) -> Open:
    match event:
        case CasePassedOn():
            return replace(state, mandates=_passed(state.mandates, event))
        case CaseClosed():
            return replace(state, closed=Closed(outcome=event.outcome))
        case ClosureNotified():
            told = state.closed.told if state.closed else _NONE
            return replace(state, closed=Closed(outcome=event.outcome, told=told | {event.to}))
        case CaseReopened():
            # Before reminders came back, those of the case stayed as they were.
            again = event.reminders_at or state.reminders_at
            return replace(state, closed=None, reminders_at=again)
    assert_never(event)


def _passed(mandates: tuple[str, ...], event: CasePassedOn) -> tuple[str, ...]:
    """The successor stands in the place of the mandate that ended, once."""
    others = [one for one in mandates if one != event.to]
    named = (event.to if one == event.mandate else one for one in others)
    return tuple(one for one in named if one is not None)


def _with(known: Mapping[K, V], key: K, value: V) -> Mapping[K, V]:
    return MappingProxyType({**known, key: value})
