"""PDFs in the languages of the United Nations: what their data, their words and headings say."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from io import BytesIO
from typing import Any, Final

from pypdf import PdfReader
from werkzeug.test import TestResponse

from portal.letters.documents.words import WORDS
from portal.web.i18n.catalogues import translations
from portal.web.i18n.languages import ENGLISH, ready
from portal.web.i18n.text_language import language_of
from portal.web.i18n.texts import is_translated, speaking
from tests.support.drawing import some_of

RIGHT_TO_LEFT: Final = "ar"


def told_in_each_language(ask: Callable[[str], TestResponse], *, kind: str) -> None:
    """Have this PDF set in Arabic and in the languages that this gate draws for its kind.

    What it says in none but English was English data, or it is a text that somebody forgot.
    """
    original = _read(ask(ENGLISH), ENGLISH)
    english, headed = [*_lines(original)], {*_headings(original.outline)}
    known = {*_words(english)}
    others = sorted({one.code for one in ready()} - {ENGLISH, RIGHT_TO_LEFT})
    drawn = some_of(f"{kind} {code}" for code in others)
    for code in (RIGHT_TO_LEFT, *(name.rpartition(" ")[2] for name in drawn)):
        paper = _read(ask(code), code)
        lines = [*_lines(paper)]
        own = " ".join(word for word in _words(lines) if word not in known)
        assert language_of(own) == code, (kind, code, own)
        left = [line for line in lines if line in english and _said(line, code) != line]
        assert not left, (kind, code, left)
        left = [one for one in _headings(paper.outline) if one in headed]
        assert all(one.isupper() or _is_told(one, code) for one in left), (kind, code, left)


def _read(answer: TestResponse, code: str) -> PdfReader:
    assert (answer.status_code, answer.mimetype) == (200, "application/pdf"), code
    paper = PdfReader(BytesIO(answer.data))
    root: Any = paper.root_object
    assert root["/Lang"] == code
    assert root["/ViewerPreferences"]["/Direction"] == ("/R2L" if code == "ar" else "/L2R")
    assert paper.metadata
    assert paper.metadata.author == WORDS[code].organisation
    return paper


def _headings(outline: Sequence[Any]) -> Iterator[str]:
    for one in outline:
        if isinstance(one, list):
            yield from _headings(one)
        else:
            yield str(one.title)


def _lines(paper: PdfReader) -> Iterator[str]:
    """Yield its lines as they stand on paper."""
    for page in paper.pages:
        yield from filter(None, map(str.strip, page.extract_text().splitlines()))


def _words(lines: Iterable[str]) -> Iterator[str]:
    """Yield all words, without addresses."""
    return (word for line in lines for word in line.split() if "/" not in word)


def _is_told(heading: str, code: str) -> bool:
    """Whether this language has the same words for it, behind its number."""
    with speaking(code):
        return is_translated(heading.rpartition(". ")[2])


def _said(line: str, code: str) -> str:
    return translations(code).gettext(line)
