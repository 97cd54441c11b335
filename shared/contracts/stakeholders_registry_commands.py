"""The commands of the registry of mandates. The Chief asks for each, with the Council's act."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from shared.contracts.stakeholders_registry import Custody, Resolution


@dataclass(frozen=True, slots=True, kw_only=True)
class RenewMandate:
    """``until``: the last day; None: open-ended."""

    mandate: str
    until: date | None
    resolution: Resolution


@dataclass(frozen=True, slots=True, kw_only=True)
class ModifyMandate:
    """``perhaps_merged_with``: a mandate whose theme the new title names too."""

    mandate: str
    titles: Mapping[str, str]
    perhaps_merged_with: str | None
    resolution: Resolution


@dataclass(frozen=True, slots=True, kw_only=True)
class MergeMandates:
    """``ended_on``: the last day of ``mandate``, which then is part of ``into``."""

    mandate: str
    into: str
    ended_on: date
    custody: tuple[Custody, ...]
    resolution: Resolution


@dataclass(frozen=True, slots=True, kw_only=True)
class ClusterMandate:
    mandate: str
    beside: tuple[str, ...]
    resolution: Resolution


@dataclass(frozen=True, slots=True, kw_only=True)
class TerminateMandate:
    mandate: str
    ended_on: date
    custody: tuple[Custody, ...]
    resolution: Resolution


@dataclass(frozen=True, slots=True, kw_only=True)
class ReestablishMandate:
    mandate: str
    until: date | None
    resolution: Resolution


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordRejectedDraft:
    """``resolution``: the draft, with the votes."""

    mandate: str
    resolution: Resolution


Command: TypeAlias = (
    RenewMandate
    | ModifyMandate
    | MergeMandates
    | ClusterMandate
    | TerminateMandate
    | ReestablishMandate
    | RecordRejectedDraft
)

TYPES: dict[str, type] = {
    "renew-mandate": RenewMandate,
    "modify-mandate": ModifyMandate,
    "merge-mandates": MergeMandates,
    "cluster-mandate": ClusterMandate,
    "terminate-mandate": TerminateMandate,
    "reestablish-mandate": ReestablishMandate,
    "record-rejected-draft": RecordRejectedDraft,
}
