"""The tables of the Committee's meetings, who is invited, guests, papers, and action items.

Texts are sealed.
"""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Date,
    Integer,
    MetaData,
    String,
    Table,
)

from shared.contracts.stakeholders import STAKEHOLDERS
from shared.contracts.stakeholders_meetings import (
    ActionItemDone,
    ActionItemDropped,
    ActionItemMoved,
    ActionItemOpened,
    ActionItemOverdue,
    ActionItemReopened,
    MeetingCalled,
    MeetingCancelled,
    MeetingChanged,
    MeetingGuestInvited,
    MeetingGuestWithdrawn,
    MeetingHeld,
    MeetingPaperAdded,
    MeetingPaperWithdrawn,
    MinutesAgreed,
    MinutesReopened,
    MinutesWritten,
)
from shared.facts.kafka import Published
from shared.platform.tables import Instant, SealedText
from shared.read_models.model import Change, Delete, Put, ReadModel

CONSUMER = "portal.meetings"

tables = MetaData()
meetings = Table(
    "committee_meetings",
    tables,
    Column("meeting_id", String(36), primary_key=True),
    Column("kind", String(20)),
    Column("starts_at", Instant, index=True),
    Column("states", JSON),
    Column("named_only", Boolean),
    Column("agenda", SealedText),
    Column("place", SealedText),
    Column("called_by", String(80)),
    Column("called_at", Instant),
    Column("stage", String(10)),  # called, cancelled, held, agreed
    Column("code", String(20)),  # why it was cancelled
    Column("held_on", Date),
    Column("participants", JSON),
    Column("minutes_due_on", Date),
    Column("version", Integer),  # of the minutes; none: not written
    Column("minutes", SealedText),
    Column("agreed_at", Instant),
)
invited = Table(
    "committee_invited",
    tables,
    Column("meeting_id", String(36), primary_key=True),
    Column("officer_id", String(80), primary_key=True, index=True),
)
guests = Table(
    "committee_guests",
    tables,
    Column("meeting_id", String(36), primary_key=True),
    Column("guest_id", String(80), primary_key=True, index=True),
    Column("invited_at", Instant),
)
papers = Table(
    "committee_meeting_papers",
    tables,
    Column("meeting_id", String(36), primary_key=True),
    Column("paper_id", String(36), primary_key=True),
    Column("title", SealedText),
    Column("readers", String(10)),  # readers, invited, guests
    Column("object_name", String(64)),
    Column("sha256", String(64)),
    Column("size", BigInteger),
    Column("scanned", String(12)),
    Column("details", SealedText),
    Column("added_by", String(80)),
    Column("added_at", Instant),
    Column("withdrawn_at", Instant),
)
items = Table(
    "committee_actions",
    tables,
    Column("action_id", String(36), primary_key=True),
    Column("meeting_id", String(36), index=True),
    Column("text", SealedText),
    Column("owner_id", String(80), index=True),  # none: nobody has it
    Column("due_on", Date),
    Column("stage", String(10)),  # open, done, dropped
    Column("overdue", Boolean),
    Column("on_time", Boolean),
    Column("reason", SealedText),  # why it was dropped
    Column("opened_at", Instant),
    Column("closed_at", Instant),
)


def project(published: Published) -> Iterable[Change]:  # one case for each fact
    fact: Any = published.fact
    match fact:
        case MeetingCalled():
            new = {"called_by": fact.called_by, "called_at": fact.called_at, "stage": "called"}
            return [_meeting(fact, **_as_it_is(fact), **new), *_invited(fact)]
        case MeetingChanged():
            gone = [Delete(invited, (fact.meeting_id, one)) for one in fact.uninvited]
            return [_meeting(fact, **_as_it_is(fact)), *gone, *_invited(fact)]
        case MeetingCancelled():
            return [_meeting(fact, stage="cancelled", code=fact.code)]
        case MeetingHeld():
            return [
                _meeting(
                    fact,
                    stage="held",
                    held_on=fact.held_on,
                    participants=list(fact.participants),
                    minutes_due_on=fact.minutes_due_on,
                )
            ]
        case MinutesWritten():
            return [_meeting(fact, version=fact.version, minutes=fact.minutes)]
        case MinutesAgreed():
            return [_meeting(fact, stage="agreed", agreed_at=fact.agreed_at)]
        case MinutesReopened():
            return [_meeting(fact, stage="held", agreed_at=None)]
        case MeetingPaperAdded():
            return [_added(fact)]
        case MeetingPaperWithdrawn():
            return [_paper(fact, withdrawn_at=fact.withdrawn_at)]
        case MeetingGuestInvited():
            values = {"invited_at": fact.invited_at}
            return [Put(guests, (fact.meeting_id, fact.guest_id), values)]
        case MeetingGuestWithdrawn():
            return [Delete(guests, (fact.meeting_id, fact.guest_id))]
        case _:
            return _of_item(fact)


def _of_item(fact: Any) -> list[Change]:
    match fact:
        case ActionItemOpened():
            return [
                _item(
                    fact,
                    meeting_id=fact.meeting_id,
                    text=fact.text,
                    owner_id=fact.owner_id,
                    due_on=fact.due_on,
                    stage="open",
                    overdue=False,
                    opened_at=fact.opened_at,
                )
            ]
        case ActionItemMoved():
            moved: dict[str, object] = {"owner_id": fact.owner_id, "due_on": fact.due_on}
            if fact.cause == "changed":
                moved["overdue"] = False
            return [_item(fact, **moved)]
        case ActionItemOverdue():
            return [_item(fact, overdue=True)]
        case ActionItemDone():
            return [_item(fact, stage="done", on_time=fact.on_time, closed_at=fact.done_at)]
        case ActionItemDropped():
            dropped = {"reason": fact.reason, "closed_at": fact.dropped_at}
            return [_item(fact, stage="dropped", **dropped)]
        case ActionItemReopened():
            return [_item(fact, stage="open", on_time=None, reason=None, closed_at=None)]
        case _:
            return []


def _as_it_is(f: MeetingCalled | MeetingChanged) -> dict[str, object]:
    return {
        "kind": f.kind,
        "starts_at": f.starts_at,
        "states": list(f.states),
        "named_only": f.named_only,
        "agenda": f.agenda,
        "place": f.place,
    }


def _invited(f: MeetingCalled | MeetingChanged) -> list[Change]:
    return [Put(invited, (f.meeting_id, one), {}) for one in f.invited]


def _added(f: MeetingPaperAdded) -> Put:
    return _paper(
        f,
        title=f.title,
        readers=f.readers,
        object_name=f.file.object_name,
        sha256=f.file.sha256,
        size=f.file.size,
        scanned=f.file.scanned,
        details=f.file.details,
        added_by=f.added_by,
        added_at=f.added_at,
        withdrawn_at=None,
    )


def _paper(f: Any, **values: object) -> Put:
    return Put(papers, (f.meeting_id, f.paper_id), values)


def _meeting(f: Any, **values: object) -> Put:
    return Put(meetings, (f.meeting_id,), values)


def _item(f: Any, **values: object) -> Put:
    return Put(items, (f.action_id,), values)


MEETINGS = ReadModel(consumer=CONSUMER, contracts=(STAKEHOLDERS,), tables=tables, project=project)
