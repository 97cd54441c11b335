"""Notices of reports on visits: each goes once, to those who are to do something."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from portal.followup.visit_reports.read_model import VISIT_REPORTS
from portal.web.accounts import account as accounts
from shared.contracts.followup_visit_reports import VisitReportMandateJoined, VisitReportReturned
from shared.core.geneva import day_of
from shared.core.roles import Role
from tests.followup import reports as said
from tests.followup.missions import MISSION_ID
from tests.portal.homes.notices.conftest import Office
from tests.support.letters import LEAD, THIRD


def tell(office: Office, fact: Any, **also: Any) -> None:
    one = replace(fact, mandate=LEAD, done_at=office.clock(), **also)
    office.tell(one, models=(VISIT_REPORTS,))


def heard(office: Office) -> set[tuple[str, str]]:
    office.work()
    office.work()
    told = [row for row in office.told() if row.reason == "visit"]
    assert {row.item_id for row in told} <= {MISSION_ID}
    found = [(row.account_id, row.kind) for row in told]
    assert len(found) == len(set(found)), "nobody is told twice"
    return set(found)


def test_the_state_the_mandate_and_who_publishes_are_told_in_turn(office: Office) -> None:
    with office.engine.connect() as conn:
        governments = {
            one.account_id
            for one in accounts.holding(conn, Role.GOVERNMENT)
            if "KEN" in one.state_codes
        }
        publishers = {one.account_id for one in accounts.holding(conn, Role.PUBLICATION_OFFICER)}
    assert governments
    assert publishers
    tell(office, said.STARTED)
    assert heard(office) == set()
    due = day_of(office.clock()) + timedelta(days=42)
    tell(office, said.SENT, comments_due=due)
    sent = {(one, "draft-report-sent") for one in governments}
    assert heard(office) == sent
    office.later(days=36)
    soon = sent | {(one, "draft-report-comments-due") for one in governments}
    assert heard(office) == soon
    office.later(days=7)
    tell(office, said.ENDED_PERIOD)
    over = {(who, "draft-report-comments-over") for who in ("holder", "officer")}
    assert heard(office) == soon | over
    tell(office, said.SUBMITTED)
    published = {(one, "draft-report-submitted") for one in publishers}
    assert heard(office) == soon | over | published
    back = said.fact(VisitReportReturned, 10, "deciding", "publisher-1", note=said.REASON)
    tell(office, back)
    tell(office, said.APPROVED, step=11)  # before anybody was told
    returned = {(who, "draft-report-returned") for who in ("holder", "officer")}
    assert heard(office) == soon | over | published | returned


def test_a_mandate_that_is_named_to_write_it_hears_and_so_do_all_of_what_is_to_be_decided(
    office: Office,
) -> None:
    """The holder of a third mandate, whom nothing of the report was told before."""
    tell(office, said.STARTED)
    joined = said.fact(VisitReportMandateJoined, 2, "drafting", "officer-1", joined=THIRD)
    tell(office, joined)
    named = {("strange-holder", "draft-report-joined")}
    assert heard(office) >= named
    assert {kind for _, kind in heard(office)} == {"draft-report-joined"}
    tell(office, said.ENDED_PERIOD)
    over = {who for who, kind in heard(office) if kind == "draft-report-comments-over"}
    assert over >= {"holder", "officer", "strange-holder"}
