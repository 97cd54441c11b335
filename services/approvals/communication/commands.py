"""The commands of a communication: those in the contract, and those this service asks itself."""

from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from shared.contracts import approvals_letter_commands


@dataclass(frozen=True, slots=True, kw_only=True)
class DropSilentMandate:
    """Only this service's own clock sends it, once ``join_by`` has passed."""

    communication_id: str
    mandate: str
    join_by: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class DropVacantMandate:
    """Only this service's own clock sends it, once nobody signs for the mandate."""

    communication_id: str
    mandate: str


@dataclass(frozen=True, slots=True, kw_only=True)
class VoidPastApproval:
    """Only this service's own clock sends it, once the term of who approved is over."""

    communication_id: str
    mandate: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PassLetterOn:
    """Only this service's own policy sends it, once the Chief decided. ``to``: None, a record."""

    communication_id: str
    mandate: str
    to: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CompleteTransmission:
    """Only this service's own policy sends it, once the number is allotted."""

    communication_id: str
    number: int
    year: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BlockTransmission:
    """Only this service's own policy sends it, when consent was withdrawn."""

    communication_id: str
    submission_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class UnblockTransmission:
    """Only this service's own policy sends it, when consent was given again."""

    communication_id: str
    submission_id: str


OnConsent: TypeAlias = BlockTransmission | UnblockTransmission

Command: TypeAlias = (
    approvals_letter_commands.Command
    | CompleteTransmission
    | OnConsent
    | DropSilentMandate
    | DropVacantMandate
    | VoidPastApproval
    | PassLetterOn
)
