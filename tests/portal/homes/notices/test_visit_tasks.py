"""Notices of what falls due in a visit: each once, to those whose it is (section J, clocks)."""

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from portal.followup.inputs.read_model import INPUTS
from portal.followup.missions.read_model import MISSIONS
from portal.followup.partners.read_model import PARTNERS
from portal.followup.visits.read_model import VISITS
from portal.homes.notices import reading, visit_tasks
from portal.homes.notices.tables import inbox as told_table
from portal.homes.notices.words import NEWS, words
from portal.web.accounts import account as accounts
from shared.contracts import followup_inputs as inputs
from shared.contracts import followup_missions as facts
from shared.contracts import followup_partners as partners
from shared.contracts.followup_visits import Standing, TermsAnswered, Window
from shared.core.geneva import day_of
from shared.core.roles import Role
from shared.reference.missions import TASKS, falls_due
from tests.followup.inputs import ISSUED, called
from tests.followup.missions import OPENED, fact
from tests.followup.partners import ADMITTED, AGENCY, PROPOSED, TASK, UNDERTAKEN, of_agency
from tests.followup.visits import DATED, FILE_ID, SENT, SETTLED
from tests.portal.homes.notices.conftest import Office, _person

KINDS = frozenset(
    {
        *("visit-task-due", "visit-task-late", "visit-partner-ending"),
        *("visit-call-closing", "visit-call-over"),
        *("visit-terms-unanswered", "visit-dates-unanswered"),
    }
)
DESK = "desk-of-kenya"


def opened(office: Office, ahead: int) -> date:
    """Open a mission so many days ahead; return its first day."""
    first = day_of(office.clock()) + timedelta(days=ahead)
    days = Window(first=first, last=first + timedelta(days=7))
    tell(office, replace(OPENED, dates=days))
    return first


def tell(office: Office, *some: Any) -> None:
    """Tell what is said in days of a test by those of the office."""
    at = office.clock()
    office.tell(*(replace(one, done_at=at) for one in some), models=(MISSIONS, PARTNERS, INPUTS))


def marked(office: Office, step: int, *tasks: str) -> None:
    for number, task in enumerate(tasks, step):
        tell(office, fact(facts.MissionTaskMarked, number, task=task, now="done"))


def heard(office: Office) -> list[tuple[str, str]]:
    """Work twice, as nothing is told twice; return who was told what since the last time."""
    before = told(office)
    office.work()
    office.work()
    return sorted((told(office) - before).elements())


def told(office: Office) -> Counter[tuple[str, str]]:
    return Counter((row.account_id, row.kind) for row in office.told() if row.kind in KINDS)


def test_a_task_is_told_a_week_before_and_once_it_is_late_to_those_whose_it_is(
    office: Office,
) -> None:
    """The request and the call are due 56 days before: the officer's, and the holder's."""
    opened(office, 64)
    assert heard(office) == []
    office.later(days=1)
    assert heard(office) == [("holder", "visit-task-due"), ("officer", "visit-task-due")]
    office.later(days=6)
    assert heard(office) == []
    marked(office, 2, "input")
    office.later(days=2)
    assert heard(office) == [("officer", "visit-task-late")]
    office.later(days=6)  # six weeks before: the context note and the visas
    assert heard(office) == [(DESK, "visit-task-due"), ("officer", "visit-task-due")]
    assert {words("task", kind) for kind in ("visit-task-due", "visit-task-late")}


@pytest.mark.parametrize(
    "then",
    [
        fact(facts.MissionPlansChanged, 2, plans="called_off", dates=None, file_step=6),
        fact(facts.MissionPlansChanged, 2, plans="open", dates=None, file_step=6),
        fact(facts.MissionPassedOn, 2, to=None),
    ],
)
def test_nothing_falls_due_while_there_are_no_days_or_nobody_goes_on(
    office: Office, then: Any
) -> None:
    opened(office, 60)
    tell(office, then)
    assert heard(office) == []


def test_a_step_of_the_course_does_the_task_and_new_days_open_it_again(office: Office) -> None:
    first = opened(office, 8)
    heard(office)
    step = {"what": "security_cleared", "phase": "planning", "note_id": "n-1", "note": None}
    tell(office, fact(facts.MissionStepTaken, 2, on=first, **step))
    office.later(days=2)
    assert heard(office) == []
    moved = Window(first=first + timedelta(days=1), last=first + timedelta(days=8))
    tell(office, fact(facts.MissionPlansChanged, 3, plans="agreed", dates=moved, file_step=6))
    assert ("officer", "visit-task-due") in heard(office)


def test_the_last_day_of_a_call_is_told_to_the_mandate(office: Office) -> None:
    opened(office, 300)
    today = day_of(office.clock())
    tell_call(office, replace(ISSUED, closes_on=today + timedelta(days=9)))
    assert heard(office) == []
    office.later(days=3)
    both = [("holder", "visit-call-closing"), ("officer", "visit-call-closing")]
    assert heard(office) == both
    extended = called(inputs.InputCallExtended, 2, closes_on=today + timedelta(days=20))
    tell_call(office, extended)
    assert heard(office) == []
    office.later(days=10)
    assert heard(office) == both
    office.later(days=8)
    assert heard(office) == [(who, "visit-call-over") for who, _ in both]


