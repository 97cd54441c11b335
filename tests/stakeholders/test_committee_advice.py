"""K10: OHCHR asks the Committee, whose chair gives advice or declines; members may dissent."""

from dataclasses import replace
from typing import Any

import pytest

from services.stakeholders.committee.advice.decide import COMMITTEE_ADVICE
from shared.core.actor import Actor
from shared.core.roles import Role
from shared.core.testing import given
from shared.reference.committee_advice import ASKERS
from tests.stakeholders.committee_advice import (
    ASK,
    ASKED,
    CHIEF,
    DECLINE,
    DECLINED,
    DISSENT,
    DISSENTED,
    EVERY,
    GIVE,
    GIVEN,
    SHARE,
    SHARED,
    WITHDRAW,
    WITHDRAWN,
    sealed,
)
from tests.stakeholders.meetings import CHAIR, MEMBER
from tests.stakeholders.test_meetings import COMMITTEE, GONE

OTHER = sealed("b3RoZXI")


def after(*facts: Any) -> Any:
    return given(COMMITTEE_ADVICE, *COMMITTEE, *facts)


def test_ohchr_asks_and_has_thirty_days_to_wait() -> None:
    after().when(ASK, by=CHIEF).then(ASKED)
    after(ASKED).when(ASK, by=CHIEF).then_nothing()
    after(ASKED).when(ASK, by=replace(CHIEF, actor_id="other")).then_forbidden()
    for role in ASKERS:
        by = Actor(actor_id="chief", roles=frozenset({role}))
        after().when(ASK, by=by).then(ASKED)
    for role in frozenset(Role) - set(ASKERS):
        after().when(ASK, by=Actor(actor_id="x", roles=frozenset({role}))).then_forbidden()


def test_the_chair_gives_advice_or_declines_and_can_still_give_it() -> None:
    after(ASKED).when(GIVE, by=CHAIR).then(GIVEN)
    after(ASKED).when(DECLINE, by=CHAIR).then(DECLINED)
    for command in (GIVE, DECLINE):
        after(ASKED).when(command, by=MEMBER).then_forbidden()
        after(ASKED).when(command, by=CHIEF).then_forbidden()
    after(ASKED, DECLINED).when(DECLINE, by=CHAIR).then_nothing()
    after(ASKED, DECLINED).when(replace(DECLINE, reason=OTHER), by=CHAIR).then_refused("has its")
    after(ASKED, DECLINED).when(GIVE, by=CHAIR).then_refused("another answer")
    again = replace(GIVE, version=1)
    after(ASKED, DECLINED).when(again, by=CHAIR).then(replace(GIVEN, version=2))
    after(ASKED, GIVEN).when(GIVE, by=CHAIR).then_nothing()
    erased = replace(DECLINE, reason=None)
    after(ASKED).when(erased, by=CHAIR).then(replace(DECLINED, reason=None))
    after(ASKED, GIVEN).when(DECLINE, by=CHAIR).then_refused("has its answer")
    corrected = replace(GIVEN, version=2, corrects=True, advice=OTHER)
    after(ASKED, GIVEN).when(replace(again, advice=OTHER), by=CHAIR).then(corrected)


def test_a_member_dissents_from_the_advice_that_the_page_showed() -> None:
    after(ASKED, GIVEN).when(DISSENT, by=MEMBER).then(DISSENTED)
    after(ASKED, GIVEN).when(DISSENT, by=CHIEF).then_forbidden()
    after(ASKED).when(DISSENT, by=MEMBER).then_refused("no advice")
    after(ASKED, DECLINED).when(DISSENT, by=MEMBER).then_refused("no advice")
    corrected = replace(GIVEN, version=2, corrects=True, advice=OTHER)
    after(ASKED, GIVEN, corrected).when(DISSENT, by=MEMBER).then_refused("another answer")
    said = after(ASKED, GIVEN, DISSENTED)
    said.when(DISSENT, by=MEMBER).then_nothing()
    said.when(replace(DISSENT, dissent=OTHER), by=MEMBER).then(replace(DISSENTED, dissent=OTHER))
    said.when(SHARE, by=MEMBER).then(SHARED)
    said.when(SHARE, by=CHAIR).then_nothing()
    after(ASKED, GIVEN, DISSENTED, SHARED).when(SHARE, by=MEMBER).then_nothing()
    after(GONE, ASKED, GIVEN, DISSENTED).when(SHARE, by=MEMBER).then_forbidden()


def test_who_asked_takes_it_back_while_there_is_no_answer() -> None:
    after(ASKED).when(WITHDRAW, by=CHIEF).then(WITHDRAWN)
    after(ASKED).when(WITHDRAW, by=replace(CHIEF, actor_id="other")).then_forbidden()
    after(ASKED).when(WITHDRAW, by=replace(CHIEF, roles=frozenset())).then_forbidden()
    for answer in (GIVEN, DECLINED):
        after(ASKED, answer).when(WITHDRAW, by=CHIEF).then_refused("has its answer")
    gone = after(ASKED, WITHDRAWN)
    gone.when(WITHDRAW, by=CHIEF).then_nothing()
    for command in (GIVE, DECLINE):
        gone.when(command, by=CHAIR).then_refused("taken back")


@pytest.mark.parametrize("command", [command for command, _ in EVERY[1:]])
def test_what_nobody_asked_is_refused(command: Any) -> None:
    after().when(command, by=CHAIR).then_refused("no such request")
    given(COMMITTEE_ADVICE, GIVEN).when(command, by=CHAIR).then_refused("no such request")
    assert COMMITTEE_ADVICE.consults(command, COMMITTEE_ADVICE.initial) == ["committee-main"]
