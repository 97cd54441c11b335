"""The languages of the pages: how each is called, which way it runs, and which are ready."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Final

from werkzeug.datastructures import LanguageAccept
from werkzeug.http import parse_accept_header, parse_cookie

CATALOGUES: Final = Path(__file__).parents[3] / "i18n"
"""``<language>/<domain>.po``, and the template of each domain."""

ENGLISH: Final = "en"
COOKIE: Final = "language"


@dataclass(frozen=True, slots=True, kw_only=True)
class Language:
    """``code``: in addresses. ``tag``: as ``lang`` of a page. ``name``: in the language itself.

    ``locale``: whose dates and numbers it has, as Babel calls it. ``pseudo``: English in disguise,
    by which one sees what no translator can reach and what is too narrow.
    """

    code: str
    tag: str
    name: str
    locale: str
    right_to_left: bool = False
    pseudo: bool = False

    @property
    def dir(self) -> str:
        return "rtl" if self.right_to_left else "ltr"


_ALL = (
    Language(code="ar", tag="ar", name="العربية", locale="ar", right_to_left=True),
    Language(code="zh", tag="zh-Hans", name="中文", locale="zh_Hans"),
    Language(code=ENGLISH, tag="en", name="English", locale="en_GB"),
    Language(code="fr", tag="fr", name="français", locale="fr"),
    Language(code="ru", tag="ru", name="русский", locale="ru"),
    Language(code="es", tag="es", name="español", locale="es"),
    Language(code="xa", tag="en-XA", name="Ŵïðë", locale="en_GB", pseudo=True),
    Language(
        code="xb", tag="en-XB", name="Ŵïðë ←", locale="en_GB", right_to_left=True, pseudo=True
    ),
)
LANGUAGES: Final[Mapping[str, Language]] = MappingProxyType({one.code: one for one in _ALL})
"""In the order of the United Nations, the pseudo-languages last."""


@cache
def ready() -> tuple[Language, ...]:
    """Return English and the languages that have the texts of the public pages."""
    return tuple(
        one for one in _ALL if one.code == ENGLISH or (CATALOGUES / one.code / "public.po").exists()
    )


def best_of(accepted: LanguageAccept) -> str:
    """Return the language that is ready and that a browser asks for first, in whatever script.

    ``zh-Hant-TW`` or ``ar-EG`` go before a second choice that is called as we call it. English for
    who takes any, or none that there is.
    """
    codes = {one.code for one in ready()}
    wanted = (tag.lower().partition("-")[0] for tag, quality in accepted if quality)
    return next((one for one in wanted if one in codes), ENGLISH)


def language_of(path: str, cookies: str, accepted: str) -> str:
    """Return the language of an address such as /fr/register, or the chosen one, or a browser's.

    ``cookies`` and ``accepted``: the headers of the request, as they came.
    """
    codes = [one.code for one in ready()]
    first = path.split("/")[1] if "/" in path else ""
    chosen = parse_cookie(cookies).get(COOKIE, "")
    said = next((one for one in (first, chosen) if one in codes), None)
    return said or best_of(parse_accept_header(accepted, LanguageAccept))


def offered(*, pseudo: bool) -> tuple[Language, ...]:
    """Return the languages that a page can be asked for; ``pseudo``: those in disguise too."""
    return (*ready(), *(one for one in _ALL if pseudo and one.pseudo))
