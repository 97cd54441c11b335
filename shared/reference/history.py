"""What a letter or a submission from before the platform may say."""

import re
from datetime import date
from typing import Final
from urllib.parse import urlsplit

from shared.core.actor import system
from shared.reference import COMMUNICATION_TYPES, OTHER, states
from shared.reference.former_states import former_states

SUBMISSION: Final = "SUB"
"""What the rows of submissions have for a type."""
HISTORY_CLOCK: Final = system("history")
MOST: Final = 10_000
"""Letters of one import."""
AT_ONCE: Final = 100
"""Letters of one command."""
UNDOING: Final = ("wrong_sheet", "wrong_rows", "twice", "not_ours")
"""Why an import is undone. A choice and no text, so that nothing has to be erased."""
REMOVING: Final = ("wrong_letter", "wrong_version", "unreadable", "not_ours")
"""Why a file beside a letter is removed, as a choice for the same reason."""
FILES_AT_ONCE: Final = 50
"""Files of one archive."""
FILES_BESIDE: Final = 20
"""Files beside one letter, with those of its replies."""
FIRST_YEAR: Final = 1967
"""Special Procedures exist since then."""
_HOSTS: Final = (".ohchr.org", ".un.org")
_HOST: Final = re.compile(r"[a-z0-9.-]+")
_ADDRESS: Final = re.compile(r"https://[!#-;=?-\[\]-~]+")
"""Visible ASCII without \" < > and the backslash, which browsers read as a slash."""
_REFERENCE: Final = re.compile(r"[A-Z0-9][A-Z0-9 ./()\-]{0,39}")
_WORD: Final = re.compile(r"[A-Z]{2,}|(?<![0-9])[A-Z]")
"""Letters of a reference that stand for something; one behind a digit is a part of the number."""
_OFFICES: Final = frozenset(
    {"CHR", "CN", "E", "ECN", "G", "HC", "HR", "HRC", "NO", "OHCHR", "SO", "SP", "UN", "UNOG"}
)
"""What a number of an office begins with."""
_NUMBERED: Final = re.compile(r"(AL|UA|OL|JAL|JUA) ([A-Z]{3}) ([0-9]{1,5})/((?:19|20)[0-9]{2})")
_CODE: Final = re.compile(r"[a-z][a-z0-9-]{1,59}")
_LONGEST: Final = 300


def numbered(reference: str) -> tuple[str, int, int] | None:
    """Return recipient, year and number of a reference that is of a series."""
    found = _NUMBERED.fullmatch(reference)
    return (found[2], int(found[4]), int(found[3])) if found else None


def canonical(reference: str) -> str:
    """Return a reference in the one way of writing it: UA FRA 03/2020 is UA FRA 3/2020."""
    found = _NUMBERED.fullmatch(reference)
    return f"{found[1]} {found[2]} {int(found[3])}/{found[4]}" if found else reference


def is_recipient(code: str) -> bool:
    return code == OTHER or code in states() or code in former_states()


def is_mandate(code: str) -> bool:
    """Whether it is written as a code: which ones there are and were, the registry knows."""
    return _CODE.fullmatch(code) is not None


def is_document(address: str) -> bool:
    """Whether this is where the United Nations publish."""
    if len(address) > _LONGEST or not _ADDRESS.fullmatch(address):
        return False
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
        plain = "@" not in parts.netloc and parts.port is None
    except ValueError:
        return False
    return plain and bool(_HOST.fullmatch(host)) and f".{host}".endswith(_HOSTS)


def subject_of_files(letter_id: str) -> str:
    """Return whose key seals the files beside a letter: data protection erases them by it."""
    return f"pastletter-{letter_id}"


def may_be_public(replied_on: date | None, published_on: date | None) -> bool:
    """Whether a file beside a letter can be public: its letter is, and a reply came until then."""
    return published_on is not None and (replied_on is None or replied_on <= published_on)


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
    """Return the column of the first thing that cannot be so; empty if all can.

    "submission": a submission that has what letters alone have, or no number of its own.
    """
    bare = not replied_on and published_on is None and not document
    wrong = {
        "type": type_ not in {*COMMUNICATION_TYPES, SUBMISSION},
        "submission": type_ == SUBMISSION and not (bare and _is_of_submission(reference)),
        "recipient": not is_recipient(recipient) or _was_no_more(recipient, sent_on),
        "reference": bool(reference) and not _refers(reference, recipient, today),
        "mandates": not of or len(set(of)) < len(of) or not all(map(is_mandate, of)),
        "sent": not date(FIRST_YEAR, 1, 1) <= sent_on <= today,
        "replies": any(not sent_on <= day <= today for day in replied_on),
        "published": published_on is not None and not sent_on <= published_on <= today,
        "document": bool(document) and not (published_on and is_document(document)),
    }
    return next((column for column, bad in wrong.items() if bad), "")


def _is_of_submission(reference: str) -> bool:
    """Whether it is a number that names nobody: its words are those of offices and States alone."""
    return (
        numbered(reference) is None
        and any(char.isdigit() for char in reference)
        and all(word in _OFFICES or is_recipient(word) for word in _WORD.findall(reference))
    )


def _was_no_more(recipient: str, sent_on: date) -> bool:
    """Whether the State had ended by then. A name that was changed goes on being written."""
    former = former_states().get(recipient)
    return former is not None and former.ended and sent_on >= former.since


def _refers(reference: str, recipient: str, today: date) -> bool:
    """Whether this can be the reference of a letter to them: no other's series, and no later one.

    A State under its former name has the series of today's.
    """
    if not _REFERENCE.fullmatch(reference):
        return False
    of = numbered(reference)
    if of is None:
        return True
    former = former_states().get(recipient)
    theirs = {recipient, *(former.successors if former and not former.ended else ())}
    return of[0] in theirs and of[1] <= today.year and of[2] > 0
