"""A letter on its way to the public, as facts, for the tests of publication and the register."""

from dataclasses import replace
from datetime import datetime, timedelta

from shared.contracts.approvals import CommunicationDrafted, CommunicationTransmitted, DraftRevised
from shared.contracts.followup import GovernmentReplyLogged
from shared.contracts.followup_publication import (
    CommunicationPublished,
    EmbargoEnded,
    EmbargoSet,
    PublicationWithdrawn,
    RecommendationPublished,
    RedactionApproved,
    RedactionMade,
    ReplyAwaitsPublication,
    ReplyGradePublished,
    ReplyPublished,
    ReplyWithheld,
    TranslationAwaitsPublication,
    TranslationPublished,
    translation_of,
)
from shared.contracts.followup_replies import TranslationReceived
from shared.contracts.intake import AllegationReceived, Consent, Victim
from shared.core.message import Sealed, derive_id
from shared.facts.kafka import Published
from tests.support.followup import CASE, LETTER, NOW, REPLY, UNSEALED

SUBMISSION = str(CASE)
SOURCE = f"source-{SUBMISSION}"
SENT = NOW - timedelta(days=61)
ORIGINAL = "We are concerned about Ana Pérez.\nShe was taken in March."
RENDITION = "We are concerned about [redacted].\nShe was taken in March."
ANSWER = "The person was released."
TRANSLATED = "أُفرج عن الشخص."
TRANSLATION = translation_of(REPLY, "ar")
CONSENT = Consent(act="yes", authorities="yes", public="no", name_form="none")


def arriving(*facts: object, topic: str = "followup.events") -> list[Published]:
    """Return the facts as one partition brings them, in this order, ids made of their place."""
    return [
        Published(
            fact=fact,
            id=derive_id("fact", topic, n),
            stream="publication-1",
            position=n + 1,
            recorded_at=NOW,
            correlation_id=CASE,
            actor="somebody",
            traceparent=None,
            topic=topic,
            partition=0,
            offset=n,
        )
        for n, fact in enumerate(facts)
    ]


def allegation(details: Sealed = UNSEALED, consent: Consent = CONSENT) -> AllegationReceived:
    return AllegationReceived(
        submission_id=SUBMISSION,
        received_at=SENT,
        channel="portal",
        language="en",
        state="FRA",
        urgent=False,
        reprisal=False,
        requested=(),
        mandates=("sr-torture",),
        submitter_id="account-9",
        organisation_id=None,
        on_behalf=False,
        entered_by=None,
        source_subject=SOURCE,
        victims=(Victim(victim_id=str(derive_id("victim", 1)), details=details, consent=consent),),
        perpetrators=UNSEALED,
        incident=UNSEALED,
        narrative=UNSEALED,
        particulars=None,
        matching=(),
    )


def drafted() -> CommunicationDrafted:
    return CommunicationDrafted(
        communication_id=LETTER,
        submission_ids=(SUBMISSION,),
        type="AL",
        recipient="FRA",
        lead_mandate="sr-torture",
        text=UNSEALED,
        content_hash="0" * 64,
        drafted_by="account-2",
        drafted_at=SENT,
    )


def revised(text: Sealed = UNSEALED) -> DraftRevised:
    return DraftRevised(
        communication_id=LETTER,
        version=2,
        text=text,
        content_hash="1" * 64,
        revised_by="account-2",
        revised_at=SENT,
    )


def transmitted() -> CommunicationTransmitted:
    return CommunicationTransmitted(
        communication_id=LETTER,
        submission_ids=(SUBMISSION,),
        type="AL",
        recipient="FRA",
        mandates=("sr-torture", "wgad"),
        reference="AL FRA 3/2026",
        version=2,
        content_hash="1" * 64,
        channel="permanent_mission",
        transmitted_by="account-3",
        transmitted_at=SENT,
    )


def embargo(until: datetime | None = None) -> EmbargoSet:
    return EmbargoSet(
        communication_id=LETTER,
        reference="AL FRA 3/2026",
        type="AL",
        recipient="FRA",
        mandates=("sr-torture", "wgad"),
        transmitted_at=SENT,
        embargo_until=until or NOW + timedelta(days=3),
    )


def ended() -> EmbargoEnded:
    return EmbargoEnded(
        communication_id=LETTER,
        recipient="FRA",
        mandates=("sr-torture", "wgad"),
        early=False,
        ended_at=NOW,
    )


