"""What followup keeps of the settings of a mandate: the times in which a reply is waited for."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplyTimesNoted:
    """It stands on ``replytimes-<mandate>``, which opening a case of a letter it leads consults.

    ``reply_days``: kind of letter to days; a kind that is not there, and reminders where they are
    None, are as the office has them. ``changed_at``: for letters transmitted from then on.
    """

    mandate: str
    reply_days: Mapping[str, int]
    reminder_days: tuple[int, ...] | None
    changed_at: datetime
    noted_at: datetime
