"""Notices of incidents of visits: to the mandate and to a Government, and without what it was."""

from dataclasses import replace
from typing import Any

from portal.followup.incidents.read_model import INCIDENTS
from portal.homes.notices.words import NEWS, words
from shared.contracts.followup_missions import MissionPassedOn
from tests.followup.missions import OPENED
from tests.followup.missions import fact as of_mission
from tests.followup.partners import PARTNER_ID
from tests.followup.test_incident import ANSWERED, LOGGED, STRUCK, WAS_PUT
from tests.portal.homes.notices.conftest import Office
from tests.portal.homes.notices.test_partnering import tell
from tests.support.letters import OTHER

REPORTED = replace(LOGGED, side="nhri", partner_id=PARTNER_ID)
PAGES = {"incidents", "incident"}


def said(office: Office, *some: Any) -> None:
    office.tell(*(replace(one, done_at=office.clock()) for one in some), models=(INCIDENTS,))


def heard(office: Office) -> list[tuple[str, str]]:
    """Work twice, as nothing is told twice; return to whom what was told."""
    office.work()
    office.work()
    return sorted((one.account_id, one.kind) for one in office.told() if one.page in PAGES)


def test_the_mandate_hears_of_what_a_partner_reported(office: Office) -> None:
    tell(office, OPENED)
    said(office, LOGGED)
    assert heard(office) == [], "of its own it knows"
    said(office, replace(REPORTED, incident_id="i-2"))
    reported = "visit-incident-reported"
    assert heard(office) == [("holder", reported), ("officer", reported)]
    struck = replace(REPORTED, incident_id="i-3"), replace(STRUCK, incident_id="i-3")
    said(office, *struck)
    assert len(heard(office)) == 2


def test_a_government_hears_that_there_is_news_and_the_mandate_of_its_answer(
    office: Office,
) -> None:
    tell(office, OPENED)
    said(office, LOGGED, WAS_PUT)
    put = ("kenya", "visit-incident-put")
    assert heard(office) == [put]
    assert words("note", "visit-incident-put") == NEWS
    tell(office, of_mission(MissionPassedOn, 2, to=OTHER))
    said(office, replace(ANSWERED, answer_id="a-1"))
    theirs = "visit-incident-answered"
    assert heard(office) == sorted([put, ("other-holder", theirs), ("other-officer", theirs)])
