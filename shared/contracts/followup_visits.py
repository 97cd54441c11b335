"""Facts of followup about visit files: what passed about a visit of a mandate to a State.

Lifecycle: visits-recommendations-knowledge.md section E.3. Each fact has
where the file stands after it, which the service derives from the documents and nobody types in.
The reference and the note of each document are sealed under a key of its own. The feed shows no
dates (VR7).
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Literal, TypeAlias

from shared.contracts.feed import Feed, Shown
from shared.core.catalogue import Upcaster
from shared.core.message import Sealed

Letter: TypeAlias = Literal["request", "reminder"]
"""What a holder decides to send, and the Quick Response Desk or an officer logs once it was."""
Side: TypeAlias = Literal["state", "mandate"]
VisitKind: TypeAlias = Literal["official", "follow_up", "urgent", "unofficial", "other_body"]
Worded: TypeAlias = Literal["acceptance", "invitation", "dates"]
"""How a letter reads that is filed as something else (S14)."""
Status: TypeAlias = Literal[
    "none",
    "requested",
    "reminded",
    "acknowledged",
    "informed",
    "invited",
    "accepted",
    "dates",
    "agreed",
    "postponed",
    "deemed",
    "declined",
    "cancelled",
    "lapsed",
]

TermsAnswer: TypeAlias = Literal["accepted", "reserved", "disputed", "refused"]
"""What a Government answers to the terms of reference of a visit (V9)."""
Terms: TypeAlias = Literal[
    "sent",
    "accepted",
    "reserved",
    "reservation_accepted",
    "reservation_refused",
    "disputed",
    "refused",
]
"""Where the terms of reference stand; a reservation is decided on by the holder."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """The days that are proposed for a visit; for a quarter, its first and last day."""

    first: date
    last: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """``passed_on``: the day on which it was sent, or was received.

    ``channel``: how; None: it is an act of the holder, and no letter.
    """

    document_id: str
    dated_on: date
    passed_on: date
    channel: str | None = None
    reference: Sealed | None = None
    note: Sealed | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Where a file stands by its documents.

    ``asked_on``: the first request since the file began, or began anew. ``unanswered_on``: since
    when no answer has come; an acknowledgement is none. ``written_on``: the last request or
    reminder; ``reminders``: since the last request. ``postponed``: how often without new dates.
    ``to_send``: a letter that the holder decided to send and nobody has logged. ``dates_by``: whose
    the dates are. ``mission_id``: of the last agreed dates; ``called_off``: what they were for.
    ``kind``: of the visit; None: of before the file said it.
    """

    status: Status = "none"
    asked_on: date | None = None
    unanswered_on: date | None = None
    invited_on: date | None = None
    written_on: date | None = None
    last_on: date | None = None
    reminders: int = 0
    postponed: int = 0
    dates: Window | None = None
    to_send: Letter | None = None
    dates_by: Side | None = None
    terms: Terms | None = None
    mission_id: str | None = None
    called_off: bool = False
    kind: VisitKind | None = "official"


