"""The language in which somebody wrote a question or an answer. No machine translates any."""

from typing import Any, Final

from wtforms import SelectField
from wtforms.validators import AnyOf

from portal.web.i18n import names
from portal.web.i18n.languages import ENGLISH, Language
from portal.web.i18n.languages import LANGUAGES as SPOKEN
from portal.web.i18n.texts import language, lazy
from shared.reference import LANGUAGES

_NOT_LISTED: Final = lazy("Choose the language from the list")


def choices() -> dict[str, str]:
    """Return the six languages, each called as the reader calls it."""
    return {code: names.word(name) for code, name in LANGUAGES.items()}


def likely() -> str:
    """Return the language that somebody probably writes in: that of the page."""
    return language().code if language().code in LANGUAGES else ENGLISH


def field(label: str, **also: Any) -> SelectField:
    """Return a field that asks in which language a text is."""
    listed = AnyOf(frozenset(LANGUAGES), _NOT_LISTED)
    return SelectField(label, [listed], choices=choices, validate_choice=False, **also)


def spoken(code: str | None) -> Language | None:
    """Return how a text of this language is shown; None where nobody said, or it was erased."""
    return SPOKEN[code] if code and code in LANGUAGES else None


def called(code: str | None) -> str:
    """Return the name of a language in the reader's; empty where nobody said, or it was erased."""
    return names.word(LANGUAGES[code]) if code and code in LANGUAGES else ""
