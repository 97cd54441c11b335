"""K11: the internal advisory procedure, closed to whom it concerns, and never at a dead end."""

from dataclasses import replace
from datetime import timedelta
from random import Random
from typing import Any

import pytest

from services.stakeholders.committee.iap.decide import IAP
from services.stakeholders.committee.iap.state import OVER
from shared.core.actor import Actor, Asked
from shared.core.decider import Refused
from shared.core.roles import Role
from shared.core.testing import AT, given
from shared.reference.iap import CATEGORIES, REFUSED, REQUESTERS
from tests.stakeholders import test_committee_members as members
from tests.stakeholders.iap import (
    ASK,
    CATEGORISE,
    CATEGORISED,
    COMMENT,
    COMMENTED,
    CONSIDER,
    CONSIDERED,
    EVERY,
    HOLDER,
    INVITE,
    INVITED,
    KENYA,
    NOT_TAKEN_UP,
    RECEIVED,
    RECORD,
    RECORDED,
    REFUSE,
    TELL,
    TODAY,
    TOLD,
    WITHDRAW,
    WITHDRAWN,
    sealed,
)
from tests.stakeholders.meetings import CHAIR, MEMBER
from tests.stakeholders.test_meetings import COMMITTEE, GONE

OTHER = sealed("b3RoZXI")
NONE = "There is no such procedure"
OF_COMMITTEE = (CATEGORISE, INVITE, CONSIDER, RECORD, TELL, REFUSE)
WHOLE = (RECEIVED, CATEGORISED, INVITED, COMMENTED, CONSIDERED, RECORDED)


def after(*facts: Any) -> Any:
    return given(IAP, *COMMITTEE, *facts)


def test_it_goes_from_its_receipt_to_the_telling_step_by_step() -> None:
    after().when(ASK, by=KENYA).then(RECEIVED)
    steps = ((CATEGORISE, CHAIR), (INVITE, CHAIR), (COMMENT, HOLDER), (CONSIDER, CHAIR))
    both = zip((*steps, (RECORD, CHAIR), (TELL, CHAIR)), (*WHOLE[1:], TOLD), strict=True)
    for number, ((command, by), fact) in enumerate(both, 1):
        after(*WHOLE[:number]).when(command, by=by).then(fact)
        after(*WHOLE[:number], fact).when(command, by=by).then_nothing()
    after(RECEIVED).when(REFUSE, by=CHAIR).then(NOT_TAKEN_UP)
    after(RECEIVED, NOT_TAKEN_UP).when(REFUSE, by=CHAIR).then_nothing()


def test_who_may_ask_and_for_which_mandate() -> None:
    after(RECEIVED).when(ASK, by=KENYA).then_nothing()
    after(RECEIVED).when(ASK, by=HOLDER).then_refused(NONE)
    after().when(replace(ASK, mandate="none"), by=KENYA).then_refused("Choose a mandate")
    own = replace(RECEIVED, state=None, of_holder=True, received_from="holder-x")
    after().when(ASK, by=HOLDER).then(own)
    for role in frozenset(Role) - set(REQUESTERS):
        after().when(ASK, by=Actor(actor_id="x", roles=frozenset({role}))).then_forbidden()


def test_a_category_fits_who_asked() -> None:
    own = replace(RECEIVED, of_holder=True)
    alone = replace(RECEIVED, mandate=None)
    holder_asks = replace(CATEGORISE, category="holder_asks")
    after(own).when(holder_asks, by=CHAIR).then(replace(CATEGORISED, category="holder_asks"))
    after(own).when(CATEGORISE, by=CHAIR).then_refused("Nobody else")
    after(alone).when(CATEGORISE, by=CHAIR).then_refused("Nobody else")
    after(RECEIVED).when(holder_asks, by=CHAIR).then_refused("No holder asked")
    after(RECEIVED).when(replace(CATEGORISE, category="x"), by=CHAIR).then_refused("from the list")
    systemic = replace(CATEGORISE, category="systemic", step=2)
    after(RECEIVED, CATEGORISED).when(systemic, by=CHAIR).then(
        replace(CATEGORISED, category="systemic")
    )
    late = replace(systemic, step=5)
    after(*WHOLE[:5]).when(late, by=CHAIR).then_refused("has considered")


def test_the_holder_has_fourteen_days_before_it_is_considered() -> None:
    after(RECEIVED, CATEGORISED).when(replace(CONSIDER, step=2), by=CHAIR).then_refused("Invite")
    invited, consider = after(RECEIVED, CATEGORISED, INVITED), replace(CONSIDER, step=3)
    invited.when(consider, by=CHAIR, at=AT + timedelta(days=14)).then_refused("19 Jan")
    late = AT + timedelta(days=15)
    invited.when(consider, by=CHAIR, at=late).then(replace(CONSIDERED, considered_at=late))
    after(RECEIVED).when(replace(INVITE, step=1), by=CHAIR).then_refused("once there is a category")
    after(RECEIVED).when(replace(CONSIDER, step=1), by=CHAIR).then_refused("once there is a")
    systemic = replace(CATEGORISED, category="systemic")
    alone = after(replace(RECEIVED, mandate=None), systemic)
    alone.when(INVITE, by=CHAIR).then_refused("about no mandate")
    alone.when(replace(CONSIDER, step=2), by=CHAIR).then(CONSIDERED)
    again = replace(INVITE, step=3, points=OTHER)
    invited.when(again, by=CHAIR).then(replace(INVITED, points=OTHER))


