"""Texts in templates: ``{% trans %}`` for what stands on the page, ``_()`` for all else.

A text of ``{% trans %}`` that nobody has translated is shown in English and marked as English, for
whoever has it read aloud. In an attribute or a title there is no room for the mark: ``_()`` makes
none.
"""

from typing import Any

from flask import Flask
from jinja2 import Environment
from markupsafe import Markup

from portal.web.i18n.catalogues import unread
from portal.web.i18n.commas import Commas
from portal.web.i18n.formats import comma, listed
from portal.web.i18n.texts import (
    counted,
    gettext,
    is_translated,
    isolated,
    language,
    pgettext,
)

EXTENSION = "jinja2.ext.i18n"
TRIMMED = "ext.i18n.trimmed"
_ENGLISH = '<span lang="en" dir="ltr">{}</span>'
_MARKS = Markup(' lang="en" dir="ltr"')


def init_app(app: Flask) -> None:
    install(app.jinja_env)


def install(env: Environment) -> None:
    env.add_extension(EXTENSION)
    env.add_extension(Commas)
    env.policies[TRIMMED] = True
    env.install_gettext_callables(  # type: ignore[attr-defined]  # the extension brings it
        _said,
        _counted,
        newstyle=True,
        pgettext=pgettext,
    )
    env.globals.update(
        {
            "_": _plain,
            "comma": comma,
            "marks_dates": _marks_dates,
            "texts_are_unread": _texts_are_unread,
        }
    )
    env.filters.update(bdi=_bdi, ltr=_ltr, listed=listed)


def _plain(text: str, **values: Any) -> Markup:
    said = Markup(gettext(text))  # noqa: S704  # ours; the values are escaped
    if not values and "%" not in said:
        return said
    return said % {name: isolated(value) for name, value in values.items()}


def _said(text: str) -> str:
    return gettext(text) if is_translated(text) else _ENGLISH.format(text)


def _counted(one: str, many: str, count: int) -> str:
    said = counted(one, many, count)
    return _ENGLISH.format(said) if said in {one, many} and not is_translated(one) else said


def _bdi(name: object) -> Markup:
    """Isolate a name in a sentence, whichever way it runs."""
    return Markup("<bdi>{}</bdi>").format(name)


def _ltr(code: object) -> Markup:
    """Isolate a reference, an address or a code in a sentence: it runs from left to right."""
    return Markup('<bdi dir="ltr">{}</bdi>').format(code)


def _texts_are_unread() -> bool:
    """Whether no native reader has read some text of the reader's language."""
    return unread(language().code) > 0


def _marks_dates() -> Markup:
    """Return what marks a date as English where the page around it is in disguise."""
    return _MARKS if language().pseudo else Markup()
