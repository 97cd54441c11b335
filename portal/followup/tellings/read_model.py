"""The tables of what the sources of a visit are told. No table of anybody else changes with it."""

from collections.abc import Iterable

from sqlalchemy import Column, Integer, MetaData, String, Table

from shared.contracts.followup import FOLLOWUP
from shared.contracts.followup_tellings import SourcesDraftKept, SourcesTold
from shared.facts.kafka import Published
from shared.platform.tables import Instant, SealedText
from shared.read_models.model import Change, Put, ReadModel

CONSUMER = "portal.tellings"

tables = MetaData()
heads = Table(
    "mission_telling_heads",
    tables,
    Column("mission_id", String(36), primary_key=True),
    Column("number", Integer),
    Column("steps", Integer),
    Column("draft", SealedText),
    Column("draft_by", String(80)),
    Column("draft_at", Instant),
)
tellings = Table(
    "mission_tellings",
    tables,
    Column("mission_id", String(36), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("mandate", String(80)),
    Column("met", String(10)),
    Column("reason", SealedText),
    Column("by_id", String(80)),
    Column("at", Instant, index=True),
)
texts = Table(
    "mission_telling_texts",
    tables,
    Column("mission_id", String(36), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("language", String(2), primary_key=True),
    Column("comes", SealedText),
    Column("call", SealedText),
)
# Which partners were told.
told = Table(
    "mission_telling_partners",
    tables,
    Column("partner_id", String(36), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("mission_id", String(36), index=True),
)


def project(published: Published) -> Iterable[Change]:
    match published.fact:
        case SourcesDraftKept() as f:
            kept = {"draft": f.draft, "draft_by": f.done_by, "draft_at": f.done_at}
            return [Put(heads, (f.mission_id,), {"steps": f.step, **kept})]
        case SourcesTold() as f:
            none = {"draft": None, "draft_by": None, "draft_at": None}
            said = {"mandate": f.mandate, "met": f.met, "reason": f.reason}
            by = {"by_id": f.done_by, "at": f.done_at}
            return [
                Put(heads, (f.mission_id,), {"steps": f.step, "number": f.number, **none}),
                Put(tellings, (f.mission_id, f.number), {**said, **by}),
                *(
                    Put(
                        texts,
                        (f.mission_id, f.number, one.language),
                        {"comes": one.comes, "call": one.call},
                    )
                    for one in f.texts
                ),
                *(Put(told, (one, f.number), {"mission_id": f.mission_id}) for one in f.partners),
            ]
        case _:
            return []


TELLINGS = ReadModel(consumer=CONSUMER, contracts=(FOLLOWUP,), tables=tables, project=project)
