"""Posting what is due, one after the other: what fails for one holds up none of the others."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from typing import Any, Final, Protocol, TypeAlias

import structlog
from sqlalchemy.exc import OperationalError

from portal.homes.notices.mail import AddressAway, AddressRefused, MailAway, MailRefused, Post
from shared.platform.metrics import BACKGROUND_FAILED

log = structlog.get_logger(__name__)

Clock: TypeAlias = Callable[[], datetime]
REFUSED: Final = (AddressRefused, MailRefused)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    """What one of them sends, and how what comes of it is recorded.

    ``write`` may raise ``AddressRefused``, too.
    """

    write: Callable[[], EmailMessage]
    sent: Callable[[], object]
    refused: Callable[[], object]


class Taking(Protocol):
    def __call__(self, one: str, /, *, at: datetime) -> Mail | None: ...


class PuttingOff(Protocol):
    def __call__(self, one: str, /, *, at: datetime) -> object: ...


@dataclass(frozen=True, slots=True)
class Mailing:
    """How mails of one kind go. ``what``: a word for the log and the metric.

    ``take`` returns None where nothing goes, as when another process was faster. ``for_good``: the
    answers that count as a refusal; after any other the mail is put off.
    """

    what: str
    take: Taking
    put_off: PuttingOff
    for_good: tuple[type[Exception], ...] = (AddressRefused,)


def of_letters(  # what differs from kind to kind
    what: str,
    take: Callable[..., Any],
    write: Callable[..., EmailMessage],
    *,
    sent: Callable[[str], object],
    refused: Callable[[str], object],
    put_off: PuttingOff,
    for_good: tuple[type[Exception], ...] = (AddressRefused,),
) -> Mailing:
    """Return the mailing of letters that wait by an id: each is taken, and then written."""

    def mail(one: str, *, at: datetime) -> Mail | None:
        letter = take(one, at=at)
        if letter is None:
            return None
        return Mail(
            write=lambda: write(letter, at=at),
            sent=lambda: sent(one),
            refused=lambda: refused(one),
        )

    return Mailing(what, mail, put_off, for_good)


def post_each(mailing: Mailing, due: Iterable[str], post: Post, *, now: Clock) -> int:
    """Post the mail of each; return how many went. Raises ``MailAway``: the rest goes later.

    ``now`` is read before each: a slow server takes longer for all than one is taken for.
    """
    return sum(_post(mailing, one, post, at=now()) for one in due)


def _post(mailing: Mailing, one: str, post: Post, *, at: datetime) -> bool:
    try:
        mail = mailing.take(one, at=at)
        return mail is not None and _went(mailing, mail, post)
    except MailAway as error:
        mailing.put_off(one, at=at)
        if isinstance(error, AddressAway):
            return False
        raise
    except OperationalError:  # the database is away, and for the others too
        raise
    except Exception:  # whatever it is
        BACKGROUND_FAILED.labels(f"mail {mailing.what}").inc()
        log.exception("could not send", what=mailing.what)
        mailing.put_off(one, at=at)
        return False


def _went(mailing: Mailing, mail: Mail, post: Post) -> bool:
    try:
        post(mail.write())
    except mailing.for_good:
        mail.refused()
        return False
    mail.sent()
    return True
