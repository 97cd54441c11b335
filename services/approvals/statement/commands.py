"""The commands of a statement: those in the contract, and those this service asks itself."""

from dataclasses import dataclass
from typing import TypeAlias

from shared.contracts import approvals_statement_commands


@dataclass(frozen=True, slots=True, kw_only=True)
class DropVacantSigner:
    """Only this service's own clock sends it, once nobody signs for the mandate."""

    statement_id: str
    mandate: str


@dataclass(frozen=True, slots=True, kw_only=True)
class VoidPastSignature:
    """Only this service's own clock sends it, once the term of who approved is over."""

    statement_id: str
    mandate: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PassStatementOn:
    """Only this service's own policy sends it, after the Chief decided. ``to``: None: nowhere."""

    statement_id: str
    mandate: str
    to: str | None


ByTheClock: TypeAlias = DropVacantSigner | VoidPastSignature
Command: TypeAlias = approvals_statement_commands.Command | ByTheClock | PassStatementOn
