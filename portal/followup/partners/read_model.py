"""The tables of partners of missions, and of what is theirs to do.

A proposal begins anew what was there of the same partner: ``began`` is the step of it, and only
tasks of later steps count.
"""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import JSON, Boolean, Column, Date, Index, Integer, MetaData, String, Table

from portal.followup.missions.read_model import said_of, texts_of_item
from shared.contracts.followup import FOLLOWUP
from shared.contracts.followup_missions import ProgrammeItem
from shared.contracts.followup_partners import (
    OnPartner,
    PartnerAdmitted,
    PartnerAdviceGiven,
    PartnerContactKept,
    PartnerEnded,
    PartnerItemsShown,
    PartnerMeetingsShown,
    PartnerProposed,
    PartnerSecurityCleared,
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
    Column("meetings_step", Integer),  # of the last choice of its own meetings
    Column("contact", SealedText),
    Column("cleared_on", Date),  # security cleared the visit, for these days
    Column("cleared_first", Date),
    Column("cleared_last", Date),
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
# Of the confidential programme, with the words that were shown.
meetings = Table(
    "mission_partner_meetings",
    tables,
    Column("partner_id", String(36), primary_key=True),
    Column("item_id", String(36), primary_key=True),
    Column("mission_id", String(36)),
    Column("step", Integer),
    Column("day", Date),
    Column("begins", String(5)),
    Column("kind", String(20)),
    *texts_of_item(),
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
    Column("advice", String(10)),  # what is asked for; None: it is a task
    Column("given", SealedText),  # None: none was given, or the partner gives none
    Column("given_by", String(80)),
    Column("given_at", Instant),
)


_ANEW = ("admitted_at", "undertaken_at", "ended_at", "meetings_step", "contact", "cleared_on")
"""What a proposal begins anew."""


def project(published: Published) -> Iterable[Change]:
    match published.fact:
        case PartnerProposed() as f:
            of = {"mission_id": f.mission_id, "mandate": f.mandate, "state": f.state}
            scope = {part: part in f.scope for part in PARTS}
            days = {"first": f.first, "until": f.until}
            by = {"proposed_by": f.done_by, "proposed_at": f.done_at}
            none = dict.fromkeys(_ANEW)
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
        case PartnerMeetingsShown() as f:
            return [_partner(f, meetings_step=f.step), *(_meeting(f, each) for each in f.items)]
        case PartnerContactKept() as f:
            return [_partner(f, contact=f.contact)]
        case PartnerSecurityCleared() as f:
            first, last = f.dates.first, f.dates.last
            return [_partner(f, cleared_on=f.on, cleared_first=first, cleared_last=last)]
        case PartnerTaskSet() as f:
            what = {"part": f.part, "due": f.due, "title": f.title}
            set_ = {"now": "open", "step": f.step, "set_at": f.done_at, "advice": f.advice}
            return [_partner(f), Put(tasks, (f.partner_id, f.task_id), {**what, **set_})]
        case PartnerTaskMarked() as f:
            return [_partner(f), Put(tasks, (f.partner_id, f.task_id), {"now": f.now})]
        case PartnerAdviceGiven() as f:
            now = {"now": "done" if f.advice else "unneeded", "given": f.advice}
            by = {"given_by": f.done_by, "given_at": f.done_at}
            return [_partner(f), Put(tasks, (f.partner_id, f.task_id), {**now, **by})]
        case _:
            return []


def _meeting(f: OnPartner, item: ProgrammeItem) -> Put:
    said = {"day": item.day, "begins": item.begins, "kind": item.kind, **said_of(item)}
    of = {"mission_id": f.mission_id, "step": f.step}
    return Put(meetings, (f.partner_id, item.item_id), {**of, **said})


def _partner(f: OnPartner, **also: Any) -> Put:
    return Put(partners, (f.partner_id,), {"steps": f.step, **also})


PARTNERS = ReadModel(consumer=CONSUMER, contracts=(FOLLOWUP,), tables=tables, project=project)
