"""Decisions of a holder that a letter about a visit goes out: on which days each of them stood.

A decision sends one letter. It ends when the letter is logged, when it is taken back, and with an
answer or an act that leaves nothing to send. A letter that went out on a day on which a decision
stood can still be logged for that day.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TypeAlias

from shared.contracts.followup_visits import (
    DocumentFact,
    Letter,
    VisitAccepted,
    VisitCancelled,
    VisitDatesAgreed,
    VisitDatesProposed,
    VisitDeclined,
    VisitFileCarriedOver,
    VisitInvitationReceived,
    VisitPostponed,
    VisitReminderSent,
    VisitRequested,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """``until``: the last day on which it stood; None: it stands. ``sent``: as which document."""

    letter: Letter
    since: date
    until: date | None = None
    sent: str | None = None

    def covers(self, letter: Letter, day: date) -> bool:
        stood = self.since <= day and (self.until is None or day <= self.until)
        return self.letter == letter and self.sent is None and stood


Decisions: TypeAlias = tuple[Decision, ...]


def standing(decisions: Iterable[Decision]) -> Decision | None:
    """Return the decision that stands: there is one at most."""
    return next((one for one in decisions if one.until is None), None)


def covering(decisions: Decisions, letter: Letter, day: date) -> Decision | None:
    """Return the last decision on this letter that stood on that day, and was not used."""
    return next((one for one in reversed(decisions) if one.covers(letter, day)), None)


def taken_back(decisions: Decisions, on: date) -> Decisions:
    """On this day it stood no more."""
    return _ended(decisions, on - timedelta(days=1))


def with_document(decisions: Decisions, fact: DocumentFact, on: date) -> Decisions:
    if isinstance(fact, VisitRequested | VisitReminderSent):
        return _used(decisions, fact, on)
    return _ended(decisions, on) if _leaves_nothing(fact) else decisions


def without_document(decisions: Decisions, document_id: str) -> Decisions:
    """The letter can be logged anew for a day on which the decision stood. None stands again."""
    return tuple(replace(one, sent=None) if one.sent == document_id else one for one in decisions)


def _used(decisions: Decisions, fact: VisitRequested | VisitReminderSent, on: date) -> Decisions:
    letter: Letter = "request" if isinstance(fact, VisitRequested) else "reminder"
    used = covering(decisions, letter, fact.document.passed_on)
    if fact.decided_on is None or used is None:
        return decisions
    sent = replace(used, sent=fact.document.document_id, until=used.until or on)
    return tuple(sent if one is used else one for one in decisions)


def _leaves_nothing(fact: DocumentFact) -> bool:
    """Whether a Government answered, or the visit is not sought any more."""
    match fact:
        case VisitAccepted() | VisitInvitationReceived() | VisitDeclined() | VisitCancelled():
            return True
        case VisitDatesAgreed():
            return True
        case VisitDatesProposed() | VisitPostponed():
            return fact.by == "state"
        case VisitFileCarriedOver():
            return not fact.kept
        case _:
            return False


def _ended(decisions: Decisions, last: date) -> Decisions:
    return tuple(replace(one, until=last) if one.until is None else one for one in decisions)
