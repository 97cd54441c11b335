"""The commands about the files of a selection that is over (SA13)."""

from dataclasses import dataclass
from typing import TypeAlias

from shared.contracts.stakeholders_files import KeptReason
from shared.core.message import Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldSelectionFiles:
    """The selection officer. ``reason_code``: one of shared.reference.selection_files.HOLDS."""

    vacancy_id: str
    reason_code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleaseSelectionFiles:
    """The selection officer."""

    vacancy_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EndSelectionFiles:
    """The portal's clock. ``months``: for how long the office keeps them."""

    vacancy_id: str
    months: int


@dataclass(frozen=True, slots=True, kw_only=True)
class KeepPublicPart:
    """The portal's clock, before it destroys the key of an application."""

    vacancy_id: str
    candidate_id: str
    name: Sealed
    reasons: tuple[KeptReason, ...] = ()
    deviation: Sealed | None = None


Command: TypeAlias = HoldSelectionFiles | ReleaseSelectionFiles | EndSelectionFiles | KeepPublicPart

TYPES: dict[str, type] = {
    "hold-selection-files": HoldSelectionFiles,
    "release-selection-files": ReleaseSelectionFiles,
    "end-selection-files": EndSelectionFiles,
    "keep-public-part": KeepPublicPart,
}
