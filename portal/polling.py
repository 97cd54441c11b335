"""Live lists: a page asks every second, and gets an answer only when something has changed."""

from sqlalchemy import Connection, func, select

from shared.read_model import positions


def version(conn: Connection, *consumers: str) -> str:
    """Return what is another whenever one of these read models has applied a fact."""
    c = positions.c
    total = conn.scalar(select(func.sum(c.position)).where(c.consumer.in_(consumers)))
    return str(total or 0)