def test_invited_anew_all_have_their_days_anew() -> None:
    anew = after(*WHOLE[:4], replace(INVITED, points=OTHER, holders=("holder-x", "holder-y")))
    consider = replace(CONSIDER, step=5)
    anew.when(consider, by=CHAIR).then_refused("19 Jan")
    anew.when(replace(COMMENT, comment=OTHER), by=HOLDER).then_refused("other points")
    second = replace(COMMENT, invitation=2, comment=OTHER)
    said_anew = replace(COMMENTED, comment=OTHER)
    anew.when(second, by=HOLDER).then(said_anew)
    two = (*WHOLE[:4], replace(INVITED, holders=("holder-x", "holder-y")), said_anew)
    one_of_two = after(*two)
    one_of_two.when(replace(CONSIDER, step=6), by=CHAIR).then_refused("19 Jan")
    other = replace(HOLDER, actor_id="holder-y")
    both = replace(said_anew, commented_by="holder-y")
    one_of_two.when(second, by=other).then(both)
    after(*two, both).when(replace(CONSIDER, step=7), by=CHAIR).then(CONSIDERED)


def test_the_holder_is_who_was_invited_and_nobody_who_comes_later() -> None:
    invite = replace(INVITE, holders=("kenya", "holder-x", "holder-x"))
    categorised = after(RECEIVED, CATEGORISED)
    categorised.when(invite, by=CHAIR).then(INVITED)
    categorised.when(replace(INVITE, holders=("kenya",)), by=CHAIR).then_refused("Nobody who could")
    successor = replace(HOLDER, actor_id="successor")
    after(*WHOLE[:3]).when(COMMENT, by=successor).then_refused(NONE)
    without = replace(HOLDER, mandates=frozenset())
    after(*WHOLE[:3]).when(COMMENT, by=without).then(COMMENTED)
    anew = replace(INVITED, holders=("successor",))
    by_them = replace(COMMENTED, commented_by="successor")
    second = replace(COMMENT, invitation=2)
    after(*WHOLE[:4], anew).when(second, by=successor).then(by_them)
    sitting = replace(CHAIR, actor_id="holder-x")
    after(*WHOLE[:3]).when(replace(CONSIDER, step=3), by=sitting).then_refused(NONE)


def test_the_holder_comments_once_invited_and_until_it_is_considered() -> None:
    after(RECEIVED, CATEGORISED).when(COMMENT, by=HOLDER).then_refused(NONE)
    invited = after(RECEIVED, CATEGORISED, INVITED)
    for other in (replace(HOLDER, actor_id="other"), replace(HOLDER, roles=frozenset()), KENYA):
        invited.when(COMMENT, by=other).then_refused(NONE)
    other_comment = replace(COMMENT, comment=OTHER)
    after(*WHOLE[:4]).when(other_comment, by=HOLDER).then(replace(COMMENTED, comment=OTHER))
    after(*WHOLE[:5]).when(other_comment, by=HOLDER).then_refused("has considered")


def test_an_outcome_is_recorded_once_considered_and_told_by_the_category() -> None:
    after(RECEIVED).when(replace(RECORD, step=1), by=CHAIR).then_refused("has considered it")
    after(RECEIVED).when(replace(TELL, step=1), by=CHAIR).then_refused("Record the outcome")
    after(*WHOLE).when(replace(REFUSE, step=6), by=CHAIR).then(NOT_TAKEN_UP)
    over = after(*WHOLE, TOLD)
    over.when(replace(TELL, step=7, told=OTHER), by=CHAIR).then_refused("is over")
    ended = after(RECEIVED, NOT_TAKEN_UP)
    ended.when(replace(REFUSE, step=2, code="known"), by=CHAIR).then_refused("is over")
    after(RECEIVED).when(replace(REFUSE, code="x"), by=CHAIR).then_refused("from the list")
    other = replace(RECORD, step=6, outcome=OTHER)
    after(*WHOLE).when(other, by=CHAIR).then(replace(RECORDED, outcome=OTHER))
    systemic = (RECEIVED, replace(CATEGORISED, category="systemic"), *WHOLE[2:])
    told_to = ("requester", "annual_meeting")
    after(*systemic).when(TELL, by=CHAIR).then(replace(TOLD, told_to=told_to))


@pytest.mark.parametrize("command", OF_COMMITTEE[:3])
def test_a_decision_rests_on_the_steps_that_the_page_showed(command: Any) -> None:
    stale = replace(command, step=9)
    after(RECEIVED).when(stale, by=CHAIR).then_refused("went on meanwhile")


