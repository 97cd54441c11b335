"""The commands of mergers in the register of organisations. Stakeholder officers ask for them."""

from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposeMerger:
    """``duplicate_id`` is the organisation that ``real_id`` is, registered again."""

    merger_id: str
    duplicate_id: str
    real_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfirmMerger:
    """Another officer than the one who proposed it.

    The ids are told again, so that the entries can be read: they are those of the proposal.
    """

    merger_id: str
    duplicate_id: str
    real_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DropMerger:
    """Before it is confirmed; either officer."""

    merger_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class UndoMerger:
    """Within 30 days."""

    merger_id: str


Command: TypeAlias = ProposeMerger | ConfirmMerger | DropMerger | UndoMerger

TYPES: dict[str, type] = {
    "propose-organisation-merger": ProposeMerger,
    "confirm-organisation-merger": ConfirmMerger,
    "drop-organisation-merger": DropMerger,
    "undo-organisation-merger": UndoMerger,
}
