"""The library, folded from its events: one stream for all, so that the clock needs no list."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Literal, TypeAlias, assert_never

from services.stakeholders.registry import state as registry
from shared.contracts.stakeholders_library import (
    Fact,
    LibraryAudienceChanged,
    LibraryBundleSet,
    LibraryDocumentDescribed,
    LibraryDocumentRegistered,
    LibraryDocumentWithdrawn,
    LibraryReadingAcknowledged,
    LibraryReviewDue,
    LibraryThemesFollowed,
    LibraryVersionApproved,
    LibraryVersionMadeCurrent,
    LibraryVersionSubmitted,
    LibraryVersionUploaded,
    LibraryVersionWithdrawn,
    OfDocument,
)
from shared.contracts.stakeholders_registry import Fact as Act
from shared.core.message import Sealed
from shared.reference.documents import OF_MANDATE

Stage: TypeAlias = Literal["draft", "review", "approved", "current", "superseded", "withdrawn"]
Heard: TypeAlias = Fact | Act
Key: TypeAlias = tuple[str, int]
"""The language and the number of a version."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """``hands``: who uploaded and submitted it."""

    stage: Stage
    translates: int | None
    valid_from: date
    hands: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """``told``: the day of review that was told of. ``read``: the reader and the version.

    ``description``: its number. ``was_approved``: once a version was approved, and for ever.
    """

    kind: str
    language: str
    titles: Mapping[str, Sealed]
    keywords: Sealed | None
    unit: str
    audience: frozenset[str]
    review_on: date
    acknowledged: bool
    description: int = 1
    was_approved: bool = False
    told: date | None = None
    withdrawn: bool = False
    versions: Mapping[Key, Version] = field(default_factory=dict)
    read: frozenset[tuple[str, Key]] = frozenset()

    def of(self, language: str, *stages: Stage) -> list[int]:
        """Return the numbers of the versions of a language, of these stages, in their order."""
        return sorted(
            number
            for (of, number), one in self.versions.items()
            if of == language and (not stages or one.stage in stages)
        )

    def current(self, language: str) -> int | None:
        return next(iter(self.of(language, "current")), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """``documents``: by id. ``bundles``: by mandate; None: the kit of all. ``follows``: themes.

    ``chains`` of mandates are there only while a decision reads them.
    """

    documents: Mapping[str, Document] = field(default_factory=dict)
    bundles: Mapping[str | None, tuple[str, ...]] = field(default_factory=dict)
    follows: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    chains: registry.State = field(default_factory=dict)

    def audience(self, document: Document, on: date) -> frozenset[str]:
        """Return who reads it: what is for a mandate is for nobody once the mandate has ended."""
        ended = {
            f"{OF_MANDATE}{mandate}"
            for mandate, chain in self.chains.items()
            if chain.ended_on is not None and chain.ended_on < on
        }
        return document.audience - ended


def evolve(state: State, event: Heard) -> State:
    match event:
        case LibraryBundleSet():
            return replace(state, bundles={**state.bundles, event.mandate: event.documents})
        case LibraryThemesFollowed():
            return replace(state, follows={**state.follows, event.reader: event.themes})
        case LibraryDocumentRegistered():
            document = Document(
                kind=event.kind,
                language=event.language,
                titles=event.titles,
                keywords=event.keywords,
                unit=event.unit,
                audience=frozenset(event.audience),
                review_on=event.review_on,
                acknowledged=event.asks_reading,
            )
            return _with(state, event.document_id, document)
        case _ if isinstance(event, OfDocument):
            document = state.documents[event.document_id]
            return _with(state, event.document_id, _after(document, event))
        case _:
            return replace(state, chains=registry.evolve(state.chains, event))


def _with(state: State, document_id: str, document: Document) -> State:
    return replace(state, documents={**state.documents, document_id: document})


def _after(document: Document, event: OfDocument) -> Document:
    match event:
        case LibraryDocumentDescribed():
            return replace(
                document,
                titles=event.titles,
                keywords=event.keywords,
                review_on=event.review_on,
                description=event.number,
            )
        case LibraryAudienceChanged():
            return replace(document, audience=frozenset(event.audience))
        case LibraryDocumentWithdrawn():
            return replace(document, withdrawn=True)
        case LibraryReadingAcknowledged():
            one = (event.reader, (event.language, event.version))
            return replace(document, read=document.read | {one})
        case LibraryReviewDue():
            return replace(document, told=event.review_on)
        case LibraryVersionUploaded():
            version = Version(
                stage="draft",
                translates=event.translates,
                valid_from=event.valid_from,
                hands=frozenset({event.uploaded_by}),
            )
            return _having(document, (event.language, event.version), version)
        case LibraryVersionSubmitted():
            key = (event.language, event.version)
            hands = document.versions[key].hands | {event.submitted_by}
            return _staged(document, [key], "review", hands=hands)
        case LibraryVersionApproved():
            after = replace(document, was_approved=True)
            return _staged(after, [(event.language, event.version)], "approved")
        case LibraryVersionMadeCurrent():
            before = [(event.language, event.replaces)] if event.replaces else []
            after = _staged(document, before, "superseded")
            return _staged(after, [(event.language, event.version)], "current")
        case LibraryVersionWithdrawn():
            return _staged(document, [(event.language, event.version)], "withdrawn")
    assert_never(event)


def _staged(
    document: Document, keys: Iterable[Key], stage: Stage, *, hands: frozenset[str] | None = None
) -> Document:
    for key in keys:
        one = replace(document.versions[key], stage=stage)
        document = _having(document, key, replace(one, hands=hands or one.hands))
    return document


def _having(document: Document, key: Key, version: Version) -> Document:
    return replace(document, versions={**document.versions, key: version})
