"""Start passwords: sent to their owner by e-mail, and made when they are sent."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from portal.homes.notices.mail import AddressRefused, MailAway
from portal.homes.notices.start_letters import send_letters
from portal.web.accounts import account as accounts
from portal.web.accounts import starting
from portal.web.accounts.tables import start_letters
from tests.portal.homes.notices.conftest import Office


def ask(office: Office, who: str, *, later: bool = False) -> None:
    with office.engine.begin() as conn:
        starting.ask(conn, who, due_at=None if later else office.clock())


def letter(office: Office) -> str:
    [mail] = office.box.mails
    text: str = mail.get_content()
    return text


def serves(office: Office, who: str, text: str) -> bool:
    """Whether the password of the letter is the one that is kept."""
    with office.engine.connect() as conn:
        account = accounts.by_id(conn, who)
    assert account
    return starting.matches(account, text.splitlines()[2])


def test_it_goes_to_its_owner_once_and_only_its_hash_is_kept(office: Office) -> None:
    ask(office, "holder")
    office.work()
    text = letter(office)
    assert office.box.mails[0]["To"] == "holder@example.org"
    assert "https://rapporteur.example/" in text
    assert serves(office, "holder", text)
    assert office.mailed() == ["holder"]
    office.later(hours=1)
    office.work()
    assert office.mailed() == []


def test_the_letter_to_a_source_does_not_say_where_it_serves(office: Office) -> None:
    ask(office, "ngo-1")
    office.work()
    assert "rapporteur" not in letter(office).lower()
    assert serves(office, "ngo-1", letter(office))


def test_it_waits_until_the_account_has_rights(office: Office) -> None:
    ask(office, "candidate", later=True)
    office.work()
    assert office.mailed() == []
    with office.engine.begin() as conn:
        starting.release(conn, "candidate", at=office.clock())
    office.work()
    assert office.mailed() == ["candidate"]


def test_another_one_takes_the_place_of_the_first(office: Office) -> None:
    ask(office, "holder")
    office.work()
    first = letter(office)
    office.mailed()
    ask(office, "holder")
    office.work()
    assert serves(office, "holder", letter(office))
    assert not serves(office, "holder", first)


def test_an_address_that_refuses_it_is_seen_and_not_asked_again(office: Office) -> None:
    office.box.refusing = "550 no such user"
    ask(office, "holder")
    office.work()
    with office.engine.connect() as conn:
        found = starting.letter(conn, "holder")
    assert found
    assert found.refused_at == office.clock()
    office.box.refusing = None
    office.later(hours=1)
    office.work()
    assert office.mailed() == []


def test_an_address_that_takes_no_mail_now_holds_up_no_news(office: Office) -> None:
    office.box.refuses["holder@example.org"] = "452 mailbox full"
    ask(office, "holder")
    ask(office, "candidate")
    office.work()
    assert office.mailed() == ["candidate"]
    office.box.refuses.clear()
    office.later(minutes=6)
    office.work()
    assert serves(office, "holder", letter(office))


def test_while_the_server_is_away_it_waits_and_goes_later(office: Office) -> None:
    office.box.refusing = "421 closing"
    ask(office, "holder")
    with pytest.raises(MailAway):
        office.work()
    office.box.refusing = None
    office.later(minutes=1)
    office.work()
    assert office.mailed() == []
    office.later(minutes=5)
    office.work()
    assert serves(office, "holder", letter(office))


def test_after_a_crash_another_one_goes(office: Office) -> None:
    ask(office, "holder")
    assert starting.take(office.engine, "holder", at=office.clock())
    assert starting.take(office.engine, "holder", at=office.clock()) is None
    office.later(minutes=5, seconds=1)
    office.work()
    assert serves(office, "holder", letter(office))
    with office.engine.connect() as conn:
        assert conn.execute(select(start_letters)).all() == []
        account = accounts.by_id(conn, "holder")
    assert account
    assert account.start_until == office.clock() + timedelta(days=7)


def test_a_disabled_account_gets_none_until_it_is_enabled(office: Office) -> None:
    ask(office, "disabled-holder")
    office.work()
    assert office.mailed() == []
    assert starting.take(office.engine, "disabled-holder", at=office.clock()) is None
    with office.engine.begin() as conn:
        assert not starting.asked(conn, "disabled-holder")
        accounts.set_disabled(conn, "disabled-holder", disabled=False)
    office.work()
    assert office.mailed() == ["disabled-holder"]


@pytest.mark.parametrize("refused", [False, True])
def test_one_that_is_asked_for_while_the_first_is_on_its_way_goes_too(
    office: Office, *, refused: bool
) -> None:
    ask(office, "holder")

    def slow(_: object) -> None:
        ask(office, "holder")
        if refused:
            raise AddressRefused

    send_letters(office.engine, office.vault, office.settings, slow, now=office.clock)
    office.work()
    assert serves(office, "holder", letter(office))
    assert office.mailed() == ["holder"]


def test_they_go_in_the_order_in_which_they_were_asked_for_so_many_at_a_time(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(starting, "_AT_ONCE", 2)
    for who in ("holder", "candidate", "chief"):
        ask(office, who)
        office.later(minutes=1)
    office.work()
    assert office.mailed() == ["candidate", "holder"]
    office.work()
    assert office.mailed() == ["chief"]
