"""Queries of accreditation. Whoever asks was shown the organisation before."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import ColumnElement, Connection, select

from portal.stakeholders.organisations import accreditation
from portal.stakeholders.organisations.accreditation import Kept
from portal.stakeholders.organisations.read_model import accreditations, claims
from portal.web.cards import Cards, Made
from portal.web.context import vault
from shared.core.message import Sealed
from shared.reference.accreditation import TO_CHECK, Record

_RECORDS: Final[Cards[Record]] = Cards("accreditation")


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
    return _found(conn, accreditations.c.organisation_id.in_(organisation_ids))


def _found(conn: Connection, which: ColumnElement[bool]) -> list[Kept]:
    c = accreditations.c
    these = select(accreditations).where(which)
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


def every(conn: Connection) -> list[tuple[str, Record]]:
    """Return each record with the entry that has it. They are read to search by them alone."""
    c = accreditations.c
    rows = conn.execute(select(c.record_id, c.record_tag)).all()
    whose = conn.execute(select(c.record_id, c.organisation_id))

    def make(record_ids: Sequence[str]) -> dict[str, Made[Record]]:
        kept = _found(conn, c.record_id.in_(record_ids))
        texts = vault().compared([one.sealed for one in kept])
        return {
            one.record_id: Made(one.sealed.subject, accreditation.read(one, text))
            for one, text in zip(kept, texts, strict=True)
            if text is not None
        }

    found = _RECORDS.of(conn, rows, make)
    return [(one, found[record_id]) for record_id, one in whose if record_id in found]


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
