"""An edition of an issue on paper: its sections for the press, as they are read at this moment."""

from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Any, Final

from flask import url_for
from pydantic_core import to_json

from portal.letters.documents import anybody
from portal.letters.documents.blocks import Block, block, direction, heading, text
from portal.letters.documents.typesetting import pressed
from portal.letters.documents.words import WORDS
from portal.public.briefings import words
from portal.public.briefings.queries import Entry, Issue, Section
from portal.web.context import settings
from portal.web.i18n.texts import gettext, language, ngettext
from shared.contracts.stakeholders_briefings import Edition
from shared.core.geneva import day_of

_kept: Final = anybody.Kept(most=16)


def set_(one: Issue, sections: Sequence[Section], edition: Edition) -> bytes:
    """Return it as PDF in the reader's language. Raises ``NotSet``.

    What changed, or was taken back, is another PDF. What the staff alone reads is not kept.
    """
    laid = laid_out(one, sections, edition)
    if edition == "public":
        key = sha256(to_json(laid)).digest()
        return _kept.pressed(key, lambda: laid, settings().font_directories)
    with anybody.turn():
        return pressed(laid, settings().font_directories)


def laid_out(one: Issue, sections: Sequence[Section], edition: Edition) -> Mapping[str, Any]:
    spoken = language().code
    frame = WORDS.get(spoken, WORDS["en"])
    sent = one.ended_at or one.opened_at
    staff = [gettext("This edition is for the staff alone. Do not pass it on.")]
    return {
        "title": words.title(one.kind, one.period),
        "language": spoken,
        "direction": direction(spoken),
        "organisation": frame.organisation,
        "draft": None,
        "date": frame.day(day_of(sent)),
        "mandates_label": frame.mandates,
        "signed": [],
        "blocks": [
            block([words.days(one.kind, one.period)], spoken),
            *([block(staff, spoken)] if edition == "staff" else []),
            *(part for section in sections for part in _section(section, spoken)),
            *([] if sections else [block([_nothing()], spoken)]),
        ],
        "at": int(sent.timestamp()),
    }


def _nothing() -> str:
    return gettext("All that was in this issue was removed.")


def _section(section: Section, spoken: str) -> list[Block]:
    key, entries, left = section
    said = [heading(str(words.SECTIONS[key]), spoken)]
    for entry in entries:
        said += _entry(entry, spoken)
    return [*said, *([block([_more(key, left)], spoken)] if left else [])]


def _entry(entry: Entry, spoken: str) -> list[Block]:
    if entry.gone:
        parts = [block([gettext("Removed")], spoken)]
    elif entry.line is not None:
        where = words.address(entry.line, whole=True)
        parts = [block([words.line(entry.line), *([where] if where else [])], spoken)]
    else:
        parts = text(entry.text, entry.language or spoken)
    return [*parts, *text(entry.note, entry.note_language or spoken)]


def _more(section: str, left: int) -> str:
    if section not in words.REGISTERED:
        return gettext("There are more than an issue has room for.")
    where = url_for(words.REGISTERED[section], _external=True)
    return ngettext(
        "%(count)s more item is in the register: %(where)s",
        "%(count)s more items are in the register: %(where)s",
        left,
        where=where,
    )
