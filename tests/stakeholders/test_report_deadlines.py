"""Reports that mandates owe: planned, submitted, published; their deadlines. Section H.4."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from services.stakeholders.app import STAKEHOLDERS_SERVICE
from services.stakeholders.report_deadlines.decide import REPORT
from services.stakeholders.report_deadlines.sessions import SESSIONS, STREAM
from shared.contracts.stakeholders_report_deadlines import ReportStageReached, Weeks
from shared.core.actor import Actor, Asked
from shared.core.message import Metadata, derive_id
from shared.core.roles import Role
from shared.core.testing import AT, InMemoryStore, given
from shared.hosting.service import asking
from shared.reference.report_deadlines import CHAIN, STAGES, due_on, next_step
from tests.stakeholders.reports_owed import (
    APPROVE,
    APPROVED,
    BIND,
    BOUND,
    CHANGE_SLOT,
    CHIEF,
    CREATED,
    DAY,
    DRAFT,
    DRAFTING,
    DROP,
    DROPPED,
    ENDED,
    ENDS,
    EVERY,
    EXPLAIN,
    EXPLAINED,
    HAND_OVER,
    HANDED_OVER,
    HOLDER,
    MERGED,
    MOVE,
    MOVE_SESSION,
    MOVED,
    NEXT_HOLDER,
    NEXT_ID,
    OFFICER,
    OTHER_ID,
    PLAN,
    PLANNED,
    PUBLISH,
    PUBLISHED,
    RECORD,
    RECORDED,
    REPORT_ID,
    SESSION_MOVED,
    SLOT,
    SLOT_CHANGED,
    STARTS,
    SUBMIT,
    SUBMITTED,
    TAKE_UP,
    TAKEN_UP,
    TODAY,
    WEEK,
)

STRANGE = replace(HOLDER, actor_id="holder-x", mandates=frozenset({"sr-food"}))
NEXT = replace(RECORDED, session_id=NEXT_ID, number=62, starts_on=STARTS + 90 * DAY)
NEXT = replace(NEXT, ends_on=NEXT.starts_on + 25 * DAY)
LATE = replace(RECORDED, starts_on=TODAY - DAY + timedelta(weeks=22), ends_on=ENDS)
"""With the comments of the State due yesterday."""


def stage(name: Any, was: str) -> Any:
    return replace(DRAFT, stage=name, was=was, submitted_on=TODAY)


def reached(name: Any) -> ReportStageReached:
    return replace(DRAFTING, stage=name)


# --- sessions ------------------------------------------------------------------------------------


def test_the_chief_records_when_sessions_are() -> None:
    given(SESSIONS).when(RECORD, by=CHIEF).then(RECORDED)
    given(SESSIONS, RECORDED).when(RECORD, by=CHIEF).then_nothing()
    again = replace(RECORD, session_id=NEXT_ID)
    given(SESSIONS, RECORDED).when(again, by=CHIEF).then_refused("recorded already")
    for by in (HOLDER, OFFICER):
        given(SESSIONS).when(RECORD, by=by).then_forbidden()


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"body": "XX"}, "the Council or the Assembly"),
        ({"number": 0}, "the number of the session"),
        ({"starts_on": TODAY + 6 * 366 * DAY}, "five years"),
        ({"ends_on": STARTS - DAY}, "within 120 days"),
        ({"ends_on": STARTS + 121 * DAY}, "within 120 days"),
        ({"weeks": replace(CHAIN, approval=23)}, "weeks go down"),
        ({"weeks": Weeks(comments=105, approval=1, submission=1, publication=1)}, "weeks go"),
        ({"weeks": replace(CHAIN, publication=-1)}, "weeks go down"),
    ],
)
def test_a_session_has_days_and_weeks_that_can_be(wrong: dict[str, Any], says: str) -> None:
    given(SESSIONS).when(replace(RECORD, **wrong), by=CHIEF).then_refused(says)


def test_session_moved_moves_what_is_due() -> None:
    given(SESSIONS, RECORDED).when(MOVE_SESSION, by=CHIEF).then(SESSION_MOVED)
    given(SESSIONS, RECORDED, SESSION_MOVED).when(MOVE_SESSION, by=CHIEF).then_nothing()
    other = replace(SESSION_MOVED, ends_on=ENDS)
    given(SESSIONS, RECORDED, other).when(MOVE_SESSION, by=CHIEF).then_refused("has changed")
    given(SESSIONS).when(MOVE_SESSION, by=CHIEF).then_refused("no such session")
    given(SESSIONS, SESSION_MOVED).when(MOVE_SESSION, by=CHIEF).then_refused("no such session")
    later = replace(SUBMITTED, due_on=STARTS + WEEK - timedelta(weeks=13))
    before = (RECORDED, SESSION_MOVED, PLANNED, DRAFTING, APPROVED)
    given(REPORT, *before).when(SUBMIT, by=HOLDER).then(later)


# --- planning ------------------------------------------------------------------------------------


def test_the_holder_and_the_officer_plan_a_report() -> None:
    given(REPORT, RECORDED, CREATED).when(PLAN, by=HOLDER).then(PLANNED)
    then = replace(PLANNED, planned_by="officer-1")
    given(REPORT, RECORDED).when(PLAN, by=OFFICER).then(then)
    given(REPORT, RECORDED, PLANNED).when(PLAN, by=HOLDER).then_nothing()
    for role in set(Role) - {Role.MANDATE_HOLDER, Role.HUMAN_RIGHTS_OFFICER}:
        by = Actor(actor_id="x", roles=frozenset({role}), mandates=frozenset({"wgad"}))
        given(REPORT, RECORDED).when(PLAN, by=by).then_forbidden()
    given(REPORT, RECORDED).when(PLAN, by=STRANGE).then_forbidden()


def test_two_reports_to_one_session_are_two() -> None:
    """One of the mandate's own stream does not know of the other."""
    annual = replace(PLAN, report_id=OTHER_ID, kind="annual", state=None)
    assert REPORT.key(annual) != REPORT.key(PLAN)
    then = replace(PLANNED, report_id=OTHER_ID, kind="annual", state=None)
    given(REPORT, RECORDED).when(annual, by=HOLDER).then(then)


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"session_id": NEXT_ID}, "session from the list"),
        ({"kind": "x"}, "kind of report"),
        ({"state": None}, "State that this report is about"),
        ({"state": "XXX"}, "State from the list"),
        ({"kind": "annual"}, "no State alone"),
        ({"resolution": "58/13"}, "symbol of the resolution"),
        ({"word_limit": 0}, "word limit"),
        ({"slot": STARTS + DAY}, "before the session"),
    ],
)
def test_a_report_is_to_a_session_and_of_a_kind(wrong: dict[str, Any], says: str) -> None:
    given(REPORT, RECORDED).when(replace(PLAN, **wrong), by=HOLDER).then_refused(says)


