"""A submission's facts, and a read model that is fed with them."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Engine

from portal.casefile.contactpoints.read_model import CONTACT_POINTS
from portal.casefile.mandatesettings.read_model import MANDATE_SETTINGS
from portal.casefile.outcomes import LETTERS
from portal.casefile.submissions.read_model import SUBMISSIONS
from portal.desk.triage.read_model import TRIAGE
from portal.followup.replies.read_model import REPLIES
from portal.letters.communications.read_model import COMMUNICATIONS
from portal.source.channel.read_model import CHANNEL
from shared.contracts.approvals import CommunicationTransmitted
from shared.contracts.approvals_transmission import SourceInformed
from shared.contracts.intake import (
    AdmissibilityConfirmed,
    AllegationReceived,
    Consent,
    ConsentGranted,
    ConsentWithdrawn,
    InformationProvided,
    InformationRequested,
    SubmissionLinkedToCommunication,
    SubmissionNotActioned,
    SubmissionTriaged,
    Victim,
)
from shared.contracts.intake_admissibility import PointAnswered
from shared.core.message import Sealed, derive_id
from shared.facts.kafka import Published
from shared.read_models.model import Applier
from shared.reference.admissibility import STANDARD
from tests.support.ready import ready
from tests.support.twice import twice

AT = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
ID = str(derive_id("submission", 1))
QUESTION = str(derive_id("question", 1))
COMMUNICATION = str(derive_id("communication", 1))

Seal = Callable[[str, str], Sealed]


def unreadable(subject: str, text: str) -> Sealed:
    """A stand-in for the vault: for tests that open nothing."""
    return Sealed(subject, text)


CONSENT = Consent(act="yes", authorities="yes", public="no", name_form="initials")


def victim(
    submission_id: str = ID, *, number: int = 0, seal: Seal = unreadable, consent: Consent = CONSENT
) -> Victim:
    return Victim(
        victim_id=str(derive_id("victim", submission_id, number)),
        details=seal(f"submission-{submission_id}", "Planted Victim"),
        consent=consent,
    )


def received(
    submission_id: str = ID, *, seal: Seal = unreadable, **also: Any
) -> AllegationReceived:
    """``also``: any field of the fact."""
    subject = f"submission-{submission_id}"
    fact = AllegationReceived(
        submission_id=submission_id,
        received_at=AT,
        channel="portal",
        language="en",
        state="KEN",
        urgent=False,
        mandates=("sr-torture",),
        submitter_id="ngo-1",
        organisation_id="org-1",
        on_behalf=False,
        source_subject=f"source-{submission_id}",
        reprisal=False,
        requested=(),
        entered_by=None,
        victims=(victim(submission_id, seal=seal),),
        perpetrators=seal(subject, "Planted Perpetrator"),
        incident=seal(subject, "2026-03-14\nPlanted Place"),
        narrative=seal(subject, "Planted narrative"),
        particulars=None,
        matching=(),
    )
    return replace(fact, **also)


def triaged(submission_id: str = ID, **also: Any) -> SubmissionTriaged:
    fact = SubmissionTriaged(
        submission_id=submission_id,
        urgency="urgent",
        mandates=("sr-torture", "sr-hrds"),
        triaged_by="desk-1",
        triaged_at=AT,
    )
    return replace(fact, **also)


def confirmed(submission_id: str = ID, *, seal: Seal = unreadable) -> AdmissibilityConfirmed:
    """A mandate's own point was not met, and somebody said why it is admissible all the same."""
    note = seal(f"submission-{submission_id}", "Planted note")
    own = PointAnswered(mandate="sr-torture", point="It is about one person", met=False, note=note)
    return AdmissibilityConfirmed(
        submission_id=submission_id,
        answers=(*(PointAnswered(mandate=None, point=one, met=True) for one in STANDARD), own),
        confirmed_by="desk-1",
        confirmed_at=AT,
    )


