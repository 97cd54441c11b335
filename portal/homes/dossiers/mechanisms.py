"""What treaty bodies and the universal periodic review recommended: lines from the corpus.

Each line is of a document with its symbol and day, or of a session. The texts stand in the corpus.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from threading import Lock
from typing import TypeAlias
from weakref import WeakKeyDictionary

from sqlalchemy import Connection, Engine

from portal.public.corpus import named
from portal.public.corpus import queries as corpus
from portal.public.corpus.columns import Row
from shared.contracts.followup_dossiers import Line

_THEMES = 10
_STATES = 20  # that stay in memory
Stand: TypeAlias = tuple[object, ...]
_LONGEST = 100  # characters of a symbol, a session or a theme


_kept: WeakKeyDictionary[Engine, tuple[Stand, dict[str, Sequence[Line]]]] = WeakKeyDictionary()
_keeping = Lock()


def lines(conn: Connection, state: str) -> Sequence[Line]:
    """Return the lines; of the States that were asked for last they stay in memory.

    A State can have thousands of rows, which only another sheet changes.
    """
    now = corpus.stand(conn)
    kept = _kept.get(conn.engine)
    if kept is None or kept[0] != now:
        kept = _kept[conn.engine] = (now, {})
    found = kept[1].get(state)
    if found is None:
        found = _counted(conn, state)
    with _keeping:
        kept[1].pop(state, None)
        kept[1][state] = found
        for oldest in [*kept[1]][:-_STATES]:
            del kept[1][oldest]
    return found


def _counted(conn: Connection, state: str) -> Sequence[Line]:
    rows = [row for row in corpus.rows_of(conn, state) if row.published is not None]
    bodies = [row for row in rows if named.mechanism(row.body) == named.TREATY]
    reviews = [row for row in rows if named.mechanism(row.body) == named.REVIEW]
    return [*_documents(bodies), *_sessions(reviews), *_themes(reviews)]


def _documents(rows: Sequence[Row]) -> Iterator[Line]:
    """Yield of each treaty body the latest document, and how many recommendations it has."""
    latest: dict[str, Row] = {}
    for row in rows:
        if row.body not in latest or _on(row) > _on(latest[row.body]):
            latest[row.body] = row
    counted = Counter((row.body, row.symbol) for row in rows)
    for body, row in sorted(latest.items()):
        number = str(counted[body, row.symbol])
        yield _line("treaty_bodies", "document", row, body[:_LONGEST], number)


def _sessions(rows: Sequence[Row]) -> Iterator[Line]:
    """Yield of each session, the newest first, how many are supported, how many noted, and all."""
    by_session: dict[str, list[Row]] = {}
    for row in rows:
        by_session.setdefault(row.session, []).append(row)
    for session, some in sorted(by_session.items(), key=lambda each: max(map(_on, each[1])))[::-1]:
        positions = Counter(row.position.casefold() for row in some)
        numbers = (positions["supported"], positions["noted"], len(some))
        last = max(some, key=_on)
        yield _line("upr", "review", last, session[:_LONGEST], *map(str, numbers))


def _themes(rows: Sequence[Row]) -> Iterator[Line]:
    """Yield the themes of the last session, the most frequent ones."""
    if not rows:
        return
    newest = max(rows, key=_on)
    some = Counter(
        theme[:_LONGEST] for row in rows if row.session == newest.session for theme in row.themes
    )
    ordered = sorted(some.items(), key=lambda each: (-each[1], each[0]))
    for theme, number in ordered[:_THEMES]:
        yield _line("upr", "upr_theme", newest, theme, str(number))


def _on(row: Row) -> date:
    return row.published.date() if row.published else date.min


def _line(part: str, kind: str, of: Row, *says: str) -> Line:
    origin = of.symbol[:_LONGEST] or "corpus"
    return Line(part=part, kind=kind, on=_on(of), origin=origin, says=says)
