"""A mail that waited goes only if its reader may still see what it is about."""

from dataclasses import replace

import pytest

from portal.homes.notices.choosing import DAILY
from shared.core.message import derive_id
from shared.core.roles import Role
from tests.approvals.test_holding import NOTED
from tests.portal.homes.notices.conftest import EVERY_MODEL, REPLY, Office, want
from tests.portal.homes.notices.inboxes import ASKED, INFORMED, become, case, erased
from tests.support import submissions as intake
from tests.support.letters import LEAD, LETTER, T0

READERS = ("desk", "holder", "ngo-1", "officer")


def held(office: Office) -> None:
    """Let a reply arrive, and its readers be told in the morning."""
    for who in READERS:
        want(office, who, DAILY)
    case(office)
    office.tell(REPLY, models=EVERY_MODEL)
    office.work()
    assert office.mailed() == []


def in_the_morning(office: Office) -> list[str]:
    office.later(hours=22)
    office.work()
    return [who for who in office.mailed() if who in READERS]


@pytest.mark.parametrize(
    ("role", "mandates"),
    [
        (Role.HUMAN_RIGHTS_OFFICER, {"wgad"}),
        (Role.HUMAN_RIGHTS_OFFICER, set()),
        (Role.COORDINATION_COMMITTEE, {LEAD}),
    ],
)
def test_who_lost_the_right_meanwhile_gets_nothing_of_it(
    office: Office, role: Role, mandates: set[str]
) -> None:
    held(office)
    become(office, "officer", role, mandates=mandates)
    assert in_the_morning(office) == ["holder"]
    assert [row.account_id for row in office.rows() if row.dropped_at] == ["officer"]
    become(office, "officer", Role.HUMAN_RIGHTS_OFFICER, mandates={LEAD})
    office.later(days=1)
    office.work()
    assert office.mailed() == []


def test_nobody_is_written_to_whose_term_ended_meanwhile(office: Office) -> None:
    term = replace(NOTED, mandate=LEAD, holder_id="holder", last=T0.date())
    office.tell(term)
    held(office)
    assert in_the_morning(office) == ["officer"]


def test_what_may_still_be_seen_goes_though_another_thing_may_not(office: Office) -> None:
    held(office)
    office.tell(intake.received(), intake.triaged(mandates=(LEAD,)), models=EVERY_MODEL)
    office.work()
    office.later(minutes=1)
    erased(office, f"communication-{LETTER}")
    assert in_the_morning(office) == ["officer"]
    officer = [row for row in office.rows() if row.account_id == "officer"]
    assert sorted((bool(row.sent_at), bool(row.dropped_at)) for row in officer) == [
        (False, True),
        (True, False),
    ]


@pytest.mark.parametrize(
    ("subject", "told"),
    [
        (f"submission-{intake.ID}", ["holder"]),
        (f"source-{intake.ID}", ["desk", "holder"]),
        (f"communication-{LETTER}", ["desk", "ngo-1"]),
        (f"submission-{derive_id('another')}", ["desk", "holder", "ngo-1"]),
    ],
)
def test_of_what_was_erased_meanwhile_no_mail_goes(
    office: Office, subject: str, told: list[str]
) -> None:
    for who in READERS:
        want(office, who, DAILY)
    office.tell(intake.received(urgent=True), INFORMED, *ASKED, models=EVERY_MODEL)
    office.work()
    office.later(minutes=1)
    erased(office, subject)
    assert in_the_morning(office) == told


def test_what_goes_at_once_does_not_wait_for_other_tables(office: Office) -> None:
    office.tell(REPLY)
    office.work()
    assert office.mailed() == ["holder", "officer"]
