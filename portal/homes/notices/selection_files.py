"""The end of applications whose time is over: that of a holder is kept with the term (SA13)."""

from datetime import date, datetime

from sqlalchemy import Connection, Engine, func, select

from portal.selection import ending_files
from portal.selection.ending_files import Appointed, Forgetting, due
from portal.stakeholders.read_model import terms


def end(engine: Engine, vault: Forgetting, *, months: int, at: datetime) -> int:
    """Ask to end what is due, and destroy the keys of what ended; return of how many."""
    with engine.connect() as conn:
        some = [one for one in ending_files.over(conn) if due(one.ended_on, months, at)]
        some += [
            one.vacancy
            for one in ending_files.of_holders(conn)
            if due(_last(conn, one), months, at)
        ]
    ending_files.ask(engine, some, months=months, at=at)
    return ending_files.destroy(engine, vault, at=at)


def _last(conn: Connection, one: Appointed) -> date:
    """Return the last day of this person in the mandate, as recorded or as planned."""
    c = terms.c
    last: date | None = conn.scalar(
        select(func.max(func.coalesce(c.ended_on, c.ends_on))).where(
            c.mandate == one.vacancy.mandate, c.holder_id == one.holder_id
        )
    )
    return last or one.planned
