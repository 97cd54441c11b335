"""The training register of a portal that is used (``lived_in``): each stage, with items."""

from collections.abc import Mapping
from typing import Any

from shared.core.roles import Role
from tests.stakeholders import trainings as said
from tests.support.long_texts import ARABIC, LONG, UNBROKEN
from tests.support.portal import Pages, Visitor
from tests.support.trainings import Trainings


def trainings(portal: Pages, visitors: Mapping[Any, Visitor]) -> None:
    account = visitors[Role.STAKEHOLDER_OFFICER].account
    assert account
    by = account.account_id
    some = Trainings(portal.engine, portal.vault, portal.clock(), told=6_200_000)
    some.planned(place=UNBROKEN[:200], trainers=f"{ARABIC[:80]}\n{LONG[:200]}", done_by=by)
    some.planned(-40, "ngo", None, done_by=by)
    gone = some.planned(20, "governments", "FRA", done_by=by)
    some.tell(said.CANCELLED, gone, done_by=by)
    held = some.held(done_by=by, modules=(said.MODULE,))
    some.evaluated(held, LONG[:2_000])
    some.tell(said.NAMED, held, trainer_ids=(by,), done_by=by)
    finding = some.found(held, LONG[:400], done_by=by)
    some.found(held, ARABIC[:400], code="other")
    some.item(held, by, LONG[:100], finding_id=finding)
    first = some.item(held, by, UNBROKEN[:200])
    some.item(held, by, ARABIC[:400], due_on=said.TODAY)
    some.tell(said.CLOSED, held, item_id=first, done_by=by)
