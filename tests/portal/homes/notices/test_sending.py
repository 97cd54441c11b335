"""Sending mail: its times, its reminders, and failures."""

from contextlib import nullcontext
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage

import pytest
from sqlalchemy import select

from portal.homes.notices import choosing, deriving
from portal.homes.notices.choosing import AT_ONCE, DAILY, NONE
from portal.homes.notices.mail import AddressAway, MailAway
from portal.homes.notices.tables import causes
from portal.homes.notices.work import step
from portal.letters.communications.read_model import COMMUNICATIONS
from portal.letters.statements.read_model import STATEMENTS
from portal.selection import registering
from portal.web.accounts.tables import accounts as accounts_table
from shared.contracts.approvals_statements import StatementDeclined
from tests.approvals.statements import DRAFTED, GIVEN, REQUESTED, REVISED
from tests.approvals.statements import ID as STATEMENT
from tests.approvals.test_holding import NOTED
from tests.portal.homes.notices.conftest import EVERY_MODEL, REPLY, Office, everybody, want
from tests.portal.homes.notices.inboxes import case
from tests.support.letters import (
    LEAD,
    OTHER,
    T0,
    THIRD,
    approved,
    blocked,
    declined,
    delegated,
    drafted,
    requested,
    revised,
    unblocked,
    upto,
    voided,
)
from tests.support.mandate_settings import SettingsTold, changed


def test_nobody_is_reminded_whose_term_is_over(office: Office) -> None:
    term = replace(NOTED, mandate=LEAD, holder_id="holder", last=T0.date())
    office.tell(*upto("awaiting"), term)
    office.work()
    office.mailed()
    office.later(hours=5)
    office.work()
    assert "holder" in office.mailed()
    office.later(days=1)
    office.work()
    assert office.mailed() == ["other-holder"]


# --- when --------------------------------------------------------------------------------------


def test_once_a_day_is_in_the_morning_and_one_mail(office: Office) -> None:
    want(office, "holder", DAILY)
    case(office)
    office.tell(REPLY, models=EVERY_MODEL)
    office.work()
    assert office.mailed() == ["officer"]
    office.later(hours=12)
    office.tell(replace(REPLY, reply_id="another"), models=EVERY_MODEL)
    office.work()
    assert office.mailed() == ["officer"]
    office.later(hours=9)  # 05:30 UTC, 06:30 in Geneva
    assert office.work() == 0
    office.later(minutes=30)
    office.work()
    assert office.mailed() == ["holder"]


@pytest.mark.parametrize(
    ("at", "due"),
    [
        (datetime(2026, 11, 24, 5, 59, tzinfo=UTC), datetime(2026, 11, 24, 6, 0, tzinfo=UTC)),
        (datetime(2026, 11, 24, 6, 0, tzinfo=UTC), datetime(2026, 11, 25, 6, 0, tzinfo=UTC)),
        (datetime(2026, 7, 1, 4, 0, tzinfo=UTC), datetime(2026, 7, 1, 5, 0, tzinfo=UTC)),
    ],
)
def test_the_morning_is_seven_in_geneva(at: datetime, due: datetime) -> None:
    assert choosing.due(DAILY, at) == due
    assert choosing.due(AT_ONCE, at) == at


def test_a_choice_holds_for_what_waits_already(office: Office) -> None:
    for who in ("holder", "officer"):
        want(office, who, DAILY)
    office.tell(REPLY)
    assert office.work() == 0
    want(office, "holder", AT_ONCE)
    want(office, "officer", NONE)
    office.work()
    assert office.mailed() == ["holder"]
    office.later(days=2)
    assert office.work() == 0


def test_who_was_disabled_meanwhile_gets_no_mail(office: Office) -> None:
    office.tell(REPLY)
    deriving.derive(office.engine, office.vault, office.settings, at=office.clock())
    with office.engine.begin() as conn:
        conn.execute(accounts_table.update().values(disabled=True))
    assert office.work() == 0
    assert all(row.dropped_at for row in office.rows())


# --- reminders ---------------------------------------------------------------------------------


def test_a_holder_who_does_not_answer_is_reminded_of_an_urgent_appeal(office: Office) -> None:
    office.tell(*upto("awaiting"), models=(COMMUNICATIONS,))
    office.later(hours=3)
    assert office.work() == 0
    office.later(hours=1, minutes=1)
    office.work()
    assert office.mailed() == ["holder", "other-holder"]
    assert office.work() == 0
    office.tell(*approved(), models=(COMMUNICATIONS,))
    office.later(hours=4)
    office.work()
    assert office.mailed() == ["other-holder"]


