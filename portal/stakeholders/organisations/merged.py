"""Which entries of the register are one organisation, as mergers say (decision 0068).

A merger is a pointer. What belongs to an entry keeps its id, and is read with what belongs to the
real one, so an undo puts back exactly what moved.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, func, or_, select

from portal.stakeholders.organisations.read_model import mergers
from shared.reference.organisations import MERGER_UNDO, register_id

_m = mergers.c


@dataclass(frozen=True, slots=True, kw_only=True)
class Merger:
    """``step``: proposed, dropped, merged or undone. Nobody proposed what undoes a split."""

    merger_id: str
    duplicate_id: str
    real_id: str
    step: str
    proposed_by: str | None
    proposed_at: datetime | None
    merged_at: datetime | None

    def undone_until(self) -> datetime | None:
        return self.merged_at + MERGER_UNDO if self.merged_at else None


def pointers(conn: Connection) -> Mapping[str, str]:
    """Return where each entry that was merged leads to."""
    rows = conn.execute(select(_m.duplicate_id, _m.real_id).where(_m.step == "merged"))
    return {row.duplicate_id: row.real_id for row in rows}


def real(of: Mapping[str, str], organisation_id: str) -> str:
    """Return the entry to which these pointers lead from this one."""
    passed = set()
    while organisation_id in of and organisation_id not in passed:
        passed.add(organisation_id)
        organisation_id = of[organisation_id]
    return organisation_id


def real_of(conn: Connection, organisation_id: str) -> str:
    """Return the register's entry of what an account says that it is of."""
    return real(pointers(conn), register_id(organisation_id))


def family(conn: Connection, organisation_id: str) -> frozenset[str]:
    """Return this entry and all those that were merged into it, at once or by others."""
    of = {one: to for one, to in pointers(conn).items() if one != organisation_id}
    return frozenset({organisation_id, *(one for one in of if real(of, one) == organisation_id)})


def below(of: Mapping[str, str], organisation_id: str) -> list[str]:
    """Return the entries that these pointers lead to this one at once."""
    return sorted(one for one, to in of.items() if to == organisation_id)


def into(conn: Connection, organisation_id: str) -> list[Merger]:
    """Return the mergers into this entry that hold, the oldest first."""
    return _found(conn, (_m.real_id == organisation_id) & (_m.step == "merged"))


def settled(conn: Connection, organisation_id: str, at: datetime) -> list[Merger]:
    """Return those by which an entry is one with this one, and that can be undone no more."""
    ours = family(conn, organisation_id) - {organisation_id}
    found = _found(conn, _m.duplicate_id.in_(ours) & (_m.step == "merged"))
    return [one for one in found if one.merged_at and one.merged_at + MERGER_UNDO < at]


def waiting(conn: Connection, organisation_id: str | None = None) -> list[Merger]:
    """Return those that wait for the second officer, the oldest first; of one entry or of all."""
    which = _m.step == "proposed"
    if organisation_id is not None:
        which &= (_m.real_id == organisation_id) | (_m.duplicate_id == organisation_id)
    return _found(conn, which)


def since(conn: Connection, moment: datetime) -> list[Merger]:
    """Return what was proposed, merged or undone since then, as it stands now."""
    news = or_(_m.proposed_at >= moment, _m.merged_at >= moment, _m.undone_at >= moment)
    return _found(conn, news & (_m.step != "dropped"))


def one(conn: Connection, merger_id: str) -> Merger | None:
    return next(iter(_found(conn, _m.merger_id == merger_id)), None)


def _found(conn: Connection, which: ColumnElement[bool]) -> list[Merger]:
    columns = [_m[name] for name in Merger.__dataclass_fields__]
    first = func.coalesce(_m.proposed_at, _m.merged_at)
    rows = conn.execute(select(*columns).where(which).order_by(first, _m.merger_id))
    return [Merger(**one) for one in rows.mappings()]
