"""The terms of reference of a mission as they were agreed, for who reads nothing else of the file.

Whoever reads them learns neither what was disputed or refused before, nor what is negotiated after.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

from sqlalchemy import Connection, Row, select

from portal.followup.missions.read_model import missions
from portal.followup.visits.queries import AGREED
from portal.followup.visits.read_model import documents, reservations
from shared.core.message import Sealed
from shared.reference.visit_terms import CLAUSES, clauses_of

_SENT, _ANSWERED, _DECIDED = (
    "terms-of-reference-sent",
    "terms-answered",
    "visit-reservation-decided",
)
_d, _r, _m = documents.c, reservations.c, missions.c


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreed:
    """``version``: of shared.reference.visit_terms. ``on``: since which day they hold.

    ``reserved``: clause by clause, what the Government reserved and the mandate-holder took.
    """

    version: str
    on: date
    answer_id: str
    reserved: Sequence[tuple[str, Sealed]] = ()

    @property
    def clauses(self) -> tuple[str, ...]:
        return clauses_of(self.version)


def of_mission(conn: Connection, mission_id: str) -> Agreed | None:
    """Return the last terms that were agreed for this mission; None: none were. Ask who looks.

    Documents after its last day are about another visit.
    """
    opened = (_d.mission_id == mission_id, _d.kind == AGREED, _d.struck.is_(None))
    file_id = conn.scalar(select(_d.visit_file_id).where(*opened).limit(1))
    last = conn.scalar(select(_m.last).where(_m.mission_id == mission_id))
    if file_id is None or last is None:
        return None
    these = select(documents).where(
        _d.visit_file_id == file_id,
        _d.kind.in_((_SENT, _ANSWERED, _DECIDED)),
        _d.struck.is_(None),
        _d.passed_on <= last,
    )
    found = _settled(conn.execute(these.order_by(_d.passed_on, _d.logged)).all())
    return found and replace(found, reserved=_reserved(conn, file_id, found.answer_id))


def _settled(rows: Sequence[Row[Any]]) -> Agreed | None:
    """Return the last that was accepted, or accepted with a reservation that the holder took."""
    version: str | None = None
    answered: dict[str, str] = {}  # each answer in its order, and which version it is to
    settled: dict[str, date] = {}
    for row in rows:
        said = row.details
        if row.kind == _SENT:
            version = said["version"]
        elif row.kind == _ANSWERED and version is not None:
            answered[row.document_id] = version
        if said.get("value") == "accepted":
            settled[row.document_id] = row.passed_on
        elif said.get("taken"):
            settled[said["answer_id"]] = row.passed_on
    these = [answer_id for answer_id in answered if answer_id in settled]
    if not these:
        return None
    return Agreed(version=answered[these[-1]], on=settled[these[-1]], answer_id=these[-1])


_ORDER: Final = tuple(CLAUSES)


def _reserved(conn: Connection, file_id: str, answer_id: str) -> list[tuple[str, Sealed]]:
    these = select(_r.clause, _r.text).where(
        _r.visit_file_id == file_id, _r.document_id == answer_id
    )
    rows = sorted(conn.execute(these), key=lambda row: _ORDER.index(row.clause))
    return [(row.clause, row.text) for row in rows]
