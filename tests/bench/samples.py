"""Invented cases of realistic size, once their texts are sealed."""

import base64
import os
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

from pydantic_core import from_json, to_json

from shared.contracts.intake import (
    INTAKE,
    AdmissibilityConfirmed,
    AllegationReceived,
    Consent,
    SubmissionTriaged,
    Victim,
)
from shared.contracts.intake_admissibility import PointAnswered
from shared.core.actor import Actor, ActorSigner, Asked
from shared.core.message import Sealed, derive_id
from shared.core.roles import Role
from shared.reference.admissibility import STANDARD

NGO = Actor(
    actor_id="5f0c1b1e-6a0f-4f7e-9c55-0d1f3c0a7e11",
    roles=frozenset({Role.NGO_MEMBER}),
    organisation_id="6f8a7c52-1d0b-4f57-8f7b-0e1c2d3a4b5c",
    filed_under="0f1e2d3c4b5a69788796a5b4c3d2e1f0",
)
DESK = Actor(
    actor_id="b4b0a0a2-9d53-4a53-8a0f-7c1de0a6b111",
    roles=frozenset({Role.QUICK_RESPONSE_DESK}),
)
MANDATES = ("sr-torture", "wgad")
_LENGTHS = {"perpetrators": 120, "incident": 400, "narrative": 1_200}  # bytes


def sealed(submission_id: str, length: int) -> Sealed:
    """Random bytes, as ciphertext looks."""
    return Sealed(
        f"submission-{submission_id}", base64.urlsafe_b64encode(os.urandom(length)).decode()
    )


def allegation(submission_id: str, at: datetime) -> AllegationReceived:
    return AllegationReceived(
        submission_id=submission_id,
        received_at=at,
        channel="portal",
        language="en",
        state="FRA",
        urgent=True,
        mandates=MANDATES,
        submitter_id=NGO.actor_id,
        filed_under=NGO.filed_under,
        on_behalf=False,
        source_subject=f"source-{submission_id}",
        reprisal=False,
        requested=(),
        entered_by=None,
        victims=(
            Victim(
                victim_id=str(derive_id("victim", submission_id, 0)),
                details=sealed(submission_id, 120),
                consent=Consent(act="yes", authorities="no", public="no", name_form="none"),
            ),
        ),
        particulars=None,
        matching=("v:0123456789abcdef",) * 2 + ("t:0123456789abcdef",) * 16,
        perpetrators=sealed(submission_id, _LENGTHS["perpetrators"]),
        incident=sealed(submission_id, _LENGTHS["incident"]),
        narrative=sealed(submission_id, _LENGTHS["narrative"]),
    )


def triage(submission_id: str, at: datetime) -> tuple[SubmissionTriaged, AdmissibilityConfirmed]:
    return (
        SubmissionTriaged(
            submission_id=submission_id,
            urgency="urgent",
            mandates=MANDATES,
            triaged_by=DESK.actor_id,
            triaged_at=at,
        ),
        AdmissibilityConfirmed(
            submission_id=submission_id,
            answers=tuple(PointAnswered(mandate=None, point=one, met=True) for one in STANDARD),
            confirmed_by=DESK.actor_id,
            confirmed_at=at,
        ),
    )


def encoded(fact: object) -> tuple[str, bytes]:
    """Return wire name and JSON, as intake stores it."""
    name, _, data = INTAKE.catalogue.encode(fact)
    return name, data


def submit_request(submission_id: str, signer: ActorSigner) -> bytes:
    """The whole HTTP request, signed now: good for a minute."""
    fact = allegation(submission_id, datetime.now(UTC))
    data = INTAKE.catalogue.encode(fact)[2]
    command = {
        key: value
        for key, value in from_json(data).items()
        if key
        not in {"received_at", "submitter_id", "organisation_id", "filed_under", "entered_by"}
    }
    return request("submit-allegation", command, NGO, signer, UUID(submission_id))


def triage_request(submission_id: str, signer: ActorSigner) -> bytes:
    command = {
        "submission_id": submission_id,
        "urgency": "urgent",
        "mandates": MANDATES,
    }
    return request("triage-submission", command, DESK, signer, UUID(submission_id))


def request(
    type_: str,
    data: Mapping[str, Any],
    by: Actor,
    signer: ActorSigner,
    correlation_id: UUID,
    *,
    to: str = "intake",
    command_id: UUID | None = None,
) -> bytes:
    """Return the whole HTTP request to a service, signed now."""
    command_id = command_id or uuid4()
    body = to_json(
        {"id": command_id, "type": type_, "correlation_id": correlation_id, "data": data}
    )
    asked = Asked(at=datetime.now(UTC), by=by)
    token = signer.sign(asked, command_id, to=to, body=body)
    head = (
        f"POST /commands HTTP/1.1\r\nhost: {to}\r\ncontent-type: application/json\r\n"
        f"authorization: Actor {token}\r\ncontent-length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body
