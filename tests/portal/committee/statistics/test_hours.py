"""Hours of letters in internal statistics: from the receipt of the submission to the sending."""

from datetime import timedelta

from sqlalchemy import insert

from portal.app.read_models import READ_MODELS
from portal.casefile import reprisals
from portal.letters.communications.tables import letters, links, submissions
from shared.core.message import derive_id
from shared.core.roles import Role
from tests.portal.committee.statistics.test_pages import read
from tests.support.followup import NOW
from tests.support.portal import Pages
from tests.support.ready import ready


def told_of_times(portal: Pages) -> None:
    """Five urgent appeals of last year, four in time; two of this year; an allegation letter."""
    ready(portal.engine, READ_MODELS)
    spans = [("UA", 400, hours) for hours in (3, 5, 8, 20, 70)]
    spans += [("UA", 20, 10), ("UA", 20, 30), ("AL", 400, 100)]
    with portal.engine.begin() as conn:
        for n, (type_, ago, hours) in enumerate(spans):
            sent, of = NOW - timedelta(days=ago), str(derive_id("timed", n))
            row = {"communication_id": of, "type": type_, "recipient": "KEN"}
            conn.execute(insert(letters), {**row, "state": "transmitted", "transmitted_at": sent})
            came = {"submission_id": of, "received_at": sent - timedelta(hours=hours)}
            conn.execute(insert(submissions), came)
            conn.execute(insert(links), {"submission_id": of, "communication_id": of})


def test_times_are_of_each_year_and_type(portal: Pages) -> None:
    told_of_times(portal)
    desk = portal.signed_in(Role.QUICK_RESPONSE_DESK)
    assert read(desk, "hours") == {"2025": [100, 8, None], "2026": [None, 20, None]}
    assert read(desk, "urgent") == {"2025": [4, 1], "2026": [1, 1]}
    assert read(desk, "hours", "since=2026") == {"2026": [None, 20, None]}


def test_who_reads_no_letter_reads_times_of_four_and_more_in_years_that_are_over(
    portal: Pages,
) -> None:
    told_of_times(portal)
    committee = portal.signed_in(Role.COORDINATION_COMMITTEE)
    assert read(committee, "hours") == {"2025": [None, 8, None]}
    assert read(committee, "urgent") == {"2025": [4, 1]}
    holder = portal.signed_in(Role.MANDATE_HOLDER, mandates=frozenset({"sr-food"}))
    assert read(holder, "hours") == {}


def test_who_reads_a_letter_for_a_state_learns_nothing_of_when_its_submission_came(
    portal: Pages,
) -> None:
    """Hours of one letter would say it to the minute; a desk officer reads submissions in bands."""
    told_of_times(portal)
    with portal.engine.begin() as conn:
        for n in range(8):
            of = str(derive_id("timed", n))
            values = {"submission_id": of, "reprisal": False, "state": "KEN"}
            conn.execute(insert(reprisals.submissions), values)
            behind = {"submission_id": of, "communication_id": of}
            conn.execute(insert(reprisals.behind), behind)
    states = frozenset({"KEN"})
    for roles in ((Role.DESK_OFFICER,), (Role.DESK_OFFICER, Role.MANDATE_HOLDER)):
        visitor = portal.signed_in(*roles, state_codes=states, mandates=frozenset({"sr-food"}))
        assert read(visitor, "hours") == read(visitor, "urgent") == {}, roles
    both = portal.signed_in(Role.DESK_OFFICER, Role.CHIEF, state_codes=states)
    assert read(both, "hours"), "who reads every letter reads these"
