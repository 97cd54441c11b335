"""The text of the mail: that there is news and where to sign in, and nothing else at all.

The other kinds of mail are a start password for its owner, and a candidate's link.

No reference, State, name, mandate or kind of work: mail can be read on its way, and by anybody who
finds a telephone. It speaks the language of the account, English if none was chosen. Values stand
on lines of their own: in a sentence from right to left they would have to be isolated, and then
could not be copied. The address of the server is ``RAPPORTEUR_SMTP_URL``, as
``smtp+starttls://user:password@host:587``; ``smtps://`` speaks TLS from the beginning, and
``smtp://`` none, for a server on the same machine.
"""

import smtplib
import ssl
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from email.errors import MessageError
from email.message import EmailMessage
from email.policy import EmailPolicy, default
from email.utils import format_datetime, parseaddr
from typing import Any, TypeAlias
from urllib.parse import unquote, urlsplit
from uuid import UUID, uuid4

from portal.homes.nominations import inviting, offers
from portal.homes.notices.choosing import MUST_ASK_FOR_IT
from portal.selection import registering
from portal.web.accounts.account import Account
from portal.web.i18n.languages import ENGLISH
from portal.web.i18n.texts import gettext, speaking
from shared.platform.settings import Settings

_PATIENCE = 20.0  # seconds
_PERMANENT = 500
_PLAIN = ("smtp", "smtp+starttls")  # on the way to a server; the second one goes on with TLS
_DROPS = 3  # connections that a server ends, one after the other, until it counts as away
_CLOSING = 421  # the answer of a server that goes away, whoever the mail is for

Post: TypeAlias = Callable[[EmailMessage], None]
"""Sends one mail, or raises ``AddressRefused``, ``AddressAway`` or ``MailAway``."""


class AddressRefused(Exception):
    """The server will never take mail for this address, or no mail can be written to it."""


class MailAway(Exception):
    """The server does not answer, or not now."""


class AddressAway(MailAway):
    """The server answers, and does not take mail for this address now."""


class MailRefused(AddressAway):
    """The server read this mail, and will never take it: because of its text, or its reader."""


@dataclass(slots=True)
class Server:
    """Where mail goes out; ``sender`` is its From.

    ``bounces``: the sender of the envelope, to whom a server sends back what it took and could not
    deliver; empty: the same. A mail with a ``Return-Path`` comes back there instead: the header
    goes with the envelope alone, as whoever delivers a mail writes that header.

    A connection that ends, or falls silent, in the middle of a mail may be the fault of that mail.
    ``drops`` counts those since a mail went: a server that ends every connection is away.
    """

    url: str
    sender: str
    bounces: str = ""
    drops: int = field(default=0, init=False)

    def post(self, message: EmailMessage) -> None:
        try:
            smtp = self._connected()
        except OSError as error:  # what smtplib raises is one, too
            raise MailAway from error
        try:
            with smtp:
                _send(smtp, message, self.bounces or None)
        except smtplib.SMTPRecipientsRefused as error:
            codes = [code for code, _ in error.recipients.values()]
            if all(code >= _PERMANENT for code in codes):
                raise AddressRefused from error
            raise (MailAway if _CLOSING in codes else AddressAway) from error
        except smtplib.SMTPDataError as error:  # such as a mailbox that is full
            raise _after_data(error.smtp_code) from error
        except smtplib.SMTPServerDisconnected as error:
            raise self._dropped() from error
        except smtplib.SMTPException as error:
            raise MailAway from error
        except OSError as error:  # such as a time-out
            raise self._dropped() from error
        self.drops = 0

    def _dropped(self) -> MailAway:
        self.drops += 1
        return MailAway() if self.drops >= _DROPS else AddressAway()

    def _connected(self) -> smtplib.SMTP:
        address = urlsplit(self.url)
        host = address.hostname or "localhost"
        if address.scheme == "smtps":
            smtp: smtplib.SMTP = smtplib.SMTP_SSL(
                host, address.port or 465, timeout=_PATIENCE, context=ssl.create_default_context()
            )
        elif address.scheme in _PLAIN:
            smtp = smtplib.SMTP(host, address.port or 25, timeout=_PATIENCE)
        else:  # no process starts with another one
            raise MailAway
        try:
            if address.scheme == "smtp+starttls":
                smtp.starttls(context=ssl.create_default_context())
            if address.username:
                smtp.login(unquote(address.username), unquote(address.password or ""))
        except BaseException:
            smtp.close()
            raise
        return smtp


def _after_data(code: int) -> type[MailAway]:
    if code >= _PERMANENT:
        return MailRefused
    return MailAway if code == _CLOSING else AddressAway


def _send(smtp: smtplib.SMTP, message: EmailMessage, bounces: str | None) -> None:
    to = [one.addr_spec for one in message["To"].addresses]
    own = parseaddr(str(message["Return-Path"] or ""))[1]
    del message["Return-Path"]
    try:
        smtp.send_message(message, own or bounces, to)
    except smtplib.SMTPNotSupportedError as error:  # an address that is not ASCII
        raise AddressAway from error
    except (ValueError, MessageError) as error:
        raise AddressRefused from error


def server(settings: Settings) -> Server | None:
    """Return the mail server; None where none is set: then nobody is written to."""
    if not settings.sends_mail:
        return None
    return Server(settings.smtp_url.get_secret_value(), settings.mail_from, settings.mail_bounces)


