"""What the sources of a visit are told, opened for those who are told: their language first."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from portal.followup.tellings.queries import Telling
from portal.web.context import vault
from portal.web.i18n.languages import LANGUAGES, Language
from portal.web.i18n.texts import language
from shared.core.message import Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """``texts``: language, what comes next and whom to call; None once it was erased.

    ``again``: it takes the place of what was told before.
    """

    at: datetime
    again: bool
    texts: list[tuple[Language, str | None, str | None]]


def opened(one: Telling) -> Told:
    """Open it, and nothing of why it was told again or of who else was told."""
    some = [text for both in one.texts.values() for text in both]
    said = dict(zip(some, vault().reveal_all(some), strict=True))
    return Told(at=one.at, again=one.number > 1, texts=in_order(one, said))


def in_order(
    one: Telling, said: Mapping[Sealed, str | None]
) -> list[tuple[Language, str | None, str | None]]:
    """Return the texts, those in the reader's language first, then those in English."""
    first = language().code
    order = sorted(one.texts, key=lambda code: (code != first, code != "en", code))
    some = [(LANGUAGES[code], *one.texts[code]) for code in order]
    return [(each, said[comes], said[call]) for each, comes, call in some]
