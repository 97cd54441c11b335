from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from portal.casefile.replies.tables import behind, cases, grades, replies, signatures, steps
from portal.followup.replies.read_model import REPLIES, project
from shared.contracts.followup import FOLLOWUP, DemoClockAdvanced, ReplyKind
from shared.contracts.followup_erasure import CaseTextErased
from shared.contracts.followup_replies import REPLY_CASE_FACTS
from shared.core.message import Sealed
from shared.read_models.model import Applier, Change, Put, digest
from tests.support import cases as told
from tests.support.compiled import engine_of
from tests.support.followup import (
    CASE,
    LETTER,
    NOW,
    REPLY,
    arriving,
    due,
    graded,
    informed,
    logged,
    overdue,
)

DUE = due(mandates=("sr-torture", "wgad"), submission_ids=(told.SUBMISSION,))
TEXT = Sealed(f"reply-{REPLY}", "cipher")


def changes(fact: object) -> list[Change]:
    return list(project(arriving([fact])[0]))


def on_the_case(fact: object) -> dict[str, Any]:
    """Return what the fact puts into the row of the case."""
    [put] = [one for one in changes(fact) if isinstance(one, Put) and one.table is cases]
    assert put.key == (LETTER,)
    return dict(put.values)


def test_a_due_reply_opens_a_case_with_its_signatures_and_submissions() -> None:
    assert on_the_case(DUE) == {
        "correlation_id": CASE,
        "reference": "UA CHE 1/2026",
        "type": "UA",
        "recipient": "CHE",
        "transmitted_at": DUE.transmitted_at,
        "first_due_at": DUE.due_at,
        "due_at": DUE.due_at,
        "reply_days_of": None,
        "reminder_days_of": None,
    }
    others = [one for one in changes(DUE) if one.table in (signatures, behind)]
    assert others == [
        Put(signatures, (LETTER, "sr-torture"), {}),
        Put(signatures, (LETTER, "wgad"), {}),
        Put(behind, (LETTER, told.SUBMISSION), {}),
    ]


def test_an_overdue_reply_says_since_when() -> None:
    fact = overdue(DUE)
    assert on_the_case(fact) == {"overdue_at": fact.overdue_at}


def test_an_extension_gives_another_date_that_has_not_passed() -> None:
    fact = told.extended(DUE)
    assert on_the_case(fact) == {
        "due_at": fact.due_at,
        "extended_at": fact.noted_at,
        "overdue_at": None,
    }


@pytest.mark.parametrize(
    ("kind", "column"),
    [
        ("substantive", "answered_at"),
        ("holding", "acknowledged_at"),
        ("acknowledgement", "acknowledged_at"),
    ],
)
def test_only_a_substantive_reply_answers(kind: ReplyKind, column: str) -> None:
    fact = logged(DUE, kind, text=TEXT)
    assert on_the_case(fact) == {column: fact.received_at}
    reply = changes(fact)[0]
    assert isinstance(reply, Put)
    assert (reply.table, reply.key, reply.values["text"]) == (replies, (REPLY,), TEXT)


def test_each_mandates_grade_is_a_row_of_its_own() -> None:
    change = changes(graded(DUE, mandate="wgad"))[0]
    assert isinstance(change, Put)
    assert (change.table, change.key) == (grades, (REPLY, "wgad"))


def test_a_reopened_case_keeps_nothing_of_its_closure() -> None:
    assert on_the_case(told.reopened(DUE)) == {
        "closed_at": None,
        "outcome": None,
        "state_told_at": None,
        "source_told_at": None,
    }


@pytest.mark.parametrize(
    "fact",
    [DUE, overdue(DUE), logged(DUE), graded(DUE), *told.whole(DUE)],
    ids=lambda fact: type(fact).__name__,
)
def test_every_fact_of_a_case_is_a_step_of_its_timeline(fact: object) -> None:
    [step] = [one for one in changes(fact) if one.table is steps]
    assert step.key == (LETTER, 1)
    assert isinstance(step, Put)
    assert FOLLOWUP.catalogue.encode(fact)[0] == step.values["kind"]


@pytest.mark.parametrize(("what", "lines"), [("replycase", 1), ("reply", 0)])
def test_that_its_notes_were_erased_is_a_step_of_a_case(what: Any, lines: int) -> None:
    erased = CaseTextErased(
        what=what,
        item_id=LETTER,
        erasure_id="e-1",
        basis="safety",
        asked_by="family",
        erased_by="protection-1",
        erased_at=NOW,
    )
    assert [(one.table, one.key) for one in changes(erased)] == [(steps, (LETTER, 1))] * lines


def test_every_kind_of_fact_of_a_case_is_tried_here() -> None:
    tried = {type(one) for one in told.whole(DUE)}
    assert tried == set(REPLY_CASE_FACTS.values())


@pytest.mark.parametrize(
    "fact", [informed(), DemoClockAdvanced(days=1, advanced_by="x", advanced_at=NOW)]
)
def test_other_facts_change_no_case(fact: object) -> None:
    assert changes(fact) == []


def test_facts_delivered_twice_leave_the_same_tables(database_url: str) -> None:
    story = [
        DUE,
        overdue(DUE),
        logged(DUE, "holding", text=TEXT),
        logged(DUE, text=TEXT, reply_id="another"),
        graded(DUE, "pending"),
        graded(DUE, "full"),
        *told.whole(DUE),
    ]
    engine = engine_of(database_url)
    applier = Applier(engine, REPLIES)
    applier.prepare()
    for fact in arriving(story):
        applier.apply([fact])
        applier.apply([fact])
    with engine.connect() as conn:
        once_each = digest(conn, REPLIES.tables)
        grade = conn.execute(select(grades)).one()
        case = conn.execute(select(cases)).one()
    assert grade.value == "full"
    assert case.first_due_at == DUE.due_at == datetime(2027, 1, 13, 22, 59, 59, 999999, tzinfo=UTC)
    assert case.due_at - case.first_due_at == timedelta(days=30)
    assert case.overdue_at is None

    applier.drop()
    applier.prepare()
    assert applier.apply(arriving(story)) == len(story)
    with engine.connect() as conn:
        assert digest(conn, REPLIES.tables) == once_each
    engine.dispose()
