"""The words of visit files, in the reader's language."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any, Final

from portal.followup.visits import lines
from portal.followup.visits.queries import OVER as OVER_CODE
from portal.followup.visits.queries import File, OnFile
from portal.web.i18n.texts import gettext, lazy, lazy_pgettext, ngettext
from portal.web.presentation import day
from shared.contracts.followup_visits import Side, Status, Terms
from shared.reference.visit_terms import SETTLED
from shared.reference.visits import ANSWER_IN, DEEMED_AFTER, HERE, begun_anew, remind_on

STATUSES: Final = lines.STATUSES
TERRITORIES: Final = lines.TERRITORIES
OVER: Final = lines.OVER
KINDS: Final = lines.KINDS
abroad: Final = lines.abroad
CHANNELS: Final = {
    "mission": lazy("Through the permanent mission"),
    "email": lazy("By e-mail"),
    "post": lazy("By post"),
    "hand": lazy("By hand"),
    "other": lazy("In another way"),
    HERE: lazy("Here, by an account of the Government"),
}
SIDES: Final[Mapping[Side, str]] = {
    "state": lazy("From the Government"),
    "mandate": lazy("From the mandate"),
}
REASONS: Final = {
    "politics": lazy("Political developments"),
    "scheduling": lazy("Scheduling"),
    "elections": lazy("Elections"),
    "security": lazy("Security"),
    "health": lazy("Health or a pandemic"),
    "terms": lazy("The terms of reference"),
    "priorities": lazy("Priorities of the mandate-holder"),
    "late": lazy("Late handling by the State"),
    "none": lazy("None given"),
}
DECLINED: Final = {**REASONS, "balance": lazy("Balance between regions")}
DOCUMENTS: Final = {
    "visit-requested": lazy_pgettext("document on a visit", "Request"),
    "visit-reminder-sent": lazy_pgettext("document on a visit", "Reminder"),
    "visit-invitation-received": lazy_pgettext("document on a visit", "Invitation"),
    "visit-kind-said": lazy("Kind of visit"),
    "visit-acknowledged": lazy_pgettext("document on a visit", "Acknowledgement"),
    "visit-accepted": lazy_pgettext("document on a visit", "Acceptance"),
    "visit-declined": lazy_pgettext("document on a visit", "Refusal"),
    "outstanding-request-raised": lazy("The Council was told"),
    "visit-dates-proposed": lazy("Proposal of dates"),
    "visit-postponed": lazy_pgettext("document on a visit", "Postponement"),
    "visit-cancelled": lazy_pgettext("document on a visit", "Cancellation"),
    "visit-file-carried-over": lazy("Taken over by a mandate-holder"),
    "terms-of-reference-sent": lazy("Terms of reference sent"),
    "terms-answered": lazy("Answer to the terms of reference"),
    "visit-reservation-decided": lazy("Decision on the reservation"),
    "visit-dates-agreed": lazy("Dates agreed, confirmed by the mandate-holder"),
}
VERSIONS: Final = {
    "2016": lazy("Terms of reference of 2016"),
    "1998": lazy("Terms of reference of 1998"),
    "other": lazy("Other terms of reference"),
}
ANSWERS: Final = {
    "accepted": lazy("Accepted"),
    "reserved": lazy("Accepted with reservation"),
    "disputed": lazy("Disputed"),
    "refused": lazy("Refused"),
}
TERMS: Final[Mapping[Terms, tuple[str, str]]] = {
    "sent": (lazy_pgettext("terms of reference", "Sent"), "waiting"),
    "accepted": (lazy_pgettext("terms of reference", "Accepted"), "done"),
    "reserved": (lazy("Accepted with reservation: to be decided"), "late"),
    "reservation_accepted": (lazy("Accepted with reservation that holds"), "done"),
    "reservation_refused": (lazy("Not settled: reservation not accepted"), "late"),
    "disputed": (lazy_pgettext("terms of reference", "Disputed"), "late"),
    "refused": (lazy_pgettext("terms of reference", "Refused"), "stopped"),
}
CLAUSES: Final[Mapping[str, str]] = {
    "movement": lazy("Freedom of movement in the whole country"),
    "authorities": lazy("Freedom of inquiry: authorities of all branches"),
    "contacts": lazy("Confidential, unsupervised contact with civil society and the media"),
    "detention": lazy("Access to places of detention and interrogation"),
    "documents": lazy("Access to documents"),
    "protection": lazy("No threat, harassment or punishment of those who were in contact"),
    "reprisals": lazy("No reprisals, also by private actors"),
    "security": lazy("Security that restricts none of the above"),
    "staff": lazy("The same guarantees for accompanying staff"),
}
_WORDED: Final = {
    "invitation": lazy("It reads as an invitation."),
    "acceptance": lazy("It reads as an acceptance."),
}
_AS_FILED: Final = {"visit-accepted": "acceptance", "visit-dates-proposed": "dates"}
LETTERS: Final = {
    "request": lazy("A mandate-holder decided that a request goes out. Log it once it was sent."),
    "reminder": lazy("A mandate-holder decided that a reminder goes out. Log it once it was sent."),
}


def shown(*, reads: bool) -> Mapping[str, str]:
    """Return the statuses that the board is filtered by; lines of others are never of none."""
    found: dict[str, str] = {
        code: str(word) for code, (word, _) in STATUSES.items() if reads or code != "none"
    }
    return {**found, OVER_CODE: str(OVER[0])}


def standing(one: File) -> tuple[str, str]:
    return OVER if one.over else STATUSES[one.now.status]


def title(one: OnFile) -> str:
    if one.details.get("deemed"):
        return gettext("Deemed cancelled by the mandate-holder")
    if one.details.get("kept") is False:
        return gettext("Let lapse by a mandate-holder")
    if one.details.get("renewed"):
        return gettext("Renewed request")
    return str(DOCUMENTS[one.kind])


def told(one: OnFile) -> list[str]:
    """Return when a document was sent or received, and what it says."""
    return [day(one.passed_on), *details(one)]


def details(one: OnFile) -> list[str]:
    """Return what a document says beside its days, a line each."""
    said: Mapping[str, Any] = one.details
    found: list[str] = []
    for name, words in (("version", VERSIONS), ("value", ANSWERS)):
        if name in said:
            found.append(str(words[said[name]]))
    if "taken" in said:
        found.append(
            gettext("The terms hold with the reservation.")
            if said["taken"]
            else gettext("The reservation is not accepted.")
        )
    if said.get("short_notice"):
        found.append(gettext("Short notice: less than eight weeks ahead"))
    if "kind" in said:
        found.append(str(KINDS[said["kind"]]))
    if "by" in said and not said.get("deemed"):
        found.append(str(SIDES[said["by"]]))
    if said.get("worded") and said["worded"] != _AS_FILED.get(one.kind):
        found.append(str(_WORDED[said["worded"]]))
    if "reason" in said and not said.get("deemed"):
        found.append(gettext("Reason: %(reason)s", reason=DECLINED[said["reason"]]))
    if one.dates:
        found.append(days(one.dates.first, one.dates.last))
    elif one.kind == "visit-postponed":
        found.append(gettext("Without new dates"))
    if said.get("hours_before") is not None:
        hours = said["hours_before"]
        found.append(
            ngettext(
                "%(count)s hour before the visit was to begin",
                "%(count)s hours before the visit was to begin",
                hours,
            )
        )
    if "session" in said:
        found.append(gettext("Session of the Council: %(number)s", number=said["session"]))
    return found


def days(first: date, last: date) -> str:
    return gettext("Visit from %(first)s to %(last)s", first=day(first), last=day(last))


def next_step(one: File, today: date, proposed_on: date | None = None) -> str:
    """Return what comes next on the file, in a sentence; nothing happens by itself.

    ``proposed_on``: the day of the document that proposed the dates, where the page knows it.
    """
    now = replace(begun_anew(one.now, today), to_send=one.now.to_send)
    if now.to_send is not None:
        return str(LETTERS[now.to_send])
    due = remind_on(now)
    if now.postponed >= DEEMED_AFTER:
        return gettext(
            "It was postponed twice without new dates. The mandate-holder can deem the visit "
            "cancelled; the request then stays open."
        )
    if due is not None and due <= today:
        return gettext("A reminder is proposed. The mandate-holder decides; none goes by itself.")
    if due is not None:
        return gettext("No answer has come. A reminder is proposed from %(day)s.", day=day(due))
    if now.terms == "reserved":
        return gettext("The mandate-holder decides on the reservation of the Government.")
    if now.status == "agreed" and now.terms not in SETTLED:
        return gettext(
            "The terms of reference are not settled any more. The visit does not begin before they "
            "are."
        )
    if now.status == "dates" and now.dates_by == "state" and now.terms is not None:
        return _to_agree(now.terms)
    if now.status == "dates" and proposed_on:
        return gettext(
            "Dates are proposed. An answer is asked for by %(day)s.",
            day=day(proposed_on + ANSWER_IN),
        )
    return str(_NEXT[now.status])


def _to_agree(terms: Terms) -> str:
    if terms in SETTLED:
        return gettext("The mandate-holder confirms the dates.")
    return gettext("The terms of reference are not settled. No dates are agreed before.")


_WITHOUT_DATES = lazy("Either side proposes dates.")
_ANEW = lazy("A new request or an invitation begins it again.")
_NEXT: Final[Mapping[Status, str]] = {
    "requested": lazy("An answer is awaited."),
    "reminded": lazy("An answer is awaited."),
    "acknowledged": _WITHOUT_DATES,
    "informed": lazy("An answer is awaited."),
    "invited": _WITHOUT_DATES,
    "accepted": _WITHOUT_DATES,
    "dates": lazy("Dates are proposed, and an answer is awaited."),
    "agreed": lazy("The visit is prepared."),
    "postponed": lazy("New dates are awaited."),
    "deemed": _WITHOUT_DATES,
    "declined": _ANEW,
    "cancelled": _ANEW,
    "lapsed": _ANEW,
    "none": lazy("A mandate-holder decides on a request, or an invitation is logged."),
}


def unanswered(years: int) -> str:
    if years == 0:
        return gettext("Unanswered for less than a year")
    return ngettext("Unanswered for %(count)s year", "Unanswered for %(count)s years", years)


def at_least(years: int) -> str:
    return ngettext(
        "Unanswered for %(count)s year or more", "Unanswered for %(count)s years or more", years
    )
