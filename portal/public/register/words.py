"""The register in words."""

import re
from collections.abc import Iterable
from datetime import datetime

from portal.public.register.published import ISSUE, Item
from portal.public.register.queries import Letter
from portal.public.register.tables import TRANSLATION
from portal.web.i18n import names as names_
from portal.web.i18n.formats import long_month
from portal.web.i18n.texts import gettext, ngettext
from portal.web.presentation import day
from shared.reference import (
    COMMUNICATION_TYPES,
    COOPERATION,
    LANGUAGES,
    OTHER,
    REPLY_KINDS,
    State,
    mandate_acronym,
    recipient_name,
    states,
)

_EXCERPT = 280  # characters
RTL = frozenset({"ar"})

recipient = names_.recipient
mandate = names_.mandate


def recipients(codes: Iterable[str]) -> str:
    return ", ".join(map(names_.recipient, codes))


def type_(code: str) -> str:
    return names_.word(COMMUNICATION_TYPES.get(code, code))


def acronym(code: str) -> str:
    return mandate_acronym(code)


def acronyms(codes: Iterable[str]) -> str:
    return ", ".join(map(mandate_acronym, codes))


def kind(code: str) -> str:
    if code == TRANSLATION:
        return gettext("Translation of a reply")
    return names_.word(REPLY_KINDS.get(code, code))


def language(code: str | None) -> str:
    return names_.word(LANGUAGES.get(code or "", code or ""))


def grade(value: str) -> str:
    return names_.word(COOPERATION.values.get(value, value))


def state(code: str) -> State | None:
    return states().get(code)


def names(code: str) -> dict[str, str]:
    """Return the State's names by language, its code where it is no State."""
    found = states().get(code)
    return dict(found.names) if found else {"en": recipient_name(code)}


def excerpt(text: str) -> str:
    """Return the beginning of a text, ending with a whole word."""
    plain = re.sub(r"\s+", " ", text).strip()
    if len(plain) <= _EXCERPT:
        return plain
    return plain[:_EXCERPT].rsplit(" ", 1)[0] + " …"


def title(letter: Letter) -> str:
    return gettext(
        "%(reference)s: %(type)s to %(recipient)s",
        reference=letter.reference,
        type=type_(letter.type),
        recipient=recipient(letter.recipient),
    )


def headline(one: Item) -> str:
    """Return what was published, in one line; of a statement the title that it has."""
    if one.kind == ISSUE:
        return issue(one.type, one.item_id)
    if one.kind == "letter":
        said = gettext(
            "%(reference)s: %(type)s to %(recipient)s",
            reference=one.reference,
            type=type_(one.type),
            recipient=recipients(one.states),
        )
    elif one.kind == "reply":
        said = gettext(
            "%(reference)s, %(recipient)s: %(kind)s",
            reference=one.reference,
            recipient=recipients(one.states),
            kind=kind(one.type),
        )
    else:
        said = one.title
    return said if one.edition == 1 else gettext("Corrected: %(title)s", title=said)


def issue(kind: str, period: str) -> str:
    """Say which issue of the briefing or the bulletin it is."""
    if kind == "briefing":
        year, _, week = period.partition("-w")
        return gettext("Weekly briefing, week %(week)s of %(year)s", week=int(week), year=year)
    year, _, quarter = period.partition("-q")
    return gettext(
        "Quarterly bulletin, quarter %(quarter)s of %(year)s", quarter=quarter, year=year
    )


def counts(letters: int, replies: int, statements: int) -> str:
    """Return how much became public: "2 letters, 1 reply, 0 statements"."""
    return gettext(
        "%(letters)s, %(replies)s, %(statements)s",
        letters=ngettext("%(count)s letter", "%(count)s letters", letters),
        replies=ngettext("%(count)s reply", "%(count)s replies", replies),
        statements=ngettext("%(count)s statement", "%(count)s statements", statements),
    )


def month(year: int, number: int) -> str:
    return long_month(year, number)


def on(at: datetime) -> str:
    return day(at)


def answered(letter: Letter) -> tuple[str, str]:
    """Return whether a substantive reply came: a word, and the tone of its tag."""
    if letter.replied_at:
        return gettext("Replied"), "done"
    return gettext("No reply"), "neutral"


def is_state(code: str) -> bool:
    return code in states() or code == OTHER
