"""The commands of the country assessment of a visit: its mandate, and the State's desk officer.

``seen``: how many steps of the stream the page showed (decision 0063).
"""

from dataclasses import dataclass
from typing import TypeAlias

from shared.contracts.followup_dossiers import Audience, Entry, Line
from shared.core.message import Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class OnDossier:
    mission_id: str
    mandate: str
    seen: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SetDossierEntry(OnDossier):
    """A new one, or one that is there with its words anew."""

    entry: Entry


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoveDossierEntry(OnDossier):
    entry_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueDossier(OnDossier):
    """``lines``: what was generated. That for partners is the holder's alone (R19)."""

    audience: Audience
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawDossier(OnDossier):
    audience: Audience
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MakeDossierCopy(OnDossier):
    """Of a version for partners. ``whom``: it stands across each page (R19)."""

    number: int
    copy_id: str
    whom: Sealed


Command: TypeAlias = (
    SetDossierEntry | RemoveDossierEntry | IssueDossier | WithdrawDossier | MakeDossierCopy
)

TYPES: dict[str, type] = {
    "set-visit-dossier-entry": SetDossierEntry,
    "remove-visit-dossier-entry": RemoveDossierEntry,
    "issue-visit-dossier": IssueDossier,
    "withdraw-visit-dossier": WithdrawDossier,
    "make-visit-dossier-copy": MakeDossierCopy,
}
