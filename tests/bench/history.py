"""A long history in a store: submissions up to an answer, letters up to their transmission."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from esdbclient import EventStoreDBClient, NewEvent, StreamState
from pydantic_core import to_json

from shared.catalogue import Catalogue
from shared.contracts import approvals as letters
from shared.contracts.intake import INTAKE, InformationProvided, InformationRequested
from tests.bench.samples import DESK, MANDATES, NGO, allegation, sealed, triage

_AT = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)
_PER_SUBMISSION = 5
_PER_LETTER = 10


def fill(uri: str, facts: int) -> dict[str, int]:
    """Write about ``facts`` of them, three of intake to every two of approvals.

    Returns how many each topic will have.
    """
    submissions = [str(uuid4()) for _ in range(facts * 3 // 5 // _PER_SUBMISSION)]
    communications = [str(uuid4()) for _ in range(facts * 2 // 5 // _PER_LETTER)]
    client = EventStoreDBClient(uri)
    try:
        for one in submissions:
            _append(client, f"submission-{one}", one, INTAKE.catalogue, _submission(one))
        for number, one in enumerate(communications):
            about = submissions[number % len(submissions)]
            _append(
                client,
                f"communication-{one}",
                about,
                letters.APPROVALS.catalogue,
                list(_letter(one, about, number + 1)),
            )
    finally:
        client.close()
    return {
        INTAKE.topic: len(submissions) * _PER_SUBMISSION,
        letters.APPROVALS.topic: len(communications) * _PER_LETTER,
    }


def _append(
    client: EventStoreDBClient,
    stream: str,
    case: str,
    catalogue: Catalogue,
    facts: Sequence[object],
) -> None:
    envelope = {"$correlationId": case, "$causationId": case, "actor": NGO.actor_id}
    events = []
    for fact in facts:
        name, version, data = catalogue.encode(fact)
        metadata = to_json({"schema": version, **envelope})
        events.append(NewEvent(type=name, data=data, metadata=metadata))
    client.append_to_stream(stream, current_version=StreamState.NO_STREAM, events=events)


def _submission(submission_id: str) -> Sequence[object]:
    question = {"submission_id": submission_id, "question_id": str(uuid4())}
    return (
        allegation(submission_id, _AT),
        *triage(submission_id, _AT),
        InformationRequested(
            **question, question=sealed(submission_id, 200), asked_by=DESK.actor_id, asked_at=_AT
        ),
        InformationProvided(
            **question, answer=sealed(submission_id, 400), provided_by=NGO.actor_id, provided_at=_AT
        ),
    )


def _letter(communication_id: str, submission_id: str, number: int) -> Iterator[object]:
    one: Any = {"communication_id": communication_id}
    text: Any = {"version": 1, "content_hash": "c0ffee" * 10 + "beef"}
    lead, other = MANDATES
    yield letters.CommunicationDrafted(
        **one,
        submission_ids=(submission_id,),
        type="UA",
        recipient="FRA",
        lead_mandate=lead,
        text=sealed(communication_id, 2_000),
        content_hash=text["content_hash"],
        drafted_by=DESK.actor_id,
        drafted_at=_AT,
    )
    for mandate in (lead, other):
        yield letters.MandateJoined(**one, mandate=mandate, joined_at=_AT)
    yield letters.ApprovalRequested(
        **one, **text, mandates=MANDATES, requested_by=DESK.actor_id, requested_at=_AT
    )
    for mandate in (lead, other):
        yield letters.ApprovalGiven(
            **one, **text, mandate=mandate, given_by=DESK.actor_id, given_at=_AT
        )
    yield letters.CommunicationApproved(
        **one, **text, type="UA", recipient="FRA", mandates=MANDATES, approved_at=_AT
    )
    for mandate in (lead, other):
        yield letters.TransmissionAuthorisationGranted(
            **one, mandate=mandate, granted_by=DESK.actor_id, granted_at=_AT
        )
    yield letters.CommunicationTransmitted(
        **one,
        **text,
        submission_ids=(submission_id,),
        type="UA",
        recipient="FRA",
        mandates=MANDATES,
        reference=f"UA FRA {number}/2026",
        channel="note-verbale",
        transmitted_by=DESK.actor_id,
        transmitted_at=_AT,
    )
