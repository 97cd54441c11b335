"""The vacancies of this work cycle, foreseen from the terms of holders: for everybody."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Final

from flask import Blueprint, render_template
from sqlalchemy import Connection, select

from portal.selection.foreseen_model import foreseen
from portal.selection.read_model import vacancies
from portal.selection.stage import Vacancy, vacancy
from portal.web.accounts.access import public, signed_in
from portal.web.context import now
from portal.web.db import engine
from portal.web.i18n.asked import in_every_language
from portal.web.i18n.texts import lazy
from shared.core.geneva import day_of
from shared.core.roles import Role
from shared.reference.calls import call_due, cycle_of

bp = Blueprint("foreseen", __name__, url_prefix="/vacancies/foreseen")

KINDS: Final = {
    "foreseeable": lazy("The last term of the holder ends"),
    "unforeseen": lazy("The seat falls vacant before its time"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Foreseen:
    """``call``: the vacancy for the same seat that was called since, or None."""

    mandate: str
    seat_region: str | None
    kind: str
    conditional: bool
    ends_on: date
    session_on: date
    call: Vacancy | None

    @property
    def call_due(self) -> date:
        return call_due(self.session_on)


def of_cycle(conn: Connection, cycle: int) -> list[Foreseen]:
    """Return what is foreseen in the cycle, the seat that ends first before all others."""
    c = foreseen.c
    rows = conn.execute(
        select(foreseen)
        .where(c.cycle == cycle, c.gone.is_(None))
        .order_by(c.ends_on, c.mandate, c.seat_region)
    ).all()
    calls = _calls(conn, {row.mandate for row in rows}, cycle)
    return [
        Foreseen(
            mandate=row.mandate,
            seat_region=row.seat_region,
            kind=row.kind,
            conditional=row.conditional,
            ends_on=row.ends_on,
            session_on=row.session_on,
            call=calls.get((row.mandate, row.seat_region)),
        )
        for row in rows
    ]


def _calls(
    conn: Connection, mandates: Collection[str], cycle: int
) -> dict[tuple[str, str | None], Vacancy]:
    """Return by seat the newest call, of this cycle or the one before it."""
    v = vacancies.c
    rows = conn.execute(
        select(vacancies)
        .where(v.mandate.in_(mandates), v.closes_at.is_not(None), v.lapsed_at.is_(None))
        .order_by(v.declared_at, v.vacancy_id)
    )
    return {
        (one.mandate, one.seat_region): one
        for one in map(vacancy, rows)
        if cycle_of(day_of(one.declared_at)) >= cycle - 1
    }


@bp.get("/")
@public
@in_every_language
def index() -> str:
    cycle = cycle_of(day_of(now()))
    with engine().connect() as conn:
        rows = of_cycle(conn, cycle)
    account = signed_in()
    return render_template(
        "selection/foreseen.html",
        rows=rows,
        first=date(cycle, 4, 1),
        last=date(cycle + 1, 3, 31),
        kinds=KINDS,
        declares=account is not None and account.has(Role.SELECTION_OFFICER),
    )
