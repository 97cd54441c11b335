"""The tables of internal advisory procedures, and their steps. All that was written is sealed."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Date,
    Index,
    MetaData,
    String,
    Table,
)

from shared.contracts.stakeholders import STAKEHOLDERS
from shared.contracts.stakeholders_iap import (
    IapCategorised,
    IapConsidered,
    IapHolderCommented,
    IapHolderInvited,
    IapNotTakenUp,
    IapOutcomeRecorded,
    IapOutcomeTold,
    IapReceived,
    IapWithdrawn,
)
from shared.facts.kafka import Published
from shared.platform.tables import Instant, SealedText
from shared.read_models.model import Change, Put, ReadModel

CONSUMER = "portal.iap"

tables = MetaData()
procedures = Table(
    "iap_procedures",
    tables,
    Column("iap_id", String(36), primary_key=True),
    Column("mandate", String(60)),
    Column("state", String(3)),  # of a Government that asks
    Column("of_holder", Boolean),
    Column("category", String(20)),
    Column("stage", String(15)),
    Column("code", String(20)),  # why it was not taken up
    Column("papers", SealedText),
    Column("points", SealedText),
    Column("outcome", SealedText),
    Column("told", SealedText),
    Column("told_to", JSON),
    Column("due_on", Date),
    Column("comment_by", Date),
    Column("invited_at", Instant),  # last
    Column("invited_no", BigInteger),  # the position of the last invitation
    Column("received_from", String(80)),
    Column("received_at", Instant),
    Column("ended_at", Instant),
    Index("iap_procedures_stage", "stage", "due_on"),
)
holders = Table(
    "iap_holders",  # everybody who was invited, and the comment of each
    tables,
    Column("iap_id", String(36), primary_key=True),
    Column("account_id", String(80), primary_key=True),
    Column("invited_at", Instant),
    Column("invited_no", BigInteger),  # the position of the last invitation
    Column("comment", SealedText),
    Column("commented_no", BigInteger),  # its position
    Index("iap_holders_account", "account_id"),
)
steps = Table(
    "iap_steps",
    tables,
    Column("iap_id", String(36), primary_key=True),
    Column("position", BigInteger, primary_key=True, autoincrement=False),
    Column("kind", String(15)),  # the stages, invited, commented
    Column("by_id", String(80)),
    Column("at", Instant),
)


def project(published: Published) -> Iterable[Change]:  # one case for each fact
    number = published.position
    match published.fact:
        case IapReceived() as f:
            names = ("mandate", "state", "of_holder", "papers", "due_on", "received_from")
            now = {name: getattr(f, name) for name in names}
            now |= {"received_at": f.received_at, "stage": "received"}
            return _step(f.iap_id, number, "received", f.received_from, f.received_at, now)
        case IapCategorised() as f:
            now = {"category": f.category, "stage": "categorised"}
            by, at = f.categorised_by, f.categorised_at
            return _step(f.iap_id, number, "categorised", by, at, now)
        case IapHolderInvited() as f:
            now = {"points": f.points, "comment_by": f.comment_by}
            now |= {"invited_at": f.invited_at, "invited_no": number}
            invited = [
                Put(holders, (f.iap_id, one), {"invited_at": f.invited_at, "invited_no": number})
                for one in f.holders
            ]
            return [*invited, *_step(f.iap_id, number, "invited", f.invited_by, f.invited_at, now)]
        case IapHolderCommented() as f:
            comment = {"comment": f.comment, "commented_no": number}
            by, at = f.commented_by, f.commented_at
            return [
                Put(holders, (f.iap_id, by), comment),
                *_step(f.iap_id, number, "commented", by, at, {}),
            ]
        case IapConsidered() as f:
            now = {"stage": "considered"}
            return _step(f.iap_id, number, "considered", f.considered_by, f.considered_at, now)
        case IapOutcomeRecorded() as f:
            now = {"stage": "recorded", "outcome": f.outcome}
            return _step(f.iap_id, number, "recorded", f.recorded_by, f.recorded_at, now)
        case IapOutcomeTold() as f:
            now = {"stage": "told", "told": f.told, "told_to": list(f.told_to)}
            return _end(f.iap_id, number, "told", f.told_by, f.told_at, now)
        case IapNotTakenUp() as f:
            now = {"stage": "not_taken_up", "code": f.code}
            return _end(f.iap_id, number, "not_taken_up", f.refused_by, f.refused_at, now)
        case IapWithdrawn() as f:
            now = {"stage": "withdrawn"}
            return _end(f.iap_id, number, "withdrawn", f.withdrawn_by, f.withdrawn_at, now)
        case _:
            return []


def _end(  # what each step is made of
    iap_id: str, number: int, kind: str, by: str, at: object, now: dict[str, Any]
) -> list[Change]:
    return _step(iap_id, number, kind, by, at, {**now, "ended_at": at})


def _step(  # what each step is made of
    iap_id: str, number: int, kind: str, by: str, at: object, now: dict[str, Any]
) -> list[Change]:
    return [
        Put(procedures, (iap_id,), now),
        Put(steps, (iap_id, number), {"kind": kind, "by_id": by, "at": at}),
    ]


IAP = ReadModel(consumer=CONSUMER, contracts=(STAKEHOLDERS,), tables=tables, project=project)
