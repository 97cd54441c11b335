"""What coverage says of one State without counting: recorded answers, and the grade of today."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import Connection, select

from portal.committee.coverage import registered
from portal.committee.coverage.read_model import values
from portal.committee.coverage.table import Cell, Column, set_in_force

NHRI = "nhri"


def recorded(conn: Connection, state: str, today: date) -> Sequence[tuple[Column, Cell]]:
    """Return the public answers that there are, in the order of the set in force."""
    found = set_in_force(conn)
    if found is None:
        return []
    cells = {
        row.standard: Cell(value=row.value, source=row.source, dated_on=row.dated_on)
        for row in conn.execute(select(values).where(values.c.state == state))
    }
    grade = registered.grade(conn, state, today)
    if grade is not None:
        cells[NHRI] = Cell(value=grade, source=None, dated_on=today)
    return [
        (one, cells[one.key])
        for one in found.columns
        if one.public and one.key in cells and (not one.computed or one.key == NHRI)
    ]
