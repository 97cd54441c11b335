"""The tables of partners of missions, and of what is theirs to do.

A proposal begins anew what was there of the same partner: ``began`` is the step of it, and only
tasks of later steps count.
"""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import JSON, Boolean, Column, Date, Index, Integer, MetaData, String, Table

from shared.contracts.followup import FOLLOWUP
from shared.contracts.followup_partners import (
    OnPartner,
    PartnerAdmitted,
    PartnerEnded,
    PartnerItemsShown,
    PartnerProposed,
    PartnerTaskMarked,
    PartnerTaskSet,
    PartnerUndertakingAccepted,
)
from shared.facts.kafka import Published
from shared.platform.tables import Instant, SealedText
from shared.read_models.model import Change, Put, ReadModel
from shared.reference.partners import PARTS, one_form

CONSUMER = "portal.partners"

tables = MetaData()
partners = Table(
    "mission_partners",
    tables,
    Column("partner_id", String(36), primary_key=True),
    Column("mission_id", String(36)),
    Column("mandate", String(80)),
    Column("state", String(3)),
    Column("kind", String(10)),
    Column("who", String(100)),
    Column("is", String(100)),  # the same in one form, as the register has it
    Column("preparation", Boolean),
    Column("during", Boolean),
    Column("follow_up", Boolean),
    Column("first", Date),
    Column("until", Date),
    Column("proposed_by", String(80)),
    Column("proposed_at", Instant),
    Column("admitted_at", Instant),
    Column("undertaken_at", Instant),  # by one of its people, the last one
    Column("ended_at", Instant),
    Column("items", JSON),
    Column("began", Integer),
    Column("steps", Integer),
    Index("mission_partners_by_mission", "mission_id"),
    Index("mission_partners_by_who", "is"),
)
# Who accepted the undertaking, each for oneself. Of before ``began`` it counts no more.
undertakings = Table(
    "mission_partner_undertakings",
    tables,
    Column("partner_id", String(36), primary_key=True),
    Column("account_id", String(80), primary_key=True),
    Column("step", Integer),
)
# What a new proposal takes the place of: the last day of each proposal, and when one was ended.
terms = Table(
    "mission_partner_terms",
    tables,
    Column("partner_id", String(36), primary_key=True),
    Column("step", Integer, primary_key=True, autoincrement=False),
    Column("until", Date),
    Column("ended_at", Instant),
)
tasks = Table(
    "mission_partner_tasks",
    tables,
    Column("partner_id", String(36), primary_key=True),
    Column("task_id", String(36), primary_key=True),
    Column("step", Integer),
    Column("part", String(12)),
    Column("due", Date),
    Column("title", SealedText),
    Column("now", String(10)),
    Column("set_at", Instant),
)


def project(published: Published) -> Iterable[Change]:
    match published.fact:
        case PartnerProposed() as f:
            of = {"mission_id": f.mission_id, "mandate": f.mandate, "state": f.state}
            scope = {part: part in f.scope for part in PARTS}
            days = {"first": f.first, "until": f.until}
            by = {"proposed_by": f.done_by, "proposed_at": f.done_at}
            none = {"admitted_at": None, "undertaken_at": None, "ended_at": None}
            who = {
                "kind": f.kind,
                "who": f.who,
                "is": one_form(f.kind, f.who),
                "items": [],
                "began": f.step,
            }
            term = Put(terms, (f.partner_id, f.step), {"until": f.until})
            return [_partner(f, **of, **scope, **days, **by, **none, **who), term]
        case PartnerAdmitted() as f:
            return [_partner(f, admitted_at=f.done_at)]
        case PartnerUndertakingAccepted() as f:
            accepted = Put(undertakings, (f.partner_id, f.done_by), {"step": f.step})
            return [_partner(f, undertaken_at=f.done_at), accepted]
        case PartnerEnded() as f:
            term = Put(terms, (f.partner_id, f.step), {"ended_at": f.done_at})
            return [_partner(f, ended_at=f.done_at), term]
        case PartnerItemsShown() as f:
            return [_partner(f, items=list(f.items))]
        case PartnerTaskSet() as f:
            what = {"part": f.part, "due": f.due, "title": f.title}
            set_ = {"now": "open", "step": f.step, "set_at": f.done_at}
            return [_partner(f), Put(tasks, (f.partner_id, f.task_id), {**what, **set_})]
        case PartnerTaskMarked() as f:
            return [_partner(f), Put(tasks, (f.partner_id, f.task_id), {"now": f.now})]
        case _:
            return []


def _partner(f: OnPartner, **also: Any) -> Put:
    return Put(partners, (f.partner_id,), {"steps": f.step, **also})


PARTNERS = ReadModel(consumer=CONSUMER, contracts=(FOLLOWUP,), tables=tables, project=project)
