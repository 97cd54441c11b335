"""What is public of visits beside the tables of the register: everybody who lists it asks here."""

from collections.abc import Iterator
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Connection, and_, select

from portal.casefile.history import visits
from portal.followup.inputs.announced import FOR_ALL
from portal.followup.rounds.read_model import rounds
from portal.followup.visit_reports.read_model import reports
from shared.reference.former_states import names_of
from shared.reference.history import TOOK_PLACE

REPORTS: Final = reports.c.stage == "published"
TABLES: Final = and_(rounds.c.published.is_not(None), rounds.c.published_at.is_not(None))
"""Of follow-up rounds."""
CALLS: Final = FOR_ALL
"""Calls for input, also those that are over: their pages stay."""


def before(conn: Connection, state: str) -> Iterator[dict[str, Any]]:
    """Yield what the event of each visit from before the platform has: one that took place.

    It is dated when it was over, and its key is its id as a number (decision 0223).
    """
    v = visits.c
    these = select(visits).where(v.published_on.is_not(None), v.status.in_(TOOK_PLACE))
    for row in conn.execute(these.where(v.state.in_(names_of(state)))):
        yield {
            "on": row.last_on,
            "year": row.year,
            "key": UUID(row.visit_id).int,
            "mandates": tuple(row.mandates),
            "type": row.status,
            "item": row.visit_id,
            "begin": row.first_on,
            "end": row.last_on,
        }
