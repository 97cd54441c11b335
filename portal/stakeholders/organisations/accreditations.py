"""Queries of accreditation. Whoever asks was shown the organisation before."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select

from portal.stakeholders.organisations.accreditation import Kept
from portal.stakeholders.organisations.read_model import accreditations, claims
from shared.core.message import Sealed
from shared.reference.accreditation import TO_CHECK


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """What an organisation says of itself: self-declared, until somebody checked it."""

    organisation_id: str
    claim_id: str
    sealed: Sealed
    claimed_at: datetime

    @property
    def due(self) -> datetime:
        return self.claimed_at + TO_CHECK


def of(conn: Connection, organisation_ids: Collection[str]) -> list[Kept]:
    c = accreditations.c
    these = select(accreditations).where(c.organisation_id.in_(organisation_ids))
    return [
        Kept(
            organisation_id=row.organisation_id,
            record_id=row.record_id,
            sealed=row.record,
            corrects=row.corrects,
            source=row.source,
            recorded_at=row.recorded_at,
        )
        for row in conn.execute(these.order_by(c.organisation_id, c.record_id))
    ]


def to_check(conn: Connection, organisation_id: str | None = None) -> list[Waiting]:
    """Return what waits to be checked, the oldest first; of this organisation or of all."""
    c = claims.c
    these = select(claims).where(c.checked_at.is_(None))
    if organisation_id is not None:
        these = these.where(c.organisation_id == organisation_id)
    return [
        Waiting(
            organisation_id=row.organisation_id,
            claim_id=row.claim_id,
            sealed=row.claim,
            claimed_at=row.claimed_at,
        )
        for row in conn.execute(these.order_by(c.claimed_at, c.claim_id))
    ]
