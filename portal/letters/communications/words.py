"""A communication in words."""

from datetime import timedelta
from typing import Any

from portal.letters.approval import words as approval
from portal.letters.approval.words import acronym, acronyms, fingerprint, name
from portal.web import cases
from portal.web.accounts.access import current_actor
from portal.web.i18n import names
from portal.web.i18n.formats import listed
from portal.web.i18n.texts import gettext, lazy, ngettext
from shared.reference import COMMUNICATION_TYPES

__all__ = ["acronym", "acronyms", "fingerprint", "name"]  # for the templates

_NUMBERS = 3
STATES = {
    "drafting": ("Drafting", "neutral"),
    "awaiting": ("Awaiting approval", "waiting"),
    "approved": ("Cleared", "active"),
    "ordered": ("Being transmitted", "active"),
    "transmitted": ("Transmitted", "done"),
    "withdrawn": ("Withdrawn", "stopped"),
}

_TRANSMIT = {
    "UA": lazy("Transmit the urgent appeal to %(recipient)s?"),
    "AL": lazy("Transmit the allegation letter to %(recipient)s?"),
    "OL": lazy("Transmit the other letter to %(recipient)s?"),
}
_WITHDRAW = {
    "UA": lazy("Withdraw the urgent appeal to %(recipient)s?"),
    "AL": lazy("Withdraw the allegation letter to %(recipient)s?"),
    "OL": lazy("Withdraw the other letter to %(recipient)s?"),
}
_CHANNELS = {"diplomatic channels": lazy("diplomatic channels")}


def type_name(code: str) -> str:
    """Return "Urgent appeal" for ``UA``."""
    return names.word(COMMUNICATION_TYPES.get(code, code))


def title(letter: Any, addressee: str | None = None) -> str:
    """Return "Urgent appeal to Kenya". ``addressee``: who exactly, where it may be shown."""
    return gettext(
        "%(type)s to %(recipient)s",
        type=type_name(letter.type),
        recipient=addressee or names.recipient(letter.recipient),
    )


def on_case(letter: Any) -> str:
    """Return "on case 4TP-X9D-R07"; nothing for who may not know on what the letter rests.

    For pages alone: what goes to the recipient has ``title`` only (decision 0032).
    """
    sight = letter.sight(current_actor())
    if sight is None or not sight.summary:
        return ""
    numbers = [cases.number(one) for one in letter.submission_ids]
    more = len(numbers) - _NUMBERS
    said = listed(numbers[:_NUMBERS])
    if more > 0:
        return ngettext(
            "on cases %(numbers)s and %(count)s more",
            "on cases %(numbers)s and %(count)s more",
            more,
            numbers=said,
        )
    if len(numbers) == 1:
        return gettext("on case %(number)s", number=said)
    return gettext("on cases %(numbers)s", numbers=said)


def heading(letter: Any) -> str:
    """Return the title of a page about the letter: "Urgent appeal to Kenya, on case …"."""
    return listed(filter(None, (letter.reference or title(letter), on_case(letter))))


def code(letter: Any) -> str:
    """Return ``UA``, and ``JUA`` of several mandates: a label of the reports, never a number's."""
    return f"J{letter.type}" if letter.joint else str(letter.type)


def status(letter: Any) -> tuple[str, str]:
    return approval.status(letter, STATES)


def out(signature: Any) -> str:
    """Return how a mandate came to be out."""
    if signature.vacant:
        return gettext("Vacant")
    return gettext("Dropped out, silent") if signature.dropped_out else gettext("Declined to join")


def recipient(code: str) -> str:
    return names.recipient(code)


def duration(time: timedelta) -> str:
    """Return whole days or hours: "5 days"."""
    hours = int(time.total_seconds() // 3600)
    if hours % 24 == 0:
        return ngettext("%(count)s day", "%(count)s days", time.days)
    return ngettext("%(count)s hour", "%(count)s hours", hours)


def gives(mandate: str, time: timedelta) -> str:
    """Return how long a mandate that leads lets others join."""
    return gettext("%(mandate)s gives %(time)s", mandate=acronym(mandate), time=duration(time))


def transmit(letter: Any) -> str:
    """Return the heading of the page that transmits it."""
    return _TRANSMIT[letter.type] % {"recipient": recipient(letter.recipient)}


def withdraw(letter: Any) -> str:
    """Return the heading of the page that withdraws it."""
    return _WITHDRAW[letter.type] % {"recipient": recipient(letter.recipient)}


def channel(letter: Any) -> str:
    """Return through what it went."""
    return str(_CHANNELS.get(letter.channel, letter.channel))
