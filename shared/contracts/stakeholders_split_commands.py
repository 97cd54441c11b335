"""The commands of splits in the register of organisations. Stakeholder officers ask for them."""

from dataclasses import dataclass
from datetime import date
from typing import TypeAlias


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposeSplit:
    """``new_ids``: entries to register for it. ``merged_ids``: entries merged into it before.

    ``since``: the day in Geneva from which they are several.
    """

    split_id: str
    organisation_id: str
    new_ids: tuple[str, ...]
    merged_ids: tuple[str, ...]
    since: date


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfirmSplit:
    """Another officer than the one who proposed it.

    The ids are told again, so that the entries can be read: they are those of the proposal.
    """

    split_id: str
    organisation_id: str
    part_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DropSplit:
    """Before it is confirmed; either officer."""

    split_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class UndoSplit:
    """Within 30 days. The ids are told again, as in ``ConfirmSplit``."""

    split_id: str
    organisation_id: str
    part_ids: tuple[str, ...]


Command: TypeAlias = ProposeSplit | ConfirmSplit | DropSplit | UndoSplit

TYPES: dict[str, type] = {
    "propose-organisation-split": ProposeSplit,
    "confirm-organisation-split": ConfirmSplit,
    "drop-organisation-split": DropSplit,
    "undo-organisation-split": UndoSplit,
}
