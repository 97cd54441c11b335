"""Index cards of all statements, in memory, for what counts them: as of letters (``cards.py``)."""

from collections.abc import Sequence
from dataclasses import dataclass
from weakref import WeakKeyDictionary

from sqlalchemy import Connection, Engine, select

from portal.public.register.cards import Version, version_of
from portal.public.register.statement_model import REGISTER_STATEMENTS, statements
from shared.core.geneva import day_of


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementCard:
    """``year``: of its first issue, in Geneva; a correction is no further statement."""

    kind: str
    mandates: tuple[str, ...]
    states: tuple[str, ...]
    year: int


_kept: WeakKeyDictionary[Engine, tuple[Version, Sequence[StatementCard]]] = WeakKeyDictionary()


def statement_cards(conn: Connection) -> Sequence[StatementCard]:
    version = version_of(conn, REGISTER_STATEMENTS.consumer)
    kept = _kept.get(conn.engine)
    if kept is None or kept[0] != version:
        kept = version, _read(conn)
        _kept[conn.engine] = kept
    return kept[1]


def _read(conn: Connection) -> Sequence[StatementCard]:
    c = statements.c
    rows = conn.execute(select(c.kind, c.mandates, c.states, c.first_issued_at))
    return [
        StatementCard(
            kind=row.kind,
            mandates=tuple(row.mandates),
            states=tuple(row.states),
            year=day_of(row.first_issued_at).year,
        )
        for row in rows
    ]
