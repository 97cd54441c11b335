"""The vacancies that are foreseen, and what became of each."""

from collections.abc import Iterable

from sqlalchemy import Boolean, Column, Date, Integer, String, Table

from portal.selection.ending_tables import tables
from shared.contracts.stakeholders import Fact
from shared.contracts.stakeholders_foreseen import VacancyForeseen, VacancyNoLongerForeseen
from shared.platform.tables import Instant
from shared.read_models.model import Change, Put

foreseen = Table(
    "selection_foreseen",
    tables,
    Column("foreseen_id", String(36), primary_key=True),  # the term that ends
    Column("mandate", String(60)),
    Column("seat_region", String(10)),
    Column("kind", String(20)),
    Column("conditional", Boolean),
    Column("cycle", Integer, index=True),
    Column("ends_on", Date),
    Column("session_on", Date),
    Column("foreseen_at", Instant),
    Column("gone", String(20)),  # why it is foreseen no more
)


def project(fact: Fact) -> Iterable[Change]:
    match fact:
        case VacancyForeseen():
            values = {
                "mandate": fact.mandate,
                "seat_region": fact.seat_region,
                "kind": fact.kind,
                "conditional": fact.conditional,
                "cycle": fact.cycle,
                "ends_on": fact.ends_on,
                "session_on": fact.session_on,
                "foreseen_at": fact.foreseen_at,
                "gone": None,
            }
            yield Put(foreseen, (fact.foreseen_id,), values)
        case VacancyNoLongerForeseen():
            yield Put(foreseen, (fact.foreseen_id,), {"gone": fact.cause})
        case _:
            return
