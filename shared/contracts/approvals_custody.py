"""Facts of approvals: a text of a mandate that ended goes to its successor, or to the record."""

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


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementPassedOn:
    """As with letters. ``mandates``: those in whose name it is now, the lead first."""

    statement_id: str
    mandate: str
    to: str
    mandates: tuple[str, ...]
    joins: bool
    version: int | None
    passed_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementKeptAsRecord:
    """The mandate that led it ended, and nobody takes it: it is neither approved nor issued."""

    statement_id: str
    mandate: str
    kept_at: datetime
