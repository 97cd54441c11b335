"""The tables of issues of the briefing and the bulletin. What an item says is in none of them."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Index,
    Integer,
    MetaData,
    String,
    Table,
)

from shared.contracts.stakeholders import STAKEHOLDERS
from shared.contracts.stakeholders_briefings import (
    IssueApproved,
    IssueHandedIn,
    IssueLapsed,
    IssueOpened,
    IssueSent,
    IssueSkipped,
    IssueTakenUp,
    ItemAdded,
    ItemDropped,
    ItemEdited,
    ItemKept,
)
from shared.facts.kafka import Published
from shared.platform.tables import Instant, SealedText
from shared.read_models.model import Change, Put, ReadModel

CONSUMER = "portal.briefings"

tables = MetaData()
issues = Table(
    "briefing_issues",
    tables,
    Column("period", String(10), primary_key=True),
    Column("kind", String(10)),
    Column("stage", String(10)),  # open, handed-in, approved, skipped, lapsed, sent
    Column("opened_at", Instant),
    Column("items", JSON),  # as handed in, or sent
    Column("public", Boolean),  # everybody reads some of what was sent
    Column("fallen", JSON),  # what was approved, and was public no more when it was sent
    Column("version", Integer),  # that was handed in
    Column("handed_in_by", String(80)),
    Column("handed_in_at", Instant),
    Column("approved_by", String(80)),
    Column("approved_at", Instant),
    Column("code", String(20)),  # why it was skipped
    Column("ended_at", Instant),  # when it was sent or skipped, or lapsed
    Index("briefing_issues_stage", "stage", "period"),
)
marks = Table(
    "briefing_marks",
    tables,
    Column("period", String(10), primary_key=True),
    Column("item", String(80), primary_key=True),
    Column("dropped", Boolean),
    Column("dropped_by", String(80)),
    Column("section", String(20)),  # of what an editor added, as the next three
    Column("edition", String(10)),
    Column("text", SealedText),
    Column("language", String(8)),
    Column("note", SealedText),  # the sentence of an editor
    Column("note_language", String(8)),
)
changes = Table(
    "briefing_changes",
    tables,
    Column("period", String(10), primary_key=True),
    Column("position", BigInteger, primary_key=True, autoincrement=False),
    Column("kind", String(10)),  # dropped, kept, edited, added, taken-up
    Column("after", Boolean),  # the issue was sent
    Column("by_id", String(80)),
    Column("at", Instant),
)


def project(published: Published) -> Iterable[Change]:
    number = published.position
    match published.fact:
        case IssueOpened() as f:
            return [_issue(f.period, "open", kind=f.kind, opened_at=f.opened_at)]
        case ItemDropped() as f:
            dropped = {"dropped": True, "dropped_by": f.dropped_by}
            mark = Put(marks, (f.period, f.item), dropped)
            return [mark, *_marked(f, number, "dropped", f.dropped_by, f.dropped_at)]
        case ItemKept() as f:
            mark = Put(marks, (f.period, f.item), {"dropped": False})
            return [mark, *_marked(f, number, "kept", f.kept_by, f.kept_at)]
        case ItemEdited() as f:
            note = {"note": f.text, "note_language": f.language}
            mark = Put(marks, (f.period, f.item), note)
            return [mark, *_marked(f, number, "edited", f.edited_by, f.edited_at)]
        case ItemAdded() as f:
            names = ("section", "edition", "text", "language")
            mark = Put(marks, (f.period, f.item), {name: getattr(f, name) for name in names})
            return [mark, *_changed(f.period, number, "added", f.added_by, f.added_at)]
        case IssueTakenUp() as f:
            return _changed(f.period, number, "taken-up", f.taken_up_by, f.taken_up_at)
        case _:
            return _went_on(published)


def _went_on(published: Published) -> list[Change]:
    match published.fact:
        case IssueHandedIn() as f:
            by = {"handed_in_by": f.handed_in_by, "handed_in_at": f.handed_in_at}
            items = list(f.items)
            return [_issue(f.period, "handed-in", items=items, version=f.version, **by)]
        case IssueApproved() as f:
            by = {"approved_by": f.approved_by, "approved_at": f.approved_at}
            return [_issue(f.period, "approved", **by)]
        case IssueSkipped() as f:
            return [_issue(f.period, "skipped", code=f.code, ended_at=f.skipped_at)]
        case IssueLapsed() as f:
            return [_issue(f.period, "lapsed", ended_at=f.lapsed_at)]
        case IssueSent() as f:
            items, fallen = list(f.items), list(f.fallen)
            went = {"items": items, "fallen": fallen, "public": f.public, "ended_at": f.sent_at}
            return [_issue(f.period, "sent", **went)]
        case _:
            return []


def _issue(period: str, stage: str, **of: object) -> Put:
    return Put(issues, (period,), {"stage": stage, **of})


def _marked(
    f: ItemDropped | ItemKept | ItemEdited, number: int, kind: str, by: str, at: datetime
) -> list[Change]:
    """What is marked after the issue was sent leaves it as it is."""
    if f.sent:
        done = {"kind": kind, "after": True, "by_id": by, "at": at}
        return [Put(changes, (f.period, number), done)]
    return _changed(f.period, number, kind, by, at)


def _changed(period: str, number: int, kind: str, by: str, at: datetime) -> list[Change]:
    """A change makes it open again."""
    done = {"kind": kind, "after": False, "by_id": by, "at": at}
    return [Put(changes, (period, number), done), _issue(period, "open")]


BRIEFINGS = ReadModel(consumer=CONSUMER, contracts=(STAKEHOLDERS,), tables=tables, project=project)
