"""Questions to the Committee in a portal that is used (``lived_in``): one in each stage."""

from collections.abc import Mapping
from typing import Any

from shared.core.roles import Role
from tests.stakeholders import committee_advice as said
from tests.support.committee_advice import Questions
from tests.support.long_texts import ARABIC, LONG, UNBROKEN
from tests.support.portal import Pages, Visitor


def committee_advice(portal: Pages, visitors: Mapping[Any, Visitor]) -> None:
    questions = Questions(portal.engine, portal.vault, told=5_500_000)  # after all that was told
    text, now = f"{UNBROKEN[:60]} {LONG}"[:2000], portal.clock()
    me, *askers = (
        account.account_id
        for role in (Role.COORDINATION_COMMITTEE, Role.CHIEF, Role.DESK_OFFICER)
        if (account := visitors[role].account)
    )
    for by in askers:
        questions.asked(by, text, asked_at=now, due_on=now.date())
        given = questions.asked(by, ARABIC, asked_at=now)
        questions.tell(said.GIVEN, given, advice=text, given_by=me, given_at=now)
        questions.tell(said.DISSENTED, given, dissent=ARABIC, member_id=me, recorded_at=now)
        declined = questions.asked(by, text, asked_at=now)
        questions.tell(said.DECLINED, declined, reason=ARABIC, declined_by=me, declined_at=now)
        gone = questions.asked(by, text, asked_at=now)
        questions.tell(said.WITHDRAWN, gone, withdrawn_by=by, withdrawn_at=now)
