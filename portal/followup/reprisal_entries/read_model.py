"""The table of published cases of reprisal: all of it is public, and the text is sealed."""

from collections.abc import Iterable
from typing import Final

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Date,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    and_,
)

from shared.contracts.followup import FOLLOWUP
from shared.contracts.followup_erasure import CaseTextErased
from shared.contracts.followup_reprisal_entries import (
    ReprisalEntryCorrected,
    ReprisalEntryPublished,
    ReprisalEntryWithdrawn,
)
from shared.facts.kafka import Published
from shared.platform.tables import SealedText
from shared.read_models.model import Change, Put, ReadModel

CONSUMER = "portal.reprisalentries"

tables = MetaData()
entries = Table(
    "reprisalentries",
    tables,
    Column("entry_id", String(36), primary_key=True),
    Column("state", String(3)),
    Column("year", Integer),
    Column("symbol", String(140)),
    Column("published_on", Date),
    Column("corrected", String(140)),  # the symbol of the document that corrects the report
    Column("mandates", JSON),
    Column("text", SealedText),
    Column("number", BigInteger),  # of the publication: the fact's position
    Column("public", Boolean),
    Column("erased", Boolean),
    Index("reprisalentries_by_state", "state", "published_on"),
    Index("reprisalentries_by_number", "number"),
)
PUBLIC: Final = and_(entries.c.public.is_(True), entries.c.erased.is_not(True))


def project(published: Published) -> Iterable[Change]:
    match published.fact:
        case ReprisalEntryPublished() as f:
            now = {
                **{name: getattr(f, name) for name in ("state", "year", "symbol", "published_on")},
                "mandates": list(f.mandates),
                "text": f.text,
                "corrected": None,
                "number": published.position,
                "public": True,
            }
            return [Put(entries, (f.entry_id,), now)]
        case ReprisalEntryCorrected() as f:
            return [Put(entries, (f.entry_id,), {"corrected": f.symbol, "text": f.text})]
        case ReprisalEntryWithdrawn() as f:
            return [Put(entries, (f.entry_id,), {"public": False, "text": None})]
        case CaseTextErased(what="publishedcase") as f:
            return [Put(entries, (f.item_id,), {"erased": True})]
        case _:
            return []


ENTRIES = ReadModel(consumer=CONSUMER, contracts=(FOLLOWUP,), tables=tables, project=project)
