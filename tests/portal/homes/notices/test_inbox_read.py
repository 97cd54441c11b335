"""Notices of an inbox that are counted, listed and marked as read."""

from dataclasses import replace
from datetime import timedelta

from portal.homes.notices import inbox
from shared.core.roles import Role
from tests.bench import plans
from tests.portal.homes.notices.conftest import EVERY_MODEL, Office
from tests.portal.homes.notices.inboxes import ASKED, account, account_in, become, everywhere
from tests.support import submissions as intake
from tests.support.letters import (
    LEAD,
    upto,
)


def test_one_marks_what_is_ones_own_alone(office: Office) -> None:
    office.tell(*ASKED)
    office.work()
    mine, other = account(office, "holder"), account(office, "other-officer")
    with office.engine.begin() as conn:
        [row] = inbox.page_of(conn, mine, everywhere)
        assert inbox.find(conn, other, everywhere, row.notice_id) is None
        inbox.mark(conn, other, row.notice_id, read_at=office.clock())
        assert inbox.unread(conn, mine, everywhere) == 1
        inbox.mark(conn, mine, row.notice_id, read_at=office.clock())
        assert inbox.unread(conn, mine, everywhere) == 0
        assert inbox.unread(conn, other, everywhere) == 1
        inbox.mark(conn, mine, row.notice_id, read_at=None)
        assert inbox.unread(conn, mine, everywhere) == 1


def test_all_that_were_there_are_marked_and_exactly_these_are_taken_back(office: Office) -> None:
    office.tell(*ASKED)
    office.work()
    mine = account(office, "other-holder")
    seen = office.clock()
    office.later(hours=4, minutes=1)
    office.work()  # reminds
    with office.engine.begin() as conn:
        rows = list(inbox.page_of(conn, mine, everywhere))
        assert len(rows) == 3
        inbox.mark(conn, mine, rows[-1].notice_id, read_at=seen)
        at = office.clock() + timedelta(microseconds=7)
        assert inbox.mark_all(conn, mine, everywhere, until=seen, read_at=at) == 1
        assert inbox.unread(conn, mine, everywhere) == 1
        assert inbox.marked_at(conn, mine, at)
        inbox.mark_back(conn, mine, at)
        assert not inbox.marked_at(conn, mine, at)
        assert inbox.unread(conn, mine, everywhere) == 2


def test_what_is_not_shown_is_not_marked_with_all(office: Office) -> None:
    office.tell(*ASKED)
    office.work()
    become(office, "holder", Role.MANDATE_HOLDER, mandates={"wgad"})
    at = office.clock()
    with office.engine.begin() as conn:
        person = account_in(conn, "holder")
        assert inbox.mark_all(conn, person, everywhere, until=at, read_at=at) == 0
    become(office, "holder", Role.MANDATE_HOLDER, mandates={LEAD})
    assert [row.read_at for row in office.told()] == [None] * 4


def test_to_count_and_to_list_reads_no_table_whole(office: Office) -> None:
    office.tell(intake.received(), intake.triaged(), *upto("transmitted"), models=EVERY_MODEL)
    office.work()
    person = replace(
        account(office, "holder"), roles=frozenset(Role) - {Role.SYSTEM_ADMIN, Role.SOURCE}
    )
    with plans.statements(office.engine) as asked, office.engine.connect() as conn:
        inbox.unread(conn, person, everywhere)
        inbox.page_of(conn, person, everywhere)
    # of the Committee's few elections besides: which procedures concern a member (SD5)
    asked = [one for one in asked if "committee_" not in one[0].partition(" \nFROM ")[0]]
    assert len(asked) == 3  # whether something is unread, the count, and the list
    assert plans.read_whole(plans.explained(office.engine, asked)) == set()
