"""A long history in a store: submissions up to an answer, letters up to their transmission."""

import asyncio
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import Any, Final
from uuid import uuid4

from pydantic_core import to_json

from deploy.local.eventstore.database import prepare
from deploy.local.eventstore.integrity import Integrity
from deploy.local.eventstore.record import JSON, Proposal
from deploy.local.eventstore.versions import NO_STREAM, Written
from deploy.local.eventstore.writer import AppendEvents, Writer
from services.approvals.app import APPROVALS_SERVICE
from services.intake.app import INTAKE_SERVICE
from shared.contracts import approvals as letters
from shared.contracts.intake import InformationProvided, InformationRequested
from shared.core.message import derive_id
from shared.hosting.service import Service
from shared.reference import mandates
from tests.bench import golden
from tests.bench.samples import DESK, NGO, allegation, sealed, triage
from tests.bench.ten_years import TenYears
from tests.capacity.units import SHARES

_AT = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)
_PER_SUBMISSION = 5
_PER_LETTER = 10
_AT_ONCE = 256  # streams handed to the writer together


@dataclass(frozen=True, slots=True, kw_only=True)
class Mix:
    """Which share of all events is whose; ``rounds``: of every kind of fact, by service."""

    submissions: float
    letters: float
    rounds: Mapping[str, float]


HALVES: Final = Mix(submissions=0.5, letters=0.25, rounds={"": 0.25})
"""Half of intake, a quarter of letters, the rest of what follows and of selection."""
DECADE: Final = Mix(
    submissions=SHARES["intake"],
    letters=SHARES["approvals"],
    rounds={service: SHARES[service] for service in ("followup", "stakeholders")},
)
"""What the capacity of ten years is reckoned with."""


def fill(path: Path, facts: int, mix: Mix = HALVES) -> dict[str, int]:
    """Write about ``facts`` events through the store's own writer into ``path``; no node has it.

    They are of ten years, as are the States and mandates that they name, and at least one round of
    each kind of fact. Returns how many each topic will have.
    """
    prepare(path)
    told: Counter[str] = Counter()
    with closing(asyncio.new_event_loop()) as loop:
        loop.run_until_complete(_written(path, _streams(facts, mix, told)))
    return dict(told)


async def _written(path: Path, streams: Iterator[AppendEvents]) -> None:
    writer = Writer(path, asyncio.get_running_loop(), lambda _: None, Integrity(path))
    try:
        while some := list(islice(streams, _AT_ONCE)):
            for outcome in await asyncio.gather(*map(writer.submit, some)):
                if not isinstance(outcome, Written):
                    raise TypeError(outcome)
    finally:
        writer.close()


def _streams(facts: int, mix: Mix, told: Counter[str]) -> Iterator[AppendEvents]:
    years = TenYears(_AT)
    submissions = [
        str(uuid4()) for _ in range(max(1, int(facts * mix.submissions) // _PER_SUBMISSION))
    ]
    for number, one in enumerate(submissions):
        events = _submission(one, years, years.when(number, len(submissions)))
        yield _appended(INTAKE_SERVICE, f"submission-{one}", events, told)
    of_letters = max(1, int(facts * mix.letters) // _PER_LETTER)
    for number in range(of_letters):
        one, about = str(uuid4()), submissions[number % len(submissions)]
        letter = list(_letter(one, about, number + 1, years, years.when(number, of_letters)))
        yield _appended(APPROVALS_SERVICE, f"communication-{one}", letter, told)
    for of, share in mix.rounds.items():
        for service, stream, events in golden.rounds(
            max(1, int(facts * share) // golden.length(of)), of
        ):
            yield _appended(service, stream, events, told)


def _appended(
    service: Service, stream: str, events: Sequence[object], told: Counter[str]
) -> AppendEvents:
    case = str(derive_id("case", stream))
    envelope = {"$correlationId": case, "$causationId": case, "actor": NGO.actor_id}
    proposals = []
    for event in events:
        name, version, data = service.catalogue.encode(event)
        metadata = to_json({"schema": version, **envelope})
        proposals.append(Proposal(str(uuid4()), name, JSON, metadata, data))
        told[service.contract.topic] += service.published(event) is not None
    return AppendEvents(stream, NO_STREAM, proposals)


def _submission(submission_id: str, years: TenYears, at: datetime) -> Sequence[object]:
    question: Any = {"submission_id": submission_id, "question_id": str(uuid4())}
    asked = tuple(years.some(2))
    triaged, confirmed = triage(submission_id, at)
    return (
        replace(allegation(submission_id, at), state=years.state(), mandates=asked),
        replace(triaged, mandates=asked),
        confirmed,
        InformationRequested(
            **question, question=sealed(submission_id, 200), asked_by=DESK.actor_id, asked_at=at
        ),
        InformationProvided(
            **question, answer=sealed(submission_id, 400), provided_by=NGO.actor_id, provided_at=at
        ),
    )


def _letter(
    communication_id: str, submission_id: str, number: int, years: TenYears, at: datetime
) -> Iterator[object]:
    one: Any = {"communication_id": communication_id}
    text: Any = {"version": 1, "content_hash": "c0ffee" * 10 + "beef"}
    recipient = years.state()
    lead, other = signing = tuple(years.chance.sample(list(mandates()), 2))
    yield letters.CommunicationDrafted(
        **one,
        submission_ids=(submission_id,),
        type="UA",
        recipient=recipient,
        lead_mandate=lead,
        text=sealed(communication_id, 2_000),
        content_hash=text["content_hash"],
        drafted_by=DESK.actor_id,
        drafted_at=at,
    )
    for mandate in (lead, other):
        yield letters.MandateJoined(**one, mandate=mandate, joined_at=at)
    yield letters.ApprovalRequested(
        **one, **text, mandates=signing, requested_by=DESK.actor_id, requested_at=at
    )
    for mandate in (lead, other):
        yield letters.ApprovalGiven(
            **one, **text, mandate=mandate, given_by=DESK.actor_id, given_at=at
        )
    yield letters.CommunicationApproved(
        **one, **text, type="UA", recipient=recipient, mandates=signing, approved_at=at
    )
    for mandate in (lead, other):
        yield letters.TransmissionAuthorisationGranted(
            **one, mandate=mandate, granted_by=DESK.actor_id, granted_at=at
        )
    yield letters.CommunicationTransmitted(
        **one,
        **text,
        submission_ids=(submission_id,),
        type="UA",
        recipient=recipient,
        mandates=signing,
        reference=f"UA {recipient} {number}/{at.year}",
        channel="note-verbale",
        transmitted_by=DESK.actor_id,
        transmitted_at=at,
    )
