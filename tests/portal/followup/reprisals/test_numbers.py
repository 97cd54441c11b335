"""Reprisal cases in numbers: for the Committee, of years that are over, and never below five."""

import re
from dataclasses import replace

from portal.followup.reprisals import counting
from shared.core.roles import Role
from tests.followup import reprisals as said
from tests.portal.stakeholders.test_pages import text
from tests.support.portal import Pages
from tests.support.reprisal_cases import ReprisalCases

PAGE = "/reprisals-in-numbers"


def anonymous(page: str) -> str:
    return re.sub(r'nonce="[^"]*"|name="csrf_token" value="[^"]*"', "", page)


def test_the_committee_reads_counts_of_years_that_are_over(portal: Pages) -> None:
    some = ReprisalCases(portal.engine, portal.vault)
    committee = portal.signed_in(Role.COORDINATION_COMMITTEE)
    now = portal.clock()
    then = now.replace(year=now.year - 1)
    empty = anonymous(committee.get(PAGE).text)
    for state in ("KEN", "KEN", "UGA", "FRA"):
        some.upto(said.REPORTED, state=state, done_at=then)
    out = some.upto(said.REPORTED, done_at=then)
    gone = replace(said.SCREENED, in_scope=False, next_look_on=None, done_at=then)
    some.tell(out, gone)
    for _ in range(9):
        some.upto(said.REPORTED, done_at=now)
    assert anonymous(committee.get(PAGE).text) == empty, "four, what is no case, and this year"
    closed = [some.upto(said.REPORTED, state="UGA", act="arrest", done_at=then) for _ in range(5)]
    for one in closed:
        some.tell(one, replace(said.CLOSED, reason="erased", done_at=then))
        some.tell(one, replace(said.REOPENED, done_at=now))
    page = committee.get(PAGE).text
    assert "9 cases" in text(page)
    assert "Arrest or detention not told" in text(page), "the others would be four"
    assert not [name for name in ("Kenya", "Uganda", "France") if name in text(page)]
    with portal.engine.connect() as conn:
        [year, *_] = counting.over(conn, now.date())
    assert set(year.regions.values()) == set(year.outcomes.values()) == {None}
    more = [some.upto(said.REPORTED, state="UGA", done_at=then) for _ in range(9)]
    with portal.engine.connect() as conn:
        [year, *_] = counting.over(conn, now.date())
    assert (len(more), year.total, year.acts["arrest"]) == (9, 18, 5)
    assert year.acts["threat"] is None, "kept back with those that are none"
    assert year.regions["AFR"] is None


def test_nobody_else_reads_them(portal: Pages) -> None:
    for role in (Role.CHIEF, Role.MANDATE_HOLDER, Role.DESK_OFFICER, Role.REPRISALS_FOCAL_POINT):
        assert portal.signed_in(role).get(PAGE).status_code == 403
    both = portal.signed_in(Role.COORDINATION_COMMITTEE, Role.GOVERNMENT)
    assert both.get(PAGE).status_code == 404
