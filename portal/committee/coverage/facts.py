"""What coverage says of one State: what is recorded or public of it, and the grade of today."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import Connection

from portal.committee.coverage import joined, registered
from portal.committee.coverage.cells import Cell
from portal.committee.coverage.table import Column, set_in_force

NHRI = "nhri"


def recorded(conn: Connection, state: str, today: date) -> Sequence[tuple[Column, Cell]]:
    """Return the public answers that there are, in the order of the set in force."""
    found = set_in_force(conn)
    if found is None:
        return []
    cells = {
        key: some[state]
        for key, some in joined.answers(conn, today, state).items()
        if state in some
    }
    grade = registered.grade(conn, state, today)
    if grade is not None:
        cells[NHRI] = Cell(value=grade, source=None, dated_on=today)
    return [
        (one, cells[one.key])
        for one in found.columns
        if one.public and one.key in cells and (not one.computed or one.key == NHRI)
    ]