def test_of_other_letters_he_is_reminded_after_days(office: Office) -> None:
    office.tell(*upto("awaiting", type_="AL"), models=(COMMUNICATIONS,))
    office.later(hours=47)
    assert office.work() == 0
    office.later(hours=2)
    office.work()
    assert office.mailed() == ["holder", "other-holder"]


def test_each_mandate_is_reminded_as_it_set_and_what_waits_as_it_began(office: Office) -> None:
    told = SettingsTold(office.engine)
    told.tell(changed(OTHER, approval_hours_urgent=2, at=T0 - timedelta(hours=1)))
    office.tell(*upto("awaiting"), models=(COMMUNICATIONS,))
    office.later(hours=2, minutes=1)
    office.work()
    assert office.mailed() == ["other-holder"]
    told.tell(changed(LEAD, approval_hours_urgent=1, at=office.clock()))
    assert office.work() == 0
    office.later(hours=2)
    office.work()
    assert office.mailed() == ["holder", "other-holder"]


def test_after_a_long_pause_one_reminder_is_enough(office: Office) -> None:
    office.tell(*upto("awaiting"), models=(COMMUNICATIONS,))
    office.later(hours=40)
    assert office.work() == 2
    assert office.work() == 0


def test_nobody_is_reminded_of_what_he_cannot_decide(office: Office) -> None:
    office.tell(*upto("awaiting"), declined(), blocked(), models=(COMMUNICATIONS,))
    office.later(hours=5)
    assert office.work() == 0
    office.tell(unblocked(), models=(COMMUNICATIONS,))
    office.work()
    assert office.mailed() == ["holder"]
    office.tell(revised(), voided(), models=(COMMUNICATIONS,))
    office.later(hours=5)
    assert office.work() == 0


def test_of_a_working_group_only_those_are_reminded_who_can_approve(office: Office) -> None:
    asked = requested(mandates=(LEAD, THIRD))
    office.tell(*drafted(others=(THIRD,)), asked, models=(COMMUNICATIONS,))
    office.later(hours=4, minutes=1)
    office.work()
    assert office.mailed() == ["holder"]
    office.tell(delegated(), models=(COMMUNICATIONS,))
    office.later(hours=4)
    office.work()
    assert office.mailed() == ["holder", "member"]


def test_a_new_request_begins_to_count_anew(office: Office) -> None:
    office.tell(*upto("awaiting"), models=(COMMUNICATIONS,))
    office.later(hours=5)
    office.work()
    office.mailed()
    again = replace(requested(version=2), requested_at=office.clock())
    office.tell(revised(), again, models=(COMMUNICATIONS,))
    office.later(hours=3)
    assert office.work() == 0
    office.later(hours=2)
    office.work()
    assert office.mailed() == ["holder", "other-holder"]


DAYS = 3  # until a statement is reminded of


def waiting_statement(office: Office) -> None:
    """Both mandates are asked for the statement now."""
    facts = (
        replace(DRAFTED, mandates=(LEAD, OTHER), drafted_at=office.clock()),
        replace(REQUESTED, mandates=(LEAD, OTHER), requested_at=office.clock()),
    )
    office.tell(*facts, models=(STATEMENTS,))


def test_of_a_statement_he_is_reminded_once(office: Office) -> None:
    waiting_statement(office)
    office.later(days=DAYS, minutes=-1)
    assert office.work() == 0
    office.later(minutes=2)
    office.work()
    assert office.mailed() == ["holder", "other-holder"]
    for _ in range(15):  # also once it is forgotten whom was written to
        office.later(days=DAYS)
        deriving.prune(office.engine, office.settings, at=office.clock())
        assert office.work() == 0


def test_only_those_are_reminded_of_a_statement_who_have_not_decided(office: Office) -> None:
    waiting_statement(office)
    office.tell(GIVEN, models=(STATEMENTS,))
    office.later(days=DAYS)
    office.work()
    assert office.mailed() == ["other-holder"]


def test_nobody_is_reminded_of_a_statement_that_he_left_or_that_is_written_anew(
    office: Office,
) -> None:
    waiting_statement(office)
    left = StatementDeclined(
        statement_id=STATEMENT,
        mandate=OTHER,
        mandates=(LEAD,),
        declined_by="other-holder",
        declined_at=T0,
    )
    office.tell(left, models=(STATEMENTS,))
    office.later(days=DAYS)
    office.work()
    assert office.mailed() == ["holder"]
    office.tell(REVISED, models=(STATEMENTS,))
    office.later(days=DAYS)
    assert office.work() == 0
    again = replace(REQUESTED, version=2, mandates=(LEAD,), requested_at=office.clock())
    office.tell(again, models=(STATEMENTS,))
    office.later(days=DAYS)
    office.work()
    assert office.mailed() == ["holder"]


