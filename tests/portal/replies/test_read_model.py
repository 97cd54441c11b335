from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from portal.replies.read_model import REPLIES, cases, grades, project, replies, signatures
from shared.contracts.followup import DemoClockAdvanced, ReplyKind
from shared.message import Sealed
from shared.read_model import Applier, Put, digest
from shared.tables import make_engine
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

DUE = due(mandates=("sr-torture", "wgad"))
TEXT = Sealed(f"reply-{REPLY}", "cipher")


def changes(fact: object) -> list[object]:
    return list(project(arriving([fact])[0]))


def test_a_due_reply_opens_a_case_with_its_signatures() -> None:
    assert changes(DUE) == [
        Put(
            cases,
            (LETTER,),
            {
                "correlation_id": CASE,
                "reference": "UA CHE 1/2026",
                "type": "UA",
                "recipient": "CHE",
                "transmitted_at": DUE.transmitted_at,
                "due_at": DUE.due_at,
            },
        ),
        Put(signatures, (LETTER, "sr-torture"), {}),
        Put(signatures, (LETTER, "wgad"), {}),
    ]


def test_an_overdue_reply_says_since_when() -> None:
    fact = overdue(DUE)
    assert changes(fact) == [Put(cases, (LETTER,), {"overdue_at": fact.overdue_at})]


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
    reply, case = changes(fact)
    assert case == Put(cases, (LETTER,), {column: fact.received_at})
    assert isinstance(reply, Put)
    assert (reply.table, reply.key, reply.values["text"]) == (replies, (REPLY,), TEXT)


def test_each_mandates_grade_is_a_row_of_its_own() -> None:
    [change] = changes(graded(DUE, mandate="wgad"))
    assert isinstance(change, Put)
    assert (change.table, change.key) == (grades, (REPLY, "wgad"))


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
    ]
    engine = make_engine(database_url, durable=False)
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
    assert case.due_at == DUE.due_at == datetime(2027, 1, 13, 22, 59, 59, 999999, tzinfo=UTC)
    assert case.overdue_at - case.due_at == timedelta(seconds=1)

    applier.drop()
    applier.prepare()
    assert applier.apply(arriving(story)) == len(story)
    with engine.connect() as conn:
        assert digest(conn, REPLIES.tables) == once_each
    engine.dispose()
