"""Where a visit file stands, derived from its documents in the order of their days: section E.3."""

from dataclasses import replace
from typing import Final, assert_never

from shared.contracts.followup_visits import (
    DocumentFact,
    OutstandingRequestRaised,
    Standing,
    Status,
    Terms,
    TermsAnswered,
    TermsOfReferenceSent,
    VisitAccepted,
    VisitAcknowledged,
    VisitCancelled,
    VisitDatesAgreed,
    VisitDatesProposed,
    VisitDeclined,
    VisitFileCarriedOver,
    VisitInvitationReceived,
    VisitKindSaid,
    VisitPostponed,
    VisitReminderSent,
    VisitRequested,
    VisitReservationDecided,
)
from shared.reference.visits import begun_anew

_AWAITED: Final[frozenset[Status]] = frozenset(
    {"requested", "reminded", "acknowledged", "informed", "invited", "deemed"}
)
"""A reminder, an acknowledgement or telling the Council says where these stand now."""
_CLOSED: Final[frozenset[Status]] = frozenset({"declined", "cancelled", "lapsed"})
"""An invitation after these is to another visit, whose kind nobody has said."""


def after(now: Standing, fact: DocumentFact) -> Standing:
    """Return where the file stands once this document is on it. It never refuses."""
    if isinstance(fact, VisitKindSaid):  # of the visit that is there, also once it is over
        return replace(now, kind=fact.kind)
    on = fact.document.passed_on
    now = replace(begun_anew(now, on), last_on=on)
    match fact:
        case VisitRequested():
            return replace(
                now,
                status="requested",
                kind=fact.kind,
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
            invited = now.status == "invited"
            return replace(
                now, status="acknowledged" if invited else _meanwhile(now, "acknowledged")
            )
        case OutstandingRequestRaised():
            return replace(now, status=_meanwhile(now, "informed"))
        case TermsOfReferenceSent() | TermsAnswered() | VisitReservationDecided():
            return replace(now, terms=_terms(now.terms, fact))
        case VisitDatesAgreed():
            return _agreed(now, fact)
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
            return _invited(now, fact)
        case VisitAccepted():
            accepted: Status = "agreed" if now.status == "agreed" else "accepted"
            return replace(now, status=accepted, unanswered_on=None, postponed=0)
        case VisitDeclined():
            if fact.by == "mandate":
                return _closed(now, "declined")
            # The request stays on file: what invites later accepts it (S14).
            return replace(_closed(now, "declined"), asked_on=now.asked_on)
        case VisitDatesProposed():
            return _dated(now, fact)
        case VisitPostponed():
            return _put_off(now, fact)
        case VisitCancelled():
            return _deemed(now) if fact.deemed else _closed(now, "cancelled")
        case VisitFileCarriedOver():
            return now if fact.kept else _closed(now, "lapsed")
    assert_never(fact)


def _terms(
    terms: Terms | None, fact: TermsOfReferenceSent | TermsAnswered | VisitReservationDecided
) -> Terms | None:
    match fact:
        case TermsOfReferenceSent():
            return "sent"
        case TermsAnswered():
            return fact.value if terms else None  # an answer to nothing settles nothing
        case VisitReservationDecided():
            if terms != "reserved":
                return terms
            return "reservation_accepted" if fact.taken else "reservation_refused"
    assert_never(fact)


def _agreed(now: Standing, fact: VisitDatesAgreed) -> Standing:
    return replace(
        now,
        status="agreed",
        dates=fact.dates,
        dates_by="state",
        unanswered_on=None,
        postponed=0,
        mission_id=fact.mission_id,
        called_off=False,
    )


def _invited(now: Standing, fact: VisitInvitationReceived) -> Standing:
    """Where a request is on file by then it is an acceptance (S14), with dates a proposal (V8)."""
    if now.status == "agreed" and fact.dates is None:
        return now
    came = replace(now, unanswered_on=None, postponed=0, dates=fact.dates or now.dates)
    if now.asked_on is None and now.status in _CLOSED:
        came = replace(came, kind="official")
    if fact.dates is not None:
        came = replace(came, dates_by="state")
    if now.asked_on is None:
        came = replace(came, invited_on=fact.document.passed_on)
    if came.dates is not None:
        return replace(came, status="dates")
    return replace(came, status="invited" if now.asked_on is None else "accepted")


def _dated(now: Standing, fact: VisitDatesProposed) -> Standing:
    """The mandate's own dates are no answer, and take neither a refusal nor agreed dates away."""
    dated = replace(now, status="dates", dates=fact.dates, dates_by=fact.by)
    if fact.by == "state":
        return replace(dated, unanswered_on=None, postponed=0)
    return now if now.status in {"declined", "agreed"} else dated


def _put_off(now: Standing, fact: VisitPostponed) -> Standing:
    """New dates of the Government begin the count anew."""
    without = now.postponed + (fact.dates is None)
    by = fact.by if fact.dates else None
    put_off = replace(now, status="postponed", dates=fact.dates, dates_by=by, postponed=without)
    if fact.by == "mandate":
        return put_off
    return replace(put_off, unanswered_on=None, postponed=0 if fact.dates else without)


def _meanwhile(now: Standing, status: Status) -> Status:
    """What comes while an answer is awaited takes away no answer, and no dates."""
    return status if now.unanswered_on and now.status in _AWAITED else now.status


def _deemed(now: Standing) -> Standing:
    """A deemed cancellation keeps the request open, unanswered again (V12), without its terms."""
    asked = now.last_on if now.asked_on else None
    return replace(
        now,
        status="deemed",
        unanswered_on=asked,
        dates=None,
        dates_by=None,
        terms=None,
        postponed=0,
        called_off=now.mission_id is not None,
    )


def _closed(now: Standing, status: Status) -> Standing:
    return Standing(
        status=status,
        kind=now.kind,
        last_on=now.last_on,
        mission_id=now.mission_id,
        called_off=now.mission_id is not None,
    )