def written(account: Account, mail_id: UUID, settings: Settings, *, at: datetime) -> EmailMessage:
    """Return the mail. The same news to the same person has the same ``mail_id``."""
    with speaking(account.language or ENGLISH):
        subject = gettext("There is news for you")
        message = addressed(account.email, subject, mail_id, settings, at=at)
        news = gettext("There is news for you. Sign in to read it.")
        if settings.public_url:
            to_read = gettext("There is news for you. Sign in to read it:")
            news = f"{to_read}\n{settings.public_url}/\n"
        rest = gettext("For your safety this message says no more. Please do not answer it.")
    message.set_content(f"{news}\n{rest}\n")
    return message


def start_letter(
    account: Account, password: str, settings: Settings, *, at: datetime
) -> EmailMessage:
    """Return the letter with a start password: it goes to its owner, and nobody else sees it.

    A source's letter does not say where it serves.
    """
    named = settings.public_url and not account.has(*MUST_ASK_FOR_IT)
    with speaking(account.language or ENGLISH):
        where = gettext("It is good for seven days and for signing in once.")
        if named:
            at_this = gettext("It is good for seven days and for signing in once at:")
            where = f"{at_this}\n{settings.public_url}/\n"
        lines = (
            gettext("You asked for a start password. It is:"),
            "",
            password,
            "",
            where,
            gettext("You choose a password of your own with it. Until then the old one serves."),
            gettext("Nobody else knows it, and nobody will ask you for it."),
            gettext("If you did not ask for it, do not use it: tell whoever manages your account."),
        )
        return letter_to(account.email, gettext("Your start password"), lines, settings, at=at)


def registration_letter(
    letter: registering.Letter, settings: Settings, *, at: datetime
) -> EmailMessage:
    """Return the letter with the link that makes a candidate's account.

    It is the same whether the address has an account or not: anybody may type it.
    """
    with speaking(letter.to.language or ENGLISH):
        lines = (
            gettext("Somebody asked for a candidate account with this address."),
            gettext("To make the account, open this link. It serves once, within a day:"),
            "",
            f"{settings.public_url}/apply/account/{letter.link}",
            "",
            gettext("If it was not you, do nothing: then no account is made."),
        )
        return letter_to(letter.to.email, gettext("Your link"), lines, settings, at=at)


def nomination_letter(letter: inviting.Letter, settings: Settings, *, at: datetime) -> EmailMessage:
    """Return the letter to whom a candidate asks to nominate them: it names nobody."""
    with speaking(letter.language or ENGLISH):
        lines = (
            gettext("A candidate for a mandate of the Human Rights Council names you."),
            gettext("To read who it is, and to confirm or decline, open this link:"),
            "",
            f"{settings.public_url}/nominate/{letter.link}",
            "",
            gettext("If you do nothing, the request ends by itself."),
        )
        subject = gettext("You are asked for a nomination")
        return letter_to(letter.email, subject, lines, settings, at=at)


def offer_letter(letter: offers.Letter, settings: Settings, *, at: datetime) -> EmailMessage:
    """Return the letter to who began a nomination, or to whom it is about: it names nobody."""
    with speaking(letter.language or ENGLISH):
        if letter.to_candidate:
            subject = gettext("Somebody nominates you")
            lines = (
                gettext("Somebody nominates you for a mandate of the Human Rights Council."),
                gettext("To read who it is, and to accept or refuse, open this link:"),
                "",
                f"{settings.public_url}/nominated/{letter.link}",
                "",
                gettext("Nothing of it is in any application until you accept."),
                gettext("If you do nothing, it ends by itself."),
            )
        else:
            subject = gettext("Your nomination")
            lines = (
                gettext("Somebody began a nomination with this address."),
                gettext("To send it on to the candidate, open this link within seven days:"),
                "",
                f"{settings.public_url}/nominate/{letter.link}",
                "",
                gettext("Keep this letter: by the same link you can take the nomination back."),
                gettext("If it was not you, do nothing: then nobody is written to."),
            )
        return letter_to(letter.email, subject, lines, settings, at=at)


def letter_to(
    to: str, subject: str, lines: Iterable[str], settings: Settings, *, at: datetime
) -> EmailMessage:
    """Return a letter of these lines, in the language that is spoken."""
    message = addressed(to, subject, uuid4(), settings, at=at)
    text = "\n".join((*lines, gettext("Please do not answer this message.")))
    message.set_content(f"{text}\n")
    return message


def addressed(
    to: str,
    subject: str,
    mail_id: UUID,
    settings: Settings,
    *,
    at: datetime,
    policy: "EmailPolicy[Any]" = default,
) -> EmailMessage:
    """Return a mail without text. ``policy``: how its headers are written.

    Raises ``AddressRefused`` where the header would read as another address, or as several.
    """
    message = EmailMessage(policy=policy)
    message["From"] = settings.mail_from
    _address(message, to)
    message["Subject"] = subject
    message["Date"] = format_datetime(at)
    domain = parseaddr(settings.mail_from)[1].rpartition("@")[2]
    message["Message-ID"] = f"<{mail_id}@{domain}>"
    message["Auto-Submitted"] = "auto-generated"  # RFC 3834: no automatic answers, please
    return message


def _address(message: EmailMessage, to: str) -> None:
    try:
        message["To"] = to
    except (ValueError, MessageError) as error:
        raise AddressRefused from error
    if [one.addr_spec for one in message["To"].addresses] != [to]:
        raise AddressRefused
