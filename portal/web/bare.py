"""A page that stands on nothing: what is said before, or instead of, the application.

It fetches no file, and its policy allows its own few styles and nothing else.
"""

from base64 import b64encode
from hashlib import sha256
from html import escape
from typing import Final, TypeAlias

from werkzeug.datastructures import LanguageAccept
from werkzeug.http import parse_accept_header, parse_cookie

from portal.web.i18n.asked import COOKIE
from portal.web.i18n.languages import LANGUAGES, best_of, ready
from portal.web.i18n.texts import gettext, lazy, speaking

_STYLE: Final = (
    "body{font:1.1875rem/1.4 sans-serif;max-width:38rem;margin:2rem auto;padding:0 1rem;"
    "color:#0b0c0c;background:#fff}"
)
_HASH: Final = b64encode(sha256(_STYLE.encode()).digest()).decode()
POLICY: Final = f"default-src 'none'; style-src 'sha256-{_HASH}'"
_NAME: Final = "Rapporteur"

Words: TypeAlias = tuple[str, str]
"""A title, and the sentence that says what to do."""
BUSY: Final[Words] = (
    lazy("Back in a moment"),
    lazy(
        "Too many people ask for this at once. Try again in a minute. "
        "What you sent can be sent again: nothing is done twice."
    ),
)
FAILED: Final[Words] = (
    lazy("Something went wrong on our side"),
    lazy("Try again in a few minutes. What was confirmed to you before is kept."),
)


def page(title: str, sentence: str, *, language: str, form: bool) -> str:
    """Return the page in a language. ``form``: something was sent."""
    with speaking(language):
        heading, said = escape(str(title)), escape(str(sentence))
        what = (
            escape(gettext("Go back with your browser: what you typed is there still."))
            if form
            else f'<a href="">{escape(gettext("Try again"))}</a>'
        )
    tag, direction = LANGUAGES[language].tag, LANGUAGES[language].dir
    return (
        f'<!doctype html><html lang="{tag}" dir="{direction}"><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width">'
        f"<title>{heading} &ndash; {_NAME}</title><style>{_STYLE}</style>"
        f"<main><p>{_NAME}</p><h1>{heading}</h1><p>{said}</p><p>{what}</p></main></html>\n"
    )


def language_of(path: str, cookies: str, accepted: str) -> str:
    """Return the language of an address such as /fr/register, or the chosen one, or a browser's.

    ``cookies`` and ``accepted``: the headers of the request, as they came.
    """
    codes = [one.code for one in ready()]
    first = path.split("/")[1] if "/" in path else ""
    chosen = parse_cookie(cookies).get(COOKIE, "")
    said = next((one for one in (first, chosen) if one in codes), None)
    if said:
        return said
    return best_of(parse_accept_header(accepted, LanguageAccept))
