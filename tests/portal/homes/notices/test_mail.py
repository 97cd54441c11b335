"""The mail: it reveals nothing, and its connection is as secure as configured."""

import asyncio
import contextlib
import smtplib
import socket
import threading
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from pydantic import SecretStr

from portal.homes.notices import work
from portal.homes.notices.mail import (
    AddressAway,
    AddressRefused,
    MailAway,
    MailRefused,
    Server,
    server,
    start_letter,
    written,
)
from portal.web.accounts import account as accounts
from portal.web.accounts.account import Account
from shared.core.message import derive_id
from shared.core.roles import Role
from shared.platform.settings import Settings
from tests.portal.homes.notices.conftest import Office
from tests.support.letters import drafted, requested
from tests.support.mail import Mailbox

AT = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
FROM = "Rapporteur <no-reply@rapporteur.example>"


def holder(**also: Any) -> Account:
    return Account(
        account_id="holder",
        email="a@example.org",
        name="Somebody",
        password_hash="x",
        roles=frozenset({Role.MANDATE_HOLDER}),
        **also,
    )


def test_it_says_that_there_is_news_and_where_to_sign_in_and_nothing_else(office: Office) -> None:
    office.tell(*drafted(), requested())
    office.work()
    for message in office.box.mails:
        assert message["Subject"] == "There is news for you"
        assert message["From"] == FROM
        assert message["Auto-Submitted"] == "auto-generated"
        assert message.get_content().replace("\r", "") == (
            "There is news for you. Sign in to read it:\nhttps://rapporteur.example/\n\n"
            "For your safety this message says no more. Please do not answer it.\n"
        )
        whole = message.as_string().lower()
        for secret in ("kenya", "ken ", "appeal", "mandate", "torture", "letter", "approv"):
            assert secret not in whole
        assert {name.lower() for name in message} <= {
            *("from", "to", "subject", "date", "message-id", "auto-submitted", "mime-version"),
            *("content-type", "content-transfer-encoding", "x-peer", "x-mailfrom", "x-rcptto"),
        }


def test_it_speaks_the_language_of_the_account(office: Office) -> None:
    with office.engine.begin() as conn:
        accounts.set_language(conn, "holder", "fr")
    office.tell(*drafted(), requested())
    office.work()
    said = {one["To"]: (one["Subject"], one.get_content()) for one in office.box.mails}
    subject, text = said.pop("holder@example.org")
    assert subject == "Il y a du nouveau pour vous"
    assert text.startswith("Il y a du nouveau pour vous. Connectez-vous pour le lire")
    assert {subject for subject, _ in said.values()} == {"There is news for you"}


def test_a_letter_from_right_to_left_keeps_what_is_copied_on_lines_of_its_own() -> None:
    settings = Settings(mail_from=FROM, public_url="https://rapporteur.example")
    text = start_letter(holder(language="xb"), "gorse-lantern-7", settings, at=AT).get_content()
    assert text.startswith("⟦")
    assert {"gorse-lantern-7", "https://rapporteur.example/"} <= set(text.splitlines())


def test_without_an_address_of_the_portal_it_says_to_sign_in() -> None:
    text = written(holder(), derive_id("x"), Settings(mail_from=FROM), at=AT).get_content()
    assert text.startswith("There is news for you. Sign in to read it.\n")


def test_the_same_news_has_the_same_message_id() -> None:
    settings = Settings(mail_from=FROM)
    one, again = (written(holder(), derive_id("x"), settings, at=AT) for _ in range(2))
    assert one["Message-ID"] == again["Message-ID"] == f"<{derive_id('x')}@rapporteur.example>"


@pytest.mark.parametrize("url", ["", "smtp://127.0.0.1:25"])
def test_without_server_or_sender_there_is_no_mail(url: str) -> None:
    settings = Settings(smtp_url=SecretStr(url), mail_from="" if url else FROM)
    assert server(settings) is None


