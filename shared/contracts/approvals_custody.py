"""Facts of approvals: a letter of a mandate that ended goes to its successor, or to the record."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterPassedOn:
    """``to`` signs in place of ``mandate``, whose approval counts no more.

    ``lead``: it leads the letter. ``joins``: it did not sign before. ``version``: of the text that
    waits for its approval; None while nobody is asked.
    """

    communication_id: str
    mandate: str
    to: str
    lead: bool
    joins: bool
    version: int | None
    passed_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterKeptAsRecord:
    """The mandate that led it ended, and nobody takes it: nothing of it is signed or sent."""

    communication_id: str
    mandate: str
    kept_at: datetime
