"""The clock of focal points: what is over ends for everybody, and the register hears of each day.

It runs in the ``consume`` process. The command's id is made of focal point and day, so a day passes
once, however many processes ask. An access that is over is void before any of this
(``portal/web/accounts/focal.py``).
"""

from datetime import datetime, timedelta

from sqlalchemy import Engine, select

from portal.stakeholders.organisations.hiding import case_of
from portal.stakeholders.organisations.read_model import focal_points
from portal.web.accounts import focal
from portal.web.delivery import once
from shared.contracts.stakeholders_focal_point_commands import PassFocalPointDay
from shared.core.geneva import day_of
from shared.core.message import derive_id
from shared.reference.organisations import EXPIRY_NOTICES, REGISTER_CLOCK

_LIVE = ("proposed", "accepted", "active", "suspended")


def due(engine: Engine, *, at: datetime) -> int:
    """Let this day pass where it may change something; return for how many."""
    focal.settle(engine, at=at)
    c, today = focal_points.c, day_of(at)
    soon = today + timedelta(days=max(EXPIRY_NOTICES))
    these = select(c.organisation_id, c.focal_point_id).where(c.step.in_(_LIVE), c.last_day <= soon)
    with engine.connect() as conn:
        found = conn.execute(these).all()
    passed = (
        (
            PassFocalPointDay(organisation_id=one, focal_point_id=focal_point_id),
            derive_id("focal point day", focal_point_id, today),
            case_of(one),
        )
        for one, focal_point_id in found
    )
    return once.keep_each(engine, passed, by=REGISTER_CLOCK, at=at)