def test_how_long_a_statement_waits_before_is_a_setting(office: Office) -> None:
    waiting_statement(office)
    office.settings = office.settings.model_copy(update={"statement_reminder_days": 7})
    office.later(days=DAYS)
    assert office.work() == 0
    office.later(days=7 - DAYS)
    assert office.work() == 2


# --- trouble -----------------------------------------------------------------------------------


def test_a_server_that_is_away_is_tried_again_later_and_later(office: Office) -> None:
    case(office)
    office.tell(REPLY, models=EVERY_MODEL)
    office.box.refusing = "421 closing"
    waits = [1, 2, 4, 8, 16, 32, 60, 60]
    for minutes in waits:
        for _ in ("holder", "officer"):
            with pytest.raises(MailAway):
                office.work()
        assert office.work() == 0
        office.later(minutes=minutes - 0.5)
        assert office.work() == 0
        office.later(minutes=0.5)
    office.box.refusing = None
    office.work()
    assert office.mailed() == ["holder", "officer"]


@pytest.mark.parametrize("place", ["refuses", "full"])
def test_an_address_that_takes_no_mail_now_holds_up_no_other(office: Office, place: str) -> None:
    """Whoever stands before the others: their own mail goes later, and all else goes now."""
    office.tell(REPLY)
    getattr(office.box, place)["holder@example.org"] = "452 mailbox full"
    assert office.work() == 1
    assert office.mailed() == ["officer"]
    [kept] = [row for row in office.rows() if row.account_id == "holder"]
    assert (kept.attempts, kept.sent_at) == (1, None)
    getattr(office.box, place).clear()
    assert office.work() == 0
    office.later(minutes=1)
    assert office.work() == 1
    assert office.mailed() == ["holder"]


@pytest.mark.parametrize("error", [MailAway, AddressAway])
def test_an_address_that_a_stranger_typed_holds_up_no_news(
    office: Office, error: type[MailAway]
) -> None:
    office.tell(REPLY)
    registering.ask(office.engine, "away@example.org", None, at=office.clock())
    went: list[str] = []

    def post(mail: EmailMessage) -> None:
        if mail["To"] == "away@example.org":
            raise error
        went.append(mail["To"])

    held_up = pytest.raises(MailAway) if error is MailAway else nullcontext()
    with held_up:
        step(office.engine, office.vault, office.settings, post, at=office.clock())
    assert sorted(went) == ["holder@example.org", "officer@example.org"]
    assert registering.due(office.engine, at=office.clock()) == []


def test_an_address_that_refuses_mail_for_good_is_given_up_and_told_to_its_owner(
    office: Office,
) -> None:
    office.tell(REPLY)
    office.box.refusing = "550 no such user"
    assert office.work() == 0
    office.box.refusing = None
    office.later(days=2)
    assert office.work() == 0
    [holder] = [one for one in everybody(office) if one.account_id == "holder"]
    with office.engine.connect() as conn:
        assert choosing.of(conn, holder) == choosing.Chosen(AT_ONCE, T0)
    with office.engine.begin() as conn:
        choosing.refuse(conn, holder, at=office.clock())
    with office.engine.connect() as conn:
        assert choosing.of(conn, holder).refused_at == office.clock()
    want(office, "holder", AT_ONCE)
    with office.engine.connect() as conn:
        assert choosing.of(conn, holder).refused_at is None


def test_what_is_long_over_is_forgotten_and_its_cause_when_nobody_sees_it(office: Office) -> None:
    want(office, "holder", DAILY)
    office.tell(REPLY)
    office.work()
    office.later(days=29)
    deriving.prune(office.engine, office.settings, at=office.clock())
    assert len(office.rows()) == 2
    office.later(days=2)
    deriving.prune(office.engine, office.settings, at=office.clock())
    assert office.rows() == []
    with office.engine.connect() as conn:
        assert len(conn.execute(select(causes)).all()) == 1
    office.later(days=60)
    deriving.prune(office.engine, office.settings, at=office.clock())
    with office.engine.connect() as conn:
        assert conn.execute(select(causes)).all() == []