@pytest.mark.parametrize("command", OF_COMMITTEE)
def test_for_a_member_concerned_it_is_not_there(command: Any) -> None:
    """A national of the State that asks, who has the mandate, or who asked."""
    this = (RECEIVED, *WHOLE[1:])
    national = replace(members.ELECTED, members=(members.member("a"), members.member("b", "KEN")))
    given(IAP, national, COMMITTEE[1], *this).when(command, by=CHAIR).then_refused(NONE)
    owner = replace(CHAIR, mandates=frozenset({"wgad"}))
    after(*this).when(command, by=owner).then_refused(NONE)
    asked = replace(RECEIVED, received_from="holder-b")
    after(asked, *WHOLE[1:]).when(command, by=CHAIR).then_refused(NONE)
    given(IAP, *COMMITTEE).when(command, by=CHAIR).then_refused(NONE)
    given(IAP, CATEGORISED).when(command, by=CHAIR).then_refused(NONE)
    for other in (HOLDER, KENYA):
        after(*this).when(command, by=other).then_refused(NONE)


def test_a_procedure_against_the_chair_goes_to_another_member_by_seniority() -> None:
    national = replace(
        members.ELECTED,
        members=(members.member("a"), members.member("c"), members.member("b", "KEN")),
    )
    third = replace(MEMBER, actor_id="holder-c")
    against = given(IAP, national, COMMITTEE[1], RECEIVED)
    against.when(CATEGORISE, by=MEMBER).then(replace(CATEGORISED, categorised_by="holder-a"))
    against.when(CATEGORISE, by=third).then_forbidden()
    after(RECEIVED).when(CATEGORISE, by=MEMBER).then_forbidden()
    cannot = replace(CATEGORISE, unable=("holder-b",))
    after(RECEIVED).when(cannot, by=MEMBER).then(replace(CATEGORISED, categorised_by="holder-a"))


def test_who_left_the_committee_has_no_part_in_it() -> None:
    after(GONE, RECEIVED).when(CATEGORISE, by=MEMBER).then_refused(NONE)


def test_who_asked_takes_it_back_until_it_is_told() -> None:
    for number in range(1, len(WHOLE) + 1):
        after(*WHOLE[:number]).when(WITHDRAW, by=KENYA).then(WITHDRAWN)
    after(RECEIVED).when(WITHDRAW, by=replace(KENYA, actor_id="other")).then_refused(NONE)
    after(RECEIVED).when(WITHDRAW, by=replace(KENYA, roles=frozenset())).then_refused(NONE)
    after(RECEIVED, WITHDRAWN).when(WITHDRAW, by=KENYA).then_nothing()
    for end in ((*WHOLE, TOLD), (RECEIVED, NOT_TAKEN_UP)):
        after(*end).when(WITHDRAW, by=KENYA).then_refused("is over")
    after(RECEIVED, WITHDRAWN).when(CATEGORISE, by=CHAIR).then_refused("is over")


def test_every_history_has_a_lawful_way_on() -> None:
    """Whatever was done in whatever order: until it is over somebody can do something."""
    drawn = Random(7)
    ends = set()
    for _ in range(150):
        history: list[Any] = [*COMMITTEE, RECEIVED]
        at = AT
        for _ in range(drawn.randrange(40)):
            at += timedelta(days=drawn.randrange(9))
            command, by = _any(drawn, IAP.fold(history))
            try:
                history += IAP.decide(command, Asked(at=at, by=by), IAP.fold(history))
            except Refused:
                continue
        state = IAP.fold(history)
        assert state.procedure
        ends.add(state.procedure.stage)
        on = [_asked(one, state, at + timedelta(days=20)) for one in _every(state)]
        assert any(on) is (state.procedure.stage not in OVER)
    assert len(ends) == 7


def _every(state: Any) -> list[Any]:
    """Return each command, as the page shows it, with a text that differs."""
    step = state.procedure.steps
    texts = {"points": OTHER, "outcome": OTHER, "comment": OTHER}
    found = []
    for command, by in EVERY[1:]:
        fields = {name: text for name, text in texts.items() if hasattr(command, name)}
        also = {"step": step} if hasattr(command, "step") else {}
        if hasattr(command, "invitation"):
            also = {"invitation": state.procedure.invitations}
        found.append((replace(command, **fields, **also), by))
    return found


def _any(drawn: Random, state: Any) -> Any:
    some = _every(state)
    command, by = drawn.choice(some if drawn.random() < 0.1 else some[:6])  # seldom an end
    if hasattr(command, "category"):
        command = replace(command, category=drawn.choice(CATEGORIES))
    if hasattr(command, "code"):
        command = replace(command, code=drawn.choice(REFUSED))
    return command, drawn.choice((by, by, CHAIR, MEMBER, KENYA))


def _asked(of: Any, state: Any, at: Any) -> bool:
    try:
        return bool(IAP.decide(of[0], Asked(at=at, by=of[1]), state))
    except Refused:
        return False


def test_its_stream_reads_who_is_on_the_committee() -> None:
    assert IAP.consults(ASK, IAP.initial) == ["committee-main"]
    assert RECEIVED.due_on == TODAY + timedelta(days=60)
