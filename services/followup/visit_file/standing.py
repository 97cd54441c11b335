"""Where a visit file stands, derived from its documents in the order of their days: section E.3."""

from dataclasses import replace
from typing import assert_never

from shared.contracts.followup_visits import (
    DocumentFact,
    OutstandingRequestRaised,
    Standing,
    Status,
    VisitAccepted,
    VisitAcknowledged,
    VisitCancelled,
    VisitDatesProposed,
    VisitDeclined,
    VisitFileCarriedOver,
    VisitInvitationReceived,
    VisitPostponed,
    VisitReminderSent,
    VisitRequested,
)


def after(now: Standing, fact: DocumentFact) -> Standing:
    """Return where the file stands once this document is on it. It never refuses."""
    on = fact.document.passed_on
    now = replace(now, last_on=on)
    match fact:
        case VisitRequested():
            return replace(
                now,
                status="requested",
                asked_on=now.asked_on or on,
                unanswered_on=now.unanswered_on or on,
                written_on=on,
                reminders=0,
            )
        case VisitReminderSent():
            return replace(
                now,
                status=_meanwhile(now, "reminded"),
                written_on=on,
                reminders=now.reminders + 1,
            )
        case VisitAcknowledged():
            acknowledged = now.unanswered_on or now.status == "invited"
            return replace(now, status="acknowledged" if acknowledged else now.status)
        case OutstandingRequestRaised():
            return replace(now, status=_meanwhile(now, "informed"))
        case _:
            return _answered(now, fact)


def _answered(
    now: Standing,
    fact: VisitInvitationReceived
    | VisitAccepted
    | VisitDeclined
    | VisitDatesProposed
    | VisitPostponed
    | VisitCancelled
    | VisitFileCarriedOver,
) -> Standing:
    match fact:
        case VisitInvitationReceived():
            on = fact.document.passed_on
            return replace(
                now, status="invited", invited_on=on, unanswered_on=None, dates=fact.dates
            )
        case VisitAccepted():
            return replace(now, status="accepted", unanswered_on=None)
        case VisitDeclined():
            if fact.by == "mandate":
                return _closed(now, "declined")
            # The request stays on file: what invites later accepts it (S14).
            return replace(_closed(now, "declined"), asked_on=now.asked_on)
        case VisitDatesProposed():
            dated = replace(now, status="dates", dates=fact.dates)
            return dated if fact.by == "mandate" else replace(dated, unanswered_on=None)
        case VisitPostponed():
            without = now.postponed + (fact.dates is None)
            put_off = replace(now, status="postponed", dates=fact.dates, postponed=without)
            return put_off if fact.by == "mandate" else replace(put_off, unanswered_on=None)
        case VisitCancelled():
            return _deemed(now) if fact.deemed else _closed(now, "cancelled")
        case VisitFileCarriedOver():
            return now if fact.kept else _closed(now, "lapsed")
    assert_never(fact)


def _meanwhile(now: Standing, status: Status) -> Status:
    """What comes while an answer is awaited takes no answer away."""
    return status if now.unanswered_on else now.status


def _deemed(now: Standing) -> Standing:
    """A deemed cancellation keeps the request open, and it is unanswered again (V12)."""
    asked = now.last_on if now.asked_on else None
    return replace(now, status="deemed", unanswered_on=asked, dates=None, postponed=0)


def _closed(now: Standing, status: Status) -> Standing:
    return Standing(status=status, last_on=now.last_on)
