"""What a letter from before the platform may say."""

import re
from datetime import date
from typing import Final
from urllib.parse import urlsplit

from shared.core.actor import system
from shared.reference import COMMUNICATION_TYPES, OTHER, states
from shared.reference.former_states import former_states

HISTORY_CLOCK: Final = system("history")
MOST: Final = 10_000
"""Letters of one import."""
AT_ONCE: Final = 100
"""Letters of one command."""
FIRST_YEAR: Final = 1967
"""Special Procedures exist since then."""
_HOSTS: Final = (".ohchr.org", ".un.org")
_REFERENCE: Final = re.compile(r"[A-Z0-9][A-Z0-9 ./()\-]{0,39}")
_NUMBERED: Final = re.compile(r"(?:AL|UA|OL|JAL|JUA) ([A-Z]{3}) (\d{1,5})/((?:19|20)\d\d)")
_CODE: Final = re.compile(r"[a-z][a-z0-9-]{1,59}")
_LONGEST: Final = 300


def numbered(reference: str) -> tuple[str, int, int] | None:
    """Return recipient, year and number of a reference that is of a series."""
    found = _NUMBERED.fullmatch(reference)
    return (found[1], int(found[3]), int(found[2])) if found else None


def is_recipient(code: str) -> bool:
    return code == OTHER or code in states() or code in former_states()


def is_mandate(code: str) -> bool:
    """Whether it is written as a code: which ones there are and were, the registry knows."""
    return _CODE.fullmatch(code) is not None


def is_document(address: str) -> bool:
    """Whether this is where the United Nations publish."""
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
        plain = parts.scheme == "https" and not parts.username and parts.port is None
    except ValueError:
        return False
    return plain and len(address) <= _LONGEST and f".{host}".endswith(_HOSTS)


def sound(  # one sheet's row
    *,
    type_: str,
    reference: str,
    recipient: str,
    of: tuple[str, ...],
    sent_on: date,
    replied_on: tuple[date, ...],
    published_on: date | None,
    document: str,
    today: date,
) -> str:
    """Return the column of the first thing that cannot be so; empty if all can."""
    wrong = {
        "type": type_ not in COMMUNICATION_TYPES,
        "reference": bool(reference) and not _REFERENCE.fullmatch(reference),
        "recipient": not is_recipient(recipient),
        "mandates": not of or len(set(of)) < len(of) or not all(map(is_mandate, of)),
        "sent": not date(FIRST_YEAR, 1, 1) <= sent_on <= today,
        "replies": any(not sent_on <= day <= today for day in replied_on),
        "published": published_on is not None and not sent_on <= published_on <= today,
        "document": bool(document) and not (published_on and is_document(document)),
    }
    return next((column for column, bad in wrong.items() if bad), "")
