"""Missions at a glance, as a person sees them: their days, terms of reference, tasks, assessment.

Each part is asked of its own line of the matrix: the mission, the visit file, the assessment.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Row, Select, and_, case, func, not_, select

from portal.followup.missions import queries as missions
from portal.followup.missions.queries import Mission, Tally
from portal.followup.missions.read_model import missions as table
from portal.followup.missions.read_model import ours, steps
from portal.followup.visits import queries as visits
from portal.followup.visits.read_model import files
from portal.homes.dossiers import queries as dossiers
from shared.contracts.followup_visits import Terms
from shared.core.actor import Actor
from shared.reference import mandates
from shared.reference.visits import visited

READERS: Final = missions.READERS
_m, _f = table.c, files.c
_NOT: Final = and_(_m.phase == "planning", _m.plans == "called_off")
_WHICH: Final[Mapping[str, ColumnElement[bool]]] = MappingProxyType(
    {
        "underway": _m.phase.in_(("underway", "interrupted")),
        "ahead": and_(_m.phase == "planning", _m.plans != "called_off", _m.kept_at.is_(None)),
        "over": _m.phase.in_(("ended", "completed")),
        "off": and_(
            _m.phase == "planning", not_(and_(_m.plans != "called_off", _m.kept_at.is_(None)))
        ),
    }
)
"""Where a mission stands, for the list: in its order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """Empty: not filtered by."""

    mandate: str = ""
    state: str = ""
    which: str = ""

    @property
    def chosen(self) -> bool:
        return any((self.mandate, self.state, self.which))


@dataclass(frozen=True, slots=True, kw_only=True)
class Glance:
    """``terms``: where the terms of reference stand; None: not read, or the visit is behind.

    ``began``: on which day it did. ``version``: the last of the assessment that is read.
    """

    one: Mission
    terms: Terms | None
    began: date | None
    tasks: Tally
    version: int | None


def read(args: Mapping[str, str]) -> Filters:
    """Return the filters of an address; senseless ones are ignored."""
    known: Mapping[str, Collection[str]] = {
        "mandate": mandates(),
        "state": visited(),
        "which": _WHICH,
    }
    wanted = {name: args.get(name, "") for name in known}
    return Filters(**{name: one for name, one in wanted.items() if one in known[name]})


def index(actor: Actor, asked: Filters) -> Select[Any]:
    """Return what is under way, then what is ahead, the next first; then what is behind."""
    rank = case(*((this, number) for number, this in enumerate(_WHICH.values())), else_=len(_WHICH))
    goes_on = _WHICH["underway"] | _WHICH["ahead"]
    these = _glanced(actor).where(*_narrowed(asked))
    return these.order_by(rank, case((goes_on, _m.first)), _m.first.desc(), _m.mission_id)


def glances(conn: Connection, actor: Actor, rows: Sequence[Row[Any]], today: date) -> list[Glance]:
    """Return these rows of ``index`` as the person sees them."""
    some = [missions.of_row(row, actor) for row in rows]
    due, began = missions.due_of(conn, some), _began(conn, some)
    return [
        Glance(
            one=one,
            terms=row.terms if _is_ahead(one) else None,
            began=began.get(one.mission_id),
            tasks=missions.tally(one, due[one.mission_id], today),
            version=row.version,
        )
        for one, row in zip(some, rows, strict=True)
    ]


def glance(conn: Connection, actor: Actor, mission_id: str, today: date) -> Glance | None:
    """Return one mission at a glance; None: there is none for this person."""
    rows = conn.execute(_glanced(actor).where(_m.mission_id == mission_id)).all()
    return next(iter(glances(conn, actor, rows, today)), None)


def _glanced(actor: Actor) -> Select[Any]:
    file = and_(_f.mission_id == _m.mission_id, visits.visible(actor))
    these = select(table, _f.terms, dossiers.last_number(actor).label("version"))
    return these.select_from(table.outerjoin(files, file)).where(
        missions.visible(actor), _m.joint.is_(None)
    )


def _narrowed(asked: Filters) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if asked.mandate:
        found.append(ours([asked.mandate]))
    if asked.state:
        found.append(_m.state == asked.state)
    if asked.which:
        found.append(_WHICH[asked.which])
    return found


def _is_ahead(one: Mission) -> bool:
    """Whether the file speaks of this visit: once it is behind, the terms are of another."""
    return one.phase in {"planning", "underway", "interrupted"} and one.plans != "called_off"


def _began(conn: Connection, some: Collection[Mission]) -> Mapping[str, date]:
    these = select(steps.c.mission_id, func.max(steps.c.step)).where(
        steps.c.mission_id.in_([one.mission_id for one in some]), steps.c.what == "began"
    )
    last = these.group_by(steps.c.mission_id).subquery()
    on = select(steps.c.mission_id, steps.c.on).join(
        last, and_(steps.c.mission_id == last.c[0], steps.c.step == last.c[1])
    )
    return {row.mission_id: row.on for row in conn.execute(on)}
