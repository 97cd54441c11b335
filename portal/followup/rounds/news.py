"""Who of those asked in a round is told what: each by its own part alone."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Select, select

from portal.followup.rounds.read_model import providers, rounds
from shared.core.roles import Role

ROLES: Final = {
    "government": Role.GOVERNMENT,
    "nhri": Role.CONTACT_POINT,
    "ngo": Role.NGO_MEMBER,
    "unct": Role.UN_PARTNER,
}
OF_STATE: Final = frozenset({"government", "unct"})
"""For these speaks whoever has the State; for others whoever has the code."""
_c, _p = rounds.c, providers.c


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    round_id: str
    provider_id: str
    kind: str
    organisation_id: str | None
    state: str
    due_on: date
    asked_at: datetime


def asked_since(conn: Connection, since: datetime) -> Iterator[Asked]:
    """Return who was asked since then and may be contacted."""
    these = _open().where(_p.asked_at > since, _p.remind.is_(True))
    return map(_asked, conn.execute(these))


def moved_since(conn: Connection, since: datetime) -> Iterator[tuple[Asked, datetime]]:
    """Return who was asked before the last day was moved since then, and may be contacted."""
    return _changed(conn, _c.moved_at, since)


def reopened_since(conn: Connection, since: datetime) -> Iterator[tuple[Asked, datetime]]:
    """Return who was asked in a round that was opened again since then, and may be contacted."""
    return _changed(conn, _c.reopened_at, since)


def _changed(conn: Connection, at: Any, since: datetime) -> Iterator[tuple[Asked, datetime]]:
    these = (
        _open()
        .add_columns(at.label("at"))
        .where(at > since, _p.asked_at < at, _p.remind.is_(True), _c.published.is_(None))
    )
    return ((_asked(row), row.at) for row in conn.execute(these))


def waiting(conn: Connection, today: date) -> Iterator[Asked]:
    """Return who has not answered, did not decline, and may be reminded."""
    no_answer = (_p.submission_id.is_(None), _p.declined.is_(False), _p.remind.is_(True))
    still = (_c.due_on > today, _c.published.is_(None))
    return map(_asked, conn.execute(_open().where(*still, *no_answer)))


def tables_since(conn: Connection, since: datetime) -> list[tuple[Asked, int, datetime]]:
    """Return the Governments to which a table was sent since then."""
    these = _open().where(_c.sent_at > since, _p.kind == "government")
    return [(_asked(row), row.sent, row.sent_at) for row in conn.execute(these)]


def asked_of(round_id: ColumnElement[str], who: ColumnElement[bool]) -> ColumnElement[bool]:
    """Whether the round of this id asks who looks."""
    asks = select(_c.round_id).join(providers, _p.round_id == _c.round_id)
    return asks.where(_c.round_id == round_id, who).exists()


def _open() -> Select[Any]:
    columns = (_c.round_id, _c.state, _c.due_on, _c.sent, _c.sent_at)
    own = (_p.provider_id, _p.kind, _p.organisation_id, _p.asked_at)
    these = select(*columns, *own).join(providers, _p.round_id == _c.round_id)
    return these.where(_c.closed_at.is_(None)).order_by(_p.asked_at, _p.provider_id)


def _asked(row: Any) -> Asked:
    return Asked(
        round_id=row.round_id,
        provider_id=row.provider_id,
        kind=row.kind,
        organisation_id=row.organisation_id,
        state=row.state,
        due_on=row.due_on,
        asked_at=row.asked_at,
    )
