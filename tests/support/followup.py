"""Facts of followup as they arrive at the portal, for the tests of its pages."""

import json
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import httpx
from sqlalchemy import Engine

from shared.contracts.followup import (
    GovernmentReplyLogged,
    ImplementationAssessed,
    ImplementationInfoReceived,
    Provider,
    RecommendationImplemented,
    RecommendationIssued,
    ReplyAssessed,
    ReplyDue,
    ReplyKind,
    ReplyOverdue,
)
from shared.contracts.followup_evidence import ImplementationFileAdded
from shared.contracts.followup_information import ImplementationInfoPublished
from shared.contracts.followup_publication import (
    RecommendationPublished,
    RecommendationShared,
    RecommendationUnshared,
    RecommendationWithdrawn,
)
from shared.contracts.followup_recommendations import (
    RecommendationAddresseeNamed,
    RecommendationClosed,
    RecommendationCorrected,
    RecommendationRelated,
)
from shared.core.message import Sealed, derive_id
from shared.facts.kafka import Published
from shared.platform.vault import Vault
from shared.read_models.model import ReadModel
from tests.support.ready import ready

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)  # where the pages' clock stands
CASE = derive_id("submission", "of the case")
LETTER = str(derive_id("communication", 1))
REPLY = str(derive_id("reply", 1))
RECOMMENDATION = str(derive_id("recommendation", 1))
INFO = str(derive_id("info", 1))
UNSEALED = Sealed("nobody", "")


def arriving(facts: Iterable[object], *, correlation_id: UUID = CASE) -> list[Published]:
    """Return the facts as one partition of the topic brings them, in this order."""
    return [
        Published(
            fact=fact,
            id=derive_id("fact", n),
            stream="followup-1",
            position=n + 1,
            recorded_at=NOW,
            correlation_id=correlation_id,
            actor="somebody",
            traceparent=None,
            topic="followup.events",
            partition=0,
            offset=n,
        )
        for n, fact in enumerate(facts)
    ]


def tell(engine: Engine, model: ReadModel, facts: Iterable[object]) -> None:
    """Let these facts, and all earlier ones again, arrive in the tables."""
    (applier,) = ready(engine, [model])
    applier.apply(arriving(facts))


def due(
    communication_id: str = LETTER,
    *,
    reference: str = "UA CHE 1/2026",
    recipient: str = "CHE",
    mandates: tuple[str, ...] = ("sr-torture",),
    in_days: int = 50,
    submission_ids: tuple[str, ...] = (),
) -> ReplyDue:
    """``in_days``: from now."""
    day = (NOW + timedelta(days=in_days)).date()
    return ReplyDue(
        communication_id=communication_id,
        reference=reference,
        type="UA",
        recipient=recipient,
        mandates=mandates,
        transmitted_at=NOW + timedelta(days=in_days - 60),
        due_at=datetime(day.year, day.month, day.day, 22, 59, 59, 999999, tzinfo=UTC),
        submission_ids=submission_ids,
    )


def overdue(of: ReplyDue) -> ReplyOverdue:
    return ReplyOverdue(
        communication_id=of.communication_id,
        recipient=of.recipient,
        mandates=of.mandates,
        due_at=of.due_at,
        overdue_at=of.due_at + timedelta(seconds=1),
    )


def logged(
    of: ReplyDue,
    kind: ReplyKind = "substantive",
    *,
    reply_id: str = REPLY,
    text: Sealed = UNSEALED,
    confidential: bool = False,
) -> GovernmentReplyLogged:
    return GovernmentReplyLogged(
        communication_id=of.communication_id,
        reply_id=reply_id,
        recipient=of.recipient,
        mandates=of.mandates,
        kind=kind,
        language="fr",
        confidential_by_state=confidential,
        text=text,
        received_at=NOW - timedelta(days=1),
        logged_by="account-1",
        logged_at=NOW,
    )


def graded(
    of: ReplyDue,
    value: str = "partial",
    *,
    mandate: str = "sr-torture",
    reply_id: str = REPLY,
    rationale: Sealed = UNSEALED,
) -> ReplyAssessed:
    return ReplyAssessed(
        communication_id=of.communication_id,
        reply_id=reply_id,
        recipient=of.recipient,
        mandate=mandate,
        scheme="cooperation",
        value=value,
        rationale=rationale,
        assessed_by="account-1",
        assessed_at=NOW,
    )


def issued(
    recommendation_id: str = RECOMMENDATION,
    *,
    addressee: str = "CHE",
    mandate: str = "sr-torture",
    text: Sealed = UNSEALED,
    communication_id: str | None = LETTER,
) -> RecommendationIssued:
    return RecommendationIssued(
        recommendation_id=recommendation_id,
        communication_id=communication_id,
        addressee=addressee,
        mandate=mandate,
        text=text,
        issued_by="account-1",
        issued_at=NOW,
    )


def shared(organisation_id: str, recommendation_id: str = RECOMMENDATION) -> RecommendationShared:
    return RecommendationShared(
        recommendation_id=recommendation_id,
        organisation_id=organisation_id,
        mandate="sr-torture",
        shared_by="account-1",
        shared_at=NOW,
    )


