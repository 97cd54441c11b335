"""Facts of stakeholders about the library: section H.1.

A document has versions in each of its languages; one of a language is current. Titles, keywords,
summaries and reasons are sealed, and the names of files and their keys. None has a line in the
feed: who reads the feed need not be of the audience of a document.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal, TypeAlias

from shared.contracts.feed import Feed, Shown
from shared.core.message import Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class LibraryFile:
    """``object_name``: the random name of the encrypted file; ``sha256``: of its encrypted bytes.

    ``size``: bytes of the plain file. ``details``: JSON of its name, the SHA-256 of its content and
    the key to read it.
    """

    file_id: str
    object_name: str
    sha256: str
    size: int
    media_type: str
    scanned: Literal["clean", "not_scanned"]
    details: Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class LibraryDocumentRegistered:
    """``kind``, ``themes``, ``unit``: codes of the library. ``titles``: by language.

    ``language``: of the original. ``audience``: who can see it. ``asks_reading``: whoever reads a
    version says so. ``supersedes``: another document, which this one replaces.
    """

    document_id: str
    kind: str
    language: str
    titles: Mapping[str, Sealed]
    keywords: Sealed | None
    themes: tuple[str, ...]
    unit: str
    audience: tuple[str, ...]
    review_on: date
    asks_reading: bool
    supersedes: str | None
    registered_by: str
    registered_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class LibraryDocumentDescribed:
    """Described anew, all of it; a review that found nothing to change gives the next day.

    ``number``: of the description; how it was registered is the first.
    """

    document_id: str
    number: int
    titles: Mapping[str, Sealed]
    keywords: Sealed | None
    themes: tuple[str, ...]
    review_on: date
    described_by: str
    described_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class LibraryAudienceChanged:
    """``no_more``: who saw it until now and does not any more, in no version."""

    document_id: str
    audience: tuple[str, ...]
    no_more: tuple[str, ...]
    changed_by: str
    changed_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class LibraryVersionUploaded:
    """A draft. ``translates``: which version of the original; None: it is one.

    ``summary``: of what changed. ``valid_from``: it is current from that day, once approved.
    """

    document_id: str
    language: str
    version: int
    translates: int | None
    files: tuple[LibraryFile, ...]
    summary: Sealed
    valid_from: date
    uploaded_by: str
    uploaded_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class LibraryVersionSubmitted:
    """In review."""

    document_id: str
    language: str
    version: int
    submitted_by: str
    submitted_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class LibraryVersionApproved:
    document_id: str
    language: str
    version: int
    approved_by: str
    approved_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class LibraryVersionMadeCurrent:
    """``replaces``: the version that is superseded by it, or None.

    ``public``: everybody reads the document at that moment.
    """

    document_id: str
    language: str
    version: int
    replaces: int | None
    made_at: datetime
    public: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class LibraryVersionWithdrawn:
    """``with_original``: because the version was that it translates.

    ``reason``: None: the document was erased, so nothing can be sealed about it.
    """

    document_id: str
    language: str
    version: int
    reason: Sealed | None
    with_original: bool
    withdrawn_by: str
    withdrawn_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class LibraryDocumentWithdrawn:
    """In every version and language. ``reason``: as for a version."""

    document_id: str
    reason: Sealed | None
    withdrawn_by: str
    withdrawn_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class LibraryReadingAcknowledged:
    """Somebody read this version, or did this training module."""

    document_id: str
    language: str
    version: int
    reader: str
    read_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class LibraryReviewDue:
    """The day of its review came."""

    document_id: str
    review_on: date
    told_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class LibraryBundleSet:
    """The induction kit, all of it; ``mandate``: what a mandate adds to it, None: for all."""

    mandate: str | None
    documents: tuple[str, ...]
    set_by: str
    set_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class LibraryThemesFollowed:
    """Somebody hears when a version of a document on these themes is current; all of them."""

    reader: str
    themes: tuple[str, ...]
    chosen_at: datetime


OfDocument: TypeAlias = (
    LibraryDocumentDescribed
    | LibraryAudienceChanged
    | LibraryVersionUploaded
    | LibraryVersionSubmitted
    | LibraryVersionApproved
    | LibraryVersionMadeCurrent
    | LibraryVersionWithdrawn
    | LibraryDocumentWithdrawn
    | LibraryReadingAcknowledged
    | LibraryReviewDue
)
Fact: TypeAlias = LibraryDocumentRegistered | OfDocument | LibraryBundleSet | LibraryThemesFollowed

TYPES: dict[str, type] = {
    "library-document-registered": LibraryDocumentRegistered,
    "library-document-described": LibraryDocumentDescribed,
    "library-audience-changed": LibraryAudienceChanged,
    "library-version-uploaded": LibraryVersionUploaded,
    "library-version-submitted": LibraryVersionSubmitted,
    "library-version-approved": LibraryVersionApproved,
    "library-version-made-current": LibraryVersionMadeCurrent,
    "library-version-withdrawn": LibraryVersionWithdrawn,
    "library-document-withdrawn": LibraryDocumentWithdrawn,
    "library-reading-acknowledged": LibraryReadingAcknowledged,
    "library-review-due": LibraryReviewDue,
    "library-bundle-set": LibraryBundleSet,
    "library-themes-followed": LibraryThemesFollowed,
}


def _not_said(told: dict[str, Any]) -> dict[str, Any]:
    """Version 1 did not say whether everybody reads it: then it has no line."""
    return {**told, "public": False}


UPCASTERS = {"library-version-made-current": (_not_said,)}


def is_public(version: LibraryVersionMadeCurrent) -> bool:
    return version.public


FEED: Feed = {
    LibraryVersionMadeCurrent: Shown(
        words="Version of a public document in force", where=is_public
    ),
}
