"""The tables of calls for input and of contributions. No other area reads them.

Of what its sender withdrew nothing is shown, and its texts, name and notes are gone from here. Its
files' names stay sealed until the store has given the files up.
"""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import BigInteger, Boolean, Column, Date, Index, Integer, MetaData, String, Table

from shared.contracts.followup import FOLLOWUP
from shared.contracts.followup_inputs import (
    ContributionAddedTo,
    ContributionFileAdded,
    ContributionMarked,
    ContributionNameSetAside,
    ContributionNoted,
    ContributionPublicationChosen,
    ContributionPublished,
    ContributionReceived,
    ContributionWithdrawn,
    InputCallEnded,
    InputCallExtended,
    InputCallIssued,
    OnContribution,
    OnInputCall,
)
from shared.facts.kafka import Published
from shared.platform.tables import Instant, SealedText
from shared.read_models.model import MADE_BY, Change, Delete, Put, ReadModel

CONSUMER = "portal.inputs"

tables = MetaData()
calls = Table(
    "inputcalls",
    tables,
    Column("call_id", String(36), primary_key=True),
    Column("mission_id", String(36), index=True),
    Column("mandate", String(80)),
    Column("state", String(3), index=True),
    Column("closes_on", Date),
    Column("public", Boolean),
    Column("ended", String(10)),
    Column("issued_at", Instant, index=True),
    Column("number", BigInteger, index=True, info={MADE_BY: "index"}),  # of its issue
    Column("steps", Integer),
)
texts = Table(
    "inputcalls_texts",
    tables,
    Column("call_id", String(36), primary_key=True),
    Column("language", String(2), primary_key=True),
    Column("text", SealedText),
)
contributions = Table(
    "contributions",
    tables,
    Column("contribution_id", String(36), primary_key=True),
    Column("call_id", String(36), index=True),
    Column("mission_id", String(36)),
    Column("mandate", String(80)),
    Column("state", String(3)),
    Column("language", String(10)),
    Column("name", SealedText),
    Column("text", SealedText),
    Column("publication", String(10)),
    Column("late", Boolean),
    Column("received_at", Instant),
    Column("changed_at", Instant),
    Column("withdrawn_at", Instant),
    Column("read", Boolean),
    Column("published", Boolean),
    Column("aside", Boolean),
    Column("aside_reason", SealedText),
    Column("aside_by", String(80)),
    Index("contributions_of_mission", "mission_id", "received_at"),
    Index("contributions_to_read", "mandate", "read"),
)
additions = Table(
    "contributions_additions",
    tables,
    Column("contribution_id", String(36), primary_key=True),
    Column("addition_id", String(36), primary_key=True),
    Column("text", SealedText),
    Column("added_at", Instant),
)
files = Table(
    "contributions_files",
    tables,
    Column("contribution_id", String(36), primary_key=True),
    Column("attachment_id", String(36), primary_key=True),
    Column("object_name", String(64)),
    Column("sha256", String(64)),
    Column("size", Integer),
    Column("media_type", String(100)),
    Column("scanned", String(12)),
    Column("details", SealedText),
    Column("added_at", Instant),
)
notes = Table(
    "contributions_notes",
    tables,
    Column("contribution_id", String(36), primary_key=True),
    Column("note_id", String(36), primary_key=True),
    Column("note", SealedText),
    Column("by", String(80)),
    Column("noted_at", Instant),
)


def project(published: Published) -> Iterable[Change]:
    fact = published.fact
    if isinstance(fact, OnInputCall):
        return _of_call(fact, published.position)
    return _of_contribution(fact) if isinstance(fact, OnContribution) else []


def _of_call(fact: OnInputCall, position: int) -> Iterable[Change]:
    match fact:
        case InputCallIssued() as f:
            values = {
                "mission_id": f.mission_id,
                "mandate": f.mandate,
                "state": f.state,
                "closes_on": f.closes_on,
                "public": f.public,
                "issued_at": f.done_at,
                "number": position,
            }
            return [
                _call(f, **values, ended=None),
                *(Put(texts, (f.call_id, one.language), {"text": one.text}) for one in f.texts),
            ]
        case InputCallExtended() as f:
            return [_call(f, closes_on=f.closes_on, ended=None)]
        case InputCallEnded() as f:
            return [_call(f, ended=f.how)]
        case _:
            return []


def _of_contribution(fact: OnContribution) -> Iterable[Change]:
    match fact:
        case ContributionReceived() as f:
            values = {
                "call_id": f.call_id,
                "mission_id": f.mission_id,
                "mandate": f.mandate,
                "state": f.state,
                "language": f.language,
                "name": f.name,
                "text": f.text,
                "publication": f.publication,
                "late": f.late,
                "received_at": f.at,
                "read": False,
                "published": False,
            }
            return [_contribution(f, **values)]
        case ContributionAddedTo() as f:
            added = {"text": f.text, "added_at": f.at}
            key = (f.contribution_id, f.addition_id)
            return [_contribution(f, read=False), Put(additions, key, added)]
        case ContributionFileAdded() as f:
            return [_contribution(f, read=False), _file(f)]
        case ContributionPublicationChosen() as f:
            return [_contribution(f, publication=f.publication, published=False)]
        case ContributionWithdrawn() as f:
            return _withdrawn(f)
        case ContributionMarked() as f:
            return [Put(contributions, (f.contribution_id,), {"read": f.read})]
        case ContributionNameSetAside() as f:
            said = {"aside": f.aside, "aside_reason": f.reason, "aside_by": f.by}
            return [Put(contributions, (f.contribution_id,), said)]
        case ContributionNoted() as f:
            noted = {"note": f.note, "by": f.by, "noted_at": f.at}
            return [Put(notes, (f.contribution_id, f.note_id), noted)]
        case ContributionPublished() as f:
            return [Put(contributions, (f.contribution_id,), {"published": f.published})]
        case _:
            return []


def _withdrawn(f: ContributionWithdrawn) -> Iterable[Change]:
    """Every text of it goes. Its files keep what the store needs to give them up."""
    gone = {"text": None, "name": None, "aside_reason": None, "published": False}
    return [
        _contribution(f, withdrawn_at=f.at, **gone),
        Delete(additions, (f.contribution_id,)),
        Delete(notes, (f.contribution_id,)),
    ]


def _call(f: OnInputCall, **also: Any) -> Put:
    return Put(calls, (f.call_id,), {"steps": f.step, **also})


def _contribution(f: OnContribution, **also: Any) -> Put:
    """What its sender did last is when it changed."""
    return Put(contributions, (f.contribution_id,), {"changed_at": f.at, **also})


def _file(f: ContributionFileAdded) -> Put:
    return Put(
        files,
        (f.contribution_id, f.attachment_id),
        {
            "object_name": f.object_name,
            "sha256": f.sha256,
            "size": f.size,
            "media_type": f.media_type,
            "scanned": f.scanned,
            "details": f.details,
            "added_at": f.at,
        },
    )


INPUTS = ReadModel(consumer=CONSUMER, contracts=(FOLLOWUP,), tables=tables, project=project)
