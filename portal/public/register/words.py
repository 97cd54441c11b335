"""The register in words."""

import re
from datetime import datetime

from portal.public.register.queries import Letter
from portal.public.register.tables import TRANSLATION
from portal.web.presentation import day
from shared.reference import (
    COMMUNICATION_TYPES,
    COOPERATION,
    LANGUAGES,
    OTHER,
    REPLY_KINDS,
    State,
    mandate_acronym,
    mandates,
    recipient_name,
    states,
)

_EXCERPT = 280  # characters
MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip
RTL = frozenset({"ar"})


def recipient(code: str) -> str:
    return recipient_name(code)


def type_(code: str) -> str:
    return COMMUNICATION_TYPES.get(code, code)


def mandate(code: str) -> str:
    """Return the mandate's whole name."""
    found = mandates().get(code)
    return found.name if found else code


def acronym(code: str) -> str:
    return mandate_acronym(code)


def kind(code: str) -> str:
    return "Translation of a reply" if code == TRANSLATION else REPLY_KINDS.get(code, code)


def language(code: str | None) -> str:
    return LANGUAGES.get(code or "", code or "")


def grade(value: str) -> str:
    return COOPERATION.values.get(value, value)


def state(code: str) -> State | None:
    return states().get(code)


def names(code: str) -> dict[str, str]:
    """Return the State's names by language, its code where it is no State."""
    found = states().get(code)
    return dict(found.names) if found else {"en": recipient_name(code)}


def excerpt(text: str) -> str:
    """Return the beginning of a text, ending with a whole word."""
    plain = re.sub(r"\s+", " ", text).strip()
    if len(plain) <= _EXCERPT:
        return plain
    return plain[:_EXCERPT].rsplit(" ", 1)[0] + " …"


def title(letter: Letter) -> str:
    return f"{letter.reference}: {type_(letter.type)} to {recipient_name(letter.recipient)}"


def month(year: int, number: int) -> str:
    return f"{MONTHS[number - 1]} {year}"


def on(at: datetime) -> str:
    return day(at)


def answered(letter: Letter) -> tuple[str, str]:
    """Return whether a substantive reply came: a word, and the tone of its tag."""
    return ("Replied", "done") if letter.replied_at else ("No reply", "neutral")


def is_state(code: str) -> bool:
    return code in states() or code == OTHER
