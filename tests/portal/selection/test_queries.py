"""Access by role in the queries: R4, R18 and the matrix of procedure.md 6.1."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import Connection

from portal.selection import candidates, files, vacancies
from portal.selection.given import Progress, late, of_member, opened, progress, sealed
from portal.selection.recused import recused_from
from portal.selection.silent import silent
from portal.selection.stage import Stage
from shared.contracts.stakeholders import Fact
from shared.core.actor import Actor
from shared.core.roles import Role
from shared.core.testing import AT
from tests.portal.selection.facts import STORY, applied_to
from tests.stakeholders import selection as given
from tests.stakeholders.selection import (
    AFTER,
    CALL_CLOSED,
    CALLED,
    CHAIR,
    CLOSES,
    DECLARED,
    ESTABLISHED,
    FILLED,
    MEMBER,
    OFFICER,
    OTHER,
    REVIEWED,
    STRANGER,
    VACANCY_ID,
    adopted,
    all_scored,
    applied,
    conflicted,
    person,
    scored,
    screened,
)
from tests.stakeholders.test_recusal import lifted
from tests.support.compiled import engine_of

ANNA = person("anna", Role.CANDIDATE)
OUTSIDERS = [
    STRANGER,
    person("member", Role.CANDIDATE),  # a seat without the role gives nothing
    *(
        person("outsider", role)
        for role in Role
        if role not in {Role.SELECTION_OFFICER, Role.PANEL_MEMBER, Role.PANEL_CHAIR}
    ),
]


@contextmanager
def told(url: str, facts: Sequence[Fact]) -> Iterator[Connection]:
    engine = engine_of(url)
    applied_to(engine, facts)
    with engine.connect() as conn:
        yield conn
    engine.dispose()


def seen(conn: Connection, actor: Actor) -> set[tuple[str, str]]:
    """Whose score on which candidate this person can read."""
    visible = files.visible_scores(conn, actor, VACANCY_ID)
    return {(score.candidate_id, score.member_id) for score in visible}


def assigned(conn: Connection, actor: Actor) -> list[str]:
    return [file.candidate_id for file in files.files(conn, actor)]


UNDER_REVIEW = (*given.files("c-1", "c-2"), *all_scored("c-1", "c-2"))


def test_before_closing_a_score_is_its_members_alone(database_url: str) -> None:
    with told(database_url, UNDER_REVIEW) as conn:
        assert seen(conn, MEMBER) == {("c-1", "member"), ("c-2", "member")}
        assert seen(conn, CHAIR) == {("c-1", "chair"), ("c-2", "chair")}
        for actor in (OFFICER, *OUTSIDERS):
            assert seen(conn, actor) == set()


def test_after_closing_the_panel_and_the_officer_see_all_scores(database_url: str) -> None:
    everything = {(c, m) for c in ("c-1", "c-2") for m in ("chair", "member", "other")}
    with told(database_url, [*UNDER_REVIEW, REVIEWED]) as conn:
        for actor in (OFFICER, CHAIR, MEMBER, OTHER):
            assert seen(conn, actor) == everything
        for actor in OUTSIDERS:
            assert seen(conn, actor) == set()


def test_a_file_with_a_conflict_does_not_exist_for_the_member(database_url: str) -> None:
    story = [*UNDER_REVIEW, conflicted("c-1", "chair")]
    with told(database_url, story) as conn:
        assert assigned(conn, CHAIR) == ["c-2"]
        assert files.file(conn, CHAIR, "c-1") is None
        assert seen(conn, CHAIR) == {("c-2", "chair")}
        assert progress(conn, CHAIR, VACANCY_ID) == Progress(files=1, members=3, given=3)
        assert progress(conn, OFFICER, VACANCY_ID) == Progress(files=2, members=3, given=3)
        assert vacancies.out_of_a_file(conn, CHAIR, VACANCY_ID)
        assert not vacancies.out_of_a_file(conn, MEMBER, VACANCY_ID)


def test_after_closing_a_file_with_a_conflict_still_does_not_exist(database_url: str) -> None:
    story = [*UNDER_REVIEW, conflicted("c-1", "member"), REVIEWED]
    with told(database_url, story) as conn:
        assert {candidate for candidate, _ in seen(conn, MEMBER)} == {"c-2"}
        assert ("c-1", "member") not in seen(conn, CHAIR), "it does not count either"


def test_a_member_does_not_find_his_own_application(database_url: str) -> None:
    told_all = [given.disclosed(member, "c-1") for member in ("member", "chair")]
    story: list[Fact] = [
        *(DECLARED, CALLED, applied("c-1", "member"), screened("c-1"), ESTABLISHED),
        *told_all,
    ]
    with told(database_url, story) as conn:
        assert assigned(conn, MEMBER) == []
        assert assigned(conn, CHAIR) == ["c-1"]


def test_who_is_recused_finds_no_file_count_or_score_of_the_vacancy(database_url: str) -> None:
    story = [*UNDER_REVIEW, conflicted("c-1", "member"), given.recused("member", "c-1"), REVIEWED]
    with told(database_url, story) as conn:
        assert assigned(conn, MEMBER) == []
        assert seen(conn, MEMBER) == set()
        assert vacancies.seated(conn, MEMBER) == []
        assert vacancies.pool(conn, MEMBER, VACANCY_ID) == []
        assert vacancies.undisclosed(conn, MEMBER) == {}
        assert vacancies.of_actor(conn, MEMBER, VACANCY_ID) is None
        assert vacancies.lobbying(conn, MEMBER, VACANCY_ID) == []
        assert [one.vacancy_id for one in recused_from(conn, MEMBER)] == [VACANCY_ID]
        assert {member for _, member in seen(conn, CHAIR)} == {"chair", "other"}
        assert [seat.recused for seat in vacancies.panel(conn, CHAIR, VACANCY_ID)] == [
            False,
            True,
            False,
        ]


def test_a_recusal_that_was_lifted_ends_with_the_next_stage(database_url: str) -> None:
    story: list[Fact] = [
        *UNDER_REVIEW,
        given.recused("member", "c-1", "nationality"),
        lifted("member", "c-1", "deliberation", "nationality"),
    ]
    with told(database_url, story) as conn:
        assert assigned(conn, MEMBER) == []
    with told(database_url, [*story, REVIEWED]) as conn:
        assert assigned(conn, MEMBER) == ["c-1", "c-2"]
        assert recused_from(conn, MEMBER) == []


def test_no_file_opens_before_its_member_has_disclosed(database_url: str) -> None:
    story: list[Fact] = [DECLARED, CALLED, ESTABLISHED, applied("c-1"), screened("c-1")]
    with told(database_url, story) as conn:
        assert assigned(conn, MEMBER) == []
        assert vacancies.undisclosed(conn, MEMBER) == {VACANCY_ID: 1}
        assert [one.candidate_id for one in vacancies.pool(conn, MEMBER, VACANCY_ID)] == ["c-1"]
    with told(database_url, [*story, given.disclosed("member", "c-1")]) as conn:
        assert assigned(conn, MEMBER) == ["c-1"]
        assert assigned(conn, CHAIR) == []
        assert vacancies.undisclosed(conn, MEMBER) == {}


def test_only_the_officer_learns_who_has_not_disclosed(database_url: str) -> None:
    story: list[Fact] = [DECLARED, CALLED, ESTABLISHED, applied("c-1"), screened("c-1")]
    story.append(given.disclosed("member", "c-1"))
    with told(database_url, story) as conn:
        assert [(one.member_id, one.since) for one in silent(conn, OFFICER)] == [
            ("chair", AT),
            ("other", AT),
        ]
        assert silent(conn, OFFICER, "another") == []
        assert silent(conn, CHAIR) == silent(conn, MEMBER) == []
    with told(database_url, [*story, given.recused("other", "c-1")]) as conn:
        assert [one.member_id for one in silent(conn, OFFICER)] == ["chair"]


def test_only_eligible_candidates_are_files(database_url: str) -> None:
    story = [
        *given.files("c-1"),
        applied("c-2"),
        applied("c-3"),
        screened("c-3", eligible=False),
    ]
    with told(database_url, story) as conn:
        for actor in (MEMBER, CHAIR, OFFICER):
            assert assigned(conn, actor) == ["c-1"]
        for actor in OUTSIDERS:
            assert assigned(conn, actor) == []


def test_progress_counts_files_for_the_chair_and_the_officer_only(database_url: str) -> None:
    story = [*given.files("c-1", "c-2"), *all_scored("c-1"), scored("c-2", "chair")]
    with told(database_url, story) as conn:
        expected = Progress(files=2, members=3, given=1)
        assert progress(conn, OFFICER, VACANCY_ID) == expected
        named = replace(expected, late=("member", "other"))
        assert progress(conn, CHAIR, VACANCY_ID) == named, "names for the chair alone"
        for actor in (MEMBER, OTHER, *OUTSIDERS):
            assert progress(conn, actor, VACANCY_ID) is None


def test_before_the_opening_nobody_finds_more_than_a_hash_and_only_the_chair_that(
    database_url: str,
) -> None:
    both = ("c-1", "c-2")
    story = [*given.files(*both), *given.all_submitted(*both)[:2]]
    with told(database_url, story) as conn:
        hashes = sealed(conn, CHAIR, VACANCY_ID)
        assert [one.member_id for one in hashes] == ["chair", "member"]
        for actor in (MEMBER, OTHER, OFFICER, *OUTSIDERS):
            assert sealed(conn, actor, VACANCY_ID) == []
        for actor in (CHAIR, MEMBER, OTHER, OFFICER, *OUTSIDERS):
            assert seen(conn, actor) == set()
            assert opened(conn, actor, VACANCY_ID) == []
        assert late(conn, VACANCY_ID) == ["other"]
        mine = {file.candidate_id: file.scored_at for file in files.files(conn, MEMBER)}
        assert mine == {"c-1": AFTER, "c-2": AFTER}


def test_a_conflict_found_after_the_opening_voids_and_keeps_what_was_opened(
    database_url: str,
) -> None:
    both = ("c-1", "c-2")
    story: list[Fact] = [
        *given.files(*both),
        *given.all_submitted(*both),
        REVIEWED,
        *given.all_opened(*both),
    ]
    out: list[Fact] = [conflicted("c-1", "member"), given.recused("member", "c-1")]
    with told(database_url, story) as conn:
        assert [one.counts for one in opened(conn, OTHER, VACANCY_ID)] == [True, True, True]
    with told(database_url, [*story, *out]) as conn:
        for actor in (CHAIR, OTHER, OFFICER):
            kept = opened(conn, actor, VACANCY_ID)
            assert [(one.member_id, one.counts) for one in kept] == [
                ("chair", True),
                ("member", False),
                ("other", True),
            ]
            assert all(one.sheet == given.sheet_of(*both) for one in kept)
            assert {member for _, member in seen(conn, actor)} == {"chair", "other"}
        assert opened(conn, MEMBER, VACANCY_ID) == []


def test_sealed_preferences_of_a_member_who_resigns_are_void(database_url: str) -> None:
    story = [*given.files("c-1"), *given.all_submitted("c-1"), FILLED]
    with told(database_url, story) as conn:
        assert [one.member_id for one in sealed(conn, CHAIR, VACANCY_ID)] == ["chair", "other"]
        assert late(conn, VACANCY_ID) == ["fresh"]


def test_opened_preferences_of_a_member_who_resigns_stand(database_url: str) -> None:
    story = [*given.files("c-1"), *given.all_submitted("c-1"), REVIEWED, *given.all_opened("c-1")]
    after = replace(FILLED, filled_at=AFTER + timedelta(days=1))
    with told(database_url, [*story, after]) as conn:
        assert [one.counts for one in opened(conn, CHAIR, VACANCY_ID)] == [True, True, True]
        assert ("c-1", "member") in seen(conn, CHAIR)


def test_a_hash_is_void_when_its_member_is_recused_and_the_next_version_is_another(
    database_url: str,
) -> None:
    story = [
        *given.files("c-1", "c-2"),
        *given.all_submitted("c-1", "c-2"),
        given.recused("member", "c-1", "nationality"),
    ]
    with told(database_url, story) as conn:
        assert [one.member_id for one in sealed(conn, CHAIR, VACANCY_ID)] == ["chair", "other"]
        kept = of_member(conn, "member")[VACANCY_ID]
        assert (kept.version, kept.commitment) == (1, None)


def test_a_member_knows_which_files_he_has_scored_himself(database_url: str) -> None:
    story = [*given.files("c-1", "c-2"), *all_scored("c-1"), scored("c-2", "chair")]
    with told(database_url, story) as conn:
        mine = {file.candidate_id: file.scored_at for file in files.files(conn, MEMBER)}
        assert mine == {"c-1": AFTER, "c-2": None}
        assert files.files(conn, MEMBER, "another-vacancy") == []


def test_the_officer_reads_all_applications_and_a_candidate_his_own(database_url: str) -> None:
    with told(database_url, STORY) as conn:
        every = candidates.applications(conn, OFFICER, VACANCY_ID)
        assert [one.candidate_id for one in every] == ["c-1", "c-2", "c-3", "c-4"]
        assert [one.rank for one in every] == [2, 1, 3, None]
        (own,) = candidates.own(conn, ANNA)
        assert (own.candidate_id, own.eligible) == ("c-4", False)
        assert candidates.applications(conn, ANNA, VACANCY_ID) == [own]
        assert candidates.application(conn, ANNA, "c-4") == own
        assert candidates.application(conn, ANNA, "c-1") is None
        for actor in (CHAIR, MEMBER, *OUTSIDERS):
            assert candidates.applications(conn, actor, VACANCY_ID) == []
            assert candidates.application(conn, actor, "c-4") is None
        assert candidates.own(conn, OFFICER) == []


def test_open_calls_say_whether_one_has_applied(database_url: str) -> None:
    story: list[Fact] = [DECLARED, CALLED, applied("c-1", "anna")]
    with told(database_url, story) as conn:
        ((vacancy, answered),) = candidates.open_calls(conn, ANNA, AT)
        assert (vacancy.vacancy_id, answered) == (VACANCY_ID, True)
        ((_, answered),) = candidates.open_calls(conn, given.BRUNO, AT)
        assert not answered
        assert candidates.open_calls(conn, ANNA, CLOSES) == []


def test_a_vacancy_opens_for_its_officer_and_its_panel(database_url: str) -> None:
    with told(database_url, [*given.files("c-1"), applied("c-2")]) as conn:
        ((_, tally),) = vacancies.administered(conn, OFFICER)
        assert tally == vacancies.Tally(applications=2, waiting=1)
        for actor in (OFFICER, CHAIR, MEMBER):
            assert vacancies.of_actor(conn, actor, VACANCY_ID)
            assert len(vacancies.panel(conn, actor, VACANCY_ID)) == 3
        assert [chair for _, chair in vacancies.seated(conn, CHAIR)] == [True]
        assert [chair for _, chair in vacancies.seated(conn, MEMBER)] == [False]
        assert vacancies.administered(conn, CHAIR) == []
        assert vacancies.seated(conn, OFFICER) == []
        assert not vacancies.chairs(conn, MEMBER, VACANCY_ID)
        for actor in OUTSIDERS:
            assert vacancies.of_actor(conn, actor, VACANCY_ID) is None
            assert vacancies.panel(conn, actor, VACANCY_ID) == []
            assert vacancies.seated(conn, actor) == []


def test_everybody_sees_names_only_after_the_call_and_only_of_the_eligible(
    database_url: str,
) -> None:
    story = [*given.files("c-1"), applied("c-2"), applied("c-3"), screened("c-3", eligible=False)]
    with told(database_url, story) as conn:
        before = CLOSES - timedelta(seconds=1)
        assert vacancies.public_list(conn, VACANCY_ID, before) == []
        (listed,) = vacancies.public_list(conn, VACANCY_ID, CLOSES)
        assert listed.candidate_id == "c-1"
        assert not hasattr(listed, "motivation")
        assert vacancies.adopted(conn, VACANCY_ID) == []


def test_a_vacancy_without_a_call_is_not_public(database_url: str) -> None:
    with told(database_url, [DECLARED]) as conn:
        assert vacancies.public(conn, AT) == []
        assert vacancies.public_one(conn, VACANCY_ID) is None


def test_the_adopted_short_list_is_in_its_order(database_url: str) -> None:
    with told(database_url, STORY) as conn:
        ranking = vacancies.adopted(conn, VACANCY_ID)
        assert [(one.rank, one.listed.candidate_id) for one in ranking] == [
            (1, "c-2"),
            (2, "c-1"),
            (3, "c-3"),
        ]


def test_candidates_on_an_equal_footing_share_a_rank(database_url: str) -> None:
    ranks = zip(given.ranked("c-2", "c-1", "c-3"), (1, 1, 3), strict=True)
    ranking = tuple(replace(one, rank=rank) for one, rank in ranks)
    story = [*given.files("c-1", "c-2", "c-3"), REVIEWED, replace(adopted(), ranking=ranking)]
    with told(database_url, story) as conn:
        listed = vacancies.adopted(conn, VACANCY_ID)
        assert [(one.rank, one.listed.candidate_id) for one in listed] == [
            (1, "c-1"),
            (1, "c-2"),
            (3, "c-3"),
        ]
        told_to = candidates.applications(conn, OFFICER, VACANCY_ID)
        assert {one.candidate_id: one.rank for one in told_to} == {"c-1": 1, "c-2": 1, "c-3": 3}


ANNOUNCED = replace(CALLED, opens_at=AT + timedelta(days=1))


@pytest.mark.parametrize(
    ("story", "stage", "public"),
    [
        ([DECLARED], Stage.DECLARED, Stage.DECLARED),
        ([DECLARED, ANNOUNCED], Stage.ANNOUNCED, Stage.ANNOUNCED),
        ([DECLARED, CALLED], Stage.OPEN, Stage.OPEN),
        ([DECLARED, CALLED, CALL_CLOSED], Stage.CALLED, Stage.CALLED),
        ([DECLARED, CALLED, ESTABLISHED, CALL_CLOSED], Stage.REVIEW, Stage.CALLED),
        ([DECLARED, CALLED, ESTABLISHED, CALL_CLOSED, REVIEWED], Stage.REVIEWED, Stage.CALLED),
        ([*UNDER_REVIEW, REVIEWED, adopted("c-1", "c-2")], Stage.ADOPTED, Stage.CALLED),
    ],
)
def test_everybody_is_told_less_of_the_stage_than_the_officer(
    tmp_path: object, story: list[Fact], stage: Stage, public: Stage
) -> None:
    with told(f"sqlite:///{tmp_path}/stage.db", story) as conn:
        vacancy = vacancies.of_actor(conn, OFFICER, VACANCY_ID)
        assert vacancy is not None
        assert (vacancy.stage(AT), vacancy.public_stage(AT)) == (stage, public)
        assert stage.word
        assert stage.tone
