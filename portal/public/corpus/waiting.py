"""What there is to do with sheets: what was undone, what is to be laid, what is to be checked."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, Row, and_, func, or_, select

from portal.public.corpus.read_model import checks, laid, sheets


def changes(conn: Connection) -> Mapping[str, int]:
    """Return how many batches and undoings of each source there were."""
    c, found = sheets.c, Counter[str]()
    for column in (c.number, c.undone_at):
        query = select(c.of_source, func.count()).where(column.is_not(None)).group_by(c.of_source)
        for source, number in conn.execute(query):
            found[source] += number
    return found


def undone(conn: Connection) -> Row[Any] | None:
    query = select(sheets).join(laid, laid.c.batch_id == sheets.c.batch_id)
    return conn.execute(
        query.where(sheets.c.undone_at.is_not(None)).order_by(sheets.c.number.desc()).limit(1)
    ).first()


def to_lay(conn: Connection) -> Row[Any] | None:
    finished = select(laid.c.batch_id).where(laid.c.done)
    c = sheets.c
    query = select(sheets).where(
        c.number.is_not(None), c.undone_at.is_(None), c.batch_id.not_in(finished)
    )
    return conn.execute(query.order_by(c.number).limit(1)).first()


def to_check(conn: Connection, now: Mapping[str, int]) -> Row[Any] | None:
    """Return the newest sheet whose check is missing or old. What is unreadable stays so."""
    c, of = sheets.c, checks.c
    same = [and_(of.source == source, of.after == number) for source, number in now.items()]
    first = and_(of.source.not_in(list(now)), of.after == 0)
    good = select(checks.c.batch_id).where(
        checks.c.done,
        or_(of.unreadable.is_not(None), first, *same),
        checks.c.mapping == func.coalesce(c.mapping, 0),
        checks.c.batch_id == c.batch_id,
    )
    query = select(sheets).where(c.number.is_(None), c.discarded_at.is_(None), ~good.exists())
    return conn.execute(query.order_by(c.uploaded_at.desc(), c.batch_id).limit(1)).first()
