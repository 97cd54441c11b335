"""Which version of a document of the library was current on which days, folded from its facts."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import pairwise
from typing import TypeAlias

from shared.contracts.stakeholders_library import (
    Fact,
    LibraryAudienceChanged,
    LibraryDocumentRegistered,
    LibraryDocumentWithdrawn,
    LibraryVersionMadeCurrent,
    LibraryVersionWithdrawn,
)
from shared.core.actor import Actor
from shared.core.geneva import day_of
from shared.reference.documents import reads, writes

Since: TypeAlias = tuple[date, int | None]
"""From this day on this version was current, or none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """``since``: by language, in the order of the days."""

    unit: str
    audience: frozenset[str]
    since: Mapping[str, tuple[Since, ...]] = field(default_factory=dict)

    def is_seen_by(self, actor: Actor) -> bool:
        return reads(actor, self.audience) or writes(actor, self.unit)

    def was_current(self, language: str, version: int, first: date, last: date) -> bool:
        """Whether this version was, at some moment of these days."""
        some = (*self.since.get(language, ()), (date.max, None))
        return any(
            number == version and day <= last and first <= end
            for (day, number), (end, _) in pairwise(some)
        )

    def after(self, language: str, day: date, version: int | None) -> "Document":
        some = (*self.since.get(language, ()), (day, version))
        return replace(self, since={**self.since, language: some})

    def without(self, language: str, day: date, version: int | None = None) -> "Document":
        """None is current from this day on, if this version was; None: whichever was."""
        was = self.since[language][-1][1] if language in self.since else None
        gone = was is not None and version in {None, was}
        return self.after(language, day, None) if gone else self


Documents: TypeAlias = Mapping[str, Document]


def evolve(documents: Documents, event: Fact) -> Documents:
    if isinstance(event, LibraryDocumentRegistered):
        new = Document(unit=event.unit, audience=frozenset(event.audience))
        return {**documents, event.document_id: new}
    match event:
        case LibraryAudienceChanged():
            seen_by = frozenset(event.audience)
            after = replace(documents[event.document_id], audience=seen_by)
        case LibraryVersionMadeCurrent():
            one, day = documents[event.document_id], day_of(event.made_at)
            after = one.after(event.language, day, event.version)
        case LibraryVersionWithdrawn():
            one, day = documents[event.document_id], day_of(event.withdrawn_at)
            after = one.without(event.language, day, event.version)
        case LibraryDocumentWithdrawn():
            after, day = documents[event.document_id], day_of(event.withdrawn_at)
            for language in after.since:
                after = after.without(language, day)
        case _:
            return documents
    return {**documents, event.document_id: after}