def test_a_report_is_of_a_mandate_that_there_is_at_the_session() -> None:
    by = replace(HOLDER, mandates=frozenset({"nothing"}))
    strange = replace(PLAN, mandate="nothing")
    given(REPORT, RECORDED).when(strange, by=by).then_refused("mandate from the list")
    given(REPORT, RECORDED, CREATED, ENDED).when(PLAN, by=HOLDER).then_refused("before the session")
    over = replace(RECORDED, starts_on=TODAY - 9 * DAY, ends_on=TODAY - DAY)
    given(REPORT, over).when(PLAN, by=HOLDER).then_refused("session is over")


# --- what is due ---------------------------------------------------------------------------------


def test_what_is_due_counts_back_from_the_session_unless_there_is_a_slot() -> None:
    weeks = [(STARTS - due).days / 7 for due in due_on(STARTS, CHAIN, None).values()]
    assert weeks == [22, 15, 13, 2]
    assert due_on(STARTS, CHAIN, SLOT)["submission"] == SLOT
    steps = [next_step(one, "KEN", approved=False) for one in (*STAGES, "published", "dropped")]
    assert steps[:4] == ["comments", "comments", "comments", "approval"]
    assert steps[4:] == ["publication"] * 3 + [None, None]
    assert next_step("drafting", None, approved=False) == "approval"
    assert next_step("state", "KEN", approved=True) == "submission"


