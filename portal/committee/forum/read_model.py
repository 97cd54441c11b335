"""The tables of the forum: threads, messages with older versions and files, votes, officers."""

from collections.abc import Iterable
from hashlib import sha256
from typing import Final

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    Index,
    MetaData,
    SmallInteger,
    String,
    Table,
)

from shared.contracts.stakeholders import STAKEHOLDERS
from shared.contracts.stakeholders_forum import (
    ForumInvitationEnded,
    ForumMessageCorrected,
    ForumMessageDeleted,
    ForumMessagePosted,
    ForumOfficerInvited,
    ForumPollClosed,
    ForumThreadChanged,
    ForumThreadStarted,
    ForumVoteCast,
)
from shared.contracts.stakeholders_library import LibraryFile
from shared.core.geneva import day_of
from shared.core.message import Sealed
from shared.facts.kafka import Published
from shared.platform.tables import Instant, SealedText
from shared.read_models.model import Change, Put, ReadModel
from shared.reference.forum import ends_at

CONSUMER: Final = "portal.forum"

tables = MetaData()
threads = Table(
    "forum_threads",
    tables,
    Column("thread_id", String(36), primary_key=True),
    Column("space", String(10)),
    Column("ref", String(36)),
    Column("mandate", String(60)),
    Column("title", SealedText),
    Column("started_by", String(80)),
    Column("started_at", Instant),
    Column("started_on", Date),
    Column("pinned", Boolean),
    Column("closed", Boolean),
    Column("new_on", Date),  # who is a holder on this day reads it, though it is older
    Column("last", BigInteger),  # position of what was posted last
    Column("last_at", Instant),
    Column("ends_at", Instant),  # from then on nobody reads it
    Index("forum_threads_space", "space", "ref"),
    Index("forum_threads_last", "last"),
)
messages = Table(
    "forum_messages",
    tables,
    Column("message_id", String(36), primary_key=True),
    Column("thread_id", String(36)),
    Column("position", BigInteger),
    Column("mandate", String(60)),
    Column("author", String(80)),
    Column("text", SealedText),
    Column("hash", String(64)),  # of what is sealed, for auditors
    Column("posted_at", Instant),
    Column("month", String(7)),  # in which it was posted in Geneva, for auditors
    Column("version", SmallInteger),
    Column("corrected_at", Instant),
    Column("deleted_at", Instant),
    Column("answers", String(36)),
    Column("mentions", String(80)),
    Column("choices", SealedText),
    Column("poll", SmallInteger),
    Column("over_at", Instant),  # when the poll was closed
    Index("forum_messages_thread", "thread_id", "position"),
    Index("forum_messages_at", "posted_at"),
)
versions = Table(
    "forum_versions",
    tables,
    Column("message_id", String(36), primary_key=True),
    Column("version", SmallInteger, primary_key=True, autoincrement=False),
    Column("text", SealedText),
    Column("written_at", Instant),
    Column("edit", Boolean),  # it replaced the one before, which nobody reads any more
)
attached = Table(
    "forum_files",
    tables,
    Column("message_id", String(36), primary_key=True),
    Column("file_id", String(36), primary_key=True),
    Column("number", SmallInteger),  # among those of the message
    Column("object_name", String(64)),
    Column("sha256", String(64)),
    Column("size", BigInteger),
    Column("media_type", String(100)),
    Column("scanned", String(12)),
    Column("details", SealedText),
)
votes = Table(
    "forum_votes",
    tables,
    Column("message_id", String(36), primary_key=True),
    Column("voter", String(80), primary_key=True),
    Column("mandate", String(60)),
    Column("choice", SmallInteger),
    Column("position", BigInteger),
)
guests = Table(
    "forum_guests",
    tables,
    Column("thread_id", String(36), primary_key=True),
    Column("officer_id", String(80), primary_key=True),
    Column("invited_by", String(80)),
    Column("invited_at", Instant),
    Column("ended_at", Instant),
    Index("forum_guests_officer", "officer_id"),
)


def project(published: Published) -> Iterable[Change]:
    number = published.position
    match published.fact:
        case ForumThreadStarted() as f:
            return [Put(threads, (f.thread_id,), _started(f))]
        case ForumThreadChanged() as f:
            return [Put(threads, (f.thread_id,), _changed(f))]
        case ForumMessagePosted() as f:
            return _posted(f, number)
        case ForumMessageCorrected() as f:
            at = f.corrected_at
            now = {"text": f.text, "hash": _hash(f.text), "version": f.version}
            shown = {} if f.edit else {"corrected_at": at}
            row = {"text": f.text, "written_at": at, "edit": f.edit}
            return [
                Put(messages, (f.message_id,), {**now, **shown}),
                Put(versions, (f.message_id, f.version), row),
            ]
        case ForumMessageDeleted() as f:
            return [Put(messages, (f.message_id,), {"deleted_at": f.deleted_at})]
        case ForumVoteCast() as f:
            row = {"mandate": f.mandate, "choice": f.choice, "position": number}
            return [Put(votes, (f.message_id, f.voter), row)]
        case ForumPollClosed() as f:
            return [Put(messages, (f.message_id,), {"over_at": f.closed_at})]
        case ForumOfficerInvited() as f:
            row = {"invited_by": f.invited_by, "invited_at": f.invited_at, "ended_at": None}
            return [Put(guests, (f.thread_id, f.officer_id), row)]
        case ForumInvitationEnded() as f:
            return [Put(guests, (f.thread_id, f.officer_id), {"ended_at": f.ended_at})]
        case _:
            return []


def _started(f: ForumThreadStarted) -> dict[str, object]:
    names = ("space", "ref", "mandate", "title", "started_by", "started_at")
    also = {"started_on": day_of(f.started_at), "pinned": False, "closed": False}
    return {**{name: getattr(f, name) for name in names}, **also}


def _changed(f: ForumThreadChanged) -> dict[str, object]:
    match f.change:
        case "pinned" | "unpinned":
            return {"pinned": f.change == "pinned"}
        case "closed" | "reopened":
            return {"closed": f.change == "closed"}
        case "opened-to-new":
            return {"new_on": day_of(f.changed_at)}


def _posted(f: ForumMessagePosted, number: int) -> list[Change]:
    names = ("thread_id", "mandate", "text", "posted_at", "answers", "mentions", "choices", "poll")
    also = {
        "position": number,
        "author": f.posted_by,
        "version": 1,
        "hash": _hash(f.text),
        "month": f"{day_of(f.posted_at):%Y-%m}",
    }
    return [
        Put(messages, (f.message_id,), {**{one: getattr(f, one) for one in names}, **also}),
        Put(
            versions,
            (f.message_id, 1),
            {"text": f.text, "written_at": f.posted_at, "edit": False},
        ),
        Put(threads, (f.thread_id,), _last(f, number)),
        *(
            Put(attached, (f.message_id, each.file_id), _file(each, place))
            for place, each in enumerate(f.files)
        ),
    ]


def _last(f: ForumMessagePosted, number: int) -> dict[str, object]:
    return {"last": number, "last_at": f.posted_at, "ends_at": ends_at(f.posted_at)}


def _file(each: LibraryFile, number: int) -> dict[str, object]:
    names = ("object_name", "sha256", "size", "media_type", "scanned", "details")
    return {**{name: getattr(each, name) for name in names}, "number": number}


def _hash(text: Sealed) -> str:
    return sha256(text.cipher.encode()).hexdigest()


FORUM = ReadModel(consumer=CONSUMER, contracts=(STAKEHOLDERS,), tables=tables, project=project)
