from typing import Any

import pytest
from sqlalchemy import Engine, select

from portal.casefile.submissions.read_model import (
    SUBMISSIONS,
    project,
    questions,
    submissions,
    tables,
    timeline,
)
from portal.casefile.submissions.status import status
from shared.contracts.approvals import CommunicationWithdrawn
from shared.core.message import Sealed
from shared.read_models.model import Applier, Put, digest
from tests.support.compiled import engine_of
from tests.support.submissions import (
    AT,
    ID,
    QUESTION,
    Told,
    answered,
    asked,
    confirmed,
    consent_granted,
    consent_withdrawn,
    informed,
    linked,
    not_actioned,
    published,
    received,
    transmitted,
    triaged,
)

OTHER = "00000000-0000-4000-8000-000000000002"
STORY = [
    received(),
    received(OTHER, submitter_id="ngo-2"),
    asked(),
    answered(),
    triaged(),
    confirmed(),
    consent_withdrawn(),
    linked(),
    consent_withdrawn(),
    consent_granted(),
    not_actioned(OTHER),
    triaged(mandates=("sr-hrds",)),
    transmitted(ID, OTHER),
    informed(),
]


def values(fact: Any) -> dict[str, Any]:
    """What the fact sets in the submission's row."""
    [put] = [
        change
        for change in project(published(fact, 7))
        if isinstance(change, Put) and change.table is submissions
    ]
    return dict(put.values)


def test_a_received_submission_is_with_the_desk_and_its_texts_stay_sealed() -> None:
    row = values(received(urgent=True))
    assert row["with_desk"] is True
    assert row["urgent_asked"] is True
    assert row["mandates_asked"] == ["sr-torture"]
    assert all(isinstance(row[name], Sealed) for name in ("perpetrators", "incident", "narrative"))


def test_a_triaged_one_leaves_the_desk() -> None:
    assert values(triaged()) == {
        "with_desk": False,
        "urgency": "urgent",
        "mandates": ["sr-torture", "sr-hrds"],
        "triaged_at": AT,
    }


def test_one_that_is_not_actioned_leaves_the_desk_with_its_reason() -> None:
    assert values(not_actioned()) == {
        "with_desk": False,
        "not_actioned": "political",
        "not_actioned_at": AT,
    }


def test_withdrawn_consent_is_known_until_it_is_given_again() -> None:
    assert values(consent_withdrawn()) == {"consent_withdrawn_at": AT}
    assert values(consent_granted()) == {"consent_withdrawn_at": None}


def test_other_facts_change_nothing() -> None:
    fact = CommunicationWithdrawn(
        communication_id="c",
        mandate="sr-torture",
        reason=Sealed("c", "x"),
        withdrawn_by="holder-1",
        withdrawn_at=AT,
    )
    assert list(project(published(fact, 1))) == []


def test_columns_fed_by_two_topics_are_disjoint() -> None:
    def columns(fact: Any) -> set[tuple[str, str]]:
        return {
            (change.table.name, name)
            for change in project(published(fact, 1))
            if isinstance(change, Put)
            for name in change.values
        }

    # The timeline has a row for each position, and a position belongs to one topic.
    both = columns(linked()) & columns(transmitted())
    assert {table for table, _ in both} == {timeline.name}


@pytest.fixture
def engine(database_url: str) -> Any:
    engine = engine_of(database_url)
    yield engine
    engine.dispose()


def test_every_fact_told_twice_gives_the_tables_of_every_fact_told_once(engine: Engine) -> None:
    applier = Applier(engine, SUBMISSIONS)
    facts = [published(fact, n) for n, fact in enumerate(STORY, 1)]
    digests = []
    for told in ([[f] for f in facts], [[f] for f in facts for _ in (1, 2)], [facts, facts]):
        applier.drop()
        applier.prepare()
        for batch in told:
            applier.apply(batch)
        with engine.connect() as conn:
            digests.append(digest(conn, tables))
            assert conn.execute(select(submissions)).all()
    assert len(set(digests)) == 1


def test_a_row_says_where_the_submission_stands(engine: Engine) -> None:
    told = Told(engine)

    def stands() -> str | None:
        with engine.connect() as conn:
            return conn.scalar(select(status).where(submissions.c.submission_id == ID))

    steps: list[tuple[Any, str]] = [
        (received(), "new"),
        (asked(), "waiting"),
        (answered(), "answered"),
        (triaged(), "triaged"),
        (asked(question_id="00000000-0000-4000-8000-00000000000a"), "waiting"),
        (answered(question_id="00000000-0000-4000-8000-00000000000a"), "triaged"),
        (not_actioned(), "not-actioned"),
    ]
    for fact, expected in steps:
        told.tell(fact)
        assert stands() == expected


def test_a_question_and_its_answer_share_a_row(engine: Engine) -> None:
    told = Told(engine)
    told.tell(received(), asked(), answered())
    with engine.connect() as conn:
        [row] = conn.execute(select(questions)).all()
    assert (row.question_id, row.asked_by, row.answered_at) == (QUESTION, "desk-1", AT)
