"""Which organisations a report names: those whose own public text says so, while it does.

Names are not kept with a report. They are asked for with each page, so that an organisation that
hides is gone from it at once (SB7).
"""

from sqlalchemy import Connection

from portal.stakeholders.consultations import queries as consultations_of
from portal.stakeholders.consultations import whose as whose_proposal
from portal.stakeholders.dialogues import queries as dialogues_of
from portal.stakeholders.dialogues import whose as whose_slot
from portal.stakeholders.engagement.counting import Period, held_dialogues
from portal.stakeholders.engagement.queries import Report
from portal.web.context import now
from portal.web.i18n import names


def organisations(conn: Connection, of: Report) -> list[str]:
    """Return the names, in the order of the reader's language."""
    found = {*_by_proposals(conn, of), *_by_statements(conn, of)}
    return sorted(found, key=names.spelt)


def _by_proposals(conn: Connection, of: Report) -> set[str]:
    """Return who lets a proposal be read with the name."""
    found: set[str] = set()
    for one in consultations_of.some(conn, of.consultations).values():
        if one.shows(now()):
            agreed = consultations_of.agreed(conn, one.consultation_id)
            found |= set(whose_proposal.public_names(conn, agreed).values())
    return found


def _by_statements(conn: Connection, of: Report) -> set[str]:
    """Return who published a statement in a dialogue of the mandate."""
    found: set[str] = set()
    for one in held_dialogues(conn, of.mandate, Period(year=of.year, quarter=of.quarter)):
        every = dialogues_of.all_slots(conn, one.dialogue_id)
        ours = [each for each in every if each.organisation]
        called = whose_slot.public_names(conn, one, ours)
        written = dialogues_of.statements_of(conn, one.dialogue_id)
        found |= {
            called[each.slot_id]
            for each in written
            if each.published_at is not None and each.slot_id in called
        }
    return found
