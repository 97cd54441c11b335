"""Facts of followup about the country assessment of a visit (M5, section E.5).

Each assessment has a stream of its own beside the mission's. What people write in it is sealed, a
key for each entry, so what a source takes back is gone from every version. What is generated are
codes, days and names of what is published; nothing that is not public is ever copied into a line.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, TypeAlias

from shared.core.message import Sealed

Audience: TypeAlias = Literal["team", "partners"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What somebody wrote in a part. ``on``: the day of it; ``origin``: where it is from.

    ``shared``: it is public material, and stands in the version for partners too.
    """

    entry_id: str
    part: str
    on: date
    shared: bool
    origin: Sealed
    text: Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A generated line. ``kind``: of shared.reference.dossiers; ``says``: by its kind.

    ``origin``: a code of the platform's own sources, else a symbol or an address.
    """

    part: str
    kind: str
    on: date
    origin: str
    says: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class OnDossier:
    """``step``: how many steps its stream has with this one."""

    mission_id: str
    mandate: str
    state: str
    step: int
    done_by: str
    done_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class DossierEntrySet(OnDossier):
    entry: Entry


@dataclass(frozen=True, slots=True, kw_only=True)
class DossierEntryRemoved(OnDossier):
    """Versions that were issued keep it."""

    entry_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DossierVersionIssued(OnDossier):
    """``number``: among the versions for this audience, the withdrawn ones counted."""

    audience: Audience
    number: int
    lines: tuple[Line, ...]
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DossierVersionWithdrawn(OnDossier):
    """Nobody reads it any more; it stays on record."""

    audience: Audience
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DossierCopyMade(OnDossier):
    """Of a version for partners, on paper. ``whom``: for whom, under a key of its own."""

    number: int
    copy_id: str
    whom: Sealed


Fact: TypeAlias = (
    DossierEntrySet
    | DossierEntryRemoved
    | DossierVersionIssued
    | DossierVersionWithdrawn
    | DossierCopyMade
)

TYPES: dict[str, type] = {
    "visit-dossier-entry-set": DossierEntrySet,
    "visit-dossier-entry-removed": DossierEntryRemoved,
    "visit-dossier-version-issued": DossierVersionIssued,
    "visit-dossier-version-withdrawn": DossierVersionWithdrawn,
    "visit-dossier-copy-made": DossierCopyMade,
}
