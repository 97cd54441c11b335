"""The state of a letter's publication, and the effect of each event on it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from types import MappingProxyType
from typing import TypeAlias, TypeVar, assert_never

from services.followup.publication.commands import LETTER
from shared.contracts.followup_publication import (
    CommunicationPublished,
    EarlyPublicationDecided,
    EmbargoEnded,
    EmbargoMoved,
    EmbargoSet,
    GradeAwaitsPublication,
    NamesAllowed,
    PublicationFact,
    PublicationWithdrawn,
    RedactionApprovalVoided,
    RedactionApproved,
    RedactionMade,
    RedactionRemoved,
    ReplyAwaitsPublication,
    ReplyGradePublished,
    ReplyPublished,
    ReplyWithheld,
    TranslationAwaitsPublication,
    TranslationPublished,
    translation_of,
)

K = TypeVar("K")
V = TypeVar("V")
Span: TypeAlias = tuple[int, int, str]
"""Start, end and form of a redaction."""
Graded: TypeAlias = tuple[str, str]
"""A reply and a mandate."""


@dataclass(frozen=True, slots=True)
class Absent:
    """No letter with this id was transmitted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Transmitted:
    """``translations``: by their documents. ``spans``: document to its redactions.

    ``approved``: document to its rendition's hash. ``redactors``: document to the people who made
    or removed a redaction in it. ``shown``: the public documents, including placeholders of
    withheld replies.
    """

    letter: EmbargoSet
    embargo_until: datetime
    over: bool = False
    early: frozenset[str] = frozenset()
    edition: int = 0
    replies: Mapping[str, ReplyAwaitsPublication] = field(
        default_factory=lambda: MappingProxyType({})
    )
    translations: Mapping[str, TranslationAwaitsPublication] = field(
        default_factory=lambda: MappingProxyType({})
    )
    spans: Mapping[str, Mapping[str, Span]] = field(default_factory=lambda: MappingProxyType({}))
    redactors: Mapping[str, frozenset[str]] = field(default_factory=lambda: MappingProxyType({}))
    approved: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    names_allowed: frozenset[str] = frozenset()
    shown: frozenset[str] = frozenset()
    grades: Mapping[Graded, tuple[str, str]] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def public(self) -> bool:
        return LETTER in self.shown

    def redactions(self, document: str) -> Mapping[str, Span]:
        return self.spans.get(document, MappingProxyType({}))


State: TypeAlias = Absent | Transmitted


def evolve(state: State, event: PublicationFact) -> State:
    if isinstance(event, EmbargoSet):
        return Transmitted(letter=event, embargo_until=event.embargo_until)
    if isinstance(state, Absent):
        return state
    match event:
        case EmbargoMoved():
            return replace(state, embargo_until=event.embargo_until)
        case EarlyPublicationDecided():
            return replace(state, early=state.early | {event.mandate})
        case EmbargoEnded():
            return replace(state, over=True)
        case ReplyAwaitsPublication():
            return replace(state, replies=_with(state.replies, event.reply_id, event))
        case TranslationAwaitsPublication():
            document = translation_of(event.reply_id, event.language)
            return replace(state, translations=_with(state.translations, document, event))
        case NamesAllowed():
            return replace(state, names_allowed=state.names_allowed | {event.document})
        case RedactionMade() | RedactionRemoved() | RedactionApproved() | RedactionApprovalVoided():
            return _redacted(state, event)
        case CommunicationPublished():
            return replace(state, shown=state.shown | {LETTER}, edition=event.edition)
        case ReplyPublished() | ReplyWithheld():
            return replace(state, shown=state.shown | {event.reply_id})
        case TranslationPublished():
            document = translation_of(event.reply_id, event.language)
            return replace(state, shown=state.shown | {document})
        case GradeAwaitsPublication() | ReplyGradePublished():
            key, grade = (event.reply_id, event.mandate), (event.scheme, event.value)
            return replace(state, grades=_with(state.grades, key, grade))
        case PublicationWithdrawn():
            return replace(state, shown=frozenset(), approved=MappingProxyType({}))
    assert_never(event)


def _redacted(
    state: Transmitted,
    event: RedactionMade | RedactionRemoved | RedactionApproved | RedactionApprovalVoided,
) -> Transmitted:
    document = event.document
    match event:
        case RedactionMade():
            span = (event.start, event.end, event.form)
            spans = _with(state.redactions(document), event.redaction_id, span)
            return _by(
                event.made_by, document, replace(state, spans=_with(state.spans, document, spans))
            )
        case RedactionRemoved():
            spans = _without(state.redactions(document), event.redaction_id)
            return _by(
                event.removed_by,
                document,
                replace(state, spans=_with(state.spans, document, spans)),
            )
        case RedactionApproved():
            return replace(state, approved=_with(state.approved, document, event.rendition_hash))
        case RedactionApprovalVoided():
            return replace(state, approved=_without(state.approved, document))
    assert_never(event)


def _by(actor_id: str, document: str, state: Transmitted) -> Transmitted:
    both = state.redactors.get(document, frozenset()) | {actor_id}
    return replace(state, redactors=_with(state.redactors, document, both))


def _with(known: Mapping[K, V], key: K, value: V) -> Mapping[K, V]:
    return MappingProxyType({**known, key: value})


def _without(known: Mapping[K, V], key: K) -> Mapping[K, V]:
    return MappingProxyType({k: v for k, v in known.items() if k != key})
