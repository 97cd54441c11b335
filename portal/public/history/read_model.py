"""The read model of history. An import that was undone leaves none of its rows.

The rows of files stay, so that the files themselves are removed from the store.
"""

from collections.abc import Iterable

from portal.casefile.history import (
    CONSUMER,
    files,
    imports,
    letters,
    notes,
    papers,
    publications,
    submissions,
    tables,
    visits,
)
from portal.public.history.same import named, paper, publication, same, submission, visit
from shared.contracts.approvals import APPROVALS
from shared.contracts.approvals_history import (
    HistoryImportBegun,
    HistoryImportCompleted,
    HistoryImportUndone,
    PastFile,
    PastFileRemoved,
    PastFilesAdded,
    PastLetterImported,
    PastNumberNoted,
    PastPaperImported,
    PastPublicationImported,
    PastSubmissionImported,
    PastVisitImported,
)
from shared.facts.kafka import Published
from shared.read_models.model import Change, Delete, Put, ReadModel
from shared.reference.history import numbered

ROWS = (letters, submissions, visits, papers, publications)
"""What an import that is undone takes along."""


def project(published: Published) -> Iterable[Change]:
    match published.fact:
        case HistoryImportBegun() as f:
            rows = {"rows": f.rows, "series": len(f.numbers)}
            begun = {"begun_by": f.begun_by, "begun_at": f.begun_at}
            return [Put(imports, (f.import_id,), {**rows, **begun})]
        case PastNumberNoted() as f:
            noted = {"number": f.number, "last": f.last}
            return [Put(notes, (f.import_id, f.recipient, f.year), noted)]
        case PastLetterImported() as f:
            return [Put(letters, (f.import_id, f.row), _letter(f))]
        case PastSubmissionImported() as f:
            return [Put(submissions, (f.import_id, f.row), _submission(f))]
        case PastVisitImported() as f:
            return [Put(visits, (f.import_id, f.row), _visit(f))]
        case PastPaperImported() as f:
            return [Put(papers, (f.import_id, f.row), _paper(f))]
        case PastPublicationImported() as f:
            return [Put(publications, (f.import_id, f.row), _publication(f))]
        case PastFilesAdded() as f:
            return [
                Put(files, (f.import_id, one.file_id), {"place": place, **_file(f, one)})
                for place, one in enumerate(f.files)
            ]
        case PastFileRemoved() as f:
            bare = {"details": None, "removed_at": f.removed_at}
            return [Put(files, (f.import_id, f.file_id), bare)]
        case HistoryImportCompleted() as f:
            return [Put(imports, (f.import_id,), {"completed_at": f.completed_at})]
        case HistoryImportUndone() as f:
            told = {"undone_by": f.undone_by, "undone_at": f.undone_at, "reason": f.reason}
            gone = [Delete(table, (f.import_id,)) for table in ROWS]
            return [*gone, Put(imports, (f.import_id,), told)]
        case _:
            return []


def _letter(f: PastLetterImported) -> dict[str, object]:
    of, public = numbered(f.reference), f.published_on
    return {
        "letter_id": f.letter_id,
        "type": f.type,
        "reference": f.reference,
        "recipient": f.recipient,
        "mandates": list(f.mandates),
        "sent_on": f.sent_on,
        "year": f.sent_on.year,
        "replied_on": sorted(day.isoformat() for day in f.replied_on),
        "replies": len(f.replied_on),
        "replies_then": sum(bool(public and day <= public) for day in f.replied_on),
        "published_on": public,
        "document": f.document.replace("\0", ""),
        "same": same(f),
        "series": f"{of[0]} {of[1]}" if of else None,
        "number": of[2] if of else None,
        "imported_at": f.imported_at,
    }


def _submission(f: PastSubmissionImported) -> dict[str, object]:
    return {
        "submission_id": f.submission_id,
        "reference": f.reference,
        "recipient": f.recipient,
        "mandates": list(f.mandates),
        "received_on": f.received_on,
        "year": f.received_on.year,
        "imported_at": f.imported_at,
        "same": submission(f.reference),
    }


def _visit(f: PastVisitImported) -> dict[str, object]:
    return {
        "visit_id": f.visit_id,
        "state": f.state,
        "mandates": list(f.mandates),
        "status": f.status,
        "first_on": f.first_on,
        "last_on": f.last_on,
        "year": f.first_on.year,
        "published_on": f.published_on,
        "document": f.document,
        "imported_at": f.imported_at,
        "same": visit(f.state, f.first_on, f.mandates),
    }


def _paper(f: PastPaperImported) -> dict[str, object]:
    return {
        "paper_id": f.paper_id,
        "kind": f.kind,
        "symbol": f.symbol,
        "session": f.session,
        "state": f.state,
        "mandates": list(f.mandates),
        "dated_on": f.dated_on,
        "visit_on": f.visit_on,
        "year": f.dated_on.year,
        "published_on": f.published_on,
        "document": f.document,
        "imported_at": f.imported_at,
        "same": paper(f.kind, f.symbol, f.state, f.dated_on, f.mandates),
    }


def _publication(f: PastPublicationImported) -> dict[str, object]:
    return {
        "letter": named(f.reference),
        "replied_on": f.replied_on,
        "published_on": f.published_on,
        "document": f.document,
        "same": publication(f.reference, f.replied_on, f.published_on, f.document),
    }


def _file(f: PastFilesAdded, one: PastFile) -> dict[str, object]:
    return {
        "letter_id": one.letter_id,
        "replied_on": one.replied_on,
        "public": one.public,
        "object_name": one.object_name,
        "sha256": one.sha256,
        "size": one.size,
        "scanned": one.scanned,
        "details": one.details,
        "added_by": f.added_by,
        "added_at": f.added_at,
    }


HISTORY = ReadModel(consumer=CONSUMER, contracts=(APPROVALS,), tables=tables, project=project)
