"""Commands, facts and people of visit files, shared by their tests."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any, Final

from services.followup.visit_file.decide import VISIT_FILE
from services.followup.visit_file.state import stands
from shared.contracts import followup_visits as facts
from shared.contracts.followup_visit_commands import (
    AgreeVisitDates,
    CarryVisitFileOver,
    DecideVisitReservation,
    DeemVisitCancelled,
    GradeVisitCooperation,
    LogTermsAnswer,
    LogTermsOfReference,
    LogVisitAcceptance,
    LogVisitAcknowledgement,
    LogVisitCancellation,
    LogVisitDates,
    LogVisitDeclination,
    LogVisitInvitation,
    LogVisitPostponement,
    LogVisitReminder,
    LogVisitRequest,
    NameVisitTerritories,
    PublishVisitDates,
    RaiseVisitInCouncil,
    SayVisitKind,
    StrikeVisitDocument,
)
from shared.contracts.followup_visits import Document, Reservation, Standing, Window
from shared.core.actor import Actor
from shared.core.geneva import day_of
from shared.core.message import Sealed, derive_id
from shared.core.roles import Role
from shared.core.testing import AT
from shared.reference.visits import visit_file_id

MANDATE, STATE = "sr-torture", "KEN"
FILE_ID: Final = visit_file_id(MANDATE, STATE)
N = 20  # a document that no history here has
TODAY, DAY = day_of(AT), timedelta(days=1)
NOTE = Sealed(f"visitfile-{FILE_ID}", "note")
SOON = Window(first=TODAY + 100 * DAY, last=TODAY + 107 * DAY)


def person(name: str, role: Role, *mandates: str, **also: Any) -> Actor:
    return Actor(actor_id=name, roles=frozenset({role}), mandates=frozenset(mandates), **also)


HOLDER = person("holder-1", Role.MANDATE_HOLDER, MANDATE)
OTHER_HOLDER = person("holder-2", Role.MANDATE_HOLDER, "wgad")
OFFICER = person("officer-1", Role.HUMAN_RIGHTS_OFFICER, MANDATE)
OTHER_OFFICER = person("officer-2", Role.HUMAN_RIGHTS_OFFICER, "wgad")
QRD = person("qrd-1", Role.QUICK_RESPONSE_DESK)


def document(number: int = 1, on: date = TODAY, **also: Any) -> Document:
    given: dict[str, Any] = {
        "document_id": str(derive_id("visit document of a test", number)),
        "dated_on": on,
        "passed_on": on,
        "channel": "mission",
        "reference": NOTE,
        "note": None,
    }
    return Document(**{**given, **also})


def of(kind: type, seen: int, /, **also: Any) -> Any:
    return kind(**{"mandate": MANDATE, "state": STATE, "seen": seen, **also})


def log(kind: type, seen: int, number: int, on: date = TODAY, /, **also: Any) -> Any:
    return of(kind, seen, document=document(number, on), **also)


def fact(kind: type, /, **also: Any) -> Any:
    """Return a fact; where the file stands after it says the fold."""
    given: dict[str, Any] = {
        "visit_file_id": FILE_ID,
        "mandate": MANDATE,
        "state": STATE,
        "now": Standing(),
        "step": 0,
        "done_by": "officer-1",
        "done_at": AT,
    }
    return kind(**{**given, **also})


def filed(kind: type, number: int, on: date = TODAY, /, **also: Any) -> Any:
    return fact(kind, document=document(number, on), **also)


def by_itself(number: int) -> Document:
    return document(number, channel=None, reference=None)


def then(history: Sequence[Any], new: Any) -> Any:
    """Return the new fact with where the file stands after it."""
    return stands(VISIT_FILE.fold(history), new)[0]


def now(*history: Any) -> Standing:
    return VISIT_FILE.fold(history).now


def logged(kind: type, /, *history: Any, on: date = TODAY, **also: Any) -> Any:
    """Return a command to log a new document on the file of this history."""
    return log(kind, len(history), N, on, **also)


DECIDED = fact(facts.VisitLetterDecided, letter="request", done_by="holder-1")
REQUESTED = filed(
    facts.VisitRequested, 1, kind="official", dates=None, renewed=False, decided_on=TODAY
)
OLD_REQUEST = filed(
    facts.VisitRequested,
    2,
    date(1993, 5, 4),
    kind="official",
    dates=None,
    renewed=False,
    decided_on=None,
)
INVITED = filed(facts.VisitInvitationReceived, 3, dates=None)
ACKNOWLEDGED = filed(facts.VisitAcknowledged, 4, by="state")
ACCEPTED = filed(facts.VisitAccepted, 5, worded="acceptance")
DECLINED = filed(facts.VisitDeclined, 6, by="state", reason="scheduling")
DATED = filed(facts.VisitDatesProposed, 7, by="state", dates=SOON, worded="dates")
POSTPONED = filed(
    facts.VisitPostponed, 8, by="state", hours_before=None, reason="elections", dates=None
)
CANCELLED = filed(facts.VisitCancelled, 9, by="state", deemed=False, reason="security")
DEEMED = fact(
    facts.VisitCancelled, document=by_itself(10), by="mandate", deemed=True, reason="none"
)
LAPSED = fact(facts.VisitFileCarriedOver, document=by_itself(11), kept=False)
REMINDED = filed(facts.VisitReminderSent, 12, number=1, decided_on=TODAY)
AGAIN = replace(POSTPONED, document=document(13))
TWICE = (REQUESTED, DATED, POSTPONED, AGAIN)
RAISED = fact(facts.OutstandingRequestRaised, document=by_itself(14), session=61)
SENT = filed(facts.TermsOfReferenceSent, 15, version="2016")
DETENTION = Reservation(clause="detention", text=NOTE)
RESERVED = filed(facts.TermsAnswered, 16, value="reserved", reservations=(DETENTION,))
SETTLED = filed(facts.TermsAnswered, 17, value="accepted", reservations=())
TAKEN = fact(
    facts.VisitReservationDecided,
    document=by_itself(18),
    answer_id=document(16).document_id,
    taken=True,
)
AGREED = fact(
    facts.VisitDatesAgreed,
    document=by_itself(19),
    dates=SOON,
    short_notice=False,
    mission_id="mission-1",
)

REQUEST = log(LogVisitRequest, 1, 1, kind="official")
EVERY: list[tuple[Any, Actor]] = [
    (log(LogVisitRequest, 0, 19, date(1993, 5, 4), kind="official"), OFFICER),
    (REQUEST, HOLDER),
    (log(LogVisitAcknowledgement, 2, 2, by="state"), QRD),
    (log(LogVisitAcknowledgement, 3, 20, by="state"), QRD),
    (log(LogVisitAcknowledgement, 4, 21, by="mandate"), OFFICER),
    (log(LogVisitAcknowledgement, 5, 22, by="state"), HOLDER),
    (log(LogVisitReminder, 6, 3), HOLDER),
    (of(RaiseVisitInCouncil, 7, document_id=document(4).document_id, session=61), HOLDER),
    (log(LogVisitAcceptance, 8, 5), OFFICER),
    (log(LogVisitDates, 9, 6, by="mandate", dates=SOON), OFFICER),
    (log(LogVisitPostponement, 10, 7, by="state", reason="late", hours_before=48), OFFICER),
    (log(LogVisitPostponement, 11, 8, by="state", reason="none"), OFFICER),
    (of(DeemVisitCancelled, 12, document_id=document(9).document_id), HOLDER),
    (log(LogVisitInvitation, 13, 10, dates=SOON), OFFICER),
    (log(LogVisitCancellation, 14, 11, by="state", reason="security"), OFFICER),
    (of(StrikeVisitDocument, 15, document_id=document(11).document_id), OFFICER),
    (of(CarryVisitFileOver, 16, document_id=document(12).document_id, kept=True), HOLDER),
    (log(LogVisitDeclination, 17, 13, by="mandate", reason="priorities"), HOLDER),
    (log(LogVisitInvitation, 18, 14, dates=SOON), OFFICER),
    (log(LogTermsOfReference, 19, 15, version="1998"), OFFICER),
    (log(LogTermsAnswer, 20, 16, value="reserved", reservations=(DETENTION,)), QRD),
    (
        of(
            DecideVisitReservation,
            21,
            document_id=document(17).document_id,
            answer_id=document(16).document_id,
            taken=True,
        ),
        HOLDER,
    ),
    (of(AgreeVisitDates, 22, document_id=document(18).document_id, dates=SOON), HOLDER),
    (of(PublishVisitDates, 23, dates=SOON), HOLDER),
    (of(GradeVisitCooperation, 24, scheme="cooperation", grade="full", public=True), HOLDER),
    (of(SayVisitKind, 25, document_id=document(23).document_id, kind="follow_up"), OFFICER),
    (of(NameVisitTerritories, 0, state="SRB", territories=("XKX",)), OFFICER),
]
"""Commands that follow one another, each with who asks; the last is of another file."""
