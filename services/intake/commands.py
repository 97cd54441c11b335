"""What a submission is asked, by people (see the contract) and by this service's own policy."""

from dataclasses import dataclass
from typing import TypeAlias

from shared.contracts import intake_commands


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkToCommunication:
    submission_id: str
    communication_id: str


Command: TypeAlias = intake_commands.Command | LinkToCommunication
