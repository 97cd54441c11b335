"""R15 of procedure.md: desk officers of a State see no letter on a reprisal (decision 0030).

It fails closed: they see a letter only once every submission behind it is known to be about
something else.
"""

from collections.abc import Collection, Iterable

from sqlalchemy import (
    Boolean,
    Column,
    ColumnElement,
    Connection,
    MetaData,
    Select,
    String,
    Table,
    and_,
    exists,
    false,
    not_,
    or_,
    select,
)

from shared.contracts.approvals import APPROVALS, CommunicationDrafted
from shared.contracts.intake import INTAKE, AllegationReceived
from shared.core.actor import Actor
from shared.core.roles import Role
from shared.facts.kafka import Published
from shared.read_models.model import Change, Put, ReadModel

CONSUMER = "portal.reprisals"

tables = MetaData()
submissions = Table(
    "reprisals_submissions",
    tables,
    Column("submission_id", String(36), primary_key=True),
    Column("reprisal", Boolean),
    Column("state", String(3)),
)
behind = Table(
    "reprisals_behind",
    tables,
    Column("communication_id", String(36), primary_key=True),
    Column("submission_id", String(36), primary_key=True),
)


def project(published: Published) -> Iterable[Change]:
    match published.fact:
        case AllegationReceived() as f:
            values = {"reprisal": f.reprisal, "state": f.state}
            return [Put(submissions, (f.submission_id,), values)]
        case CommunicationDrafted() as f:
            return [Put(behind, (f.communication_id, one), {}) for one in f.submission_ids]
        case _:
            return []


REPRISALS = ReadModel(
    consumer=CONSUMER, contracts=(INTAKE, APPROVALS), tables=tables, project=project
)


def closed(
    actor: Actor, communication_id: ColumnElement[str], recipient: ColumnElement[str]
) -> ColumnElement[bool]:
    """Whether R15 keeps a letter from this person, unless it is of a mandate of theirs.

    Of the letter's recipient and of the State that the submission concerns.
    """
    if not actor.has(Role.DESK_OFFICER):
        return false()
    states = sorted(actor.states)
    concerned = _behind(communication_id).where(
        submissions.c.reprisal, submissions.c.state.in_(states)
    )
    return or_(
        and_(recipient.in_(states), not_(is_open(communication_id))),
        concerned.exists(),
    )


def is_open(communication_id: ColumnElement[str]) -> ColumnElement[bool]:
    """Whether a letter is known to be about no reprisal."""
    known = exists().where(behind.c.communication_id == communication_id)
    doubtful = _behind(communication_id).where(submissions.c.reprisal.is_not(False))
    return and_(known, not_(doubtful.exists()))


def is_known(conn: Connection, communication_id: str) -> bool:
    """Whether every submission behind a letter is known, and there is one."""
    rows = conn.scalars(
        select(submissions.c.reprisal)
        .select_from(
            behind.outerjoin(submissions, submissions.c.submission_id == behind.c.submission_id)
        )
        .where(behind.c.communication_id == communication_id)
    ).all()
    return bool(rows) and None not in rows


def open_among(conn: Connection, communication_ids: Collection[str]) -> frozenset[str]:
    """Return those of these letters that are known to be about no reprisal."""
    c = behind.c.communication_id
    letters = select(c.label("communication_id")).where(c.in_(communication_ids)).subquery()
    one = letters.c.communication_id
    return frozenset(conn.scalars(select(one).distinct().where(is_open(one))))


def _behind(communication_id: ColumnElement[str]) -> Select[tuple[str]]:
    b, s = behind.alias(), submissions
    return (
        select(b.c.submission_id)
        .select_from(b.outerjoin(s, s.c.submission_id == b.c.submission_id))
        .where(b.c.communication_id == communication_id)
    )
