"""The tables of standard operating procedures: versions, comments, deviations. Texts are sealed."""

from collections.abc import Iterable

from sqlalchemy import Boolean, Column, Date, Integer, MetaData, String, Table

from shared.contracts.stakeholders import STAKEHOLDERS
from shared.contracts.stakeholders_sops import (
    SopAcknowledged,
    SopAdopted,
    SopCommented,
    SopDeviated,
    SopDeviationEnded,
    SopDrafted,
    SopPublished,
    SopUnpublished,
)
from shared.facts.kafka import Published
from shared.platform.tables import Instant, SealedText
from shared.read_models.model import Change, Put, ReadModel

CONSUMER = "portal.sops"

tables = MetaData()
versions = Table(
    "sop_versions",
    tables,
    Column("sop_id", String(36), primary_key=True),
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("draft", Integer),  # the last one
    Column("title", SealedText),
    Column("text", SealedText),
    Column("drafted_at", Instant),
    Column("adopted_on", Date),  # none: a draft
    Column("in_force_on", Date),
    Column("public", Boolean),
)
comments = Table(
    "sop_comments",
    tables,
    Column("sop_id", String(36), primary_key=True),
    Column("comment_id", String(36), primary_key=True),
    Column("version", Integer),
    Column("text", SealedText),
    Column("author", String(80)),
    Column("commented_at", Instant),
)
deviations = Table(
    "sop_deviations",
    tables,
    Column("sop_id", String(36), primary_key=True),
    Column("mandate", String(60), primary_key=True),
    Column("from_on", Date, primary_key=True),
    Column("reason", SealedText),
    Column("last", Date),  # none: it goes on
)
readings = Table(
    "sop_readings",
    tables,
    Column("sop_id", String(36), primary_key=True),
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("reader", String(80), primary_key=True),
    Column("read_at", Instant),
)


def project(published: Published) -> Iterable[Change]:
    match published.fact:
        case SopDrafted() as f:
            drafted = {
                "draft": f.draft,
                "title": f.title,
                "text": f.text,
                "drafted_at": f.drafted_at,
            }
            return [Put(versions, (f.sop_id, f.version), drafted)]
        case SopAdopted() as f:
            adopted = {"adopted_on": f.adopted_on, "in_force_on": f.in_force_on}
            return [Put(versions, (f.sop_id, f.version), adopted)]
        case SopPublished() as f:
            return [Put(versions, (f.sop_id, f.version), {"public": True})]
        case SopUnpublished() as f:
            return [Put(versions, (f.sop_id, f.version), {"public": False})]
        case SopAcknowledged() as f:
            return [Put(readings, (f.sop_id, f.version, f.reader), {"read_at": f.read_at})]
        case SopCommented() as f:
            comment = {
                "version": f.version,
                "text": f.text,
                "author": f.author,
                "commented_at": f.commented_at,
            }
            return [Put(comments, (f.sop_id, f.comment_id), comment)]
        case SopDeviated() as f:
            return [
                Put(
                    deviations, (f.sop_id, f.mandate, f.from_on), {"reason": f.reason, "last": None}
                )
            ]
        case SopDeviationEnded() as f:
            return [Put(deviations, (f.sop_id, f.mandate, f.from_on), {"last": f.last})]
        case _:
            return []


SOPS = ReadModel(consumer=CONSUMER, contracts=(STAKEHOLDERS,), tables=tables, project=project)
