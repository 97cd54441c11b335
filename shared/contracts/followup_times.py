"""Facts of followup about a mandate's settings: the times that it allows for a reply."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplyTimesNoted:
    """On ``replytimes-<mandate>``, which opening the case of a letter that it leads reads.

    ``reply_days``: kind of letter to days. A kind that is missing, and reminders that are None,
    follow the office's settings. ``changed_at``: the settings apply to letters transmitted from
    then on.
    """

    mandate: str
    reply_days: Mapping[str, int]
    reminder_days: tuple[int, ...] | None
    changed_at: datetime
    noted_at: datetime
