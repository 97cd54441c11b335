"""A contact point that files for people, while it is recognised (R16 of procedure.md section 6.2).

Stakeholders decides; a policy writes the decision into a stream of this service, which filing reads
(decision 0012).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeAlias, assert_never

from shared.contracts.intake_contact_points import ContactPointResumed, ContactPointStopped, Fact
from shared.core.actor import Asked
from shared.core.decider import Decider, Forbidden

ON_ITS_WAY = timedelta(minutes=1)
"""A page may give a receipt in the moment before it learns of a suspension, and a receipt means
kept: what was asked that soon after is taken.
"""
_SUSPENDED = (
    "The recognition of your institution as a contact point is suspended, so it cannot file for a "
    "person. The person can file directly."
)
_NOT_FOR_HIM = (
    "The recognition of your institution as a contact point is suspended, so it cannot give "
    "consent for a person. The person can, with the code of the receipt."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class StopContactPoint:
    """Only a policy sends it."""

    organisation_id: str
    stopped_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ResumeContactPoint:
    """Only a policy sends it."""

    organisation_id: str
    resumed_at: datetime


Command: TypeAlias = StopContactPoint | ResumeContactPoint


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """``stopped_at``: None while it may file."""

    stopped_at: datetime | None = None


def stream(organisation_id: str) -> str:
    return CONTACT_POINT.stream_of(organisation_id)


def require_for_filing(asked: Asked, stopped_at: datetime | None) -> None:
    """Refuse new cases of a suspended institution."""
    if stopped_at is not None and asked.at >= stopped_at + ON_ITS_WAY:
        raise Forbidden(_SUSPENDED)


def require_for_consent(asked: Asked, stopped_at: datetime | None) -> None:
    """Refuse new consent, which cannot be called back once a letter was sent.

    Withdrawing is still possible: it stops only unsent letters, and the person can undo it.
    """
    if stopped_at is not None and asked.at >= stopped_at:
        raise Forbidden(_NOT_FOR_HIM)


def decide(command: Command, asked: Asked, state: Standing) -> Sequence[Fact]:  # noqa: ARG001  # the time is the decision's, which came with it
    match command:
        case StopContactPoint(organisation_id=one, stopped_at=at):
            if state.stopped_at is not None:
                return []
            return [ContactPointStopped(organisation_id=one, stopped_at=at)]
        case ResumeContactPoint(organisation_id=one, resumed_at=at):
            if state.stopped_at is None:
                return []
            return [ContactPointResumed(organisation_id=one, resumed_at=at)]
    assert_never(command)


def evolve(_: Standing, event: Fact) -> Standing:
    return Standing(stopped_at=stopped_at(event))


def stopped_at(event: Fact) -> datetime | None:
    """Return since when the institution is suspended after this event."""
    return event.stopped_at if isinstance(event, ContactPointStopped) else None


CONTACT_POINT: Decider[Command, Fact, Standing] = Decider(
    category="contactpoint",
    key=lambda command: command.organisation_id,
    initial=Standing(),
    decide=decide,
    evolve=evolve,
)
