"""Facts of followup about publication: embargo, redactions and published texts.

Only ``CommunicationPublished``, ``ReplyPublished``, ``TranslationPublished``, ``ReplyWithheld``,
``ReplyGradePublished`` and ``PublicationWithdrawn`` are for everybody; the public register is built
from them and from nothing else (R7 and R8 of procedure.md section 6.2). Their ``text`` is the
redacted rendition, in the clear.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, TypeAlias

from shared.contracts.feed import Feed, Shown
from shared.contracts.followup_taking_up import PublicOrigin
from shared.contracts.followup_visit_reports import ReportPlace
from shared.core.message import Sealed

RedactionForm: TypeAlias = Literal["removed", "initials"]


def translation_of(reply_id: str, language: str) -> str:
    """Return the document that the translation of a reply into this language is."""
    return f"{reply_id}-{language}"


@dataclass(frozen=True, slots=True, kw_only=True)
class EmbargoSet:
    """A letter was transmitted; ``embargo_until`` is a stored date."""

    communication_id: str
    reference: str
    type: str
    recipient: str
    mandates: tuple[str, ...]
    transmitted_at: datetime
    embargo_until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class EmbargoMoved:
    """A mandate-holder decided on a later end."""

    communication_id: str
    mandate: str
    embargo_until: datetime
    reason: Sealed
    moved_by: str
    moved_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class EarlyPublicationDecided:
    """One signing mandate decided that the letter may become public before the embargo ends."""

    communication_id: str
    mandate: str
    reason: Sealed
    decided_by: str
    decided_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class EmbargoEnded:
    """``early``: by the decision of every signing mandate, not by the date."""

    communication_id: str
    recipient: str
    mandates: tuple[str, ...]
    early: bool
    ended_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplyAwaitsPublication:
    communication_id: str
    reply_id: str
    kind: str
    language: str
    confidential_by_state: bool
    received_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class TranslationAwaitsPublication:
    """The translation of a reply arrived, and its State does not keep it confidential."""

    communication_id: str
    reply_id: str
    language: str
    received_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class GradeAwaitsPublication:
    """One mandate's grade of a reply that is not public."""

    communication_id: str
    reply_id: str
    mandate: str
    scheme: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RedactionMade:
    """``document`` is ``letter`` or the id of a reply or a translation.

    ``start`` to ``end`` are positions, which count characters of its text. The fact has no word of
    the text: a rendition is made from the sealed text and these positions.
    """

    communication_id: str
    document: str
    redaction_id: str
    start: int
    end: int
    form: RedactionForm
    reason: str
    made_by: str
    made_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class RedactionRemoved:
    communication_id: str
    document: str
    redaction_id: str
    removed_by: str
    removed_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class NamesAllowed:
    """A mandate-holder decided, with a reason, that this document keeps names without consent."""

    communication_id: str
    document: str
    mandate: str
    reason: Sealed
    allowed_by: str
    allowed_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class RedactionApproved:
    """Bound to the exact rendition by its hash, which is salted (shared/core/commitment.py).

    The rendition itself stays sealed until then.
    """

    communication_id: str
    document: str
    redactions: tuple[str, ...]
    rendition: Sealed
    rendition_hash: str
    approved_by: str
    approved_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class RedactionApprovalVoided:
    """A redaction was made or removed after the approval."""

    communication_id: str
    document: str
    voided_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class CommunicationPublished:
    """``text`` is the redacted rendition. ``edition`` grows when it is published again."""

    communication_id: str
    edition: int
    reference: str
    type: str
    recipient: str
    mandates: tuple[str, ...]
    transmitted_at: datetime
    text: str
    published_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplyPublished:
    communication_id: str
    reply_id: str
    kind: str
    language: str
    received_at: datetime
    text: str
    published_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class TranslationPublished:
    """Beside its reply; ``language`` is that of the translation."""

    communication_id: str
    reply_id: str
    language: str
    received_at: datetime
    text: str
    published_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplyWithheld:
    """The State keeps its reply confidential: the public learns only that it exists (R9)."""

    communication_id: str
    reply_id: str
    kind: str
    received_at: datetime
    withheld_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplyGradePublished:
    """For statistics: how one mandate graded a published reply."""

    communication_id: str
    reply_id: str
    mandate: str
    scheme: str
    value: str
    published_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicationWithdrawn:
    """The letter, its ``replies`` and ``translations`` are no longer public.

    ``translations``: their documents.
    """

    communication_id: str
    transmitted_at: datetime
    mandates: tuple[str, ...]
    replies: tuple[str, ...]
    reason: str
    note: Sealed
    withdrawn_by: str
    withdrawn_at: datetime
    translations: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RecommendationPublished:
    """``text`` is public, in the clear. ``communication_id``: the letter it follows from.

    ``version``: of which it is the words. ``symbol``: of the corrigendum, where it is one.
    ``origin``: of what another mechanism recommended. ``report``: where it stands, if in one.
    """

    recommendation_id: str
    communication_id: str | None
    addressee: str
    mandate: str
    issued_at: datetime
    text: str
    published_by: str
    published_at: datetime
    version: int = 1
    symbol: str | None = None
    origin: PublicOrigin | None = None
    report: ReportPlace | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RecommendationWithdrawn:
    """It is no longer public; once corrected it may become public again.

    ``reason`` is one of shared.reference.publication.WITHDRAWAL_REASONS. ``note`` is None where it
    was taken back with the report on a visit.
    """

    recommendation_id: str
    addressee: str
    mandate: str
    issued_at: datetime
    reason: str
    note: Sealed | None
    withdrawn_by: str
    withdrawn_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class RecommendationShared:
    """The holder invited an organisation, by its code, to read it before it is public."""

    recommendation_id: str
    organisation_id: str
    mandate: str
    shared_by: str
    shared_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class RecommendationUnshared:
    """The invitation is taken back."""

    recommendation_id: str
    organisation_id: str
    mandate: str
    unshared_by: str
    unshared_at: datetime


