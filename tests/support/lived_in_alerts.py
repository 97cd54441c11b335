"""The early warning of a portal that is used (``lived_in``): an alert in each stage."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from shared.core.roles import Role
from tests.stakeholders import alerts as told
from tests.support.lived_in_briefings import briefings
from tests.support.lived_in_committee_advice import committee_advice
from tests.support.lived_in_forum import forum
from tests.support.lived_in_library import library
from tests.support.lived_in_plans import plans
from tests.support.lived_in_reports import reports
from tests.support.lived_in_trainings import trainings
from tests.support.lived_in_watched import situations
from tests.support.long_texts import ARABIC, LONG, UNBROKEN
from tests.support.portal import Pages, Visitor
from tests.support.warnings import Warnings

ALERT_STATES = ("KEN", "CHE", "FRA", "NPL", "IRN")


def alerts(portal: Pages, visitors: Mapping[Any, Visitor]) -> None:
    """Rules with long reasons, one suspended; alerts that rose, are taken, closed, taken back."""
    account = visitors[Role.COORDINATION_COMMITTEE].account
    assert account
    by, now, day = account.account_id, portal.clock(), timedelta(days=1)
    some = Warnings(portal.engine, portal.vault, told=4_500_000)  # after all that was told
    some.adopted(f"{UNBROKEN[:60]} {LONG}", adopted_by=by, adopted_at=now - 90 * day)
    some.adopted(ARABIC, version=2, adopted_by=by, adopted_at=now - 60 * day)
    some.adopted(LONG, rule="urgent", adopted_by=by, adopted_at=now - 60 * day)
    ids = [
        some.raised(state, now - (number + 2) * day, version=2, doubtful=number == 1)
        for number, state in enumerate(ALERT_STATES)
    ]
    some.rose(ids[0], ALERT_STATES[0], now - day, now=50, level="urgent")
    for one in ids[1:]:
        some.step(told.TAKEN, one, acknowledged_by=by, acknowledged_at=now - day)
    some.step(told.WATCHED, ids[2], watched_by=by, watched_at=now)
    for fact, names in (
        (told.DISMISSED, ("dismissed_by", "dismissed_at")),
        (told.CLOSED, ("closed_by", "closed_at")),
    ):
        for one in ids[3:]:
            some.step(fact, one, **dict(zip(names, (by, now), strict=True)))
    back = told.taken_back("dismissed", "campaign")
    some.step(back, ids[4], taken_back_by=by, taken_back_at=now)
    some.tell(told.PINNED)
    situations(portal, visitors)
    plans(portal, visitors)
    committee_advice(portal, visitors)
    briefings(portal, visitors)
    library(portal, visitors)
    reports(portal, visitors)
    trainings(portal, visitors)
    forum(portal, visitors)
