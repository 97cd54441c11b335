"""The commands of a submission: those in the contract, and those of this service's policy."""

from dataclasses import dataclass
from typing import TypeAlias

from shared.contracts import intake_commands


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkToCommunication:
    submission_id: str
    communication_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ShareWithSuccessor:
    """Only this service's own policy sends it, once the Chief decided that the files move."""

    submission_id: str
    mandate: str
    to: str


Command: TypeAlias = intake_commands.Command | LinkToCommunication | ShareWithSuccessor
