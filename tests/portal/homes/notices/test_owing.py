"""Notices of what mandates owe: in 30, 14 and 7 days, each once, and of sessions that moved."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from portal.committee.reports.read_model import REPORTS
from portal.homes.notices import owing
from portal.homes.notices.words import words
from portal.stakeholders.read_model import TERMS
from shared.core.geneva import day_of
from tests.portal.homes.notices.conftest import Office
from tests.stakeholders import reports_owed as said
from tests.support.letters import LEAD, OTHER

MODELS = (REPORTS, TERMS)
DAY = timedelta(days=1)


def due_in(office: Office, days: int, **also: Any) -> None:
    """Tell of a report whose comments are due in so many days."""
    starts = day_of(office.clock()) + days * DAY + timedelta(weeks=22)
    session = replace(said.RECORDED, starts_on=starts, ends_on=starts + 25 * DAY)
    report = replace(said.PLANNED, mandate=LEAD, **also)
    office.tell(session, report, models=MODELS)


def heard(office: Office) -> list[tuple[str, str]]:
    """Work twice, as nothing is told twice; return to whom what was told."""
    office.work()
    office.work()
    return [(row.account_id, row.kind) for row in office.told() if row.reason == "report"]


def test_the_mandate_is_reminded_in_30_14_and_7_days_and_each_once(office: Office) -> None:
    due_in(office, 31)
    assert heard(office) == []
    told = 0
    for step in (1, 16, 7):
        office.later(days=step)
        assert len(heard(office)) > told
        told = len(heard(office))
    assert {kind for _, kind in heard(office)} == {"report-due"}
    assert {one for one, _ in heard(office)} >= {"holder", "officer"}
    office.later(days=8)
    assert len(heard(office)) == told
    assert words("report", "report-due")


def test_a_session_that_moved_is_told_once_and_reminds_anew(office: Office) -> None:
    due_in(office, 7)
    before = len(heard(office))
    assert before
    starts = day_of(office.clock()) + 14 * DAY + timedelta(weeks=22)
    moved = replace(
        said.SESSION_MOVED,
        starts_on=starts,
        ends_on=starts + 25 * DAY,
        moved_by="holder",
        moved_at=office.clock(),
    )
    office.tell(moved, models=MODELS)
    kinds = heard(office)
    assert ("officer", "report-session-moved") in kinds
    assert ("holder", "report-session-moved") not in kinds
    assert [kind for _, kind in kinds].count("report-due") == 2 * before


def test_once_its_mandate_has_ended_the_chief_is_reminded(office: Office) -> None:
    created = replace(said.CREATED, mandate=LEAD)
    ended = replace(said.ENDED, mandate=LEAD, ended_on=day_of(office.clock()) - DAY)
    office.tell(created, ended, models=MODELS)
    due_in(office, 7)
    assert set(heard(office)) == {("chief", "report-due"), ("chief", "report-left")}
    assert owing.due(office.engine, office.settings, at=office.clock()) == 0


def test_a_mandate_that_ends_after_a_reminder_leaves_it_to_the_chief(office: Office) -> None:
    due_in(office, 7)
    assert "chief" not in {one for one, _ in heard(office)}
    created = replace(said.CREATED, mandate=LEAD)
    ended = replace(said.ENDED, mandate=LEAD, ended_on=day_of(office.clock()) - DAY)
    office.tell(created, ended, models=MODELS)
    assert [kind for one, kind in heard(office) if one == "chief"] == ["report-due", "report-left"]
    given = replace(said.HANDED_OVER, mandate=OTHER, handed_over_at=office.clock())
    office.tell(given, models=MODELS)
    told = [one for one, kind in heard(office) if kind == "report-handed-over"]
    assert sorted(told) == ["other-holder", "other-officer"]


def test_a_slot_that_stays_is_told_and_what_is_done_again_is_reminded_again(
    office: Office,
) -> None:
    today = day_of(office.clock())
    due_in(office, 100, slot=today + 7 * DAY)
    before = len(heard(office))
    assert before
    starts = today + 100 * DAY + timedelta(weeks=23)
    moved = replace(said.SESSION_MOVED, starts_on=starts, moved_at=office.clock())
    office.tell(moved, models=MODELS)
    kinds = [kind for _, kind in heard(office)]
    assert kinds.count("report-slot-stays") == before
    assert kinds.count("report-due") == before
    submitted = replace(said.SUBMITTED, submitted_on=today, due_on=today + 7 * DAY)
    office.tell(submitted, replace(said.DRAFTING, stage="planned"), models=MODELS)
    assert [kind for _, kind in heard(office)].count("report-due") == 2 * before


def test_no_news_is_made_of_a_session_that_moved_before_the_report_came(office: Office) -> None:
    due_in(office, 100)
    moved = replace(said.SESSION_MOVED, moved_at=office.clock())
    again = replace(said.PLANNED, report_id=said.OTHER_ID, mandate=OTHER)
    office.tell(moved, again, models=MODELS)
    told = {one for one, kind in heard(office) if kind == "report-session-moved"}
    assert "holder" in told
    assert "other-holder" not in told
