"""Reports that mandates owe in a portal that is used (``lived_in``): open, late, published."""

from collections.abc import Mapping
from typing import Any

from shared.core.geneva import day_of
from shared.core.roles import Role
from tests.stakeholders import reports_owed as said
from tests.support.owed import Owed
from tests.support.portal import Pages, Visitor

MANDATES = ("sr-torture", "wgad")


def reports(portal: Pages, visitors: Mapping[Any, Visitor]) -> None:
    account = visitors[Role.MANDATE_HOLDER].account
    assert account
    by, now = account.account_id, portal.clock()
    owed = Owed(portal.engine, day_of(now), told=6_000_000)  # after all that was told
    later, soon = owed.session(62, 60), owed.session(61, 14)
    for mandate in MANDATES:
        owed.report(later, mandate, planned_by=by)
        owed.stage(owed.report(soon, mandate, planned_by=by), "drafting", recorded_by=by)
    done = owed.report(soon, "sr-torture", planned_by=by)
    owed.stage(done, "submitted", due_on=day_of(now), recorded_by=by)
    owed.step(said.PUBLISHED, done, published_by=by, published_at=now, mandate="sr-torture")
    gone = owed.report(soon, "sr-torture", planned_by=by)
    owed.step(said.DROPPED, gone, dropped_by=by)
