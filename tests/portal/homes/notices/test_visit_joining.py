"""Notices of joint visits (E.1): asked, asked no more, joined, left; to the mandates concerned."""

from dataclasses import replace
from typing import Any

import pytest

from portal.followup.missions.read_model import MISSIONS
from portal.homes.notices.choosing import AT_ONCE
from portal.homes.notices.words import NEWS, words
from shared.contracts import followup_missions as facts
from shared.core.message import derive_id
from tests.followup.missions import MISSION_ID, OPENED, fact
from tests.portal.homes.notices.conftest import Office, want
from tests.portal.homes.notices.inboxes import shown
from tests.support.letters import LEAD, OTHER, THIRD

OWN_ID = str(derive_id("own mission of notices"))
ASKED, UNASKED, JOINED, LEFT = (
    f"joint-visit-{one}" for one in ("asked", "not-asked", "joined", "left")
)
Told = set[tuple[str, str]]


def says(office: Office, kind: type, step: int, by: str, **also: Any) -> Any:
    return fact(kind, step, done_by=by, done_at=office.clock(), **also)


def asks(office: Office, step: int = 2, mandate: str = OTHER) -> Any:
    return says(office, facts.MandateAskedToJoin, step, "holder", asked=mandate)


def joins(office: Office, step: int = 3, mandate: str = OTHER, by: str = "other-holder") -> Any:
    own = {"joining": mandate, "own_mission_id": OWN_ID, "joined": tuple({OTHER, mandate})}
    return says(office, facts.MandateJoinedVisit, step, by, **own)


def leaves(office: Office, step: int = 4) -> Any:
    own = {"leaving": OTHER, "own_mission_id": OWN_ID, "joined": ()}
    return says(office, facts.MandateLeftVisit, step, "other-holder", **own)


def heard(office: Office, *some: Any) -> Told:
    """Tell these, each twice, and work twice; return who is told what that they were not before."""
    before = {row.notice_id for row in office.told()}
    office.tell(*some, models=(MISSIONS,))
    office.work()
    office.work()
    rows = [row for row in office.told() if row.notice_id not in before]
    assert all(words(row.reason, row.kind) != NEWS for row in rows)
    return {(row.account_id, row.kind) for row in rows}


@pytest.fixture
def opened(office: Office) -> Office:
    assert heard(office, replace(OPENED, mandate=LEAD, done_at=office.clock())) == set()
    return office


def page(office: Office, who: str) -> list[tuple[str, str]]:
    return [(kind, where) for kind, where, item in shown(office, who) if item == MISSION_ID]


def test_the_mandates_concerned_hear_of_each_step_and_nobody_of_their_own(opened: Office) -> None:
    office = opened
    want(office, "other-holder", AT_ONCE)
    office.mailed()
    assert heard(office, asks(office)) == {
        ("other-holder", ASKED),
        ("other-officer", ASKED),
        ("officer", ASKED),
    }
    assert "other-holder" in office.mailed()
    assert page(office, "other-officer") == [(ASKED, "jointvisit")]
    assert page(office, "officer") == [(ASKED, "mission")]
    office.later(minutes=1)
    assert heard(office, joins(office)) == {
        ("other-officer", JOINED),
        ("holder", JOINED),
        ("officer", JOINED),
    }
    assert page(office, "other-officer") == [(JOINED, "mission")]  # asked no more
    office.later(minutes=1)
    assert heard(office, leaves(office)) == {
        ("other-officer", LEFT),
        ("holder", LEFT),
        ("officer", LEFT),
    }
    assert page(office, "other-officer") == [(LEFT, "jointvisit")]  # nothing of the mission is left
    assert [kind for kind, _ in page(office, "officer")] == [LEFT, JOINED, ASKED]


def test_all_who_come_along_hear_of_who_joins_and_whoever_leads_of_who_is_asked(
    opened: Office,
) -> None:
    office = opened
    heard(office, asks(office))
    office.later(minutes=1)
    heard(office, joins(office))
    office.later(minutes=1)
    strangers = {("strange-holder", ASKED), ("member", ASKED)}
    assert heard(office, asks(office, 4, THIRD)) == {("officer", ASKED), *strangers}
    office.later(minutes=1)
    everybody = {"holder", "officer", "other-holder", "other-officer", "member"}
    told = heard(office, joins(office, 5, THIRD, "strange-holder"))
    assert told == {(who, JOINED) for who in everybody}


def test_what_is_taken_back_is_told_and_the_asking_is_there_no_more(opened: Office) -> None:
    office = opened
    heard(office, asks(office))
    office.later(minutes=1)
    back = says(office, facts.MandateNotAskedToJoin, 3, "holder", asked=OTHER)
    assert heard(office, back) == {
        ("other-holder", UNASKED),
        ("other-officer", UNASKED),
        ("officer", UNASKED),
    }
    assert page(office, "other-holder") == [(UNASKED, "jointvisit")]


def test_an_asking_is_shown_only_while_it_can_be_answered(opened: Office) -> None:
    office = opened
    heard(office, asks(office))
    assert page(office, "other-holder") == [(ASKED, "jointvisit")]
    plans = {"plans": "called_off", "dates": None, "file_step": 6}
    office.tell(says(office, facts.MissionPlansChanged, 3, "policy", **plans), models=(MISSIONS,))
    assert page(office, "other-holder") == []
    assert page(office, "strange-holder") == []


def test_what_happened_before_is_no_news(opened: Office) -> None:
    office = opened
    before = asks(office)
    office.later(days=2)
    assert heard(office, before) == set()
