"""Notices of the briefing: what there is to do at the desk, and to the staff that it is out."""

from dataclasses import replace
from typing import Any

from portal.public.briefings.read_model import BRIEFINGS
from tests.portal.homes.notices.conftest import Office
from tests.stakeholders import briefings as said


def told(office: Office, fact: Any, **changed: Any) -> list[tuple[str, str]]:
    """Tell of this fact and work twice; return to whom what is new, and is told."""
    known = {row.notice_id for row in office.told()}
    office.tell(replace(fact, **changed), models=(BRIEFINGS,))
    office.work()
    office.work()
    new = [row for row in office.told() if row.notice_id not in known]
    return sorted((row.account_id, row.kind) for row in new)


def test_the_desk_hears_what_there_is_to_do_and_the_staff_that_it_is_out(office: Office) -> None:
    at = office.clock()
    both = [("chief", "issue-opened"), ("desk", "issue-opened")]
    assert told(office, said.OPENED, opened_at=at) == both
    handed_in = told(office, said.HANDED_IN, handed_in_by="desk", handed_in_at=at)
    assert handed_in == [("chief", "issue-handed-in")], "who worked on it does not approve it"
    assert told(office, said.DROPPED, dropped_by="chief") == [], "a change opens it not anew"
    handed_in = told(office, said.HANDED_IN, version=1, handed_in_by="desk", handed_in_at=at)
    assert handed_in == [], "everybody worked on it"
    assert told(office, said.APPROVED) == []
    office.later(hours=1)
    sent = told(office, said.WENT, sent_at=office.clock(), fallen=("letter-9",))
    people = {who for who, kind in sent if kind == "issue-sent"}
    officers = {"officer", "other-officer", "desk-of-kenya", "desk-of-jordan"}
    assert people == officers | {"chief", "desk", "publication", "selection"}
    assert {who for who, kind in sent if kind == "issue-cut"} == {"chief", "desk"}
    office.later(days=2)
    assert told(office, said.OPENED, opened_at=at) == [], "it is no news any more"
