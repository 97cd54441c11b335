"""No desk officer of a State gets a notice of a reprisal there (R15, decision 0030)."""

from dataclasses import replace

import pytest

from portal.web.accounts import account as accounts
from portal.web.accounts.account import Account
from shared.core.roles import Role
from tests.portal.homes.notices.conftest import EVERY_MODEL, Office, everybody
from tests.support import submissions as intake
from tests.support.letters import cleared, upto


def both(office: Office, *states: str) -> None:
    """Let there be somebody of the Quick Response Desk who is the desk officer of these States."""
    desk: Account = next(one for one in everybody(office) if one.account_id == "desk")
    person = replace(
        desk,
        account_id="both",
        email="both@example.org",
        name="both",
        roles=frozenset({Role.QUICK_RESPONSE_DESK, Role.DESK_OFFICER}),
        state_codes=frozenset(states),
    )
    with office.engine.begin() as conn:
        accounts.add(conn, person)


@pytest.mark.parametrize(
    ("state", "reprisal", "told"), [("KEN", True, False), ("KEN", False, True), ("CHE", True, True)]
)
def test_a_desk_officer_who_is_of_the_desk_too_is_not_told_of_a_reprisal_there(
    office: Office, state: str, *, reprisal: bool, told: bool
) -> None:
    both(office, state)
    office.tell(intake.received(urgent=True, reprisal=reprisal), models=EVERY_MODEL)
    office.work()
    assert office.mailed() == (["both", "desk"] if told else ["desk"])


def test_before_it_is_known_whether_it_is_a_reprisal_nobody_is_told(office: Office) -> None:
    both(office, "KEN")
    others = [one for one in EVERY_MODEL if one.consumer != "portal.triage"]
    urgent = intake.received(urgent=True, reprisal=True)
    office.tell(urgent, models=others)
    office.work()
    assert office.mailed() == []
    office.tell(urgent, models=[one for one in EVERY_MODEL if one not in others])
    office.work()
    assert office.mailed() == ["desk"]


@pytest.mark.parametrize("reprisal", [True, False])
def test_who_transmits_is_not_told_of_a_letter_about_a_reprisal_there(
    office: Office, *, reprisal: bool
) -> None:
    both(office, "KEN")
    office.tell(intake.received(reprisal=reprisal), models=EVERY_MODEL)
    office.tell(*upto("awaiting", type_="AL"), models=EVERY_MODEL)
    office.tell(cleared(), models=EVERY_MODEL)
    office.work()
    mailed = office.mailed()
    assert "desk" in mailed
    assert ("both" in mailed) == (not reprisal)


def test_a_letter_waits_until_all_that_is_behind_it_is_known(office: Office) -> None:
    both(office, "KEN")
    office.tell(*upto("awaiting", type_="AL"), models=EVERY_MODEL)
    office.tell(cleared(), models=EVERY_MODEL)
    office.work()
    assert "desk" not in office.mailed()
    office.tell(intake.received(reprisal=True), models=EVERY_MODEL)
    office.work()
    mailed = office.mailed()
    assert "desk" in mailed
    assert "both" not in mailed
