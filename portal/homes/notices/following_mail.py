"""The mails to who follows what is published: the letter to confirm, and the news.

All that a news mail says is public. Its subject says nothing of what somebody follows.
"""

from collections.abc import Sequence
from datetime import datetime
from email.message import EmailMessage
from email.policy import EmailPolicy
from email.utils import parseaddr
from typing import Any, Final
from uuid import UUID

from markupsafe import Markup
from typing_extensions import override

from portal.homes.notices.mail import addressed, letter_to
from portal.public.following.asking import Letter
from portal.public.register import words
from portal.public.register.publication import (
    CALL,
    DOCUMENT,
    FOLLOW_UP,
    ISSUE,
    RECOMMENDATION,
    REPORT,
    Item,
)
from portal.web.i18n.texts import gettext, language, ngettext, speaking
from shared.platform.settings import Settings

_MOST: Final = 50
"""Items in a mail; the rest is in the register."""
_PAGES: Final = {
    ISSUE: "briefings",
    REPORT: "country-visits/reports",
    FOLLOW_UP: "follow-up",
    CALL: "calls-for-input",
    DOCUMENT: "library",
}
"""Where each is read, outside the register."""
_NEVER_FOLDED: Final = frozenset({"list-unsubscribe", "list-unsubscribe-post"})


class _Policy(EmailPolicy):
    """Never folds the headers of one click: a folded address would be written as encoded words."""

    @override
    def fold(self, name: str, value: Any) -> str:
        if name.lower() in _NEVER_FOLDED:
            return f"{name}: {value}{self.linesep}"
        return str(super().fold(name, value))

    @override
    def fold_binary(self, name: str, value: Any) -> bytes:
        if name.lower() in _NEVER_FOLDED:
            return self.fold(name, value).encode("ascii")
        return super().fold_binary(name, value)


WHOLE: Final = _Policy()


def confirmation(letter: Letter, settings: Settings, *, days: int, at: datetime) -> EmailMessage:
    """Return the letter with the link that confirms. It is the same for every address."""
    with speaking(letter.language):
        subject = gettext("Please confirm that you want to follow what is published")
        lines = (
            gettext("Somebody asked that what the Special Procedures publish is sent here."),
            ngettext(
                "To confirm it, open this link within %(count)s day:",
                "To confirm it, open this link within %(count)s days:",
                days,
            ),
            "",
            f"{settings.public_url}/u/{letter.link}/confirm",
            "",
            gettext("If it was not you, do nothing: then nothing is sent."),
        )
        return letter_to(letter.address, subject, lines, settings, at=at)


def news_mail(  # what a mail is made of
    address: str,
    items: Sequence[Item],
    link: str,
    mail_id: UUID,
    settings: Settings,
    *,
    back: str,
    speaks: str,
    at: datetime,
) -> EmailMessage:
    """Return the mail. The same news to the same person has the same ``mail_id``.

    ``back``: where it comes back if nobody can deliver it; empty: where all mails do.
    """
    own = f"{settings.public_url}/u/{link}"
    with speaking(speaks):
        subject = gettext("Published by the Special Procedures")
        message = addressed(address, subject, mail_id, settings, at=at, policy=WHOLE)
        if back:
            message["Return-Path"] = f"<{back}>"
        domain = parseaddr(settings.mail_from)[1].rpartition("@")[2]
        message["List-Id"] = f"<published.{domain}>"
        message["List-Unsubscribe"] = f"<{own}>"
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
        message["Precedence"] = "bulk"
        intro = ngettext(
            "%(count)s text that you follow was published:",
            "%(count)s texts that you follow were published:",
            len(items),
        )
        listed = [
            (words.headline(one), _begun(one), _address(one, settings)) for one in items[:_MOST]
        ]
        register = f"{settings.public_url}/{language().code}/register"
        rest_of = register + "/recommendations" * all(map(_is_advice, items[_MOST:]))
        more = [(gettext("All of them are in the register"), "", rest_of)] * (len(items) > _MOST)
        rest = gettext("To follow something else, or to end this, open:")
        stop = gettext("Please do not answer this message.")
        lines = [line for one in (*listed, *more) for line in (*filter(None, one), "")]
        message.set_content("\n".join((intro, "", *lines, rest, own, "", stop, "")))
        message.add_alternative(_html(intro, [*listed, *more], (rest, own), stop), subtype="html")
    return message


def _html(
    intro: str, listed: Sequence[tuple[str, str, str]], rest: tuple[str, str], stop: str
) -> str:
    """One column, no image, nothing that is fetched."""
    item, text = Markup('<li><a href="{}"><bdi>{}</bdi></a>{}</li>'), Markup("<br><bdi>{}</bdi>")
    items = Markup("\n").join(
        item.format(address, title, text.format(begun) if begun else "")
        for title, begun, address in listed
    )
    return Markup(
        '<!DOCTYPE html>\n<html lang="{}" dir="{}">\n<body>\n<p>{}</p>\n<ul>\n{}\n</ul>\n'
        '<p>{} <a href="{}"><bdi dir="ltr">{}</bdi></a></p>\n<p>{}</p>\n</body>\n</html>\n'
    ).format(language().tag, language().dir, intro, items, rest[0], rest[1], rest[1], stop)


def _begun(one: Item) -> str:
    """Return how a recommendation begins: it has no title that tells it from others."""
    return words.excerpt(one.text or "") if _is_advice(one) else ""


def _is_advice(one: Item) -> bool:
    return one.kind == RECOMMENDATION


def _address(one: Item, settings: Settings) -> str:
    site = f"{settings.public_url}/{language().code}"
    register = f"{site}/register"
    if one.kind in _PAGES:
        return f"{site}/{_PAGES[one.kind]}/{one.item_id}"
    if _is_advice(one):
        return f"{register}/recommendations?before={one.item_id}#{one.part}"
    part = "/statements" if one.kind == "statement" else ""
    return f"{register}{part}/{one.item_id}"
