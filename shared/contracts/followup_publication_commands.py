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
    """``redactions``: those in the rendition.

    ``source_findings`` and ``name_findings``: the number of places in the rendition where the check
    found something that identifies a source, and names that consent does not cover.
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
    """``text``: the approved rendition; no other text has its hash.

    ``salt``: of that hash.
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
