"""What a letter, a submission, a visit or a paper from before the platform may say."""

import re
from collections.abc import Mapping
from datetime import date, timedelta
from types import MappingProxyType
from typing import Final
from urllib.parse import urlsplit

from shared.contracts.approvals_history_commands import PastLetter
from shared.core.actor import system
from shared.reference import COMMUNICATION_TYPES, OTHER, states
from shared.reference.former_states import former_states

SUBMISSION: Final = "SUB"
"""What the rows of submissions have for a type."""
VISIT: Final = "VISIT"
"""What the rows of visits have for a type."""
VISIT_STATUSES: Final[Mapping[str, bool | None]] = MappingProxyType(
    {
        "completed": True,
        "interrupted": True,
        "postponed": None,
        "cancelled": None,
        "requested": False,
        "declined": False,
    }
)
"""Where a visit stood. True: it took place, so it has a last day; False: there were no days."""
TOOK_PLACE: Final = tuple(code for code, took_place in VISIT_STATUSES.items() if took_place)
PUBLICATION: Final = "PUB"
"""What the rows of publications have for a type, of letters that have a row of their own."""
REPORT: Final = "REPORT"
STATEMENT: Final = "STATEMENT"
PAPERS: Final = (REPORT, STATEMENT)
"""What the rows of reports and of end-of-mission statements have for a type."""
LONGEST_VISIT: Final = timedelta(days=60)
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
"""Files beside one letter, with those of its replies; or beside one visit or paper."""
FIRST_YEAR: Final = 1967
"""Special Procedures exist since then."""
_HOSTS: Final = (".ohchr.org", ".un.org")
_HOST: Final = re.compile(r"[a-z0-9.-]+")
_ADDRESS: Final = re.compile(r"https://[!#-;=?-\[\]-~]+")
"""Visible ASCII without \" < > and the backslash, which browsers read as a slash."""
_REFERENCE: Final = re.compile(r"[A-Z0-9][A-Z0-9 ./()\-]{0,39}")
_SYMBOL: Final = re.compile(r"[AES]/[A-Za-z0-9][A-Za-z0-9./()\-]{1,37}")
_SESSION: Final = re.compile(r"(CHR|HRC|GA) (S-)?[1-9][0-9]{0,2}")
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
    """Return whose key seals the files beside a letter, or beside a visit or a paper.

    Data protection erases them by it.
    """
    return f"pastletter-{letter_id}"


def may_be_public(replied_on: date | None, published_on: date | None) -> bool:
    """Whether a file beside a row can be public: the row is, and a reply came until then."""
    return published_on is not None and (replied_on is None or replied_on <= published_on)


def sound(one: PastLetter, today: date) -> str:
    """Return the column of the first thing of a row that cannot be so; empty if all can.

    "submission", "visit", "paper", "publication": it has what others alone have, or lacks what
    it needs.
    """
    public, sent_on = one.published_on, one.sent_on
    earliest = date(FIRST_YEAR, 1, 1)
    bare = not one.replied_on and public is None and not one.document
    is_publication = one.type == PUBLICATION
    is_visit, is_paper = one.type == VISIT, one.type in PAPERS
    wrong = {
        "type": one.type not in {*COMMUNICATION_TYPES, SUBMISSION, VISIT, PUBLICATION, *PAPERS},
        "submission": one.type == SUBMISSION and not (bare and _is_of_submission(one.reference)),
        "visit": is_visit and (bool(one.reference or one.replied_on) or one.recipient == OTHER),
        "paper": is_paper and not _is_paper(one),
        "publication": is_publication and not _is_publication(one),
        "recipient": not is_recipient(one.recipient)
        or (not is_publication and _was_no_more(one.recipient, sent_on)),
        "reference": bool(one.reference)
        and not is_paper
        and not _refers(one.reference, one.recipient, today),
        "mandates": not _are_mandates(one.mandates),
        "sent": not earliest <= sent_on <= today,
        "status": one.status not in VISIT_STATUSES if is_visit else bool(one.status),
        "until": not _ends(one, today) if is_visit else one.until is not None,
        "session": bool(one.session)
        and not (one.type == REPORT and _SESSION.fullmatch(one.session)),
        "mission": one.mission is not None
        and not (is_paper and earliest <= one.mission <= sent_on and one.recipient != OTHER),
        "replies": not is_publication
        and any(not sent_on <= day <= today for day in one.replied_on),
        # The days of a visit may have been public before it began.
        "published": public is not None
        and not (earliest if is_visit else sent_on) <= public <= today,
        "document": bool(one.document)
        and not ((public or is_publication) and is_document(one.document)),
    }
    return next((column for column, bad in wrong.items() if bad), "")


def _is_publication(one: PastLetter) -> bool:
    """Whether it names a letter and a place, and at most one reply of before its day."""
    replies = one.replied_on
    in_order = len(replies) < 2 and all(day <= one.sent_on for day in replies)  # noqa: PLR2004
    return bool(one.reference and one.document) and one.published_on is None and in_order


def _is_paper(one: PastLetter) -> bool:
    """Whether it has a symbol of the United Nations, or needs none, and no replies."""
    bare = one.type == STATEMENT and not one.reference
    return not one.replied_on and (bare or _SYMBOL.fullmatch(one.reference) is not None)


def _are_mandates(of: tuple[str, ...]) -> bool:
    return bool(of) and len(set(of)) == len(of) and all(map(is_mandate, of))


def _ends(one: PastLetter, today: date) -> bool:
    """Whether a visit of this status can have this last day, or none."""
    took_place = VISIT_STATUSES.get(one.status)
    if one.until is None:
        return not took_place
    in_time = one.sent_on <= one.until <= one.sent_on + LONGEST_VISIT
    return took_place is not False and in_time and (not took_place or one.until <= today)


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
