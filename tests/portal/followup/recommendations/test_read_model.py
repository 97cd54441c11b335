from dataclasses import replace

import pytest
from sqlalchemy import select

from portal.followup.recommendations.read_model import (
    RECOMMENDATIONS,
    assessments,
    informations,
    project,
    read,
    recommendations,
    reviews,
    tops,
    versions,
)
from shared.core.message import Sealed, derive_id
from shared.read_models.model import Applier, Delete, Put, digest
from tests.support.compiled import engine_of
from tests.support.followup import (
    CASE,
    INFO,
    LETTER,
    NOW,
    RECOMMENDATION,
    arriving,
    assessed,
    due,
    implemented,
    informed,
    issued,
    logged,
)

TEXT = Sealed(f"recommendation-{RECOMMENDATION}", "cipher")


def changes(fact: object) -> list[object]:
    return list(project(arriving([fact])[0]))


def test_an_issued_recommendation_belongs_to_the_case_of_its_letter() -> None:
    assert changes(issued(text=TEXT)) == [
        Put(
            recommendations,
            (RECOMMENDATION,),
            {
                "correlation_id": CASE,
                "communication_id": LETTER,
                "addressee": "CHE",
                "mandate": "sr-torture",
                "text": TEXT,
                "issued_by": "account-1",
                "issued_at": NOW,
            },
        ),
        Put(versions, (RECOMMENDATION, 1), {"text": TEXT, "by": "account-1", "at": NOW}),
    ]


def test_information_is_kept_by_provider_and_never_merged() -> None:
    [change] = changes(informed("nhri", text=TEXT))
    assert isinstance(change, Put)
    assert (change.table, change.key) == (informations, (INFO,))
    assert change.values["provider"] == "nhri"


def test_an_assessment_is_kept_and_counts() -> None:
    kept, ended, counts, changed, looked = changes(assessed("partially", rationale=TEXT))
    assert isinstance(kept, Put)
    assert (kept.table, kept.key) == (assessments, (derive_id("fact", 0),))
    assert ended == Delete(tops, (RECOMMENDATION, "implementation"))
    assert counts == Put(
        recommendations, (RECOMMENDATION,), {"scheme": "implementation", "grade": "partially"}
    )
    assert looked == Delete(reviews, (RECOMMENDATION,)), "it was looked at"
    assert changed == Put(recommendations, (RECOMMENDATION,), {"changed_at": NOW})


def test_it_is_implemented_while_it_has_the_top_grade_of_a_scheme() -> None:
    _, _, top, *_ = changes(assessed("fully"))
    assert top == Put(tops, (RECOMMENDATION, "implementation"), {"graded_at": NOW})
    newer = replace(assessed("not"), scheme="implementation-2")
    gone = [one.key for one in changes(newer) if isinstance(one, Delete) and one.table == tops]
    assert gone == [(RECOMMENDATION, "implementation"), (RECOMMENDATION, "implementation-2")]
    theirs = replace(assessed("fully"), addressee_id="a", based_on=(INFO,))
    read_ = {"addressee_id": "a"}
    assert changes(theirs)[1:-1] == [Put(read, (derive_id("fact", 0), INFO), read_)]


@pytest.mark.parametrize("fact", [due(), logged(due())])
def test_replies_change_no_recommendation(fact: object) -> None:
    assert changes(fact) == []


def test_facts_delivered_twice_leave_the_same_tables(database_url: str) -> None:
    story = [
        issued(text=TEXT),
        informed(text=TEXT),
        assessed("partially", rationale=TEXT),
        assessed("fully", rationale=TEXT),
        implemented(),
    ]
    engine = engine_of(database_url)
    applier = Applier(engine, RECOMMENDATIONS)
    applier.prepare()
    for fact in arriving(story):
        applier.apply([fact])
        applier.apply([fact])
    with engine.connect() as conn:
        once_each = digest(conn, RECOMMENDATIONS.tables)
        assert conn.execute(select(recommendations)).one().grade == "fully"
        assert len(conn.execute(select(assessments)).all()) == 2, "the history is kept"

    applier.drop()
    applier.prepare()
    assert applier.apply(arriving(story)) == len(story)
    with engine.connect() as conn:
        assert digest(conn, RECOMMENDATIONS.tables) == once_each
    engine.dispose()