def not_actioned(submission_id: str = ID, **also: Any) -> SubmissionNotActioned:
    fact = SubmissionNotActioned(
        submission_id=submission_id,
        reason_code="political",
        decided_by="desk-1",
        decided_at=AT,
    )
    return replace(fact, **also)


def asked(submission_id: str = ID, *, seal: Seal = unreadable, **also: Any) -> InformationRequested:
    fact = InformationRequested(
        submission_id=submission_id,
        question_id=QUESTION,
        question=seal(f"submission-{submission_id}", "Planted question"),
        language=seal(f"submission-{submission_id}", "en"),
        asked_by="desk-1",
        asked_at=AT,
    )
    return replace(fact, **also)


def answered(
    submission_id: str = ID, *, seal: Seal = unreadable, **also: Any
) -> InformationProvided:
    fact = InformationProvided(
        submission_id=submission_id,
        question_id=QUESTION,
        answer=seal(f"submission-{submission_id}", "Planted answer"),
        language=seal(f"submission-{submission_id}", "fr"),
        provided_by="ngo-1",
        provided_at=AT,
    )
    return replace(fact, **also)


def linked(submission_id: str = ID) -> SubmissionLinkedToCommunication:
    return SubmissionLinkedToCommunication(
        submission_id=submission_id, communication_id=COMMUNICATION, linked_at=AT
    )


def consent_withdrawn(
    submission_id: str = ID, *, communications: tuple[str, ...] = (COMMUNICATION,), **also: Any
) -> ConsentWithdrawn:
    fact = ConsentWithdrawn(
        submission_id=submission_id,
        scope="act",
        communication_ids=communications,
        withdrawn_by="ngo-1",
        withdrawn_at=AT,
    )
    return replace(fact, **also)


def consent_granted(
    submission_id: str = ID, *, communications: tuple[str, ...] = (COMMUNICATION,), **also: Any
) -> ConsentGranted:
    fact = ConsentGranted(
        submission_id=submission_id,
        scope="act",
        communication_ids=communications,
        granted_by="ngo-1",
        granted_at=AT,
    )
    return replace(fact, **also)


def informed(submission_id: str = ID) -> SourceInformed:
    return SourceInformed(
        communication_id=COMMUNICATION,
        submission_id=submission_id,
        informed_by="officer-1",
        informed_at=AT,
    )


def transmitted(*submission_ids: str) -> CommunicationTransmitted:
    return CommunicationTransmitted(
        communication_id=COMMUNICATION,
        submission_ids=submission_ids or (ID,),
        type="UA",
        recipient="KEN",
        mandates=("sr-torture",),
        reference="UA KEN 1/2026",
        version=1,
        content_hash="0" * 64,
        channel="note verbale",
        transmitted_by="chief-1",
        transmitted_at=AT,
    )


def published(fact: Any, position: int) -> Published:
    """The fact as it arrives from its topic."""
    approvals = isinstance(fact, CommunicationTransmitted | SourceInformed)
    topic = "approvals.events" if approvals else "intake.events"
    return Published(
        fact=fact,
        id=derive_id("fact", position),
        stream=f"submission-{getattr(fact, 'submission_id', ID)}",
        position=position,
        recorded_at=AT,
        correlation_id=derive_id("case", 1),
        actor="somebody",
        traceparent=None,
        topic=topic,
        partition=0,
        offset=position,
    )


@dataclass(slots=True)
class Told:
    """The tables of submissions in this database, and the facts that made them."""

    engine: Engine
    facts: list[Published] = field(default_factory=list)
    appliers: list[Applier] = field(init=False)

    def __post_init__(self) -> None:
        beside = (COMMUNICATIONS, LETTERS, REPLIES, CHANNEL, CONTACT_POINTS, MANDATE_SETTINGS)
        self.appliers = ready(self.engine, (SUBMISSIONS, TRIAGE, *beside))[:2]  # beside: shown too

    def tell(self, *facts: Any) -> None:
        """Apply these facts, each of them twice, as Kafka may."""
        new = [published(fact, number) for number, fact in enumerate(facts, len(self.facts) + 1)]
        self.facts += new
        twice(self.appliers, new)
