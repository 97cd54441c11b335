"""A communication in words."""

from datetime import timedelta
from typing import Any

from portal.letters.approval import words as approval
from portal.letters.approval.words import acronym, acronyms, fingerprint, name
from portal.web import cases
from portal.web.accounts.access import current_actor
from portal.web.i18n import names
from portal.web.i18n.texts import gettext
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
    said = ", ".join(numbers[:_NUMBERS]) + (f" and {more} more" if more > 0 else "")
    return f"on case {said}" if len(numbers) == 1 else f"on cases {said}"


def heading(letter: Any) -> str:
    """Return the title of a page about the letter: "Urgent appeal to Kenya, on case …"."""
    return ", ".join(filter(None, (letter.reference or title(letter), on_case(letter))))


def code(letter: Any) -> str:
    """Return ``UA``, and ``JUA`` of several mandates: a label of the reports, never a number's."""
    return f"J{letter.type}" if letter.joint else str(letter.type)


def status(letter: Any) -> tuple[str, str]:
    return approval.status(letter, STATES)


def out(signature: Any) -> str:
    """Return how a mandate came to be out."""
    return "Dropped out, silent" if signature.dropped_out else "Declined to join"


def recipient(code: str) -> str:
    return names.recipient(code)


def duration(time: timedelta) -> str:
    """Return whole days or hours: "5 days"."""
    hours = int(time.total_seconds() // 3600)
    number, unit = (time.days, "day") if hours % 24 == 0 else (hours, "hour")
    return f"{number} {unit}" if number == 1 else f"{number} {unit}s"
