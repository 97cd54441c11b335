"""The clock of entries: the register hears of each day on which one may become dormant (O7).

It runs in the ``consume`` process, as that of focal points does (``passing``).
"""

from collections.abc import Iterator
from datetime import datetime, timedelta

from sqlalchemy import Connection, Engine

from portal.stakeholders.organisations import queries
from portal.stakeholders.organisations.hiding import case_of
from portal.stakeholders.organisations.queries import Organisation
from portal.web.delivery import once
from shared.contracts.stakeholders_dormancy_commands import PassOrganisationDay
from shared.core.geneva import day_of
from shared.core.message import derive_id
from shared.reference.organisations import EXPIRY_NOTICES, REGISTER_CLOCK, longest

_SOONEST = timedelta(days=2 * 365 - max(EXPIRY_NOTICES) - 1)
"""Nothing is due of an entry that was confirmed less long ago."""


def soon(conn: Connection, *, at: datetime) -> Iterator[tuple[Organisation, int]]:
    """Yield entries that become dormant soon, with the days that are left; below 0 none are."""
    for one in queries.ageing(conn, before=at - _SOONEST):
        if one.confirmed_at is not None:
            left = (longest(day_of(one.confirmed_at)) - day_of(at)).days
            if left <= max(EXPIRY_NOTICES):
                yield one, left


def due(engine: Engine, *, at: datetime) -> int:
    """Let this day pass where it may change something; return for how many."""
    today = day_of(at)
    with engine.connect() as conn:
        found = [one.organisation_id for one, _ in soon(conn, at=at)]
    passed = (
        (
            PassOrganisationDay(organisation_id=one),
            derive_id("organisation day", one, today),
            case_of(one),
        )
        for one in found
    )
    return once.keep_each(engine, passed, by=REGISTER_CLOCK, at=at)
