"""The tables of the reference corpus.

Facts tell of sheets and batches. Rows are in no fact: ``working`` reads them from the sheets, in
the order of the batches, so tables made anew come to have the same rows again.
"""

from collections.abc import Iterable
from dataclasses import asdict
from typing import Final

from pydantic import TypeAdapter
from sqlalchemy import Boolean, Column, Date, Index, Integer, MetaData, String, Table, Text

from portal.public.register import search
from shared.contracts.followup import FOLLOWUP
from shared.contracts.followup_reference import (
    ReferenceBatchImported,
    ReferenceBatchUndone,
    ReferenceColumns,
    ReferenceSheetDiscarded,
    ReferenceSheetMapped,
    ReferenceSheetOffered,
    ReferenceSheetUploaded,
    ReferenceTextPutBack,
    ReferenceTextTakenOut,
)
from shared.facts.kafka import Published
from shared.platform.tables import Instant, SealedText
from shared.read_models.model import Change, Delete, Put, ReadModel

CONSUMER = "portal.corpus"
COLUMNS: Final = TypeAdapter(ReferenceColumns)

tables = MetaData()
sheets = Table(
    "reference_sheets",
    tables,
    Column("batch_id", String(36), primary_key=True),
    Column("object_name", String(64)),
    Column("sha256", String(64)),
    Column("size", Integer),
    Column("details", SealedText),
    Column("whole", Boolean),
    Column("provider", String(20)),
    Column("mandates", Text),
    Column("only", Text),
    Column("offered", Integer),  # by its provider, when its columns had been said so often
    Column("offered_at", Instant),
    Column("uploaded_by", String(80)),
    Column("uploaded_at", Instant),
    Column("number", Integer),  # of the batch; none before it is imported, like the following
    Column("of_source", String(20)),
    Column("states", Text),
    *(Column(name, Integer) for name in ("new", "changed", "same", "withdrawn", "problems")),
    Column("imported_by", String(80)),
    Column("imported_at", Instant),
    Column("undone_by", String(80)),
    Column("undone_at", Instant),
    Column("discarded_by", String(80)),
    Column("discarded_at", Instant),
    Column("mapping", Integer),  # how often its columns were said, what they are, and which titles
    Column("mapped", Text),
    Column("mapped_at", Instant),
    Column("head", String(64)),
)
# What ``working`` found in a sheet that is not imported: ``after`` so many batches and undoings of
# its source.
# ``mapping``: how often its columns had been said. ``source``: whose sheet it is. ``encoding``: as
# what its letters were read. ``joined``: rows that are part of one before; ``aside``: rows that
# are taken without a cell; ``left``: titles of columns that are not imported, one a line.
checks = Table(
    "reference_checks",
    tables,
    Column("batch_id", String(36), primary_key=True),
    Column("after", Integer, nullable=False),
    Column("mapping", Integer, nullable=False),
    Column("rows", Integer, nullable=False),
    Column("attempts", Integer, nullable=False),  # since a row was read
    Column("done", Boolean, nullable=False),
    Column("unreadable", String(20)),  # a reason, and the column that it is about
    Column("column", String(60)),
    Column("source", String(20)),
    Column("encoding", String(20)),
    Column("content", String(64)),
    Column("states", Text),
    Column("joined", Integer),
    Column("aside", Integer),
    Column("left", Text),
    *(Column(name, Integer) for name in ("new", "changed", "same", "withdrawn", "problems")),
)
# What somebody sees who says what the columns of a sheet are: no page reads the file for it.
beginnings = Table(
    "reference_beginnings",
    tables,
    Column("batch_id", String(36), primary_key=True),
    Column("begins", SealedText, nullable=False),
)
# How far it is with a batch: up to which row of the sheet. ``shown``: its rows are in force, and
# before they lie beside what is. ``done``: nothing is left to do, or it is taken up. ``stuck``:
# why the rest of it cannot be read.
laid = Table(
    "reference_laid",
    tables,
    Column("batch_id", String(36), primary_key=True),
    Column("rows", Integer, nullable=False),
    Column("shown", Boolean, nullable=False),
    Column("done", Boolean, nullable=False),
    Column("stuck", String(20)),
    Column("source", String(20)),
    Column("encoding", String(20)),
)
# A version of a recommendation; ``replaced_by``: the batch that has another, or none any more.
# Batches are laid one after another, so what is not shown yet has the greatest keys.
# ``source``, ``family``: whose sheet brought it, and which of theirs.
# ``words``: the same ones about the same States have the same, whichever source brought them.
rows = Table(
    "reference_rows",
    tables,
    *search.columns(),
    Column("item", String(64), nullable=False),
    Column("source", String(20), nullable=False),
    Column("family", String(16), nullable=False),
    Column("words", String(32), nullable=False),
    Column("number", Integer, nullable=False),
    Column("replaced_by", Integer),
    Column("content", String(64), nullable=False),
    Column("states", Text, nullable=False),
    Column("published", Date),
    Column("data", Text, nullable=False),
    Index("reference_rows_item", "item", "replaced_by"),
    Index("reference_rows_number", "number", "key"),
    Index("reference_rows_words", "words"),
    Index("reference_rows_replaced_by", "replaced_by", "key"),
)
search.searchable(rows)
# What a provider's own sheet says was done, by the batch that brought these words of it first.
# Nobody but its provider reads it, and it is in no row that is shown (decision 0231).
assessments = Table(
    "reference_assessments",
    tables,
    Column("item", String(64), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("source", String(20), nullable=False),
    Column("text", SealedText, nullable=False),
    Index("reference_assessments_source", "source", "item"),
    Index("reference_assessments_number", "number"),
)
# What texts in force are found by, and how many have it; ``stand``: of which texts that is counted.
values = Table(
    "reference_values",
    tables,
    Column("kind", String(12), primary_key=True),
    Column("known_by", String(16), primary_key=True),
    Column("value", String(200), nullable=False),
    Column("number", Integer, nullable=False),
)
counted = Table("reference_counted", tables, Column("stand", String(64), primary_key=True))
# Texts that were taken out, and those that were put back: ``out`` says which.
taken_out = Table(
    "reference_taken_out",
    tables,
    Column("item", String(64), primary_key=True),
    Column("out", Boolean, nullable=False),
    Column("reason", String(20)),
    Column("change", Integer, nullable=False),
    Column("done_by", String(80), nullable=False),
    Column("done_at", Instant, nullable=False),
)
# Of each text that was ever taken out, the hashes of its words in all versions.
words_out = Table(
    "reference_words_out",
    tables,
    Column("item", String(64), primary_key=True),
    Column("words", String(32), primary_key=True),
    Column("change", Integer, nullable=False),
)


def project(published: Published) -> Iterable[Change]:
    match published.fact:
        case ReferenceSheetUploaded() as fact:
            file = fact.file
            values = {
                "object_name": file.object_name,
                "sha256": file.sha256,
                "size": file.size,
                "details": file.details,
                "whole": fact.whole,
                "provider": fact.provider,
                "mandates": " ".join(fact.mandates),
                "only": " ".join(fact.only),
                "uploaded_by": fact.uploaded_by,
                "uploaded_at": fact.uploaded_at,
            }
            return [Put(sheets, (fact.batch_id,), values)]
        case ReferenceSheetDiscarded() as fact:
            gone = {"discarded_by": fact.discarded_by, "discarded_at": fact.discarded_at}
            return [Put(sheets, (fact.batch_id,), gone), Delete(beginnings, (fact.batch_id,))]
        case ReferenceSheetMapped() as fact:
            mapped = {
                "mapping": fact.number,
                "mapped": COLUMNS.dump_json(fact.columns).decode(),
                "mapped_at": fact.mapped_at,
                "head": fact.columns.head,
            }
            return [Put(sheets, (fact.batch_id,), mapped)]
        case ReferenceSheetOffered() as fact:
            offered = {"offered": fact.mapping, "offered_at": fact.offered_at}
            return [Put(sheets, (fact.batch_id,), offered)]
        case ReferenceBatchImported() as fact:
            values = {
                "number": fact.number,
                "of_source": fact.source,
                "states": " ".join(fact.states),
                **asdict(fact.counts),
                "imported_by": fact.imported_by,
                "imported_at": fact.imported_at,
            }
            return [Put(sheets, (fact.batch_id,), values)]
        case ReferenceBatchUndone() as fact:
            undone = {"undone_by": fact.undone_by, "undone_at": fact.undone_at}
            return [Put(sheets, (fact.batch_id,), undone)]
        case ReferenceTextTakenOut() as fact:
            of_words = {"change": fact.change}
            told = [Put(words_out, (fact.item, words), of_words) for words in fact.words]
            return [_of_text(fact, out=True, reason=fact.reason), *told]
        case ReferenceTextPutBack() as fact:
            return [_of_text(fact, out=False)]
        case _:
            return []


def _of_text(fact: ReferenceTextTakenOut | ReferenceTextPutBack, **also: object) -> Put:
    done = {"change": fact.change, "done_by": fact.done_by, "done_at": fact.done_at}
    return Put(taken_out, (fact.item,), {**done, **also})


CORPUS = ReadModel(consumer=CONSUMER, contracts=(FOLLOWUP,), tables=tables, project=project)
