"""Published cases of reprisal as events of a State: their words are sealed, and for everybody."""

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, select

from portal.followup.reprisal_entries.queries import entry, every
from portal.followup.reprisal_entries.read_model import PUBLIC, entries
from portal.web.context import vault


def of_state(conn: Connection, state: str) -> Iterator[dict[str, Any]]:
    """Yield what the event of each has."""
    for row in conn.execute(every(state)):
        one = entry(row)
        yield {
            "on": one.published_on,
            "year": one.published_on.year,
            "key": row.number,
            "mandates": one.mandates,
            "type": str(one.year),
            "item": one.entry_id,
            "symbol": one.corrected or one.symbol,
            "begin": one.period.first,
            "end": one.period.last,
        }


def texts(conn: Connection, keys: Sequence[int]) -> dict[int, str]:
    """Return the words of each that is public still."""
    c = entries.c
    rows = conn.execute(select(c.number, c.text).where(PUBLIC, c.number.in_(keys))).all()
    opened = zip(rows, vault().reveal_public([row.text for row in rows]), strict=True)
    return {row.number: text for row, text in opened if text is not None}
