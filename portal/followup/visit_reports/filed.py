"""The table of files of what is published of a visit: the report, and its preliminary note."""

from sqlalchemy import Column, Index, Integer, MetaData, String, Table

from shared.contracts.followup_visit_reports import (
    Fact,
    VisitReportFileAdded,
    VisitReportFileTakenBack,
)
from shared.platform.tables import Instant, SealedText
from shared.read_models.model import Change, Put

tables = MetaData()
files = Table(
    "visit_reports_files",
    tables,
    Column("mission_id", String(36), primary_key=True),
    Column("file_id", String(36), primary_key=True),
    Column("kind", String(10)),
    Column("language", String(2)),
    Column("object_name", String(64)),
    Column("sha256", String(64)),
    Column("size", Integer),
    Column("scanned", String(12)),
    Column("details", SealedText),
    Column("added_at", Instant),
    Column("gone_at", Instant),  # it was replaced or taken back
    Index("visit_reports_files_that_stand", "mission_id", "gone_at"),
)


def changes(fact: Fact) -> list[Change]:
    match fact:
        case VisitReportFileAdded(file=file, replaces=before):
            added = {
                "kind": fact.kind,
                "language": fact.language,
                "object_name": file.object_name,
                "sha256": file.sha256,
                "size": file.size,
                "scanned": file.scanned,
                "details": file.details,
                "added_at": fact.done_at,
            }
            new = Put(files, (fact.mission_id, file.file_id), added)
            return [new, *([_gone(fact, before)] if before else [])]
        case VisitReportFileTakenBack(file_id=gone):
            return [_gone(fact, gone)]
        case _:
            return []


def _gone(fact: VisitReportFileAdded | VisitReportFileTakenBack, file_id: str) -> Change:
    return Put(files, (fact.mission_id, file_id), {"gone_at": fact.done_at})