def unshared(
    organisation_id: str, recommendation_id: str = RECOMMENDATION
) -> RecommendationUnshared:
    return RecommendationUnshared(
        recommendation_id=recommendation_id,
        organisation_id=organisation_id,
        mandate="sr-torture",
        unshared_by="account-1",
        unshared_at=NOW,
    )


def published(of: RecommendationIssued | None = None) -> RecommendationPublished:
    of = of or issued()
    return RecommendationPublished(
        recommendation_id=of.recommendation_id,
        communication_id=None,
        addressee=of.addressee,
        mandate=of.mandate,
        issued_at=of.issued_at,
        text="What everybody may read.",
        published_by="account-1",
        published_at=NOW,
    )


def corrected(text: Sealed, *, version: int = 2) -> RecommendationCorrected:
    return RecommendationCorrected(
        recommendation_id=RECOMMENDATION,
        addressee="CHE",
        mandate="sr-torture",
        version=version,
        symbol=f"A/HRC/40/59/Corr.{version - 1}",
        text=text,
        corrected_by="account-1",
        corrected_at=NOW,
    )


def withdrawn() -> RecommendationWithdrawn:
    return RecommendationWithdrawn(
        recommendation_id=RECOMMENDATION,
        addressee="CHE",
        mandate="sr-torture",
        issued_at=NOW,
        reason="mistake",
        note=UNSEALED,
        withdrawn_by="account-1",
        withdrawn_at=NOW,
    )


def informed(
    provider: Provider = "ngo",
    *,
    by: str = "account-1",
    organisation_id: str | None = None,
    info_id: str = INFO,
    text: Sealed = UNSEALED,
) -> ImplementationInfoReceived:
    return ImplementationInfoReceived(
        recommendation_id=RECOMMENDATION,
        info_id=info_id,
        addressee="CHE",
        mandate="sr-torture",
        provider=provider,
        organisation_id=organisation_id,
        text=text,
        provided_by=by,
        received_at=NOW,
    )


def informed_outside(words: Sealed, public: str, organisation_id: str) -> list[Any]:
    """Return information that waits for the holder's decision, and some that is public."""
    waits = informed(
        organisation_id=organisation_id, info_id=str(derive_id("information", 2)), text=words
    )
    told = replace(
        waits,
        info_id=str(derive_id("information", 3)),
        wish="unnamed",
        since=date(2026, 1, 1),
        until=date(2026, 3, 31),
    )
    published = ImplementationInfoPublished(
        recommendation_id=told.recommendation_id,
        info_id=told.info_id,
        addressee=told.addressee,
        mandate=told.mandate,
        provider=told.provider,
        name=None,
        text=public,
        since=told.since,
        until=told.until,
        published_by="account-1",
        published_at=NOW,
    )
    return [replace(waits, wish="unnamed"), told, published]


def evidence(details: Sealed) -> ImplementationFileAdded:
    """Return a file beside the information."""
    return ImplementationFileAdded(
        recommendation_id=RECOMMENDATION,
        info_id=INFO,
        mandate="sr-torture",
        attachment_id=str(derive_id("evidence", 1)),
        object_name="a" * 64,
        sha256="b" * 64,
        size=7,
        media_type="application/pdf",
        scanned="clean",
        details=details,
        added_by="account-1",
        added_at=NOW,
    )


def assessed(grade: str, *, rationale: Sealed = UNSEALED) -> ImplementationAssessed:
    return ImplementationAssessed(
        recommendation_id=RECOMMENDATION,
        addressee="CHE",
        mandate="sr-torture",
        scheme="implementation",
        grade=grade,
        rationale=rationale,
        assessed_by="account-1",
        assessed_at=NOW,
    )


def implemented() -> RecommendationImplemented:
    return RecommendationImplemented(
        recommendation_id=RECOMMENDATION,
        addressee="CHE",
        mandate="sr-torture",
        implemented_at=NOW,
    )


def described(words: Sealed, organisation_id: str, other_id: str) -> list[object]:
    """Return that an institution is asked to lead, and that another, repeated one is closed."""
    return [
        RecommendationAddresseeNamed(
            recommendation_id=RECOMMENDATION,
            addressee_id=str(derive_id("addressee", 1)),
            mandate="sr-torture",
            kind="nhri",
            name=words,
            organisation_id=organisation_id,
            lead="asked",
            named_by="account-1",
            named_at=NOW,
        ),
        RecommendationRelated(
            recommendation_id=RECOMMENDATION,
            repeats_id=other_id,
            mandate="sr-torture",
            related_by="account-1",
            related_at=NOW,
        ),
        RecommendationClosed(
            recommendation_id=other_id,
            addressee="KEN",
            mandate="sr-torture",
            reason="overtaken",
            by_id=None,
            note=words,
            closed_by="account-1",
            closed_at=NOW,
        ),
    ]


def revealed(vault: Vault, sealed: dict[str, str]) -> str | None:
    """Return what a command carries sealed, once it went over the wire."""
    return vault.reveal(Sealed(**sealed))


def sent(request: httpx.Request) -> dict[str, Any]:
    """Return the command that a page asked a service for."""
    body: dict[str, Any] = json.loads(request.content)
    return body
