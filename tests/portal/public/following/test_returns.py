"""Mails that come back later: known by their sender, counted by rules, and told to nobody else."""

import time
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from pydantic import SecretStr

from portal.homes.notices import bounces, following
from portal.homes.notices.bounces import Box, BoxAway
from portal.homes.notices.mail import Server
from portal.public.following import returns
from portal.public.following.tables import followings
from tests.support.following import SECRET, World
from tests.support.mail import Mailbox, mail_server
from tests.support.pop3 import Store, mailbox

TO = "bounces@rapporteur.example"


@pytest.fixture(scope="module")
def smtp() -> Iterator[Mailbox]:
    with mail_server() as box:
        yield box


@pytest.fixture
def store() -> Iterator[Store]:
    with mailbox() as found:
        yield found


def went(w: World, smtp: Mailbox, store: Store) -> str:
    """Let the next mail go over a real server; return the sender of its envelope."""
    read = {"bounces_url": SecretStr(store.url), "mail_bounces": TO}
    settings = w.portal.settings.model_copy(update=read)
    post = Server(smtp.url, settings.mail_from, TO).post
    smtp.senders.clear()
    following.send_news(w.portal.engine, w.portal.vault, settings, post, now=w.portal.clock)
    [sender] = smtp.senders
    return sender


def report(
    to: str, action: str = "failed", *, kind: str = "delivery-status", header: str = "To"
) -> bytes:
    """As RFC 3464 has it, with the mail that came back."""
    lines = f"""\
From: MAILER-DAEMON@relay.example
{header}: {to}
MIME-Version: 1.0
Content-Type: multipart/report; report-type={kind}; boundary="part"

--part
Content-Type: text/plain

It could not be delivered.
.
--part
Content-Type: message/delivery-status

Reporting-MTA: dns; relay.example

Final-Recipient: rfc822; {SECRET}
Action: {action}
Status: 5.1.1

--part
Content-Type: message/rfc822

From: no-reply@rapporteur.example
Action: failed

The mail.
--part--
"""
    return lines.encode()


def look(w: World, box: Box, later: timedelta = timedelta()) -> Any:
    bounces.read(w.portal.engine, box, TO, at=w.portal.clock.at + later)
    [row] = w.rows(followings)
    return row


def test_two_mails_that_come_back_end_the_mails_until_their_owner_begins_again(
    w: World, smtp: Mailbox, store: Store
) -> None:
    own, box = w.follow(), Box(store.url)
    w.tell(0)
    first = went(w, smtp, store)
    assert first.endswith("-1@rapporteur.example")
    assert SECRET.partition("@")[0] not in first
    assert own.rpartition("/")[2] not in first, "it is not the link"
    store.put("a", report(first))
    store.put("again", report(first.upper()))
    row = look(w, box)
    assert (row.returned, row.stopped_at) == (1, None)
    assert store.mails == {}, "a report has the address, and goes once it is read"
    w.portal.clock.forward(timedelta(hours=1))
    w.tell(1)
    second = went(w, smtp, store)
    assert second.rpartition("-")[0] == first.rpartition("-")[0]
    assert "came back" not in w.portal.visitor().get(own).text
    store.put("b", report(second, header="Delivered-To"))
    assert look(w, box).stopped_at == w.portal.clock.at
    assert "Our mails to you came back" in w.portal.visitor().get(own).text
    again = {"rhythm": "at_once", "language": "en"}
    assert w.send(w.portal.visitor(), f"{own}/change", **again).status_code == 303
    store.put("late", report(second))
    row = look(w, box)
    assert (row.returned, row.returned_at, row.stopped_at) == (2, None, None)
    assert "came back" not in w.portal.visitor().get(own).text


@pytest.mark.parametrize(
    ("action", "kind"),
    [("delayed", "delivery-status"), ("relayed", "delivery-status"), ("failed", "disposition")],
)
def test_what_is_no_failure_changes_nothing(
    w: World, smtp: Mailbox, store: Store, action: str, kind: str
) -> None:
    w.follow()
    w.tell(0)
    store.put("a", report(went(w, smtp, store), action, kind=kind))
    row = look(w, Box(store.url))
    assert (row.returned, row.returned_at) == (0, None)
    assert store.mails == {}


