"""What is erased of a provider that leaves a follow-up round: FR3, decision 0241."""

from typing import Any

import pytest

from services.followup.round.decide import ROUND
from shared.contracts import followup_rounds as facts
from shared.contracts.followup_round_commands import (
    CloseRound,
    DiscardDraft,
    EraseLeftDraft,
    TakeAskBack,
    WithdrawAnswers,
)
from shared.contracts.followup_rounds import Answer
from shared.core.actor import Actor, Asked, system
from shared.core.decider import Forbidden
from shared.core.testing import AT
from shared.reference.rounds import ROUNDS_CLOCK, provider_id
from tests.followup.rounds import (
    ANSWERED,
    BEGUN,
    COMPILED,
    NGO,
    OF_NGO,
    OF_NHRI,
    OF_STATE,
    ONE,
    PUBLISHED,
    TWO,
    add_file,
    ask,
    fact,
    history,
    keep,
    of,
    state_of,
    submit,
)
from tests.followup.visits import HOLDER, OFFICER

DRAFTED = (*BEGUN, (keep(0, "n-1"), NGO), (keep(1, "n-2"), NGO), (add_file(), NGO))
BACK = of(TakeAskBack, provider_id=OF_NGO)


def asked(by: Actor) -> Asked:
    return Asked(at=AT, by=by)


def left(this: str = OF_NGO) -> Any:
    return of(EraseLeftDraft, provider_id=this)


def discarded(step: int, *answers: str, kept: tuple[Answer, ...] = ()) -> Any:
    also = {"provider_id": OF_NGO, "step": step, "answers": answers, "kept": kept}
    return fact(facts.FollowUpDraftDiscarded, ROUNDS_CLOCK, **also)


def removed(step: int, file: str) -> Any:
    also = {"provider_id": OF_NGO, "step": step, "attachment_id": file}
    return fact(facts.FollowUpFileRemoved, ROUNDS_CLOCK, **also)


def test_a_request_that_is_taken_back_names_all_that_goes() -> None:
    gone = fact(
        facts.FollowUpAskTakenBack, provider_id=OF_NGO, answers=("n-1", "n-2"), files=("f-1",)
    )
    given = ROUND.decide(BACK, asked(OFFICER), state_of(*DRAFTED))
    assert given == [gone]
    again = (*DRAFTED, (BACK, OFFICER), (ask(), OFFICER), (keep(0, "n-3"), NGO), (BACK, OFFICER))
    assert history(*again)[-1].answers == ("n-3",), "what it kept before is gone already"


def test_what_was_in_a_table_stays_also_once_the_request_is_taken_back() -> None:
    some = (*COMPILED, (of(WithdrawAnswers, seen=3), NGO), (keep(4, "n-3"), NGO), (BACK, OFFICER))
    assert history(*some)[-1].answers == ("n-2", "n-3"), (
        "what was for the mandate alone was in none"
    )


@pytest.mark.parametrize("more", [(), ((of(CloseRound), HOLDER),)])
def test_the_draft_of_who_left_goes_whatever_became_of_the_round(more: Any) -> None:
    some = (*DRAFTED, *more, (left(), ROUNDS_CLOCK))
    assert history(*some)[-2:] == [removed(4, "f-1"), discarded(5, "n-1", "n-2")]
    assert ROUND.decide(left(), asked(ROUNDS_CLOCK), state_of(*some)) == []


def test_what_was_sent_or_published_stays() -> None:
    for acts in (ANSWERED, PUBLISHED):
        assert ROUND.decide(left(), asked(ROUNDS_CLOCK), state_of(*acts)) == []
    sent = (
        *BEGUN,
        (keep(0, "n-1"), NGO),
        (keep(1, "n-2"), NGO),
        (add_file("f-1"), NGO),
        (submit(3, "n-sent"), NGO),
    )
    only = Answer(recommendation_id=ONE, answer_id="n-2", wish="publish")
    first = history(*sent, (left(), ROUNDS_CLOCK))[-1]
    assert first == discarded(5, "n-1", kept=(only,)), "also what it wrote before in the same row"
    more = (*sent, (keep(4, "n-3", TWO), NGO), (add_file("f-2", TWO), NGO), (left(), ROUNDS_CLOCK))
    assert history(*more)[-2:] == [removed(7, "f-2"), discarded(8, "n-1", "n-3", kept=(only,))]
    one = state_of(*more).providers[OF_NGO]
    assert one.kept == one.sent
    assert one.files == {"f-1": ONE}


def test_an_earlier_draft_that_nobody_discarded_goes_with_the_last_one() -> None:
    back = (*ANSWERED, (of(WithdrawAnswers, seen=3), NGO), (of(DiscardDraft, seen=4), NGO))
    assert history(*back)[-1].answers == ("n-1", "n-2")
    assert ROUND.decide(left(), asked(ROUNDS_CLOCK), state_of(*back)) == []


def test_only_the_clock_asks_for_it_and_only_of_who_can_leave() -> None:
    for by in (NGO, OFFICER, HOLDER, system("clock")):
        with pytest.raises(Forbidden):
            ROUND.decide(left(), asked(by), state_of(*DRAFTED))
    for this in (OF_STATE, OF_NHRI, provider_id("another round", "org-1")):
        assert ROUND.decide(left(this), asked(ROUNDS_CLOCK), state_of(*ANSWERED)) == []
