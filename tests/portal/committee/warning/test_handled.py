"""How the alerts of a year were handled: counted as they stand, for who reads every alert."""

from datetime import UTC, datetime, timedelta

import pytest

from shared.contracts.stakeholders_alerts import AlertStepTakenBack
from shared.core.roles import Role
from shared.core.testing import AT
from tests.portal.committee.warning.test_pages import committee
from tests.portal.stakeholders.test_pages import text
from tests.stakeholders import alerts as told
from tests.support.committee import Committee
from tests.support.portal import Pages
from tests.support.warnings import Warnings

RULES = "/early-warning/rules"
HOUR = timedelta(hours=1)


@pytest.fixture
def warnings(portal: Pages) -> Warnings:
    Committee(portal.engine, portal.vault)
    return Warnings(portal.engine, portal.vault)


def test_alerts_are_counted_by_rule_by_when_they_were_taken_and_what_followed(
    portal: Pages, warnings: Warnings
) -> None:
    now = portal.clock()

    def raised(hours: int, state: str, taken: int | None = None, **also: str) -> str:
        at = now - hours * HOUR
        one = warnings.raised(state, at, **also)
        if taken is not None:
            when = at + taken * HOUR
            warnings.step(told.TAKEN, one, acknowledged_at=when)
        return one

    letters = {"rule": "letters"}
    raised(366 * 24, "UGA", 1)  # before the year
    raised(47, "KEN")  # not due
    raised(49, "NPL")  # late
    referred = raised(300, "FRA", 2)
    warnings.step(told.REFERRED, referred)
    known = raised(400, "CHE", 60)
    warnings.step(told.DISMISSED, known, reason_code="known")
    closed = raised(500, "SWE", 4)
    warnings.step(told.DISMISSED, closed, reason_code="chance")
    warnings.step(told.CLOSED, closed)
    back = raised(600, "NOR", 6)
    warnings.step(told.WATCHED, back)
    taken_back = AlertStepTakenBack(
        alert_id=back, stage="acknowledged", code=None, taken_back_by="x", taken_back_at=now
    )
    warnings.tell(taken_back)
    watched = raised(99, "KEN", 48, **letters)
    warnings.step(told.WATCHED, watched)

    said = text(committee(portal).get(RULES).text)
    assert (
        "Rule on submissions 6 3 of 5 Half of them within 5 hours "
        "Referred: 1 Watched: 0 Dismissed: 2 1 of 3" in said
    )
    assert (
        "Rule on letters 1 1 of 1 Half of them within 48 hours "
        "Referred: 0 Watched: 1 Dismissed: 0 0 of 1" in said
    )
    assert "Rule on urgent appeals 0 \N{EN DASH} \N{EN DASH} \N{EN DASH}" in said


def test_alerts_of_whole_months_are_a_line_and_a_table(portal: Pages, warnings: Warnings) -> None:
    """The clock stands in November 2026."""
    visitor = committee(portal)
    warnings.raised("KEN", datetime(2026, 10, 31, 22, 30, tzinfo=UTC))
    warnings.raised("SWE", datetime(2026, 10, 31, 23, 30, tzinfo=UTC))  # November there
    warnings.raised("FRA", datetime(2025, 10, 31, 22, 0, tzinfo=UTC))  # before the twelve months
    assert "October 2026 1 0" in text(visitor.get(RULES).text)
    false = warnings.raised("NPL", datetime(2025, 10, 31, 23, 30, tzinfo=UTC))
    warnings.step(told.DISMISSED, false, reason_code="chance")
    known = warnings.raised("UGA", datetime(2026, 10, 1, tzinfo=UTC), rule="letters")
    warnings.step(told.DISMISSED, known, reason_code="known")
    page = text(visitor.get(RULES).text)
    assert "November 2025 1 1 December 2025 0 0" in page
    assert "September 2026 0 0 October 2026 2 0" in page
    assert "Highest number: 2 (October 2026)" in page
    assert "November 2026" not in page.partition("The numbers as a table")[2].partition("All")[0]


def test_what_was_taken_back_waits_still_and_what_rose_again_was_taken(
    portal: Pages, warnings: Warnings
) -> None:
    now = portal.clock()
    back = warnings.raised("KEN", now - 60 * HOUR)
    warnings.step(told.TAKEN, back, acknowledged_at=now - 59 * HOUR)
    warnings.tell(
        AlertStepTakenBack(
            alert_id=back, stage="raised", code=None, taken_back_by="x", taken_back_at=now
        )
    )
    rose = warnings.raised("NPL", now - 60 * HOUR)
    warnings.step(told.TAKEN, rose, acknowledged_at=now - 57 * HOUR)
    warnings.rose(rose, "NPL", now - 50 * HOUR)
    said = text(committee(portal).get(RULES).text)
    assert "Rule on submissions 2 1 of 2 Half of them within 3 hours" in said


def test_what_the_desk_alone_took_waits_for_the_committee(
    portal: Pages, warnings: Warnings
) -> None:
    now = portal.clock()
    one = warnings.raised("KEN", now - 60 * HOUR)
    warnings.step(told.TAKEN, one, acknowledged_at=now - 59 * HOUR, whose="desk")
    other = warnings.raised("NPL", now - 60 * HOUR)
    warnings.step(told.TAKEN, other, acknowledged_at=now - 57.75 * HOUR, whose="committee")
    said = text(committee(portal).get(RULES).text)
    assert "Rule on submissions 2 1 of 2 Half of them within 3 hours" in said


def test_without_alerts_the_page_says_so(portal: Pages, warnings: Warnings) -> None:
    visitor = committee(portal)
    assert "No alert was raised in these days." in text(visitor.get(RULES).text)
    at = portal.clock() - HOUR
    one = warnings.raised("KEN", at)
    warnings.step(told.TAKEN, one, acknowledged_at=at + HOUR / 6)
    assert "Half of them within the first hour" in text(visitor.get(RULES).text)


def test_who_reads_alerts_of_own_states_without_reprisals_reads_no_numbers_of_all(
    portal: Pages, warnings: Warnings
) -> None:
    warnings.raised("KEN", AT)
    both = portal.signed_in(
        Role.COORDINATION_COMMITTEE, Role.DESK_OFFICER, state_codes=frozenset({"KEN"})
    )
    assert "handled" not in both.get(RULES).text