async def test_without_a_server_people_are_told_in_their_inbox_and_no_mail_waits(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(work, "_IDLE", 0.01)
    office.tell(*drafted(), requested())
    working = asyncio.create_task(
        work.notify(office.engine, office.vault, Settings(), real=office.clock)
    )
    async with asyncio.timeout(60):
        while not office.told():  # noqa: ASYNC110  # a table has no Event
            await asyncio.sleep(0.01)
    working.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await working
    assert office.rows() == []
    assert office.box.mails == []


def test_a_server_that_offers_no_tls_gets_neither_mail_nor_password(box: Mailbox) -> None:
    port = box.url.rpartition(":")[2]
    for scheme in ("smtp+starttls", "smtps", "smtp+startls"):  # the last one is a slip of the pen
        url = f"{scheme}://user:secret@127.0.0.1:{port}"
        with pytest.raises(MailAway):
            Server(url, FROM).post(written(holder(), derive_id("x"), _SET, at=AT))
    assert box.mails == []


_SET = Settings(mail_from=FROM)


def test_a_password_goes_to_the_server_as_it_is_written_in_the_address() -> None:
    lines = (b"220 hi\r\n", b"250-hi\r\n250 AUTH LOGIN\r\n", b"535 no\r\n")
    with listening(*lines) as (port, heard), pytest.raises(MailAway):
        Server(f"smtp://us%40er:pass@127.0.0.1:{port}", FROM).post(
            written(holder(), derive_id("x"), _SET, at=AT)
        )
    assert b"AUTH LOGIN" in b"".join(heard)


def test_an_address_that_takes_no_mail_now_is_not_a_server_that_is_away(box: Mailbox) -> None:
    for refusing, full, away in (
        ("451 not now", {}, AddressAway),
        (None, {holder().email: "452 full"}, AddressAway),
        (None, {holder().email: "554 not this"}, MailRefused),
        ("421 closing", {}, MailAway),
        (None, {holder().email: "421 closing"}, MailAway),
    ):
        box.refusing, box.full = refusing, full
        with pytest.raises(MailAway) as raised:
            Server(box.url, FROM).post(written(holder(), derive_id("x"), _SET, at=AT))
        assert raised.type is away
    lines = (b"220 hi\r\n", b"250 hi\r\n", b"221 bye\r\n")
    message = written(replace(holder(), email="adä@example.org"), derive_id("x"), _SET, at=AT)
    with listening(*lines) as (port, _), pytest.raises(AddressAway):
        Server(f"smtp://127.0.0.1:{port}", FROM).post(message)


@pytest.mark.parametrize("to", ["=?utf-8?q?a=0Ab?=@e.example", "=?utf-8?q?a=2Cb=40x?=@e.example"])
def test_no_mail_is_made_for_an_address_that_reads_as_another(to: str) -> None:
    with pytest.raises(AddressRefused):
        written(replace(holder(), email=to), derive_id("x"), _SET, at=AT)


def test_what_the_library_cannot_send_is_refused(
    box: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ValueError

    monkeypatch.setattr(smtplib.SMTP, "send_message", broken)
    with pytest.raises(AddressRefused):
        Server(box.url, FROM).post(written(holder(), derive_id("x"), _SET, at=AT))


def test_nobody_listening_is_a_server_that_is_away() -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with pytest.raises(MailAway):
        Server(f"smtp://127.0.0.1:{port}", FROM).post(
            written(holder(), derive_id("x"), _SET, at=AT)
        )


def _drops(*lines: bytes) -> type[BaseException]:
    message = written(holder(), derive_id("x"), _SET, at=AT)
    with listening(*lines) as (port, _), pytest.raises(MailAway) as raised:
        Server(f"smtp://127.0.0.1:{port}", FROM).post(message)
    return raised.type


def test_a_connection_that_ends_within_a_mail_is_the_fault_of_that_mail_alone() -> None:
    assert _drops(b"220 hi\r\n", b"250 hi\r\n", b"250 from\r\n") is AddressAway
    assert _drops(b"220 hi\r\n", b"250 hi\r\n", b"502 from\r\n") is MailAway, "it refuses us"
    assert _drops() is MailAway, "it does not even greet"


def test_a_server_that_falls_silent_within_a_mail_waits_for_that_mail_alone(
    box: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    def silent(*_: object, **__: object) -> None:
        raise TimeoutError

    monkeypatch.setattr(smtplib.SMTP, "send_message", silent)
    with pytest.raises(AddressAway):
        Server(box.url, FROM).post(written(holder(), derive_id("x"), _SET, at=AT))


def test_a_server_that_ends_every_connection_is_away_until_a_mail_goes(
    box: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    def dropped(*_: object, **__: object) -> None:
        raise smtplib.SMTPServerDisconnected

    server, message = Server(box.url, FROM), written(holder(), derive_id("x"), _SET, at=AT)

    def said() -> list[type[BaseException]]:
        found: list[type[BaseException]] = []
        for _ in range(4):
            with pytest.raises(MailAway) as raised:
                server.post(message)
            found.append(raised.type)
        return found

    for _ in range(2):
        with monkeypatch.context() as within:
            within.setattr(smtplib.SMTP, "send_message", dropped)
            assert said() == [AddressAway, AddressAway, MailAway, MailAway]
        server.post(message)
    assert len(box.mails) == 2


async def test_the_work_goes_on_when_the_server_comes_back(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(work, "_IDLE", 0.01)
    monkeypatch.setattr(work, "_LONGEST", 0.05)
    office.tell(*drafted(), requested())
    office.box.refusing = "421 closing"
    working = asyncio.create_task(
        work.notify(office.engine, office.vault, office.settings, real=office.clock)
    )
    async with asyncio.timeout(60):
        while not any(row.attempts for row in office.rows()):  # noqa: ASYNC110  # a table has no Event
            await asyncio.sleep(0.01)
        office.box.refusing = None
        office.later(hours=2)
        while not all(row.sent_at for row in office.rows()):  # noqa: ASYNC110  # likewise
            await asyncio.sleep(0.01)
    working.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await working
    assert len(office.box.mails) == 3


@contextlib.contextmanager
def listening(*answers: bytes) -> Any:
    """A server that says these lines, whatever it hears."""
    heard: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def serve() -> None:
            connection, _ = listener.accept()
            with connection:
                connection.settimeout(60)
                for answer in answers:
                    connection.sendall(answer)
                    heard.append(connection.recv(1000))

        thread = threading.Thread(target=serve)
        thread.start()
        yield listener.getsockname()[1], heard
        thread.join(60)
