"""Splits of an organisation, as the register desk and its people see them (decision 0071).

Nothing moves by a split. Which entries are apart now is for ``merged`` to say: an undo is a merger.
"""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, Connection, or_, select

from portal.stakeholders.organisations.read_model import splits
from shared.reference.organisations import SPLIT_UNDO

_s = splits.c


@dataclass(frozen=True, slots=True, kw_only=True)
class Split:
    """``step``: proposed, dropped, split or undone. ``new_ids``: of the entries made for it."""

    split_id: str
    organisation_id: str
    new_ids: list[str]
    merged_ids: list[str]
    since: date
    step: str
    proposed_by: str
    proposed_at: datetime
    split_at: datetime | None
    undone_at: datetime | None

    @property
    def parts(self) -> tuple[str, ...]:
        """Return the entries that are apart by it, as the service has them."""
        return (*self.new_ids, *self.merged_ids)

    def undone_until(self) -> datetime | None:
        return self.split_at + SPLIT_UNDO if self.split_at else None

    def chosen_until(self) -> datetime | None:
        """Return up to when people choose: where they go, or after an undo to come back."""
        begun = self.undone_at or self.split_at
        return begun + SPLIT_UNDO if begun else None


def waiting(conn: Connection, organisation_id: str | None = None) -> list[Split]:
    """Return those that wait for the second officer, the oldest first; of one entry or of all."""
    found = _found(conn, _s.step == "proposed")
    return [one for one in found if organisation_id in {None, one.organisation_id, *one.parts}]


def about(conn: Connection, organisation_id: str) -> list[Split]:
    """Return the splits that hold by which this entry has parts, or is one."""
    found = _found(conn, _s.step == "split")
    return [one for one in found if organisation_id in {one.organisation_id, *one.parts}]


def since(conn: Connection, moment: datetime) -> list[Split]:
    """Return what was proposed, split or undone since then, as it stands now."""
    news = or_(_s.proposed_at >= moment, _s.split_at >= moment, _s.undone_at >= moment)
    return _found(conn, news & (_s.step != "dropped"))


def one(conn: Connection, split_id: str) -> Split | None:
    return next(iter(_found(conn, _s.split_id == split_id)), None)


def some(conn: Connection, split_ids: set[str]) -> dict[str, Split]:
    return {one.split_id: one for one in _found(conn, _s.split_id.in_(split_ids))}


def _found(conn: Connection, which: ColumnElement[bool]) -> list[Split]:
    columns = [_s[name] for name in Split.__dataclass_fields__]
    rows = conn.execute(select(*columns).where(which).order_by(_s.proposed_at, _s.split_id))
    return [Split(**one) for one in rows.mappings()]
