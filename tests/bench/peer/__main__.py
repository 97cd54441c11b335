"""``python -m tests.bench.peer``: submit an allegation, as FastAPI and ``eventsourcing`` do it.

One process, events in SQLite. It takes the same requests as intake, checks the same signature and
the same fields, refuses by the same rules, and answers once the event is on disk. It shares no code
with us: what the two cost is what the two stacks cost.
"""

import os
from datetime import UTC, datetime
from hashlib import sha256
from typing import Annotated, Any, Literal
from uuid import UUID

import uvicorn
from eventsourcing.application import Application
from eventsourcing.domain import Aggregate, event
from eventsourcing.persistence import IntegrityError
from fastapi import FastAPI, Header, HTTPException, Request
from itsdangerous import BadSignature, URLSafeTimedSerializer
from pydantic import BaseModel

STATES = frozenset(os.environ["PEER_STATES"].split())
MANDATES = frozenset(os.environ["PEER_MANDATES"].split())
FILERS = frozenset({"ngo_member", "contact_point"})
YesNo = Literal["yes", "no"]


class Sealed(BaseModel):
    subject: str
    cipher: str


class Consent(BaseModel):
    act: Literal["yes", "no", "impossible"]
    authorities: YesNo
    public: YesNo
    name_form: Literal["full", "initials", "none"]
    press: YesNo = "no"
    sharing: YesNo = "no"
    given_by: Literal["victim", "family", "representative"] | None = None
    reason: Sealed | None = None


class Victim(BaseModel):
    victim_id: str
    details: Sealed
    consent: Consent


class SubmitAllegation(BaseModel):
    submission_id: UUID
    channel: Literal["portal", "contact_point", "api"]
    language: str
    state: str
    urgent: bool
    reprisal: bool = False
    requested: list[Literal["UA", "AL", "OL", "visit", "press"]] = []
    mandates: list[str]
    on_behalf: bool
    source_subject: str
    victims: list[Victim]
    perpetrators: Sealed
    incident: Sealed
    narrative: Sealed
    particulars: Sealed | None = None
    matching: list[str] = []


class Envelope(BaseModel):
    id: UUID
    type: Literal["submit-allegation"]
    correlation_id: UUID
    data: SubmitAllegation


class Submission(Aggregate):
    """One aggregate with one event. ``command``: what asked for it."""

    @event("AllegationReceived")
    def __init__(
        self, submission: UUID, command: UUID, received_at: datetime, by: str, data: dict[str, Any]
    ) -> None:
        self.submission = submission
        self.command = command
        self.received_at = received_at
        self.by = by
        self.data = data

    @staticmethod
    def create_id(submission: UUID) -> UUID:
        return submission


class Submissions(Application):
    """The application: submitting twice is submitting once."""

    def submit(self, envelope: Envelope, by: str) -> int:
        command = envelope.data
        received = Submission(
            submission=command.submission_id,
            command=envelope.id,
            received_at=datetime.now(UTC),
            by=by,
            data=command.model_dump(mode="json"),
        )
        try:
            (saved,) = self.save(received)
        except IntegrityError:
            self.repository.get(command.submission_id)  # raises unless it is there
            return 0
        return int(saved.notification.id)


def refusal(command: SubmitAllegation) -> str | None:
    """Return why the rules refuse it."""
    if command.on_behalf:
        return "Only an NHRI contact point files on behalf of a person."
    if command.state not in STATES:
        return "Choose the State or area where it happened from the list."
    if not command.mandates or not MANDATES.issuperset(command.mandates):
        return "Choose mandates from the list."
    if not command.victims:
        return "Name at least one victim, or describe the group."
    if any(
        one.consent.act == "impossible" and one.consent.reason is None for one in command.victims
    ):
        return "Say why consent is impossible."
    return None


app = FastAPI(openapi_url=None)
submissions = Submissions(
    env={"PERSISTENCE_MODULE": "eventsourcing.sqlite", "SQLITE_DBNAME": os.environ["PEER_DATA"]}
)
signatures = URLSafeTimedSerializer(os.environ["PEER_KEY"], salt="actor")


@app.get("/health/ready")
async def ready() -> dict[str, str]:
    return {"eventstore": "ready"}


@app.post("/commands")
async def commands(
    request: Request, envelope: Envelope, authorization: Annotated[str, Header()]
) -> dict[str, Any]:
    """Submit, in the event loop: the library waits for SQLite, which has one writer anyway."""
    try:
        claims = signatures.loads(authorization.removeprefix("Actor "), max_age=60)
    except BadSignature as error:
        raise HTTPException(401, "Nobody vouches for who asked this.") from error
    if (claims["to"], claims["body"]) != ("intake", sha256(await request.body()).hexdigest()):
        raise HTTPException(401, "Nobody vouches for who asked this.")
    if FILERS.isdisjoint(claims["roles"]):
        raise HTTPException(403, "Only the NGO member or NHRI contact point may file a submission.")
    if (why := refusal(envelope.data)) is not None:
        raise HTTPException(422, why)
    position = submissions.submit(envelope, claims["id"])
    return {"stream": f"submission-{envelope.data.submission_id}", "position": position}


if __name__ == "__main__":
    uvicorn.run(
        app, host="127.0.0.1", port=int(os.environ["RAPPORTEUR_HTTP_PORT"]), log_level="warning"
    )
