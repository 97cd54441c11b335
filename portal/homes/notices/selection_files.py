"""The end of applications whose time is over: that of a holder is kept with the term (SA13)."""

from datetime import date, datetime

from sqlalchemy import Connection, Engine, func, literal, select

from portal.oversight.forgetting.tables import erasures
from portal.selection import ending_files
from portal.selection.ending_files import Appointed, Forgetting, due
from portal.selection.read_model import candidates
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
    return ending_files.destroy(engine, vault, at=at) + _overtaken(engine, vault, at=at)


def _overtaken(engine: Engine, vault: Forgetting, *, at: datetime) -> int:
    """Destroy what is public of whoever was erased on request before it had a key of its own.

    The command that gave it one was under way, and brought the name back.
    """
    c, e = candidates.c, erasures.c
    subject = literal(ending_files.subject_of("")).concat(c.candidate_id)
    these = select(c.candidate_id).join(erasures, e.subject == subject)
    with engine.connect() as conn:
        ids = conn.scalars(these.where(e.erased_at <= c.kept_at).distinct()).all()
    subjects = [ending_files.public_subject(one) for one in ids]
    gone = vault.forgotten(subjects)
    return sum(vault.forget(one, at=at) for one in subjects if one not in gone)


def _last(conn: Connection, one: Appointed) -> date:
    """Return the last day of this person in the mandate, as recorded or as planned."""
    c = terms.c
    last: date | None = conn.scalar(
        select(func.max(func.coalesce(c.ended_on, c.ends_on))).where(
            c.mandate == one.vacancy.mandate, c.holder_id == one.holder_id
        )
    )
    return last or one.planned
