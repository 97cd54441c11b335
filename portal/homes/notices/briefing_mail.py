"""Mails of the weekly briefing to the staff who subscribed: the letter to confirm, and each issue.

A mail has the title of the issue and a link, and nothing of what is in it: it cannot be taken back,
and the edition is for the staff alone. Whether its reader may read it is asked as it goes.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from email.message import EmailMessage
from email.utils import parseaddr
from functools import partial
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Engine, Row

from portal.homes.notices import choosing, pace
from portal.homes.notices.following import MOST_ATTEMPTS, MOST_REFUSALS, Keys
from portal.homes.notices.following_mail import WHOLE
from portal.homes.notices.mail import Post, addressed, letter_to
from portal.homes.notices.posting import REFUSED, Clock, Mail, Mailing, of_letters, post_each
from portal.public.briefings import queries, subscribing, words
from portal.public.briefings.queries import Issue
from portal.public.briefings.subscribing import Letter
from portal.web.accounts.account import Account
from portal.web.i18n.languages import ENGLISH
from portal.web.i18n.texts import gettext, ngettext, speaking
from shared.core.message import Sealed, derive_id
from shared.platform.settings import Settings

_FIRST: Final = timedelta(minutes=1)
_LONGEST: Final = timedelta(hours=6)
_DOUBLINGS: Final = 9
_AGAIN: Final = timedelta(days=1)


def send_confirmations(
    engine: Engine, vault: Keys, settings: Settings, post: Post, *, now: Clock
) -> int:
    """Send what is due to who asked for it. Raises ``MailAway``: the rest goes later."""
    mailing = of_letters(
        "briefing confirmations",
        partial(subscribing.take_letter, engine, vault),
        partial(confirmation, settings=settings, days=settings.following_confirm_days),
        sent=partial(subscribing.letter_went, engine),
        refused=partial(subscribing.letter_went, engine),
        put_off=partial(subscribing.put_letter_off, engine),
        for_good=REFUSED,
    )
    return post_each(mailing, subscribing.letters_due(engine, at=now()), post, now=now)


def send_issues(engine: Engine, vault: Keys, settings: Settings, post: Post, *, now: Clock) -> int:
    """Send the issues that were sent; return how many mails went. Raises ``MailAway``, too."""
    take = partial(_mail, engine, vault, settings)
    mailing = Mailing("briefings", take, partial(_put_off, engine), REFUSED)
    return post_each(mailing, subscribing.due(engine, at=now()), post, now=now)


def confirmation(letter: Letter, settings: Settings, *, days: int, at: datetime) -> EmailMessage:
    with speaking(letter.account.language or ENGLISH):
        subject = gettext("Please confirm that you want to get the weekly briefing")
        lines = (
            gettext("Somebody asked with your account that the weekly briefing is sent here."),
            ngettext(
                "To confirm it, sign in and open this link within %(count)s day:",
                "To confirm it, sign in and open this link within %(count)s days:",
                days,
            ),
            "",
            f"{settings.public_url}/staff-briefings/mail/{letter.link}",
            "",
            gettext("If it was not you, do nothing: then nothing is sent."),
        )
        return letter_to(letter.account.email, subject, lines, settings, at=at)


def issue_mail(
    account: Account, one: Issue, link: str, mail_id: UUID, settings: Settings, *, at: datetime
) -> EmailMessage:
    """Return the mail. The same issue to the same person has the same ``mail_id``."""
    own = f"{settings.public_url}/b/{link}"
    with speaking(account.language or ENGLISH):
        title = words.title(one.kind, one.period)
        message = addressed(account.email, title, mail_id, settings, at=at, policy=WHOLE)
        domain = parseaddr(settings.mail_from)[1].rpartition("@")[2]
        message["List-Id"] = f"<staff-briefing.{domain}>"
        message["List-Unsubscribe"] = f"<{own}>"
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
        message["Precedence"] = "bulk"
        read = f"{settings.public_url}/staff-briefings/{one.period}"
        lines = (
            title,
            words.days(one.kind, one.period),
            "",
            gettext("The edition for the staff is out. Sign in to read it:"),
            read,
            "",
            gettext("To get no more of these e-mails, open:"),
            own,
            "",
            gettext("Please do not answer this message."),
        )
    message.set_content("\n".join((*lines, "")))
    return message


def _mail(
    engine: Engine, vault: Keys, settings: Settings, account_id: str, *, at: datetime
) -> Mail | None:
    """Return the next issue for this person, taken for this process alone; None: nothing goes."""
    row = subscribing.take(engine, account_id, at=at)
    if row is None:  # another process was faster
        return None

    def reveal(some: Sequence[Sealed]) -> Sequence[str | None]:
        return [vault.reveal(each) for each in some]

    with engine.connect() as conn:
        account = subscribing.reader(conn, account_id, at)
        one = queries.one(conn, row.upto) if row.upto else None
        stands = bool(one and one.stage == "sent" and queries.still(conn, one, reveal))
    if account is None:  # they may not read it any more: from now on nothing is sent
        subscribing.end(engine, account_id)
        return None
    mark = subscribing.mark_of(vault, account.email)
    if mark != row.mark:
        subscribing.confirm_anew(engine, row, mark, at=at)
        return None
    if one is None or not stands:
        _close(engine, row, one, due_at=at)
        return None
    if (later := pace.of(engine).later(account.email, settings.mails_a_minute, at)) is not None:
        subscribing.change(engine, row, due_at=later, taken_until=None)
        return None
    mail_id = derive_id("staff briefing", account_id, one.period)
    link = subscribing.link_of(vault, account_id)
    return Mail(
        write=partial(issue_mail, account, one, link, mail_id, settings, at=at),
        sent=lambda: _close(engine, row, one, refusals=0, due_at=at),
        refused=lambda: _refused(engine, row, account, at=at),
    )


def _close(engine: Engine, row: Row[Any], one: Issue | None, **new: object) -> None:
    told = {"told": one.ended_at} if one and one.ended_at else {}
    subscribing.change(engine, row, **told, upto=None, attempts=0, taken_until=None, **new)


def _refused(engine: Engine, row: Row[Any], account: Account, *, at: datetime) -> None:
    refusals = row.refusals + 1
    stopped = {"stopped_at": at} if refusals >= MOST_REFUSALS else {}
    again = {"refusals": refusals, "due_at": at + _AGAIN, "taken_until": None}
    subscribing.change(engine, row, **again, **stopped)
    with engine.begin() as conn:
        choosing.refuse(conn, account, at=at)


def _put_off(engine: Engine, account_id: str, *, at: datetime) -> None:
    row = subscribing.on_its_way(engine, account_id)
    if row is None:  # it ended
        return
    later = at + min(_FIRST * 2 ** min(row.attempts, _DOUBLINGS), _LONGEST)
    stopped = {"stopped_at": at} if row.attempts + 1 >= MOST_ATTEMPTS else {}
    again = {"attempts": row.attempts + 1, "due_at": later, "taken_until": None}
    subscribing.change(engine, row, **again, **stopped)