def test_slot_changed_after_submission_is_refused() -> None:
    before = (RECORDED, PLANNED)
    given(REPORT, *before).when(CHANGE_SLOT, by=HOLDER).then(SLOT_CHANGED)
    given(REPORT, *before, SLOT_CHANGED).when(CHANGE_SLOT, by=HOLDER).then_nothing()
    other = replace(SLOT_CHANGED, slot=SLOT + DAY)
    given(REPORT, *before, other).when(CHANGE_SLOT, by=HOLDER).then_refused("has changed")
    given(REPORT, *before, SUBMITTED).when(CHANGE_SLOT, by=HOLDER).then_refused("is submitted")
    far = replace(CHANGE_SLOT, slot=STARTS + DAY)
    given(REPORT, *before).when(far, by=HOLDER).then_refused("before the session")
    on = replace(SUBMITTED, due_on=SLOT)
    given(REPORT, *before, SLOT_CHANGED, DRAFTING, APPROVED).when(SUBMIT, by=HOLDER).then(on)


def test_a_report_moves_to_another_session_until_it_is_submitted() -> None:
    before = (RECORDED, NEXT, PLANNED, SLOT_CHANGED)
    given(REPORT, *before).when(MOVE, by=HOLDER).then(MOVED)
    given(REPORT, *before, MOVED).when(MOVE, by=HOLDER).then_nothing()
    third = replace(MOVE, session_id=OTHER_ID)
    given(REPORT, *before, MOVED).when(third, by=HOLDER).then_refused("has changed")
    given(REPORT, *before, SUBMITTED).when(MOVE, by=HOLDER).then_refused("is submitted")
    given(REPORT, *before).when(third, by=HOLDER).then_refused("session from the list")
    at_next = replace(SUBMITTED, due_on=NEXT.starts_on - timedelta(weeks=13))
    given(REPORT, *before, DRAFTING, APPROVED, MOVED).when(SUBMIT, by=HOLDER).then(at_next)


def test_late_with_a_reason_and_without() -> None:
    """Nothing is held up without one; a reason is of what was missed."""
    before = (LATE, PLANNED)
    drafting = given(REPORT, *before).when(DRAFT, by=HOLDER)
    drafting.then(DRAFTING)
    given(REPORT, *before).when(EXPLAIN, by=HOLDER).then(EXPLAINED)
    given(REPORT, *before, EXPLAINED).when(EXPLAIN, by=HOLDER).then_nothing()
    other = replace(EXPLAIN, code="staff")
    given(REPORT, *before, EXPLAINED).when(other, by=HOLDER).then(replace(EXPLAINED, code="staff"))
    given(REPORT, *before).when(replace(EXPLAIN, code="x"), by=HOLDER).then_refused("from the list")
    given(REPORT, RECORDED, PLANNED).when(EXPLAIN, by=HOLDER).then_refused("not late")
    done = (*before, SUBMITTED, PUBLISHED)
    given(REPORT, *done).when(EXPLAIN, by=HOLDER).then_refused("not late")


# --- stages --------------------------------------------------------------------------------------


def test_stages_go_on_and_back_from_what_the_page_showed() -> None:
    before = (RECORDED, PLANNED)
    given(REPORT, *before).when(DRAFT, by=HOLDER).then(DRAFTING)
    given(REPORT, *before, DRAFTING).when(DRAFT, by=HOLDER).then_nothing()
    given(REPORT, *before, reached("holder")).when(DRAFT, by=HOLDER).then_refused("has changed")
    given(REPORT, *before).when(stage("x", "planned"), by=HOLDER).then_refused("from the list")
    back = stage("planned", "drafting")
    given(REPORT, *before, DRAFTING).when(back, by=HOLDER).then(reached("planned"))
    annual = replace(PLANNED, kind="annual", state=None)
    to_state = stage("state", "planned")
    given(REPORT, RECORDED, annual).when(to_state, by=HOLDER).then_refused("about no State")
    given(REPORT, *before).when(to_state, by=HOLDER).then(reached("state"))


