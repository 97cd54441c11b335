"""Visit files in random histories: each state has a way on, and what is sent twice counts once."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from services.followup.app import FOLLOWUP_SERVICE
from services.followup.visit_file.decide import VISIT_FILE
from services.followup.visit_file.filing import FileVisitLetter
from services.followup.visit_file.state import File
from shared.contracts.followup_visit_commands import (
    AgreeVisitDates,
    CarryVisitFileOver,
    DecideVisitReservation,
    DeemVisitCancelled,
    LogTermsAnswer,
    LogTermsOfReference,
    LogVisitAcceptance,
    LogVisitAcknowledgement,
    LogVisitCancellation,
    LogVisitDates,
    LogVisitDeclination,
    LogVisitInvitation,
    LogVisitPostponement,
    LogVisitReminder,
    LogVisitRequest,
    RaiseVisitInCouncil,
    StrikeVisitDocument,
    TakeBackVisitLetter,
)
from shared.contracts.followup_visits import Window
from shared.core.actor import Actor, Asked
from shared.core.decider import Refused
from shared.core.message import Metadata, derive_id
from shared.core.testing import AT, InMemoryStore
from shared.hosting.service import asking
from tests.followup.visits import DAY, DETENTION, EVERY, HOLDER, OFFICER, QRD, TODAY, document

SIDES = st.sampled_from(["state", "mandate"])
REASONS = st.sampled_from(["late", "none"])
ON_FILE: dict[str, Any] = {
    "mandate": st.just("sr-torture"),
    "state": st.just("KEN"),
    "seen": st.just(0),
}
DAYS = st.integers(-500, 0).map(lambda days: TODAY + timedelta(days=days))
NUMBERS = st.integers(1, 12)
LOGS: dict[str, Any] = {**ON_FILE, "document": st.builds(document, NUMBERS, DAYS)}
ACTS: dict[str, Any] = {
    **ON_FILE,
    "document_id": NUMBERS.map(lambda number: document(number).document_id),
}
DATES = st.just(Window(first=TODAY + 100 * DAY, last=TODAY + 107 * DAY))
MAYBE = st.none() | DATES
COMMANDS: st.SearchStrategy[Any] = st.one_of(
    st.builds(
        FileVisitLetter,
        mandate=st.just("sr-torture"),
        state=st.just("KEN"),
        letter=st.sampled_from(["request", "reminder"]),
        letter_id=st.just("letter-1"),
        kind=st.none(),
        dates=MAYBE,
        decided_on=DAYS,
        sent_by=st.just("officer-1"),
        document=st.builds(document, NUMBERS, DAYS),
    ),
    st.builds(TakeBackVisitLetter, **ON_FILE),
    st.builds(LogVisitRequest, **LOGS, kind=st.just("official"), dates=MAYBE),
    st.builds(LogVisitReminder, **LOGS),
    st.builds(LogVisitInvitation, **LOGS, dates=MAYBE),
    st.builds(LogVisitAcknowledgement, **LOGS, by=SIDES),
    st.builds(LogVisitAcceptance, **LOGS, dates=MAYBE),
    st.builds(LogVisitDeclination, **LOGS, by=SIDES, reason=REASONS),
    st.builds(LogVisitDates, **LOGS, by=SIDES, dates=DATES),
    st.builds(LogVisitPostponement, **LOGS, by=SIDES, reason=REASONS, dates=MAYBE),
    st.builds(LogVisitCancellation, **LOGS, by=SIDES, reason=REASONS),
    st.builds(DeemVisitCancelled, **ACTS),
    st.builds(RaiseVisitInCouncil, **ACTS, session=st.integers(1, 90)),
    st.builds(CarryVisitFileOver, **ACTS, kept=st.booleans()),
    st.builds(StrikeVisitDocument, **ACTS),
    st.builds(LogTermsOfReference, **LOGS, version=st.just("2016")),
    st.builds(
        LogTermsAnswer,
        **LOGS,
        value=st.sampled_from(["accepted", "refused"]),
    ),
    st.builds(
        LogTermsAnswer, **LOGS, value=st.just("reserved"), reservations=st.just((DETENTION,))
    ),
    st.builds(
        DecideVisitReservation,
        **ACTS,
        answer_id=NUMBERS.map(lambda number: document(number).document_id),
        taken=st.booleans(),
    ),
    st.builds(AgreeVisitDates, **ACTS, dates=DATES),
)
MOVES = st.lists(st.tuples(COMMANDS, st.sampled_from([HOLDER, OFFICER, QRD])), max_size=25)


def asked(by: Actor) -> Asked:
    return Asked(at=AT, by=by)


def grown(moves: Sequence[tuple[Any, Actor]]) -> list[Any]:
    history: list[Any] = []
    state = VISIT_FILE.initial
    for command, by in moves:
        with suppress(Refused):
            new = VISIT_FILE.decide(_as_shown(command, state), asked(by), state)
            history += new
            state = VISIT_FILE.fold(new, state)
    return history


def _as_shown(command: Any, state: File) -> Any:
    told = isinstance(command, FileVisitLetter)
    return command if told else replace(command, seen=state.steps)


def ways_on(state: File) -> set[str]:
    """Return the statuses to which something that is taken today leads from here."""
    on_file: dict[str, Any] = {"mandate": "sr-torture", "state": "KEN", "seen": state.steps}
    new: dict[str, Any] = {**on_file, "document": document(99)}
    commands: list[Any] = [
        LogVisitRequest(**new, kind="official"),
        LogVisitInvitation(**new),
        LogVisitAcceptance(**new),
        LogVisitDates(**new, by="state", dates=Window(first=TODAY + DAY, last=TODAY + 2 * DAY)),
        LogVisitDeclination(**new, by="state", reason="none"),
        CarryVisitFileOver(**on_file, document_id=document(99).document_id, kept=False),
    ]
    found: set[str] = set()
    for command in commands:
        with suppress(Refused):
            facts = VISIT_FILE.decide(command, asked(HOLDER), state)
            found |= {VISIT_FILE.fold(facts, state).now.status}
    return found


@settings(max_examples=200)
@given(MOVES)
def test_every_state_has_a_way_on(moves: list[tuple[Any, Actor]]) -> None:
    history = grown(moves)
    state = VISIT_FILE.fold(history)
    ways = ways_on(state)
    assert ways & {"accepted", "invited", "dates"}, state.now
    open_now = state.now.asked_on or state.now.invited_on
    assert bool(open_now) is ("lapsed" in ways), state.now


@settings(max_examples=100)
@given(MOVES)
def test_a_fact_says_where_its_file_stands_as_the_fold_does(
    moves: list[tuple[Any, Actor]],
) -> None:
    history = grown(moves)
    for number, fact in enumerate(history, start=1):
        state = VISIT_FILE.fold(history[:number])
        assert (fact.now, fact.step) == (state.now, number)
        # Whatever acknowledged, reminded or told the Council: the clock went on.
        if state.now.status in {"requested", "reminded", "informed"}:
            assert state.now.unanswered_on


@settings(max_examples=100)
@given(MOVES)
def test_a_document_counts_once_however_often_it_is_logged(
    moves: list[tuple[Any, Actor]],
) -> None:
    history = grown([move for move in moves for _ in range(2)])
    state = VISIT_FILE.fold(history)
    known = [one.document.document_id for one in state.documents]
    assert len(known) == len(set(known))
    assert state.struck.isdisjoint(known)
    for command, by in moves:
        document_id = getattr(getattr(command, "document", None), "document_id", None)
        if document_id and state.knows(document_id):
            assert not VISIT_FILE.decide(command, asked(by), state)


async def test_the_service_told_twice_does_it_once() -> None:
    store = InMemoryStore()
    ask = asking(FOLLOWUP_SERVICE, store)
    for number, (command, by) in enumerate(EVERY):
        command_id = derive_id("visit story", number)
        metadata = Metadata(
            correlation_id=derive_id("visit"), causation_id=command_id, actor=by.actor_id
        )
        for _ in range(2):
            await ask(command, Asked(at=AT, by=by), command_id, metadata)
    assert len(store.log) == len(EVERY)
    assert {record.stream.partition("-")[0] for record in store.log} == {"visitfile"}
