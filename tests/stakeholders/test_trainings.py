"""The training register: each step and its way back, versions of the day, and whose items."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from services.stakeholders.training.decide import TRAINING
from services.stakeholders.training.modules import evolve as fold_library
from services.stakeholders.training.state import State, evolve
from shared.core.actor import Actor, Asked
from shared.core.decider import Refused
from shared.core.testing import AT, given
from shared.reference.trainings import (
    AHEAD,
    FIRST_DAY,
    LONGEST,
    MOST_FINDINGS,
    MOST_ITEMS,
    MOST_MODULES,
    MOST_TRAINERS,
)
from tests.stakeholders import documents as library
from tests.stakeholders.trainings import (
    CANCEL,
    CANCELLED,
    CHANGE,
    CHANGED,
    CHIEF,
    CLOSE,
    CLOSED,
    DAY,
    DESK,
    DETAILS,
    EVALUATE,
    EVALUATED,
    FIND,
    FINDING,
    FOUND,
    HELD,
    HOLD,
    KEEPER,
    LATER,
    LEFT,
    MODULE,
    MOVE,
    MOVED,
    NAME,
    NAMED,
    OPEN,
    OPENED,
    OTHER_ITEM,
    OWNER,
    PLAN,
    PLANNED,
    REINSTATE,
    REINSTATED,
    REOPEN,
    REOPENED,
    STRIKE,
    STRUCK,
    TAKE_BACK,
    TAKEN_BACK,
    TODAY,
    TRAINER,
)

DONE = (PLANNED, HELD)
WITH_ITEM = (*DONE, OPENED)
OVER = (*WITH_ITEM, CLOSED)
CHANGED_SINCE = "The training event has changed. Look at it again."
NOT_THEN = "A module was not current while the training event was held."
HISTORIES: list[tuple[Any, Any, tuple[Any, ...], Any]] = [
    # command, what comes of it, after this, and the same again after it
    (PLAN, PLANNED, (), PLANNED),
    (CHANGE, CHANGED, (PLANNED,), CHANGED),
    (CANCEL, CANCELLED, (PLANNED,), CANCELLED),
    (REINSTATE, REINSTATED, (PLANNED, CANCELLED), REINSTATED),
    (HOLD, HELD, (*library.UP_TO_DATE, PLANNED), HELD),
    (TAKE_BACK, TAKEN_BACK, DONE, TAKEN_BACK),
    (EVALUATE, EVALUATED, DONE, EVALUATED),
    (OPEN, OPENED, DONE, OPENED),
    (MOVE, MOVED, WITH_ITEM, MOVED),
    (CLOSE, CLOSED, WITH_ITEM, CLOSED),
    (REOPEN, REOPENED, OVER, REOPENED),
    (NAME, NAMED, DONE, NAMED),
    (FIND, FOUND, DONE, FOUND),
    (STRIKE, STRUCK, (*DONE, FOUND), STRUCK),
]


@pytest.mark.parametrize(("command", "fact", "before", "after"), HISTORIES)
def test_each_step_is_one_fact_of_what_the_page_showed(
    command: Any, fact: Any, before: tuple[Any, ...], after: Any
) -> None:
    given(TRAINING, *before).when(command, by=KEEPER).then(fact)
    given(TRAINING, *before, after).when(command, by=KEEPER).then_nothing()
    given(TRAINING, *before).when(command, by=CHIEF).then_forbidden()
    if before:
        stale = replace(command, seen=command.seen + 1)
        given(TRAINING, *before).when(stale, by=KEEPER).then_refused(CHANGED_SINCE)
        no = "There is no such training event."
        given(TRAINING).when(command, by=KEEPER).then_refused(no)


def test_who_owns_an_item_closes_and_reopens_it_and_nothing_else() -> None:
    given(TRAINING, *WITH_ITEM).when(CLOSE, by=OWNER).then(replace(CLOSED, done_by="owner-1"))
    given(TRAINING, *OVER).when(REOPEN, by=OWNER).then(replace(REOPENED, done_by="owner-1"))
    for command in (replace(CLOSE, outcome="dropped"), MOVE, EVALUATE, OPEN):
        given(TRAINING, *WITH_ITEM).when(command, by=OWNER).then_forbidden()
    for stranger in (replace(OWNER, actor_id="owner-9"), LEFT):
        given(TRAINING, *WITH_ITEM).when(CLOSE, by=stranger).then_forbidden()
    unknown = replace(CLOSE, item_id=OTHER_ITEM)
    given(TRAINING, *WITH_ITEM).when(unknown, by=OWNER).then_forbidden()
    no = "There is no such follow-up item."
    given(TRAINING, *WITH_ITEM).when(unknown, by=DESK).then_refused(no)


@pytest.mark.parametrize(
    ("command", "before", "no"),
    [
        (CHANGE, (PLANNED, CANCELLED), "This training event was cancelled."),
        (CANCEL, DONE, "This training event was held."),
        (replace(CANCEL, code="quorum"), (PLANNED,), "Choose a reason from the list."),
        (REINSTATE, DONE, "This training event was held."),
        (HOLD, (PLANNED, CANCELLED), "This training event was cancelled."),
        (EVALUATE, (PLANNED,), "This training event was not held yet."),
        (OPEN, (PLANNED,), "This training event was not held yet."),
        (NAME, (PLANNED, CANCELLED), "This training event was cancelled."),
        (
            replace(NAME, trainer_ids=tuple(f"t-{n}" for n in range(MOST_TRAINERS + 1))),
            DONE,
            "Choose at most 20 trainers.",
        ),
        (FIND, (PLANNED,), "This training event was not held yet."),
        (replace(FIND, code="mood"), DONE, "Choose from the list what the finding is about."),
        (STRIKE, WITH_ITEM, "There is no such finding."),
        (replace(OPEN, finding_id=FINDING), DONE, "There is no such finding."),
        (
            replace(OPEN, seen=4, finding_id=FINDING),
            (*DONE, FOUND, STRUCK),
            "There is no such finding.",
        ),
        (TAKE_BACK, WITH_ITEM, CHANGED_SINCE),
        (replace(TAKE_BACK, seen=3), WITH_ITEM, "Close its follow-up items first."),
        (replace(MOVE, seen=4), OVER, "This follow-up item is closed."),
        (replace(CLOSE, outcome="dropped"), OVER, "This follow-up item is closed."),
        (
            replace(EVALUATE, answers={"useful": 16}),
            DONE,
            "More people answered than came.",
        ),
        (
            replace(EVALUATE, answers={"great": 1}),
            DONE,
            "Choose what is counted from the list.",
        ),
        (replace(HOLD, participants={"unct": 0}), (PLANNED,), "Enter how many people came."),
        (
            replace(HOLD, participants={"unct": -1}),
            (PLANNED,),
            "Enter numbers from 0 to 10,000.",
        ),
        (
            replace(HOLD, seen=3, modules=(), participants={"unct": 2}),
            (*DONE, EVALUATED),
            "More people answered than came. Correct the evaluation first.",
        ),
        (replace(OPEN, due_on=TODAY - DAY), DONE, "It is due from today on"),
        (replace(OPEN, due_on=TODAY + AHEAD + DAY), DONE, "It is due from today on"),
        (replace(MOVE, due_on=TODAY - DAY), WITH_ITEM, "It is due from today on"),
        (
            replace(HOLD, seen=2),
            (PLANNED, CHANGED),
            "A training event is recorded as held once its last day has come.",
        ),
    ],
)
def test_what_is_refused(command: Any, before: tuple[Any, ...], no: str) -> None:
    given(TRAINING, *before).when(command, by=KEEPER).then_refused(no)


def test_an_item_of_an_event_that_was_taken_back_is_not_opened_again() -> None:
    back = replace(TAKEN_BACK, step=5)
    again = replace(REOPEN, seen=5)
    no = "This training event was not held yet."
    given(TRAINING, *OVER, back).when(again, by=KEEPER).then_refused(no)


def test_a_trainer_records_findings_and_strikes_their_own() -> None:
    named = (*DONE, NAMED)
    mine = replace(FOUND, step=4, done_by="trainer-1")
    given(TRAINING, *named).when(replace(FIND, seen=3), by=TRAINER).then(mine)
    given(TRAINING, *DONE).when(FIND, by=TRAINER).then_forbidden()
    left = replace(TRAINER, roles=LEFT.roles)
    given(TRAINING, *named).when(replace(FIND, seen=3), by=left).then_forbidden()
    for command in (NAME, OPEN, EVALUATE):
        given(TRAINING, *named).when(command, by=TRAINER).then_forbidden()
    strike = replace(STRIKE, seen=4)
    struck = replace(STRUCK, step=5, done_by="trainer-1")
    given(TRAINING, *named, mine).when(strike, by=TRAINER).then(struck)
    given(TRAINING, *named, mine, struck).when(strike, by=TRAINER).then_nothing()
    given(TRAINING, *named, mine).when(strike, by=left).then_forbidden()
    given(TRAINING, *named, replace(FOUND, step=4)).when(strike, by=TRAINER).then_forbidden()
    given(TRAINING, *named).when(STRIKE, by=TRAINER).then_forbidden()


def test_a_finding_is_followed_up_by_items_and_goes_with_the_record() -> None:
    found = (*DONE, FOUND)
    of_it = replace(OPENED, step=4, finding_id=FINDING)
    given(TRAINING, *found).when(replace(OPEN, seen=3, finding_id=FINDING), by=KEEPER).then(of_it)
    no = "Close the follow-up items of this finding first."
    given(TRAINING, *found, of_it).when(replace(STRIKE, seen=4), by=KEEPER).then_refused(no)
    closed = replace(CLOSED, step=5)
    given(TRAINING, *found, of_it, closed).when(replace(STRIKE, seen=5), by=KEEPER).then(
        replace(STRUCK, step=6)
    )
    again = (*found, replace(TAKEN_BACK, step=4), replace(HELD, step=5))
    late = replace(OPEN, seen=5, finding_id=FINDING)
    given(TRAINING, *again).when(late, by=KEEPER).then_refused("There is no such finding.")
    given(TRAINING, *again).when(replace(STRIKE, seen=5), by=KEEPER).then_nothing()


def test_there_are_only_so_many_findings() -> None:
    many = [replace(FOUND, finding_id=f"finding-{n}", step=3 + n) for n in range(MOST_FINDINGS)]
    late = replace(FIND, seen=2 + MOST_FINDINGS)
    no = "A training event has at most 50 findings."
    given(TRAINING, *DONE, *many).when(late, by=KEEPER).then_refused(no)


def test_an_overdue_item_goes_to_another_without_another_day() -> None:
    late = replace(MOVE, due_on=OPEN.due_on)
    [fact] = TRAINING.decide(
        late, Asked(at=AT + 30 * DAY, by=KEEPER), TRAINING.fold((*DONE, OPENED))
    )
    assert fact == replace(MOVED, due_on=OPEN.due_on, done_at=AT + 30 * DAY)


def test_there_are_only_so_many_items() -> None:
    many = [replace(OPENED, item_id=f"item-{n}", step=3 + n) for n in range(MOST_ITEMS)]
    late = replace(OPEN, seen=2 + MOST_ITEMS)
    no = "A training event has at most 50 follow-up items."
    given(TRAINING, *DONE, *many).when(late, by=KEEPER).then_refused(no)


@pytest.mark.parametrize(
    ("changed", "no"),
    [
        ({"kind": "talk"}, "Choose from the list what it is"),
        ({"audience": "everybody"}, "Choose from the list what it is"),
        ({"state": "XXX"}, "Choose a State from the list."),
        ({"state": None}, "A country team is of one State: choose it."),
        ({"place": None}, "Enter where it takes place, unless it is online alone."),
        ({"mode": "online"}, "Enter where it takes place, unless it is online alone."),
        ({"first": FIRST_DAY - DAY}, "A training event begins from 1 Jan 2000 on"),
        ({"first": TODAY + AHEAD + DAY}, "A training event begins from 1 Jan 2000 on"),
        ({"last": DETAILS.first - DAY}, "A training event ends on its first day or later"),
        ({"last": DETAILS.first + LONGEST + DAY}, "A training event ends on its first day"),
    ],
)
def test_an_event_that_makes_no_sense_is_not_put_in(changed: dict[str, Any], no: str) -> None:
    command = replace(PLAN, details=replace(DETAILS, **changed))
    given(TRAINING).when(command, by=KEEPER).then_refused(no)
    moved = replace(CHANGE, details=command.details)
    given(TRAINING, PLANNED).when(moved, by=KEEPER).then_refused(no)


def test_one_for_several_states_online_needs_no_place() -> None:
    details = replace(DETAILS, audience="ngo", state=None, mode="online", place=None)
    command = replace(PLAN, details=details)
    given(TRAINING).when(command, by=KEEPER).then(replace(PLANNED, details=details))


def test_what_is_recorded_is_corrected_and_a_module_stays_whoever_sees_it_now() -> None:
    narrowed = replace(library.NARROWED, audience=("holders",))
    more = replace(HOLD, seen=2, participants={"unct": 20})
    fact = replace(HELD, step=3, participants={"unct": 20}, done_by="desk-1")
    given(TRAINING, *library.UP_TO_DATE, narrowed, *DONE).when(more, by=DESK).then(fact)
    new = replace(more, modules=(MODULE, replace(MODULE, version=2)))
    given(TRAINING, *library.UP_TO_DATE, narrowed, *DONE).when(new, by=DESK).then_refused(NOT_THEN)


def test_only_a_version_that_was_current_on_these_days_and_is_seen_is_a_module() -> None:
    def held(*facts: Any, by: Actor = KEEPER, **of: Any) -> bool:
        planned = replace(PLANNED, details=replace(DETAILS, first=TODAY, last=TODAY))
        command = replace(HOLD, modules=(replace(MODULE, **of),))
        asked = Asked(at=AT + 9 * DAY, by=by)
        try:
            return bool(TRAINING.decide(command, asked, TRAINING.fold((*facts, planned))))
        except Refused as no:
            assert str(no) == NOT_THEN  # noqa: PT017
            return False

    def made(days: int, version: int, before: int | None = None) -> Any:
        at = AT + timedelta(days=days)
        return replace(library.CURRENT, made_at=at, version=version, replaces=before)

    there, other = (
        replace(library.REGISTERED, document_id=one) for one in (library.ID, library.OTHER)
    )
    assert held(there, made(-5, 1))
    assert held(there, made(-5, 1), made(0, 2, 1))  # both on that day
    assert held(there, made(-5, 1), made(0, 2, 1), version=2)
    assert not held(there, made(-5, 1), made(-1, 2, 1))
    assert not held(there, made(1, 1))
    assert not held(there, made(-5, 1), language="fr")
    assert not held(other, replace(made(-5, 1), document_id=library.OTHER))
    assert not held()
    hidden = replace(there, audience=("ngo",))
    assert held(hidden, made(-5, 1))
    assert not held(hidden, made(-5, 1), by=DESK)
    shown = replace(library.NARROWED, audience=("staff",))
    assert held(hidden, made(-5, 1), shown, by=DESK)
    gone = replace(library.WITHDRAWN, withdrawn_at=AT - DAY)
    assert not held(there, made(-5, 1), gone)
    assert held(there, made(-5, 1), replace(gone, withdrawn_at=AT + DAY))
    assert held(there, made(-5, 1), replace(gone, version=2))  # one that was not current
    all_gone = replace(library.WITHDRAWN_ALL, withdrawn_at=AT - DAY)
    assert not held(there, made(-5, 1), all_gone)
    assert not held(there, made(-5, 1), gone, all_gone)
    assert held(there, library.DESCRIBED, library.BUNDLED, made(-5, 1))


def test_so_many_modules_at_most() -> None:
    many = tuple(replace(MODULE, version=n) for n in range(MOST_MODULES + 1))
    no = "Choose at most 30 modules."
    given(TRAINING, PLANNED).when(replace(HOLD, modules=many), by=KEEPER).then_refused(no)


def test_what_comes_before_it_was_planned_changes_nothing() -> None:
    assert evolve(State(), CHANGED) == State()
    assert fold_library({}, library.BUNDLED) == {}
    assert LATER.first > DETAILS.first
