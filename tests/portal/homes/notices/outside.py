"""People who work for no mandate, and what stands in their inboxes."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from portal.homes.notices import inbox
from portal.homes.notices.words import words
from shared.contracts.stakeholders import Seat
from tests.portal.homes.notices.conftest import EVERY_MODEL, Office, everybody
from tests.stakeholders import selection as facts
from tests.support.letters import T0

PANEL = replace(
    facts.ESTABLISHED,
    seats=(
        Seat(member_id="panel-chair", region="AFR", chair=True),
        Seat(member_id="panel-member", region="APG", chair=False),
    ),
)
CALLED = replace(facts.CALLED, closes_at=T0 + timedelta(days=10))
VACANCY = (facts.DECLARED, CALLED, PANEL)
OUTSIDE = (
    "kenya",
    "jordan",
    "desk-of-kenya",
    "desk-of-jordan",
    "publication",
    "committee",
    "selection",
    "panel-chair",
    "panel-member",
    "strange-member",
    "candidate",
    "other-candidate",
    "president",
    "admin",
    "other-admin",
)


def tell(office: Office, *happened: Any) -> None:
    office.tell(*happened, models=EVERY_MODEL)
    office.work()


def shown(office: Office) -> dict[str, list[str]]:
    """Return what stands in the inboxes of these people, in words; and forget it."""
    people = [one for one in everybody(office) if one.account_id in OUTSIDE]
    found = {}
    with office.engine.begin() as conn:
        for one in people:
            rows = inbox.page_of(conn, one, lambda _: True, unread=True)
            if said := [words(row.reason, row.kind) for row in rows]:
                found[one.account_id] = said
                at = office.clock()
                inbox.mark_all(conn, one, lambda _: True, until=at, read_at=at)
    return found
