"""The table of what a State and a mandate proposed to each other of a programme (VR6).

Nothing in it comes from the confidential programme, which is in tables of its own.
"""

from collections.abc import Iterable

from sqlalchemy import Column, Date, Index, Integer, MetaData, String, Table

from portal.followup.missions.read_model import said_of, texts_of_item
from shared.contracts.followup import FOLLOWUP
from shared.contracts.followup_proposals import (
    OnProposal,
    ProgrammeItemProposed,
    ProgrammeProposalAnswered,
    ProgrammeProposalWithdrawn,
)
from shared.facts.kafka import Published
from shared.platform.tables import Instant, SealedText
from shared.read_models.model import Change, Put, ReadModel

CONSUMER = "portal.proposals"

tables = MetaData()
proposals = Table(
    "programme_proposals",
    tables,
    Column("proposal_id", String(36), primary_key=True),
    Column("mission_id", String(36)),
    Column("step", Integer),
    Column("side", String(10)),
    Column("item_id", String(36)),
    Column("day", Date),
    Column("begins", String(5)),
    Column("kind", String(20)),
    *texts_of_item(),
    Column("contact", SealedText),
    Column("words", SealedText),
    Column("proposed_by", String(80)),
    Column("proposed_at", Instant),
    Column("stands", String(10)),
    Column("answer", SealedText),
    Column("closed_by", String(80)),
    Column("closed_at", Instant),
    Index("programme_proposals_by_mission", "mission_id", "stands"),
)
heads = Table(
    "programme_exchanges",
    tables,
    Column("mission_id", String(36), primary_key=True),
    Column("steps", Integer),
)


def project(published: Published) -> Iterable[Change]:
    match published.fact:
        case ProgrammeItemProposed() as f:
            item = f.item
            when = {"item_id": item.item_id, "day": item.day, "begins": item.begins}
            said = {"kind": item.kind, **said_of(item), "contact": f.contact, "words": f.words}
            by = {"side": f.side, "proposed_by": f.done_by, "proposed_at": f.done_at}
            of = {"mission_id": f.mission_id, "step": f.step, "stands": "open"}
            return [_head(f), Put(proposals, (f.proposal_id,), {**of, **by, **when, **said})]
        case ProgrammeProposalAnswered() as f:
            stands = "agreed" if f.item else "declined"
            return [_head(f), _closed(f, stands, answer=f.words)]
        case ProgrammeProposalWithdrawn() as f:
            return [_head(f), _closed(f, "withdrawn")]
        case _:
            return []


def _head(f: OnProposal) -> Put:
    return Put(heads, (f.mission_id,), {"steps": f.step})


def _closed(f: OnProposal, stands: str, **also: object) -> Put:
    over = {"stands": stands, "closed_by": f.done_by, "closed_at": f.done_at}
    return Put(proposals, (f.proposal_id,), {**over, **also})


PROPOSALS = ReadModel(consumer=CONSUMER, contracts=(FOLLOWUP,), tables=tables, project=project)
