"""Contact points, and the table that is filled with them."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Engine

from portal.casefile.contactpoints.read_model import CONTACT_POINTS
from shared.contracts.stakeholders_contact_points import (
    ContactPointRecognised,
    ContactPointReinstated,
    ContactPointSuspended,
)
from shared.read_models.model import Applier
from tests.support.ready import ready
from tests.support.twice import of_stakeholders, twice

AT = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)


def recognised(organisation_id: str = "nhri") -> ContactPointRecognised:
    return ContactPointRecognised(
        organisation_id=organisation_id,
        accreditation="A",
        recognised_by="chief-1",
        recognised_at=AT,
    )


def suspended(organisation_id: str = "nhri") -> ContactPointSuspended:
    return ContactPointSuspended(
        organisation_id=organisation_id,
        reason_code="independence",
        suspended_by="chief-1",
        suspended_at=AT,
    )


def reinstated(organisation_id: str = "nhri") -> ContactPointReinstated:
    return ContactPointReinstated(
        organisation_id=organisation_id, reinstated_by="chief-1", reinstated_at=AT
    )


@dataclass(slots=True)
class Recognitions:
    """The table of contact points in this database."""

    engine: Engine
    told: int = 0
    applier: Applier = field(init=False)

    def __post_init__(self) -> None:
        (self.applier,) = ready(self.engine, [CONTACT_POINTS])

    def tell(self, *facts: Any) -> None:
        """Apply these facts, each of them twice, as Kafka may."""
        numbered = list(enumerate(facts, self.told + 1))
        self.told += len(numbered)
        twice(
            [self.applier],
            [
                of_stakeholders(one, number, f"recognition-{one.organisation_id}", AT)
                for number, one in numbered
            ],
        )
