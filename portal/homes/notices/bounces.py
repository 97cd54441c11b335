"""Reading the mailbox to which mails come back that a server took and could not deliver.

A bounce is a report of RFC 3464. It is known by the address to which it comes: that of one mail,
with a pseudonym of whom the mail was for. All that comes to such an address is deleted once it is
read, as it names somebody; everything else stays, for whoever reads the mailbox.
"""

import poplib
import re
import ssl
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.message import Message
from email.parser import BytesHeaderParser, HeaderParser
from email.utils import getaddresses, parseaddr
from functools import partial
from typing import Final
from urllib.parse import unquote, urlsplit

import structlog
from prometheus_client import Counter, Gauge
from sqlalchemy import Engine

from portal.public.following import returns
from portal.public.following.returns import Returned
from portal.web.clock.moved import Moved
from portal.web.clock.rounds import rounds
from shared.platform.metrics import BACKGROUND_FAILED
from shared.platform.settings import Settings

log = structlog.get_logger(__name__)

_EVERY: Final = 300.0  # seconds between two looks
_PATIENCE: Final = 20.0  # seconds
_MOST: Final = 500  # mails in a look
_LARGEST: Final = 1_000_000  # bytes: a report with one of our mails is far smaller
_LONGEST: Final = 2_000  # characters of a Content-Type: its parameters are read in quadratic time
_STATUS: Final = "message/delivery-status"
_FAILED: Final = re.compile(r"^action:[ \t]*failed[ \t]*\r?$", re.IGNORECASE | re.MULTILINE)
_TO: Final = ("To", "Delivered-To", "X-Original-To", "Envelope-To")
"""Where a server writes to which part of the mailbox a mail came."""
_PLAIN: Final = frozenset({"pop3", "pop3+starttls"})
_IN_USE: Final = b"[IN-USE]"  # of RFC 2449: another replica reads it
_away = Gauge("rapporteur_bounces_away", "1 while the mailbox of bounces cannot be read")
_read = Counter("rapporteur_bounces_total", "Mails read that came back, by what they say", ["says"])
# A line of a mail can be as long as the mail. Otherwise such a mail ends a look in the middle, and
# whoever sends many of them keeps all others from being read.
vars(poplib)["_MAXLINE"] = 2 * _LARGEST


class BoxAway(Exception):
    """The mailbox does not open, or not now."""


@dataclass(frozen=True, slots=True)
class Bounce:
    """``failed``: nothing more is tried. Otherwise it is late, has arrived, or says nothing."""

    mail: Returned
    failed: bool


@dataclass(slots=True)
class Box:
    """A mailbox by POP3. ``url``: as ``pop3s://user:password@host``, or ``pop3+starttls://``.

    ``pop3://`` speaks no TLS, for a server on the same machine. ``left``: mails that stay there, by
    the names that the server has for them. They are not read again.
    """

    url: str
    left: set[str] = field(default_factory=set, init=False)

    def empty(self, take: Callable[[bytes], bool]) -> None:
        """Read what is new, and delete what is taken: only once all of it was read."""
        try:
            box = self._opened()
        except (OSError, ValueError, poplib.error_proto) as error:
            raise BoxAway(*error.args) from error
        try:
            self._read(box, take)
            box.quit()
        except (OSError, poplib.error_proto) as error:
            raise BoxAway(*error.args) from error
        finally:
            box.close()

    def _read(self, box: poplib.POP3, take: Callable[[bytes], bool]) -> None:
        named = dict(_pairs(box.uidl()[1]))
        # More may follow behind the size.
        sizes = {number: int(size.split()[0]) for number, size in _pairs(box.list()[1])}
        self.left &= {*named.values()}
        new = [number for number, name in named.items() if name not in self.left]
        for number in new[:_MOST]:
            if sizes[number] <= _LARGEST and take(self._mail(box, number, named[number])):
                box.dele(number)
            else:
                self.left.add(named[number])

    def _mail(self, box: poplib.POP3, number: str, name: str) -> bytes:
        try:
            return b"\r\n".join(box.retr(number)[1])
        except poplib.error_proto:  # it cannot be read: the next look goes on
            self.left.add(name)
            raise

    def _opened(self) -> poplib.POP3:
        address = urlsplit(self.url)
        host, secure = address.hostname or "localhost", ssl.create_default_context()
        box: poplib.POP3
        if address.scheme == "pop3s":
            box = poplib.POP3_SSL(host, address.port or 995, timeout=_PATIENCE, context=secure)
        elif address.scheme in _PLAIN:
            box = poplib.POP3(host, address.port or 110, timeout=_PATIENCE)
        else:  # a slip of the pen must not send the password for all to read
            raise ValueError("unknown scheme")
        try:
            if address.scheme == "pop3+starttls":
                box.stls(context=secure)
            box.user(unquote(address.username or ""))
            box.pass_(unquote(address.password or ""))
        except BaseException:
            box.close()
            raise
        return box


