"""Questions to the Committee in a portal that is used (``lived_in``), and advisory procedures."""

from collections.abc import Mapping
from typing import Any

from shared.contracts.stakeholders_iap import IapHolderCommented, IapHolderInvited
from shared.core.roles import Role
from tests.stakeholders import committee_advice as said
from tests.stakeholders import iap as of_iap
from tests.support.committee_advice import Questions
from tests.support.iap import Procedures
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
    procedures(portal, visitors)


def procedures(portal: Pages, visitors: Mapping[Any, Visitor]) -> None:
    """Internal advisory procedures in each stage, of a Government and of a mandate-holder."""
    some = Procedures(portal.engine, portal.vault, told=5_600_000)
    text, now = f"{UNBROKEN[:60]} {LONG}"[:2000], portal.clock()
    invited = visitors[Role.MANDATE_HOLDER].account
    assert invited
    also: dict[type, Any] = {
        IapHolderInvited: {"holders": (invited.account_id,)},
        IapHolderCommented: {"commented_by": invited.account_id},
    }
    for role in (Role.GOVERNMENT, Role.MANDATE_HOLDER, Role.PRESIDENT):
        account = visitors[role].account
        assert account
        for number in range(len(of_iap.FACTS) - 2):
            one = some.received(account.account_id, text, received_at=now, mandate="wgad")
            for fact in of_iap.FACTS[1 : number + 1]:
                some.tell(fact, one, text=ARABIC, **also.get(type(fact), {}))
        some.tell(of_iap.NOT_TAKEN_UP, some.received(account.account_id, ARABIC))
        some.tell(of_iap.WITHDRAWN, some.received(account.account_id, ARABIC))
