"""The points of admissibility that a mandate has of its own, beside the standard list.

Stakeholders publishes them; a policy notes them on a stream of this service, which the confirmation
of a submission reads (decisions 0012 and 0019).
"""

from collections.abc import Sequence
from dataclasses import dataclass

from shared.contracts.intake_admissibility import AdmissibilityPointsNoted
from shared.contracts.stakeholders_mandates import MandateSettingsChanged
from shared.core.actor import Asked
from shared.core.decider import Decider


@dataclass(frozen=True, slots=True, kw_only=True)
class NotePoints:
    """Only this service's own policy sends it."""

    of: MandateSettingsChanged


def decide(
    command: NotePoints, asked: Asked, state: tuple[str, ...]
) -> Sequence[AdmissibilityPointsNoted]:
    if command.of.settings.admissibility_points == state:
        return []
    return [
        AdmissibilityPointsNoted(
            mandate=command.of.mandate,
            points=command.of.settings.admissibility_points,
            changed_at=command.of.changed_at,
            noted_at=asked.at,
        )
    ]


def evolve(_: tuple[str, ...], event: AdmissibilityPointsNoted) -> tuple[str, ...]:
    return event.points


def stream(mandate: str) -> str:
    """Return the stream of the mandate's own points."""
    return POINTS.stream_of(mandate)


POINTS: Decider[NotePoints, AdmissibilityPointsNoted, tuple[str, ...]] = Decider(
    category="admissibility",
    key=lambda command: command.of.mandate,
    initial=(),
    decide=decide,
    evolve=evolve,
)
