"""The tables of the library. Titles, keywords, summaries and reasons are sealed."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from sqlalchemy import BigInteger, Boolean, Column, Date, Integer, MetaData, String, Table

from shared.contracts.stakeholders import STAKEHOLDERS
from shared.contracts.stakeholders_library import (
    LibraryAudienceChanged,
    LibraryBundleSet,
    LibraryDocumentDescribed,
    LibraryDocumentRegistered,
    LibraryDocumentWithdrawn,
    LibraryReadingAcknowledged,
    LibraryReviewDue,
    LibraryThemesFollowed,
    LibraryVersionApproved,
    LibraryVersionMadeCurrent,
    LibraryVersionSubmitted,
    LibraryVersionUploaded,
    LibraryVersionWithdrawn,
)
from shared.facts.kafka import Published
from shared.platform.tables import Instant, SealedText
from shared.read_models.model import Change, Delete, Put, ReadModel
from shared.reference.documents import PUBLIC

CONSUMER = "portal.documents"

tables = MetaData()
documents = Table(
    "library_documents",
    tables,
    Column("document_id", String(36), primary_key=True),
    Column("kind", String(20)),
    Column("language", String(2)),  # of the original
    Column("keywords", SealedText),
    Column("unit", String(20)),
    Column("review_on", Date),
    Column("asks_reading", Boolean),
    Column("supersedes", String(36)),
    Column("registered_at", Instant),
    Column("description", Integer),  # its number
    Column("withdrawn_at", Instant),
    Column("reason", SealedText),
    Column("review_told_at", Instant),
)
titles = Table(
    "library_titles",
    tables,
    Column("document_id", String(36), primary_key=True),
    Column("language", String(2), primary_key=True),
    Column("title", SealedText),
)
themes = Table(
    "library_themes",
    tables,
    Column("document_id", String(36), primary_key=True),
    Column("theme", String(40), primary_key=True),
    Column("place", Integer),
)
audiences = Table(
    "library_audiences",
    tables,
    Column("document_id", String(36), primary_key=True),
    Column("audience", String(80), primary_key=True),
    Column("place", Integer),
)
# Each time that its audience was said: from when on everybody could read what they read now.
openings = Table(
    "library_openings",
    tables,
    Column("document_id", String(36), primary_key=True),
    Column("position", BigInteger, primary_key=True, autoincrement=False),
    Column("public", Boolean),
    Column("changed_at", Instant),
)
versions = Table(
    "library_versions",
    tables,
    Column("document_id", String(36), primary_key=True),
    Column("language", String(2), primary_key=True),
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("translates", Integer),
    Column("stage", String(12)),
    Column("summary", SealedText),
    Column("valid_from", Date),
    Column("uploaded_by", String(80)),
    Column("uploaded_at", Instant),
    Column("submitted_by", String(80)),
    Column("submitted_at", Instant),
    Column("approved_by", String(80)),
    Column("approved_at", Instant),
    Column("current_at", Instant),
    Column("number", BigInteger),  # of the fact that made it current: its position
    Column("reason", SealedText),
    Column("with_original", Boolean),
    Column("withdrawn_at", Instant),
)
files = Table(
    "library_files",
    tables,
    Column("document_id", String(36), primary_key=True),
    Column("file_id", String(36), primary_key=True),
    Column("language", String(2)),
    Column("version", Integer),
    Column("place", Integer),
    Column("object_name", String(64)),
    Column("sha256", String(64)),
    Column("size", Integer),
    Column("scanned", String(12)),
    Column("details", SealedText),
)
readings = Table(
    "library_readings",
    tables,
    Column("document_id", String(36), primary_key=True),
    Column("language", String(2), primary_key=True),
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("reader", String(80), primary_key=True),
    Column("read_at", Instant),
)
bundles = Table(
    "library_bundles",
    tables,
    Column("mandate", String(60), primary_key=True),  # empty: the kit of all
    Column("document_id", String(36), primary_key=True),
    Column("place", Integer),
)
followings = Table(
    "library_followings",
    tables,
    Column("reader", String(80), primary_key=True),
    Column("theme", String(40), primary_key=True),
    Column("place", Integer),
)


def project(published: Published) -> Iterable[Change]:
    match published.fact:
        case LibraryDocumentRegistered() as f:
            registered = {
                "kind": f.kind,
                "language": f.language,
                "unit": f.unit,
                "asks_reading": f.asks_reading,
                "supersedes": f.supersedes,
                "registered_at": f.registered_at,
            }
            yield Put(documents, (f.document_id,), registered)
            yield from _described(f, 1)
            yield from _seen_by(f.document_id, f.audience)
            yield _opening(published, f.document_id, f.audience, f.registered_at)
        case LibraryDocumentDescribed() as f:
            yield from _described(f, f.number)
        case LibraryAudienceChanged() as f:
            yield from _seen_by(f.document_id, f.audience)
            yield _opening(published, f.document_id, f.audience, f.changed_at)
        case LibraryDocumentWithdrawn() as f:
            gone = {"withdrawn_at": f.withdrawn_at, "reason": f.reason}
            yield Put(documents, (f.document_id,), gone)
        case LibraryReviewDue() as f:
            yield Put(documents, (f.document_id,), {"review_told_at": f.told_at})
        case LibraryReadingAcknowledged() as f:
            key = (f.document_id, f.language, f.version, f.reader)
            yield Put(readings, key, {"read_at": f.read_at})
        case LibraryBundleSet() as f:
            yield Delete(bundles, (f.mandate or "",))
            for place, document_id in enumerate(f.documents):
                yield Put(bundles, (f.mandate or "", document_id), {"place": place})
        case LibraryThemesFollowed() as f:
            yield Delete(followings, (f.reader,))
            for place, theme in enumerate(f.themes):
                yield Put(followings, (f.reader, theme), {"place": place})
        case _:
            yield from _of_version(published)


def _of_version(published: Published) -> Iterable[Change]:
    match published.fact:
        case LibraryVersionUploaded() as f:
            yield from _uploaded(f)
        case LibraryVersionSubmitted() as f:
            values: Mapping[str, object] = {
                "stage": "review",
                "submitted_by": f.submitted_by,
                "submitted_at": f.submitted_at,
            }
            yield Put(versions, (f.document_id, f.language, f.version), values)
        case LibraryVersionApproved() as f:
            values = {
                "stage": "approved",
                "approved_by": f.approved_by,
                "approved_at": f.approved_at,
            }
            yield Put(versions, (f.document_id, f.language, f.version), values)
        case LibraryVersionMadeCurrent() as f:
            made = {"current_at": f.made_at, "number": published.position}
            values = {"stage": "current", **made}
            yield Put(versions, (f.document_id, f.language, f.version), values)
            if f.replaces is not None:
                before = (f.document_id, f.language, f.replaces)
                yield Put(versions, before, {"stage": "superseded"})
        case LibraryVersionWithdrawn() as f:
            values = {
                "stage": "withdrawn",
                "reason": f.reason,
                "with_original": f.with_original,
                "withdrawn_at": f.withdrawn_at,
            }
            yield Put(versions, (f.document_id, f.language, f.version), values)
        case _:
            return


def _described(
    f: LibraryDocumentRegistered | LibraryDocumentDescribed, number: int
) -> Iterable[Change]:
    values = {"keywords": f.keywords, "review_on": f.review_on, "description": number}
    yield Put(documents, (f.document_id,), values)
    yield Delete(titles, (f.document_id,))
    for language, title in f.titles.items():
        yield Put(titles, (f.document_id, language), {"title": title})
    yield Delete(themes, (f.document_id,))
    for place, theme in enumerate(f.themes):
        yield Put(themes, (f.document_id, theme), {"place": place})


def _seen_by(document_id: str, audience: Iterable[str]) -> Iterable[Change]:
    yield Delete(audiences, (document_id,))
    for place, one in enumerate(audience):
        yield Put(audiences, (document_id, one), {"place": place})


def _opening(
    published: Published, document_id: str, audience: Iterable[str], at: datetime
) -> Change:
    values = {"public": PUBLIC in audience, "changed_at": at}
    return Put(openings, (document_id, published.position), values)


def _uploaded(f: LibraryVersionUploaded) -> Iterable[Change]:
    version = {
        "translates": f.translates,
        "stage": "draft",
        "summary": f.summary,
        "valid_from": f.valid_from,
        "uploaded_by": f.uploaded_by,
        "uploaded_at": f.uploaded_at,
    }
    yield Put(versions, (f.document_id, f.language, f.version), version)
    for place, one in enumerate(f.files):
        file = {
            "language": f.language,
            "version": f.version,
            "place": place,
            "object_name": one.object_name,
            "sha256": one.sha256,
            "size": one.size,
            "scanned": one.scanned,
            "details": one.details,
        }
        yield Put(files, (f.document_id, one.file_id), file)


LIBRARY = ReadModel(consumer=CONSUMER, contracts=(STAKEHOLDERS,), tables=tables, project=project)
