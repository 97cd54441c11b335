"""The table of a follow-up round: whose answers, in which order, and who decides of it."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from services.followup.round.decide import ROUND
from shared.contracts import followup_rounds as facts
from shared.contracts.approvals_holding import HolderNoted, MandateLifeNoted
from shared.contracts.followup_holding import HoldingHeard
from shared.contracts.followup_round_commands import (
    CloseRound,
    CompileTable,
    TakeTableBack,
    WithdrawAnswers,
)
from shared.contracts.followup_rounds import Situation
from shared.core.actor import Actor, Asked
from shared.core.message import Sealed
from shared.core.roles import Role
from shared.core.testing import AT, given
from shared.reference.onboarding import SINCE
from shared.reference.rounds import LONGEST_TABLE
from shared.reference.terms import seats_of
from tests.followup.rounds import (
    ANSWERED,
    BEGUN,
    COMPILE,
    COMPILED,
    DUE,
    GOVERNMENT,
    HEARD,
    NGO,
    NHRI,
    ONE,
    OPEN,
    OPENED,
    PUBLISH,
    PUBLISHED,
    SEND,
    SENT,
    TODAY,
    TWO,
    fact,
    history,
    keep,
    of,
    publish,
    state_of,
    step,
    submit,
)
from tests.followup.visits import HOLDER, OFFICER, OTHER_OFFICER

DAY = timedelta(days=1)
CLOSE = of(CloseRound)
TEXT = Sealed("followupround-x", "text")


def refused(acts: Any, command: Any, by: Actor, sentence: str) -> None:
    given(ROUND, *history(*acts)).when(command, by=by).then_refused(sentence)


def nothing(acts: Any, command: Any, by: Actor) -> None:
    given(ROUND, *history(*acts)).when(command, by=by).then_nothing()


def holding(**also: Any) -> HoldingHeard:
    days = {"transmits_until": None, "signs_until": None, **also}
    life = MandateLifeNoted(mandate=OPENED.mandate, noted_at=AT, **days)
    return HoldingHeard(mandate=OPENED.mandate, life=life)


def test_the_place_of_an_answer_does_not_tell_whose_it_is() -> None:
    """In one row the first asked comes first, in the other last, as their ids are."""
    first = (*BEGUN, (keep(0, "b"), NGO), (keep(1, "x", TWO), NGO), (submit(2, "n-sent"), NGO))
    acts = (*first, (keep(0, "a"), NHRI), (keep(1, "y", TWO), NHRI), (submit(2, "i-sent"), NHRI))
    compiled = of(CompileTable, answers=("a", "b", "x", "y"))
    rows: dict[str, list[str]] = {ONE: [], TWO: []}
    for each in state_of(*acts, (compiled, OFFICER)).cells:
        rows[each.recommendation_id].append(each.answer_id)
    assert rows == {ONE: ["a", "b"], TWO: ["x", "y"]}


def test_the_mandate_leaves_an_answer_out_of_a_version() -> None:
    command = replace(COMPILE, left_out=("n-1",))
    acts = (*ANSWERED, (command, OFFICER))
    assert {each.answer_id for each in state_of(*acts).cells} == {"g-1", "i-1"}
    nothing(acts, command, OFFICER)
    given(ROUND, *history(*acts)).when(SEND, by=HOLDER).then(
        fact(facts.FollowUpTableSent, HOLDER, version=1, due_on=DUE)
    )


def test_the_same_answers_sent_under_another_name_ask_for_another_version() -> None:
    for acts in (COMPILED, HEARD):
        again = (*acts, (submit(3, "n-anew", "another name"), NGO))
        refused(again, SEND if acts is COMPILED else PUBLISH, HOLDER, "Compile it anew")
    back = (*HEARD, (of(WithdrawAnswers, seen=3), NGO), (submit(4, "n-anew"), NGO))
    refused(back, PUBLISH, HOLDER, "Compile it anew")
    anew = state_of(*back, (COMPILE, OFFICER))
    assert anew.version == 2
    assert anew.stands


def test_the_table_is_published_as_its_providers_wish() -> None:
    (published,) = history(*PUBLISHED)[-1:]
    assert (published.steps, published.year) == (PUBLISH.steps, TODAY.year)
    nothing(PUBLISHED, PUBLISH, HOLDER)
    refused(PUBLISHED, publish(2), HOLDER, "Take it back first")
    refused(COMPILED, PUBLISH, HOLDER, "Send this table")
    refused(SENT, PUBLISH, HOLDER, "The State has until")
    later = replace(Asked(at=AT, by=HOLDER), at=AT + 61 * DAY)
    assert ROUND.decide(PUBLISH, later, state_of(*SENT))
    again = (
        *HEARD,
        (replace(COMPILE, left_out=("i-1",)), OFFICER),
        (replace(SEND, version=2), HOLDER),
    )
    refused(again, publish(2), HOLDER, "The State has until")
    for wrong in (
        step("i-1", TWO, "nhri", "Named"),
        step("n-2", TWO),
        step("n-1", TWO),
        step("n-1", kind="nhri"),
    ):
        refused(HEARD, publish(1, wrong), HOLDER, "not what the table has")
    refused(HEARD, publish(1, step("n-1"), step("n-1")), HOLDER, "not what the table has")
    foreign = Situation(recommendation_id="r-x", text="x")
    refused(HEARD, publish(1, situations=(foreign,)), HOLDER, "Choose the recommendations")
    long = replace(step("n-1", name="字"), text="字" * (LONGEST_TABLE // 3))
    refused(HEARD, publish(1, long), HOLDER, "too long")
    assert ROUND.decide(
        publish(1, replace(long, name=None)), Asked(at=AT, by=HOLDER), state_of(*HEARD)
    )


def test_a_public_table_is_taken_back_also_once_the_round_is_closed() -> None:
    back = of(TakeTableBack, version=1, reason="danger")
    given(ROUND, *history(*PUBLISHED, (CLOSE, HOLDER))).when(back, by=HOLDER).then(
        fact(facts.FollowUpTableTakenBack, HOLDER, version=1, reason="danger")
    )
    nothing(SENT, back, HOLDER)
    gone = holding(signs_until=TODAY - DAY)
    publisher = Actor(actor_id="publisher-1", roles=frozenset({Role.PUBLICATION_OFFICER}))
    for by in (HOLDER, OFFICER, publisher):
        given(ROUND, *history(*PUBLISHED), gone).when(back, by=by).then(
            fact(facts.FollowUpTableTakenBack, by, version=1, reason="danger")
        )
    for by in (OTHER_OFFICER, GOVERNMENT, NGO):
        given(ROUND, *history(*PUBLISHED)).when(back, by=by).then_forbidden()
    refused(PUBLISHED, replace(back, reason="whim"), HOLDER, "Choose the reason")
    refused(PUBLISHED, replace(back, version=2), HOLDER, "Another table")
    again = (*PUBLISHED, (back, HOLDER), (PUBLISH, HOLDER))
    assert state_of(*again).published == 1


def test_nobody_decides_while_the_mandate_is_vacant() -> None:
    heard = holding(signs_until=TODAY - DAY)
    given(ROUND, *history(*COMPILED), heard).when(SEND, by=HOLDER).then_refused("vacant")
    ended = holding(transmits_until=TODAY - DAY)
    given(ROUND, *history(*COMPILED), ended).when(SEND, by=HOLDER).then_refused("Nothing is trans")
    barred = HolderNoted(
        mandate=OPENED.mandate,
        term_id="term-1",
        seat=seats_of(OPENED.mandate)[0],
        holder_id=HOLDER.actor_id,
        starts_on=SINCE,
        last=SINCE + 400 * DAY,
        noted_at=AT,
    )
    new = HoldingHeard(mandate=OPENED.mandate, term=barred)
    on = AT + (SINCE - TODAY) + DAY
    for acts, command in ((COMPILED, SEND), (HEARD, PUBLISH)):
        given(ROUND, *history(*acts), new).when(command, by=HOLDER, at=on).then_refused(
            "first weeks"
        )
    assert ROUND.consults(SEND, state_of(*COMPILED)) == [f"officeholder-{OPENED.mandate}"]
    assert ROUND.consults(COMPILE, state_of(*COMPILED)) == []
    assert ROUND.consults(SEND, state_of()) == []
    assert ROUND.creates(OPEN)
