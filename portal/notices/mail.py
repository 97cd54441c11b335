"""The mail itself: that there is news and where to sign in, and nothing else at all.

No reference, State, name, mandate or kind of work: mail is read on the way, and by whoever
finds a telephone. The address of the server is ``RAPPORTEUR_SMTP_URL``, as
``smtp+starttls://user:password@host:587``; ``smtps://`` speaks TLS from the beginning, and
``smtp://`` none, for a server on the same machine.
"""

import smtplib
import ssl
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime, parseaddr
from typing import TypeAlias
from urllib.parse import unquote, urlsplit
from uuid import UUID

from shared.settings import Settings

_SUBJECT = "There is news for you"
_PATIENCE = 20.0  # seconds
_PERMANENT = 500

Post: TypeAlias = Callable[[EmailMessage], None]
"""Sends one mail, or raises ``AddressRefused`` or ``MailAway``."""


class AddressRefused(Exception):
    """The server will never take mail for this address."""


class MailAway(Exception):
    """The server does not answer, or not now."""


@dataclass(frozen=True, slots=True)
class Server:
    """Where mail goes out; ``sender`` is its From."""

    url: str
    sender: str

    def post(self, message: EmailMessage) -> None:
        try:
            with self._connected() as smtp:
                smtp.send_message(message)
        except smtplib.SMTPRecipientsRefused as error:
            codes = [code for code, _ in error.recipients.values()]
            if all(code >= _PERMANENT for code in codes):
                raise AddressRefused from error
            raise MailAway from error
        except (smtplib.SMTPException, OSError) as error:
            raise MailAway from error

    def _connected(self) -> smtplib.SMTP:
        address = urlsplit(self.url)
        host = address.hostname or "localhost"
        tls = ssl.create_default_context()
        if address.scheme == "smtps":
            smtp: smtplib.SMTP = smtplib.SMTP_SSL(
                host, address.port or 465, timeout=_PATIENCE, context=tls
            )
        else:
            smtp = smtplib.SMTP(host, address.port or 25, timeout=_PATIENCE)
        try:
            if address.scheme == "smtp+starttls":
                smtp.starttls(context=tls)
            if address.username:
                smtp.login(unquote(address.username), unquote(address.password or ""))
        except BaseException:
            smtp.close()
            raise
        return smtp


def server(settings: Settings) -> Server | None:
    """Return the mail server; None where none is set: then nobody is written to."""
    url = settings.smtp_url.get_secret_value()
    return Server(url, settings.mail_from) if url and settings.mail_from else None


def written(to: str, mail_id: UUID, settings: Settings, *, at: datetime) -> EmailMessage:
    """Return the mail. The same news to the same person has the same ``mail_id``."""
    message = EmailMessage()
    message["From"] = settings.mail_from
    message["To"] = to
    message["Subject"] = _SUBJECT
    message["Date"] = format_datetime(at)
    domain = parseaddr(settings.mail_from)[1].rpartition("@")[2]
    message["Message-ID"] = f"<{mail_id}@{domain}>"
    message["Auto-Submitted"] = "auto-generated"  # RFC 3834: no automatic answers, please
    where = f"Sign in to read it:\n{settings.public_url}/\n" if settings.public_url else ""
    message.set_content(
        f"There is news for you. {where or 'Sign in to read it.'}\n"
        "For your safety this message says no more. Please do not answer it.\n"
    )
    return message