PublicationFact: TypeAlias = (
    EmbargoSet
    | EmbargoMoved
    | EarlyPublicationDecided
    | EmbargoEnded
    | ReplyAwaitsPublication
    | TranslationAwaitsPublication
    | GradeAwaitsPublication
    | RedactionMade
    | RedactionRemoved
    | NamesAllowed
    | RedactionApproved
    | RedactionApprovalVoided
    | CommunicationPublished
    | ReplyPublished
    | TranslationPublished
    | ReplyWithheld
    | ReplyGradePublished
    | PublicationWithdrawn
)

PUBLICATION_FACTS: dict[str, type] = {
    "embargo-set": EmbargoSet,
    "embargo-moved": EmbargoMoved,
    "early-publication-decided": EarlyPublicationDecided,
    "embargo-ended": EmbargoEnded,
    "reply-awaits-publication": ReplyAwaitsPublication,
    "translation-awaits-publication": TranslationAwaitsPublication,
    "grade-awaits-publication": GradeAwaitsPublication,
    "redaction-made": RedactionMade,
    "redaction-removed": RedactionRemoved,
    "names-allowed": NamesAllowed,
    "redaction-approved": RedactionApproved,
    "redaction-approval-voided": RedactionApprovalVoided,
    "communication-published": CommunicationPublished,
    "reply-published": ReplyPublished,
    "translation-published": TranslationPublished,
    "reply-withheld": ReplyWithheld,
    "reply-grade-published": ReplyGradePublished,
    "publication-withdrawn": PublicationWithdrawn,
}

PUBLICATION_FEED: Feed = {
    CommunicationPublished: Shown(
        words="Communication published",
        mandates="mandates",
        type="type",
        recipient="recipient",
        reference="reference",
    ),
}
