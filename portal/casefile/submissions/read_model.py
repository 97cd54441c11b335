"""Submissions as their source and the desk see them; mandates have their own tables."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Index,
    MetaData,
    String,
    Table,
)

from portal.casefile.submissions.victims import named, tables_of, told
from portal.web.steps import happened, table_of
from shared.contracts.approvals import APPROVALS, CommunicationTransmitted
from shared.contracts.approvals_transmission import SourceInformed
from shared.contracts.intake import (
    BLOCKING,
    INTAKE,
    AdmissibilityConfirmed,
    AllegationReceived,
    ConsentGranted,
    ConsentWithdrawn,
    InformationProvided,
    InformationRequested,
    SubmissionLinkedToCommunication,
    SubmissionNotActioned,
    SubmissionTriaged,
    VictimsAdded,
)
from shared.contracts.intake_erasure import PersonErased
from shared.contracts.intake_triage import SubmissionReferred, SubmissionReopened
from shared.core.case_numbers import case_number
from shared.facts.kafka import Published
from shared.platform.tables import Instant, SealedText
from shared.read_models.model import Change, Put, ReadModel
from shared.reference.triage import ANOTHER_MANDATE

CONSUMER = "portal.submissions"

tables = MetaData()
submissions = Table(
    "submissions",
    tables,
    Column("submission_id", String(36), primary_key=True),
    Column("case_number", String(11)),
    Column("received_at", Instant),
    Column("channel", String(20)),
    Column("language", String(2)),
    Column("state", String(3)),
    Column("urgent_asked", Boolean),
    Column("reprisal", Boolean),
    Column("requested", JSON),
    Column("mandates_asked", JSON),
    Column("submitter_id", String(36)),
    Column("filed_under", String(100)),
    Column("entered_by", String(36)),
    Column("on_behalf", Boolean),
    Column("source_subject", String(60)),
    Column("perpetrators", SealedText),
    Column("incident", SealedText),
    Column("narrative", SealedText),
    Column("particulars", SealedText),
    # With the desk until it is shared or closed: the queue is found without reading the rest.
    Column("with_desk", Boolean),
    Column("urgency", String(8)),
    Column("mandates", JSON),
    Column("triaged_at", Instant),
    Column("admissible_at", Instant),
    Column("not_actioned", String(30)),
    Column("not_actioned_at", Instant),
    Column("referred", String(30)),
    Column("answered_at", Instant),
    Column("consent_withdrawn_at", Instant),  # none once it was given again
    Index("submissions_of_submitter", "submitter_id"),
    Index("submissions_of_organisation", "filed_under"),
    Index("submissions_with_desk", "with_desk", "received_at"),
    Index("submissions_of_number", "case_number"),
)
victims = tables_of("submissions", tables)
questions = Table(
    "submissions_questions",
    tables,
    Column("submission_id", String(36), primary_key=True),
    Column("question_id", String(36), primary_key=True),
    Column("question", SealedText),
    Column("question_language", SealedText),
    Column("asked_by", String(36)),
    Column("asked_at", Instant),
    Column("answer", SealedText),
    Column("answer_language", SealedText),
    Column("answered_at", Instant),
    Index("submissions_questions_open", "answered_at"),
)
communications = Table(
    "submissions_communications",
    tables,
    Column("submission_id", String(36), primary_key=True),
    Column("communication_id", String(36), primary_key=True),
    Column("linked_at", Instant),  # from intake
    Column("transmitted_at", Instant),  # from approvals
    Column("informed_at", Instant),  # likewise: the source may know of it
)
timeline = table_of(
    "submissions_timeline",
    tables,
    "submission_id",
    Column("detail", JSON),
    by=36,  # of the staff: a source is named in no table
)


def project(published: Published) -> Iterable[Change]:
    position = published.position
    match published.fact:
        case AllegationReceived() as f:
            return [
                Put(submissions, (f.submission_id,), _received(f)),
                *named(victims, f.submission_id, f.victims, position),
                _step(published, "received", f.received_at),
            ]
        case VictimsAdded() as f:
            return named(victims, f.submission_id, f.victims, position)
        case SubmissionTriaged() as f:
            step = _step(
                published,
                "triaged",
                f.triaged_at,
                f.triaged_by,
                urgency=f.urgency,
                mandates=list(f.mandates),
            )
            triage = {
                "with_desk": False,
                "urgency": f.urgency,
                "mandates": list(f.mandates),
                "triaged_at": f.triaged_at,
            }
            return [Put(submissions, (f.submission_id,), triage), step]
        case AdmissibilityConfirmed() as f:
            return [
                Put(submissions, (f.submission_id,), {"admissible_at": f.confirmed_at}),
                _step(published, "admissible", f.confirmed_at, f.confirmed_by),
            ]
        case SubmissionNotActioned() as f:
            closed = {
                "with_desk": False,
                "not_actioned": f.reason_code,
                "not_actioned_at": f.decided_at,
            }
            step = _step(
                published, "not-actioned", f.decided_at, f.decided_by, reason=f.reason_code
            )
            return [Put(submissions, (f.submission_id,), closed), step]
        case SubmissionReferred() as f if f.to != ANOTHER_MANDATE:
            step = _step(published, "referred", f.referred_at, f.referred_by, to=f.to)
            passed_on = {"with_desk": False, "referred": f.to}
            return [Put(submissions, (f.submission_id,), passed_on), step]
        case SubmissionReopened() as f:
            taken_up = {
                "with_desk": True,
                "referred": None,
                "not_actioned": None,
                "not_actioned_at": None,
            }
            step = _step(published, "reopened", f.reopened_at, f.reopened_by)
            return [Put(submissions, (f.submission_id,), taken_up), step]
        case InformationRequested() as f:
            asked = {
                "question": f.question,
                "question_language": f.language,
                "asked_by": f.asked_by,
                "asked_at": f.asked_at,
            }
            return [
                Put(questions, (f.submission_id, f.question_id), asked),
                _step(published, "asked", f.asked_at, f.asked_by),
            ]
        case InformationProvided() as f:
            answer = {
                "answer": f.answer,
                "answer_language": f.language,
                "answered_at": f.provided_at,
            }
            return [
                Put(questions, (f.submission_id, f.question_id), answer),
                Put(submissions, (f.submission_id,), {"answered_at": f.provided_at}),
                _step(published, "answered", f.provided_at),
            ]
        case PersonErased() as f if f.what == "submission":
            return [_step(published, "erased", f.erased_at)]
        case SubmissionLinkedToCommunication() as f:
            return [
                Put(
                    communications,
                    (f.submission_id, f.communication_id),
                    {"linked_at": f.linked_at},
                ),
                _step(published, "linked", f.linked_at),
            ]
        case ConsentWithdrawn() as f:
            return [
                *_stopped(f),
                told(victims, f, position),
                _step(published, "consent-withdrawn", f.withdrawn_at, scope=f.scope),
            ]
        case ConsentGranted() as f:
            return [
                *_stopped(f),
                told(victims, f, position),
                _step(published, "consent-granted", f.granted_at, scope=f.scope),
            ]
        case CommunicationTransmitted() as f:
            sent = {"transmitted_at": f.transmitted_at}
            return [
                change
                for submission_id in f.submission_ids
                for change in (
                    Put(communications, (submission_id, f.communication_id), sent),
                    _step(published, "sent", f.transmitted_at, of=submission_id),
                )
            ]
        case SourceInformed() as f:
            informed = {"informed_at": f.informed_at}
            return [
                Put(communications, (f.submission_id, f.communication_id), informed),
                _step(published, "informed", f.informed_at),
            ]
        case _:
            return []


SUBMISSIONS = ReadModel(
    consumer=CONSUMER, contracts=(INTAKE, APPROVALS), tables=tables, project=project
)


def _received(f: AllegationReceived) -> dict[str, Any]:
    return {
        "case_number": case_number(f.submission_id),
        "received_at": f.received_at,
        "channel": f.channel,
        "language": f.language,
        "state": f.state,
        "urgent_asked": f.urgent,
        "reprisal": f.reprisal,
        "requested": list(f.requested),
        "mandates_asked": list(f.mandates),
        "submitter_id": f.submitter_id,
        "filed_under": f.filed_under or f.organisation_id,
        "entered_by": f.entered_by,
        "on_behalf": f.on_behalf,
        "source_subject": f.source_subject,
        "perpetrators": f.perpetrators,
        "incident": f.incident,
        "narrative": f.narrative,
        "particulars": f.particulars,
        "with_desk": True,
    }


def _stopped(f: ConsentWithdrawn | ConsentGranted) -> list[Put]:
    """Whether consent is withdrawn in a way that stops what rests on the submission."""
    match f:
        case ConsentWithdrawn(scope=scope) if scope in BLOCKING:
            return [Put(submissions, (f.submission_id,), {"consent_withdrawn_at": f.withdrawn_at})]
        case ConsentGranted(still_withdrawn=False):
            return [Put(submissions, (f.submission_id,), {"consent_withdrawn_at": None})]
        case _:
            return []


def _step(  # a fact, who did it, and for whom
    published: Published,
    kind: str,
    at: datetime,
    by: str | None = None,
    /,
    *,
    of: str | None = None,
    **detail: Any,
) -> Put:
    """A row of the timeline."""
    return happened(timeline, published, kind, at, by=by, of=of, detail=detail)
