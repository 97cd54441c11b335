"""The translated texts of a language, read from its catalogues once for each process.

They are compiled when the first page asks for them, a tenth of a second for a language: so there is
nothing to build, and no compiled file that is older than its text. Drafts of a machine (fuzzy) are
left out.
"""

from collections.abc import Iterator
from functools import cache
from gettext import NullTranslations
from io import BytesIO
from pathlib import Path
from typing import Final

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import Translations
from typing_extensions import override

from portal.web.i18n.languages import CATALOGUES, ENGLISH, LANGUAGES
from portal.web.i18n.pseudo import disguised

DOMAINS = ("public", "staff", "refusals")
"""In which order a text is looked for: both front doors, the house, what services say."""

UNREAD: Final = "No native reader has read this yet."
"""The translator's comment on such a text. Whoever reads the text, and mends it, takes it away."""


class Disguised(NullTranslations):
    """English in disguise, where translators have the text: what they lack stands as it is."""

    @override
    def gettext(self, message: str) -> str:
        return disguised(message) if (None, message) in gathered() else message

    @override
    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        said = super().ngettext(msgid1, msgid2, n)
        return disguised(said) if (None, msgid1) in gathered() else said

    @override
    def pgettext(self, context: str, message: str) -> str:
        return disguised(message) if (context, message) in gathered() else message

    @override
    def npgettext(self, context: str, msgid1: str, msgid2: str, n: int) -> str:
        said = super().ngettext(msgid1, msgid2, n)
        return disguised(said) if (context, msgid1) in gathered() else said


@cache
def translations(code: str) -> NullTranslations:
    """Return the texts of a language."""
    if LANGUAGES[code].pseudo:
        return Disguised()
    found = NullTranslations()
    if code == ENGLISH:
        return found
    for domain in DOMAINS:
        path = CATALOGUES / code / f"{domain}.po"
        if path.exists():
            found.add_fallback(compiled(catalogue(path)))
    return found


@cache
def translated(code: str) -> frozenset[str]:
    """Return the English texts that the language has."""
    return frozenset(one.id if isinstance(one.id, str) else one.id[0] for one in _shown(code))


@cache
def unread(code: str) -> int:
    """Return how many texts of the language no native reader has read yet."""
    return sum(UNREAD in one.user_comments for one in _shown(code))


@cache
def gathered() -> frozenset[tuple[str | None, str]]:
    """Return what translators are given to translate: the context of a text, and its English."""
    found = [one for domain in DOMAINS for one in catalogue(CATALOGUES / f"{domain}.pot")]
    return frozenset(
        (one.context, one.id if isinstance(one.id, str) else one.id[0]) for one in found
    )


def _shown(code: str) -> Iterator[Message]:
    for domain in DOMAINS:
        path = CATALOGUES / code / f"{domain}.po"
        if path.exists():
            yield from (one for one in catalogue(path) if one.id and one.string and not one.fuzzy)


def catalogue(path: Path) -> Catalog:
    """Read a catalogue of the language that its directory names, or a template, of none."""
    locale = None if path.suffix == ".pot" else path.parent.name
    with path.open("rb") as file:
        return read_po(file, locale=locale, abort_invalid=True)


def compiled(texts: Catalog) -> Translations:
    file = BytesIO()
    write_mo(file, texts, use_fuzzy=False)
    file.seek(0)
    return Translations(file)
