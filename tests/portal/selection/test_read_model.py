from dataclasses import asdict, replace

import pytest
from sqlalchemy import select

from portal.selection import read_model, recusal_model, screening_model, sealed_model
from portal.selection.calls_model import calls
from portal.selection.read_model import SELECTION, project
from shared.contracts.stakeholders import Fact
from shared.core.testing import AT
from shared.read_models.model import Applier, Delete, Put, digest
from tests.portal.selection.facts import STORY, applied_to, told
from tests.stakeholders.selection import (
    AFTER,
    ALL_THREES,
    CALL_CLOSED,
    CALLED,
    CLOSES,
    CRITERIA_RULES,
    DECLARED,
    ESTABLISHED,
    REVIEWED,
    VACANCY_ID,
    adopted,
    applied,
    conflicted,
    files,
    opened,
    proposed,
    scored,
    screened,
    sealed,
    sheet_of,
    submitted,
)
from tests.support.compiled import engine_of

VACANCIES, SEATS, CANDIDATES = read_model.vacancies, read_model.seats, read_model.candidates
KEY = (VACANCY_ID,)


@pytest.mark.parametrize(
    ("fact", "changes"),
    [
        (
            DECLARED,
            [
                Put(
                    VACANCIES,
                    KEY,
                    {"mandate": "sr-torture", "seat_region": None, "declared_at": AT},
                )
            ],
        ),
        (
            CALLED,
            [
                Put(VACANCIES, KEY, {"opens_at": None, "closes_at": CLOSES}),
                Put(calls, KEY, {"opened_at": AT, "rules": asdict(CALLED.rules)}),
            ],
        ),
        (CALL_CLOSED, [Put(VACANCIES, KEY, {"closes_at": AT})]),
        (
            ESTABLISHED,
            [
                Put(VACANCIES, KEY, {"panel_at": AT, "rules": asdict(CRITERIA_RULES)}),
                Put(
                    SEATS,
                    (VACANCY_ID, "AFR"),
                    {"member_id": "chair", "chair": True, "since": AT, "ends_on": None},
                ),
                Put(
                    SEATS,
                    (VACANCY_ID, "APG"),
                    {"member_id": "member", "chair": False, "since": AT, "ends_on": None},
                ),
                Delete(SEATS, (VACANCY_ID, "EEG")),
                Delete(SEATS, (VACANCY_ID, "GRULAC")),
                Put(
                    SEATS,
                    (VACANCY_ID, "WEOG"),
                    {"member_id": "other", "chair": False, "since": AT, "ends_on": None},
                ),
                *(Delete(SEATS, (VACANCY_ID, one)) for one in ("NGO", "NHRI", "ACADEMIA")),
            ],
        ),
        (
            applied("c-1"),
            [
                Put(
                    CANDIDATES,
                    ("c-1",),
                    {
                        "vacancy_id": VACANCY_ID,
                        "applicant_id": "applicant-c-1",
                        "name": sealed("name"),
                        "motivation": sealed("motivation"),
                        "form": None,
                        "nationality": "FRA",
                        "gender": "female",
                        "region": "WEOG",
                        "submitted_at": AT,
                    },
                )
            ],
        ),
        (
            screened("c-1"),
            [
                Put(
                    CANDIDATES,
                    ("c-1",),
                    {"eligible": True, "reason": None, "codes": None, "screened_at": AT},
                ),
                Delete(screening_model.noes, ("c-1",)),
            ],
        ),
        (
            proposed("c-1"),
            [
                Put(
                    screening_model.noes,
                    ("c-1",),
                    {
                        "vacancy_id": VACANCY_ID,
                        "proposal": 1,
                        "reason": sealed("a minister"),
                        "codes": ["government_decision_maker"],
                        "proposed_by": "officer",
                        "proposed_at": AT,
                    },
                )
            ],
        ),
        (
            conflicted("c-1", "member"),
            [
                Put(recusal_model.conflicts, ("c-1", "member"), {"declared_at": AFTER}),
                Delete(sealed_model.scores, (VACANCY_ID, "c-1", "member")),
            ],
        ),
        (
            scored("c-1", "member"),
            [
                Put(
                    sealed_model.scores,
                    (VACANCY_ID, "c-1", "member"),
                    {"scores": dict(ALL_THREES), "note": None, "scored_at": AFTER},
                )
            ],
        ),
        (
            replace(REVIEWED, missing_scores=2, missing=("other",), reason_code="time-is-over"),
            [
                Put(
                    VACANCIES,
                    KEY,
                    {
                        "review_closed_at": AFTER,
                        "missing_scores": 2,
                        "members": 3,
                        "missing": ["other"],
                        "close_reason": "time-is-over",
                    },
                )
            ],
        ),
        (
            submitted("member", "c-1"),
            [
                Put(
                    sealed_model.preferences,
                    (VACANCY_ID, "member"),
                    {
                        "version": 1,
                        "commitment": submitted("member", "c-1").commitment,
                        "candidate_ids": ["c-1"],
                        "submitted_at": AFTER,
                    },
                )
            ],
        ),
        (
            opened("member", "c-1"),
            [
                Put(
                    sealed_model.openings,
                    (VACANCY_ID, "member"),
                    {
                        "version": 1,
                        "commitment": submitted("member", "c-1").commitment,
                        "cause": None,
                        "sheet": asdict(sheet_of("c-1")),
                        "opened_at": AFTER,
                    },
                ),
                Put(
                    sealed_model.scores,
                    (VACANCY_ID, "c-1", "member"),
                    {"scores": dict(ALL_THREES), "note": None, "scored_at": AFTER},
                ),
            ],
        ),
        (
            adopted("c-1"),
            [
                Put(VACANCIES, KEY, {"shortlist_at": AFTER, "reopened_at": None}),
                Put(
                    read_model.shortlist,
                    (VACANCY_ID, "c-1"),
                    {"rank": 1, "reason": sealed("because")},
                ),
            ],
        ),
    ],
)
def test_a_fact_changes_these_rows(fact: Fact, changes: list[Put | Delete]) -> None:
    assert list(project(told([fact])[0])) == changes


def test_facts_that_are_delivered_twice_change_nothing_the_second_time(database_url: str) -> None:
    engine = engine_of(database_url)
    applier = Applier(engine, SELECTION)
    applier.prepare()
    for fact in told(STORY):
        applier.apply([fact])
        applier.apply([fact])
    with engine.connect() as conn:
        once = digest(conn, SELECTION.tables)
    assert applier.apply(told(STORY)) == 0
    applier.drop()
    applier.prepare()
    assert applier.apply(told(STORY)) == len(STORY)
    with engine.connect() as conn:
        assert digest(conn, SELECTION.tables) == once
    engine.dispose()


def test_a_new_panel_takes_the_place_of_the_one_before(database_url: str) -> None:
    engine = engine_of(database_url)
    moved = (replace(ESTABLISHED.seats[0], region="EEG"), *ESTABLISHED.seats[1:])
    applied_to(engine, [*files(), replace(ESTABLISHED, seats=moved)])
    with engine.connect() as conn:
        assert set(conn.scalars(select(SEATS.c.region))) == {"EEG", "APG", "WEOG"}
    engine.dispose()


def test_a_conflict_leaves_no_score_behind(database_url: str) -> None:
    engine = engine_of(database_url)
    story = [*files("c-1"), scored("c-1", "member"), scored("c-1", "other")]
    applied_to(engine, [*story, conflicted("c-1", "member")])
    with engine.connect() as conn:
        assert list(conn.scalars(select(sealed_model.scores.c.member_id))) == ["other"]
    engine.dispose()
