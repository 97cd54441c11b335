"""The clock of panels: says of each seat that its last day is over, while its vacancy goes on.

It runs in the ``consume`` process. The command's id is made of vacancy and day, so a day passes
once, however many processes ask.
"""

from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import Connection, Engine, Select, select

from portal.selection.read_model import seats, vacancies
from portal.selection.recused import serves
from portal.web.delivery import once
from shared.contracts.stakeholders_panel_commands import PassSeatTerms
from shared.core.geneva import day_of
from shared.core.message import derive_id
from shared.reference.panels import ENDING_DAYS, SEATS_CLOCK


def due(engine: Engine, *, at: datetime) -> int:
    """Let this day pass where a seat is over by it; return for how many vacancies."""
    today = day_of(at)
    over = _of_those_that_go_on().with_only_columns(seats.c.vacancy_id).distinct()
    with engine.connect() as conn:
        found = conn.scalars(over.where(seats.c.ends_on < today)).all()
    passed = (
        (PassSeatTerms(vacancy_id=one), derive_id("panel seats", one, today), UUID(one))
        for one in found
    )
    return once.keep_each(engine, passed, by=SEATS_CLOCK, at=at)


def ending(conn: Connection, today: date) -> list[tuple[str, str, date]]:
    """Return vacancy, member and last day of each seat that ends soon: from tomorrow on."""
    c = seats.c
    soon = c.ends_on.between(today + timedelta(days=1), today + timedelta(days=ENDING_DAYS))
    these = _of_those_that_go_on().where(soon).order_by(c.vacancy_id, c.region)
    return [(row.vacancy_id, row.member_id, row.ends_on) for row in conn.execute(these)]


def _of_those_that_go_on() -> Select[tuple[str, str, date]]:
    """The seats whose term goes on, of vacancies that do."""
    c, v = seats.c, vacancies.c
    return (
        select(c.vacancy_id, c.member_id, c.ends_on)
        .join(vacancies, v.vacancy_id == c.vacancy_id)
        .where(serves(), v.lapsed_at.is_(None), v.appointed_on.is_(None))
    )