def test_the_holder_approves_and_a_new_draft_asks_anew() -> None:
    before = (RECORDED, PLANNED)
    given(REPORT, *before, DRAFTING).when(APPROVE, by=HOLDER).then(APPROVED)
    given(REPORT, *before, DRAFTING, APPROVED).when(APPROVE, by=HOLDER).then_nothing()
    given(REPORT, *before, DRAFTING).when(APPROVE, by=OFFICER).then_forbidden()
    given(REPORT, *before, reached("holder")).when(APPROVE, by=HOLDER).then_refused("has changed")
    none = replace(APPROVE, was="planned")
    given(REPORT, *before).when(none, by=HOLDER).then_refused("once there is a draft")
    public = (*before, SUBMITTED, PUBLISHED)
    sent = replace(APPROVE, was="published")
    given(REPORT, *public).when(sent, by=HOLDER).then_refused("before it is published")
    anew = (*before, reached("holder"), APPROVED, DRAFTING)
    given(REPORT, *anew).when(APPROVE, by=HOLDER).then(APPROVED)


def test_the_term_of_the_holder_ends_between_drafting_and_presentation() -> None:
    """What the holder of before approved stands; without an approval the next holder gives it."""
    before = (RECORDED, PLANNED, DRAFTING)
    given(REPORT, *before, APPROVED).when(APPROVE, by=NEXT_HOLDER).then_nothing()
    then = replace(APPROVED, approved_by="holder-b")
    given(REPORT, *before).when(APPROVE, by=NEXT_HOLDER).then(then)
    past = replace(HOLDER, mandates=frozenset())
    given(REPORT, *before).when(APPROVE, by=past).then_forbidden()
    by_officer = replace(SUBMITTED, recorded_by="officer-1")
    given(REPORT, *before, APPROVED).when(SUBMIT, by=OFFICER).then(by_officer)


def test_a_report_is_published_with_its_symbol_and_a_wrong_one_is_put_right() -> None:
    before = (RECORDED, PLANNED, APPROVED, SUBMITTED)
    given(REPORT, *before).when(PUBLISH, by=HOLDER).then(PUBLISHED)
    given(REPORT, *before, PUBLISHED).when(PUBLISH, by=HOLDER).then_nothing()
    right = replace(PUBLISH, symbol="A/HRC/61/50", was_symbol=PUBLISHED.symbol)
    then = replace(PUBLISHED, symbol="A/HRC/61/50")
    given(REPORT, *before, PUBLISHED).when(right, by=HOLDER).then(then)
    given(REPORT, *before).when(right, by=HOLDER).then_refused("has changed")
    given(REPORT, *before).when(replace(PUBLISH, symbol="61"), by=HOLDER).then_refused("symbol")
    given(REPORT, RECORDED, PLANNED).when(PUBLISH, by=HOLDER).then_refused("once it is submitted")
    back = stage("translated", "published")
    given(REPORT, *before, PUBLISHED).when(back, by=HOLDER).then(reached("translated"))
    given(REPORT, *before, PUBLISHED, reached("translated")).when(PUBLISH, by=HOLDER).then(
        PUBLISHED
    )
    given(REPORT, *before, PUBLISHED).when(DROP, by=HOLDER).then_refused("is published")


def test_report_dropped_and_taken_up_again() -> None:
    before = (RECORDED, PLANNED, DRAFTING)
    given(REPORT, *before).when(DROP, by=HOLDER).then(DROPPED)
    given(REPORT, *before, DROPPED).when(DROP, by=HOLDER).then_nothing()
    given(REPORT, *before).when(replace(DROP, code="x"), by=HOLDER).then_refused("from the list")
    given(REPORT, *before, DROPPED).when(SUBMIT, by=HOLDER).then_refused("Take it up again")
    given(REPORT, *before, DROPPED).when(TAKE_UP, by=HOLDER).then(TAKEN_UP)
    given(REPORT, *before).when(TAKE_UP, by=HOLDER).then_nothing()
    given(REPORT, *before, APPROVED, DROPPED, TAKEN_UP).when(SUBMIT, by=HOLDER).then(SUBMITTED)


# --- mandates that end ---------------------------------------------------------------------------


