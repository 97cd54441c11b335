"""The tables of debriefs of missions. No table of anybody else changes with one."""

from collections.abc import Iterable

from sqlalchemy import JSON, Boolean, Column, Date, Integer, MetaData, String, Table

from shared.contracts.followup import FOLLOWUP
from shared.contracts.followup_debriefs import (
    DebriefCalledAgain,
    DebriefCalledOff,
    DebriefDraftKept,
    DebriefHeld,
    DebriefInvitationAnswered,
    DebriefInvited,
    DebriefTeamPartWritten,
)
from shared.facts.kafka import Published
from shared.platform.tables import Instant, SealedText
from shared.read_models.model import Change, Put, ReadModel
from shared.reference.debriefs import INVITED

CONSUMER = "portal.debriefs"

tables = MetaData()
versions = Table(
    "mission_debriefs",
    tables,
    Column("mission_id", String(36), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("on", Date),
    Column("attended", JSON),
    Column("attendees", SealedText),
    Column("worked", SealedText),
    Column("version", String(10)),
    Column("promises", SealedText),
    Column("lessons", SealedText),
    Column("reason", SealedText),
    Column("by_id", String(80)),
    Column("at", Instant),
)
values = Table(
    "mission_debrief_values",
    tables,
    Column("mission_id", String(36), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("clause", String(20), primary_key=True),
    Column("value", String(20)),
    Column("note", SealedText),
)
# What is written between two versions, and the part of the country team.
heads = Table(
    "mission_debrief_heads",
    tables,
    Column("mission_id", String(36), primary_key=True),
    Column("number", Integer),
    Column("steps", Integer),
    Column("draft", SealedText),
    Column("draft_by", String(80)),
    Column("draft_at", Instant),
    Column("team_steps", Integer),
    Column("team_text", SealedText),
    Column("team_by", String(80)),
    Column("team_at", Instant),
)
# What each coordinator wrote last of the part of the country team, for 30 days after it left (VR2).
parts = Table(
    "mission_debrief_parts",
    tables,
    Column("partner_id", String(36), primary_key=True),
    Column("text", SealedText),
    Column("at", Instant),
)
# The last invitation, with a column for each office, and what each person answered. ``changed``:
# the step that called it off, or took that back. ``no_more``: who was invited before, and is not.
calls = Table(
    "mission_debrief_calls",
    tables,
    Column("mission_id", String(36), primary_key=True),
    Column("state", String(10), index=True),
    Column("number", Integer),
    Column("on", Date),
    Column("begins", String(5)),
    Column("place", SealedText),
    *(Column(office, Boolean) for office in INVITED),
    Column("no_more", JSON),
    Column("by_id", String(80)),
    Column("at", Instant, index=True),
    Column("changed", Integer),
    Column("off_by", String(80)),
    Column("off_at", Instant),
)
answers = Table(
    "mission_debrief_answers",
    tables,
    Column("mission_id", String(36), primary_key=True),
    Column("account_id", String(80), primary_key=True),
    Column("number", Integer),
    Column("office", String(20)),
    Column("comes", Boolean),
    Column("at", Instant),
)
_SAID = ("on", "attendees", "worked", "version", "promises", "lessons", "reason")


def project(published: Published) -> Iterable[Change]:
    match published.fact:
        case DebriefDraftKept() as f:
            kept = {"draft": f.draft, "draft_by": f.done_by, "draft_at": f.done_at}
            return [Put(heads, (f.mission_id,), {"steps": f.step, **kept})]
        case DebriefHeld() as f:
            said = {name: getattr(f, name) for name in _SAID}
            by = {"attended": list(f.attended), "by_id": f.done_by, "at": f.done_at}
            none = {"draft": None, "draft_by": None, "draft_at": None}
            return [
                Put(heads, (f.mission_id,), {"steps": f.step, "number": f.number, **none}),
                Put(versions, (f.mission_id, f.number), {**said, **by}),
                *(
                    Put(
                        values,
                        (f.mission_id, f.number, one.clause),
                        {"value": one.value, "note": one.note},
                    )
                    for one in f.values
                ),
            ]
        case DebriefTeamPartWritten() as f:
            part = {"team_text": f.text, "team_by": f.done_by, "team_at": f.done_at}
            head = Put(heads, (f.mission_id,), {"team_steps": f.step, **part})
            if f.partner_id is None:
                return [head]
            return [head, Put(parts, (f.partner_id,), {"text": f.text, "at": f.done_at})]
        case DebriefInvited() as f:
            said = {"state": f.state, "number": f.number, "on": f.on, "begins": f.begins}
            whom = {office: office in f.invited for office in INVITED}
            by = {"place": f.place, "by_id": f.done_by, "at": f.done_at}
            new = {"no_more": list(f.no_more), "changed": None, "off_by": None, "off_at": None}
            return [Put(calls, (f.mission_id,), {**said, **whom, **by, **new})]
        case DebriefCalledOff() as f:
            off = {"changed": f.step, "off_by": f.done_by, "off_at": f.done_at}
            return [Put(calls, (f.mission_id,), off)]
        case DebriefCalledAgain() as f:
            on = {"changed": f.step, "off_by": None, "off_at": None}
            return [Put(calls, (f.mission_id,), {**on, "by_id": f.done_by, "at": f.done_at})]
        case DebriefInvitationAnswered() as f:
            said = {"number": f.number, "office": f.office, "comes": f.comes, "at": f.done_at}
            return [Put(answers, (f.mission_id, f.done_by), said)]
        case _:
            return []


DEBRIEFS = ReadModel(consumer=CONSUMER, contracts=(FOLLOWUP,), tables=tables, project=project)
