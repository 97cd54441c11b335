"""Facts of followup about the reference corpus: section F.5 of visits-recommendations-knowledge.md.

A sheet is kept as an encrypted file, and its rows are read from there: a fact has their numbers
alone. Texts of other mechanisms are public; the name of a file and its key are sealed. None has a
line in the feed.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, TypeAlias

from shared.core.message import Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferenceFile:
    """``object_name``: the random name of the encrypted file; ``sha256``: of its encrypted bytes.

    ``size``: bytes of the plain file. ``details``: JSON of its name, the SHA-256 of its content and
    the key to read it.
    """

    object_name: str
    sha256: str
    size: int
    media_type: str
    scanned: Literal["clean", "not_scanned"]
    details: Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferenceCounts:
    """Of rows. ``withdrawn``: those of before that a whole sheet does not have any more."""

    new: int
    changed: int
    same: int
    withdrawn: int
    problems: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferenceSheetUploaded:
    """It waits to be checked. ``whole``: it has all that there is about each State in it.

    ``provider``: as whose own it stays apart, a source that names no name; None: nobody's.
    ``mandates``, ``only``: whoever uploads it imports rows of these mandates, to these States,
    alone; empty: any.
    """

    batch_id: str
    file: ReferenceFile
    whole: bool
    provider: str | None
    mandates: tuple[str, ...]
    only: tuple[str, ...]
    uploaded_by: str
    uploaded_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferenceColumns:
    """What the columns of a sheet are, by who looked at it.

    ``titles``: the row in which they stand; ``head``: their hash. ``columns``: of FIELDS, in the
    order of the sheet; empty for what is left out. ``review``: a matrix of the universal periodic
    review. ``state``, ``symbol``, ``session``: of every row, where no column says it. ``joined``:
    a text that stands there once for each theme is one recommendation.
    """

    titles: int
    head: str
    columns: tuple[str, ...]
    review: bool
    state: str | None
    symbol: str | None
    session: str | None
    joined: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferenceSheetMapped:
    """It is checked anew. ``number``: how often its columns were said."""

    batch_id: str
    columns: ReferenceColumns
    number: int
    mapped_by: str
    mapped_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferenceSheetOffered:
    """A provider handed it to the desk. ``mapping``: how often its columns had been said."""

    batch_id: str
    mapping: int
    offered_by: str
    offered_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferenceBatchImported:
    """``number``: counts every batch and undoing. ``source``: of SOURCES, or the provider's.

    ``content``: the SHA-256 of the sheet, as it was sent, and of what its columns are.
    ``states``: those that its rows concern, and those of the texts that they replace.
    """

    batch_id: str
    number: int
    source: str
    content: str
    states: tuple[str, ...]
    counts: ReferenceCounts
    imported_by: str
    imported_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferenceBatchUndone:
    """What it brought is gone, and what it changed is as before."""

    batch_id: str
    undone_by: str
    undone_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferenceSheetDiscarded:
    """It was never imported, and its file is not kept."""

    batch_id: str
    discarded_by: str
    discarded_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferenceTextTakenOut:
    """Nobody reads it here any more, in whatever version a sheet brings it.

    ``item``: by which a recommendation is known in all sheets. ``reason``: of TAKEN_OUT.
    ``words``: hashes of its words in each version; what identifies somebody is shown from no other
    sheet with the same, whatever becomes of this one. ``change``: counts all texts that were taken
    out or put back.
    """

    item: str
    words: tuple[str, ...]
    reason: str
    change: int
    done_by: str
    done_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferenceTextPutBack:
    """It is there as the sheets have it."""

    item: str
    change: int
    done_by: str
    done_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferenceTextHeld:
    """A recommendation has a text that this batch brought: the batch stays."""

    batch_id: str
    recommendation_id: str
    held_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferenceTextFreed:
    """The recommendation was let go, or has another text now."""

    batch_id: str
    recommendation_id: str
    freed_at: datetime


Fact: TypeAlias = (
    ReferenceSheetUploaded
    | ReferenceSheetMapped
    | ReferenceSheetOffered
    | ReferenceSheetDiscarded
    | ReferenceBatchImported
    | ReferenceBatchUndone
    | ReferenceTextTakenOut
    | ReferenceTextPutBack
    | ReferenceTextHeld
    | ReferenceTextFreed
)

TYPES: dict[str, type] = {
    "reference-sheet-uploaded": ReferenceSheetUploaded,
    "reference-sheet-mapped": ReferenceSheetMapped,
    "reference-sheet-offered": ReferenceSheetOffered,
    "reference-sheet-discarded": ReferenceSheetDiscarded,
    "reference-batch-imported": ReferenceBatchImported,
    "reference-batch-undone": ReferenceBatchUndone,
    "reference-text-taken-out": ReferenceTextTakenOut,
    "reference-text-put-back": ReferenceTextPutBack,
    "reference-text-held": ReferenceTextHeld,
    "reference-text-freed": ReferenceTextFreed,
}


def _text_taken_out_2(old: dict[str, Any]) -> dict[str, Any]:
    """Version 1 had no hashes of the words: the tables find them in the rows that are there."""
    return {**old, "words": ()}


def _batch_imported_2(old: dict[str, Any]) -> dict[str, Any]:
    """Version 1 knew sheets of UHRI alone."""
    return {**old, "source": "UHRI"}


def _sheet_uploaded_2(old: dict[str, Any]) -> dict[str, Any]:
    """Version 1 knew sheets of the two desks alone."""
    return {**old, "provider": None, "mandates": (), "only": ()}


UPCASTERS = {
    "reference-sheet-uploaded": (_sheet_uploaded_2,),
    "reference-text-taken-out": (_text_taken_out_2,),
    "reference-batch-imported": (_batch_imported_2,),
}