def test_mails_that_came_back_long_apart_end_nothing(w: World, smtp: Mailbox, store: Store) -> None:
    w.follow()
    for number, name in enumerate("ab"):
        w.tell(number)
        store.put(name, report(went(w, smtp, store)))
        assert look(w, Box(store.url), number * (returns.WITHIN + timedelta(hours=1))).returned_at
        w.portal.clock.forward(timedelta(hours=1))
    [row] = w.rows(followings)
    assert (row.returned, row.stopped_at) == (2, None)


def test_what_is_of_no_mail_of_ours_stays_and_is_read_once(
    w: World, smtp: Mailbox, store: Store
) -> None:
    w.follow()
    w.tell(0)
    sender = went(w, smtp, store)
    own = returns.which(sender, TO)
    assert own is not None
    for name, to in (
        ("of a notice", TO),
        ("elsewhere", sender.replace("rapporteur.example", "other.example")),
        ("of no number", sender.rpartition("-")[0] + "@rapporteur.example"),
        ("broken", "=?utf-8?q?\x00?= <<@"),
    ):
        store.put(name, report(to))
    store.put("large", report(sender) + b"x" * 1_000_001)
    there, box = set(store.mails), Box(store.url)
    store.put("never went", report(returns.sender(own.own, 9, TO)))
    store.put("of nobody", report(returns.sender("0" * 32, 1, TO)))
    for _ in range(2):
        row = look(w, box)
        assert (row.returned, set(store.mails)) == (0, there)
    assert len(store.told) == len(set(store.told)) == 6


def test_a_crash_in_the_middle_loses_nothing_and_counts_nothing_twice(
    w: World, smtp: Mailbox, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    w.follow()
    w.tell(0)
    store.put("a", report(went(w, smtp, store)))
    with monkeypatch.context() as killed:
        killed.setattr("poplib.POP3.quit", lambda _: (_ for _ in ()).throw(OSError))
        with pytest.raises(BoxAway):
            look(w, Box(store.url))
    assert set(store.mails) == {"a"}
    w.portal.clock.forward(timedelta(days=1))
    row = look(w, Box(store.url))
    assert (row.returned, row.stopped_at) == (1, None)
    assert row.returned_at < w.portal.clock.at
    store.refusing = "[IN-USE] another one reads it"
    with pytest.raises(BoxAway):
        look(w, Box(store.url))


def test_without_a_mailbox_to_read_all_mails_come_back_to_one_address(w: World) -> None:
    w.follow()
    w.tell(0)
    [mail] = w.work()
    assert mail["Return-Path"] is None
    assert w.rows(followings)[0].return_hash is None


def test_many_mails_with_a_long_line_keep_no_other_from_being_read(
    w: World, smtp: Mailbox, store: Store
) -> None:
    w.follow()
    w.tell(0)
    sender = went(w, smtp, store)
    for name in ("long", "longer"):
        store.put(name, report(TO) + b"x" * 5_000)
    store.put("a", report(sender))
    assert look(w, Box(store.url)).returned == 1
    assert set(store.mails) == {"long", "longer"}


@pytest.mark.parametrize(
    "head",
    [
        'multipart/report; boundary=part;"' + '\\";\r\n ' * 100_000,
        "".join(
            f'multipart/mixed; boundary="{n}"\r\n\r\n--{n}\r\nContent-Type: ' for n in range(250)
        )
        + "text/plain\r\n\r\n"
        + "\n" * 500_000,
    ],
)
def test_no_mail_takes_long_to_read(head: str) -> None:
    to = returns.sender("0" * 32, 1, TO)
    began = time.process_time()
    found = bounces.bounce(f"To: {to}\r\nContent-Type: {head}\r\n\r\n".encode(), TO)
    assert found is not None
    assert not found.failed
    assert time.process_time() - began < 5


@pytest.mark.parametrize("scheme", ["pops", "imaps", "smtp"])
def test_a_scheme_that_is_not_known_sends_no_password(store: Store, scheme: str) -> None:
    with pytest.raises(BoxAway):
        Box(store.url.replace("pop3", scheme)).empty(lambda _: True)


def test_a_password_that_breaks_the_address_is_in_no_log(
    w: World, capsys: pytest.CaptureFixture[str]
) -> None:
    url = SecretStr("pop3s://bounces:se/cret@mail.example")
    settings = w.portal.settings.model_copy(update={"bounces_url": url})
    bounces._look(w.portal.engine, settings, Box(url.get_secret_value()), w.portal.clock)
    assert "cast" not in capsys.readouterr().out  # as urllib says it, with a part of it
