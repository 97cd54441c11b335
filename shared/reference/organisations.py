"""Codes of the register of organisations: section B of selection-stakeholders-committee.md.

The codes are stored in the facts of stakeholders; the portal says them in the reader's language.
"""

from datetime import date, timedelta
from hashlib import sha256
from typing import Final
from uuid import UUID

from shared.core.actor import system
from shared.core.message import Sealed, derive_id

REFUSALS: Final = frozenset({"duplicate", "impersonation", "no_contact"})
"""O3: views or status are never a reason (SB1)."""

OWN: Final = "own"
NAME_REFUSALS: Final = frozenset({"duplicate", "impersonation", "no_proof"})
"""O8: why an officer confirms no other name. ``OWN``: the organisation takes it back."""

SECOND_THOUGHT: Final = timedelta(hours=72)
"""O5: between asking to be public and saying it again."""
SECOND_THOUGHT_LAPSES: Final = timedelta(days=14)
"""Whoever says it again later asks anew: a request that was forgotten is no consent."""

MERGER_UNDO: Final = timedelta(days=30)
"""O9: so long a merger can be undone; later the organisation is split."""
SPLIT_UNDO: Final = MERGER_UNDO
"""O10: so long a split can be undone, and its people choose; later the entries are merged."""
SPLIT_PARTS: Final = 2
"""Into so many others at the most an organisation splits at once."""

EXPIRY_NOTICES: Final = (60, 30, 7)
"""F3: days before the last one on which the end of a focal point is noticed."""
REGISTER_CLOCK: Final = system("register")
"""Who lets a day pass for focal points, and ends what is over."""
_MONTHS: Final = 24


_FIRST_LAW: Final = date(1945, 10, 24)
_LAWS_AHEAD: Final = timedelta(days=366)


def is_day_of_a_law(day: date, today: date) -> bool:
    """Whether a law that punishes contact with the UN can hold from this day: not before the UN."""
    return _FIRST_LAW <= day <= today + _LAWS_AHEAD


def longest(first: date) -> date:
    """Return the last day of the longest designation that begins on this one (F2)."""
    try:
        return first.replace(year=first.year + _MONTHS // 12)
    except ValueError:  # 29 February
        return first.replace(year=first.year + _MONTHS // 12, day=28)


def fingerprint(profile: Sealed) -> str:
    """Return what tells two entries apart as they are sealed, and no more."""
    return sha256(profile.cipher.encode()).hexdigest()


def register_id(organisation_id: str) -> str:
    """Return the id in the register of what an account says that it is of.

    Accounts from before the register have a code there, by which an organisation could be known.
    """
    try:
        return str(UUID(organisation_id))
    except ValueError:
        return str(derive_id("organisation", organisation_id))
