"""Tables that were published, and the steps of earlier years: what everybody reads.

Only rows are shown whose recommendation is public now.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, exists, select

from portal.followup.recommendations.read_model import recommendations
from portal.followup.rounds.read_model import rounds, rows, situations, steps

_c, _r, _s = rounds.c, recommendations.c, steps.c


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    round_id: str
    version: int
    mandate: str
    state: str
    year: int
    symbol: str | None
    published_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """``name``: None, if its provider did not want it told."""

    year: int
    kind: str
    name: str | None
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A row of a public table. ``before``: steps of rounds of earlier years that are closed."""

    recommendation_id: str
    text: str
    situation: str | None
    before: Sequence[Step]
    steps: Sequence[Step]


def every(state: str = "") -> Select[Any]:
    these = select(rounds).where(_c.published.is_not(None), _c.published_at.is_not(None))
    if state:
        these = these.where(_c.state == state)
    return these.order_by(_c.published_at.desc(), _c.round_id)


def on(conn: Connection, recommendation_ids: Collection[str]) -> list[Head]:
    """Return the published tables that have a row of one of these, the newest first."""
    shown = exists().where(
        rows.c.round_id == _c.round_id,
        rows.c.recommendation_id.in_(recommendation_ids),
        _r.recommendation_id == rows.c.recommendation_id,
        _r.published_at.is_not(None),
    )
    return [head(row) for row in conn.execute(every().where(shown))]


def find(conn: Connection, round_id: str) -> Head | None:
    row = conn.execute(every().where(_c.round_id == round_id)).one_or_none()
    return None if row is None else head(row)


def head(row: Any) -> Head:
    return Head(
        round_id=row.round_id,
        version=row.published,
        mandate=row.mandate,
        state=row.state,
        year=row.year,
        symbol=row.symbol,
        published_at=row.published_at,
    )


def lines(conn: Connection, one: Head) -> list[Line]:
    said = and_situation()
    found = conn.execute(
        select(rows.c.recommendation_id, _r.public_text, situations.c.text.label("situation"))
        .join(recommendations, _r.recommendation_id == rows.c.recommendation_id)
        .outerjoin(situations, said)
        .where(rows.c.round_id == one.round_id, _r.published_at.is_not(None))
        .order_by(rows.c.place)
    ).all()
    ids = [row.recommendation_id for row in found]
    now, before = _steps_of(conn, one), earlier(conn, ids, before=one.year)
    return [
        Line(
            recommendation_id=row.recommendation_id,
            text=row.public_text,
            situation=row.situation,
            before=before.get(row.recommendation_id, ()),
            steps=now.get(row.recommendation_id, ()),
        )
        for row in found
    ]


def and_situation() -> Any:
    c = situations.c
    return (c.round_id == rows.c.round_id) & (c.recommendation_id == rows.c.recommendation_id)


def providers(conn: Connection, recommendation_ids: Collection[str]) -> Mapping[str, Sequence[str]]:
    """Return the kinds of those whose steps a published table has, each once."""
    these = (
        select(_s.recommendation_id, _s.kind)
        .join(rounds, _c.round_id == _s.round_id)
        .join(recommendations, _r.recommendation_id == _s.recommendation_id)
        .where(
            _s.recommendation_id.in_(recommendation_ids),
            _c.published.is_not(None),
            _c.published_at.is_not(None),
            _r.published_at.is_not(None),
        )
    )
    found: dict[str, list[str]] = {}
    for one, kind in conn.execute(these.distinct().order_by(_s.kind)).tuples():
        found.setdefault(one, []).append(kind)
    return found


def earlier(
    conn: Connection, recommendation_ids: Collection[str], *, before: int
) -> Mapping[str, list[Step]]:
    """Return what was published of them in closed rounds of earlier years, the oldest first."""
    these = (
        select(steps, _c.year)
        .join(rounds, _c.round_id == _s.round_id)
        .join(recommendations, _r.recommendation_id == _s.recommendation_id)
        .where(
            _s.recommendation_id.in_(recommendation_ids),
            _c.closed_at.is_not(None),
            _c.year < before,
            _r.published_at.is_not(None),
        )
        .order_by(_c.year, _c.published_at, _s.place)
    )
    return _by_row(conn, these)


def _steps_of(conn: Connection, one: Head) -> Mapping[str, list[Step]]:
    these = select(steps, _c.year).join(rounds, _c.round_id == _s.round_id)
    return _by_row(conn, these.where(_s.round_id == one.round_id).order_by(_s.place))


def _by_row(conn: Connection, these: Select[Any]) -> Mapping[str, list[Step]]:
    found: dict[str, list[Step]] = {}
    for row in conn.execute(these):
        step = Step(year=row.year, kind=row.kind, name=row.name, text=row.text)
        found.setdefault(row.recommendation_id, []).append(step)
    return found
