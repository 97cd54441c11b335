"""The last day of an open round is moved, and a closed one is opened again while it can be."""

from services.followup.round.decide import ROUND
from shared.contracts import followup_rounds as facts
from shared.contracts.followup_round_commands import CloseRound, MoveDue, ReopenRound, TakeTableBack
from shared.core.testing import given
from tests.followup.rounds import (
    ANSWERED,
    BEGUN,
    DUE,
    GOVERNMENT,
    LATER,
    NGO,
    PUBLISHED,
    SENT,
    TODAY,
    fact,
    history,
    keep,
    of,
)
from tests.followup.visits import HOLDER, OFFICER, OTHER_OFFICER

MOVE = of(MoveDue, seen=DUE, due_on=LATER)
REOPEN = of(ReopenRound, due_on=LATER)
CLOSE = of(CloseRound)


def test_the_last_day_of_an_open_round_is_moved_by_those_of_the_mandate() -> None:
    for acts in (BEGUN, ANSWERED, SENT):
        moved = fact(facts.FollowUpDueMoved, due_on=LATER)
        given(ROUND, *history(*acts)).when(MOVE, by=OFFICER).then(moved)
    again = (*BEGUN, (MOVE, OFFICER))
    given(ROUND, *history(*again)).when(MOVE, by=OFFICER).then_nothing()
    stale = of(MoveDue, seen=DUE, due_on=TODAY.replace(day=TODAY.day + 1))
    given(ROUND, *history(*again)).when(stale, by=OFFICER).then_refused("was moved")
    past = of(MoveDue, seen=DUE, due_on=TODAY)
    given(ROUND, *history(*BEGUN)).when(past, by=OFFICER).then_refused("from tomorrow")
    for by in (OTHER_OFFICER, GOVERNMENT, NGO):
        given(ROUND, *history(*BEGUN)).when(MOVE, by=by).then_forbidden()
    given(ROUND, *history(*PUBLISHED)).when(MOVE, by=OFFICER).then_refused("is published")
    closed = history(*BEGUN, (CLOSE, HOLDER))
    given(ROUND, *closed).when(MOVE, by=OFFICER).then_refused("round is closed")


def test_a_closed_round_is_reopened_by_its_holder_until_its_table_is_published() -> None:
    closed = (*SENT, (CLOSE, HOLDER))
    reopened = fact(facts.FollowUpRoundReopened, HOLDER, due_on=LATER)
    given(ROUND, *history(*closed)).when(REOPEN, by=HOLDER).then(reopened)
    given(ROUND, *history(*SENT)).when(REOPEN, by=HOLDER).then_nothing()
    for by in (OFFICER, GOVERNMENT):
        given(ROUND, *history(*closed)).when(REOPEN, by=by).then_forbidden()
    past = of(ReopenRound, due_on=TODAY)
    given(ROUND, *history(*closed)).when(past, by=HOLDER).then_refused("from tomorrow")
    public = (*PUBLISHED, (CLOSE, HOLDER))
    given(ROUND, *history(*public)).when(REOPEN, by=HOLDER).then_refused("is published")
    back = (*public, (of(TakeTableBack, version=1, reason="mistake"), HOLDER))
    given(ROUND, *history(*back)).when(REOPEN, by=HOLDER).then(reopened)
    open_ = history(*closed, (REOPEN, HOLDER))
    state = ROUND.fold(open_)
    assert state.opened is not None
    assert state.opened.due_on == LATER
    assert history(*closed, (REOPEN, HOLDER), (keep(2, "g-2"), GOVERNMENT))[len(open_) :]
