"""Actors, commands and events for the tests of a reply case."""

from datetime import UTC, datetime, timedelta

from services.followup.reply_case.commands import MarkOverdue, OpenReplyCase
from shared.contracts.followup import (
    GovernmentReplyLogged,
    ReplyAssessed,
    ReplyDue,
    ReplyKind,
    ReplyOverdue,
)
from shared.contracts.followup_replies import (
    CaseClosed,
    CaseReopened,
    ReminderApproved,
    ReminderDrafted,
    ReminderSent,
    ReplyForwardedToSource,
)
from shared.contracts.followup_reply_commands import AssessReply, LogReply
from shared.core.actor import Actor, by_return_channel, system
from shared.core.message import Sealed
from shared.core.roles import Role
from shared.core.testing import AT

SIGNED = ("sr-torture", "wgad")


def somebody(role: Role, *, mandates: str = "", states: str = "") -> Actor:
    return Actor(
        actor_id=f"{role}-1",
        roles=frozenset({role}),
        mandates=frozenset(mandates.split()),
        states=frozenset(states.split()),
    )


DESK = Actor(actor_id="desk-1", roles=frozenset({Role.QUICK_RESPONSE_DESK}))
CHIEF = Actor(actor_id="chief-1", roles=frozenset({Role.CHIEF}))
HOLDER = Actor(
    actor_id="holder-1",
    roles=frozenset({Role.MANDATE_HOLDER}),
    mandates=frozenset({"sr-torture", "sr-health"}),
)
OTHER_HOLDER = Actor(
    actor_id="holder-2", roles=frozenset({Role.MANDATE_HOLDER}), mandates=frozenset({"wgad"})
)
OFFICER = Actor(
    actor_id="officer-1",
    roles=frozenset({Role.HUMAN_RIGHTS_OFFICER}),
    mandates=frozenset({"sr-torture"}),
)
OTHER_OFFICER = somebody(Role.HUMAN_RIGHTS_OFFICER, mandates="sr-health")
GOVERNMENT = Actor(
    actor_id="mission-1", roles=frozenset({Role.GOVERNMENT}), states=frozenset({"FRA"})
)
OTHER_GOVERNMENT = somebody(Role.GOVERNMENT, states="KEN")
SOURCE = by_return_channel("s-1")
CLOCK = system("clock")

TEXT = Sealed("reply-r-1", "x")
DUE_AT = datetime(2026, 3, 6, 22, 59, 59, 999999, tzinfo=UTC)  # the end of that day in Geneva
REMIND_AT = (DUE_AT, datetime(2026, 5, 5, 21, 59, 59, 999999, tzinfo=UTC))
LATE = DUE_AT + timedelta(seconds=1)

OPEN = OpenReplyCase(
    communication_id="c-1",
    reference="UA FRA 1/2026",
    type="UA",
    recipient="FRA",
    mandates=SIGNED,
    transmitted_at=AT,
    reply_days=60,
    reminder_days=(60, 120),
    submission_ids=("s-1", "s-2"),
)
DUE = ReplyDue(
    communication_id="c-1",
    reference="UA FRA 1/2026",
    type="UA",
    recipient="FRA",
    mandates=SIGNED,
    transmitted_at=AT,
    due_at=DUE_AT,
    reminders_at=REMIND_AT,
    submission_ids=("s-1", "s-2"),
)
MARK = MarkOverdue(communication_id="c-1")
OVERDUE = ReplyOverdue(
    communication_id="c-1",
    recipient="FRA",
    mandates=SIGNED,
    due_at=DUE_AT,
    overdue_at=LATE,
)
FORWARDED = ReplyForwardedToSource(
    communication_id="c-1",
    reply_id="r-1",
    submission_ids=("s-1", "s-2"),
    mandate="sr-torture",
    decided_by="holder-1",
    forwarded_at=AT,
)
DRAFTED = ReminderDrafted(
    communication_id="c-1",
    reminder_id="m-1",
    text=TEXT,
    content_hash="a" * 64,
    drafted_by="officer-1",
    drafted_at=AT,
)
APPROVED = ReminderApproved(
    communication_id="c-1",
    reminder_id="m-1",
    mandate="sr-torture",
    content_hash="a" * 64,
    approved_by="holder-1",
    approved_at=AT,
)
SENT = ReminderSent(
    communication_id="c-1",
    reminder_id="m-1",
    recipient="FRA",
    mandates=("sr-torture",),
    sent_by="officer-1",
    sent_at=AT,
)


def log(
    kind: ReplyKind = "substantive", *, language: str = "fr", received_at: datetime = AT
) -> LogReply:
    return LogReply(
        communication_id="c-1",
        reply_id="r-1",
        kind=kind,
        language=language,
        confidential_by_state=False,
        text=TEXT,
        received_at=received_at,
    )


def logged(kind: ReplyKind = "substantive", *, logged_at: datetime = AT) -> GovernmentReplyLogged:
    return GovernmentReplyLogged(
        communication_id="c-1",
        reply_id="r-1",
        recipient="FRA",
        mandates=SIGNED,
        kind=kind,
        language="fr",
        confidential_by_state=False,
        text=TEXT,
        received_at=AT,
        logged_by="desk-1",
        logged_at=logged_at,
    )


def assess(
    value: str = "partial",
    *,
    mandate: str = "sr-torture",
    scheme: str = "cooperation",
    patterns: tuple[str, ...] = (),
) -> AssessReply:
    return AssessReply(
        communication_id="c-1",
        reply_id="r-1",
        mandate=mandate,
        scheme=scheme,
        value=value,
        rationale=TEXT,
        patterns=patterns,
    )


def assessed(
    value: str = "partial",
    *,
    mandate: str = "sr-torture",
    by: str = "holder-1",
    patterns: tuple[str, ...] = (),
) -> ReplyAssessed:
    return ReplyAssessed(
        communication_id="c-1",
        reply_id="r-1",
        recipient="FRA",
        mandate=mandate,
        scheme="cooperation",
        value=value,
        rationale=TEXT,
        assessed_by=by,
        assessed_at=AT,
        patterns=patterns,
    )


def closed(outcome: str = "improved") -> CaseClosed:
    return CaseClosed(
        communication_id="c-1",
        recipient="FRA",
        mandates=SIGNED,
        mandate="sr-torture",
        outcome=outcome,
        reasons=TEXT,
        closed_by="holder-1",
        closed_at=AT,
    )


def reopened(
    *, waits_until: datetime | None = DUE_AT, reminders_at: tuple[datetime, ...] = REMIND_AT
) -> CaseReopened:
    return CaseReopened(
        communication_id="c-1",
        recipient="FRA",
        mandates=SIGNED,
        mandate="sr-torture",
        reason=TEXT,
        waits_until=waits_until,
        reminders_at=reminders_at,
        reopened_by="holder-1",
        reopened_at=AT,
    )
