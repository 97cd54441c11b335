"""Posting one after the other: what comes of each mail, and what fails for one alone."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email.message import EmailMessage
from typing import Any

import pytest
from prometheus_client import REGISTRY
from sqlalchemy import Table, insert, update
from sqlalchemy.exc import OperationalError

from portal.homes.nominations import inviting, offers
from portal.homes.notices import sending, start_letters
from portal.homes.notices.mail import AddressAway, AddressRefused, MailAway, MailRefused
from portal.homes.notices.posting import REFUSED, Mail, Mailing, post_each
from portal.homes.notices.work import step
from portal.selection import registering
from portal.selection.nominating_model import nominations
from portal.selection.read_model import vacancies
from portal.web.accounts import starting
from shared.core.message import Sealed
from tests.portal.homes.notices.conftest import REPLY, Office
from tests.support.letters import T0

BAD, GOOD = "holder@example.org", "officer@example.org"


def failures(what: str) -> float:
    labels = {"task": f"mail {what}"}
    return REGISTRY.get_sample_value("rapporteur_background_failures_total", labels) or 0


@dataclass
class Rows:
    """Two rows, of which ``bad`` fails with ``error``: when it is taken, or when it is posted."""

    error: Exception
    taking: bool = False
    said: list[str] = field(default_factory=list)
    asked: int = 0

    def now(self) -> datetime:
        self.asked += 1
        return T0 + timedelta(minutes=self.asked)

    def take(self, one: str, *, at: datetime) -> Mail | None:
        if one == "gone":
            return None
        if self.taking and one == "bad":
            raise self.error
        mail = EmailMessage()
        mail["To"] = one
        return Mail(
            write=lambda: mail,
            sent=lambda: self.said.append(f"{one} sent {at:%M}"),
            refused=lambda: self.said.append(f"{one} refused {at:%M}"),
        )

    def put_off(self, one: str, *, at: datetime) -> None:
        self.said.append(f"{one} put off {at:%M}")

    def post(self, mail: EmailMessage) -> None:
        if mail["To"] == "bad":
            raise self.error

    def work(self, *for_good: type[Exception]) -> int:
        mailing = Mailing("rows", self.take, self.put_off, for_good or (AddressRefused,))
        return post_each(mailing, ["bad", "gone", "good"], self.post, now=self.now)


@pytest.mark.parametrize(
    ("error", "for_good", "said"),
    [
        (AddressRefused(), (), "bad refused 31"),
        (AddressAway(), (), "bad put off 31"),
        (MailRefused(), (), "bad put off 31"),
        (MailRefused(), REFUSED, "bad refused 31"),
    ],
)
def test_what_the_server_says_of_one_holds_up_no_other_and_each_has_its_own_hour(
    error: Exception, for_good: tuple[type[Exception], ...], said: str
) -> None:
    rows, before = Rows(error), failures("rows")
    assert rows.work(*for_good) == 1
    assert rows.said == [said, "good sent 33"]
    assert failures("rows") == before


def test_a_server_that_is_away_is_away_for_all() -> None:
    rows = Rows(MailAway())
    with pytest.raises(MailAway):
        rows.work()
    assert rows.said == ["bad put off 31"]


@pytest.mark.parametrize("rows", [Rows(KeyError()), Rows(KeyError(), taking=True)])
def test_what_fails_for_another_reason_is_seen_and_put_off(rows: Rows) -> None:
    before = failures("rows")
    assert rows.work() == 1
    assert rows.said == ["bad put off 31", "good sent 33"]
    assert failures("rows") == before + 1


def test_a_database_that_is_away_is_no_fault_of_a_row() -> None:
    rows, before = Rows(OperationalError("", {}, Exception()), taking=True), failures("rows")
    with pytest.raises(OperationalError):
        rows.work()
    assert (rows.said, failures("rows")) == ([], before)


# --- each kind ---------------------------------------------------------------------------------


def notices_of(office: Office, break_: Callable[..., None]) -> None:
    office.tell(REPLY)
    break_(sending, "written")


def start_letters_of(office: Office, break_: Callable[..., None]) -> None:
    with office.engine.begin() as conn:
        for who in ("holder", "officer"):
            starting.ask(conn, who, due_at=office.clock())
    break_(start_letters, "start_letter")


def links_of(office: Office, break_: Callable[..., None]) -> None:
    for address in (BAD, GOOD):
        registering.ask(office.engine, address, None, at=office.clock())
    break_(start_letters, "registration_letter")


@pytest.mark.parametrize("begin", [notices_of, start_letters_of, links_of])
def test_behind_a_slow_server_each_is_taken_from_the_moment_in_which_it_goes(
    office: Office, begin: Callable[[Office, Callable[..., None]], None]
) -> None:
    begin(office, lambda *_: None)
    went: list[str] = []

    def slow(mail: EmailMessage) -> None:
        went.append(mail["To"])
        office.later(minutes=4)
        if len(went) == 2:
            work()  # another process

    def work() -> None:
        step(office.engine, office.vault, office.settings, slow, at=T0, now=office.clock)

    work()
    assert sorted(went) == [BAD, GOOD]


@pytest.mark.parametrize(
    ("what", "begin"),
    [("notices", notices_of), ("start letters", start_letters_of), ("links", links_of)],
)
def test_a_mail_that_cannot_be_written_holds_up_no_other(
    office: Office,
    monkeypatch: pytest.MonkeyPatch,
    what: str,
    begin: Callable[[Office, Callable[..., None]], None],
) -> None:
    def break_(module: Any, name: str) -> None:
        write = getattr(module, name)

        def broken(to: Any, *rest: Any, **how: Any) -> EmailMessage:
            mail: EmailMessage = write(to, *rest, **how)
            if mail["To"] == BAD:
                raise KeyError
            return mail

        monkeypatch.setattr(module, name, broken)

    begin(office, break_)
    before = failures(what)
    for _ in range(2):
        office.work()
        assert failures(what) == before + 1
    assert office.mailed() == ["officer"]
    monkeypatch.undo()
    office.later(minutes=5, seconds=1)
    office.work()
    assert office.mailed() == ["holder"]


def invitations_of(office: Office) -> Table:
    later = office.clock() + timedelta(days=7)
    for number, address in enumerate((BAD, GOOD)):
        one, asker = f"nomination-{number}", f"asker-{number}"
        new = {"candidate_id": "candidate", "nomination_id": one, "step": "named"}
        with office.engine.begin() as conn:
            conn.execute(insert(nominations).values(**new, answer_by=later))
        email = office.vault.seal(one, address)
        inviting.ask(office.engine, one, email, "en", asker=asker, at=office.clock())
    return inviting.invitations


def offers_of(office: Office) -> Table:
    later = office.clock() + timedelta(days=30)
    with office.engine.begin() as conn:
        conn.execute(insert(vacancies).values(vacancy_id="vacancy", closes_at=later))
    for number, address in enumerate((BAD, GOOD)):
        content = offers.Content(
            kind="ngo",
            nominator="Watch",
            nominator_email=address,
            candidate_email="ada@example.org",
        )
        of = (f"offer-{number}", "vacancy", content, "en")
        offers.begin(office.engine, office.vault, *of, at=office.clock())
    return offers.offers


@pytest.mark.parametrize(
    ("what", "begin", "send", "bad"),
    [
        ("invitations", invitations_of, start_letters.send_invitations, {"email": "nomination-0"}),
        ("offers", offers_of, start_letters.send_offers, {"content": offers.subject_of("offer-0")}),
    ],
)
def test_an_address_whose_seal_is_broken_holds_up_no_other(
    office: Office,
    what: str,
    begin: Callable[[Office], Table],
    send: Callable[..., int],
    bad: dict[str, str],
) -> None:
    table = begin(office)
    [key] = table.primary_key.columns
    broken = {column: Sealed(subject, "AAAA") for column, subject in bad.items()}
    with office.engine.begin() as conn:
        conn.execute(update(table).where(key.endswith("-0")).values(broken))
    before = failures(what)
    for _ in range(2):
        send(office.engine, office.vault, office.settings, office.post, now=office.clock)
        assert failures(what) == before + 1
    assert office.mailed() == ["officer"]
    office.later(minutes=6)
    send(office.engine, office.vault, office.settings, office.post, now=office.clock)
    assert (office.mailed(), failures(what)) == ([], before + 2)


@pytest.mark.parametrize(("module", "begin"), [(inviting, invitations_of), (registering, None)])
def test_letters_to_strangers_go_in_their_order_so_many_at_a_time(
    office: Office,
    monkeypatch: pytest.MonkeyPatch,
    module: Any,
    begin: Callable[[Office], Table] | None,
) -> None:
    monkeypatch.setattr(module, "_AT_ONCE", 1)
    if begin:
        begin(office)
        first, second = "nomination-0", "nomination-1"
    else:
        first, second = GOOD, BAD
        for address in (first, second):
            registering.ask(office.engine, address, None, at=office.clock())
            office.later(minutes=1)
    assert module.due(office.engine, at=office.clock()) == [first]
    module.put_off(office.engine, first, at=office.clock())
    office.later(minutes=6)
    assert module.due(office.engine, at=office.clock()) == [second]


@pytest.mark.parametrize(
    ("begin", "send"),
    [
        (lambda office: links_of(office, lambda *_: None), start_letters.send_links),
        (invitations_of, start_letters.send_invitations),
        (offers_of, start_letters.send_offers),
    ],
)
def test_a_letter_to_a_stranger_that_is_refused_once_it_was_read_is_not_sent_again(
    office: Office, begin: Callable[[Office], object], send: Callable[..., int]
) -> None:
    begin(office)
    office.box.full = {BAD: "554 not this"}
    vault = () if send is start_letters.send_links else (office.vault,)
    of = (office.engine, *vault, office.settings, office.post)
    assert send(*of, now=office.clock) == 1
    office.box.full = {}
    office.later(hours=6)
    assert send(*of, now=office.clock) == 0


def test_what_is_asked_for_by_strangers_is_forgotten_without_a_mail_server(office: Office) -> None:
    begun = office.clock()
    invitations_of(office)
    registering.ask(office.engine, BAD, None, at=begun)
    registering.ask(office.engine, GOOD, None, at=begun)
    assert registering.take(office.engine, GOOD, at=begun)
    registering.sent(office.engine, GOOD)
    for days, registrations, invitations in ((0, 0, 0), (1, 1, 0), (7, 1, 0), (400, 0, 2)):
        at = begun + timedelta(days=days)
        assert registering.purge(office.engine, at=at) == registrations
        assert inviting.purge(office.engine, at=at) == invitations
    assert registering.due(office.engine, at=begun + timedelta(days=8)) == []
