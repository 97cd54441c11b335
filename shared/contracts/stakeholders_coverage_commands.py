"""The commands of the coverage of States.

The Committee adopts and records; the clock takes the snapshot of a month.
"""

from dataclasses import dataclass
from typing import Literal, TypeAlias

from shared.contracts.stakeholders_coverage import CoverageColumn, CoverageValue


@dataclass(frozen=True, slots=True, kw_only=True)
class AdoptStandardSet:
    """``version``: the one after that which the page showed. ``standards``: their keys."""

    version: int
    standards: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordCoverageValues:
    """All of ``values``, or none of them.

    ``seen``: what was on record of their States when the page showed them (coverage.on_record).
    """

    standard: str
    seen: str
    values: tuple[CoverageValue, ...]
    via: Literal["member", "sheet"]


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeCoverageSnapshot:
    """``version``: of the set whose columns were counted."""

    month: str
    version: int
    columns: tuple[CoverageColumn, ...]


Command: TypeAlias = AdoptStandardSet | RecordCoverageValues | TakeCoverageSnapshot

TYPES: dict[str, type] = {
    "adopt-standard-set": AdoptStandardSet,
    "record-coverage-values": RecordCoverageValues,
    "take-coverage-snapshot": TakeCoverageSnapshot,
}
