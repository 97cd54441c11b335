"""The tables of threads about missions: each text with all it said, and when a visit closed."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlalchemy import Column, Date, Index, Integer, MetaData, String, Table

from portal.casefile.attachments import rows
from shared.contracts.followup import FOLLOWUP
from shared.contracts.followup_missions import (
    MissionOpened,
    MissionPassedOn,
    MissionPlansChanged,
    MissionStepTaken,
)
from shared.contracts.followup_visit_threads import (
    OnThread,
    VisitMessageCorrected,
    VisitMessageFileAdded,
    VisitMessageStruck,
    VisitMessageWritten,
    VisitThreadOpened,
)
from shared.core.geneva import day_of
from shared.core.message import Sealed
from shared.facts.kafka import Published
from shared.platform.tables import Instant, SealedText
from shared.read_models.model import Change, Put, ReadModel

CONSUMER = "portal.threads"

tables = MetaData()
threads = Table(
    "visit_threads",
    tables,
    Column("thread_id", String(36), primary_key=True),
    Column("mission_id", String(36)),
    Column("mandate", String(80)),
    Column("state", String(3)),
    Column("audience", String(10)),
    Column("title", SealedText),
    Column("newest_at", Instant),
    Index("visit_threads_by_mission", "mission_id"),
    Index("visit_threads_by_state", "state", "audience"),
)
messages = Table(
    "visit_messages",
    tables,
    Column("thread_id", String(36), primary_key=True),
    Column("message_id", String(36), primary_key=True),
    Column("step", Integer),
    Column("side", String(10)),
    Column("partner_id", String(36)),
    Column("by_id", String(80)),
    Column("written_at", Instant),
    Column("struck_at", Instant),
    Column("struck_by", String(10)),
    Index("visit_messages_by_day", "written_at"),
)
texts = Table(
    "visit_message_texts",
    tables,
    Column("thread_id", String(36), primary_key=True),
    Column("message_id", String(36), primary_key=True),
    Column("step", Integer, primary_key=True),
    Column("text", SealedText),
    Column("at", Instant),
)
# Files beside messages: what a fact tells of each.
files = Table(
    "visit_message_files",
    tables,
    Column("thread_id", String(36), primary_key=True),
    Column("message_id", String(36), primary_key=True),
    Column("attachment_id", String(36), primary_key=True),
    *rows.columns(),
)
closings = Table(
    "visit_thread_missions",
    tables,
    Column("mission_id", String(36), primary_key=True),
    Column("phase", String(12)),
    Column("completed_on", Date),
    Column("called_off_on", Date),
)


def project(published: Published) -> Iterable[Change]:
    match published.fact:
        case MissionOpened() as f:
            return [Put(closings, (f.mission_id,), {"phase": "planning"})]
        case MissionPlansChanged() as f:
            off = day_of(f.done_at) if f.plans == "called_off" else None
            return [Put(closings, (f.mission_id,), {"called_off_on": off})]
        case MissionStepTaken() as f:
            day: dict[str, date] = {}
            if f.what == "completed":  # noted late, the day of the note counts
                day = {"completed_on": max(f.on, day_of(f.done_at))}
            return [Put(closings, (f.mission_id,), {"phase": f.phase, **day})]
        case MissionPassedOn(to=None) as f:  # a record: it closed that day
            closed = {"phase": "completed", "completed_on": day_of(f.done_at)}
            return [Put(closings, (f.mission_id,), closed)]
        case VisitThreadOpened() as f:
            of = {"mission_id": f.mission_id, "mandate": f.mandate, "state": f.state}
            said = {"audience": f.audience, "title": f.title, "newest_at": f.done_at}
            return [Put(threads, (f.thread_id,), {**of, **said})]
        case VisitMessageWritten() as f:
            by = {"side": f.side, "partner_id": f.partner_id, "by_id": f.done_by}
            return [
                Put(threads, (f.thread_id,), {"newest_at": f.done_at}),
                _message(f, f.message_id, step=f.step, written_at=f.done_at, **by),
                _text(f, f.message_id, f.text),
            ]
        case VisitMessageCorrected() as f:
            return [_text(f, f.message_id, f.text)]
        case VisitMessageStruck() as f:
            return [_message(f, f.message_id, struck_at=f.done_at, struck_by=f.side)]
        case VisitMessageFileAdded() as f:
            return [_file(f)]
        case _:
            return []


def _message(f: OnThread, message_id: str, **also: Any) -> Put:
    return Put(messages, (f.thread_id, message_id), also)


def _file(f: VisitMessageFileAdded) -> Put:
    return Put(files, (f.thread_id, f.message_id, f.attachment_id), rows.values(f, at=f.done_at))


def _text(f: OnThread, message_id: str, text: Sealed) -> Put:
    return Put(texts, (f.thread_id, message_id, f.step), {"text": text, "at": f.done_at})


THREADS = ReadModel(consumer=CONSUMER, contracts=(FOLLOWUP,), tables=tables, project=project)