def mailbox(settings: Settings) -> str:
    """Return the address to which mails come back."""
    return settings.mail_bounces or parseaddr(settings.mail_from)[1]


def bounce(raw: bytes, box: str) -> Bounce | None:
    """Return what this mail says of one of ours; None of a mail to another address."""
    message = BytesHeaderParser().parsebytes(raw)
    headers = [str(one) for name in _TO for one in message.get_all(name, ())]
    found = (returns.which(address, box) for _, address in getaddresses(headers))
    mail = next(filter(None, found), None)
    return Bounce(mail, _failed(message)) if mail else None


def read(engine: Engine, box: Box, to: str, *, at: datetime) -> None:
    """Read what came back and note it. Raises ``BoxAway``."""

    def take(raw: bytes) -> bool:
        try:
            found = bounce(raw, to)
        except Exception:  # whatever it is: anybody writes there
            BACKGROUND_FAILED.labels("mail bounces").inc()
            log.exception("could not read a bounce")
            return False
        if found is None:
            return False
        if found.failed:
            returns.came_back(engine, found.mail, at=at)
        _read.labels("failed" if found.failed else "other").inc()
        return True

    box.empty(take)


async def run(
    engine: Engine,
    settings: Settings,
    *,
    real: Callable[[], datetime] = lambda: datetime.now(UTC),
) -> None:
    """Work until cancelled. Without a mailbox to read there is nothing to do."""
    clock = Moved(settings, engine, real)
    box = Box(settings.bounces_url.get_secret_value())
    look = partial(_look, engine, settings, box, clock) if settings.reads_bounces else _nothing
    await rounds(look, every=_EVERY, waits="bounces wait")


def _look(engine: Engine, settings: Settings, box: Box, clock: Callable[[], datetime]) -> None:
    try:
        read(engine, box, mailbox(settings), at=clock())
    except BoxAway as error:
        if not any(_IN_USE in one for one in error.args if isinstance(one, bytes)):
            _away.set(1)
            log.warning("bounces wait", error=type(error.__cause__).__name__)
    else:
        _away.set(0)


def _nothing() -> None:
    pass


def _failed(message: "Message[str, str]") -> bool:
    """Whether it is a report of a mail that failed. Parts of parts are not read: anybody wrote it.

    What is nested, or has many parameters, takes the parser of a whole mail minutes.
    """
    if len(str(message.get("Content-Type", ""))) > _LONGEST:
        return False
    kind = str(message.get_param("report-type")).lower()
    if message.get_content_type() != "multipart/report" or kind != "delivery-status":
        return False
    limit = rf"^--{re.escape(message.get_boundary(''))}(?:--)?[ \t]*\r?$"
    written = re.split(limit, str(message.get_payload()), flags=re.MULTILINE)
    parts = (HeaderParser().parsestr(one.removeprefix("\n")) for one in written)
    return any(
        part.get_content_type() == _STATUS and _FAILED.search(str(part.get_payload()))
        for part in parts
    )


def _pairs(lines: Iterable[bytes]) -> list[tuple[str, str]]:
    """Return number and name, or size, of each mail as the server lists them."""
    parts = (line.decode("latin-1").partition(" ") for line in lines)
    return [(number, rest) for number, _, rest in parts]
