"""The read model of history. An import that was undone leaves no letter."""

from collections.abc import Iterable

from portal.public.history.tables import imports, letters, tables
from shared.contracts.approvals import APPROVALS
from shared.contracts.approvals_history import (
    HistoryImportBegun,
    HistoryImportCompleted,
    HistoryImportUndone,
    PastLetterImported,
)
from shared.facts.kafka import Published
from shared.read_models.model import Change, Delete, Put, ReadModel

CONSUMER = "portal.history"


def project(published: Published) -> Iterable[Change]:
    match published.fact:
        case HistoryImportBegun() as f:
            told = {"rows": f.rows, "begun_by": f.begun_by, "begun_at": f.begun_at}
            return [Put(imports, (f.import_id,), told)]
        case PastLetterImported() as f:
            return [Put(letters, (f.import_id, f.row), _letter(f))]
        case HistoryImportCompleted() as f:
            return [Put(imports, (f.import_id,), {"completed_at": f.completed_at})]
        case HistoryImportUndone() as f:
            gone = Put(imports, (f.import_id,), {"undone_at": f.undone_at})
            return [Delete(letters, (f.import_id,)), gone]
        case _:
            return []


def _letter(f: PastLetterImported) -> dict[str, object]:
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
        "published_on": f.published_on,
        "document": f.document,
        "imported_at": f.imported_at,
    }


HISTORY = ReadModel(consumer=CONSUMER, contracts=(APPROVALS,), tables=tables, project=project)
