"""The recognition of contact points follows the grade in force of their entry (decision 0076).

A downgrade, a suspension, a withdrawal, a deferral past its end: whatever the records say on the
day holds for the contact point too, and nobody has to copy it. Where GANHRI never gave a grade that
is on record, the Chief's word stands alone, as it did before there was a register.
"""

import asyncio
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime
from typing import cast

import structlog
from sqlalchemy import Engine, Row, select
from sqlalchemy.exc import SQLAlchemyError

from portal.casefile.contactpoints.read_model import contact_points
from portal.stakeholders.organisations import merged, recorded
from portal.web.clock.moved import Moved
from shared.contracts.stakeholders_commands import FollowAccreditation
from shared.contracts.stakeholders_contact_points import Accreditation
from shared.core.geneva import day_of
from shared.core.message import derive_id
from shared.platform.settings import Settings
from shared.platform.vault import Vault
from shared.reference.accreditation import GANHRI, GRADES, Record, in_force
from shared.reference.organisations import register_id

log = structlog.get_logger(__name__)

_EVERY = 60.0  # seconds


def due(engine: Engine, vault: Vault, *, at: datetime) -> int:
    """Ask for what the grade of today makes of each contact point; return of how many."""
    with engine.connect() as conn:
        rows = conn.execute(select(contact_points)).all()
        leads_to = merged.pointers(conn)
        entry = {row.organisation_id: register_id(row.organisation_id) for row in rows}
        real = {one: merged.real(leads_to, its) for one, its in entry.items()}
        kept = recorded.records(conn, vault, {*entry.values(), *real.values()})
    today, asked = day_of(at), 0
    for row in rows:
        one = row.organisation_id
        if not any(_graded(kept.get(its, ()), today) for its in (entry[one], real[one])):
            continue
        grade = in_force(kept.get(real[one], ()), GANHRI, today).grade
        if grade != (None if row.suspended_at else row.accreditation):
            asked += _follow(engine, row, grade, at)
    return asked


async def run(
    engine: Engine,
    vault: Vault,
    settings: Settings,
    *,
    real: Callable[[], datetime] = lambda: datetime.now(UTC),
) -> None:
    """Work until cancelled."""
    clock = Moved(settings, engine, real)
    while True:
        try:
            await asyncio.to_thread(lambda: due(engine, vault, at=clock()))
        except SQLAlchemyError as error:
            log.warning("contact points wait", error=type(error).__name__)
        await asyncio.sleep(_EVERY)


def _graded(records: Iterable[Record], on: date) -> bool:
    """Whether GANHRI ever gave a grade by this day, whatever came of it."""
    return any(
        one.scheme == GANHRI and one.status in GRADES[GANHRI] and one.effective <= on
        for one in records
    )


def _follow(engine: Engine, row: Row[tuple[object, ...]], grade: str | None, at: datetime) -> bool:
    """Each state of a recognition asks once: what the Chief decides meanwhile is another state."""
    one = row.organisation_id
    state = [str(part) for part in (row.accreditation, row.recognised_at, row.suspended_at)]
    command = FollowAccreditation(organisation_id=one, grade=cast("Accreditation | None", grade))
    command_id = derive_id("accreditation followed", one, grade or "", *state)
    return recorded.ask(engine, command, command_id, derive_id("recognition", one), at=at)
