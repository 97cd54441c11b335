"""The commands of publication."""

from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from shared.contracts.followup_publication import RedactionForm
from shared.core.message import Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveEmbargo:
    communication_id: str
    mandate: str
    embargo_until: datetime
    reason: Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class DecideEarlyPublication:
    communication_id: str
    mandate: str
    reason: Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class Redaction:
    """``start`` to ``end``: characters of the document's text."""

    redaction_id: str
    start: int
    end: int
    form: RedactionForm
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MakeRedactions:
    communication_id: str
    document: str
    redactions: tuple[Redaction, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoveRedactions:
    communication_id: str
    document: str
    redactions: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AllowNames:
    communication_id: str
    document: str
    mandate: str
    reason: Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class ApproveRedaction:
    """``redactions``: those that the rendition was made with.

    ``source_findings`` and ``name_findings``: in how many places of the rendition the check found
    what identifies a source, and names that consent does not cover.
    """

    communication_id: str
    document: str
    redactions: tuple[str, ...]
    rendition: Sealed
    rendition_hash: str
    source_findings: int
    name_findings: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishDocument:
    """``text``: the rendition that was approved; nothing else has its hash.

    ``salt``: with which that was made.
    """

    communication_id: str
    document: str
    text: str
    salt: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawPublication:
    communication_id: str
    reason: str
    note: Sealed


Command: TypeAlias = (
    MoveEmbargo
    | DecideEarlyPublication
    | MakeRedactions
    | RemoveRedactions
    | AllowNames
    | ApproveRedaction
    | PublishDocument
    | WithdrawPublication
)
