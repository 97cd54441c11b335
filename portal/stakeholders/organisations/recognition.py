"""The recognition of contact points follows the grade in force of their entry (decision 0076).

A downgrade, a suspension, a withdrawal, a deferral past its end: whatever the records say on the
day holds for the contact point too, and nobody has to copy it. Where GANHRI never gave a grade that
is on record, the Chief's word stands alone, as it did before there was a register. An institution
that was dissolved is no contact point, whatever is on record.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import cast

from sqlalchemy import Connection, Engine, Row, select

from portal.casefile.contactpoints.read_model import contact_points
from portal.stakeholders.organisations import merged, queries, recorded
from portal.web.clock.moved import Moved
from portal.web.clock.rounds import rounds
from shared.contracts.stakeholders_commands import Bar, FollowAccreditation
from shared.contracts.stakeholders_contact_points import Accreditation
from shared.core.geneva import day_of
from shared.core.message import derive_id
from shared.platform.settings import Settings
from shared.platform.vault import Vault
from shared.reference.accreditation import GANHRI, GRADES, Record, in_force
from shared.reference.organisations import register_id

_EVERY = 60.0  # seconds


@dataclass(frozen=True, slots=True, kw_only=True)
class Says:
    """What the register says of an institution today. ``graded``: GANHRI ever gave a grade."""

    graded: bool
    grade: str | None
    dissolved: bool

    @property
    def bar(self) -> Bar | None:
        if self.dissolved:
            return "dissolved"
        return "no-grade" if self.graded and self.grade is None else None


def barred(conn: Connection, vault: Vault, organisation_id: str, today: date) -> Bar | None:
    """Return why this institution can be no contact point today. It is shown to nobody."""
    return _says(conn, vault, [organisation_id], today)[organisation_id].bar


def due(engine: Engine, vault: Vault, *, at: datetime) -> int:
    """Ask for what the register of today makes of each contact point; return of how many."""
    with engine.connect() as conn:
        rows = conn.execute(select(contact_points)).all()
        says = _says(conn, vault, [row.organisation_id for row in rows], day_of(at))
    asked = 0
    for row in rows:
        told = says[row.organisation_id]
        if not (told.graded or told.dissolved):
            continue
        holds = None if row.suspended_at else row.accreditation
        if (None if told.bar else told.grade) != holds:
            asked += _follow(engine, row, told, at)
    return asked


def _says(
    conn: Connection, vault: Vault, institutions: Collection[str], today: date
) -> Mapping[str, Says]:
    leads_to = merged.pointers(conn)
    entry = {one: register_id(one) for one in institutions}
    real = {one: merged.real(leads_to, its) for one, its in entry.items()}
    kept = recorded.records(conn, vault, {*entry.values(), *real.values()})
    gone = queries.dissolved(conn, set(real.values()))
    return {
        one: Says(
            graded=any(_graded(kept.get(its, ()), today) for its in (entry[one], real[one])),
            grade=in_force(kept.get(real[one], ()), GANHRI, today).grade,
            dissolved=real[one] in gone,
        )
        for one in institutions
    }


async def run(
    engine: Engine,
    vault: Vault,
    settings: Settings,
    *,
    real: Callable[[], datetime] = lambda: datetime.now(UTC),
) -> None:
    """Work until cancelled."""
    clock = Moved(settings, engine, real)
    await rounds(lambda: due(engine, vault, at=clock()), every=_EVERY, waits="contact points wait")


def _graded(records: Iterable[Record], on: date) -> bool:
    """Whether GANHRI ever gave a grade by this day, whatever came of it."""
    return any(
        one.scheme == GANHRI and one.status in GRADES[GANHRI] and one.effective <= on
        for one in records
    )


def _follow(engine: Engine, row: Row[tuple[object, ...]], told: Says, at: datetime) -> bool:
    """Each state of a recognition asks once: what the Chief decides meanwhile is another state."""
    one, grade = row.organisation_id, cast("Accreditation | None", told.grade)
    state = [str(part) for part in (row.accreditation, row.recognised_at, row.suspended_at)]
    command = FollowAccreditation(organisation_id=one, grade=grade, dissolved=told.dissolved)
    said = "dissolved" if told.dissolved else grade or ""
    command_id = derive_id("accreditation followed", one, said, *state)
    return recorded.ask(engine, command, command_id, derive_id("recognition", one), at=at)
