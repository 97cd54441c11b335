"""The interviews: the same questions for all, a time each, held or missed (A18)."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from services.stakeholders.vacancy.decide import VACANCY
from shared.contracts.stakeholders_interview_commands import (
    AnswerInterview,
    RecordInterviewHeld,
    RecordInterviewMissed,
    ScheduleInterview,
    SetInterviewQuestions,
)
from shared.contracts.stakeholders_interviews import (
    InterviewAnswered,
    InterviewCancelled,
    InterviewHeld,
    InterviewMissed,
    InterviewQuestionsSet,
    InterviewScheduled,
)
from shared.contracts.stakeholders_onward import CallReissued
from shared.core.roles import Role
from shared.core.testing import given
from tests.stakeholders.ending import PUBLISHED
from tests.stakeholders.ending import submitted as of_report
from tests.stakeholders.selection import (
    AFTER,
    CHAIR,
    OFFICER,
    VACANCY_ID,
    person,
    recused,
    sealed,
    withdrawn,
)
from tests.stakeholders.selection import adopted as shortlisted
from tests.stakeholders.test_interviews import ADOPT, ADOPTED, AGREED, WHY

AT_TEN = AFTER + timedelta(days=7)
LATER = AT_TEN + timedelta(hours=1)
ANNA = person("applicant-c-1", Role.CANDIDATE)
LISTED = (*AGREED, ADOPTED)
QUESTIONS = sealed("What would you do first?")
NEEDS = sealed("a sign language interpreter")
SET = SetInterviewQuestions(vacancy_id=VACANCY_ID, questions=QUESTIONS)
WERE_SET = InterviewQuestionsSet(
    vacancy_id=VACANCY_ID, version=1, questions=QUESTIONS, set_by="officer", set_at=AFTER
)
SCHEDULE = ScheduleInterview(
    vacancy_id=VACANCY_ID,
    candidate_id="c-1",
    starts_at=AT_TEN,
    minutes=30,
    way="video",
    language="fr",
)
SCHEDULED = InterviewScheduled(
    vacancy_id=VACANCY_ID,
    candidate_id="c-1",
    starts_at=AT_TEN,
    minutes=30,
    way="video",
    language="fr",
    scheduled_by="officer",
    scheduled_at=AFTER,
)
ANSWER = AnswerInterview(
    vacancy_id=VACANCY_ID, candidate_id="c-1", starts_at=AT_TEN, comes=True, needs=NEEDS
)
ANSWERED = InterviewAnswered(
    vacancy_id=VACANCY_ID, candidate_id="c-1", comes=True, needs=NEEDS, answered_at=AFTER
)
HOLD = RecordInterviewHeld(vacancy_id=VACANCY_ID, candidate_id="c-1")
HELD = InterviewHeld(
    vacancy_id=VACANCY_ID, candidate_id="c-1", version=1, recorded_by="officer", recorded_at=LATER
)
MISS = RecordInterviewMissed(vacancy_id=VACANCY_ID, candidate_id="c-1", reason_code="connection")
MISSED = InterviewMissed(
    vacancy_id=VACANCY_ID,
    candidate_id="c-1",
    reason_code="connection",
    recorded_by="officer",
    recorded_at=LATER,
)

CANCELLED = InterviewCancelled(
    vacancy_id=VACANCY_ID, candidate_id="c-1", starts_at=AT_TEN, cancelled_at=AFTER
)
COMMANDS = (SET, SCHEDULE, ANSWER, HOLD, MISS)


def of_the_other(**changed: Any) -> ScheduleInterview:
    return replace(SCHEDULE, candidate_id="c-2", **changed)


def test_the_questions_may_change_until_somebody_was_asked_them() -> None:
    given(VACANCY, *LISTED).when(SET, by=OFFICER, at=AFTER).then(WERE_SET)
    given(VACANCY, *LISTED, WERE_SET).when(SET, by=OFFICER, at=AFTER).then()
    others = sealed("What would you do last?")
    given(VACANCY, *LISTED, WERE_SET).when(
        replace(SET, questions=others), by=OFFICER, at=AFTER
    ).then(replace(WERE_SET, version=2, questions=others))
    given(VACANCY, *LISTED, WERE_SET, SCHEDULED, HELD).when(
        replace(SET, questions=others), by=OFFICER, at=LATER
    ).then_refused("An interview was held: the same questions are asked of all candidates.")


def test_a_time_is_given_once_and_can_be_moved() -> None:
    given(VACANCY, *LISTED).when(SCHEDULE, by=OFFICER, at=AFTER).then(SCHEDULED)
    given(VACANCY, *LISTED, SCHEDULED).when(SCHEDULE, by=OFFICER, at=AFTER).then()
    given(VACANCY, *LISTED, SCHEDULED).when(
        replace(SCHEDULE, way="room"), by=OFFICER, at=AFTER
    ).then(replace(SCHEDULED, way="room"))


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({"candidate_id": "c-3"}, "This candidate is not on the interview list."),
        ({"language": "tlh"}, "Choose a language of the list."),
        ({"minutes": 9}, "An interview takes from 10 to 240 minutes."),
        ({"minutes": 241}, "An interview takes from 10 to 240 minutes."),
        ({"starts_at": AFTER}, "The interview must be in the future, and within a year."),
        (
            {"starts_at": AFTER + timedelta(days=367)},
            "The interview must be in the future, and within a year.",
        ),
    ],
)
def test_a_time_must_make_sense(wrong: dict[str, Any], why: str) -> None:
    given(VACANCY, *LISTED).when(replace(SCHEDULE, **wrong), by=OFFICER, at=AFTER).then_refused(why)


@pytest.mark.parametrize(
    ("minutes", "free"), [(-30, True), (-29, False), (0, False), (29, False), (30, True)]
)
def test_no_two_candidates_are_interviewed_at_once(minutes: int, *, free: bool) -> None:
    asks = of_the_other(starts_at=AT_TEN + timedelta(minutes=minutes))
    when = given(VACANCY, *LISTED, SCHEDULED).when(asks, by=OFFICER, at=AFTER)
    if free:
        when.then(replace(SCHEDULED, candidate_id="c-2", starts_at=asks.starts_at))
    else:
        when.then_refused("Another candidate is interviewed at that time.")


@pytest.mark.parametrize("gone", [withdrawn("c-1"), MISSED])
def test_a_time_that_nobody_needs_any_more_is_free(gone: Any) -> None:
    given(VACANCY, *LISTED, SCHEDULED, gone).when(of_the_other(), by=OFFICER, at=AFTER).then(
        replace(SCHEDULED, candidate_id="c-2")
    )


def test_the_candidate_says_what_is_needed() -> None:
    waits = given(VACANCY, *LISTED, SCHEDULED)
    waits.when(ANSWER, by=ANNA, at=AFTER).then(ANSWERED)
    given(VACANCY, *LISTED, SCHEDULED, ANSWERED).when(ANSWER, by=ANNA, at=AFTER).then()
    waits.when(ANSWER, by=OFFICER, at=AFTER).then_forbidden()
    waits.when(ANSWER, by=ANNA, at=AT_TEN).then_refused(
        "The interview has begun. Write to the selection office."
    )
    waits.when(replace(ANSWER, comes=False, needs=None), by=ANNA, at=AFTER).then_refused(
        "Say which other times are possible."
    )
    given(VACANCY, *LISTED).when(ANSWER, by=ANNA, at=AFTER).then_refused(
        "You have no time for an interview."
    )
    given(VACANCY, *LISTED, WERE_SET, SCHEDULED, HELD).when(ANSWER, by=ANNA, at=LATER).then_refused(
        "This interview is over."
    )


def test_a_time_that_moved_asks_for_another_answer() -> None:
    moved = given(VACANCY, *LISTED, SCHEDULED, ANSWERED, replace(SCHEDULED, starts_at=LATER))
    moved.when(replace(ANSWER, starts_at=LATER), by=ANNA, at=AFTER).then(ANSWERED)
    moved.when(ANSWER, by=ANNA, at=AFTER).then_refused(
        "The interview was given another time since. Look at it again."
    )


def test_a_candidate_learns_nothing_of_a_list_that_is_open_again() -> None:
    """What was answered before a recusal is answered during it; by the new list they are told."""
    waits = (*LISTED, SCHEDULED, recused("member", "c-3"))
    given(VACANCY, *waits).when(ANSWER, by=ANNA, at=AFTER).then(ANSWERED)
    given(VACANCY, *waits, withdrawn("c-1")).when(ANSWER, by=ANNA, at=AFTER).then_refused(
        "You have no time for an interview."
    )
    others = replace(ADOPTED, candidate_ids=("c-2",))
    given(VACANCY, *waits, others).when(ANSWER, by=ANNA, at=AFTER).then_refused(
        "You have no time for an interview."
    )


def test_nothing_is_recorded_of_an_interview_without_a_time() -> None:
    given(VACANCY, *LISTED, WERE_SET).when(HOLD, by=OFFICER, at=LATER).then_refused(
        "This candidate has no time for an interview yet."
    )


def test_an_interview_is_held_with_the_questions_of_all() -> None:
    ready = given(VACANCY, *LISTED, WERE_SET, SCHEDULED)
    ready.when(HOLD, by=OFFICER, at=LATER).then(HELD)
    ready.when(HOLD, by=OFFICER, at=AFTER).then_refused("The interview has not begun yet.")
    given(VACANCY, *LISTED, SCHEDULED).when(HOLD, by=OFFICER, at=LATER).then_refused(
        "Record the questions first: they are the same for all candidates."
    )
    held = given(VACANCY, *LISTED, WERE_SET, SCHEDULED, HELD)
    held.when(HOLD, by=OFFICER, at=LATER).then()
    held.when(MISS, by=OFFICER, at=LATER).then_refused("This interview was held.")
    held.when(replace(SCHEDULE, way="room"), by=OFFICER, at=AFTER).then_refused(
        "This interview was held."
    )


def test_an_interview_that_was_missed_gets_another_time() -> None:
    given(VACANCY, *LISTED, WERE_SET, SCHEDULED).when(MISS, by=OFFICER, at=LATER).then(MISSED)
    missed = given(VACANCY, *LISTED, WERE_SET, SCHEDULED, MISSED)
    missed.when(MISS, by=OFFICER, at=LATER).then()
    missed.when(HOLD, by=OFFICER, at=LATER).then_refused(
        "This interview was missed. Give it another time first."
    )
    missed.when(SCHEDULE, by=OFFICER, at=AFTER).then(SCHEDULED)


@pytest.mark.parametrize("asks", [SET, SCHEDULE, HOLD, MISS])
def test_the_officer_arranges_until_the_short_list(asks: Any) -> None:
    given(VACANCY, *LISTED, SCHEDULED).when(asks, by=CHAIR, at=AFTER).then_forbidden()
    decided = given(VACANCY, *LISTED, WERE_SET, SCHEDULED, shortlisted("c-1"))
    decided.when(asks, by=OFFICER, at=AFTER).then_refused("The short list has been adopted.")
    answered = decided.when(ANSWER, by=ANNA, at=AFTER)
    answered.then(ANSWERED)  # a refusal would tell of the list
    public = given(VACANCY, *LISTED, SCHEDULED, shortlisted("c-1"), of_report("c-1"), PUBLISHED)
    public.when(ANSWER, by=ANNA, at=AFTER).then_refused("The short list has been adopted.")


def test_a_list_that_is_open_again_interviews_nobody_and_forgets_nothing() -> None:
    reopened = (*LISTED, WERE_SET, SCHEDULED, HELD, recused("member", "c-3"))
    given(VACANCY, *reopened).when(HOLD, by=OFFICER, at=LATER).then_refused(
        "This candidate is not on the interview list."
    )
    given(VACANCY, *reopened, ADOPTED).when(HOLD, by=OFFICER, at=LATER).then()


def test_a_new_list_ends_the_time_of_who_is_left_out() -> None:
    """Who is listed keeps the time; what is over, or of who left, ends with nothing."""
    arranged = (*LISTED, SCHEDULED)
    out = replace(ADOPT, candidate_ids=("c-2", "c-3"), reason=WHY)
    new = replace(ADOPTED, candidate_ids=("c-2", "c-3"), reason=WHY)
    given(VACANCY, *arranged).when(out, by=CHAIR, at=AFTER).then(new, CANCELLED)
    fewer = replace(out, candidate_ids=("c-1",))
    given(VACANCY, *arranged).when(fewer, by=CHAIR, at=AFTER).then(
        replace(new, candidate_ids=("c-1",))
    )
    for ended in (HELD, MISSED):
        given(VACANCY, *LISTED, WERE_SET, SCHEDULED, ended).when(out, by=CHAIR, at=AFTER).then(new)
    given(VACANCY, *arranged).when(out, by=CHAIR, at=LATER).then(replace(new, adopted_at=LATER))
    gone = (*arranged, withdrawn("c-1"))
    given(VACANCY, *gone).when(out, by=CHAIR, at=AFTER).then(new)


def test_who_is_listed_again_gets_another_time() -> None:
    out = replace(ADOPTED, candidate_ids=("c-2",), reason=WHY)
    again = given(VACANCY, *LISTED, SCHEDULED, out, CANCELLED, ADOPTED)
    again.when(ANSWER, by=ANNA, at=AFTER).then_refused("You have no time for an interview.")
    again.when(SCHEDULE, by=OFFICER, at=AFTER).then(SCHEDULED)


def test_another_round_begins_without_questions_and_times() -> None:
    again = CallReissued(
        vacancy_id=VACANCY_ID,
        mandate="sr-torture",
        round=2,
        closes_at=AFTER + timedelta(days=60),
        reason_code="few-candidates",
        reissued_by="officer",
        reissued_at=AFTER,
    )
    given(VACANCY, *LISTED, WERE_SET, SCHEDULED, HELD, again).when(SET, by=OFFICER, at=AFTER).then(
        WERE_SET
    )
