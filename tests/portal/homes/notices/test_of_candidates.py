"""Candidates are told when a call opens, and when the time of an interview ends."""

from dataclasses import replace
from datetime import timedelta

from tests.portal.homes.notices.conftest import Office
from tests.portal.homes.notices.outside import CALLED, VACANCY, shown, tell
from tests.stakeholders import selection as facts
from tests.stakeholders import test_talks as of_talks
from tests.support.letters import T0


def test_a_candidate_whose_interview_a_new_list_ends_is_told_and_nobody_else(
    office: Office,
) -> None:
    tell(office, *VACANCY, facts.applied("c-1", "candidate"), facts.applied("c-2", "applicant"))
    tell(office, facts.screened("c-1"), facts.screened("c-2"), facts.REVIEWED)
    shown(office)
    tell(office, of_talks.CANCELLED)
    ended = "The time of your interview does not stand any more"
    assert shown(office) == {"candidate": [ended]}


def test_candidates_and_the_office_are_told_when_a_call_opens_that_was_issued_before(
    office: Office,
) -> None:
    tell(office, VACANCY[0], replace(CALLED, opens_at=T0 + timedelta(days=2), issued_at=T0))
    office.work()
    assert not any("A call for candidatures opened" in words for words in shown(office).values())
    office.later(days=2)
    office.work()
    heard = shown(office)
    assert {who for who, words in heard.items() if "A call for candidatures opened" in words} == {
        "candidate",
        "other-candidate",
        "selection",
    }
    office.later(hours=1)
    office.work()
    assert shown(office) == {}


def test_a_call_that_opens_with_its_issue_brings_no_notice_of_it(office: Office) -> None:
    tell(office, *VACANCY)
    office.work()
    assert not any("A call for candidatures opened" in words for words in shown(office).values())
