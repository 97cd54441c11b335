"""Form letters: many submissions that say nearly the same are one group, and none is refused.

What says nearly the same is told by the keyed hashes of the narratives (``candidates``); nothing is
unsealed. A queue shows one line for a group of new submissions on one State and of one urgency, and
its page shows all of them. Never in a group: a report of a reprisal, what somebody works on, what
somebody answered or decided, and a story too short to tell whether it is one of many.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, and_, func, not_, or_, select

from portal.casefile.queue.sight import visible
from portal.casefile.queue.tables import queue, tokens
from portal.casefile.submissions.status import Status
from portal.desk.triage import candidates, queries
from portal.desk.triage.candidates import COMMON, TEXT, Possible
from portal.desk.triage.filters import Filters
from portal.desk.triage.queries import Line, Page
from portal.desk.triage.queues import TO_DO, status
from portal.desk.triage.read_model import ORDINARY, URGENT
from shared.core.actor import Actor

TELLING = 12
"""Hashes of a text from which on it can be one of a group; sixteen at most."""
_LOOKED = 5
"""Groups that are looked for on one page of a queue: each takes a query or two."""
_FOLDING = frozenset({TO_DO, Status.NEW.value})

_c, _t = queue.c, tokens.c


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """``first``: the oldest, which stands for all. ``number``: of them, with it."""

    first: str
    number: int
    where: ColumnElement[bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class Folded:
    """A page of a queue. ``groups``: those whose first one is on it, by that."""

    page: Page
    near: Mapping[str, Possible]
    groups: Mapping[str, Group]


def lines(
    conn: Connection, actor: Actor, filters: Filters, at: datetime, *, beyond: str = ""
) -> Folded:
    """Return a page of the queue, with one line for each group.

    A queue that is narrowed shows every line: the first of a group might not be in it.
    """
    folds = filters.status in _FOLDING and not filters.chosen
    groups: dict[str, Group] = {}
    looked: set[str] = set()
    near: dict[str, Possible] = {}
    while True:
        hidden = or_(*(one.where for one in groups.values())) if groups else None
        page = queries.lines(conn, actor, filters, at, beyond=beyond, without=hidden)
        # To find a group leaves some lines out and brings others: only those are compared anew.
        new = [one for line in page.shown if (one := line.submission_id) not in near]
        near |= candidates.possible(conn, actor, new)
        many = [
            line for line in page.shown if _can_fold(line) and near[line.submission_id].campaign
        ]
        fresh = [line for line in many if line.submission_id not in looked | groups.keys()]
        for line in fresh[: _LOOKED - len(looked)] if folds else []:
            looked.add(line.submission_id)
            if group := group_of(conn, actor, line):
                groups[group.first] = group
                break
        else:
            return Folded(page=page, near=near, groups=groups)


def group_of(conn: Connection, actor: Actor, line: Line) -> Group | None:
    """Return the group that this one is of; None where it is of none."""
    first = _members(conn, actor, line, line.submission_id)
    if len(first) <= COMMON:
        return None
    found = _members(conn, actor, line, first[0])
    if len(found) <= COMMON:
        return None
    return Group(
        first=found[0],
        number=len(found),
        where=and_(_among(conn, line, found[0]), _c.submission_id != found[0]),
    )


def like(conn: Connection, actor: Actor, submission_id: str) -> Select[Any]:
    """Return the query of those that say nearly the same as this one, with it, oldest first."""
    this = or_(_c.submission_id == submission_id, _says(conn, submission_id))
    query = select(_c.submission_id, status.label("status")).where(visible(actor), this)
    return query.order_by(_c.received_at, _c.submission_id)


def shown(conn: Connection, actor: Actor, rows: Sequence[Row[Any]]) -> Sequence[Line]:
    """Return the lines of what ``like`` found."""
    found = queries.some(conn, actor, [row.submission_id for row in rows])
    return [found[row.submission_id] for row in rows if row.submission_id in found]


def _can_fold(line: Line) -> bool:
    return line.status == Status.NEW and not line.reprisal and line.assignee is None


def _members(conn: Connection, actor: Actor, line: Line, like_id: str) -> Sequence[str]:
    query = select(_c.submission_id).where(visible(actor), _among(conn, line, like_id))
    return conn.scalars(query.order_by(_c.received_at, _c.submission_id)).all()


def _among(conn: Connection, line: Line, like_id: str) -> ColumnElement[bool]:
    """Whether a row may stand in one group with this line, and says nearly the same as that one."""
    return and_(
        _c.with_desk,
        _c.state == line.state,
        _c.rank == (URGENT if line.urgent else ORDINARY),
        not_(_c.reprisal),
        _c.assignee.is_(None),
        status == Status.NEW.value,
        _says(conn, like_id),
    )


def _says(conn: Connection, submission_id: str) -> ColumnElement[bool]:
    """Whether a row shares at least half of this one's hashes of its text."""
    own = select(_t.token).where(_t.submission_id == submission_id, _t.token.startswith(TEXT))
    texts = conn.scalars(own).all()
    if len(texts) < TELLING:
        return _c.submission_id == submission_id
    return _c.submission_id.in_(
        select(_t.submission_id)
        .where(_t.token.in_(texts))
        .group_by(_t.submission_id)
        .having(2 * func.count() >= len(texts))
    )
