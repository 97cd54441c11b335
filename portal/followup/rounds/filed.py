"""Files beside answers, as far as each reads them: section F.3.

A provider reads its own. Who works for the mandate reads those that came with what counts now:
added before its provider sent its answers, beside a row that is among them. No table has any.
"""

from collections.abc import Collection, Mapping, Sequence
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Row, Select, and_, func, or_, select

from portal.followup.rounds import queries
from portal.followup.rounds.queries import Answer, Own
from portal.followup.rounds.read_model import answers, files, providers

_f, _p, _a = files.c, providers.c, answers.c
_SENT: Final = and_(
    _p.provider_id == _f.provider_id,
    _p.submission_id.is_not(None),
    _f.step < _p.sent_step,
    _a.provider_id == _f.provider_id,
    _a.recommendation_id == _f.recommendation_id,
)


def own(conn: Connection, one: Own, row: str) -> Sequence[Row[Any]]:
    """Return this provider's files on a row, sent or not, the first first."""
    return _in_order(conn, select(files).where(*_of(one.provider_id, row)))


def sent(conn: Connection, provider_id: str, row: str) -> Sequence[Row[Any]]:
    """Return those that the mandate reads. For the mandate: ask before whose the round is."""
    return _in_order(conn, select(files).where(*_of(provider_id, row), _was_sent()))


def number_of_own(conn: Connection, one: Own) -> Mapping[str, int]:
    """Return how many files this provider has on each row."""
    these = select(_f.recommendation_id, func.count().label("number"))
    mine = these.where(_f.provider_id == one.provider_id).group_by(_f.recommendation_id)
    return {row.recommendation_id: row.number for row in conn.execute(mine)}


def number_of_sent(conn: Connection, some: Collection[str]) -> Mapping[tuple[str, str], int]:
    """Return how many the mandate reads, by row and provider."""
    these = select(_f.recommendation_id, _f.provider_id, func.count().label("number"))
    found = these.where(_f.provider_id.in_(sorted(some)), _was_sent())
    rows = conn.execute(found.group_by(_f.recommendation_id, _f.provider_id))
    return {(row.recommendation_id, row.provider_id): row.number for row in rows}


def unsent(conn: Connection, one: Own) -> bool:
    """Whether this provider's draft, with its files, differs from what it sent.

    A file beside a row that it answers no more is not of the draft.
    """
    kept = _by_row(queries.drafted(conn, one))
    if kept != _by_row(queries.answered(conn, one)):
        return True
    sent = select(func.coalesce(_p.sent_step, 0)).where(_p.provider_id == one.provider_id)
    drafted = or_(_f.step > sent.scalar_subquery(), _f.recommendation_id.in_(sorted(kept)))
    these = select(_f.attachment_id).where(_f.provider_id == one.provider_id, drafted, ~_was_sent())
    return bool(conn.scalar(select(these.exists())))


def _by_row(some: Mapping[str, Answer]) -> dict[str, tuple[str, str]]:
    return {row: (each.answer_id, each.wish) for row, each in some.items()}


def _of(provider_id: str, row: str) -> tuple[ColumnElement[bool], ...]:
    return (_f.provider_id == provider_id, _f.recommendation_id == row)


def _was_sent() -> ColumnElement[bool]:
    return (
        select(_p.provider_id)
        .join(answers, _a.provider_id == _p.provider_id)
        .where(_SENT)
        .correlate(files)
        .exists()
    )


def _in_order(conn: Connection, these: Select[Any]) -> Sequence[Row[Any]]:
    return conn.execute(these.order_by(_f.added_at, _f.attachment_id)).all()
