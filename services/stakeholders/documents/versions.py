"""Versions of a document: uploaded, submitted, approved by a second person, withdrawn."""

from collections.abc import Iterator, Sequence
from typing import Final, assert_never

from services.stakeholders.documents.passing import made_current
from services.stakeholders.documents.state import Document, Key, Version
from shared.contracts.stakeholders_library import (
    Fact,
    LibraryVersionApproved,
    LibraryVersionSubmitted,
    LibraryVersionUploaded,
    LibraryVersionWithdrawn,
)
from shared.contracts.stakeholders_library_commands import (
    ApproveLibraryVersion,
    OfVersion,
    SubmitLibraryVersion,
    UploadLibraryVersion,
    WithdrawLibraryVersion,
)
from shared.core.actor import Asked
from shared.core.decider import Forbidden, Refused
from shared.core.geneva import day_of
from shared.core.roles import Role
from shared.reference import LANGUAGES
from shared.reference.documents import writes

CHANGED: Final = "Somebody changed it meanwhile. Load the page and look again."
MOST_FILES: Final = 10


def decide(command: OfVersion, asked: Asked, document: Document) -> Sequence[Fact]:
    if isinstance(command, UploadLibraryVersion):
        return _upload(command, asked, document)
    key = (command.language, command.version)
    version = document.versions.get(key)
    if version is None:
        raise Refused("There is no such version.")
    match command:
        case SubmitLibraryVersion():
            return _submit(command, asked, document, version)
        case ApproveLibraryVersion():
            return _approve(command, asked, document, version)
        case WithdrawLibraryVersion():
            return _withdraw(command, asked, document, version)
    assert_never(command)


def by_writer(asked: Asked, document: Document) -> None:
    if not writes(asked.by, document.unit):
        raise Forbidden("Only the librarian or the unit that owns the document may do this.")


def by_keeper(asked: Asked, document: Document) -> None:
    if not asked.by.has(Role.CHIEF):
        by_writer(asked, document)


def _upload(command: UploadLibraryVersion, asked: Asked, document: Document) -> Sequence[Fact]:
    by_writer(asked, document)
    known = document.of(command.language)
    if command.language not in LANGUAGES:
        raise Refused("Choose the language from the list.")
    if document.of(command.language, "draft", "review", "approved"):
        raise Refused("A version in this language is not current yet. Withdraw it first.")
    if command.version != len(known) + 1:
        raise Refused("There is another version than the page showed. Load it again.")
    if not 1 <= len(command.files) <= MOST_FILES:
        raise Refused("A version has one to ten files.")
    _translates(command, document)
    return [
        LibraryVersionUploaded(
            document_id=command.document_id,
            language=command.language,
            version=command.version,
            translates=command.translates,
            files=command.files,
            summary=command.summary,
            valid_from=command.valid_from,
            uploaded_by=asked.by.actor_id,
            uploaded_at=asked.at,
        )
    ]


def _translates(command: UploadLibraryVersion, document: Document) -> None:
    original = command.language == document.language
    if original and command.translates is not None:
        raise Refused("The original translates nothing.")
    readable = document.of(document.language, "current", "superseded")
    if not original and command.translates not in readable:
        raise Refused("There is no such version of the original to translate.")


def _submit(
    command: SubmitLibraryVersion, asked: Asked, document: Document, version: Version
) -> Sequence[Fact]:
    by_writer(asked, document)
    if version.stage != "draft":
        if version.stage == "review":
            return []
        raise Refused("Only a draft can be submitted for review.")
    return [
        LibraryVersionSubmitted(
            document_id=command.document_id,
            language=command.language,
            version=command.version,
            submitted_by=asked.by.actor_id,
            submitted_at=asked.at,
        )
    ]


def _approve(
    command: ApproveLibraryVersion, asked: Asked, document: Document, version: Version
) -> Sequence[Fact]:
    if not asked.by.has(Role.CHIEF):
        raise Forbidden("Only the Chief may approve a version.")
    if version.stage in {"approved", "current", "superseded"}:
        return []
    if version.stage != "review":
        raise Refused("Only a version in review can be approved.")
    if asked.by.actor_id in version.hands:
        raise Refused("A second person approves: somebody else than who uploaded or submitted it.")
    shown = (frozenset(command.audience), command.description)
    if shown != (document.audience, document.description):
        raise Refused(CHANGED)
    approved = LibraryVersionApproved(
        document_id=command.document_id,
        language=command.language,
        version=command.version,
        approved_by=asked.by.actor_id,
        approved_at=asked.at,
    )
    if version.valid_from > day_of(asked.at):
        return [approved]
    key = (command.language, command.version)
    return [approved, made_current(command.document_id, document, key, asked)]


def _withdraw(
    command: WithdrawLibraryVersion, asked: Asked, document: Document, version: Version
) -> Sequence[Fact]:
    by_keeper(asked, document)
    if version.stage == "withdrawn":
        return []
    keys = [(command.language, command.version), *_translations(command, document)]
    return [
        LibraryVersionWithdrawn(
            document_id=command.document_id,
            language=language,
            version=number,
            reason=command.reason,
            with_original=language != command.language,
            withdrawn_by=asked.by.actor_id,
            withdrawn_at=asked.at,
        )
        for language, number in keys
    ]


def _translations(command: WithdrawLibraryVersion, document: Document) -> Iterator[Key]:
    """Yield the versions that translate the one that is withdrawn: they go with it."""
    for key, one in document.versions.items():
        of_this = command.language == document.language and one.translates == command.version
        if of_this and one.stage != "withdrawn":
            yield key