@pytest.mark.parametrize("act", [MERGED, ENDED])
def test_what_an_ended_mandate_owes_stays_until_the_chief_hands_it_over_or_drops_it(
    act: Any,
) -> None:
    before = (RECORDED, CREATED, act, PLANNED)
    given(REPORT, *before).when(HAND_OVER, by=CHIEF).then(HANDED_OVER)
    given(REPORT, *before, HANDED_OVER).when(HAND_OVER, by=CHIEF).then_nothing()
    given(REPORT, *before).when(DROP, by=CHIEF).then(replace(DROPPED, dropped_by="chief"))
    heir = replace(HOLDER, mandates=frozenset({"sr-housing"}))
    given(REPORT, *before).when(DRAFT, by=heir).then_forbidden()
    given(REPORT, *before, HANDED_OVER).when(DRAFT, by=heir).then(DRAFTING)
    given(REPORT, *before).when(HAND_OVER, by=HOLDER).then_forbidden()


def test_what_goes_on_or_is_done_is_not_handed_over() -> None:
    before = (RECORDED, CREATED, PLANNED)
    given(REPORT, *before).when(HAND_OVER, by=CHIEF).then_refused("goes on")
    given(REPORT, *before).when(DROP, by=CHIEF).then_forbidden()
    today = replace(ENDED, ended_on=TODAY)
    given(REPORT, *before, today).when(HAND_OVER, by=CHIEF).then_refused("goes on")
    ended = (*before, ENDED)
    given(REPORT, *ended, DROPPED).when(HAND_OVER, by=CHIEF).then_refused("was dropped")
    given(REPORT, *ended, replace(HANDED_OVER, mandate="sr-food")).when(
        HAND_OVER, by=CHIEF
    ).then_refused("has changed")
    nobody = replace(HAND_OVER, mandate="nothing")
    given(REPORT, *ended).when(nobody, by=CHIEF).then_refused("mandate from the list")
    gone = (replace(CREATED, mandate="sr-housing"), replace(ENDED, mandate="sr-housing"))
    given(REPORT, *ended, *gone).when(HAND_OVER, by=CHIEF).then_refused("other mandate ended")


def test_nobody_else_does_anything_about_a_report() -> None:
    for command in (CHANGE_SLOT, BIND, MOVE, DRAFT, APPROVE, EXPLAIN, PUBLISH, DROP, TAKE_UP):
        for by in (STRANGE, CHIEF):
            given(REPORT, RECORDED, PLANNED).when(command, by=by).then_forbidden()
        given(REPORT, RECORDED).when(command, by=HOLDER).then_refused("no such report")
        given(REPORT, RECORDED, DRAFTING).when(command, by=HOLDER).then_refused("no such report")


def test_a_report_on_a_visit_says_on_which() -> None:
    given(REPORT, RECORDED, PLANNED).when(BIND, by=HOLDER).then(BOUND)
    given(REPORT, RECORDED, PLANNED, BOUND).when(BIND, by=HOLDER).then_nothing()
    none = replace(BIND, mission_id=None, was_mission_id=BIND.mission_id)
    given(REPORT, RECORDED, PLANNED, BOUND).when(none, by=HOLDER).then(
        replace(BOUND, mission_id=None)
    )
    stale = replace(BIND, mission_id=OTHER_ID)
    given(REPORT, RECORDED, PLANNED, BOUND).when(stale, by=HOLDER).then_refused("has changed")
    wrong = replace(BIND, mission_id="x")
    given(REPORT, RECORDED, PLANNED).when(wrong, by=HOLDER).then_refused("visit from the list")
    annual = replace(PLANNED, kind="annual", state=None)
    given(REPORT, RECORDED, annual).when(BIND, by=HOLDER).then_refused("Only a report on a visit")


async def test_each_command_sent_twice_takes_effect_once() -> None:
    store = InMemoryStore()
    for n, (command, by) in enumerate(EVERY):
        command_id, told = derive_id("report", n), len(store.log)
        metadata = Metadata(correlation_id=command_id, causation_id=command_id, actor=by.actor_id)
        for ask in (asking(STAKEHOLDERS_SERVICE, store), asking(STAKEHOLDERS_SERVICE, store)):
            await ask(command, Asked(at=AT, by=by), command_id, metadata)
        assert len(store.log) == told + 1, command
    assert {one.stream for one in store.log} == {STREAM, f"reportobligations-{REPORT_ID}"}
