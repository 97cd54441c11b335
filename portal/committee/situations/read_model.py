"""The tables of the watch-list: situations, their steps, actions of Governments, and guests."""

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
from shared.contracts.stakeholders_situations import (
    GovernmentActionNoted,
    GovernmentActionTakenBack,
    SituationClosed,
    SituationDeclined,
    SituationGuestInvited,
    SituationGuestWithdrawn,
    SituationKeptFromDesk,
    SituationLevelChanged,
    SituationOpened,
    SituationProposed,
    SituationReopened,
    SituationReviewed,
)
from shared.facts.kafka import Published
from shared.platform.tables import Instant, SealedText
from shared.read_models.model import Change, Put, ReadModel

CONSUMER = "portal.situations"

tables = MetaData()
situations = Table(
    "situations_situations",
    tables,
    Column("situation_id", String(36), primary_key=True),
    Column("state", String(3)),
    Column("mandates", JSON),  # the themes
    Column("codes", JSON),
    Column("level", String(10)),
    Column("stage", String(10)),  # proposed, declined, open, closed
    Column("code", String(20)),  # why it was declined or closed
    Column("reprisals", Boolean),  # not for the desk of the State
    Column("alert_id", String(36)),
    Column("proposed_by", String(80)),
    Column("proposed_at", Instant),
    Column("opened_at", Instant),
    Column("ended_at", Instant),  # when it was declined or closed
    Column("review_on", Date),  # the last day for the next review
    Index("situations_situations_stage", "stage", "review_on"),
    Index("situations_situations_state", "state"),
)
themes = Table(
    "situations_themes",
    tables,
    Column("situation_id", String(36), primary_key=True),
    Column("mandate", String(60), primary_key=True),
    Column("there", Boolean),
)
steps = Table(
    "situations_steps",
    tables,
    Column("situation_id", String(36), primary_key=True),
    Column("position", BigInteger, primary_key=True, autoincrement=False),
    Column("kind", String(15)),  # the stages, reviewed, levelled, reopened, kept
    Column("level", String(10)),
    Column("code", String(20)),
    Column("text", SealedText),  # a reason, or the note of a review
    Column("review_on", Date),
    Column("by_id", String(80)),
    Column("at", Instant),
)
actions = Table(
    "situations_actions",
    tables,
    Column("situation_id", String(36), primary_key=True),
    Column("action_id", String(36), primary_key=True),
    Column("kind", String(20)),
    Column("acted_on", Date),
    Column("source", String(200)),
    Column("noted_by", String(80)),
    Column("noted_at", Instant),
    Column("gone", Boolean),  # it was taken back
)

guests = Table(
    "situations_guests",
    tables,
    Column("situation_id", String(36), primary_key=True),
    Column("guest_id", String(80), primary_key=True, index=True),
    Column("invited_at", Instant),
    Column("gone_at", Instant),  # when the invitation ended; not of one that stands
)


def project(published: Published) -> Iterable[Change]:  # one case for each fact
    number = published.position
    match published.fact:
        case SituationProposed() as f:
            return _proposed(f, number)
        case SituationDeclined() as f:
            now = {"stage": "declined", "code": f.code, "ended_at": f.declined_at}
            return _step(f, number, "declined", f.declined_by, f.declined_at, now, code=f.code)
        case SituationOpened() as f:
            now = {"stage": "open", "review_on": f.review_on, "opened_at": f.opened_at}
            by, at = f.opened_by, f.opened_at
            return _step(f, number, "open", by, at, now, review_on=f.review_on)
        case SituationReviewed() as f:
            also = {"text": f.note, "review_on": f.review_on}
            now = {"review_on": f.review_on}
            return _step(f, number, "reviewed", f.reviewed_by, f.reviewed_at, now, **also)
        case SituationLevelChanged() as f:
            also = {"text": f.reason, "level": f.level}
            now = {"level": f.level}
            return _step(f, number, "levelled", f.changed_by, f.changed_at, now, **also)
        case SituationClosed() as f:
            also = {"text": f.reason, "code": f.code}
            end = {"code": f.code, "ended_at": f.closed_at, "review_on": None}
            now = {"stage": "closed", **end}
            return _step(f, number, "closed", f.closed_by, f.closed_at, now, **also)
        case SituationReopened() as f:
            also = {"text": f.reason, "review_on": f.review_on}
            end = {"code": None, "ended_at": None, "review_on": f.review_on}
            now = {"stage": "open", **end}
            return _step(f, number, "reopened", f.reopened_by, f.reopened_at, now, **also)
        case SituationKeptFromDesk() as f:
            return _step(f, number, "kept", f.kept_by, f.kept_at, {"reprisals": True})
        case GovernmentActionNoted() as f:
            names = ("kind", "acted_on", "source", "noted_by", "noted_at")
            noted = {name: getattr(f, name) for name in names}
            return [Put(actions, (f.situation_id, f.action_id), noted)]
        case GovernmentActionTakenBack() as f:
            return [Put(actions, (f.situation_id, f.action_id), {"gone": True})]
        case SituationGuestInvited() as f:
            invited = {"invited_at": f.invited_at, "gone_at": None}
            return [Put(guests, (f.situation_id, f.guest_id), invited)]
        case SituationGuestWithdrawn() as f:
            return [Put(guests, (f.situation_id, f.guest_id), {"gone_at": f.withdrawn_at})]
        case _:
            return []


def _proposed(f: SituationProposed, number: int) -> list[Change]:
    now = {
        "state": f.state,
        "mandates": list(f.mandates),
        "codes": list(f.codes),
        "level": f.level,
        "stage": "proposed",
        "reprisals": f.reprisals,
        "alert_id": f.alert_id,
        "proposed_by": f.proposed_by,
        "proposed_at": f.proposed_at,
    }
    by, at, also = f.proposed_by, f.proposed_at, {"text": f.reason, "level": f.level}
    return [
        *_step(f, number, "proposed", by, at, now, **also),
        *(Put(themes, (f.situation_id, one), {"there": True}) for one in f.mandates),
    ]


def _step(  # what each step is made of
    f: Any, number: int, kind: str, by: str, at: object, now: dict[str, Any], **also: object
) -> list[Change]:
    return [
        Put(situations, (f.situation_id,), now),
        Put(steps, (f.situation_id, number), {"kind": kind, "by_id": by, "at": at, **also}),
    ]


SITUATIONS = ReadModel(consumer=CONSUMER, contracts=(STAKEHOLDERS,), tables=tables, project=project)
