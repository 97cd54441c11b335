"""The commands of the library, and their intended actors.

The librarian is a stakeholder officer; a document is also its owner unit's. ``version`` and
``language``: of the version that the page showed (decision 0063).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from shared.contracts.stakeholders_library import LibraryFile
from shared.core.message import Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterLibraryDocument:
    """The librarian, or the unit that is to own it."""

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


@dataclass(frozen=True, slots=True, kw_only=True)
class DescribeLibraryDocument:
    """The librarian or the owner unit; the Chief the words of what is public and was approved.

    ``was``: the number of the description that the page showed.
    """

    document_id: str
    was: int
    titles: Mapping[str, Sealed]
    keywords: Sealed | None
    themes: tuple[str, ...]
    review_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class UploadLibraryVersion:
    """The librarian or the owner unit; so for the next. ``version``: the next of the language."""

    document_id: str
    language: str
    version: int
    translates: int | None
    files: tuple[LibraryFile, ...]
    summary: Sealed
    valid_from: date


@dataclass(frozen=True, slots=True, kw_only=True)
class SubmitLibraryVersion:
    document_id: str
    language: str
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ApproveLibraryVersion:
    """The Chief, and nobody who uploaded or submitted it.

    ``audience``, ``description``: who could see it, and the number of the description, as the page
    showed them first.
    """

    document_id: str
    language: str
    version: int
    audience: tuple[str, ...]
    description: int


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawLibraryVersion:
    """The librarian, the owner unit or the Chief; so for the document.

    ``reason``: None of a document that was erased.
    """

    document_id: str
    language: str
    version: int
    reason: Sealed | None


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawLibraryDocument:
    document_id: str
    reason: Sealed | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeLibraryAudience:
    """Narrower: the librarian, the owner unit or the Chief. Wider: the Chief, once it is approved.

    ``was``, ``description``: who could see it, and the number of the description, as the page
    showed them first. Of a withdrawn document: narrower alone.
    """

    document_id: str
    audience: tuple[str, ...]
    was: tuple[str, ...]
    description: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AcknowledgeLibraryReading:
    """Whoever can see it."""

    document_id: str
    language: str
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SetLibraryBundle:
    """The librarian. ``was``: as the page showed it."""

    mandate: str | None
    documents: tuple[str, ...]
    was: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowLibraryThemes:
    """Whoever signed in, for themselves. ``themes``: all of them, from now on."""

    themes: tuple[str, ...]


OfVersion: TypeAlias = (
    UploadLibraryVersion | SubmitLibraryVersion | ApproveLibraryVersion | WithdrawLibraryVersion
)
OfDocument: TypeAlias = (
    DescribeLibraryDocument
    | WithdrawLibraryDocument
    | ChangeLibraryAudience
    | AcknowledgeLibraryReading
    | OfVersion
)
Command: TypeAlias = RegisterLibraryDocument | OfDocument | SetLibraryBundle | FollowLibraryThemes

TYPES: dict[str, type] = {
    "register-library-document": RegisterLibraryDocument,
    "describe-library-document": DescribeLibraryDocument,
    "upload-library-version": UploadLibraryVersion,
    "submit-library-version": SubmitLibraryVersion,
    "approve-library-version": ApproveLibraryVersion,
    "withdraw-library-version": WithdrawLibraryVersion,
    "withdraw-library-document": WithdrawLibraryDocument,
    "change-library-audience": ChangeLibraryAudience,
    "acknowledge-library-reading": AcknowledgeLibraryReading,
    "set-library-bundle": SetLibraryBundle,
    "follow-library-themes": FollowLibraryThemes,
}
