"""Notices of people who work for no mandate: of what the matrix shows them, and of nothing else."""

from dataclasses import replace
from email.message import Message

import pytest

from portal.homes.notices import inbox
from portal.web.accounts.account import Account
from shared.contracts.followup import ReplyOverdue
from shared.contracts.followup_publication import EmbargoEnded, EmbargoSet
from shared.contracts.followup_replies import ReminderSent
from tests.portal.homes.notices.conftest import EVERY_MODEL, REPLY, Office, everybody
from tests.portal.homes.notices.outside import OUTSIDE, VACANCY, shown, tell
from tests.stakeholders import ending
from tests.stakeholders import selection as facts
from tests.support import followup
from tests.support import submissions as intake
from tests.support.letters import LEAD, LETTER, T0, upto

DUE = replace(followup.due(LETTER, recipient="KEN"), mandates=(LEAD,))
OVERDUE = ReplyOverdue(
    communication_id=LETTER, recipient="KEN", mandates=(LEAD,), due_at=T0, overdue_at=T0
)
REMINDED = ReminderSent(
    communication_id=LETTER,
    reminder_id="reminder",
    recipient="KEN",
    mandates=(LEAD,),
    sent_by="desk",
    sent_at=T0,
)
ENDED = EmbargoEnded(
    communication_id=LETTER, recipient="KEN", mandates=(LEAD,), early=False, ended_at=T0
)
EMBARGO = EmbargoSet(
    communication_id=LETTER,
    reference="AL KEN 1/2026",
    type="AL",
    recipient="KEN",
    mandates=(LEAD,),
    transmitted_at=T0,
    embargo_until=T0,
)


def transmitted(office: Office, *, reprisal: bool = False) -> None:
    """Let a letter to Kenya be sent."""
    office.tell(intake.received(reprisal=reprisal), *upto("transmitted"), models=EVERY_MODEL)
    tell(office, DUE)


def test_a_government_and_its_desk_officers_are_told_of_a_letter_to_it(office: Office) -> None:
    transmitted(office)
    assert shown(office) == {
        "kenya": ["A letter was transmitted to your Government"],
        "desk-of-kenya": ["A letter was transmitted to a State that you follow"],
    }
    tell(office, OVERDUE)
    assert shown(office) == {
        "kenya": ["A reply of your Government became overdue"],
        "desk-of-kenya": ["A reply of a State that you follow became overdue"],
    }
    tell(office, REMINDED)
    assert shown(office) == {"kenya": ["A reminder of a letter was sent to your Government"]}
    tell(office, REPLY)
    assert shown(office) == {"desk-of-kenya": ["A reply of a State that you follow came"]}


def test_desk_officers_are_not_told_of_a_reprisal_in_their_state(office: Office) -> None:
    transmitted(office, reprisal=True)
    tell(office, OVERDUE, REPLY)
    assert shown(office).keys() == {"kenya"}
    assert "desk-of-kenya" not in office.mailed()


def test_nobody_of_a_state_is_told_before_it_is_known_what_is_behind_the_letter(
    office: Office,
) -> None:
    office.tell(*upto("transmitted"), DUE, models=EVERY_MODEL)
    office.work()
    assert shown(office) == {}
    tell(office, intake.received(reprisal=True))
    assert shown(office).keys() == {"kenya"}


def test_publication_officers_are_told_that_publication_is_due(office: Office) -> None:
    transmitted(office)
    shown(office)
    tell(office, EMBARGO, ENDED)
    assert shown(office) == {
        "publication": ["The embargo of a letter ended, and its publication is due"]
    }


@pytest.mark.parametrize("lost", ["panel-member", "kenya", "candidate"])
def test_who_lost_the_right_sees_the_notice_no_longer(office: Office, lost: str) -> None:
    transmitted(office)
    tell(office, *VACANCY, facts.applied("c-1", "candidate"), facts.screened("c-1"), facts.REVIEWED)
    person: Account = next(one for one in everybody(office) if one.account_id == lost)
    with office.engine.connect() as conn:
        assert inbox.unread(conn, person, lambda _: True)
        less = replace(person, roles=frozenset(), state_codes=frozenset())
        assert inbox.unread(conn, less, lambda _: True) == 0


def test_their_mail_says_nothing_of_it(office: Office) -> None:
    transmitted(office)
    office.tell(*VACANCY, facts.applied("c-1", "candidate"), models=EVERY_MODEL)
    tell(office, facts.screened("c-1"), facts.REVIEWED, facts.adopted("c-1"))
    tell(office, ending.submitted("c-1"), ending.PUBLISHED)
    mails: list[Message] = [
        mail for mail in office.box.mails if str(mail["To"]).partition("@")[0] in OUTSIDE
    ]
    assert {str(mail["To"]).partition("@")[0] for mail in mails} == {
        "kenya",
        "desk-of-kenya",
        "committee",
        "panel-chair",
        "panel-member",
        "candidate",
        "president",
        "selection",
    }
    for mail in mails:
        said = str(mail["Subject"]) + str(mail.get_payload())
        for word in ("Kenya", "KEN", "letter", "short list", "panel", "sr-", "torture", LETTER):
            assert word not in said
