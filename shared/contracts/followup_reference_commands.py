"""The commands of the reference corpus: for the two desks, and for others what is theirs (F.8)."""

from dataclasses import dataclass
from typing import TypeAlias

from shared.contracts.followup_reference import (
    ReferenceColumns,
    ReferenceCounts,
    ReferenceFile,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class UploadReferenceSheet:
    """``whole``: it has all that there is about each State in it."""

    batch_id: str
    file: ReferenceFile
    whole: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportReferenceBatch:
    """What the check of this sheet found, ``after`` so many batches and undoings of its source.

    ``content``: the SHA-256 of the sheet, and of what its columns are. ``states``: those that its
    rows concern, and those of the texts that they replace. ``mapping``: how often its columns had
    been said.
    """

    batch_id: str
    content: str
    states: tuple[str, ...]
    counts: ReferenceCounts
    after: int
    mapping: int = 0
    source: str = "UHRI"


@dataclass(frozen=True, slots=True, kw_only=True)
class MapReferenceSheet:
    """Say what the columns of a sheet are that is not imported."""

    batch_id: str
    columns: ReferenceColumns


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferReferenceSheet:
    """A provider hands the own sheet to the desk, as it is. ``mapping``: as in the import."""

    batch_id: str
    mapping: int


@dataclass(frozen=True, slots=True, kw_only=True)
class UndoReferenceBatch:
    """The last batch that is not undone."""

    batch_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DiscardReferenceSheet:
    """One that was not imported."""

    batch_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeReferenceTextOut:
    """The Quick Response Desk. ``reason``: of TAKEN_OUT. ``words``: hashes of its words."""

    item: str
    reason: str
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PutReferenceTextBack:
    """The Quick Response Desk."""

    item: str


OfText: TypeAlias = TakeReferenceTextOut | PutReferenceTextBack
Command: TypeAlias = (
    UploadReferenceSheet
    | MapReferenceSheet
    | OfferReferenceSheet
    | ImportReferenceBatch
    | UndoReferenceBatch
    | DiscardReferenceSheet
    | OfText
)

TYPES: dict[str, type] = {
    "upload-reference-sheet": UploadReferenceSheet,
    "map-reference-sheet": MapReferenceSheet,
    "offer-reference-sheet": OfferReferenceSheet,
    "import-reference-batch": ImportReferenceBatch,
    "undo-reference-batch": UndoReferenceBatch,
    "discard-reference-sheet": DiscardReferenceSheet,
    "take-reference-text-out": TakeReferenceTextOut,
    "put-reference-text-back": PutReferenceTextBack,
}