def test_nothing_is_told_of_the_call_of_a_visit_that_was_called_off(office: Office) -> None:
    opened(office, 300)
    tell_call(office, replace(ISSUED, closes_on=day_of(office.clock()) + timedelta(days=3)))
    off = fact(facts.MissionPlansChanged, 2, plans="called_off", dates=None, file_step=6)
    tell(office, off)
    assert heard(office) == []


def tell_call(office: Office, one: Any) -> None:
    office.tell(one, models=(INPUTS,))


def admitted(office: Office, until: int, due: int) -> None:
    """An agency is admitted until then, with a task of that day."""
    with office.engine.begin() as conn:
        accounts.add(conn, _person(AGENCY.actor_id, Role.UN_PARTNER, {}))
    today = day_of(office.clock())
    whole = [of_agency(one) for one in (PROPOSED, ADMITTED, UNDERTAKEN, TASK)]
    days = {"first": today, "until": today + timedelta(days=until)}
    tell(office, replace(whole[0], **days), *whole[1:3])
    tell(office, replace(whole[3], due=today + timedelta(days=due)))


def test_a_partner_hears_of_its_tasks_and_last_day_without_a_word_of_what(office: Office) -> None:
    opened(office, 300)
    admitted(office, until=30, due=10)
    assert heard(office) == []
    office.later(days=4)
    assert heard(office) == [(AGENCY.actor_id, "visit-task-due")]
    office.later(days=7)
    assert heard(office) == [(AGENCY.actor_id, "visit-task-late")]
    office.later(days=12)
    ends = "visit-partner-ending"
    assert heard(office) == [(AGENCY.actor_id, ends), ("holder", ends), ("officer", ends)]
    for kind in ("visit-task-due", "visit-task-late", ends):
        assert words("partner", kind) == NEWS
    pages = {row.page for row in office.told() if row.account_id == AGENCY.actor_id}
    assert pages == {"myvisit"}


@pytest.mark.parametrize("kind", [partners.PartnerEnded, partners.PartnerTaskMarked])
def test_who_is_no_partner_or_did_it_hears_nothing(office: Office, kind: Any) -> None:
    opened(office, 300)
    admitted(office, until=90, due=5)
    also = {} if kind is partners.PartnerEnded else {"task_id": TASK.task_id, "now": "done"}
    ended = of_agency(replace(TASK, step=5))
    of = {name: getattr(ended, name) for name in ("partner_id", "mission_id", "mandate", "state")}
    by = {"step": 5, "done_by": "officer-1", "done_at": office.clock()}
    tell(office, kind(**of, **by, **also))
    assert heard(office) == []


def test_an_answer_that_was_asked_for_is_told_as_awaited_after_30_days(office: Office) -> None:
    logged(office, SENT, Standing(status="accepted", terms="sent"))
    office.later(days=30)
    assert heard(office) == []
    office.later(days=1)
    both = [("holder", "visit-terms-unanswered"), ("officer", "visit-terms-unanswered")]
    assert heard(office) == both
    assert {row.item_id for row in office.told() if row.kind in KINDS} == {FILE_ID}


def test_proposed_dates_wait_too_and_an_answer_ends_it(office: Office) -> None:
    days = Window(
        first=day_of(office.clock()) + timedelta(days=100),
        last=day_of(office.clock()) + timedelta(days=107),
    )
    now = Standing(status="dates", dates=days, dates_by="mandate", terms="sent")
    logged(office, replace(DATED, dates=days), now)
    logged(office, SENT, now)
    office.later(days=29)
    answered = replace(SETTLED, document=replace(SETTLED.document, document_id="answer"))
    assert isinstance(answered, TermsAnswered)
    logged(office, answered, replace(now, terms="accepted"))
    office.later(days=3)
    both = [("holder", "visit-dates-unanswered"), ("officer", "visit-dates-unanswered")]
    assert heard(office) == both


def logged(office: Office, one: Any, now: Standing) -> None:
    on = day_of(office.clock())
    paper = replace(one.document, passed_on=on, dated_on=on)
    told = replace(one, document=paper, now=now, done_at=office.clock())
    office.tell(told, models=(VISITS,))


def test_each_finds_the_notice_and_nobody_whose_state_it_is_not(office: Office) -> None:
    opened(office, 48)
    office.work()
    assert "mission" in pages_of(office, DESK)
    assert "mission" in pages_of(office, "officer")
    with office.engine.connect() as conn:
        there = accounts.by_id(conn, DESK)
        assert there is not None
        moved = replace(there, state_codes=frozenset({"JOR"}))
        rows = select(told_table).where(reading.shown(moved, lambda _: True))
        assert conn.execute(rows).all() == []


def pages_of(office: Office, name: str) -> list[str]:
    with office.engine.connect() as conn:
        one = accounts.by_id(conn, name)
        assert one is not None
        rows = select(told_table).where(reading.shown(one, lambda _: True))
        return [row.page for row in conn.execute(rows)]


def test_twice_looked_at_is_once_made(office: Office) -> None:
    opened(office, 60)
    at = office.clock()
    made = [visit_tasks.due(office.engine, office.settings, at=at) for _ in range(2)]
    assert made == [2, 0]


def test_a_day_is_told_a_week_before_and_a_week_after() -> None:
    on = date(2026, 5, 20)
    told = [falls_due(on, on + timedelta(days=days)) for days in (-8, -7, 0, 1, 7, 8)]
    assert told == [None, "soon", "soon", "late", "late", None]
    assert all(one.assignee in {"holder", "officer", "desk"} for one in TASKS.values())
