"""The tables of the register of standing invitations: the entries, and how far each State's is."""

from collections.abc import Iterable

from sqlalchemy import (
    JSON,
    BigInteger,
    Column,
    Date,
    Integer,
    MetaData,
    String,
    Table,
)

from shared.contracts.followup import FOLLOWUP
from shared.contracts.followup_invitations import (
    TYPES,
    CouncilPledgeRecorded,
    Entered,
    InvitationEntryStruck,
    StandingInvitationLimited,
)
from shared.facts.kafka import Published
from shared.platform.tables import Instant
from shared.read_models.model import Change, Put, ReadModel

CONSUMER = "portal.invitations"

tables = MetaData()
entries = Table(
    "invitations_entries",
    tables,
    Column("state", String(3), primary_key=True),
    Column("entry_id", String(36), primary_key=True),
    Column("recorded", BigInteger),  # the fact's position: the order of one day
    Column("kind", String(40)),  # the fact's wire name
    Column("dated_on", Date),
    Column("source", String(200)),
    Column("mandates", JSON),
    Column("pledge", String(10)),
    Column("recorded_by", String(80)),
    Column("recorded_at", Instant),
    Column("struck_by", String(80)),
    Column("struck_at", Instant),
)
registers = Table(
    "invitations_registers",
    tables,
    Column("state", String(3), primary_key=True),
    Column("steps", Integer),
)
_KINDS = {kind: name for name, kind in TYPES.items()}


def project(published: Published) -> Iterable[Change]:
    match published.fact:
        case InvitationEntryStruck() as f:
            return [
                Put(registers, (f.state,), {"steps": f.step}),
                Put(
                    entries,
                    (f.state, f.entry_id),
                    {"struck_by": f.done_by, "struck_at": f.done_at},
                ),
            ]
        case Entered() as f:
            row = {
                "recorded": published.position,
                "kind": _KINDS[type(f)],
                "dated_on": f.dated_on,
                "source": f.source,
                "mandates": list(f.mandates) if isinstance(f, StandingInvitationLimited) else [],
                "pledge": f.pledge if isinstance(f, CouncilPledgeRecorded) else None,
                "recorded_by": f.done_by,
                "recorded_at": f.done_at,
            }
            return [
                Put(registers, (f.state,), {"steps": f.step}),
                Put(entries, (f.state, f.entry_id), row),
            ]
        case _:
            return []


INVITATIONS = ReadModel(consumer=CONSUMER, contracts=(FOLLOWUP,), tables=tables, project=project)
