"""A day passes for the library: an approved version is current, and a review is due."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from services.stakeholders.documents.state import Document, State
from shared.contracts.stakeholders_library import Fact, LibraryReviewDue, LibraryVersionMadeCurrent
from shared.core.actor import Asked
from shared.reference.documents import PUBLIC


@dataclass(frozen=True, slots=True, kw_only=True)
class PassLibraryDay:
    """Only this service's own clock sends it. ``on``: today."""

    on: date


def passed(command: PassLibraryDay, asked: Asked, state: State) -> Sequence[Fact]:
    """Say once of each version that its day came, and of each document that a review is due."""
    return [
        fact
        for document_id, document in state.documents.items()
        if not document.withdrawn
        for fact in _of(document_id, document, command.on, asked)
    ]


def _of(document_id: str, document: Document, on: date, asked: Asked) -> Iterator[Fact]:
    for (language, number), one in document.versions.items():
        if one.stage == "approved" and one.valid_from <= on:
            yield made_current(document_id, document, (language, number), asked)
    if document.review_on <= on and document.told != document.review_on:
        yield LibraryReviewDue(
            document_id=document_id, review_on=document.review_on, told_at=asked.at
        )


def made_current(
    document_id: str, document: Document, key: tuple[str, int], asked: Asked
) -> LibraryVersionMadeCurrent:
    language, number = key
    return LibraryVersionMadeCurrent(
        document_id=document_id,
        language=language,
        version=number,
        replaces=document.current(language),
        made_at=asked.at,
        public=PUBLIC in document.audience,
    )