@dataclass(frozen=True, slots=True, kw_only=True)
class OnFile:
    """``step``: how many steps the file has with this one. ``done_by``: who logged or decided."""

    visit_file_id: str
    mandate: str
    state: str
    now: Standing
    step: int
    done_by: str
    done_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Filed(OnFile):
    document: Document


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitLetterDecided(OnFile):
    letter: Letter


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitLetterTakenBack(OnFile):
    letter: Letter


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitRequested(Filed):
    """``renewed``: a request was open. ``decided_on``: by a holder here; None: it is older.

    ``letter_id``: the letter whose very text was approved and sent; None: it was written elsewhere.
    """

    kind: VisitKind
    dates: Window | None
    renewed: bool
    decided_on: date | None
    letter_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitReminderSent(Filed):
    """``number``: 1 for the first since the last request."""

    number: int
    decided_on: date | None
    letter_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitInvitationReceived(Filed):
    """No request was open: otherwise it is an acceptance (S14)."""

    dates: Window | None


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitKindSaid(Filed):
    """Who works for the mandate says of which kind the visit is, whatever a request said (E.2)."""

    kind: VisitKind


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitAcknowledged(Filed):
    """It is no answer."""

    by: Side


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitAccepted(Filed):
    """In principle, without dates."""

    worded: Worded


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitDeclined(Filed):
    by: Side
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OutstandingRequestRaised(Filed):
    """``session``: of the Human Rights Council, by its number."""

    session: int


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitDatesProposed(Filed):
    by: Side
    dates: Window
    worded: Worded


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitPostponed(Filed):
    """``hours_before``: the visit was to begin; None: no day was set. ``dates``: the new ones."""

    by: Side
    hours_before: int | None
    reason: str
    dates: Window | None


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitCancelled(Filed):
    """``deemed``: by the holder, after postponements; the request stays open."""

    by: Side
    deemed: bool
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitFileCarriedOver(Filed):
    """A holder took over what was open, or (``kept`` is false) let it lapse."""

    kept: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class TermsOfReferenceSent(Filed):
    """``version``: of shared.reference.visit_terms."""

    version: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reservation:
    """``clause``: of shared.reference.visit_terms; the text is under the document's key."""

    clause: str
    text: Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class TermsAnswered(Filed):
    """``reservations``: where it accepts with reservation, what it reserves clause by clause."""

    value: TermsAnswer
    reservations: tuple[Reservation, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitReservationDecided(Filed):
    """The holder takes the terms with these reservations, or does not. ``answer_id``: which."""

    answer_id: str
    taken: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitDatesAgreed(Filed):
    """The holder confirms dates that the Government proposed or accepted (V10).

    ``short_notice``: they begin within eight weeks. ``mission_id``: what they open, or move.

    ``for_mandate``: whose mission it opens, where another mandate goes on with the file (SC3).
    """

    dates: Window
    short_notice: bool
    mission_id: str
    for_mandate: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitDocumentStruck(OnFile):
    """It was logged by mistake, and counts no more."""

    document_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitTerritoriesNamed(OnFile):
    """``territories``: of shared.reference.visits.TERRITORIES; each has a prescribed note.

    ``hosts``: the other States in which places lie that the file concerns, such as a base abroad.
    They are neither asked nor visited.
    """

    territories: tuple[str, ...]
    hosts: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitDatesPublished(OnFile):
    """The holder lets everybody read the days that are agreed (VR1); others stay confidential."""

    dates: Window


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitCooperationGraded(OnFile):
    """How the Government cooperates on the request, in a scheme. ``public``: for everybody."""

    scheme: str
    grade: str
    public: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitFilePassedOn(OnFile):
    """``to`` goes on with the file of a mandate that ended; None: it is kept as a record (SC3)."""

    to: str | None


DocumentFact: TypeAlias = (
    VisitRequested
    | VisitReminderSent
    | VisitInvitationReceived
    | VisitKindSaid
    | VisitAcknowledged
    | VisitAccepted
    | VisitDeclined
    | OutstandingRequestRaised
    | VisitDatesProposed
    | VisitPostponed
    | VisitCancelled
    | VisitFileCarriedOver
    | TermsOfReferenceSent
    | TermsAnswered
    | VisitReservationDecided
    | VisitDatesAgreed
)
Fact: TypeAlias = (
    DocumentFact
    | VisitLetterDecided
    | VisitLetterTakenBack
    | VisitDocumentStruck
    | VisitTerritoriesNamed
    | VisitDatesPublished
    | VisitCooperationGraded
    | VisitFilePassedOn
)

_FIRST: dict[str, type] = {
    "visit-letter-decided": VisitLetterDecided,
    "visit-letter-taken-back": VisitLetterTakenBack,
    "visit-requested": VisitRequested,
    "visit-reminder-sent": VisitReminderSent,
    "visit-invitation-received": VisitInvitationReceived,
    "visit-acknowledged": VisitAcknowledged,
    "visit-accepted": VisitAccepted,
    "visit-declined": VisitDeclined,
    "outstanding-request-raised": OutstandingRequestRaised,
    "visit-dates-proposed": VisitDatesProposed,
    "visit-postponed": VisitPostponed,
    "visit-cancelled": VisitCancelled,
    "visit-file-carried-over": VisitFileCarriedOver,
    "visit-document-struck": VisitDocumentStruck,
    "visit-territories-named": VisitTerritoriesNamed,
}
_BEFORE_KINDS: dict[str, type] = {
    **_FIRST,
    "terms-of-reference-sent": TermsOfReferenceSent,
    "terms-answered": TermsAnswered,
    "visit-reservation-decided": VisitReservationDecided,
    "visit-dates-agreed": VisitDatesAgreed,
    "visit-file-passed-on": VisitFilePassedOn,
    "visit-dates-published": VisitDatesPublished,
    "visit-cooperation-graded": VisitCooperationGraded,
}
TYPES: dict[str, type] = {**_BEFORE_KINDS, "visit-kind-said": VisitKindSaid}


def _standing_2(old: dict[str, Any]) -> dict[str, Any]:
    """Version 1 knew neither terms of reference nor missions, and did not say whose the dates are.

    The service folds them anew from the documents; a table knows them with the next fact.
    """
    return {**old, "now": {**old["now"], **_UNKNOWN}}


_UNKNOWN = {"dates_by": None, "terms": None, "mission_id": None, "called_off": False}


def _letter_3(old: dict[str, Any]) -> dict[str, Any]:
    """Up to version 2 no letter about a visit was written here."""
    return {**old, "letter_id": None}


def _agreed_2(old: dict[str, Any]) -> dict[str, Any]:
    """In version 1 no file had gone to another mandate."""
    return {**old, "for_mandate": None}


def _kind(old: dict[str, Any]) -> dict[str, Any]:
    """Before, a request said the kind of the visit, and the file did not."""
    return {**old, "now": {**old["now"], "kind": old.get("kind")}}


def _hosts(old: dict[str, Any]) -> dict[str, Any]:
    """Up to version 3 a file concerned places of its own State alone."""
    return {**old, "hosts": ()}


_EARLIER: dict[str, tuple[Upcaster, ...]] = {
    **dict.fromkeys(_FIRST, (_standing_2,)),
    "visit-requested": (_standing_2, _letter_3),
    "visit-reminder-sent": (_standing_2, _letter_3),
    "visit-dates-agreed": (_agreed_2,),
}
_LATER: dict[str, tuple[Upcaster, ...]] = {"visit-territories-named": (_hosts,)}
UPCASTERS = {
    name: (*_EARLIER.get(name, ()), _kind, *_LATER.get(name, ())) for name in _BEFORE_KINDS
}
_LATELY = timedelta(days=7)


def logged_lately(fact: Filed) -> bool:
    """A letter that is logged long after it was sent or received is no news of today."""
    return fact.done_at.date() - fact.document.passed_on <= _LATELY


def accepts(fact: VisitDatesProposed) -> bool:
    """Whether it accepted the visit in the same letter."""
    return fact.worded != "dates" and logged_lately(fact)


FEED: Feed = {
    VisitRequested: Shown(
        words="Visit requested", mandates="mandate", recipient="state", where=logged_lately
    ),
    VisitInvitationReceived: Shown(
        words="Invitation to visit received",
        mandates="mandate",
        recipient="state",
        where=logged_lately,
    ),
    VisitAccepted: Shown(
        words="Visit accepted in principle",
        mandates="mandate",
        recipient="state",
        where=logged_lately,
    ),
    VisitDatesProposed: Shown(
        words="Visit accepted", mandates="mandate", recipient="state", where=accepts
    ),
    VisitDatesAgreed: Shown(
        words="Dates of a visit agreed",
        mandates="mandate",
        recipient="state",
        where=logged_lately,
    ),
}
