"""The files of each submission, from intake's facts. Their content is not here."""

from collections.abc import Iterable

from sqlalchemy import Column, Index, Integer, MetaData, String, Table

from shared.contracts.intake import INTAKE
from shared.contracts.intake_attachments import AttachmentAdded
from shared.facts.kafka import Published
from shared.platform.tables import Instant, SealedText
from shared.read_models.model import Change, Put, ReadModel

CONSUMER = "portal.attachments"

tables = MetaData()
attachments = Table(
    "attachments",
    tables,
    Column("attachment_id", String(36), primary_key=True),
    Column("submission_id", String(36)),
    Column("object_name", String(64)),
    Column("sha256", String(64)),
    Column("size", Integer),
    Column("media_type", String(100)),
    Column("scanned", String(12)),
    Column("details", SealedText),
    Column("added_at", Instant),
    Index("attachments_of_submission", "submission_id", "added_at"),
)


def project(published: Published) -> Iterable[Change]:
    match published.fact:
        case AttachmentAdded() as f:
            values = {
                "submission_id": f.submission_id,
                "object_name": f.object_name,
                "sha256": f.sha256,
                "size": f.size,
                "media_type": f.media_type,
                "scanned": f.scanned,
                "details": f.details,
                "added_at": f.added_at,
            }
            return [Put(attachments, (f.attachment_id,), values)]
        case _:
            return []


ATTACHMENTS = ReadModel(consumer=CONSUMER, contracts=(INTAKE,), tables=tables, project=project)
