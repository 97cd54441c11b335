"""A page that stands on nothing: what is said before, or instead of, the application.

It fetches no file, and its policy allows its own few styles and nothing else.
"""

from base64 import b64encode
from collections.abc import Iterable
from hashlib import sha256
from html import escape
from typing import Final, TypeAlias

from portal.web.i18n.languages import LANGUAGES, Language
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
AWAY: Final[Words] = (
    lazy("Back in a moment"),
    lazy(
        "This part of Rapporteur is starting and will be back in a moment. "
        "What you sent can be sent again: nothing is done twice."
    ),
)
TOO_LARGE: Final[Words] = (
    lazy("That is too large"),
    lazy(
        "This is more than Rapporteur takes at once; nothing was kept. Send fewer or smaller files."
    ),
)
TOO_LATE: Final[Words] = (
    lazy("That took too long"),
    lazy(
        "What you sent did not arrive in time; nothing was kept. "
        "Try again, over a faster connection if you can."
    ),
)
_BACK: Final = lazy("Go back with your browser: what you typed is there still.")


def page(title: str, sentence: str, *, language: str, form: bool, again: int = 0) -> str:
    """Return the page in a language.

    ``form``: something was sent. ``again``: after how many seconds it is asked for by itself.
    """
    with speaking(language):
        heading, said = escape(str(title)), escape(str(sentence))
        what = escape(str(_BACK)) if form else f'<a href="">{escape(gettext("Try again"))}</a>'
    tag, direction = LANGUAGES[language].tag, LANGUAGES[language].dir
    return (
        f'<!doctype html><html lang="{tag}" dir="{direction}"><meta charset="utf-8">'
        f'{(again and f"""<meta http-equiv="refresh" content="{again}">""") or ""}'
        '<meta name="viewport" content="width=device-width">'
        f"<title>{heading} &ndash; {_NAME}</title><style>{_STYLE}</style>"
        f"<main><p>{_NAME}</p><h1>{heading}</h1><p>{said}</p><p>{what}</p></main></html>\n"
    )


def page_in_all(title: str, sentence: str, *, languages: Iterable[Language]) -> str:
    """Return one page in all these languages, for whoever cannot tell which one is spoken.

    It cannot tell either whether something was sent.
    """
    return (
        '<!doctype html>\n<html lang="en">\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">\n'
        '<meta name="viewport" content="width=device-width">\n'
        f"<title>{_NAME}</title>\n<style>{_STYLE}</style>\n<main>\n<h1>{_NAME}</h1>\n"
        f"{''.join(_part(title, sentence, one) for one in languages)}</main>\n</html>\n"
    )


def _part(title: str, sentence: str, language: Language) -> str:
    with speaking(language.code):
        heading, *said = (escape(str(one)) for one in (title, sentence, _BACK))
    return (
        f'<section lang="{language.tag}" dir="{language.dir}">\n<h2>{heading}</h2>\n'
        f"{''.join(f'<p>{one}</p>' for one in said)}\n</section>\n"
    )
