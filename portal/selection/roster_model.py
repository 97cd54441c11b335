"""Who is on the roster: a sealed record, and until when its person agreed."""

from collections.abc import Iterable

from sqlalchemy import Column, String, Table

from portal.selection.ending_tables import tables
from shared.contracts.stakeholders import Fact
from shared.contracts.stakeholders_erasure import CandidateErased
from shared.contracts.stakeholders_roster import (
    RosterConsentRenewed,
    RosterDetailsChanged,
    RosterJoined,
    RosterLeft,
)
from shared.platform.tables import Instant, SealedText
from shared.read_models.model import Change, Delete, Put

roster = Table(
    "selection_roster",
    tables,
    Column("entry_id", String(36), primary_key=True),
    Column("details", SealedText),  # null: the person left
    Column("joined_at", Instant),
    Column("changed_at", Instant),
    Column("consent_until", Instant, index=True),
    Column("left_at", Instant),
)


def project(fact: Fact) -> Iterable[Change]:
    match fact:
        case RosterJoined():
            values = {
                "details": fact.details,
                "joined_at": fact.joined_at,
                "changed_at": fact.joined_at,
                "consent_until": fact.consent_until,
            }
            yield Put(roster, (fact.entry_id,), values)
        case RosterDetailsChanged():
            changed = {"details": fact.details, "changed_at": fact.changed_at}
            yield Put(roster, (fact.entry_id,), changed)
        case RosterConsentRenewed():
            yield Put(roster, (fact.entry_id,), {"consent_until": fact.consent_until})
        case RosterLeft():
            yield Put(roster, (fact.entry_id,), {"details": None, "left_at": fact.left_at})
        case CandidateErased(what="rosterperson", item_id=entry_id):
            yield Delete(roster, (entry_id,))
        case _:
            return
