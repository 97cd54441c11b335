"""The tables of the planning board: plans, the clashes that were flagged, comments and steps."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import BigInteger, Boolean, Column, Date, Index, Integer, MetaData, String, Table

from shared.contracts.stakeholders import STAKEHOLDERS
from shared.contracts.stakeholders_plans import (
    ActivityCommented,
    ActivityConfirmed,
    ActivityDropped,
    ActivityKeptFromDesk,
    ActivityMoved,
    ActivityPlanned,
    ActivityShared,
    ActivitySharingEnded,
    ClashFlagged,
)
from shared.facts.kafka import Published
from shared.platform.tables import Instant, SealedText
from shared.read_models.model import Change, Put, ReadModel

CONSUMER = "portal.plans"

tables = MetaData()
plans = Table(
    "plans_plans",
    tables,
    Column("plan_id", String(36), primary_key=True),
    Column("mandate", String(60)),
    Column("kind", String(10)),  # visit, letter
    Column("state", String(3)),
    Column("first_on", Date),
    Column("last_on", Date),
    Column("stage", String(10)),  # planned, confirmed, dropped
    Column("code", String(20)),  # why it was dropped
    Column("reprisals", Boolean),  # the desk of the State does not read it (R15)
    Column("shared_at", Instant),  # since when the United Nations partners of the State read it
    Column("since", BigInteger),  # position from which it has its period
    Column("period_by", String(80)),  # who gave it its period
    Column("planned_at", Instant),
    Index("plans_plans_first", "first_on", "plan_id"),
    Index("plans_plans_state", "state"),
    Index("plans_plans_mandate", "mandate"),
)
clashes = Table(
    "plans_clashes",
    tables,
    Column("plan_id", String(36), primary_key=True),
    Column("other_id", String(36), primary_key=True),
    Column("position", BigInteger),  # it counts while neither plan was moved after it
    Column("apart", Integer),  # days: so few lie between them, or fewer
    Column("flagged_at", Instant),
    Index("plans_clashes_other", "other_id"),
    Index("plans_clashes_at", "flagged_at"),
)
comments = Table(
    "plans_comments",
    tables,
    Column("plan_id", String(36), primary_key=True),
    Column("comment_id", String(36), primary_key=True),
    Column("text", SealedText),
    Column("author", String(80)),
    Column("commented_at", Instant),
    Index("plans_comments_at", "commented_at"),
)
steps = Table(
    "plans_steps",
    tables,
    Column("plan_id", String(36), primary_key=True),
    Column("position", BigInteger, primary_key=True, autoincrement=False),
    Column("kind", String(10)),  # of words.STEPS
    Column("first_on", Date),
    Column("last_on", Date),
    Column("mandate", String(60)),  # with whose plan it clashed
    Column("other_id", String(36)),  # and with which
    Column("code", String(20)),
    Column("by_id", String(80)),
    Column("at", Instant),
)


def project(published: Published) -> Iterable[Change]:
    number = published.position
    match published.fact:
        case ActivityPlanned() as f:
            names = ("mandate", "kind", "state", "reprisals", "planned_at")
            now = {name: getattr(f, name) for name in names}
            return _period(f, number, "planned", f.planned_by, f.planned_at, now)
        case ActivityMoved() as f:
            return _period(f, number, "moved", f.moved_by, f.moved_at, {})
        case ClashFlagged() as f:
            return _clash(f, number)
        case ActivityCommented() as f:
            said = {"text": f.text, "author": f.author, "commented_at": f.commented_at}
            return [Put(comments, (f.plan_id, f.comment_id), said)]
        case ActivityConfirmed() as f:
            by, at = f.confirmed_by, f.confirmed_at
            return [
                Put(plans, (f.plan_id,), {"stage": "confirmed"}),
                _step(f.plan_id, number, "confirmed", by_id=by, at=at),
            ]
        case ActivityDropped() as f:
            by, at = f.dropped_by, f.dropped_at
            return [
                Put(plans, (f.plan_id,), {"stage": "dropped", "code": f.code}),
                _step(f.plan_id, number, "dropped", code=f.code, by_id=by, at=at),
            ]
        case ActivityKeptFromDesk() as f:
            return [
                Put(plans, (f.plan_id,), {"reprisals": True, "shared_at": None}),
                _step(f.plan_id, number, "kept", by_id=f.kept_by, at=f.kept_at),
            ]
        case ActivityShared() as f:
            return [
                Put(plans, (f.plan_id,), {"shared_at": f.shared_at}),
                _step(f.plan_id, number, "shared", by_id=f.shared_by, at=f.shared_at),
            ]
        case ActivitySharingEnded() as f:
            return [
                Put(plans, (f.plan_id,), {"shared_at": None}),
                _step(f.plan_id, number, "unshared", by_id=f.ended_by, at=f.ended_at),
            ]
        case _:
            return []


def _period(  # what both facts of a period are made of
    f: ActivityPlanned | ActivityMoved,
    number: int,
    kind: str,
    by: str,
    at: object,
    now: dict[str, Any],
) -> list[Change]:
    period = {"first_on": f.first, "last_on": f.last}
    also = {"stage": "planned", "since": number, "period_by": by}
    return [
        Put(plans, (f.plan_id,), {**now, **period, **also}),
        _step(f.plan_id, number, kind, **period, by_id=by, at=at),
    ]


def _clash(f: ClashFlagged, number: int) -> list[Change]:
    both = ((f.plan_id, f.other_id, f.other_mandate), (f.other_id, f.plan_id, f.mandate))
    flagged = {"position": number, "apart": f.apart, "flagged_at": f.flagged_at}
    return [
        Put(clashes, (f.plan_id, f.other_id), flagged),
        *(
            _step(one, number, "clashed", mandate=mandate, other_id=other, at=f.flagged_at)
            for one, other, mandate in both
        ),
    ]


def _step(plan_id: str, number: int, kind: str, **of: object) -> Put:
    return Put(steps, (plan_id, number), {"kind": kind, **of})


PLANS = ReadModel(consumer=CONSUMER, contracts=(STAKEHOLDERS,), tables=tables, project=project)
