"""How far delivery is behind: what is told of it, and what is not."""

from datetime import timedelta

from sqlalchemy import update

from portal.web.delivery.behind import LATE, behind
from portal.web.delivery.outbox import LAST, outbox
from tests.support.behind import looked_anew, taken, waits
from tests.support.portal import Pages

BEFORE = timedelta(hours=1)


def test_what_waits_for_the_desk_is_late_after_a_while(portal: Pages) -> None:
    now = portal.clock()
    assert behind(portal.engine, now) is None
    waits(portal, since=LATE - timedelta(seconds=1))
    assert behind(portal.engine, now) is None
    assert behind(portal.engine, now + timedelta(seconds=1)) == now - LATE + timedelta(seconds=1)
    waits(portal, since=BEFORE)
    assert behind(portal.engine, now) == now - BEFORE


def test_what_delays_nobody_else_is_not_told(portal: Pages) -> None:
    """Else it would say of one case, for as long as it fails, that all are late."""
    failing = waits(portal, since=BEFORE)
    waits(portal, since=BEFORE, service="approvals", type_=LAST)
    waits(portal, since=BEFORE, service="followup", type_="submit-contribution")
    with portal.engine.begin() as conn:
        this = update(outbox).where(outbox.c.command_id == failing)
        conn.execute(this.values(failed_at=portal.clock()))
    assert behind(portal.engine, portal.clock()) is None


def test_the_database_is_asked_once_a_second(portal: Pages) -> None:
    assert behind(portal.engine, portal.clock()) is None
    command_id = waits(portal, since=BEFORE)
    assert behind(portal.engine, portal.clock())
    taken(portal, command_id)
    assert behind(portal.engine, portal.clock())
    looked_anew(portal)
    assert behind(portal.engine, portal.clock()) is None
