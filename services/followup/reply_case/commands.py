"""The commands of a reply case: those in the contract, and those this service asks itself."""

from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from shared.contracts import followup_reply_commands


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenReplyCase:
    """Only this service's own policy sends it, once the letter is transmitted.

    ``mandates``: the lead first. ``reply_days`` and ``reminder_days`` (after transmission): the
    office's, for settings that the lead has not made.
    """

    communication_id: str
    reference: str
    type: str
    recipient: str
    mandates: tuple[str, ...]
    transmitted_at: datetime
    reply_days: int
    reminder_days: tuple[int, ...] = ()
    submission_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkOverdue:
    """Only the clock sends it: the time of the command is the time that counts."""

    communication_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposeReminder:
    """Only the clock sends it, when the day of the next reminder has passed."""

    communication_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordFollowUpLetter:
    """Only this service's own policy sends it, once the new letter is transmitted."""

    communication_id: str
    follow_up_id: str
    reference: str
    sent_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class PassCaseOn:
    """Only this service's own policy sends it, once the Chief decided. ``to``: None, a record."""

    communication_id: str
    mandate: str
    to: str | None


ByTheHouse: TypeAlias = MarkOverdue | ProposeReminder | RecordFollowUpLetter | PassCaseOn
Command: TypeAlias = followup_reply_commands.Command | OpenReplyCase | ByTheHouse
