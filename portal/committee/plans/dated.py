"""Dates of visits, proposed and agreed, as visit files have them: beside what is planned.

A person reads the dates of a file as they read the file itself, and of others those that a holder
made public (VR1): so the Committee reads public ones alone. Files of one mission are one visit,
and so are those of a joint one.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any, Final, Literal

from sqlalchemy import ColumnElement, Connection, Row, func, or_, select

from portal.committee.plans.queries import STANDS, Filters, Plan, plan
from portal.committee.plans.read_model import plans
from portal.followup.missions.read_model import missions
from portal.followup.visits import published
from portal.followup.visits import queries as visits
from portal.followup.visits.read_model import files
from shared.contracts.stakeholders_plans import Kind
from shared.core.actor import Actor
from shared.reference.plans import APART, between, too_near

_NEAR: Final = timedelta(days=max(APART.values()) + 1)
_FILES: Final = {"": ("dates", "agreed"), "planned": ("dates",), "confirmed": ("agreed",)}
"""Where a file stands, by the stage of plans that is asked for."""
_c, _p = files.c, plans.c


@dataclass(frozen=True, slots=True, kw_only=True)
class Dated:
    """``mandates``: those that go together. ``file_of``: of a file that the person reads."""

    visit: str
    state: str
    mandates: tuple[str, ...]
    first_on: date
    last_on: date
    status: Literal["dates", "agreed"]
    file_of: str | None
    clashes: Sequence["Dated | Plan"] = ()

    @property
    def kind(self) -> Kind:
        return "visit"

    @property
    def period(self) -> tuple[date, date]:
        return self.first_on, self.last_on


def asked(
    conn: Connection, actor: Actor, seen: ColumnElement[bool], by: Filters, on: date
) -> list[Dated]:
    """Return those that the filters leave, by their first day; each with what it clashes with."""
    every = _every(conn, actor)
    over = [one for one in every if (one.last_on < on) == by.over and _fits(one, by)]
    found = list(_with_clashes(conn, seen, over, every))
    left = [one for one in found if one.clashes or not by.clash]
    return sorted(left, key=lambda one: (one.first_on, one.visit), reverse=by.over)


def _fits(one: Dated, by: Filters) -> bool:
    return (
        one.status in _FILES.get(by.stage, ())
        and by.state in ("", one.state)
        and (not by.mandate or by.mandate in one.mandates)
    )


def _every(conn: Connection, actor: Actor) -> list[Dated]:
    """Return each visit whose dates this person reads: those of one mission and period once."""
    mandate, reads = func.coalesce(_c.keeper, _c.mandate), visits.visible(actor)
    these = (
        select(files, mandate.label("of"), reads.label("reads"), missions.c.joint)
        .outerjoin(missions, missions.c.mission_id == _c.mission_id)
        .where(_c.status.in_(_FILES[""]), _c.first.is_not(None), _c.kept_at.is_(None))
        .where(or_(reads, published.PUBLIC))
        .order_by(_c.first, mandate)
    )
    found: dict[tuple[Any, ...], list[Row[Any]]] = {}
    for row in conn.execute(these):
        visit = row.joint or row.mission_id or row.visit_file_id
        found.setdefault((visit, row.state, row.first, row.last), []).append(row)
    return [
        Dated(
            visit=visit,
            state=state,
            mandates=tuple(dict.fromkeys(row.of for row in rows)),
            first_on=first,
            last_on=last,
            status=rows[0].status,
            file_of=next((row.mandate for row in rows if row.reads), None),
        )
        for (visit, state, first, last), rows in found.items()
    ]


def _with_clashes(
    conn: Connection, seen: ColumnElement[bool], some: Sequence[Dated], every: Sequence[Dated]
) -> Iterator[Dated]:
    """Yield each with the other visits and the plans that are too near it, as far as they are seen.

    A mandate clashes with no plan of its own, nor one mission with itself.
    """
    planned = _planned(conn, seen, some)
    for one in some:
        beside = [each for each in every if _is_other(one, each) and _near(one, each, "visit")]
        near = [
            each
            for each in planned
            if each.state == one.state
            and each.mandate not in one.mandates
            and _near(one, each, each.kind)
        ]
        yield replace(one, clashes=(*beside, *near))


def _is_other(one: Dated, each: Dated) -> bool:
    other = each.visit != one.visit and set(one.mandates).isdisjoint(each.mandates)
    return other and each.state == one.state


def _near(one: Dated, each: Dated | Plan, kind: Kind) -> bool:
    return too_near("visit", kind, between(one.period, each.period)) is not None


def _planned(conn: Connection, seen: ColumnElement[bool], some: Sequence[Dated]) -> Sequence[Plan]:
    """Return the plans that stand in the States and the time of these visits."""
    if not some:
        return ()
    these = select(plans).where(
        seen,
        _p.state.in_({one.state for one in some}),
        _p.stage.in_(STANDS),
        _p.first_on <= max(one.last_on for one in some) + _NEAR,
        _p.last_on >= min(one.first_on for one in some) - _NEAR,
    )
    return [plan(row) for row in conn.execute(these.order_by(_p.first_on, _p.plan_id))]