def logged(text: Sealed = UNSEALED, *, confidential: bool = False) -> GovernmentReplyLogged:
    return GovernmentReplyLogged(
        communication_id=LETTER,
        reply_id=REPLY,
        recipient="FRA",
        mandates=("sr-torture", "wgad"),
        kind="substantive",
        language="fr",
        confidential_by_state=confidential,
        text=text,
        received_at=SENT + timedelta(days=20),
        logged_by="account-1",
        logged_at=NOW,
    )


def awaits(*, confidential: bool = False) -> ReplyAwaitsPublication:
    return ReplyAwaitsPublication(
        communication_id=LETTER,
        reply_id=REPLY,
        kind="substantive",
        language="fr",
        confidential_by_state=confidential,
        received_at=SENT + timedelta(days=20),
    )


def translated(text: Sealed = UNSEALED) -> TranslationReceived:
    return TranslationReceived(
        communication_id=LETTER,
        reply_id=REPLY,
        language="ar",
        text=text,
        recorded_by="account-1",
        received_at=NOW,
    )


def translation_awaits() -> TranslationAwaitsPublication:
    return TranslationAwaitsPublication(
        communication_id=LETTER, reply_id=REPLY, language="ar", received_at=NOW
    )


def redacted(start: int = 23, end: int = 32, *, document: str = "letter") -> RedactionMade:
    return RedactionMade(
        communication_id=LETTER,
        document=document,
        redaction_id=str(derive_id("redaction", document, start)),
        start=start,
        end=end,
        form="removed",
        reason="no_consent",
        made_by="officer-1",
        made_at=NOW,
    )


def approved(document: str = "letter", rendition: Sealed = UNSEALED) -> RedactionApproved:
    return RedactionApproved(
        communication_id=LETTER,
        document=document,
        redactions=(),
        rendition=rendition,
        rendition_hash="2" * 64,
        approved_by="account-1",
        approved_at=NOW,
    )


def published(text: str = RENDITION, number: int = 3, **other: object) -> CommunicationPublished:
    """``number`` of the reference; another one is another letter."""
    usual = CommunicationPublished(
        communication_id=LETTER if number == 3 else str(derive_id("letter", number)),
        edition=1,
        reference=f"AL FRA {number}/2026",
        type="AL",
        recipient="FRA",
        mandates=("sr-torture", "wgad"),
        transmitted_at=SENT,
        text=text,
        published_at=NOW,
    )
    return replace(usual, **other)  # type: ignore[arg-type]  # a test names the field


def reply_published(text: str = ANSWER) -> ReplyPublished:
    return ReplyPublished(
        communication_id=LETTER,
        reply_id=REPLY,
        kind="substantive",
        language="fr",
        received_at=SENT + timedelta(days=20),
        text=text,
        published_at=NOW,
    )


def translation_published(text: str = TRANSLATED) -> TranslationPublished:
    return TranslationPublished(
        communication_id=LETTER,
        reply_id=REPLY,
        language="ar",
        received_at=NOW,
        text=text,
        published_at=NOW,
    )


def withheld() -> ReplyWithheld:
    return ReplyWithheld(
        communication_id=LETTER,
        reply_id=REPLY,
        kind="substantive",
        received_at=SENT + timedelta(days=20),
        withheld_at=NOW,
    )


def grade_published(value: str = "partial") -> ReplyGradePublished:
    return ReplyGradePublished(
        communication_id=LETTER,
        reply_id=REPLY,
        mandate="wgad",
        scheme="cooperation",
        value=value,
        published_at=NOW,
    )


def withdrawn() -> PublicationWithdrawn:
    return PublicationWithdrawn(
        communication_id=LETTER,
        transmitted_at=SENT,
        mandates=("sr-torture", "wgad"),
        replies=(REPLY,),
        reason="danger",
        note=UNSEALED,
        withdrawn_by="account-1",
        withdrawn_at=NOW,
        translations=(TRANSLATION,),
    )


def recommended(
    text: str = "Close the secret cells.", number: int = 1, **other: object
) -> RecommendationPublished:
    usual = RecommendationPublished(
        recommendation_id=str(derive_id("recommendation", number)),
        communication_id=None,
        addressee="FRA",
        mandate="sr-torture",
        issued_at=SENT,
        text=text,
        published_by="account-1",
        published_at=NOW,
    )
    return replace(usual, **other)  # type: ignore[arg-type]  # a test names the field
