"""Texts of pages, in the reader's language.

``gettext`` and its relatives translate now; ``lazy`` and its relatives later, when the page is
made, for what stands in a module: labels, titles, messages of forms. A lazy text is no ``str``:
``json`` refuses it, and it is never stored.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, cast

from flask import g, has_app_context
from typing_extensions import override

from portal.web.i18n.catalogues import translated, translations
from portal.web.i18n.languages import ENGLISH, LANGUAGES, Language

_ISOLATE, _AND_ON = "\N{FIRST STRONG ISOLATE}", "\N{POP DIRECTIONAL ISOLATE}"
_spoken: ContextVar[str | None] = ContextVar("spoken", default=None)


def language() -> Language:
    """Return the language of the page that is being made; English where there is none."""
    code = _spoken.get() or (g.get("language") if has_app_context() else None)
    return LANGUAGES[code or ENGLISH]


@contextmanager
def speaking(code: str) -> Iterator[None]:
    """Speak another language for a while, such as that of whoever gets a mail."""
    before = _spoken.set(code)
    try:
        yield
    finally:
        _spoken.reset(before)


def gettext(text: str, **values: object) -> str:
    """Return the text in the reader's language. ``values``: what ``%(name)s`` in it stands for."""
    if isinstance(text, Lazy):  # the label of a link, which translates itself
        return _filled(str(text), values)
    return _filled(translations(language().code).gettext(text), values)


def ngettext(one: str, many: str, count: int, **values: object) -> str:
    """Like ``gettext``, by a number: as many forms as the language has."""
    return _filled(counted(one, many, count), {"count": count, **values})


def counted(one: str, many: str, count: int) -> str:
    """Return the form for this number, with all that it leaves open."""
    return translations(language().code).ngettext(one, many, count)


def pgettext(context: str, text: str, **values: object) -> str:
    """Like ``gettext``, for a word that means more than one thing: ``context`` says which."""
    return _filled(translations(language().code).pgettext(context, text), values)


def is_translated(text: str) -> bool:
    """Whether there is such a text in the present language; else it is read in English."""
    speaks = language()
    if speaks.pseudo or speaks.code == ENGLISH:
        return True
    return text in translated(speaks.code)


class Lazy:
    """A text that is translated each time when it is read."""

    __slots__ = ("_said",)

    def __init__(self, said: Callable[[], str]) -> None:
        self._said = said

    @override
    def __str__(self) -> str:
        return self._said()

    @override
    def __repr__(self) -> str:
        return f"Lazy({str(self)!r})"

    @override
    def __eq__(self, other: object) -> bool:
        return str(self) == str(other) if isinstance(other, str | Lazy) else NotImplemented

    @override
    def __hash__(self) -> int:
        return hash(str(self))

    @override
    def __format__(self, how: str) -> str:
        return format(str(self), how)

    def __mod__(self, values: object) -> str:
        return str(self) % values

    def __contains__(self, part: str) -> bool:
        return part in str(self)

    def __len__(self) -> int:
        return len(str(self))

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):  # __html__ and the like: it is text, and never markup
            raise AttributeError(name)
        return getattr(str(self), name)


def lazy(text: str, **values: object) -> str:
    """``gettext``, later. It is typed as ``str``, as what libraries expect of labels."""
    return cast("str", Lazy(lambda: gettext(text, **values)))


def lazy_ngettext(one: str, many: str, count: int, **values: object) -> str:
    return cast("str", Lazy(lambda: ngettext(one, many, count, **values)))


def lazy_pgettext(context: str, text: str, **values: object) -> str:
    return cast("str", Lazy(lambda: pgettext(context, text, **values)))


def isolated(value: object) -> object:
    """Return a value for a sentence of plain text, which must not turn the order of its words.

    Where a page has room for markup, ``<bdi>`` does this.
    """
    if not language().right_to_left or not isinstance(value, str | Lazy):
        return value
    return value if hasattr(value, "__html__") else f"{_ISOLATE}{value}{_AND_ON}"


def _filled(said: str, values: dict[str, object]) -> str:
    return said % {name: isolated(value) for name, value in values.items()} if values else said
